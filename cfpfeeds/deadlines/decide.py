"""Candidates of one call -> its deadlines: days made certain, old ones marked, repeated ones dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from cfpfeeds.deadlines.candidate import Candidate, Stroke
from cfpfeeds.deadlines.dates import Printed
from cfpfeeds.deadlines.days import Frame, Settled, frame, settle_day
from cfpfeeds.model import Deadline, Guess, Kind, State

_DUE = frozenset({Kind.ABSTRACT, Kind.SUBMISSION})
_OF_PARTS = _DUE | {Kind.NOTIFICATION, Kind.CAMERA_READY}
_SAME_LIST = 3
_LONGEST_TRACK = 60
_LONGEST_EXTENSION = timedelta(days=150)
_JUST_GONE = timedelta(days=60)
_ANOTHER_EDITION = timedelta(days=270)
_RENEWED = ("extended ", "new ", "updated ", "revised ")
_MOST_MOVED = 24
"""How many extended entries a page may have: more have only lists of many calls, which are not read as one."""


@dataclass(slots=True)
class Row:
    """A deadline with the candidate that it was read from."""

    one: Candidate
    deadline: Deadline

    @property
    def alive(self) -> bool:
        return self.deadline.state is State.ACTIVE and self.deadline.date is not None

    @property
    def group(self) -> Kind:
        return Kind.SUBMISSION if self.deadline.kind in _DUE else self.deadline.kind


def decide(
    found: Sequence[Candidate],
    *,
    posted: date | None,
    day_first: bool | None,
    language: str,
    country: str,
    years: frozenset[int],
    korean: bool = False,
) -> tuple[list[Deadline], list[str]]:
    """The deadlines in page order, with what is odd about them."""
    printed = [(one.kind, Printed(stroke.first, stroke.last)) for one in found for stroke in one.strokes]
    within = frame(
        printed,
        posted=posted,
        day_first=day_first,
        language=language,
        country=country,
        years=years,
        korean=korean,
    )
    problems: list[str] = []
    rows: list[Row] = []
    for one in found:
        near_by = rows and one.part - rows[-1].one.part <= _SAME_LIST
        after = rows[-1].deadline.date if near_by else None
        rows += [Row(one, deadline) for deadline in _deadlines(one, within, after, problems)]
        if one.unclear_zone:
            problems.append(f"{one.strokes[0].text}: the time zone has several meanings or none that we know")
    rows = _without_slides(rows)
    rows = _without_closed(_without_past_editions(rows, posted), posted, problems)
    _replace_by_label(rows)
    _name_parts(rows)
    _supersede(rows)
    rows = _without_echoes(rows)
    _name_tracks(rows)
    return _distinct(rows), problems


def _deadlines(one: Candidate, within: Frame, after: date | None, problems: list[str]) -> list[Deadline]:
    made: list[Deadline] = []
    for stroke, (start, end) in zip(one.strokes, _settled(one, within, after), strict=True):
        day = end if end is not None and one.kind is not Kind.EVENT_START else start
        if day.problem:
            problems.append(f"{stroke.text}: {day.problem}")
        state = State.SUPERSEDED if stroke.struck else State.ACTIVE
        if end is not None and one.shifted and start.date is not None:
            made.append(_deadline(one, one.kind, start, State.SUPERSEDED, stroke))
        made.append(_deadline(one, one.kind, day, state, stroke))
        if end is not None and one.kind is Kind.EVENT_START:
            made.append(_deadline(one, Kind.EVENT_END, end, state, stroke))
    return _history(one, made)


def _settled(one: Candidate, within: Frame, after: date | None) -> list[tuple[Settled, Settled | None]]:
    """Each printed day; those without a year borrow it from their neighbours in the same entry."""
    one = _in_year_of_label(one)
    days = [day for stroke in one.strokes for day in (stroke.first, stroke.last) if day is not None and day.year]
    full = [found for day in days if (found := settle_day(day, within).date) is not None]
    settle = partial(settle_day, within=within, near=full, event=one.kind is Kind.EVENT_START, after=after)
    return [(settle(stroke.first), settle(stroke.last) if stroke.last else None) for stroke in one.strokes]


def _in_year_of_label(one: Candidate) -> Candidate:
    """The entry with the year that its label prints ("Submission | cycle of May 2025"), where it has none itself."""
    if one.year is None or one.kind not in _DUE:
        return one
    strokes = tuple(
        stroke if stroke.first.year or stroke.last else replace(stroke, first=replace(stroke.first, year=one.year))
        for stroke in one.strokes
    )
    return replace(one, strokes=strokes)


def _deadline(one: Candidate, kind: Kind, day: Settled, state: State, stroke: Stroke) -> Deadline:
    clock = one.time if day.date is not None else None
    zone = one.zone if day.date is not None else ""
    guesses = (*day.guesses, Guess.ZONE) if one.unclear_zone else day.guesses
    return Deadline(kind, day.date, clock, zone, one.round, one.track, state, stroke.text, guesses)


def _history(one: Candidate, made: list[Deadline]) -> list[Deadline]:
    """Of several days in one entry one counts: the latest that is not struck. The others are what it was before."""
    if all(d.state is State.SUPERSEDED for d in made):
        # Struck out and nothing put in its place: the day has passed, it was not moved.
        made = [replace(d, state=State.ACTIVE) for d in made]
    if one.kind is Kind.EVENT_START or len(made) < 2:
        return made
    alive = [d for d in made if d.date is not None and d.state is State.ACTIVE]
    if not alive:
        return made
    current = max(alive, key=lambda d: d.date or date.min)
    return [d if d is current else replace(d, state=State.SUPERSEDED, time=None, zone="") for d in made]


def _without_past_editions(rows: list[Row], posted: date | None) -> list[Row]:
    """The rows without days long gone when others are near or ahead: they were the deadlines of an earlier edition."""
    if posted is None:
        return rows
    alive = [row for row in rows if row.alive and row.group is Kind.SUBMISSION]
    if not any(row.deadline.date and row.deadline.date >= posted - _JUST_GONE for row in alive):
        return rows
    return [row for row in rows if row.deadline.date is None or row.deadline.date >= posted - _ANOTHER_EDITION]


def _name_parts(rows: list[Row]) -> None:
    """Parts of an event become tracks beside the deadlines of its papers; a call for posters alone has no tracks.

    A part that is due on the very day of the papers needs no entry of its own.
    """
    main = {(row.deadline.kind, row.deadline.date) for row in rows if row.alive and not row.one.aside}
    if not any(kind in _DUE for kind, _ in main):
        return
    spelt: dict[str, str] = {}
    for row in rows:
        deadline = row.deadline
        named = row.one.aside and not deadline.track and deadline.kind in _OF_PARTS
        if named and (deadline.kind, deadline.date) not in main:
            row.deadline = replace(deadline, track=spelt.setdefault(row.one.aside.casefold(), row.one.aside))


def _without_slides(rows: list[Row]) -> list[Row]:
    """The rows without presentations that are handed in after papers were accepted: they are slides."""
    papers = [row.deadline.date for row in rows if row.alive and row.deadline.kind in _DUE and not row.one.talks]
    told = [row.deadline.date for row in rows if row.alive and row.deadline.kind is Kind.NOTIFICATION]
    if not papers or not told:
        return rows
    first = max(min(day for day in papers if day), min(day for day in told if day))
    return [row for row in rows if not (row.one.talks and row.deadline.date and row.deadline.date > first)]


def _without_closed(rows: list[Row], posted: date | None, problems: list[str]) -> list[Row]:
    """The rows without days to come beside which "closed" stands: nobody can hand in any more.

    Where other days are to come, those that have passed and are said to be over belong to something else.
    """
    if posted is None:
        return rows
    kept = []
    moved = any(row.one.moved for row in rows)
    open_ahead = any(_is_ahead(row, posted) and not row.one.closed for row in rows)
    for row in rows:
        if row.deadline.kind in _DUE and row.one.closed and _is_ahead(row, posted):
            problems.append(f"{row.deadline.text}: closed before its day")
        elif row.deadline.kind not in _DUE or not open_ahead or _is_ahead(row, posted):
            kept.append(row)
        elif not (row.one.over or row.one.closed) or moved or len(row.one.strokes) > 1:
            kept.append(row)  # what was moved is told of below
    return kept


def _is_ahead(row: Row, posted: date) -> bool:
    """Whether work is due on a day that is still to come."""
    return row.alive and row.deadline.kind in _DUE and row.deadline.date is not None and row.deadline.date >= posted


def _replace_by_label(rows: list[Row]) -> None:
    """ "Extended paper submission: 22 April" beside "Paper submission: 8 April": the label itself says which is old."""
    entries = {row.one.entry for row in rows}
    replaced = {row.one.entry.removeprefix(word) for row in rows for word in _RENEWED if row.one.entry.startswith(word)}
    for row in rows:
        if row.alive and row.one.entry in replaced & entries:
            row.deadline = replace(row.deadline, state=State.SUPERSEDED)


def _supersede(rows: list[Row]) -> None:
    """Mark what another entry says is old: a day that was replaced elsewhere, or one that an extension moved."""
    old: dict[tuple[Kind, date | None], list[Row]] = {}
    for row in rows:
        if row.deadline.state is State.SUPERSEDED:
            old.setdefault((row.group, row.deadline.date), []).append(row)
    new = {(row.group, row.deadline.date) for row in rows if row.alive and row.one.moved}
    for row in rows:
        if row.alive and (row.group, row.deadline.date) in new:
            row.one = replace(row.one, moved=True)
    standing = _Standing(rows)
    for row in rows:
        key = (row.group, row.deadline.date)
        replaced = any(_speaks_of(row, other) for other in old.get(key, ())[:_MOST_MOVED])
        if row.alive and key not in new and (replaced or standing.outdates(row)):
            standing.drop(row)
            row.deadline = replace(row.deadline, state=State.SUPERSEDED)


def _speaks_of(row: Row, other: Row) -> bool:
    """Whether what another entry struck out is this one's day: of the same stage, and of the same part of the event."""
    same_stage = row.deadline.kind is other.deadline.kind or row.one.generic or other.one.generic
    apart = row.one.tracked and other.one.tracked and row.one.heading != other.one.heading
    return same_stage and not apart


