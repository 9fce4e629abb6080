"""How people write dates, times, zones, stages and extensions: printed phrases in, deadlines out.

text -> scan (atoms) -> items (dates, times, zones, words of the table) -> clauses (which words belong to which date)
-> stages (what the date is for) -> decide (years, order, history, repetition over the whole call).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from cfpfeeds.deadlines.explain import Explained, explain
from cfpfeeds.deadlines.iso import read_field
from cfpfeeds.deadlines.whole import read_whole
from cfpfeeds.model import DeadlineText, Reading, Status

__all__ = ["Explained", "explain", "read"]

_LONGEST_LABEL = 300
_LONGEST_CALL = 200_000
"""Bytes in UTF-8 of one call that are read: some thirty thousand words. A longer text is no call, or a hostile one."""


def read(
    parts: Sequence[DeadlineText],
    *,
    posted: date | None = None,
    language: str = "",
    country: str = "",
    day_first: bool | None = None,
) -> Reading:
    """The deadlines of one call, read from all its printed phrases together, in page order.

    `posted` is the day from which a missing year is counted; without it such a date stays undated. `language` (BCP 47)
    and `country` (ISO 3166) are hints, `day_first` overrules what the numbers of the call show. Never raises on text.
    """
    parts, cut = _within(parts)
    readings = [Reading((), None, (cut,))] if cut else []
    rest: list[DeadlineText] = []
    for part in parts:
        # A field whose stage only its label tells needs the grammar: "Notification", "Abstract".
        labelled = part.kind is None and part.label
        field = None if part.prose or labelled else read_field(part, country)
        if field is None:
            rest.append(part)
        else:
            readings.append(field)
    if rest:
        readings.append(read_whole(rest, posted=posted, language=language, country=country, day_first=day_first))
    return _together(readings)


def _within(parts: Sequence[DeadlineText]) -> tuple[Sequence[DeadlineText], str]:
    """The parts up to the longest text that is read, and the problem to record where there is more."""
    left = _LONGEST_CALL
    for n, part in enumerate(parts):
        size = _size(part.text) + _size(part.label)
        if size > left:
            kept = replace(part, text=part.text[: left * len(part.text) // size], label=part.label[:_LONGEST_LABEL])
            said = f"the text of the call is longer than {_LONGEST_CALL // 1000} kB: only its beginning was read"
            return (*parts[:n], kept), said
        left -= size
    return parts, ""


def _size(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


def _together(readings: Sequence[Reading]) -> Reading:
    deadlines = tuple(dict.fromkeys(deadline for reading in readings for deadline in reading.deadlines))
    dated = any(deadline.date is not None for deadline in deadlines)
    said = [reading.status for reading in readings if reading.status is not None]
    said = [Status.CLOSED] if Status.CLOSED in said else [] if dated else said
    problems = tuple(problem for reading in readings for problem in reading.problems)
    return Reading(deadlines, said[0] if said else None, problems)
