"""What is due when, to look at: a month as a sheet of days, the time ahead as a picture."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cfpfeeds.model import Call, Entry, Kind, State
from cfpfeeds.web.catalogue import Listed

_MONTH = re.compile(r"(\d{4})-(\d\d)")
_EARLIEST, _LATEST = 1990, 2200
_MOST_ROWS = 40
_MOST_OF_A_DAY, _WHOLE_DAY = 10, 12
_EDGE = 1.5
_LEAST_DAYS, _MOST_DAYS = 60, 400


@dataclass(frozen=True, slots=True)
class Due:
    """One dated deadline of one call."""

    call: Call
    entry: Entry
    day: date


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a sheet with what is due on it. `is_within` False: it belongs to the month before or after."""

    day: date
    due: tuple[Due, ...]
    is_within: bool

    @property
    def shown(self) -> tuple[Due, ...]:
        """What there is room for."""
        return self.due if len(self.due) <= _WHOLE_DAY else self.due[:_MOST_OF_A_DAY]

    @property
    def unshown(self) -> int:
        """How many deadlines had no room."""
        return len(self.due) - len(self.shown)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A month as whole weeks from Monday on. `before` and `after` are months that hold anything, None if none does."""

    month: date
    days: tuple[Day, ...]
    before: date | None
    after: date | None

    @property
    def count(self) -> int:
        """How many deadlines fall into the month."""
        return sum(len(day.due) for day in self.days if day.is_within)


def month_in(text: str) -> date | None:
    """The first day of the month that "2026-12" names; None for anything else."""
    match = _MONTH.fullmatch(text) if text.isascii() else None
    if not match or not (1 <= int(match[2]) <= 12 and _EARLIEST <= int(match[1]) <= _LATEST):
        return None
    return date(int(match[1]), int(match[2]), 1)


def all_due(listed: Iterable[Listed]) -> list[Due]:
    """Every active deadline of these calls on which something must be handed in, by day."""
    found = [
        Due(one.call, entry, entry.deadline.date)
        for one in listed
        for entry in one.call.entries
        if entry.deadline.date and entry.deadline.kind.is_due and entry.deadline.state is State.ACTIVE
    ]
    return sorted(found, key=lambda due: (due.day, due.call.title, due.entry.slot))


def sheet_of(month: date, due: Sequence[Due]) -> Sheet:
    """The sheet of a month (its first day)."""
    by_day: dict[date, list[Due]] = {}
    for one in due:
        by_day.setdefault(one.day, []).append(one)
    days = tuple(
        Day(day, tuple(by_day.get(day, ())), day.month == month.month)
        for day in calendar.Calendar().itermonthdates(month.year, month.month)
    )
    months = sorted({one.day.replace(day=1) for one in due})
    return Sheet(
        month,
        days,
        before=max((other for other in months if other < month), default=None),
        after=min((other for other in months if other > month), default=None),
    )


@dataclass(frozen=True, slots=True)
class Mark:
    """A deadline in the picture: where (percent of its width), and whether it is an abstract's.

    `is_beyond` True: it lies after the time shown, and stands at the edge.
    """

    x: float
    due: Due
    is_abstract: bool
    is_beyond: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A call in the picture with its marks from left to right."""

    call: Call
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """The time ahead. `months` are (percent of the width, first day); `left_out` calls had no room."""

    months: tuple[tuple[float, date], ...]
    rows: tuple[Row, ...]
    left_out: int


def picture_of(listed: Sequence[Listed], now: datetime) -> Picture:
    """The calls with a deadline ahead, soonest first, as rows of marks over the months until the last of them."""
    today = now.date()
    ahead = [(one, due) for one in listed if (due := _ahead(one, today))]
    shown = ahead[:_MOST_ROWS]
    last = max((due[-1].day for _, due in shown), default=today)
    span = min(max((last - today).days + 7, _LEAST_DAYS), _MOST_DAYS)

    def x(day: date) -> float:
        return round(_EDGE + (100 - 2 * _EDGE) * min((day - today).days, span) / span, 2)

    def mark(due: Due) -> Mark:
        return Mark(x(due.day), due, due.entry.deadline.kind is Kind.ABSTRACT, (due.day - today).days > span)

    rows = tuple(Row(one.call, tuple(mark(due) for due in dues)) for one, dues in shown)
    months = tuple((x(first), first) for first in _firsts(today, today + timedelta(days=span - 7)))
    return Picture(months, rows, len(ahead) - len(shown))


def _ahead(one: Listed, today: date) -> list[Due]:
    return [due for due in all_due([one]) if due.day >= today]


def _firsts(start: date, end: date) -> list[date]:
    """The first days of the months between two days."""
    found, month = [], start.replace(day=1)
    while month <= end:
        if month >= start:
            found.append(month)
        month = (month + timedelta(days=32)).replace(day=1)
    return found
