"""Do two sightings speak of one call? Points for and against, each with its reason; `vetoes` come first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from cfpfeeds.merge.likeness import LITTLE, MUCH, NEARLY, days_apart, likeness, listed_apart, same_days, together
from cfpfeeds.merge.setting import Setting
from cfpfeeds.merge.traits import Traits
from cfpfeeds.merge.vetoes import A_MONTH_DAYS, AN_EXTENSION_DAYS, veto

ENOUGH = 6
"""Points from which two sightings are one call."""

_A_ROUND_DAYS = 60
_KNOWN = 8


Point = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Evidence:
    """`points` for one call; `veto` says what forbids it, "" if nothing does. `gap` is the days between deadlines."""

    points: int
    found: tuple[Point, ...] = ()
    veto: str = ""
    gap: int | None = None

    @property
    def reasons(self) -> tuple[str, ...]:
        """What speaks for and against, each with its points: "+4 the acronym icga"."""
        return tuple(f"{points:+} {why}" for points, why in self.found if points)


def weigh(one: Traits, other: Traits, setting: Setting) -> Evidence:
    """Everything that speaks for and against."""
    gap = days_apart(one, other)
    if reason := veto(one, other, gap, setting):
        return Evidence(-99, (), reason, gap)
    events = one.is_event and other.is_event
    found = list(_event(one, other) if events else _topic(one, other))
    found += _address(one, other, setting)
    known = events and not (one.is_series or other.is_series) and sum(points for points, _ in found) >= _KNOWN
    found += _days(one, other, gap, known=known)
    return Evidence(sum(points for points, _ in found), tuple(found), "", gap)


def _event(one: Traits, other: Traits) -> Iterator[Point]:
    common = one.names & other.names
    if common:
        longest = max(common, key=lambda name: (len(name), name))
        yield min(max(len(longest), 4), 6), f"the acronym {longest}"
    elif one.names and other.names:
        yield (-4, "an acronym made longer") if _lengthened(one, other) else (-2, "other acronyms")
    if len(one.words) > 1 and len(other.words) > 1:
        alike = likeness(one, other)
        if not common and alike >= NEARLY and one.names and other.names:
            alike = fuzz.ratio(one.wording, other.wording) / 100  # a track adds its own words to the event's name
        if alike >= NEARLY:
            yield 4, "the full name"
        elif alike >= MUCH:
            yield 2, "much of the full name"
        elif not common:
            yield -8, "another full name"  # events held together share place, days and often the deadline
        elif alike < LITTLE:
            yield -4, "another full name"
    if one.starts and other.starts:
        gap = abs(_day_of_year(one.starts) - _day_of_year(other.starts))
        if gap <= 1:
            yield 3, "the days of the event"
        elif gap <= 7:
            yield 1, "nearly the days of the event"
        elif gap > 30:
            yield -3, "other days of the event"
    if one.place and other.place:
        yield (2, "the place") if one.place & other.place else (-2, "another place")
    fields = set(one.sighting.disciplines), set(other.sighting.disciplines)
    if all(fields) and fields[0].isdisjoint(fields[1]):
        yield -3, "other disciplines"
    if one.edition != other.edition and one.edition and other.edition:
        yield -4, "perhaps another year"
    elif one.sighting.year != other.sighting.year and one.sighting.year and other.sighting.year:
        yield -3, "another year on the label"


def _lengthened(one: Traits, other: Traits) -> bool:
    """Whether one name begins with the other: EASE-RPT is likelier a track of EASE than EASE itself."""
    return any(a.startswith(b) or b.startswith(a) for a in one.names for b in other.names if min(len(a), len(b)) > 2)


def _topic(one: Traits, other: Traits) -> Iterator[Point]:
    if one.venue and other.venue:
        yield (2, "the journal") if _same_venue(one, other) else (-4, "another journal")
    if one.words and one.words == other.words:
        yield (2, 4, 5)[min(len(one.words), 3) - 1], "the title"
    elif len(one.words) > 1 and len(other.words) > 1:
        alike = likeness(one, other)
        if alike >= NEARLY:
            yield 4, "nearly the title"
        elif alike >= MUCH:
            yield 2, "much of the title"
        else:
            yield -8, "another title"  # one journal's calls may well share host and day
    if one.sighting.year != other.sighting.year and one.sighting.year and other.sighting.year:
        yield -3, "another year on the label"
    if days_apart(one, other) is None and listed_apart(one, other):
        general = min(len(one.words), len(other.words)) < 3  # what recurs every year has a general name
        yield (-6 if general else -1), "listed a year apart"


def _same_venue(one: Traits, other: Traits) -> bool:
    return one.venue == other.venue or fuzz.ratio(one.venue, other.venue) >= 95


def _days(one: Traits, other: Traits, gap: int | None, *, known: bool) -> Iterator[Point]:
    """`known`: name, place and days of the event leave no doubt which edition it is, so that one date may be wrong."""
    if gap is None:
        return
    if gap <= 1:
        yield (6, "the same days") if same_days(one, other) else (4, "the same day")
    elif gap <= AN_EXTENSION_DAYS:
        yield 1, "nearly the same day"
    elif gap > _A_ROUND_DAYS:
        yield (-2 if known else -8), "quite other days"
    elif gap > A_MONTH_DAYS:
        yield -2, "other days"


def _address(one: Traits, other: Traits, setting: Setting) -> Iterator[Point]:
    if one.address and one.address == other.address and one.address not in setting.shared:
        yield 4, "the address"
        if one.sighting.source_id == other.sighting.source_id and not together(one, other):
            yield 4, "the place of the other in its source's list"
    elif one.host and one.host == other.host:
        yield 2, "the host"


def _day_of_year(starts: tuple[int, int]) -> int:
    return 31 * starts[0] + starts[1]
