"""A whole poll against what the source is usually like: believe it, or change nothing and say why."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cfpfeeds.guard.habits import usual_count, usual_size, usually_dated
from cfpfeeds.model import Doubt, OutcomeKind, Sighting, SourceState, State
from cfpfeeds.text import fold

_ENOUGH_TO_JUDGE = 4
"""A list this short may well halve in one day."""

_SHRUNK = 0.5
_DRIFT = 0.05
"""Totals that pages state drift by one or two while one pages through them (Frontiers, Nature)."""

_GROWN, _GROWN_BY = 5, 50
_SMALL_PAGE, _FEWER = 0.3, 0.8
_KNOWN_AGAIN = 0.25
_DATED, _UNDATED = 0.6, 0.5
_LOST_OF = 2
_MANY_MOVED = 5
_COPIED = 3
_AGREEING_POLLS, _AGREEING_FOR = 3, timedelta(days=3)
"""What looks odd and is read the same again and again is how the source is now."""


@dataclass(frozen=True, slots=True)
class Recall:
    """Of the calls that were listed, are still open and are listed again: how many had a day before, and have one now.

    It tells a redesign that the rules survive by halves: every title is there, but no day.
    """

    dated: int = 0
    still_dated: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """What one poll read. `listed` is what the source listed before, `problems` records could not be read.

    `reason` says why no page is the one that the rules know, "" when one is. `stated_total` is the count that the pages
    print, `size` their bytes together. A `saved` page may be one of several, so its size proves nothing.
    """

    sightings: Sequence[Sighting]
    listed: Sequence[Sighting] = ()
    reason: str = ""
    problems: int = 0
    stated_total: int | None = None
    size: int = 0
    saved: bool = False
    recall: Recall = Recall()


@dataclass(frozen=True, slots=True)
class Verdict:
    """UPDATED: believe it. SUSPICIOUS: change nothing; `reason` is for the status page, `doubt` is to be remembered."""

    kind: OutcomeKind
    reason: str = ""
    doubt: Doubt | None = None


def judge(state: SourceState, seen: Reading, *, now: datetime, complete: bool = True, may_be_empty: bool) -> Verdict:
    """Whether what one poll read may change anything.

    A doubt that a real change of the source may explain ends when the same was read in three polls over three days; a
    page that is not ours, an empty or shortened list and one date copied to all calls are never believed in that way.
    """
    if lasting := next(_surely_wrong(state, seen, may_be_empty), ""):
        return Verdict(OutcomeKind.SUSPICIOUS, lasting)
    if seen.saved or not (odd := next(_odd(state, seen, complete, may_be_empty), "")):
        return Verdict(OutcomeKind.UPDATED)
    doubt = _doubt(state.doubt, seen, now)
    if doubt.polls >= _AGREEING_POLLS and now - doubt.since >= _AGREEING_FOR:
        return Verdict(OutcomeKind.UPDATED, f"believed after {doubt.polls} polls that agree: {odd}")
    return Verdict(OutcomeKind.SUSPICIOUS, odd, doubt)


def _surely_wrong(state: SourceState, seen: Reading, may_be_empty: bool) -> Iterator[str]:
    found, usual, problems = len(seen.sightings), usual_count(state), seen.problems
    if seen.reason:
        yield f"this is not the page we know: {seen.reason}"
    if problems > max(found, 2) and found < max(usual, 1) * _SHRUNK:
        yield f"{problems} records could not be read and only {found} could"
    if seen.saved:
        yield from _lost(seen.recall)
        return
    if found == 0 and not may_be_empty:
        if usual:
            yield f"no call at all, where {usual} are usual"
        yield "no call at all; if that is right, say may_be_empty = true"
    total = seen.stated_total
    if total is not None and found + problems < total * (1 - _DRIFT) - 2:
        yield f"the page speaks of {total} calls, {found} were read: the list was cut short"
    yield from _copied(seen)


def _odd(state: SourceState, seen: Reading, complete: bool, may_be_empty: bool) -> Iterator[str]:
    found, usual, habits = len(seen.sightings), usual_count(state), state.habits
    if usual >= _ENOUGH_TO_JUDGE and found <= usual * _SHRUNK and not may_be_empty:
        yield f"only {found} calls, where {usual} are usual"
    if usual and found >= usual * _GROWN and found - usual >= _GROWN_BY:
        yield f"{found} calls, where {usual} are usual: was the filter ignored?"
    size = usual_size(habits)
    if usual >= _ENOUGH_TO_JUDGE and seen.size < size * _SMALL_PAGE and found < usual * _FEWER:
        yield f"{seen.size} bytes with {found} calls, where {size} bytes with {usual} are usual"
    if seen.stated_total is None and len(habits.totals) > 2 and all(habits.totals) and found < usual * _FEWER:
        yield f"the page no longer prints how many calls there are, and {found} is fewer than usual"
    yield from _lost(seen.recall)
    yield from _undated(state, seen)
    if complete and not may_be_empty:
        yield from _foreign(seen)
    yield from _moved_at_once(seen)


def _undated(state: SourceState, seen: Reading) -> Iterator[str]:
    found, share = len(seen.sightings), usually_dated(state.habits)
    dated = sum(any(d.date and d.kind.is_due for d in s.deadlines) for s in seen.sightings)
    if found >= _ENOUGH_TO_JUDGE and share >= _DATED and dated < found * share * _UNDATED:
        yield f"{dated} of {found} calls name a day, where {share:.0%} are usual"


def _lost(recall: Recall) -> Iterator[str]:
    if recall.dated >= _LOST_OF and recall.still_dated < recall.dated * _SHRUNK:
        yield f"of {recall.dated} calls that had a deadline only {recall.still_dated} still have one"


def _foreign(seen: Reading) -> Iterator[str]:
    """Another list in place of ours: the same host, the same shape, somebody else's calls."""
    listed = [s for s in seen.listed if not s.misses]
    keys, titles = {s.key for s in seen.sightings}, {fold(s.title) for s in seen.sightings}
    again = sum(s.key in keys or fold(s.title) in titles for s in listed)
    if len(listed) >= _ENOUGH_TO_JUDGE and again < len(listed) * _KNOWN_AGAIN:
        yield f"{again} of the {len(listed)} calls listed before are on it: is this another list?"