class _Standing:
    """The days that still stand, counted by kind, and the entries that were moved: one look tells of a rival."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._moved = [row for row in rows if row.alive and row.one.moved and row.deadline.kind in _DUE]
        self._days: dict[Kind, Counter[date]] = {kind: Counter() for kind in _DUE}
        for row in rows:
            if row.alive and row.deadline.kind in _DUE and row.deadline.date is not None:
                self._days[row.deadline.kind][row.deadline.date] += 1

    def drop(self, row: Row) -> None:
        if row.deadline.kind in _DUE and row.deadline.date is not None:
            days = self._days[row.deadline.kind]
            days[row.deadline.date] -= 1
            if not days[row.deadline.date]:
                del days[row.deadline.date]

    def outdates(self, row: Row) -> bool:
        """Whether another entry for the same thing says that it was extended to a later day."""
        day = row.deadline.date
        if row.one.moved or day is None or row.deadline.kind not in _DUE:
            return False
        return any(
            other.deadline.date is not None
            and timedelta(0) < other.deadline.date - day <= _LONGEST_EXTENSION
            and self._same_thing(row, other)
            for other in self._moved[:_MOST_MOVED]
        )

    def _same_thing(self, row: Row, other: Row) -> bool:
        """Whether two entries speak of one deadline; where a page has several, headings and words must agree."""
        if row.deadline.round != other.deadline.round or row.deadline.track != other.deadline.track:
            return False
        same_kind = row.deadline.kind is other.deadline.kind
        if self._only_two(row, other, same_kind):
            return same_kind or row.one.generic or other.one.generic
        one, two = row.one.subject, other.one.subject
        return same_kind and one == two and (bool(one) or row.one.heading == other.one.heading)

    def _only_two(self, row: Row, other: Row, same_kind: bool) -> bool:
        """Whether no third day of the kinds stands on the page."""
        if same_kind:
            days = self._days[row.deadline.kind]
            return len(days) == 2 and row.deadline.date in days and other.deadline.date in days
        both = [self._days[kind] for kind in _DUE]
        return sum(map(len, both)) <= 4 and set().union(*both) == {row.deadline.date, other.deadline.date}


def _name_tracks(rows: list[Row]) -> None:
    """Headings become tracks where several of them hold deadlines of one kind on different days."""
    due = [row for row in rows if row.alive and row.deadline.kind.is_due and row.one.heading]
    by_kind: dict[Kind, dict[str, set[date | None]]] = {}
    for row in due:
        by_kind.setdefault(row.deadline.kind, {}).setdefault(row.one.heading, set()).add(row.deadline.date)
    if not any(len(set(map(frozenset, by_heading.values()))) > 1 for by_heading in by_kind.values()):
        return
    for row in due:
        if not row.deadline.track and len(row.one.heading) <= _LONGEST_TRACK:
            row.deadline = replace(row.deadline, track=row.one.heading)


def _without_echoes(rows: list[Row]) -> list[Row]:
    """The rows without "deadline: 1 May" beside "abstracts: 1 May", unless papers are due on that day as well."""
    abstracts = {row.deadline.date for row in rows if row.alive and row.deadline.kind is Kind.ABSTRACT}
    papers = {
        row.deadline.date for row in rows if row.alive and row.deadline.kind is Kind.SUBMISSION and not row.one.generic
    }
    # An entry with a history of its own speaks of papers, whatever day the abstracts have.
    return [
        row
        for row in rows
        if not (row.one.generic and row.deadline.kind is Kind.SUBMISSION and row.alive and len(row.one.strokes) < 2)
        or row.deadline.date not in abstracts - papers
    ]


def _distinct(rows: list[Row]) -> list[Deadline]:
    kept: dict[tuple[object, ...], Deadline] = {}
    for row in rows:
        key = _key(row.deadline)
        if key not in kept or _says_more(row.deadline, kept[key]):
            kept[key] = row.deadline
    return list(kept.values())


def _key(deadline: Deadline) -> tuple[object, ...]:
    if deadline.date is None:
        return deadline.kind, deadline.text
    return deadline.kind, deadline.date, deadline.round, deadline.track, deadline.state


def _says_more(deadline: Deadline, than: Deadline) -> bool:
    return (deadline.time is not None, bool(deadline.zone)) > (than.time is not None, bool(than.zone))
