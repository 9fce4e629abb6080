"""What printed days are made of: the number of a day, the name of a month, a year, a weekday; each where it stands."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace

from cfpfeeds.deadlines import names
from cfpfeeds.deadlines.scan import Atom

FIRST_YEAR, LAST_YEAR = 1990, 2099
_LEAP_YEAR = 2024
SHORT_MONTH = 3
_ORDINALS = frozenset(
    {
        "st", "nd", "rd", "th", "er", "re", "e", "eme", "o", "a", "ο", "η", "ης", "го", "ого", "й", "ve", "de", "ste",
        "da", "dia", "日"
    }
)  # fmt: skip
OF = frozenset(["of", "de", "del", "d", "of", "the", "di", "a", "den"])


@dataclass(frozen=True, slots=True)
class Day:
    """One printed day. `month` None: only a day number so far. `swapped`: "05/06", both orders make a day.

    `order` is what its numbers prove: True day first, False month first. `loose` marks a day and month in mere numbers
    without a year ("15.03."): as often a section or a fraction. `dotted` marks three numbers of two figures, `closed`
    those among them with blanks between and a full stop behind ("27. 12. 31."), as Korea writes and others may.
    `regnal` marks the year of an era that is not named ("116/1/15", "R9.2.28"), `slashed` "5/20" without a year, the
    month first as all East Asia writes. `former` is the number that was struck out before ("December ~~7~~ 19").
    """

    day: int | None
    month: int | None = None
    year: int | None = None
    weekday: frozenset[int] | None = None
    swapped: bool = False
    order: bool | None = None
    loose: bool = False
    dotted: bool = False
    closed: bool = False
    regnal: bool = False
    slashed: bool = False
    former: int | None = None

    @property
    def is_eastern(self) -> bool:
        """Whether the numbers are a day only where East Asian letters stand."""
        return self.regnal or self.slashed

    @property
    def possible(self) -> bool:
        """Whether a calendar has such a day; without a year 29 February is possible."""
        if self.month is None or self.day is None or not 1 <= self.month <= 12:
            return False
        return 1 <= self.day <= monthrange(self.year or _LEAP_YEAR, self.month)[1]


def with_weekday_after(row: list[Atom], day: Day, i: int) -> tuple[Day, int]:
    """ "1日（金）": the weekday in brackets behind the day."""
    if text_at(row, i) == "(":
        inner, weekday = weekday_at(row, i + 1)
        if weekday is not None:
            while text_at(row, inner) in ("・", "·", "祝", "祝日"):
                inner += 1
            if text_at(row, inner) == ")":
                return replace(day, weekday=weekday), inner + 1
    return day, i


def day_number(row: list[Atom], i: int, *, dotted: bool = True) -> tuple[int, int] | None:
    """A day of a month with its ordinal ("1st", "1er", "15ª", if `dotted` "15."), and the index after it."""
    text = text_at(row, i)
    if not text.isdecimal() or len(text) > 2 or not 1 <= int(text) <= 31:
        return None
    at = i + 1
    if at < len(row) and row[at].start <= row[at - 1].end + 1 and row[at].text in _ORDINALS and row[at].text != "de":
        glued = row[at].start == row[at - 1].end
        at += glued or row[at].text in ("st", "nd", "rd", "th", "er")
    elif text_at(row, at) == "." and text_at(row, at + 1) in ("º", "ª", "°"):
        at += 2
    elif (
        text_at(row, at) in ("º", "ª", "°")
        or (dotted and text_at(row, at) == ".")
        or (text_at(row, at) == "-" and text_at(row, at + 1) in ("го", "е"))
    ):
        at += 2 if text_at(row, at) == "-" else 1
    return int(text), at


def month_at(row: list[Atom], i: int) -> tuple[int, int] | None:
    text = text_at(row, i)
    if text in ("thang", "thg") and (number := number_at(row, i + 1)) is not None and number <= 12:
        return number, i + 2
    for length in range(names.month_starts().get(text, 0), 0, -1):
        month = names.months().get(tuple(atom.text for atom in row[i : i + length]))
        if month is not None:
            at = i + length
            # The full stop of "Sept. 5" belongs to the month, that of "on 14 April. Chapters" ends a sentence.
            if text_at(row, at) == "/" and (other := _other_name(row, at + 1)):
                return month, other
            shortened = len(text) <= SHORT_MONTH + 1 or text_at(row, at + 1).isdecimal()
            return month, at + (shortened and text_at(row, at) == ".")
    return None


def _other_name(row: list[Atom], i: int) -> int:
    """The index after a second name of the month ("أبريل/نيسان"), or 0."""
    for length in range(names.month_starts().get(text_at(row, i), 0), 0, -1):
        if tuple(atom.text for atom in row[i : i + length]) in names.months():
            return i + length
    return 0


def year_at(row: list[Atom], i: int) -> tuple[int | None, int]:
    """The year that follows a month or day, and the index after it; (None, i) if none does."""
    at = i
    for _ in range(3):
        text = text_at(row, at)
        at += text in (",", ".", "-", "/", "'", "nam") or text in OF
    text = text_at(row, at)
    if len(text) == 4 and text.isdecimal() and FIRST_YEAR <= int(text) <= LAST_YEAR:
        return int(text), at + 1
    before = text_at(row, at - 1)
    if len(text) == 2 and text.isdecimal() and before == "'":
        return 2000 + int(text), at + 1
    return None, i


def weekday_at(row: list[Atom], i: int) -> tuple[int, frozenset[int] | None]:
    """The index after a weekday and its comma, dot or brackets, and the day; (i, None) if none stands here."""
    for length in range(names.weekday_starts().get(text_at(row, i), 0), 0, -1):
        weekday = names.weekdays().get(tuple(atom.text for atom in row[i : i + length]))
        if weekday is not None:
            at = i + length
            for _ in range(3):
                at += text_at(row, at) in (",", ".", "the", "den", "dem", "le", "el", "dia", "ngay", "יום") or (
                    text_at(row, at) in ("的", "-") and length > 0
                )
            return at, weekday
    return i, None


def number_at(row: list[Atom], i: int) -> int | None:
    text = text_at(row, i)
    return int(text) if text.isdecimal() and len(text) <= 2 and int(text) else None


def text_at(row: list[Atom], i: int) -> str:
    return row[i].text if 0 <= i < len(row) else ""
