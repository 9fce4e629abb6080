"""Lists that alternate lone dates and their labels, line by line: which line belongs to which."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum, auto

from cfpfeeds.deadlines import stages
from cfpfeeds.deadlines.items import Line, Sort
from cfpfeeds.deadlines.words import Sense
from cfpfeeds.model import DeadlineText

_LONGEST_LABEL = 20
_FEWEST_DATES = 2
_CARD = 3
_EMPTY = frozenset({Sense.UNTIL, Sense.NEUTRAL, Sense.COMMON, Sense.FIRM, Sense.EXTEND, Sense.FORMER})


class _Row(Enum):
    DATE = auto()
    LABEL = auto()
    OTHER = auto()


def listed_dates(parts: Sequence[DeadlineText], lines: Sequence[Line]) -> dict[int, bool]:
    """The parts that are a lone date in a list, each with whether its label stands on the line below.

    A run that begins with a date has its labels below; one that ends with a date has them above. One that does
    neither begins with the heading of the list where all its dates stand under that heading.
    """
    printed = {"", *(line.text for line in lines)}
    rows = [_row(line) if not line.dates or parts[n].label in printed else _Row.OTHER for n, line in enumerate(lines)]
    below = dict.fromkeys(_cards(lines, rows), True)
    for run in _runs(rows):
        is_below = _is_below(run, parts, lines)
        below.update((n, is_below) for n in run if lines[n].dates and n not in below)
    return below


def _cards(lines: Sequence[Line], rows: Sequence[_Row]) -> Iterator[int]:
    """The dates of a list of cards, each a date with its label and a sentence below: told by the first of them."""
    dates = [n for n, row in enumerate(rows) if row is _Row.DATE]
    start = 0
    for k in range(1, len(dates) + 1):
        if k < len(dates) and dates[k] - dates[k - 1] == _CARD == dates[start + 1] - dates[start]:
            continue
        if k - start > _FEWEST_DATES and _has_label_below(lines, rows, dates[start]):
            yield from dates[start:k]
        start = k if k < len(dates) and k - start > 1 else k - 1


def _has_label_below(lines: Sequence[Line], rows: Sequence[_Row], n: int) -> bool:
    above = stages.of_label(lines[n - 1].items) if n else stages.SILENT
    return above.silent and n + 1 < len(lines) and rows[n + 1] is _Row.LABEL


def _runs(rows: Sequence[_Row]) -> Iterator[range]:
    """Stretches in which dates and labels take turns, with at least two of each."""
    start = 0
    for n in range(1, len(rows) + 1):
        if n == len(rows) or rows[n] is _Row.OTHER or rows[n] is rows[n - 1] or rows[n - 1] is _Row.OTHER:
            if n - start >= 2 * _FEWEST_DATES:
                yield range(start, n)
            start = n


def _is_below(run: range, parts: Sequence[DeadlineText], lines: Sequence[Line]) -> bool:
    begins, ends = bool(lines[run[0]].dates), bool(lines[run[-1]].dates)
    if begins != ends:
        return begins
    if begins:
        return False
    dates = [n for n in run if lines[n].dates]
    if all(parts[n].label == lines[run[0]].text for n in dates):
        return True
    # "Key dates for papers" heads the list; "Important dates" at its end heads the next.
    return _is_heading(lines[run[0]]) and not _is_heading(lines[run[-1]])


def _is_heading(line: Line) -> bool:
    return any(Sense.NEUTRAL in item.senses for item in line.items)


def _row(line: Line) -> _Row:
    words = [item for item in line.items if item.sort is Sort.WORD]
    if line.dates:
        told = [item for item in words if item.senses - _EMPTY or (not item.senses and len(item.text) > 3)]
        return _Row.OTHER if told else _Row.DATE
    if not 0 < len(words) <= _LONGEST_LABEL or line.text.rstrip().endswith("."):
        return _Row.OTHER
    return _Row.OTHER if stages.of_label(words).silent else _Row.LABEL
