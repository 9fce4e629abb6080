"""Atoms -> one printed day, by number and name of the month, in numbers, with units, in eras. Supplies nothing."""

from __future__ import annotations

from dataclasses import replace

from cfpfeeds.deadlines import names
from cfpfeeds.deadlines.day_parts import (
    FIRST_YEAR,
    LAST_YEAR,
    OF,
    SHORT_MONTH,
    Day,
    day_number,
    month_at,
    number_at,
    text_at,
    with_weekday_after,
    year_at,
)
from cfpfeeds.deadlines.jalali import jalali_at
from cfpfeeds.deadlines.scan import Atom

RANGE_MARKS = frozenset({"-", "~", "/", "&"})
# The first year of each era is year 1 (Japan: Imperial proclamations; Taiwan: the Republic's calendar).
SHORT_ERA = "r"
ERAS = {"令和": 2018, "平成": 1988, "民國": 1911, "民国": 1911}
# "número 1, de enero - junio": what follows is a number of something, not of a day.
_COUNTED = frozenset(
    {"numero", "number", "no", "nr", "num", "vol", "volume", "volumen", "issue", "heft", "nº", "page", "pp"}
)
_FIRST_MINGUO = 2011
_YEAR_UNITS, _MONTH_UNITS, DAY_UNITS = frozenset("年년"), frozenset("月월"), frozenset("日号號일")


def day_at(row: list[Atom], i: int) -> tuple[Day, int] | None:
    if i >= len(row):
        return None
    text = row[i].text
    if text.isdecimal():
        return _from_number(row, i)
    if _is_era(row, i):
        return _era_day(row, i)
    if text == SHORT_ERA:
        return _reiwa(row, i)
    return _from_month(row, i)


def _from_number(row: list[Atom], i: int) -> tuple[Day, int] | None:
    text, following = row[i].text, text_at(row, i + 1)
    if (persian := jalali_at(row, i)) is not None:
        (year, month, day), end = persian
        return Day(day, month, year), end
    if len(text) == 4:
        return _year_first(row, i)
    if len(text) == 8:
        year, month, day = int(text[:4]), int(text[4:6]), int(text[6:])
        compact = Day(day, month, year)
        return (compact, i + 1) if FIRST_YEAR <= year <= LAST_YEAR and compact.possible else None
    if len(text) == 3:
        return _minguo(row, i)
    if len(text) > 2:
        return None
    if following in _MONTH_UNITS:
        return _month_unit(row, i, None)
    return _in_numbers(row, i) or _day_then_month(row, i) or _slashed(row, i)


def _year_first(row: list[Atom], i: int) -> tuple[Day, int] | None:
    year, mark = int(row[i].text), text_at(row, i + 1)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    if mark in _YEAR_UNITS:
        return _month_unit(row, i + 2, year)
    if mark in ("-", "/", "."):
        month, day = number_at(row, i + 2), number_at(row, i + 4)
        if month and day and text_at(row, i + 3) == mark and _close(row, i, i + 4, mark):
            return with_weekday_after(row, Day(day, month, year), i + 5 + (mark == "." == text_at(row, i + 5)))
    at = i + 2 if mark in ("-", ",", "/", ".") else i + 1
    if (month_found := month_at(row, at)) is not None:
        month, at = month_found
        at += text_at(row, at) in ("-", "/")
        if (number := day_number(row, at)) is not None and not _is_clock(row, at):
            return Day(number[0], month, year), number[1]
    return None


def _minguo(row: list[Atom], i: int) -> tuple[Day, int] | None:
    """ "116年1月15日" and "116/1/15", a year of the Republic's calendar without its name."""
    year, mark = ERAS["民國"] + int(row[i].text), text_at(row, i + 1)
    if not _FIRST_MINGUO <= year <= LAST_YEAR:
        return None
    if mark in _YEAR_UNITS:
        return _month_unit(row, i + 2, year)
    month, day = number_at(row, i + 2), number_at(row, i + 4)
    if (
        mark not in ("/", ".", "-")
        or not month
        or not day
        or text_at(row, i + 3) != mark
        or not _close(row, i, i + 4, mark)
    ):
        return None
    found = Day(day, month, year, regnal=True)
    return with_weekday_after(row, found, i + 5) if found.possible else None


