"""Are two sightings one call? Exact keys first, then what forbids it. A false merge hides a call."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cfpfeeds.addresses import comparable
from cfpfeeds.model import CallKind, Kind, Sighting
from cfpfeeds.text import fold

_A_YEAR_DAYS = 300
_ENOUGH_SHARED = 0.5
_DAY_OF_GRACE = 1
"""Lists read one wall clock in different zones: the same deadline may differ by a day (research: 25 hours)."""

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_ORDINAL = re.compile(
    r"\b(?:(?:volume|vol|part|round|cycle|phase|edition|number|no)\s+(?:[ivx]{1,5}|\d{1,3})"
    r"|(?:second|third|fourth|2nd|3rd|4th|fifth|first|1st)\s+(?:call|round|cycle|deadline)"
    r"|(?:ii|iii|iv|vi|vii|viii)$|(?:spring|summer|fall|autumn|winter)\b)"
)
_PARTS = frozenset(
    {"workshop", "workshops", "poster", "posters", "demo", "demos", "demonstration", "demonstrations", "tutorial"}
    | {"tutorials", "doctoral", "industry", "industrial", "track", "late", "breaking", "journal", "student"}
    | {"colocated", "satellite", "shared", "challenge", "competition", "symposium"}
)
_EMPTY_WORDS = frozenset(
    {"the", "a", "an", "of", "on", "in", "for", "and", "to", "at", "with", "by", "from", "international", "conference"}
    | {"annual", "ieee", "acm", "usenix", "proceedings", "call", "papers", "special", "issue"}
)


def keys_of(sighting: Sighting) -> tuple[str, ...]:
    """The keys under which a sighting can meet another of the same call; the store keeps them."""
    keys = []
    if address := comparable(sighting.url):
        keys.append(f"u|{address}")
    if sighting.acronym and sighting.year:
        keys.append(f"a|{fold(sighting.acronym)}|{sighting.year}")
    if title := fold(sighting.title):
        keys.append(f"t|{title}|{fold(sighting.venue)}")
    return tuple(key[:500] for key in keys)


def same_call(one: Sighting, other: Sighting, *, shared_addresses: Iterable[str] = ()) -> bool:
    """Whether an exact key joins the two and nothing forbids it.

    `shared_addresses` are comparable addresses under which one source lists several calls: they prove nothing.
    """
    if veto(one, other):
        return False
    common = set(keys_of(one)) & set(keys_of(other))
    return any(_holds(key, one, other, shared_addresses) for key in common)


def _holds(key: str, one: Sighting, other: Sighting, shared_addresses: Iterable[str]) -> bool:
    """Whether one common key is proof enough."""
    mark, rest = key.split("|", 1)
    if mark == "u":
        alike = overlap(one, other) > _ENOUGH_SHARED or same_edition(one, other)
        return rest not in shared_addresses and alike
    if mark == "a":
        return overlap(one, other) > _ENOUGH_SHARED or _due_together(one, other) or _same_host(one, other)
    general = len(words_of(one)) < 2
    return bool(fold(one.venue)) or (not general and (_due_together(one, other) or _same_host(one, other)))


def veto(one: Sighting, other: Sighting) -> str:
    """Why the two cannot be one call whatever else they share; "" when nothing forbids it."""
    first, second = fold(one.title), fold(other.title)
    if one.year and other.year and one.year != other.year:
        return "another year"
    years = [set(_YEAR.findall(title)) for title in (first, second)]
    if all(years) and years[0].isdisjoint(years[1]):
        return "another year in the title"
    if set(_ORDINAL.findall(first)) != set(_ORDINAL.findall(second)):
        return "another volume, round or call"
    if _PARTS & set(first.split()) != _PARTS & set(second.split()):
        return "a part of the event against the event"
    if {one.kind, other.kind} == {CallKind.CONFERENCE, CallKind.SPECIAL_ISSUE}:
        return "a conference against a journal"
    if _days_apart(one, other) > _A_YEAR_DAYS:
        return "deadlines a year apart"
    return ""


def words_of(sighting: Sighting) -> frozenset[str]:
    """The words of a title that tell it from others; two conferences may share their acronym, so it does not count."""
    words = set(fold(sighting.title).split()) - _EMPTY_WORDS - set(fold(sighting.acronym).split())
    return frozenset(word for word in words if not _YEAR.fullmatch(word))


def overlap(one: Sighting, other: Sighting) -> float:
    """The share of the shorter title's words that the other has too, 0 to 1."""
    first, second = words_of(one), words_of(other)
    if not first or not second:
        return 0.0
    return len(first & second) / min(len(first), len(second))


def same_edition(one: Sighting, other: Sighting) -> bool:
    """Whether both name one acronym and one year."""
    return bool(one.acronym and one.year) and (fold(one.acronym), one.year) == (fold(other.acronym), other.year)


def _same_host(one: Sighting, other: Sighting) -> bool:
    hosts = [comparable(s.url).removeprefix("https://").partition("/")[0] for s in (one, other)]
    return bool(hosts[0]) and hosts[0] == hosts[1]


def _due_together(one: Sighting, other: Sighting) -> bool:
    return _days_apart(one, other) <= _DAY_OF_GRACE


def _days_apart(one: Sighting, other: Sighting) -> int:
    """Days between the nearest deadlines of one stage; 0..., or 31 when there is nothing to compare."""
    gaps = [
        abs((a.date - b.date).days)
        for a in one.deadlines
        for b in other.deadlines
        if a.kind is b.kind and a.kind in (Kind.SUBMISSION, Kind.ABSTRACT) and a.date and b.date
    ]
    return min(gaps, default=31)
