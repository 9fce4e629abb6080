"""Atoms -> the days and stretches of days that they print. Reads what is there and supplies nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cfpfeeds.deadlines.day_at import DAY_UNITS, RANGE_MARKS, day_at
from cfpfeeds.deadlines.day_parts import (
    Day,
    day_number,
    month_at,
    number_at,
    text_at,
    weekday_at,
    with_weekday_after,
    year_at,
)
from cfpfeeds.deadlines.scan import Atom

_RANGE_WORDS = frozenset(
    {
        "to", "and", "until", "till", "through", "bis", "und", "et", "au", "y", "al", "a", "e", "en", "och",
        "oraz", "ao", "til",
        "og",
        "t", "do", "i", "ke", "po", "hasta", "ate", "fino", "tot", "jusqu", "до", "εως", "μεχρι", "sampai", "hingga",
        "den", "الى", "تا", "עד", "ila", "ile", "na", "και", "و"
    }
)  # fmt: skip
# "1 April and 1 October" are two days, "between 1 April and 1 October" is a stretch.
_AND = frozenset({"and", "und", "et", "y", "e", "i", "og", "ve", "en", "och", "oraz", "&", "και", "و"})
_BETWEEN = frozenset(
    {"between", "zwischen", "entre", "tra", "fra", "mellan", "mellem", "mellom", "miedzy", "между", "між"}
)
_RANGE_RUNS = frozenset({"から", "至", "到", "부터"})


@dataclass(frozen=True, slots=True)
class Printed:
    """One day, or a stretch from `first` to `last`. `day` None in `first`: a bare month."""

    first: Day
    last: Day | None = None

    @property
    def is_vague(self) -> bool:
        return self.first.day is None


def date_at(row: list[Atom], i: int) -> tuple[Printed, int] | None:
    """The date that begins at `row[i]`, with the index after it; the longest reading wins."""
    if row[i].text.isdecimal() and text_at(row, i + 1).isdecimal():
        return None  # "1 2": quick, since hostile texts are made of numbers
    start, weekday = weekday_at(row, i)
    found = _stretch(row, start, weekday)
    if weekday is not None:
        # "Mar 1" is a day in March, and a Tuesday, "mar.", only where a day follows.
        other = _stretch(row, i, None)
        found = other if found is None or (other is not None and other[1] >= found[1]) else found
    return found


def _stretch(row: list[Atom], i: int, weekday: frozenset[int] | None) -> tuple[Printed, int] | None:
    first = day_at(row, i)
    if first is None:
        return _bare_days(row, i, weekday)
    day, end = first
    day = replace(day, weekday=weekday or day.weekday)
    if day.day is None:
        return Printed(day), end
    link = _range_link(row, end)
    if link is None and text_at(row, end) == "・" and number_at(row, end + 1) and text_at(row, end + 2) in DAY_UNITS:
        link = end + 1  # "6月5日（土）・6日（日）"
    if (
        link is not None
        and text_at(row, end) in _AND
        and text_at(row, i - 1) not in _BETWEEN
        and not _is_number(row, link)
    ):
        link = None
    if link is not None:
        skipped, other_weekday = weekday_at(row, link)
        second = day_at(row, skipped)
        if _is_year_first(row, i) and (short := _month_dot_day(row, skipped)) is not None:
            second = short
        elif day.closed and (short := _month_dot_day(row, skipped)) is not None:
            # Numbered as its first day is, whatever that proves to be.
            number = short[0].day or 0
            second = replace(short[0], day=day.day, year=2000 + number, dotted=True, closed=True), short[1]
        if second is not None and second[0].day is not None and _ascending(day, second[0]):
            return _joined(day, replace(second[0], weekday=other_weekday)), second[1]
        if (tail := _day_after_month(row, skipped, day)) is not None:
            return _joined(day, replace(tail[0], weekday=other_weekday)), tail[1]
    return Printed(day), end


def _is_year_first(row: list[Atom], i: int) -> bool:
    return len(text_at(row, i)) == 4 and text_at(row, i + 1) == "." and number_at(row, i + 2) is not None


def _month_dot_day(row: list[Atom], i: int) -> tuple[Day, int] | None:
    """The "9. 15." of "2023. 8. 21. ~ 9. 15.": where the year stands first, the month does so too."""
    month, day = number_at(row, i), number_at(row, i + 2)
    if month is None or day is None or text_at(row, i + 1) != "." or not Day(day, month).possible:
        return None
    return with_weekday_after(row, Day(day, month), i + 3 + (text_at(row, i + 3) == "."))


def _joined(first: Day, last: Day) -> Printed:
    """A stretch whose days lend each other month and year."""
    if first.month is None:
        first = replace(first, month=last.month)
    if last.month is None:
        last = replace(last, month=first.month)
    if last.year is None and first.year is not None and first.month is not None and last.month is not None:
        last = replace(last, year=first.year + (1 if (first.month, first.day) > (last.month, last.day) else 0))
    if first.year is None and last.year is not None and first.month is not None and last.month is not None:
        first = replace(first, year=last.year - (1 if (first.month, first.day) > (last.month, last.day) else 0))
    return Printed(replace(first, loose=False), replace(last, loose=False))


def _ascending(first: Day, last: Day) -> bool:
    if first.year and last.year and first.month and last.month and first.day and last.day:
        if first.dotted and last.dotted and (first.day, first.month, first.year) <= (last.day, last.month, last.year):
            return True  # "24. 1. 12. ~ 24. 2. 3.": the first numbers are the years
        return (first.year, first.month, first.day) <= (last.year, last.month, last.day)
    return True


def _bare_days(row: list[Atom], i: int, weekday: frozenset[int] | None) -> tuple[Printed, int] | None:
    """ "17-21 September 2018", "22-23 de julio", "16.-18. März", "5, 6 and 7 March": day numbers before their month."""
    first = day_number(row, i)
    if first is None:
        return None
    number, at = first
    for _ in range(3):
        link = _range_link(row, at)
        if link is None:
            link = at + 1 if text_at(row, at) == "," else None
        if link is None:
            return None
        start, other_weekday = weekday_at(row, link)
        last = day_at(row, start)
        if last is not None and last[0].day is not None and last[0].month is not None:
            if last[0].loose or (number >= last[0].day and not text_at(row, i + 1).isalpha()):
                return None
            return _joined(Day(number, weekday=weekday), replace(last[0], weekday=other_weekday)), last[1]
        following = day_number(row, start)
        if following is None:
            return None
        at = following[1]
    return None


def _day_after_month(row: list[Atom], i: int, first: Day) -> tuple[Day, int] | None:
    """The "23" of "May 21-23, 2024" and the "3日" of "5月1-3日"."""
    number = day_number(row, i, dotted=False)
    if number is None or first.day is None or number[0] <= first.day or first.loose or month_at(row, number[1]):
        return None
    korean = text_at(row, i + 1) == "." and text_at(row, i + 2) == "(" and text_at(row, i - 1) == "~"
    if first.year is not None and text_at(row, i + 1) not in DAY_UNITS and not korean:
        return None  # "2027. 5. 28.(금) ~ 29.(토)" goes on without its month
    year, at = year_at(row, number[1])
    return Day(number[0], first.month, year or first.year), at


def _range_link(row: list[Atom], i: int) -> int | None:
    """The index after "-", "to", "bis", "から" and the like."""
    text = text_at(row, i)
    if text in RANGE_MARKS or text in _RANGE_WORDS or text in _RANGE_RUNS:
        at = i + 1
        for _ in range(2):
            at += (
                text_at(row, at) in ("the", "den", "dem", "zum", "le", "el", "il", ".")
                or text == text_at(row, at) == "-"
            )
        return at
    return None


def _is_number(row: list[Atom], i: int) -> bool:
    """Whether a bare day number follows ("1 and 2 June"), no whole date."""
    return text_at(row, i).isdigit() and day_at(row, i) is None
