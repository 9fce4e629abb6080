"""What of a sighting can be compared: names, words, years, days, places; worked out once a sighting.

Everything here is folded for comparison and never shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from sys import intern

from cfpfeeds.addresses import comparable
from cfpfeeds.merge.series import EMPTY_WORDS, NOWHERE, ORGANISATIONS, PARTS_IN_ADDRESS, TYPES, edition_names, parts_of
from cfpfeeds.model import CallKind, Deadline, Kind, Sighting, State
from cfpfeeds.text import fold

_MONTH_NAMES = (
    ("jan", "january"), ("feb", "february"), ("mar", "march"), ("apr", "april"), ("may",), ("jun", "june"),
    ("jul", "july"), ("aug", "august"), ("sep", "sept", "september"), ("oct", "october"), ("nov", "november"),
    ("dec", "december"),
)  # fmt: skip
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMERIC_DAY = re.compile(r"\b(?:19|20)\d\d (\d{1,2}) (\d{1,2})\b")
_DAY_AFTER_MONTH = re.compile(rf"\b({_MONTH}) (\d{{1,2}})(?:st|nd|rd|th)?\b")
_DAY_BEFORE_MONTH = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: (?:to )?\d{{1,2}}(?:st|nd|rd|th)?)? ({_MONTH})\b")
_ROUND = re.compile(
    r"\b(?:volume|vol|part|round|cycle|phase|wave|edition|number|no|batch) ([ivx]{1,5}|\d{1,3})\b"
    r"|\b(first|second|third|fourth|fifth|\d{1,2}(?:st|nd|rd|th)) (?:rev(?:iew)? |submission )?"
    r"(?:call|round|cycle|wave|phase|batch|deadline)\b"
    r"|\b(ii|iii|iv|vi|vii|viii)$|\b(spring|summer|fall|autumn|winter)\b"
)
_COUNTED = re.compile(r"\(\s*(?:[A-Za-z]{1,8}\.?)?\s?(\d{1,2})\s*\)\s*$")
_EDITION = r"[\s'’-]*(?:(?:19|20)\d\d|['’]\d\d)"
_IN_FRONT = re.compile(rf"([\w&+/.'’ -]{{2,30}}?){_EDITION}\s*[:,–—-]")
_IN_BRACKETS = re.compile(rf"\(\s*([\w&+/.'’ -]{{2,20}}?)(?:{_EDITION})?\s*\)")
_SAME = {"first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "autumn": "fall"}
_SAME |= {"1st": "1", "2nd": "2", "3rd": "3", **{f"{n}th": str(n) for n in range(4, 20)}}
_SAME |= {
    "i": "1",
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "v": "5",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "ix": "9",
    "x": "10",
}
_DIGIT = re.compile(r"\d")
_LONGEST_KEY = 500
_TELLING = 4
"""How many of a wording's longest words become keys: two wordings of one call share at least one of them."""

_ZONE_BEHIND = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Traits:
    """One sighting, made comparable. `years` are all editions it may mean, `edition` the likeliest of them.

    `due` holds the day on which each deadline passes anywhere on Earth, so that "00:59 UTC" equals "23:59 AoE".
    """

    sighting: Sighting
    title: str
    is_event: bool
    names: frozenset[str]
    words: frozenset[str]
    wording: str
    venue: str
    edition: int | None
    years: frozenset[int]
    rounds: frozenset[str]
    parts: frozenset[str]
    numbers: tuple[str, ...]
    due: frozenset[tuple[Kind, date]]
    starts: tuple[int, int] | None
    place: frozenset[str]
    address: str

    @property
    def host(self) -> str:
        return self.address.removeprefix("https://").partition("/")[0]

    @property
    def is_series(self) -> bool:
        """Whether several rounds are named in this one sighting: it speaks of the whole edition."""
        return sum(d.kind is Kind.SUBMISSION and d.state is State.ACTIVE for d in self.sighting.deadlines) > 1


