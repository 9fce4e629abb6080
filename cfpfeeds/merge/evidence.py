"""Do two sightings speak of one call? Points for and against, each with its reason, and what forbids it outright."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz

from cfpfeeds.merge.traits import Traits
from cfpfeeds.model import CallKind, Kind

ENOUGH = 6
"""Points from which two sightings are one call."""

A_YEAR_DAYS = 300
_AN_EXTENSION_DAYS = 14
_BETWEEN_ROUNDS_DAYS = 21
_A_MONTH_DAYS = 31
_A_ROUND_DAYS = 60
_KNOWN = 8
_NEARLY, _MUCH, _LITTLE = 0.8, 0.65, 0.45
_RESPELT = 75
_LOOKED_AT = 20
"""Of the sightings under one address: enough to see whether it is one call's."""

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


@dataclass(frozen=True, slots=True)
class Setting:
    """What only the neighbours of a sighting can tell.

    `shared` are addresses under which one source lists several calls at once: they name a page, not a call.
    `rounds` are sightings whose source lists their edition in several parts.
    """

    shared: frozenset[str] = frozenset()
    rounds: frozenset[tuple[str, str]] = frozenset()


def setting_of(members: Iterable[Traits], crowded: Iterable[str] = ()) -> Setting:
    """The setting of sightings that are all there is, or all that share a key with those in question.

    `crowded` are match keys under which more sightings stand than were gathered.
    """
    under: dict[tuple[str, str], list[Traits]] = defaultdict(list)
    editions: dict[tuple[str, str, int], list[Traits]] = defaultdict(list)
    for one in members:
        if one.address:
            under[one.sighting.source_id, one.address].append(one)
        for name in one.names:
            if one.edition:
                editions[one.sighting.source_id, name, one.edition].append(one)
    shared = {address for (_, address), listed in under.items() if _several(listed)}
    shared |= {key.removeprefix("u|") for key in crowded if key.startswith("u|")}
    rounds = {one.sighting.id for listed in editions.values() for one in listed if _has_sibling(one, listed)}
    return Setting(frozenset(shared), frozenset(rounds))


def _several(listed: list[Traits]) -> bool:
    """Whether one address stands at several calls, not at several listings of one."""
    return any(
        together(one, other) and not _one_wording(one, other) for one, other in combinations(listed[:_LOOKED_AT], 2)
    )


def _has_sibling(one: Traits, listed: list[Traits]) -> bool:
    return any(
        other is not one
        and other.parts == one.parts
        and together(one, other)
        and not _listed_twice(one, other)
        and not _other_wording(one, other)
        for other in listed
    )


def _other_wording(one: Traits, other: Traits) -> bool:
    return len(one.words) > 1 and len(other.words) > 1 and likeness(one, other) < _MUCH


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


def veto(one: Traits, other: Traits, gap: int | None, setting: Setting) -> str:
    """Why the two cannot be one call whatever else they share; "" when nothing forbids it."""
    if one.years and other.years and not one.years & other.years:
        return "another year"
    if _other_round(one, other, gap, setting):
        return "another volume, round or call"
    if _other_part(one, other, gap):
        return "a part of the event against the event"
    if {one.sighting.kind, other.sighting.kind} == {CallKind.CONFERENCE, CallKind.SPECIAL_ISSUE}:
        return "a conference against a journal"
    if not _numbered_alike(one.numbers, other.numbers):
        return "another number in the title"
    if gap is not None and gap > A_YEAR_DAYS:
        return "deadlines a year apart"
    if one.sighting.source_id == other.sighting.source_id and together(one, other) and not _listed_twice(one, other):
        return "their source lists them side by side"
    return ""


