"""What forbids that two sightings are one call, whatever else they share."""

from __future__ import annotations

from cfpfeeds.merge.likeness import A_YEAR_DAYS, listed_twice, together
from cfpfeeds.merge.setting import Setting
from cfpfeeds.merge.traits import Traits
from cfpfeeds.model import CallKind

AN_EXTENSION_DAYS = 14
A_MONTH_DAYS = 31


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
    if one.sighting.source_id == other.sighting.source_id and together(one, other) and not listed_twice(one, other):
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
    if (a or b) and gap is not None and gap > AN_EXTENSION_DAYS:
        return True
    if one.is_series != other.is_series and gap is not None and gap > A_MONTH_DAYS:
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
    return not (careless and sure and gap is not None and gap <= AN_EXTENSION_DAYS)
