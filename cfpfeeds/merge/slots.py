"""The lasting identity of each deadline of a call: which new deadline is which old entry, moved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from cfpfeeds.model import Deadline, Entry, Former, Guess, State


@dataclass(frozen=True, slots=True)
class Dated:
    """A deadline with the source whose word it is. `before` are the days that the source itself says it replaces."""

    deadline: Deadline
    source_id: str
    before: tuple[Deadline, ...] = ()


def place(
    previous: Sequence[Entry],
    wanted: Sequence[Dated],
    now: datetime,
    *,
    told: Iterable[Deadline] = (),
    withdrawn: bool = False,
) -> tuple[Entry, ...]:
    """The entries of a call after this poll: old ones moved, new ones minted, vanished ones cancelled.

    A slot is never used again for another deadline, so a subscriber's entry never turns into something else.
    What has passed everywhere is history and stays as it was: when the call is `withdrawn`, and when nobody speaks of
    it any more but those who `told` of that day and are silent now.
    """
    free = list(previous)
    placed: list[Entry] = []
    rest = list(wanted)
    for alike in (_same_deadline, _same_day, _same_round, _same_kind):
        for item in tuple(rest):
            found = [entry for entry in free if alike(entry.deadline, item.deadline)]
            if found:
                free.remove(found[0])
                rest.remove(item)
                placed.append(_moved(found[0], _settled(item, found[0], now, withdrawn), now))
    used = {entry.slot for entry in previous}
    for item in (_settled(item, None, now, withdrawn) for item in rest):
        slot = _mint_slot(item.deadline.kind.value, used)
        used.add(slot)
        former = tuple(Former(d.date, d.time, d.zone, now, item.source_id) for d in item.before)
        placed.append(Entry(slot, item.deadline, item.source_id, 0, now, now, former))
    named = {(d.kind, d.date) for d in told if d.state is State.ACTIVE}
    for entry in free:
        history = passed(entry.deadline, now) and (entry.deadline.kind, entry.deadline.date) in named
        placed.append(entry if history else _cancelled(entry, now))
    return tuple(sorted(map(_with_end, placed), key=_order))


def _same_deadline(old: Deadline, new: Deadline) -> bool:
    return _same_round(old, new) and old.date == new.date


def _same_day(old: Deadline, new: Deadline) -> bool:
    return old.kind is new.kind and old.date is not None and old.date == new.date


def _same_round(old: Deadline, new: Deadline) -> bool:
    return (old.kind, old.round, old.track) == (new.kind, new.round, new.track)


def _same_kind(old: Deadline, new: Deadline) -> bool:
    # A cancelled entry is not revived as another round's deadline.
    return old.kind is new.kind and old.state is State.ACTIVE and (not old.round or not new.round)


def _mint_slot(kind: str, used: set[str]) -> str:
    number = 1
    while (slot := kind if number == 1 else f"{kind}-{number}") in used:
        number += 1
    return slot


def _moved(entry: Entry, item: Dated, now: datetime) -> Entry:
    old, new = entry.deadline, item.deadline
    if old == new and entry.source_id == item.source_id:
        return entry
    if _when(old) == _when(new):  # the words or the witness changed: shown, but no subscriber is told of a new date
        return replace(entry, deadline=new, source_id=item.source_id, modified_at=now)
    former = entry.former
    if old.date is not None and (old.date, old.time, old.zone) != (new.date, new.time, new.zone):
        former = (*former, Former(old.date, old.time, old.zone, now, entry.source_id))
    return replace(
        entry,
        deadline=new,
        source_id=item.source_id,
        sequence=entry.sequence + 1,
        modified_at=now,
        former=former,
    )


def _with_end(entry: Entry) -> Entry:
    """The entry with the time since when it is cancelled, which no later change of its words moves."""
    end = (entry.cancelled_at or entry.modified_at) if entry.deadline.state is State.CANCELLED else None
    return entry if end == entry.cancelled_at else replace(entry, cancelled_at=end)


def _settled(item: Dated, before: Entry | None, now: datetime, withdrawn: bool) -> Dated:
    """The deadline as it stands if the call is withdrawn: cancelled, unless it had passed before that."""
    if not withdrawn or (passed(item.deadline, now) and not (before and before.deadline.state is State.CANCELLED)):
        return item
    return replace(item, deadline=replace(item.deadline, state=State.CANCELLED))


def passed(deadline: Deadline, now: datetime) -> bool:
    """Whether the deadline has passed everywhere at `now` (aware UTC); one without a day never has."""
    return deadline.closes_at is not None and deadline.closes_at < now


def _when(deadline: Deadline) -> tuple[object, ...]:
    """What a subscriber must be told of when it changes: the day, the hour, and how far both are certain."""
    sure_of_zone = Guess.ZONE not in deadline.guesses
    return deadline.date, deadline.time, deadline.zone, deadline.state, deadline.tentative, sure_of_zone


def _cancelled(entry: Entry, now: datetime) -> Entry:
    if entry.deadline.state is State.CANCELLED:
        return entry
    gone = replace(entry.deadline, state=State.CANCELLED)
    return replace(entry, deadline=gone, sequence=entry.sequence + 1, modified_at=now)


def _order(entry: Entry) -> tuple[str, str, str]:
    deadline = entry.deadline
    return (deadline.date.isoformat() if deadline.date else "9999", deadline.kind.value, entry.slot)