def _numbered_alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether one title names all the numbers of the other, in their order."""
    few, many = sorted((one, other), key=len)
    left = iter(many)
    return all(number in left for number in few)


def _other_round(one: Traits, other: Traits, gap: int | None, setting: Setting) -> bool:
    if not one.is_event and not other.is_event:
        return one.rounds != other.rounds
    a, b = (t.sighting.id in setting.rounds for t in (one, other))
    if (a and other.is_series and not one.is_series) or (b and one.is_series and not other.is_series):
        return True  # the whole edition is told once, its rounds by a source that lists each of them
    if gap is not None and gap <= 1:
        return False
    if (a or b) and gap is not None and gap > _AN_EXTENSION_DAYS:
        return True
    if one.is_series != other.is_series and gap is not None and gap > _A_MONTH_DAYS:
        return True  # a day that is none of the edition's rounds: something else that carries its name
    numbers = [frozenset(r for r in t.rounds if r.isdigit()) for t in (one, other)]
    seasons = [frozenset(r for r in t.rounds if not r.isdigit()) for t in (one, other)]
    return any(x and y and x != y for x, y in (numbers, seasons))  # "Fall" may well be "Round 2"


def _other_part(one: Traits, other: Traits, gap: int | None) -> bool:
    if one.parts == other.parts or one.parts & other.parts:
        return False
    careless = one.parts ^ other.parts == {"workshop"} and one.names & other.names
    known = len(one.words) > 1 and len(other.words) > 1
    sure = one.words == other.words if known else one.starts is not None and one.starts == other.starts
    return not (careless and sure and gap is not None and gap <= _AN_EXTENSION_DAYS)


def _listed_twice(one: Traits, other: Traits) -> bool:
    """Whether one source has printed one call twice: an issue under its very title, an event with its very days."""
    if one.is_event or other.is_event:
        return identical(one, other) or _extended_beside(one, other)
    return one.numbers == other.numbers and ((_one_wording(one, other) and len(one.words) > 1) or identical(one, other))


def _extended_beside(one: Traits, other: Traits) -> bool:
    """Whether one entry is the other with its deadline put off: two rounds of one event lie further apart."""
    gap = days_apart(one, other)
    if gap is None or gap > _BETWEEN_ROUNDS_DAYS or len(one.due) != len(other.due):
        return False
    same = one.address == other.address and one.starts == other.starts and one.names == other.names
    same = same and one.sighting.year == other.sighting.year
    plain = not one.rounds and not other.rounds and one.parts ^ other.parts <= {"workshop"}
    return bool(same and plain and one.address and one.starts and one.words == other.words)


def identical(one: Traits, other: Traits) -> bool:
    """Whether two sightings have the same name and exactly the same days."""
    if one.due != other.due or one.starts != other.starts or (one.rounds and other.rounds != one.rounds):
        return False
    return _one_wording(one, other) and (one.address == other.address or bool(one.due))


def _one_wording(one: Traits, other: Traits) -> bool:
    """Whether what one source prints in two places is one title, at most lengthened by a word or two."""
    if one.is_event and other.is_event and one.names & other.names:
        return one.parts ^ other.parts <= {"workshop"} and not _other_wording(one, other)
    short, long = sorted((one.words, other.words), key=len)
    return bool(short) and short <= long and len(long) - len(short) <= (2 if len(short) > 2 else 0)


def together(one: Traits, other: Traits) -> bool:
    """Whether there was a time at which both were listed."""
    for first, second in ((one.sighting, other.sighting), (other.sighting, one.sighting)):
        if first.missing_since and second.first_seen and first.missing_since <= second.first_seen:
            return False
    return True


def _listed_apart(one: Traits, other: Traits) -> bool:
    """Whether one had been gone for a year when the other came: next year's call of the same name."""
    for first, second in ((one.sighting, other.sighting), (other.sighting, one.sighting)):
        gone, came = first.missing_since, second.first_seen
        if gone and came and (came - gone).days > A_YEAR_DAYS:
            return True
    return False