def _copied(seen: Reading) -> Iterator[str]:
    """One day given to calls that had different ones: a date of the page was taken for a date of each call."""
    moved, dated = _moves(seen)
    for day, times in Counter(new for _, new in moved if new).most_common(1):
        former = {old for old, new in moved if new == day and old}
        if times >= _COPIED and times * 2 >= dated and len(former) > 1:
            yield f"{times} calls with different days now all name {day}: the page's own date?"


def _moved_at_once(seen: Reading) -> Iterator[str]:
    moved, dated = _moves(seen)
    if len(moved) >= _MANY_MOVED and len(moved) * 2 > dated:
        yield f"{len(moved)} of {dated} calls name another day than before"
    for day, times in Counter(new for old, new in moved if new and old).most_common(1):
        if times == len(moved) == dated == _COPIED - 1 and len({old for old, _ in moved}) > 1:
            yield f"both calls now name {day}"
    gained = Counter(new for old, new in moved if old is None and new)
    for day, times in gained.most_common(1):
        if times >= _ENOUGH_TO_JUDGE and times * 2 > len(seen.sightings):
            yield f"{times} calls without a day now all name {day}"


def _moves(seen: Reading) -> tuple[list[tuple[date | None, date | None]], int]:
    """The last day due of each known call whose day has moved, old and new, and how many known calls have one now.

    A move by one day is no news here: `steady` waits until it is confirmed.
    """
    before = {s.key: _last_due(s) for s in seen.listed}
    pairs = [(before[s.key], _last_due(s)) for s in seen.sightings if s.key in before]
    moved = [(old, new) for old, new in pairs if new and old != new and (not old or abs((new - old).days) > 1)]
    return list(moved), sum(new is not None for _, new in pairs)


def _last_due(sighting: Sighting) -> date | None:
    days = [d.date for d in sighting.deadlines if d.date and d.kind.is_due and d.state is State.ACTIVE]
    return max(days, default=None)


def _doubt(before: Doubt | None, seen: Reading, now: datetime) -> Doubt:
    told = "\n".join(f"{s.key} {_last_due(s)}" for s in sorted(seen.sightings, key=lambda s: s.key))
    digest = hashlib.sha256(told.encode()).hexdigest()[:16]
    if before is None or before.digest != digest or before.since > now:  # the clock has jumped back
        return Doubt(digest, now)
    return Doubt(digest, before.since, before.polls + 1)