def _reiwa(row: list[Atom], i: int) -> tuple[Day, int] | None:
    """ "R9.2.28", "R9/2/28"."""
    number, month, day = (number_at(row, n) for n in (i + 1, i + 3, i + 5))
    mark = text_at(row, i + 2)
    if not number or not month or not day or mark not in ("/", ".") or text_at(row, i + 4) != mark:
        return None
    found = Day(day, month, ERAS["令和"] + number, regnal=True)
    return with_weekday_after(row, found, i + 6) if _close(row, i, i + 5, "/") and found.possible else None


def _slashed(row: list[Atom], i: int) -> tuple[Day, int] | None:
    """ "5/20", "5/20（三）": month and day."""
    if text_at(row, i + 1) != "/" or not _close(row, i, i + 2, "/") or text_at(row, i - 1) in ("/", ".", "-"):
        return None
    month, day = int(row[i].text), number_at(row, i + 2)
    found = Day(day, month, loose=True, slashed=True)
    if day is None or not found.possible or text_at(row, i + 3) == "/":
        return None
    return with_weekday_after(row, found, i + 3)


def _month_unit(row: list[Atom], i: int, year: int | None) -> tuple[Day, int] | None:
    """ "5月1日", "5월 1일", and the bare "5月"."""
    month = number_at(row, i)
    if month is None or text_at(row, i + 1) not in _MONTH_UNITS:
        return None
    day, at = number_at(row, i + 2), i + 3
    if day is None:
        return Day(None, month, year), i + 2
    if text_at(row, at) in DAY_UNITS:
        return with_weekday_after(row, Day(day, month, year), at + 1)
    # "5月1-3日" and "5月1～3日" print the unit once.
    if text_at(row, at) in RANGE_MARKS and number_at(row, at + 1) and text_at(row, at + 2) in DAY_UNITS:
        return Day(day, month, year), at
    return Day(None, month, year), i + 2


def _is_era(row: list[Atom], i: int) -> bool:
    text = row[i].text
    return len(text) >= 2 and (text[-2:] in ERAS or (text.endswith("元年") and text[-4:-2] in ERAS))


def _era_day(row: list[Atom], i: int) -> tuple[Day, int] | None:
    text = row[i].text
    if text.endswith("元年"):
        return _month_unit(row, i + 1, ERAS[text[-4:-2]] + 1)
    number = text_at(row, i + 1)
    if not number.isdecimal() or len(number) > 3 or text_at(row, i + 2) not in _YEAR_UNITS:
        return None
    return _month_unit(row, i + 3, ERAS[text[-2:]] + int(number))


def _in_numbers(row: list[Atom], i: int) -> tuple[Day, int] | None:
    """ "31.12.2026", "31/12/26", "15-05-2026", and without a year "15.03."."""
    mark = text_at(row, i + 1)
    if mark not in (".", "/", "-"):
        return None
    one, two = int(row[i].text), number_at(row, i + 2)
    if two is None:
        return None
    if (korean := _korean(row, i, mark)) is not None:
        return korean
    if text_at(row, i + 3) == mark and (year := _any_year(row, i + 4)) is not None and _close(row, i, i + 4, mark):
        if text_at(row, i + 5) == mark and number_at(row, i + 6) is not None:
            return None
        short = mark == "." and len(row[i + 4].text) == 2
        closed = short and text_at(row, i + 5) == "." and row[i + 2].start > row[i + 1].end
        return _onwards(row, replace(_ordered(one, two, year, mark), dotted=short, closed=closed), i)
    if mark == "." and row[i + 1].start == row[i].end and text_at(row, i + 3) == "." and number_at(row, i + 4) is None:
        return (Day(one, two, loose=True), i + 4) if Day(one, two).possible else None
    return None


