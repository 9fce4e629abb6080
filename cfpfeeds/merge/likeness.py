"""What two sightings have in common: their wordings, their days, the time at which they were listed."""

from __future__ import annotations

from rapidfuzz import fuzz

from cfpfeeds.merge.traits import Traits
from cfpfeeds.model import Kind

A_YEAR_DAYS = 300
_BETWEEN_ROUNDS_DAYS = 21
NEARLY, MUCH, LITTLE = 0.8, 0.65, 0.45
"""How alike two wordings are at least, 0 to 1, when they are called so."""
_RESPELT = 75


def other_wording(one: Traits, other: Traits) -> bool:
    """Whether both have more than a word for a name, and these are not much alike."""
    return len(one.words) > 1 and len(other.words) > 1 and likeness(one, other) < MUCH


def listed_twice(one: Traits, other: Traits) -> bool:
    """Whether one source has printed one call twice: an issue under its very title, an event with its very days."""
    if one.is_event or other.is_event:
        return identical(one, other) or _extended_beside(one, other)
    return one.numbers == other.numbers and ((one_wording(one, other) and len(one.words) > 1) or identical(one, other))


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
    return one_wording(one, other) and (one.address == other.address or bool(one.due))


def one_wording(one: Traits, other: Traits) -> bool:
    """Whether what one source prints in two places is one title, at most lengthened by a word or two."""
    if one.is_event and other.is_event and one.names & other.names:
        return one.parts ^ other.parts <= {"workshop"} and not other_wording(one, other)
    short, long = sorted((one.words, other.words), key=len)
    return bool(short) and short <= long and len(long) - len(short) <= (2 if len(short) > 2 else 0)


def together(one: Traits, other: Traits) -> bool:
    """Whether there was a time at which both were listed."""
    for first, second in ((one.sighting, other.sighting), (other.sighting, one.sighting)):
        if first.missing_since and second.first_seen and first.missing_since <= second.first_seen:
            return False
    return True


def listed_apart(one: Traits, other: Traits) -> bool:
    """Whether one had been gone for a year when the other came: next year's call of the same name."""
    for first, second in ((one.sighting, other.sighting), (other.sighting, one.sighting)):
        gone, came = first.missing_since, second.first_seen
        if gone and came and (came - gone).days > A_YEAR_DAYS:
            return True
    return False


def likeness(one: Traits, other: Traits) -> float:
    """How alike two wordings are, 0 to 1: letter by letter over their words in order, or one within the other.

    Where each names something that the other does not, their likeness is worth little: "in Asia", "in Africa".
    """
    common = one.words & other.words
    shorter = min(len(one.words), len(other.words))
    within = 0.9 * len(common) / shorter if shorter > 1 else 0.0
    alike = max(fuzz.ratio(one.wording, other.wording) / 100, within)
    if alike >= MUCH and not _all_respelt(one.words - common, other.words - common):
        return LITTLE
    return alike


def _all_respelt(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether the words of the smaller set are spellings of words of the other."""
    few, many = sorted((one, other), key=len)
    return all(any(fuzz.ratio(word, known) >= _RESPELT for known in many) for word in few)


def days_apart(one: Traits, other: Traits) -> int | None:
    """Days between the nearest deadlines of one stage; None when there is nothing to compare."""
    gaps = [abs((a - b).days) for kind, a in one.due for stage, b in other.due if kind is stage]
    return min(gaps, default=None)


def same_days(one: Traits, other: Traits) -> bool:
    """Whether they name as many days of one stage, each within a day of the other's: whole against whole."""
    for stage in (Kind.SUBMISSION, Kind.ABSTRACT):
        first, second = (sorted(day for kind, day in t.due if kind is stage) for t in (one, other))
        if first and second:
            return len(first) == len(second) and all(abs((a - b).days) <= 1 for a, b in zip(first, second, strict=True))
    return False
