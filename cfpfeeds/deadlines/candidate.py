"""One entry that the words call a deadline, with its clock, its round and the words that it is quoted by."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import time

from cfpfeeds.deadlines import zones
from cfpfeeds.deadlines.clauses import Group
from cfpfeeds.deadlines.day_parts import FIRST_YEAR, LAST_YEAR, Day
from cfpfeeds.deadlines.history import is_window
from cfpfeeds.deadlines.items import Item, Line, Sort
from cfpfeeds.deadlines.signs import BY_THE_WAY
from cfpfeeds.deadlines.words import Sense
from cfpfeeds.model import Kind

_LONGEST_TEXT = 160
_NEAR_WORD = 6
_LITTLE = 3
_NOT = frozenset({"non", "not", "no"})
_BRACKETS = frozenset("()")


@dataclass(frozen=True, slots=True)
class Stroke:
    """One date of an entry as printed, with the words of its clause."""

    first: Day
    last: Day | None
    struck: bool
    text: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One entry that the words call a deadline (or a notification, an event): not yet compared with others.

    `moved` says that words of extension stand there; `shifted`: a stretch of days in it goes from the old day to the
    new one. `year` is the one that the label prints, `entry` the label in small letters, `heading` that of an entry
    that has words of its own; `tracked`: it names a part of the event ("Poster session"), so that another part has
    deadlines of its own. `subject` holds the words that tell this entry from others of its kind. `part` counts the
    printed phrases. `aside`: the part of the event that the entry is for, as printed ("Workshop proposals").
    `closed`: the mark beside its day says that it is over, `over`: the sentence does; `talks`:
    nothing is handed in but presentations.
    """

    kind: Kind
    strokes: tuple[Stroke, ...]
    part: int
    time: time | None = None
    zone: str = ""
    unclear_zone: bool = False
    round: str = ""
    track: str = ""
    aside: str = ""
    heading: str = ""
    entry: str = ""
    year: int | None = None
    tracked: bool = False
    subject: frozenset[str] = frozenset()
    moved: bool = False
    shifted: bool = False
    generic: bool = False
    closed: bool = False
    over: bool = False
    talks: bool = False


def clock_of(group: Group) -> tuple[time | None, str]:
    """The time and zone printed beside the dates, before or behind; words in brackets between do not part them."""
    clock, zone = None, ""
    for side in (group.right, tuple(reversed(group.left)), group.between):
        depth = 0
        for item in side:
            if item.sort is Sort.TIME:
                clock = clock or item.time
            elif item.sort is Sort.ZONE:
                zone = zone if zone and zone != zones.UNCLEAR else item.zone
            elif item.text in _BRACKETS:
                depth = 1 - depth
            elif not depth and _parts(item):
                break
    return clock, zone


def _parts(item: Item) -> bool:
    """Whether the item ends what stands beside a date."""
    if item.sort in (Sort.LINE, Sort.NUMBER) or item.text == "|":
        return True
    long = not item.senses and len(item.text) > _NEAR_WORD
    return item.sort is Sort.WORD and (long or bool(item.senses - BY_THE_WAY))


def round_of(line: Line, items: Sequence[Item]) -> str:
    """ "first round", "Cycle 2", "second deadline" as printed."""
    for one, two in itertools.pairwise(items):
        numbered = one.sort is Sort.NUMBER or Sense.ORDINAL in one.senses
        if (numbered and two.senses & {Sense.CYCLE, Sense.DUE, Sense.SUBMIT}) or (
            Sense.CYCLE in one.senses and two.sort is Sort.NUMBER
        ):
            return line.text[one.start : two.end]
    return ""


def subject_of(items: Sequence[Item]) -> frozenset[str]:
    return frozenset(
        item.text
        for item in items
        if item.sort is Sort.WORD
        and (len(item.text) > _LITTLE or item.senses or item.text in _NOT)
        and not item.senses & {Sense.DUE, Sense.UNTIL, Sense.SUBMIT, Sense.EXTEND, Sense.FORMER, Sense.FIRM}
    )


def strokes_of(line: Line, group: Group) -> tuple[Stroke, ...]:
    text = _span(line, group)
    ends = [item.date for item in group.dates if item.date]
    if len(ends) == 2 and is_window(group.between) and not ends[0].last and not ends[1].last:
        return (Stroke(ends[0].first, ends[1].first, group.dates[1].struck, text),)
    return tuple(stroke for item in group.dates if item.date for stroke in _strokes_of(item, group, text))


def _strokes_of(item: Item, group: Group, text: str) -> Iterator[Stroke]:
    assert item.date is not None
    first = item.date.first
    if first.former is not None:
        yield Stroke(replace(first, day=first.former, former=None), None, True, text)
    yield Stroke(first, item.date.last, item.struck or item.start in group.former, text)


def year_of(label: Line) -> int | None:
    """The only year that a label prints, in a month ("May 2025") or alone."""
    alone = [int(item.text) for item in label.items if item.sort is Sort.NUMBER and len(item.text) == 4]
    dated = [item.date.first.year for item in label.items if item.date and item.date.first.day is None]
    years = {year for year in (*alone, *dated) if year and FIRST_YEAR <= year <= LAST_YEAR}
    return years.pop() if len(years) == 1 else None


def _span(line: Line, group: Group) -> str:
    """The words of the clause, cut around the dates where it is long."""
    start, end = group.whole
    if end - start > _LONGEST_TEXT:
        spare = max(0, (_LONGEST_TEXT - (group.end - group.start)) // 2)
        start, end = max(start, group.start - spare), min(end, group.end + spare)
        while group.whole[0] < start < group.start and not line.text[start - 1].isspace():
            start += 1
        while group.end < end < group.whole[1] and not line.text[end].isspace():
            end -= 1
    return " ".join(line.text[start:end].split()).strip(" -–—:,;|>→")