def _korean(row: list[Atom], i: int, mark: str) -> tuple[Day, int] | None:
    """ "24. 2. 3.": if it is a day, its year stands first, since no year has one figure."""
    one, two, three = row[i].text, number_at(row, i + 2), number_at(row, i + 4)
    if mark != "." or len(one) != 2 or not two or not three or len(row[i + 4].text) != 1:
        return None
    if text_at(row, i + 3) != "." or text_at(row, i + 5) != "." or not _close(row, i, i + 5, mark):
        return None
    if number_at(row, i + 6) is not None:
        return None
    day = Day(int(one), two, 2000 + three, dotted=True, closed=True)
    return _onwards(row, day, i)


def _onwards(row: list[Atom], day: Day, i: int) -> tuple[Day, int]:
    """The day of three numbers from `i` on, with their full stop where it goes on: "24. 1. 12.(금)", "24. 1. 12. ~"."""
    ends = day.dotted and text_at(row, i + 5) == "."
    goes_on = ends and (text_at(row, i + 6) == "(" or text_at(row, i + 6) in RANGE_MARKS)
    return with_weekday_after(row, day, i + 6) if goes_on else (day, i + 5)


def _ordered(one: int, two: int, year: int, mark: str) -> Day:
    if mark == ".":
        # With dots the day stands first everywhere.
        return Day(one, two, year)
    if one > 12:
        return Day(one, two, year, order=True)
    if two > 12:
        return Day(two, one, year, order=False)
    return Day(one, two, year, swapped=one != two)


def _any_year(row: list[Atom], i: int) -> int | None:
    text = text_at(row, i)
    if not text.isdecimal() or len(text) not in (2, 4):
        return None
    year = int(text) if len(text) == 4 else 2000 + int(text)
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


def _day_then_month(row: list[Atom], i: int) -> tuple[Day, int] | None:
    number = day_number(row, i)
    if number is None:
        return None
    day, at = number
    for _ in range(2):
        at += text_at(row, at) in OF or text_at(row, at) in ("-", "/", ".")
    at += text_at(row, at) == "," and text_at(row, at - 1) not in OF
    found = month_at(row, at)
    if found is None or text_at(row, i - 1) in _COUNTED:
        return None
    mark = text_at(row, at - 1)
    month, at = found
    if mark in ("-", "/") and text_at(row, at) == mark and (short := _any_year(row, at + 1)) is not None:
        return Day(day, month, short), at + 2
    year, at = year_at(row, at)
    return Day(day, month, year), at


def _struck_number(row: list[Atom], i: int, month: int) -> tuple[Day, int] | None:
    """ "December ~~7th~~ 19th, 2016": only the number of the old day is struck out."""
    old = day_number(row, i + 1, dotted=False) if text_at(row, i) == "~~" else None
    if old is None or text_at(row, old[1]) != "~~":
        return None
    new = day_number(row, old[1] + 1, dotted=False)
    if new is None or _is_clock(row, old[1] + 1):
        return None
    year, end = year_at(row, new[1])
    return Day(new[0], month, year, former=old[0]), end


def _from_month(row: list[Atom], i: int) -> tuple[Day, int] | None:
    found = month_at(row, i)
    if found is None:
        return None
    month, at = found
    if (moved := _struck_number(row, at, month)) is not None:
        return moved
    after = at + (text_at(row, at) in ("-", "/", ",", "the"))
    number = day_number(row, after, dotted=False)
    shortened = len(row[i].text) <= SHORT_MONTH and row[i].text not in names.english_months()
    if number is not None and not shortened and not _is_clock(row, after):
        year, end = year_at(row, number[1])
        return Day(number[0], month, year), end
    year, end = year_at(row, at)
    if year is not None:
        return Day(None, month, year), end
    return None


def _is_clock(row: list[Atom], i: int) -> bool:
    """Whether the number at `i` is a time ("March 5 pm" is none, "March 23:59" is)."""
    return text_at(row, i + 1) == ":" and text_at(row, i + 2).isdecimal()


def _close(row: list[Atom], start: int, last: int, mark: str) -> bool:
    """Whether the parts of a date in numbers stand together; "2026. 5. 1." has blanks, "3 - 4 - 2026" is none."""
    gap = 1 if mark == "." else 0
    return last < len(row) and all(row[n + 1].start - row[n].end <= gap for n in range(start, last))
