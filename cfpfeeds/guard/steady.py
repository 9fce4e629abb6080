"""Changed deadlines of a believed poll: most are news at once, some must be read again before anybody is told.

Lists slip by a day when their makers' machines stand in different zones, drop a stage for a day, or take a change back.
Such a change waits; meanwhile what was known stays.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from cfpfeeds.model import Deadline, Kind, Pending, Problem, Sighting, State

_POLLS, _FOR = 3, timedelta(days=2)
_GONE_POLLS, _GONE_FOR = 7, timedelta(days=21)
_LONGEST = timedelta(days=42)
_OVER = timedelta(days=14)
_MEMORY = timedelta(days=60)
_MOST_PENDING = 1000
_EARLIEST_YEAR, _YEARS_AHEAD = 1990, 10
_FAR_BACK = timedelta(days=180)
_TAKEN_BACK = "taken back"

Formers = Mapping[tuple[str, Kind], frozenset[date]]
"""The days that were shown before, by call id and stage."""


@dataclass(frozen=True, slots=True)
class Steadied:
    """The sightings as they may be believed, and the changes that wait."""

    sightings: tuple[Sighting, ...]
    pending: tuple[Pending, ...] = ()
    problems: tuple[Problem, ...] = ()


def steady(
    sightings: Iterable[Sighting],
    listed: Iterable[Sighting],
    pending: Iterable[Pending],
    *,
    formers: Formers,
    now: datetime,
    trusted: bool = False,
) -> Steadied:
    """`sightings` with every change that must wait taken back to what `listed` says of the same call.

    At once: any other day that the source prints, a stage that is new, and a change whose old day stands beside it.
    After three polls over two days (longer where the source has taken such a change back before): a move by one day or
    of the time alone, a move far back, and the return of a day that had been given up. After seven polls over three
    weeks: a stage that is gone although it is still to come. Never: a year that cannot be, a slip of a day long past.
    `trusted`: a person has looked at the page, so that nothing waits.
    """
    before = {s.key: s for s in listed}
    waiting = _Waiting(pending, now, trusted)
    problems: list[Problem] = []
    read: list[Sighting] = []
    for sighting in sightings:
        sane = _without_impossible(sighting, before.get(sighting.key), now, problems)
        old = before.get(sighting.key)
        read.append(_steadied(sane, old, formers, waiting) if old else sane)
    return Steadied(tuple(read), waiting.left({s.key for s in read}), tuple(problems))


class _Waiting:
    """The changes that wait, as they were before this poll and as they are after it."""

    def __init__(self, pending: Iterable[Pending], now: datetime, trusted: bool) -> None:
        self.now, self._trusted = now, trusted
        self._before = {(p.key, p.place): p for p in pending if timedelta() <= now - p.since < _MEMORY}
        self._after: dict[tuple[str, str], Pending] = {}
        self._confirmed: set[tuple[str, str]] = set()

    def is_confirmed(self, key: str, place: str, said: str) -> bool:
        """Whether a change has been read often enough and for long enough; otherwise it goes on waiting."""
        if self._trusted:
            self._confirmed.add((key, place))
            return True
        old = self._before.get((key, place))
        if old is None or old.said != said:
            flips = old.flips + 1 if old else 0
            self._after[key, place] = Pending(key, place, said, self.now, flips=flips)
            return False
        again = replace(old, polls=old.polls + 1)
        polls, span = (_POLLS, _FOR) if said else (_GONE_POLLS, _GONE_FOR)
        if again.polls >= polls and self.now - again.since >= min(span * (1 + again.flips), _LONGEST):
            self._confirmed.add((key, place))
            return True
        self._after[key, place] = again
        return False

    def left(self, read: Collection[str]) -> tuple[Pending, ...]:
        """What waits after this poll of the calls `read`. A change that was taken back must wait longer next time."""
        for place, old in self._before.items():
            if place not in self._after and place not in self._confirmed:
                self._after[place] = replace(old, said=_TAKEN_BACK, polls=0) if old.key in read else old
        return tuple(self._after[place] for place in sorted(self._after))[:_MOST_PENDING]


def _without_impossible(sighting: Sighting, old: Sighting | None, now: datetime, problems: list[Problem]) -> Sighting:
    wrong = [d for d in sighting.deadlines if d.date and not _EARLIEST_YEAR <= d.date.year <= now.year + _YEARS_AHEAD]
    if not wrong:
        return sighting
    problems += [Problem(sighting.title, f"{d.kind.value}: no call is due on {d.date} ({d.text!r})") for d in wrong]
    known = {_place(d): d for d in old.deadlines} if old else {}
    kept = [
        d if d not in wrong else known.get(_place(d), replace(d, date=None, time=None, zone="", guesses=()))
        for d in sighting.deadlines
    ]
    return replace(sighting, deadlines=tuple(dict.fromkeys(kept)))


def _steadied(sighting: Sighting, old: Sighting, formers: Formers, waiting: _Waiting) -> Sighting:
    """The sighting with each changed deadline judged on its own."""
    gone: list[Deadline] = []
    instead: dict[Deadline, Deadline] = {}
    for kind in dict.fromkeys(d.kind for d in (*old.deadlines, *sighting.deadlines)):
        pairs, left, added = _paired(_active(old, kind), _active(sighting, kind))
        for was, now in pairs:
            place = _place(was)
            shown = formers.get((old.call_id, kind), frozenset())
            if not _must_wait(was, now, sighting, shown):
                continue
            if _is_over(was, now, waiting.now.date()) or not waiting.is_confirmed(sighting.key, place, _when(now)):
                instead[now] = was
        if not added:
            gone += [d for d in left if _stays(d, sighting.key, waiting)]
    if not instead and not gone:
        return sighting
    kept = [instead.get(d, d) for d in sighting.deadlines]
    return replace(sighting, deadlines=tuple(dict.fromkeys((*kept, *gone))))


def _paired(
    old: Sequence[Deadline], new: Sequence[Deadline]
) -> tuple[list[tuple[Deadline, Deadline]], list[Deadline], list[Deadline]]:
    """Which new deadline of one stage is which old one: the same day first, then the same round, then what is left."""
    pairs: list[tuple[Deadline, Deadline]] = []
    left, added = list(old), list(new)
    for alike in (_same_day, _same_place):
        for was in tuple(left):
            found = [d for d in added if alike(was, d)]
            if len(found) == 1 or (found and alike is _same_day):
                pairs.append((was, found[0]))
                left.remove(was)
                added.remove(found[0])
    while left and added:  # the words for the round have changed: the days that are nearest belong together
        was, now = min(((was, now) for was in left for now in added), key=lambda pair: _days_apart(*pair))
        pairs.append((was, now))
        left.remove(was)
        added.remove(now)
    return pairs, left, added


def _must_wait(was: Deadline, now: Deadline, sighting: Sighting, shown: frozenset[date]) -> bool:
    if _when(was) == _when(now) or was.date is None:
        return False
    if any(d.state is State.SUPERSEDED and d.kind is now.kind and d.date == was.date for d in sighting.deadlines):
        return False  # the page prints the old day as replaced
    if now.date is None:
        return True
    moved = now.date - was.date
    return abs(moved) <= timedelta(days=1) or moved < -_FAR_BACK or now.date in shown


def _is_over(was: Deadline, now: Deadline, today: date) -> bool:
    """Whether both days have passed long ago, so that a slip between them is nobody's news."""
    return all(d.date is not None and d.date < today - _OVER for d in (was, now)) and _days_apart(was, now) <= 1


def _stays(gone: Deadline, key: str, waiting: _Waiting) -> bool:
    """Whether a deadline that is no longer printed is kept: a past one for good, one to come until confirmed."""
    if gone.date is None:
        return False
    if gone.date < waiting.now.date():
        return True
    return not waiting.is_confirmed(key, _place(gone), "")


def _active(sighting: Sighting, kind: Kind) -> list[Deadline]:
    return [d for d in sighting.deadlines if d.kind is kind and d.state is State.ACTIVE]


def _same_day(one: Deadline, other: Deadline) -> bool:
    return one.date is not None and one.date == other.date


def _same_place(one: Deadline, other: Deadline) -> bool:
    return _place(one) == _place(other)


def _days_apart(one: Deadline, other: Deadline) -> int:
    return abs((one.date - other.date).days) if one.date and other.date else 100_000


def _place(deadline: Deadline) -> str:
    return f"{deadline.kind.value}|{deadline.round}|{deadline.track}"


def _when(deadline: Deadline) -> str:
    return f"{deadline.date} {deadline.time} {deadline.zone}"
