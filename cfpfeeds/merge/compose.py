"""What a call says, composed from all its sightings, and what of it is news.

The publisher beats a list, a list kept by hand beats a crawler, the newer beats the older; the loser stays visible.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from cfpfeeds.merge.fixes import Fixes
from cfpfeeds.merge.rank import NEVER, witnesses
from cfpfeeds.merge.slots import Dated, passed, place
from cfpfeeds.merge.traits import Traits, traits_of
from cfpfeeds.model import (
    Call,
    CallKind,
    Caution,
    Change,
    ChangeKind,
    Conflict,
    Deadline,
    Entry,
    Guess,
    Kind,
    Overrides,
    Sighting,
    State,
    Status,
)

_MOST_DISCIPLINES = 4
_NO_OVERRIDES = Overrides()


def compose(
    call_id: str,
    sightings: Sequence[Sighting],
    previous: Call | None,
    now: datetime,
    overrides: Overrides = _NO_OVERRIDES,
) -> tuple[Call, tuple[Change, ...]]:
    """The call as its sightings tell it, and the changes against `previous`. The order of sightings never matters.

    What operators have fixed or hidden in `overrides` comes last; the values it replaces stay visible as conflicts.
    """
    fixes = Fixes(overrides, {call_id, *(s.founded for s in sightings)}, now.date())
    heard = witnesses(sightings)
    live, silent = heard.live, heard.silent
    best = live[0]
    wanted = fixes.deadlines(choose_deadlines(live, silent))
    said = _said([s for s in live if not heard.is_outdated(s)] or live, previous, now)
    entries = place(
        previous.entries if previous else (),
        wanted,
        now,
        told=[d for s in silent for d in s.deadlines if d.kind not in fixes.kinds],
        withdrawn=fixes.status(said) is Status.WITHDRAWN,
    )
    made = Call(
        id=call_id,
        title=best.title,
        venue=_first(live, "venue"),
        url=_first(live, "url"),
        published_at=previous.published_at if previous else now,
        updated_at=previous.updated_at if previous else now,
        kind=next((s.kind for s in live if s.kind is not CallKind.OTHER), CallKind.OTHER),
        status=_status(said, entries, previous, now),
        entries=entries,
        disciplines=tuple(dict.fromkeys(slug for s in live for slug in s.disciplines))[:_MOST_DISCIPLINES],
        summary=_first(live, "summary"),
        language=_first(live, "language"),
        acronym=_first(live, "acronym"),
        year=next((s.year for s in live if s.year), None),
        event=_first(live, "event"),
        place=_first(live, "place"),
        source_ids=tuple(dict.fromkeys(s.source_id for s in live)),
        conflicts=_since(_conflicts(best, [s for s in live if not heard.is_outdated(s)], wanted), previous),
        cautions=tuple(dict.fromkeys(Caution(s.warning, s.source_id) for s in live if s.warning)),
        hidden=fixes.hidden,
    )
    made = fixes.applied(made, best)
    disputed = _newly_disputed(previous, made) if previous else frozenset()
    if previous:
        made = replace(made, entries=_stamped(previous, made, disputed, now))
    changes = _changes(previous, made, now)
    seen_otherwise = previous and (made.disciplines, made.cautions) != (previous.disciplines, previous.cautions)
    if previous and (changes or disputed or seen_otherwise):
        made = replace(made, updated_at=max(now, previous.updated_at))
    return made, changes


def _first(live: Sequence[Sighting], field: str) -> str:
    return next((value for s in live if (value := str(getattr(s, field)))), "")


def choose_deadlines(live: Sequence[Sighting], gone: Sequence[Sighting] = ()) -> tuple[Dated, ...]:
    """The deadlines to show: each stage wholly from one source, the strongest, and of equals one that names a day.

    `live` and `gone` are in order of strength. A stage that the strongest leaves out is filled in by the next. A later
    day from a stronger source that has `gone` is not replaced by an earlier one that nobody explains.
    """
    chosen: list[Dated] = []
    stages = dict.fromkeys(d.kind for s in live for d in s.deadlines if d.state is not State.SUPERSEDED)
    for stage in stages:
        able = [(s, found) for s in live if (found := _of_stage(s, stage))]
        best, found = min(able, key=lambda pair: (pair[0].authority.rank, not any(d.date for d in pair[1])))
        best, found = next(
            (pair for pair in able if pair[0].source_id == best.source_id and _more(pair[1], found)), (best, found)
        )
        for former in gone:
            kept = _of_stage(former, stage)
            if former.authority.rank < best.authority.rank and _last(kept) > _last(found) > date.min:
                best, found = former, [replace(d, guesses=_marked(d.guesses)) for d in kept]
                break
        chosen += [Dated(deadline, best.source_id, _replaced(best, deadline)) for deadline in found]
    return tuple(chosen)


def _more(deadlines: Sequence[Deadline], than: Sequence[Deadline]) -> bool:
    """Whether the days are those of `than` and others: an earlier word of a source that its later one only repeats."""
    return {d.date for d in deadlines if d.date} > {d.date for d in than if d.date}


def _last(deadlines: Sequence[Deadline]) -> date:
    return max((d.date for d in deadlines if d.date), default=date.min)


def _marked(guesses: tuple[Guess, ...]) -> tuple[Guess, ...]:
    return tuple(dict.fromkeys((*guesses, Guess.UNCONFIRMED)))


def _replaced(sighting: Sighting, deadline: Deadline) -> tuple[Deadline, ...]:
    """The days that the source itself prints as replaced by this one, oldest first."""
    place = (deadline.kind, deadline.round, deadline.track)
    found = [
        d
        for d in sighting.deadlines
        if d.state is State.SUPERSEDED and (d.kind, d.round, d.track) == place and d.date and d.date != deadline.date
    ]
    return tuple(sorted(found, key=lambda d: str(d.date)))


def _of_stage(sighting: Sighting, stage: Kind) -> list[Deadline]:
    return [d for d in sighting.deadlines if d.kind is stage and d.state is not State.SUPERSEDED]


def _said(live: Sequence[Sighting], previous: Call | None, now: datetime) -> Status:
    """What the sources say of the call, or their silence once all are gone."""
    if any(s.status is Status.WITHDRAWN for s in live):
        return Status.WITHDRAWN
    if all(s.gone for s in live):
        if previous and (previous.closes_at is None or previous.closes_at >= now):
            return Status.WITHDRAWN
        return previous.status if previous else Status.CLOSED
    return live[0].status


def _status(said: Status, entries: Sequence[Entry], previous: Call | None, now: datetime) -> Status:
    dated = [e.deadline for e in entries if e.deadline.date and e.deadline.state is State.ACTIVE]
    dated = [deadline for deadline in dated if deadline.kind.is_due]
    if said is Status.CLOSED and not (previous and previous.status is Status.CLOSED):
        # After the last day it is no news: the day has said it already, and what has passed stays as it was.
        return Status.OPEN if dated and all(passed(deadline, now) for deadline in dated) else said
    if said in (Status.ROLLING, Status.UNDATED, Status.OPEN):
        if dated:
            return Status.OPEN
        return Status.ROLLING if said is Status.ROLLING else Status.UNDATED
    return said


def _shown_with(entry: Entry, call: Call) -> tuple[object, ...]:
    """What of the call its calendar entry shows: when it changes, the entry has been modified."""
    withdrawn = call.status is Status.WITHDRAWN and entry.deadline.state is State.CANCELLED
    return call.title, call.venue, call.status is Status.CLOSED, withdrawn, call.disciplines, call.cautions


def _conflicts(best: Sighting, live: Sequence[Sighting], chosen: Sequence[Dated]) -> tuple[Conflict, ...]:
    """What the other sources say otherwise, strongest first; a value that only says less is no conflict."""
    found = []
    shown = {(d.deadline.kind, d.deadline.date) for d in chosen}
    stages = {d.deadline.kind for d in chosen}
    said = traits_of(best)
    for s in live:
        seen = s.changed_at or s.first_seen or NEVER
        other = said if s is best else traits_of(s)
        for field, value, differs in (
            ("title", s.title, _differ(said.words, other.words)),
            ("venue", s.venue, _differ(frozenset(said.venue.split()), frozenset(other.venue.split()))),
            ("place", s.place, bool(said.place and other.place and not said.place & other.place)),
            ("event", s.event, _other_days(said, other)),
        ):
            if s is not best and differs and value:
                found.append(Conflict(field, value, s.source_id, seen))
        for d in s.deadlines:
            if d.state is State.ACTIVE and d.date and d.kind in stages and (d.kind, d.date) not in shown:
                found.append(Conflict(d.kind.value, _printed(d), s.source_id, seen))
    return tuple(dict.fromkeys(found))


def _since(conflicts: Sequence[Conflict], previous: Call | None) -> tuple[Conflict, ...]:
    """The conflicts with the day on which each was first seen, whatever else its source has changed since."""
    known = {_claim(c): c.seen_at for c in (previous.conflicts if previous else ())}
    return tuple(replace(c, seen_at=min(c.seen_at, known.get(_claim(c), c.seen_at))) for c in conflicts)


def _newly_disputed(previous: Call, made: Call) -> frozenset[str]:
    """The fields about which sources disagree in another way than before."""
    changed = {_claim(c) for c in previous.conflicts} ^ {_claim(c) for c in made.conflicts}
    return frozenset(field for field, _, _ in changed)


def _stamped(previous: Call, made: Call, disputed: frozenset[str], now: datetime) -> tuple[Entry, ...]:
    """The entries, modified now where they show something of the call that is new."""
    return tuple(
        replace(e, modified_at=now)
        if e.deadline.kind.value in disputed or _shown_with(e, previous) != _shown_with(e, made)
        else e
        for e in made.entries
    )


def _claim(conflict: Conflict) -> tuple[str, str, str]:
    return conflict.field, conflict.value, conflict.source_id


def _differ(one: frozenset[str], other: frozenset[str]) -> bool:
    return not (one <= other or other <= one)


def _other_days(one: Traits, other: Traits) -> bool:
    return bool(one.starts and other.starts and one.starts != other.starts)


def _printed(deadline: Deadline) -> str:
    parts = [
        deadline.date.isoformat() if deadline.date else deadline.text,
        deadline.time.isoformat("minutes") if deadline.time else "",
        deadline.zone,
    ]
    return " ".join(part for part in parts if part)


def _changes(previous: Call | None, made: Call, now: datetime) -> tuple[Change, ...]:
    source = made.source_ids[0] if made.source_ids else ""
    if previous is None:
        return (Change(made.id, now, ChangeKind.NEW, new=made.title, source_id=source),)
    found = [
        Change(made.id, now, kind, field, getattr(previous, field), getattr(made, field), source)
        for kind, field in ((ChangeKind.RETITLED, "title"), (ChangeKind.OTHER, "venue"), (ChangeKind.LINK, "url"))
        if getattr(previous, field) != getattr(made, field)
    ]
    if previous.status is not made.status:
        kind = ChangeKind.STATUS
        if made.status is Status.WITHDRAWN:
            kind = ChangeKind.WITHDRAWN
        elif previous.status is Status.WITHDRAWN:
            kind = ChangeKind.REOPENED
        found.append(Change(made.id, now, kind, "status", previous.status.value, made.status.value, source))
    told = Status.WITHDRAWN in (previous.status, made.status) and previous.status is not made.status
    before = {entry.slot: entry for entry in previous.entries}
    for entry in made.entries:
        change = _moved(before.get(entry.slot), entry, made.id, now)
        if change and not (told and change.old == change.new):  # the call's own change says it of all its deadlines
            found.append(change)
    return tuple(found)


def _moved(before: Entry | None, entry: Entry, call_id: str, now: datetime) -> Change | None:
    new = _printed(entry.deadline)
    if before is None:
        return Change(call_id, now, ChangeKind.DEADLINE_ADDED, entry.slot, "", new, entry.source_id)
    if before.sequence == entry.sequence:
        return None
    old, kind = _printed(before.deadline), ChangeKind.DEADLINE_CHANGED
    if entry.deadline.state is State.CANCELLED:
        kind = ChangeKind.DEADLINE_REMOVED
    elif old == new:  # back where it was, or only more or less certain
        back = before.deadline.state is State.CANCELLED
        kind = ChangeKind.DEADLINE_ADDED if back else ChangeKind.OTHER
    elif before.deadline.date and entry.deadline.date and before.deadline.date != entry.deadline.date:
        later = entry.deadline.date > before.deadline.date
        kind = ChangeKind.EXTENDED if later else ChangeKind.BROUGHT_FORWARD
    return Change(call_id, now, kind, entry.slot, old, new, entry.source_id)
