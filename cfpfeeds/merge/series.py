"""The names of series: how lists decorate an acronym, who stands before it, which series goes by two names."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

from cfpfeeds.text import fold


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


ORGANISATIONS = _words(
    "ieee acm usenix ifip iacr iapr isca siam eacl aclweb rsj cvf iet ieice ietf ispe isoc aaai eai ieeecs informs ima"
    " ecmla eurographics sigapp sigsoft sigplan sigops sigcomm sigmod sigkdd sigchi sigsac sigarch sigbed sigmetrics"
    " sigmobile sigact siglog sigweb sigir sigspatial sigcse sigdoc sigecom sigmicro sigmm sigsim"
)
"""Societies that stand before a series' own name; a name that is nothing else (SIGCOMM) keeps it."""

PARTS = {
    word: part
    for part, words in {
        "workshop": "workshop workshops",
        "poster": "poster posters",
        "demo": "demo demos demonstration demonstrations",
        "tutorial": "tutorial tutorials",
        "doctoral": "doctoral phd",
        "industry": "industry industrial practice",
        "track": "track tracks",
        "student": "student students undergraduate",
        "late": "late breaking",
        "contest": "challenge challenges competition competitions hackathon",
        "artifact": "artifact artifacts artefact artefacts",
        "side": "colocated satellite companion panel panels keynote exhibition",
        "short": "short ideas nier vision visions",
        "tool": "tool tools dataset datasets data",
        "journal": "journal",
    }.items()
    for word in words.split()
}
"""Words in the head of a title (not in a series' full name) that make it a part of an event: a call of its own."""

PARTS_IN_ADDRESS = re.compile(
    r"poster|demonstration|tutorial|doctoral|(?<![a-z0-9-])workshops(?=[/.]|$)|artifacts?(?=[/._-]|$)"
)
"""The same in the path of an address."""

TYPES = _words("conference symposium workshop workshops congress meeting conferences symposia colloquium forum")
"""What an event calls itself; lists are careless with it, so it counts for little."""

EMPTY_WORDS = _words(
    "the a an of on in for and to at with by from its into via international annual proceedings call calls papers paper"
    " special issue issues joint intl int conf edition first second third"
)

NOWHERE = _words("online virtual hybrid tbd tba and in the city usa us u s a uk china state states united")
"""Words of a place that tell no place from another."""

_DECORATION = re.compile(r"\[[^\]]*\]|\([^)]*\)")
_RUN_TOGETHER = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_ROUND_WORD = re.compile(
    r"\d+(?:st|nd|rd|th)|first|second|third|fourth|fall|spring|summer|winter|autumn|cycle|round|tbd|tba"
)
_JOINED = re.compile(r"[/+&]")
_JOINED_IN_A_JOINT_EVENT = re.compile(r"[/+&-]")  # elsewhere a hyphen may well begin a track's name
_SHORTEST_PART = 3
_SMALL_WORDS = _words("the a an of on in for and to at with by")
_SOCIETIES = frozenset(name for name in ORGANISATIONS if not name.startswith("sig"))  # "IEEE/ACM ASE" is no "acm"


def _aliases() -> dict[str, str]:
    lines = files("cfpfeeds.merge").joinpath("aliases.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {alias: names[0] for names in rows for alias in names}


ALIASES = _aliases()
"""The name used for comparison, for every name of a series that is known by several."""


@lru_cache(maxsize=16_384)
def edition_names(acronym: str, year: int | None, *, joint: bool = False) -> frozenset[str]:
    """The names that an acronym as printed stands for, letters run together; joint names give each name too.

    `joint` says that the event calls itself so.
    """
    bare = _DECORATION.sub(" ", acronym)
    whole = squeezed(bare if fold(bare) else acronym, year)
    found = {whole} if whole else set()
    for part in (_JOINED_IN_A_JOINT_EVENT if joint else _JOINED).split(bare):
        if len(name := squeezed(part, year)) >= _SHORTEST_PART and name not in _SOCIETIES:
            found.add(name)
    if initials := _initials(bare, year):
        found.add(initials)
    return frozenset(ALIASES.get(name) or _singular(name) for name in found)


def _initials(name: str, year: int | None) -> str:
    """The acronym that a name written out would have ("Crypto Valley Conference": "cvc"); "" for a short one."""
    words = [w for w in fold(name).split() if w not in _SMALL_WORDS and w.isalpha() and not _is_year(w, year)]
    return "".join(word[0] for word in words) if len(words) >= _SHORTEST_PART and not name.isupper() else ""


def _singular(name: str) -> str:
    return name[:-1] if len(name) > 6 and name.endswith("s") and not name.endswith("ss") else name


def parts_of(head: str) -> frozenset[str]:
    """Which parts of an event the head of a title names; "track" only where nothing says which."""
    found = {PARTS[word] for word in fold(_RUN_TOGETHER.sub(" ", head)).split() if word in PARTS}
    return frozenset(found - {"track"} or found)


def squeezed(acronym: str, year: int | None) -> str:
    """One name without society, year, season and blanks: "ACM AsiaCCS '26" and "ASIA CCS" are "asiaccs"."""
    tokens = [t for t in fold(_RUN_TOGETHER.sub(" ", acronym)).split() if not _is_year(t, year)]
    tokens = [t for t in tokens if not _ROUND_WORD.fullmatch(t)] or tokens
    own = [t for t in tokens if t not in PARTS] or tokens
    while len(own) > 1 and own[0] in ORGANISATIONS:
        del own[0]
    name = "".join(own)
    for tail in (str(year), f"{(year or 0) % 100:02}"):
        if year and len(name) > len(tail) + 1 and name.endswith(tail) and not name[-len(tail) - 1].isdigit():
            return name.removesuffix(tail)
    return name


def _is_year(token: str, year: int | None) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d", token)) or (year is not None and token == f"{year % 100:02}")
