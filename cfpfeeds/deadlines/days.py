"""Printed days -> calendar days: the year that is not printed, the order of day and month, what cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cfpfeeds.deadlines.dates import Printed
from cfpfeeds.deadlines.day_parts import Day
from cfpfeeds.model import Guess, Kind

_MONTH_FIRST_COUNTRIES = frozenset({"US", "PH", "FM", "MH", "PW"})
_RECENT = timedelta(days=31)
_SOON = timedelta(days=60)
_IN_ONE_LIST = timedelta(days=240)
_LONG_PAST = timedelta(days=365)
_YEARS_TO_A_LEAP_DAY = 8
_TWO_FIGURES = 2010


@dataclass(frozen=True, slots=True)
class Settled:
    """A day made certain, or None with the `problem` that stands against it."""

    date: date | None
    guesses: tuple[Guess, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a document tells about its dates: when it was posted, how it orders numbers, the days it prints in full.

    `year_first`: whether "27. 12. 31." is a day of 2027, as in Korea; None where nothing tells.
    """

    posted: date | None = None
    day_first: bool | None = None
    anchors: tuple[date, ...] = ()
    event: date | None = None
    years: frozenset[int] = frozenset()
    year_first: bool | None = None


def frame(
    printed: Sequence[tuple[Kind, Printed]],
    *,
    posted: date | None,
    day_first: bool | None,
    language: str,
    country: str,
    years: frozenset[int] = frozenset(),
    korean: bool = False,
) -> Frame:
    """The frame of one document. How it orders numbers: its sure dates tell, then the country, then the language.

    `korean`: it has Korean letters, which tell the language where nothing else does, or where it is said to be English.
    """
    days = [day for _, one in printed for day in (one.first, one.last) if day is not None]
    numbers = [day for day in days if day.swapped]
    order = day_first
    if order is None and numbers:
        order = _order(days, numbers, language, country)
    full = [d for day in days if not day.swapped and (d := _plain(day)) is not None]
    events = [d for kind, one in printed if kind is Kind.EVENT_START and (d := _plain(one.first)) is not None]
    foreign = bool(language) and not language.lower().startswith(("en", "ko"))
    year_first = language.lower().startswith("ko") or country.upper() == "KR" or (korean and not foreign)
    return Frame(
        posted,
        order,
        tuple(sorted(set(full))),
        min(events, default=None),
        years,
        year_first or (False if foreign else None),
    )


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


def settle_day(
    day: Day, within: Frame, near: Sequence[date] = (), *, event: bool = False, after: date | None = None
) -> Settled:
    """The calendar day of a printed one. `near` are full days of the same entry, which lend their year first.

    `event`: the day is that of the event itself. `after` is the day of the entry before: lists go forward in time.
    """
    if day.day is None or day.month is None:
        return Settled(None)
    if day.dotted and within.year_first and day.year is not None:
        # "27. 12. 31." is a day of 2027 in Korea.
        day = _year_first(day)
    elif day.closed and _year_first(day).possible and (day.year or 0) < _TWO_FIGURES:
        return Settled(None, problem="no year has one figure")
    elif day.closed and within.year_first is None and day.possible and _year_first(day).possible:
        return Settled(None, problem="day and year cannot be told apart")
    if day.swapped:
        by_weekday = _by_weekday(day)
        order = within.day_first if by_weekday is None else by_weekday
        if order is None:
            return Settled(None, problem="day and month cannot be told apart")
        if not order:
            day = replace(day, day=day.month, month=day.day)
    if not day.possible:
        return Settled(None, problem="no calendar has this day")
    found = _plain(day)
    if found is None:
        return _with_year(day, within, near, event, after)
    return _checked(found, day, ())


def _year_first(day: Day) -> Day:
    """Three numbers of two figures, the first of them the year."""
    return replace(day, year=2000 + (day.day or 0), day=(day.year or 2000) - 2000)


def _with_year(day: Day, within: Frame, near: Sequence[date], event: bool, after: date | None) -> Settled:
    years = _closest(day, near) if near else _before_event(day, within) if not event else []
    years = years or _years(day, within) or _following(day, after)
    candidates = [d for year in years if (d := _date(year, day.month, day.day)) is not None]
    if day.weekday:
        candidates = [d for d in candidates if d.weekday() in (day.weekday or ())] or candidates
    if not candidates:
        return Settled(None, problem="the year is not printed")
    return _checked(candidates[0], day, (Guess.YEAR,))


def _before_event(day: Day, within: Frame) -> list[int]:
    """What an author must do lies before the event that it is for: the last such day."""
    event = within.event
    if event is None or (within.posted is not None and event < within.posted - _LONG_PAST):
        return []
    years = [year for year in (event.year, event.year - 1) if (d := _date(year, day.month, day.day)) and d <= event]
    last = _date(years[0], day.month or 0, day.day or 0) if years else None
    if last is not None and within.posted is not None and last < within.posted - _SOON and event >= within.posted:
        # Long gone when the page was put up. The next such day is meant, unless that lies far behind the event.
        coming = _date(last.year + 1, day.month or 0, day.day or 0)
        return years[:1] if coming is None or coming > event + _SOON else []
    return years[:1]


def _following(day: Day, after: date | None) -> list[int]:
    if after is None:
        return []
    options = (_date(year, day.month, day.day) for year in (after.year, after.year + 1))
    return [d.year for d in options if d is not None and after <= d <= after + _IN_ONE_LIST]


def _years(day: Day, within: Frame) -> list[int]:
    """Years to try, best first: of the document's dates near the posting, then the next such days to come."""
    posted = within.posted
    if posted is None:
        years = {d.year for d in within.anchors}
        return [years.pop()] if len(years) == 1 else []
    span = range(posted.year, posted.year + _YEARS_TO_A_LEAP_DAY + 1)
    coming = [year for year in span if (d := _date(year, day.month, day.day)) and d >= posted]
    recent = _date(posted.year, day.month, day.day)
    if (
        recent is not None
        and posted - _RECENT <= recent < posted
        and any(recent < d <= recent + _SOON for d in within.anchors)
    ):
        # A page that was put up late: the day lies just before another that it prints in full.
        return [posted.year, *coming]
    if recent is not None and posted - _RECENT * 2 <= recent < posted and coming[0] not in within.years:
        # Just gone by, or nearly a year ahead: the years that the page names tell, or nothing does.
        return [posted.year] if posted.year in within.years else []
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