def traits_of(sighting: Sighting) -> Traits:
    """The sighting made comparable. A poll asks several times for each, so what was worked out last is kept."""
    s = sighting
    bare = _traits(s.title, s.venue, s.url, s.deadlines, s.kind, s.acronym, s.year, s.event, s.place)
    return replace(bare, sighting=sighting)


@lru_cache(maxsize=2048)
def _traits(
    title: str,
    venue: str,
    url: str,
    deadlines: tuple[Deadline, ...],
    kind: CallKind,
    acronym: str,
    year: int | None,
    event: str,
    place: str,
) -> Traits:
    printed = Sighting("", "", title, venue, url, deadlines)
    return _worked_out(replace(printed, kind=kind, acronym=acronym, year=year, event=event, place=place))


def _worked_out(sighting: Sighting) -> Traits:
    title, venue = fold(sighting.title), fold(sighting.venue)
    acronym = _acronym(sighting)
    event = bool(acronym) or sighting.kind is CallKind.CONFERENCE
    joint = " joint " in f" {title} {venue} "
    names = edition_names(acronym, sighting.year, joint=joint) if acronym else frozenset[str]()
    words = _event_words(f"{title} {venue}", acronym, names) if event else _issue_words(title, sighting.venue)
    head = f"{acronym} {sighting.title.partition(':')[0]}" if acronym else sighting.title
    address = comparable(sighting.url)
    starts = _starts(sighting)
    edition, years = _editions(sighting, title, starts)
    return Traits(
        sighting=sighting,
        title=title,
        is_event=event,
        names=names,
        words=words,
        wording=" ".join(sorted(words)),
        venue=" ".join(stem(word) for word in venue.split() if word not in EMPTY_WORDS),
        edition=edition,
        years=years,
        rounds=_rounds(title, sighting),
        parts=parts_of(head) | _parts_in(address),
        numbers=() if event else _numbers(title),
        due=_due(sighting),
        starts=starts,
        place=frozenset(map(intern, fold(sighting.place).split())) - NOWHERE,
        address=address,
    )


def _acronym(sighting: Sighting) -> str:
    """The acronym as the source gives it, or as it stands in the title of a conference."""
    if sighting.kind not in (CallKind.CONFERENCE, CallKind.OTHER):
        return ""
    if sighting.acronym or sighting.kind is CallKind.OTHER:
        return sighting.acronym
    for found in (_IN_FRONT.match(sighting.title), _IN_BRACKETS.search(sighting.title)):
        if found and sum(letter.isupper() for letter in found[1]) > 1:
            return found[1]
    return ""


def _event_words(said: str, acronym: str, names: frozenset[str]) -> frozenset[str]:
    """The stems of the words that tell one event from another, without numbers and the acronym itself."""
    letters = fold(acronym).split()
    own = names | (set(letters) if len(letters) < 3 else set())  # a name written out is no acronym
    return _stems(said, EMPTY_WORDS | TYPES | ORGANISATIONS | own)


def _issue_words(title: str, venue: str) -> frozenset[str]:
    """The same of an issue, without its journal's name and initials, which every call of the journal carries."""
    words = _stems(title, EMPTY_WORDS)
    initials = "".join(word if word.isupper() else word[0] for word in venue.split() if word[0].isalpha()).lower()
    own = words - _stems(fold(venue), frozenset()) - {initials, "".join(w[0] for w in fold(venue).split())}
    return own if len(own) > 1 else words


def _stems(said: str, skipped: frozenset[str]) -> frozenset[str]:
    return frozenset(intern(stem(w)) for w in said.split() if w not in skipped and not _DIGIT.search(w))


def _numbers(title: str) -> tuple[str, ...]:
    """What a title counts or names by a number ("Goal 3", "Industry 5.0"), without years and days."""
    bare = _DAY_BEFORE_MONTH.sub(" ", _DAY_AFTER_MONTH.sub(" ", _NUMERIC_DAY.sub(" ", title)))
    return tuple(word for word in bare.split() if _DIGIT.search(word) and not _YEAR.fullmatch(word))


