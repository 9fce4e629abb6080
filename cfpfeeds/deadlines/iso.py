"""The fast path: fields of deadline lists ("2026-03-12 23:59:59", "2026_03_12", "TBD") without any grammar."""

from __future__ import annotations

import re
from datetime import date, time

from cfpfeeds.deadlines import zones
from cfpfeeds.deadlines.times import END_OF_DAY
from cfpfeeds.model import Deadline, DeadlineText, Guess, Kind, Reading, State, Status

_FIELD = re.compile(
    r"\s*(\d{4})(?:-(\d{1,2})-|_(\d{1,2})_)(\d{1,2})(?:(?:\s+|T)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?)?\s*(Z|[+-]\d{2}:?\d{2})?\s*",
    re.ASCII,
)
_FIRST, _LAST = 1900, 2199
"""Lists write "0001-01-01" or "9999-12-31" where no day is known."""

_UNDATED = frozenset(
    {"", "tbd", "tba", "tbc", "none", "null", "n/a", "na", "-", "--", "?", "unknown", "to be announced"}
)
_CANCELLED = frozenset({"cancelled", "canceled"})
_ROLLING = frozenset({"rolling", "ongoing", "continuous", "open", "always"})


def read_field(part: DeadlineText, country: str = "") -> Reading | None:
    """The reading of a field that holds a day in ISO 8601 order, or one word that says why none; else None.

    None also for any other text: the grammar reads it.
    """
    text = part.text.strip()
    match = _FIELD.fullmatch(text)
    if match is None:
        return _word(part, text)
    kind = part.kind or Kind.SUBMISSION
    problems: list[str] = []
    zone, guesses = _zone(match[8] or part.zone, country, problems)
    if not _FIRST <= (year := int(match[1])) <= _LAST:
        return _undated(part, kind, f"{text!r}: a day that stands for none")
    try:
        day = date(year, int(match[2] or match[3]), int(match[4]))
    except ValueError:
        return _undated(part, kind, f"{text!r}: no calendar has this day")
    at = _time(match, problems, text)
    found = Deadline(kind, day, at, zone, part.round, part.track, text=text, guesses=guesses)
    return Reading((found,), None, tuple(problems))


def _zone(printed: str, country: str, problems: list[str]) -> tuple[str, tuple[Guess, ...]]:
    zone = "UTC" if printed == "Z" else zones.zone_of_field(printed, country)
    if zone == zones.UNCLEAR:
        problems.append(f"{printed!r} is not one time zone that we know")
        return "", (Guess.ZONE,)
    return zone, ()


def _time(match: re.Match[str], problems: list[str], text: str) -> time | None:
    if match[5] is None:
        return None
    hour, minute, second = int(match[5]), int(match[6]), int(match[7] or 0)
    if (hour, minute, second) == (24, 0, 0):
        return END_OF_DAY
    try:
        return time(hour, minute, second)
    except ValueError:
        problems.append(f"{text!r}: no clock shows this time")
        return None


def _word(part: DeadlineText, text: str) -> Reading | None:
    word = text.lower().rstrip(".!")
    if word in _UNDATED:
        return _undated(part, part.kind or Kind.SUBMISSION, "")
    if word in _CANCELLED:
        kind = part.kind or Kind.SUBMISSION
        return Reading((Deadline(kind, None, round=part.round, track=part.track, state=State.CANCELLED, text=text),))
    if word in _ROLLING:
        return Reading((), Status.ROLLING)
    return None


def _undated(part: DeadlineText, kind: Kind, problem: str) -> Reading:
    text = part.text.strip()
    found = (Deadline(kind, None, round=part.round, track=part.track, text=text),) if text else ()
    return Reading(found, None if problem else Status.UNDATED, (problem,) if problem else ())
