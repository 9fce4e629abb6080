"""Candidates of one call -> its deadlines: days made certain, old ones marked, repeated ones dropped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from cfpfeeds.deadlines.dates import Printed
from cfpfeeds.deadlines.days import Frame, Settled, frame, settle_day
from cfpfeeds.deadlines.reader import Candidate
from cfpfeeds.model import Deadline, Guess, Kind, State

_DUE = frozenset({Kind.ABSTRACT, Kind.SUBMISSION})
_EVENTS = frozenset({Kind.EVENT_START, Kind.EVENT_END})


def decide(
    found: Sequence[Candidate],
    *,
    posted: date | None,
    day_first: bool | None,
    language: str,
    country: str,
) -> tuple[list[Deadline], list[str]]:
    """The deadlines in page order, with what is odd about them."""
    printed = [Printed(first, last) for one in found for first, last, _ in one.days]
    within = frame(printed, posted=posted, day_first=day_first, language=language, country=country)
    problems: list[str] = []
    rows: list[tuple[Candidate, Deadline]] = []
    for one in found:
        for deadline in _deadlines(one, within, problems):
            rows.append((one, deadline))
        if one.unclear_zone:
            problems.append(f"{one.text}: the time zone has several meanings or none that we know")
    return _compared(rows), problems


def _deadlines(one: Candidate, within: Frame, problems: list[str]) -> list[Deadline]:
    settled = _settled(one, within)
    made: list[Deadline] = []
    for (_first, _last, struck), (start, end) in zip(one.days, settled, strict=True):
        day = end if end is not None and one.kind not in _EVENTS else start
        if day.problem:
            problems.append(f"{one.text}: {day.problem}")
        state = State.SUPERSEDED if struck else State.ACTIVE
        made.append(_deadline(one, one.kind, day, state))
        if end is not None and one.kind is Kind.EVENT_START:
            made.append(_deadline(one, Kind.EVENT_END, end, state))
    return _history(one, made)


def _settled(one: Candidate, within: Frame) -> list[tuple[Settled, Settled | None]]:
    """Each printed day; those without a year borrow it from their neighbours in the same entry."""
    full = [
        d
        for first, last, _ in one.days
        for day in (first, last)
        if day and day.year and (d := settle_day(day, within).date)
    ]
    return [
        (settle_day(first, within, full), settle_day(last, within, full) if last else None)
        for first, last, _ in one.days
    ]


def _deadline(one: Candidate, kind: Kind, day: Settled, state: State) -> Deadline:
    clock = one.time if day.date is not None else None
    zone = one.zone if day.date is not None else ""
    guesses = (*day.guesses, Guess.ZONE) if one.unclear_zone else day.guesses
    return Deadline(kind, day.date, clock, zone, one.round, one.track, state, one.text, guesses)


def _history(one: Candidate, made: list[Deadline]) -> list[Deadline]:
    """Of several days in one entry the last that is not struck counts, when something says that the day was moved."""
    if len(made) < 2 or one.kind is Kind.EVENT_START:
        struck = made and all(d.state is State.SUPERSEDED for d in made)
        # Struck out and nothing put in its place: the day has passed, it was not moved.
        return [replace(d, state=State.ACTIVE) for d in made] if struck else made
    dated = [d for d in made if d.date is not None]
    alive = [d for d in dated if d.state is State.ACTIVE] or dated
    if not alive:
        return made
    current = max(alive, key=lambda d: d.date or date.min) if one.moved or len(alive) > 1 else alive[-1]
    return [replace(d, state=State.ACTIVE if d is current else State.SUPERSEDED) for d in made]


def _compared(rows: list[tuple[Candidate, Deadline]]) -> list[Deadline]:
    old = {(_group(d), d.date) for _, d in rows if d.state is State.SUPERSEDED and d.date}
    current = {(d.kind, d.date) for _, d in rows if d.state is State.ACTIVE}
    out: dict[tuple[object, ...], Deadline] = {}
    for one, deadline in rows:
        if deadline.state is State.ACTIVE and (_group(deadline), deadline.date) in old and not one.moved:
            deadline = replace(deadline, state=State.SUPERSEDED)
        if one.generic and deadline.kind is Kind.SUBMISSION and (Kind.ABSTRACT, deadline.date) in current:
            continue
        key = (
            (deadline.kind, deadline.date, deadline.round, deadline.track, deadline.state)
            if deadline.date
            else (deadline.kind, deadline.text)
        )
        if key not in out or (out[key].time is None and deadline.time is not None):
            out[key] = deadline
    return list(out.values())


def _group(deadline: Deadline) -> Kind:
    return Kind.SUBMISSION if deadline.kind in _DUE else deadline.kind