def stem(word: str) -> str:
    """A word without its plural and with one of two spellings ("optimisation", "optimization")."""
    word = word.replace("isation", "ization").replace("ise", "ize")
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _due(sighting: Sighting) -> frozenset[tuple[Kind, date]]:
    due = (d for d in sighting.deadlines if d.kind.is_due and d.state is not State.SUPERSEDED)
    return frozenset((d.kind, day) for d in due if (day := _last_day(d)) is not None)


def _last_day(deadline: Deadline) -> date | None:
    if deadline.zone and (moment := deadline.moment) is not None:
        return (moment - _ZONE_BEHIND).date() if moment.year > 1 else deadline.date
    return deadline.date


def _parts_in(address: str) -> frozenset[str]:
    path = address.removeprefix("https://").partition("/")[2].lower()
    return parts_of(" ".join(PARTS_IN_ADDRESS.findall(path)))


def _rounds(title: str, sighting: Sighting) -> frozenset[str]:
    """Which round, volume or part of several: from the title, or from the one deadline that there is."""
    printed = {d.round for d in sighting.deadlines if d.kind.is_due and d.date}
    text = f"{title} {fold(printed.pop())}" if len(printed) == 1 else title
    found = set()
    for match in _ROUND.finditer(text):
        which = next(part for part in match.groups() if part)
        found.add(_SAME.get(which, which))
    if counted := _COUNTED.search(sighting.title):
        found.add(counted[1])
    return frozenset(found)


def _starts(sighting: Sighting) -> tuple[int, int] | None:
    """Month and day on which the event begins."""
    day = next((d.date for d in sighting.deadlines if d.kind is Kind.EVENT_START and d.date), None)
    if day:
        return day.month, day.day
    text = fold(sighting.event)
    if match := _NUMERIC_DAY.search(text):
        return int(match[1]), int(match[2])
    if match := _DAY_AFTER_MONTH.search(text):
        return _MONTHS[match[1]], int(match[2])
    if match := _DAY_BEFORE_MONTH.search(text):
        return _MONTHS[match[2]], int(match[1])
    return None


def _editions(sighting: Sighting, title: str, starts: tuple[int, int] | None) -> tuple[int | None, frozenset[int]]:
    """The year of the event, whatever the list's label says: an event cannot come before its deadlines."""
    printed = [int(y) for y in _YEAR.findall(fold(sighting.event))]
    label = sighting.year
    titled = [int(y) for y in _YEAR.findall(title)]
    years = {*printed[:1], *([label] if label else titled)}
    edition = printed[0] if printed else label or (titled[0] if titled else None)
    last = max((d for _, d in _due(sighting)), default=None)
    if edition and last and sighting.kind is not CallKind.SPECIAL_ISSUE:
        month = starts or (12, 31)
        if (edition, *month) < (last.year, last.month, last.day):
            held = last.year if month > (last.month, last.day) else last.year + 1
            edition = label if label and label > edition and label >= last.year else held
            years.add(edition)
    return edition, frozenset(years)


def keys_of(sighting: Sighting) -> tuple[str, ...]:
    """The keys under which a sighting can meet another of the same call; the store keeps them."""
    return keys_of_traits(traits_of(sighting))


def keys_of_traits(traits: Traits) -> tuple[str, ...]:
    """The same of what is worked out already."""
    keys = [f"u|{traits.address}"] if traits.address else []
    keys += [f"a|{name}|{year}" for name in sorted(traits.names) for year in sorted(traits.years)]
    if traits.title:
        keys.append(f"t|{traits.title}|{traits.venue}")
    telling = sorted(traits.words, key=lambda w: (-len(w), w))[:_TELLING]
    if traits.is_event and len(telling) > 1:
        keys += [f"n|{' '.join(telling)}|{year}" for year in sorted(traits.years)]
    elif not traits.is_event:
        keys += [f"w|{word}|{traits.venue}" for word in telling if traits.venue]
        keys += [f"j|{' '.join(telling)}"] * (len(telling) > 2)
    return tuple(dict.fromkeys(key[:_LONGEST_KEY] for key in keys))
