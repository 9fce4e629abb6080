"""What one poll changes: each sighting finds its call, absences are counted, the calls concerned are composed anew."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime

from cfpfeeds.addresses import comparable
from cfpfeeds.merge.compose import compose
from cfpfeeds.merge.match import keys_of, same_call
from cfpfeeds.model import Call, Change, Deadline, Guess, Known, Plan, Problem, Sighting

_BOOKKEEPING = ("call_id", "first_seen", "changed_at", "missing_since", "misses", "where")


def plan(
    sightings: Sequence[Sighting],
    known: Known,
    *,
    source_id: str,
    now: datetime,
    mint: Callable[[], str],
    complete: bool,
    spared: Collection[str] = (),
) -> Plan:
    """Decide what this poll changes; touch nothing. `now` is aware UTC, `mint` gives fresh call ids.

    `complete` says that the listing was read whole, so that absence counts, except of the keys that are `spared`.
    Odd data does not raise: what cannot be placed surely is a call of its own, and a Problem says so.
    """
    before = {s.id: s for s in known.sightings}
    seen = {s.key: s for s in sightings}
    book = _Book(known.sightings, sightings, source_id)
    problems: list[Problem] = []
    written: dict[tuple[str, str], Sighting] = {}
    for key in sorted(seen):
        sighting = seen[key]
        old = before.get((source_id, key))
        call_id = old.call_id if old else book.call_for(sighting, problems) or mint()
        after = _recorded(sighting, old, call_id, now)
        book.put(after)
        if after != old:
            written[after.id] = after
    if complete:
        for old in known.sightings:
            if old.source_id == source_id and old.key not in seen and old.key not in spared:
                written[old.id] = replace(old, misses=old.misses + 1, missing_since=old.missing_since or now)
    calls, changes = _composed(known, written, now)
    return Plan(tuple(written.values()), calls, changes, (), tuple(problems))


class _Book:
    """Where every sighting stands, found by key. Calls that this source lists under another key are taken."""

    def __init__(self, known: Sequence[Sighting], sightings: Sequence[Sighting], source_id: str) -> None:
        present = {s.key for s in sightings}
        self._by_key: dict[str, list[Sighting]] = defaultdict(list)
        self._taken: set[str] = set()
        self._source_id, self._present = source_id, present
        others = [s for s in known if s.source_id != source_id]
        counted = Counter((s.source_id, comparable(s.url)) for s in (*others, *sightings) if s.url)
        self._shared = {address for (_, address), times in counted.items() if times > 1}
        for sighting in known:
            self.put(sighting)

    def put(self, sighting: Sighting) -> None:
        for key in keys_of(sighting):
            self._by_key[key].append(sighting)
        if sighting.source_id == self._source_id and sighting.key in self._present:
            self._taken.add(sighting.call_id)

    def call_for(self, sighting: Sighting, problems: list[Problem]) -> str:
        """The id of the one known call that this is; "" for none, or for several equally good ones."""
        meets = [other for key in keys_of(sighting) for other in self._by_key[key]]
        found = {
            other.call_id
            for other in meets
            if other.call_id not in self._taken and same_call(sighting, other, shared_addresses=self._shared)
        }
        if len(found) > 1:
            ids = ", ".join(sorted(found))
            problems.append(Problem(sighting.title, f"could be any of the calls {ids}: kept apart"))
        return found.pop() if len(found) == 1 else ""


def _recorded(sighting: Sighting, old: Sighting | None, call_id: str, now: datetime) -> Sighting:
    """The sighting as it is kept; the old one itself when nothing has changed."""
    if old is None:
        return replace(sighting, call_id=call_id, first_seen=now, changed_at=now)
    kept = replace(sighting, deadlines=_confirmed(sighting.deadlines, old.deadlines))
    same = all(getattr(kept, name) == getattr(old, name) for name in Sighting.__slots__ if name not in _BOOKKEEPING)
    changed_at = old.changed_at if same else now
    return replace(
        kept, call_id=call_id, first_seen=old.first_seen, changed_at=changed_at, where=old.where if same else kept.where
    )


def _confirmed(new: tuple[Deadline, ...], old: tuple[Deadline, ...]) -> tuple[Deadline, ...]:
    """The new deadlines; an inferred year stays what it was, a stage that is no longer printed stays, marked."""
    inferred = {d.text: d for d in old if Guess.YEAR in d.guesses}
    read = tuple(
        inferred[d.text] if Guess.YEAR in d.guesses and d.text in inferred and inferred[d.text].kind is d.kind else d
        for d in new
    )
    stages = {d.kind for d in read}
    lost = tuple(
        replace(d, guesses=tuple(dict.fromkeys((*d.guesses, Guess.UNCONFIRMED))))
        for d in old
        if d.date and d.kind.is_due and not any(d.kind is kind for kind in stages) and not any(s.is_due for s in stages)
    )
    return read + lost


def _composed(
    known: Known, written: dict[tuple[str, str], Sighting], now: datetime
) -> tuple[tuple[Call, ...], tuple[Change, ...]]:
    previous = {call.id: call for call in known.calls}
    of_call: dict[str, dict[tuple[str, str], Sighting]] = defaultdict(dict)
    for sighting in (*known.sightings, *written.values()):
        of_call[sighting.call_id][sighting.id] = sighting
    calls: list[Call] = []
    changes: list[Change] = []
    for call_id in sorted({s.call_id for s in written.values()}):
        made, news = compose(call_id, tuple(of_call[call_id].values()), previous.get(call_id), now)
        if made != previous.get(call_id):
            calls.append(made)
            changes += news
    return tuple(calls), tuple(changes)
