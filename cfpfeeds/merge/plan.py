"""What one poll changes: absences are counted, sightings find their calls, the calls concerned are composed anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from cfpfeeds.merge.around import Look, SightingId, Surroundings
from cfpfeeds.merge.compose import compose
from cfpfeeds.merge.group import Pair, group
from cfpfeeds.merge.identity import Identities, identify
from cfpfeeds.merge.setting import setting_of
from cfpfeeds.model import Call, Change, ChangeKind, Deadline, Guess, Known, Overrides, Plan, Problem, Sighting

_BOOKKEEPING = ("call_id", "founded", "first_seen", "changed_at", "missing_since", "misses", "where")
_NOTHING = Overrides()


def plan(
    sightings: Sequence[Sighting],
    known: Known,
    *,
    source_id: str,
    now: datetime,
    mint: Callable[[], str],
    complete: bool,
    look: Look | None = None,
    overrides: Overrides = _NOTHING,
    spared: Collection[str] = (),
) -> Plan:
    """Decide what this poll changes; touch nothing. `now` is aware UTC, `mint` gives fresh call ids.

    `known` holds the calls of this source and those that share a match key with a sighting; `look` fetches more, None
    says that there is no more. `complete` says that the listing was read whole, so that absence counts, except of the
    keys that are `spared`. Odd data does not raise: what cannot be placed surely is a call of its own, and a Problem
    says so.
    """
    around = Surroundings(known, look)
    before = dict(around.sightings)
    touched: set[SightingId] = set()
    present = {s.key: s for s in sightings}
    for key in sorted(present):
        old = before.get((source_id, key))
        after = _recorded(present[key], old, now)
        if old is None or after.changed_at != old.changed_at or old.missing_since:
            touched.add(after.id)
        around.put(after)
    if complete:
        for old in before.values():
            if old.source_id == source_id and old.key not in present and old.key not in spared:
                if old.missing_since is None:
                    touched.add(old.id)
                if not old.gone:
                    around.put(replace(old, misses=old.misses + 1, missing_since=old.missing_since or now))
    return _settled(around, before, touched, now=now, mint=mint, overrides=overrides)


def revise(
    names: Iterable[str], look: Look, *, now: datetime, mint: Callable[[], str], overrides: Overrides = _NOTHING
) -> Plan:
    """The same with nothing newly seen: the calls called `names` are grouped and composed anew.

    For overrides that were written, changed or taken away, and for fixes whose day has come.
    """
    around = Surroundings(Known(), look)
    around.ask_for(sorted({*names, *overrides.named}))
    touched = {one for name in names for one in _sightings_called(name, around)}
    return _settled(around, dict(around.sightings), touched, now=now, mint=mint, overrides=overrides, all_anew=True)


def _settled(
    around: Surroundings,
    before: dict[SightingId, Sighting],
    touched: set[SightingId],
    *,
    now: datetime,
    mint: Callable[[], str],
    overrides: Overrides,
    all_anew: bool = False,
) -> Plan:
    if touched and overrides.named:
        around.ask_for(sorted(overrides.named))
    bound, parted = (list(_pairs(groups, around)) for groups in (overrides.same, overrides.apart))
    inside = sorted(around.gather(touched, bound))
    before = {**around.sightings, **before}
    found, problems = _identified(inside, bound, parted, around, mint)
    for sighting_id in inside:
        founded = found.founded.get(sighting_id, around.sightings[sighting_id].founded)
        around.assign(sighting_id, found.call_of[sighting_id], founded)
    written = [s for s in around.sightings.values() if s != before.get(s.id)]
    stale = {s.call_id for s in written} | {before[s.id].call_id for s in written if s.id in before}
    if all_anew:
        stale |= {around.sightings[sighting_id].call_id for sighting_id in inside}
    calls, changes = _composed(sorted(stale - found.aliases.keys() - {""}), around, found, now, overrides)
    known_aliases = {s.founded: before[s.id].call_id for s in around.sightings.values() if s.founded and s.id in before}
    aliases = tuple(sorted(pair for pair in found.aliases.items() if known_aliases.get(pair[0]) != pair[1]))
    return Plan(tuple(sorted(written, key=lambda s: s.id)), calls, changes, aliases, tuple(problems))


def _identified(
    inside: Sequence[SightingId],
    bound: Iterable[tuple[SightingId, SightingId]],
    parted: Iterable[tuple[SightingId, SightingId]],
    around: Surroundings,
    mint: Callable[[], str],
) -> tuple[Identities, list[Problem]]:
    if not inside:
        return Identities(), []
    place = {sighting_id: number for number, sighting_id in enumerate(inside)}

    def within(pairs: Iterable[tuple[SightingId, SightingId]]) -> list[Pair]:
        return [(place[a], place[b]) for a, b in pairs if a in place and b in place]

    members = [around.traits(sighting_id) for sighting_id in inside]
    setting = setting_of(around.everything(), around.crowded)
    groups = group(members, bound=within(bound), parted=within(parted), setting=setting)
    together: dict[int, list[Sighting]] = defaultdict(list)
    for traits, label in zip(members, groups.labels, strict=True):
        together[label].append(traits.sighting)
    found = identify(list(together.values()), around.calls, around.retired, mint)
    problems = []
    for one, rivals in groups.disputed:
        ids = ", ".join(sorted({found.call_of[inside[rival]] for rival in rivals}))
        title = members[one].sighting.title
        problems.append(Problem(title, f"could be any of the calls {ids}: kept apart"))
    return found, problems


def _sightings_called(name: str, around: Surroundings) -> list[SightingId]:
    """The sightings that a name stands for: a sighting itself, the one a call was minted for, else all of a call."""
    source_id, slash, key = name.partition("/")
    if slash:
        return [(source_id, key)] if (source_id, key) in around.sightings else []
    founders = sorted(s.id for s in around.sightings.values() if s.founded == name)
    return founders[:1] or sorted(around.of_call(name))


def _pairs(groups: Iterable[Sequence[str]], around: Surroundings) -> Iterable[tuple[SightingId, SightingId]]:
    for names in groups:
        anchors = [found[0] for name in names if (found := _sightings_called(name, around))]
        for number, one in enumerate(anchors):
            for other in anchors[number + 1 :]:
                if one != other:
                    yield one, other


def _recorded(sighting: Sighting, old: Sighting | None, now: datetime) -> Sighting:
    """The sighting as it is kept; the old one itself when nothing has changed."""
    if old is None:
        return replace(sighting, first_seen=now, changed_at=now)
    kept = replace(sighting, deadlines=_confirmed(sighting.deadlines, old.deadlines))
    same = all(getattr(kept, name) == getattr(old, name) for name in Sighting.__slots__ if name not in _BOOKKEEPING)
    return replace(
        kept,
        call_id=old.call_id,
        founded=old.founded,
        first_seen=old.first_seen,
        changed_at=old.changed_at if same else now,
        where=old.where if same else kept.where,
    )


def _confirmed(new: tuple[Deadline, ...], old: tuple[Deadline, ...]) -> tuple[Deadline, ...]:
    """The new deadlines; an inferred year stays what it was, a stage that is no longer printed stays, marked."""
    inferred = [d for d in old if Guess.YEAR in d.guesses]
    read = tuple(_as_inferred(d, inferred, new) if Guess.YEAR in d.guesses else d for d in new)
    stages = {d.kind for d in read}
    lost = tuple(
        replace(d, guesses=tuple(dict.fromkeys((*d.guesses, Guess.UNCONFIRMED))))
        for d in old
        if d.date and d.kind.is_due and not any(d.kind is kind for kind in stages) and not any(s.is_due for s in stages)
    )
    return read + lost


def _as_inferred(deadline: Deadline, before: Sequence[Deadline], beside: Sequence[Deadline]) -> Deadline:
    """The deadline with the day that was inferred from the same words before, those of the same round if several are.

    Words that now stand `beside` it again, for another round, are no help.
    """
    alike = [d for d in before if (d.kind, d.text) == (deadline.kind, deadline.text)]
    same = [d for d in alike if (d.round, d.track) == (deadline.round, deadline.track)]
    alone = len(alike) == 1 == sum((d.kind, d.text) == (deadline.kind, deadline.text) for d in beside)
    for known in same or (alike if alone else []):
        guesses = tuple(guess for guess in known.guesses if guess is not Guess.UNCONFIRMED)
        return replace(deadline, date=known.date, guesses=guesses)
    return deadline


def _composed(
    call_ids: Iterable[str], around: Surroundings, found: Identities, now: datetime, overrides: Overrides
) -> tuple[tuple[Call, ...], tuple[Change, ...]]:
    calls: list[Call] = []
    changes: list[Change] = []
    for call_id in call_ids:
        members = [around.sightings[sighting_id] for sighting_id in around.of_call(call_id)]
        if not members:
            continue
        live = around.calls.get(call_id)
        previous = live or around.retired.get(call_id)
        made, news = compose(call_id, members, previous, now, overrides)
        merged = [
            Change(call_id, now, ChangeKind.MERGED, "id", gone, call_id, made.source_ids[0])
            for gone, lives in found.merged
            if lives == call_id
        ]
        if merged:
            made = replace(made, updated_at=max(now, made.updated_at))
        if made != live:
            calls.append(made)
            changes += [*merged, *news]
    return tuple(calls), tuple(changes)
