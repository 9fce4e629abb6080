"""Days of the Persian calendar, as Iranian calls print them ("۱۵ مهر ۱۳۹۵", "1403/05/12"), as days of ours."""

from __future__ import annotations

from functools import cache

import jdatetime

from cfpfeeds.deadlines.scan import Atom, words_of

_FIRST_YEAR, _LAST_YEAR = 1370, 1478  # 1991 to 2099 of ours
_MONTH_WORD = "ماه"
_MARKS = frozenset({"/", "-", "."})

Gregorian = tuple[int, int, int]


@cache
def _months() -> dict[str, int]:
    return {words_of(name)[0]: number for number, name in enumerate(jdatetime.date.j_months_fa, 1)}


def jalali_at(row: list[Atom], i: int) -> tuple[Gregorian, int] | None:
    """Year, month and day of our calendar for the Persian day that begins at `row[i]`, and the index after it.

    The year must be printed: without it nothing tells which calendar the writer means.
    """
    return _named(row, i) or _numbered(row, i)


def _named(row: list[Atom], i: int) -> tuple[Gregorian, int] | None:
    day, month = _number(row, i), _months().get(_text(row, i + 1))
    if day is None or month is None:
        return None
    at = i + 2 + (_text(row, i + 2) == _MONTH_WORD)
    at += _text(row, at) in (",", "،", "سال")
    return _gregorian(_number(row, at), month, day, at + 1)


def _numbered(row: list[Atom], i: int) -> tuple[Gregorian, int] | None:
    mark = _text(row, i + 1)
    if mark not in _MARKS or _text(row, i + 3) != mark:
        return None
    one, two, three = (_number(row, n) for n in (i, i + 2, i + 4))
    if one is not None and one >= _FIRST_YEAR:
        return _gregorian(one, two, three, i + 5)
    return _gregorian(three, two, one, i + 5)


def _gregorian(year: int | None, month: int | None, day: int | None, end: int) -> tuple[Gregorian, int] | None:
    if year is None or month is None or day is None or not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        found = jdatetime.date(year, month, day).togregorian()
    except ValueError:
        return None
    return (found.year, found.month, found.day), end


def _number(row: list[Atom], i: int) -> int | None:
    text = _text(row, i)
    return int(text) if text.isdecimal() and len(text) <= 4 else None


def _text(row: list[Atom], i: int) -> str:
    return row[i].text if 0 <= i < len(row) else ""
