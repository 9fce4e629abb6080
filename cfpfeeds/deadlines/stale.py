"""Stale copies: a page that says "extended until 30 September" and still prints 1 September further down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from cfpfeeds.deadlines.items import Line, read_line
from cfpfeeds.deadlines.words import Sense
from cfpfeeds.model import Deadline, DeadlineText, State

_LONGEST_EXTENSION = timedelta(days=120)
_MOST = 2_000
"""Characters of one phrase that are looked at: a sentence about an extension is short."""

_TO_EXTEND = frozenset({"extend", "extends", "verlängern", "prolonger", "prolongar", "ampliar", "prorrogar"})
"""Verbs in forms that beside a single date would prove nothing, so the table of words leaves them out."""


def without_stale(deadlines: Sequence[Deadline], parts: Sequence[DeadlineText]) -> tuple[Deadline, ...]:
    """The deadlines, those superseded that are earlier copies of a day which the page itself calls extended.

    Only of one stage and at most 120 days earlier, and only where the call as a whole is extended: two dates may also
    be two rounds.
    """
    plain = [d for d in deadlines if d.kind.is_due and d.state is State.ACTIVE and d.date]
    if len(plain) < 2:
        return tuple(deadlines)
    extended = {day for part in parts for day in _extended_days(part)}
    final = {d.kind: d.date for d in plain if d.date and (d.date.year, d.date.month, d.date.day) in extended}
    return tuple(
        replace(d, state=State.SUPERSEDED) if d in plain and _is_stale(d, final.get(d.kind)) else d for d in deadlines
    )


def _is_stale(deadline: Deadline, final: date | None) -> bool:
    if final is None or deadline.date is None:
        return False
    return final - _LONGEST_EXTENSION <= deadline.date < final


def _extended_days(part: DeadlineText) -> set[tuple[int | None, int | None, int | None]]:
    """The full dates of a phrase that extends the call as a whole; "deadline extended" may speak of one stage only."""
    line: Line = read_line(part.text[:_MOST])
    senses = {sense for item in line.items for sense in item.senses}
    extends = Sense.EXTEND in senses or any(item.text in _TO_EXTEND for item in line.items)
    if not (extends and Sense.CALL in senses):
        return set()
    days = [item.date.first for item in line.dates if item.date is not None and not item.struck]
    return {(day.year, day.month, day.day) for day in days}