def _event(one: Traits, other: Traits) -> Iterator[Point]:
    common = one.names & other.names
    if common:
        longest = max(common, key=lambda name: (len(name), name))
        yield min(max(len(longest), 4), 6), f"the acronym {longest}"
    elif one.names and other.names:
        yield (-4, "an acronym made longer") if _lengthened(one, other) else (-2, "other acronyms")
    if len(one.words) > 1 and len(other.words) > 1:
        alike = likeness(one, other)
        if not common and alike >= _NEARLY and one.names and other.names:
            alike = fuzz.ratio(one.wording, other.wording) / 100  # a track adds its own words to the event's name
        if alike >= _NEARLY:
            yield 4, "the full name"
        elif alike >= _MUCH:
            yield 2, "much of the full name"
        elif not common:
            yield -8, "another full name"  # events held together share place, days and often the deadline
        elif alike < _LITTLE:
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
        if alike >= _NEARLY:
            yield 4, "nearly the title"
        elif alike >= _MUCH:
            yield 2, "much of the title"
        else:
            yield -8, "another title"  # one journal's calls may well share host and day
    if one.sighting.year != other.sighting.year and one.sighting.year and other.sighting.year:
        yield -3, "another year on the label"
    if days_apart(one, other) is None and _listed_apart(one, other):
        general = min(len(one.words), len(other.words)) < 3  # what recurs every year has a general name
        yield (-6 if general else -1), "listed a year apart"


def _same_venue(one: Traits, other: Traits) -> bool:
    return one.venue == other.venue or fuzz.ratio(one.venue, other.venue) >= 95


def _days(one: Traits, other: Traits, gap: int | None, *, known: bool) -> Iterator[Point]:
    """`known`: name, place and days of the event leave no doubt which edition it is, so that one date may be wrong."""
    if gap is None:
        return
    if gap <= 1:
        yield (6, "the same days") if _same_days(one, other) else (4, "the same day")
    elif gap <= _AN_EXTENSION_DAYS:
        yield 1, "nearly the same day"
    elif gap > _A_ROUND_DAYS:
        yield (-2 if known else -8), "quite other days"
    elif gap > _A_MONTH_DAYS:
        yield -2, "other days"


def _address(one: Traits, other: Traits, setting: Setting) -> Iterator[Point]:
    if one.address and one.address == other.address and one.address not in setting.shared:
        yield 4, "the address"
        if one.sighting.source_id == other.sighting.source_id and not together(one, other):
            yield 4, "the place of the other in its source's list"
    elif one.host and one.host == other.host:
        yield 2, "the host"


def likeness(one: Traits, other: Traits) -> float:
    """How alike two wordings are, 0 to 1: letter by letter over their words in order, or one within the other.

    Where each names something that the other does not, their likeness is worth little: "in Asia", "in Africa".
    """
    common = one.words & other.words
    shorter = min(len(one.words), len(other.words))
    within = 0.9 * len(common) / shorter if shorter > 1 else 0.0
    alike = max(fuzz.ratio(one.wording, other.wording) / 100, within)
    if alike >= _MUCH and not _all_respelt(one.words - common, other.words - common):
        return _LITTLE
    return alike


def _all_respelt(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether the words of the smaller set are spellings of words of the other."""
    few, many = sorted((one, other), key=len)
    return all(any(fuzz.ratio(word, known) >= _RESPELT for known in many) for word in few)


def days_apart(one: Traits, other: Traits) -> int | None:
    """Days between the nearest deadlines of one stage; None when there is nothing to compare."""
    gaps = [abs((a - b).days) for kind, a in one.due for stage, b in other.due if kind is stage]
    return min(gaps, default=None)


def _same_days(one: Traits, other: Traits) -> bool:
    """Whether they name as many days of one stage, each within a day of the other's: whole against whole."""
    for stage in (Kind.SUBMISSION, Kind.ABSTRACT):
        first, second = (sorted(day for kind, day in t.due if kind is stage) for t in (one, other))
        if first and second:
            return len(first) == len(second) and all(abs((a - b).days) <= 1 for a, b in zip(first, second, strict=True))
    return False


def _day_of_year(starts: tuple[int, int]) -> int:
    return 31 * starts[0] + starts[1]


__all__ = ["ENOUGH", "Evidence", "Setting", "likeness", "setting_of", "weigh"]
