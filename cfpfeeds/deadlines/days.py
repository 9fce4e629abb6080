"""Printed days -> calendar days: the year that is not printed, the order of day and month, what cannot be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cfpfeeds.deadlines.dates import Day, Printed
from cfpfeeds.model import Guess

_MONTH_FIRST_COUNTRIES = frozenset({"US", "PH", "FM", "MH", "PW"})
_BEHIND = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class Settled:
    """A day made certain, or None with the `problem` that stands against it."""

    date: date | None
    guesses: tuple[Guess, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a document tells about its dates: when it was posted, how it orders numbers, the days it prints in full."""

    posted: date | None = None
    day_first: bool | None = None
    anchors: tuple[date, ...] = ()


def frame(
    printed: Iterable[Printed], *, posted: date | None, day_first: bool | None, language: str, country: str
) -> Frame:
    """The frame of one document. How it orders numbers: its sure dates tell, then the country, then the language."""
    days = [day for one in printed for day in (one.first, one.last) if day is not None]
    numbers = [day for day in days if day.swapped]
    order = day_first
    if order is None and numbers:
        order = _order(days, numbers, language, country)
    full = [d for day in days if not day.swapped and (d := _plain(day)) is not None]
    return Frame(posted, order, tuple(sorted(set(full))))


def _order(days: Sequence[Day], numbers: Sequence[Day], language: str, country: str) -> bool | None:
    proofs = {day.order for day in days if day.order is not None}
    if proofs:
        return proofs.pop() if len(proofs) == 1 else None
    votes = {weekday_says for day in numbers if (weekday_says := _by_weekday(day)) is not None}
    if len(votes) == 1:
        return votes.pop()
    if country:
        return country.upper() not in _MONTH_FIRST_COUNTRIES
    if language.lower().startswith("en-us"):
        return False
    if language and not language.lower().startswith("en"):
        return True
    return None


def _by_weekday(day: Day) -> bool | None:
    """Whether the printed weekday fits only one order."""
    if not day.weekday or day.year is None or day.day is None or day.month is None:
        return None
    fits = [
        d is not None and d.weekday() in day.weekday
        for d in (_date(day.year, day.month, day.day), _date(day.year, day.day, day.month))
    ]
    return fits[0] if fits[0] != fits[1] else None


def settle_day(day: Day, within: Frame, near: Sequence[date] = ()) -> Settled:
    """The calendar day of a printed one. `near` are full days of the same entry, which lend their year first."""
    if day.day is None or day.month is None:
        return Settled(None)
    if day.swapped:
        order = _by_weekday(day) if _by_weekday(day) is not None else within.day_first
        if order is None:
            return Settled(None, problem="day and month cannot be told apart")
        if not order:
            day = Day(day.month, day.day, day.year, day.weekday)
    if not day.possible:
        return Settled(None, problem="no calendar has this day")
    if day.year is None:
        return _with_year(day, within, near)
    found = _plain(day)
    assert found is not None
    return _checked(found, day, ())


def _with_year(day: Day, within: Frame, near: Sequence[date]) -> Settled:
    years = _years(day, within, near)
    candidates = [d for year in years if (d := _date(year, day.month, day.day)) is not None]
    if day.weekday:
        candidates = [d for d in candidates if d.weekday() in (day.weekday or ())] or candidates
    if not candidates:
        return Settled(None, problem="the year is not printed")
    return _checked(candidates[0], day, (Guess.YEAR,))


def _years(day: Day, within: Frame, near: Sequence[date]) -> list[int]:
    """Years to try, best first: those of the same entry, of the document's dates near the posting, the next to come."""
    if near:
        return _closest(day, near)
    posted = within.posted
    anchors = [d for d in within.anchors if posted is None or posted - _BEHIND <= d]
    if posted is None:
        years = {d.year for d in anchors}
        return [years.pop()] if len(years) == 1 else []
    past_leap_day = 8
    coming = [
        posted.year + n
        for n in range(past_leap_day + 1)
        if (d := _date(posted.year + n, day.month, day.day)) and d >= posted
    ]
    this_year = _date(posted.year, day.month, day.day)
    if this_year is not None and this_year < posted and any(this_year <= d <= this_year + _BEHIND for d in anchors):
        # A page that was put up late: the day lies just before another that it prints in full.
        return [posted.year, *coming]
    return coming


def _closest(day: Day, near: Sequence[date]) -> list[int]:
    anchor = near[0]
    options = [d for year in (anchor.year - 1, anchor.year, anchor.year + 1) if (d := _date(year, day.month, day.day))]
    return [d.year for d in sorted(options, key=lambda d: abs((d - anchor).days))]


def _checked(found: date, day: Day, guesses: tuple[Guess, ...]) -> Settled:
    if day.weekday and found.weekday() not in day.weekday:
        return Settled(found, (*guesses, Guess.WEEKDAY), "the weekday contradicts the day")
    return Settled(found, guesses)


def _plain(day: Day) -> date | None:
    if day.year is None or day.month is None or day.day is None:
        return None
    return _date(day.year, day.month, day.day)


def _date(year: int | None, month: int | None, day: int | None) -> date | None:
    try:
        return date(year or 0, month or 0, day or 0)
    except ValueError:
        return None
