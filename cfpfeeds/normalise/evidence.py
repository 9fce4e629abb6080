"""What a page's data say beside its printed words: it may complete them, and never contradicts them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from cfpfeeds import deadlines
from cfpfeeds.model import Deadline, DeadlineText, Guess, Kind, Reading, State

_MOST_DAYS = 60
_EVERGREEN = timedelta(days=300)
"""A page changed so long after it was published is one that serves every edition: its years are anybody's guess."""
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_DIGIT = re.compile(r"\d")
_EVENTS = (Kind.EVENT_START, Kind.EVENT_END)


def completed(parts: Sequence[DeadlineText], language: str = "", country: str = "") -> tuple[DeadlineText, ...]:
    """The printed phrases, with the year (or the day of "Friday") that the markup gives where the words agree."""
    left = _MOST_DAYS
    found = []
    for part in parts:
        if part.unprinted:
            continue
        if part.days and left > 0:
            first, left = part.days[:left], left - len(part.days)
            part = _completed(part, first, language, country)
        found.append(part)
    return tuple(found)


def _completed(part: DeadlineText, days: Sequence[tuple[str, str]], language: str, country: str) -> DeadlineText:
    text, at = part.text, 0
    for words, iso in days:
        place = text.find(words, at)
        if place < 0:
            continue
        full = _full(words, date.fromisoformat(iso), language, country)
        text = text[:place] + full + text[place + len(words) :]
        at = place + len(full)
    return replace(part, text=text, days=())


def _full(words: str, day: date, language: str, country: str) -> str:
    """The words with what they leave out, if they then mean exactly this day; else the words."""
    if _YEAR.search(words):
        return words

    def read(text: str) -> Deadline | None:
        part = DeadlineText(text, kind=Kind.OTHER)
        found = deadlines.read((part,), posted=day, language=language, country=country).deadlines
        return found[0] if len(found) == 1 else None

    if not _DIGIT.search(words):
        return f"{words} {day}" if _names_weekday(words, day, read) else words
    alone = read(words)
    if alone is None or alone.date != day or Guess.YEAR not in alone.guesses:
        return words
    return next((text for text in _with_year(words, day.year) if _is(read(text), day)), words)


def _is(found: Deadline | None, day: date) -> bool:
    return found is not None and found.date == day and not found.guesses


def _names_weekday(words: str, day: date, read: Callable[[str], Deadline | None]) -> bool:
    """Whether the words are the day's weekday, and would have contradicted the day after."""
    return _is(read(f"{words} {day}"), day) and not _is(
        read(f"{words} {day + timedelta(days=1)}"), day + timedelta(days=1)
    )


def _with_year(words: str, year: int) -> Iterator[str]:
    yield f"{words} {year}"
    yield f"{words}{year}"
    yield f"{words}, {year}"
    yield f"{words}/{year}"
    yield f"{year}年{words}"
    yield words.replace(",", f" {year},", 1)


def with_unprinted(reading: Reading, parts: Sequence[DeadlineText]) -> Reading:
    """The reading with the days of the event from the page's data, where the words name no event at all."""
    if any(deadline.kind in _EVENTS for deadline in reading.deadlines):
        return reading
    spare = deadlines.read(tuple(part for part in parts if part.unprinted)).deadlines
    # An event before its own deadline is another one.
    due = [d.date for d in reading.deadlines if d.kind.is_due and d.date and d.state is State.ACTIVE]
    if not spare or any(one.date is None or (due and one.date < min(due)) for one in spare):
        return reading
    return replace(reading, deadlines=(*reading.deadlines, *spare))


def is_evergreen(posted: date | None, revised: date | None) -> bool:
    """Whether a page was changed so long after it was published that either may be the day to count years from."""
    return posted is not None and revised is not None and revised - posted > _EVERGREEN


def agreed(reading: Reading, later: Reading) -> Reading:
    """The reading without the guessed days that a later day of posting would have guessed otherwise."""
    sure = set(later.deadlines)
    doubtful = [d for d in reading.deadlines if Guess.YEAR in d.guesses and d not in sure]
    if not doubtful:
        return reading
    told = tuple(
        f"{d.text}: no year is printed, and the page was changed long after it was published" for d in doubtful
    )
    settled = tuple(
        replace(d, date=None, time=None, zone="", guesses=()) if d in doubtful else d for d in reading.deadlines
    )
    return replace(reading, deadlines=settled, problems=tuple(dict.fromkeys((*reading.problems, *told))))
