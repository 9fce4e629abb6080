"""Which disciplines a journal, conference or society stands for, by its name or its acronym."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from cfpfeeds.disciplines.tables import rows
from cfpfeeds.disciplines.taxonomy import own_disciplines
from cfpfeeds.text import fold

_ORDINAL_OR_YEAR = re.compile(r"\b(?:(?:19|20)\d\d|\d+(?:st|nd|rd|th)|\d+|first|second|third|fourth|fifth)\b")
_SHORT_YEAR = re.compile(r"\s*['’`-]?\s*(?:(?:19|20)?\d\d)\s*$")
# What a series may be called with or without.
_ORGANISERS = "aaai acm cvf eai iacr ieee ifip isca rsj sigchi sigplan sigsoft usenix"
_EVENTS = "conference congress meeting proceedings symposium workshop"
_HOW_OFTEN_AND_WHERE = "annual biennial european international intl joint technical world"
_LITTLE_WORDS = "a and at for in of on or the to with"
_EMPTY_WORDS = frozenset(f"{_ORGANISERS} {_EVENTS} {_HOW_OFTEN_AND_WHERE} {_LITTLE_WORDS}".split())
_REMARK = re.compile(r"\s*\([^()]*\)\s*$")
_ORGANISER_IN_FRONT = re.compile(r"^(?:(?:ACM|IEEE|USENIX|IFIP|AAAI|SIAM|IACR)[ /]+)+(?=\S)")
_PART = re.compile(r"\s*[:|(),–—/]\s*|\s-\s")
_WORD = re.compile(r"\b[A-Za-z&*-]+\b")
_CAPITALS = 3
"""So many capitals make a word an acronym; counted, since a pattern for it takes time without end on AAAA..."""

Slugs = tuple[str, ...]


@lru_cache(maxsize=8192)
def by_name(name: str) -> Slugs:
    """The disciplines of the venue of that name, whatever its year, ordinal and organiser; () if it is not known.

    A venue for every field gives ("multidisciplinary",).
    """
    for part in (name, *_PART.split(name)):
        folded = _bare(part)
        if folded in _names() and (part == name or " " in folded):
            return _names()[folded]
        core = _core(folded)
        if len(core) > 1 and core in _cores():
            return _cores()[core]
    return ()


@lru_cache(maxsize=8192)
def by_acronym(printed: str) -> tuple[Slugs, ...]:
    """The disciplines of every venue whose acronym is the whole text, but for a year ("ICSE 2027")."""
    return _acronyms().get(fold(_bare_acronym(printed)), ())


@lru_cache(maxsize=8192)
def is_acronym(printed: str) -> bool:
    """Whether the text is one word in the manner of an acronym, but for a year ("PETS 2026", "NeurIPS'26")."""
    bare = _bare_acronym(printed)
    return " " not in bare and sum(char.isupper() for char in bare) > 1


def forget() -> None:
    """Read the venues anew: the operator's have changed."""
    for known in (by_name, by_acronym, by_acronym_within, _table, _names, _cores, _acronyms, _spelt_acronyms):
        known.cache_clear()


def _bare_acronym(printed: str) -> str:
    """Without year, remark in brackets and organiser: "ACM CCS 2027 (second cycle)" is "CCS"."""
    return _SHORT_YEAR.sub("", _ORGANISER_IN_FRONT.sub("", _REMARK.sub("", printed))).strip()


@lru_cache(maxsize=8192)
def by_acronym_within(text: str) -> tuple[Slugs, ...]:
    """The disciplines of venues whose acronym stands in a longer text ("Workshop at NeurIPS"), the spelling exact."""
    spelt = _spelt_acronyms()
    return tuple(
        spelt[word]
        for word in dict.fromkeys(_WORD.findall(text))
        if len(word) > 3 and word in spelt and sum(map(str.isupper, word)) >= _CAPITALS
    )


def _bare(name: str) -> str:
    return " ".join(_ORDINAL_OR_YEAR.sub(" ", fold(name)).split()).removeprefix("the ")


def _core(folded: str) -> Slugs:
    return tuple(word for word in folded.split() if word not in _EMPTY_WORDS)


@cache
def _table() -> tuple[tuple[str, tuple[str, ...], Slugs], ...]:
    """Name, acronyms and disciplines; the operator's first, since of two rows with one name the first counts."""
    own = [(venue, one.slug) for one in own_disciplines() for venue in one.venues]
    named = {fold(venue) for venue, _ in own}
    mine = [("", (venue,), (slug,)) if is_acronym(venue) else (venue, (), (slug,)) for venue, slug in own]
    shipped = (
        (name, tuple(a for a in acronyms if fold(a) not in named), slugs) for name, acronyms, slugs in _shipped()
    )
    return (*mine, *shipped)


@cache
def _shipped() -> tuple[tuple[str, tuple[str, ...], Slugs], ...]:
    return tuple(
        (name, tuple(filter(None, acronyms.split(";"))), tuple(slug for slug in slugs.split() if slug != "-"))
        for name, acronyms, slugs in rows("venues.tsv")
    )


@cache
def _names() -> dict[str, Slugs]:
    return {_bare(name): slugs for name, _, slugs in reversed(_table()) if name}


@cache
def _cores() -> dict[Slugs, Slugs]:
    return {core: slugs for name, _, slugs in reversed(_table()) if len(core := _core(_bare(name))) > 1}


@cache
def _acronyms() -> dict[str, tuple[Slugs, ...]]:
    found: dict[str, tuple[Slugs, ...]] = {}
    for _, acronyms, slugs in _table():
        for acronym in acronyms:
            found[fold(acronym)] = (*found.get(fold(acronym), ()), slugs)
    return found


@cache
def _spelt_acronyms() -> dict[str, Slugs]:
    return {
        acronym: slugs
        for _, acronyms, slugs in _table()
        for acronym in acronyms
        if len(_acronyms()[fold(acronym)]) == 1
    }
