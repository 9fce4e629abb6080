"""Laws of identity: order of arrival, repetition, merging and its undoing, whatever the sources do."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cfpfeeds.merge import clusters
from cfpfeeds.model import Authority, ChangeKind, Plan, Sighting
from tests.merge.samples import DAY, SPRING, an_event, an_issue, due
from tests.merge.test_group import WORLDS
from tests.merge.world import World


def by_source(sightings: list[Sighting]) -> dict[str, list[Sighting]]:
    found: dict[str, list[Sighting]] = {}
    for sighting in sightings:
        found.setdefault(sighting.source_id, []).append(sighting)
    return found


def batch(world: World) -> set[frozenset[tuple[str, str]]]:
    """How all sightings together are grouped at once."""
    everything = list(world.sightings.values())
    groups: dict[int, set[tuple[str, str]]] = {}
    for sighting, label in zip(everything, clusters(everything), strict=True):
        groups.setdefault(label, set()).add(sighting.id)
    return {frozenset(group) for group in groups.values()}


@given(sightings=WORLDS, data=st.data())
def test_polls_in_any_order_end_in_the_groups_of_all_at_once(sightings: list[Sighting], data: st.DataObject) -> None:
    sources = by_source(sightings)
    one, other = World(), World()
    for source_id in sources:
        one.poll(sources[source_id], source_id)
    for source_id in data.draw(st.permutations(sorted(sources))):
        other.poll(sources[source_id], source_id)
    assert one.partition() == other.partition() == batch(one)


@given(sightings=WORLDS)
def test_polling_everything_twice_changes_nothing(sightings: list[Sighting]) -> None:
    world = World()
    sources = by_source(sightings)
    for source_id, listed in sources.items():
        world.poll(listed, source_id)
    for source_id, listed in sources.items():
        again = world.poll(listed, source_id, day=1)
        assert replace(again, problems=()) == Plan()


@settings(max_examples=60)
@given(polls=st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), WORLDS), max_size=6))
def test_after_any_history_the_groups_are_those_of_all_at_once(polls: list[tuple[str, list[Sighting]]]) -> None:
    world = World()
    for day, (source_id, sightings) in enumerate(polls):
        world.poll([s for s in sightings if s.source_id == source_id], source_id, day)
    assert world.partition() == batch(world)


@settings(max_examples=60)
@given(polls=st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), WORLDS), max_size=6))
def test_no_id_is_ever_lost_or_used_for_another_call(polls: list[tuple[str, list[Sighting]]]) -> None:
    world = World()
    ever: set[str] = set()
    founders: dict[tuple[str, str], str] = {}
    for day, (source_id, sightings) in enumerate(polls):
        world.poll([s for s in sightings if s.source_id == source_id], source_id, day)
        ever |= set(world.calls)
        assert ever == set(world.calls) | set(world.aliases)
        for s in world.sightings.values():
            if s.founded:
                assert founders.setdefault(s.id, s.founded) == s.founded
                assert world.aliases.get(s.founded, s.founded) == s.call_id


@given(sightings=WORLDS, picked=st.data())
def test_unmerging_restores_ids_entries_and_dates_of_birth(sightings: list[Sighting], picked: st.DataObject) -> None:
    world = World()
    for day, (source_id, listed) in enumerate(by_source(sightings).items()):
        world.poll(listed, source_id, day)
    before, redirects = dict(world.calls), dict(world.aliases)
    if len(before) < 2:
        return
    pair = tuple(picked.draw(st.permutations(sorted(before)))[:2])
    world.set(day=10, same=(pair,))
    assert len(world.calls) == len(before) - 1
    world.set(day=11)
    assert set(world.calls) == set(before)
    assert world.aliases == redirects
    for call_id, call in before.items():
        now = world.calls[call_id]
        assert now.published_at == call.published_at
        assert {e.slot for e in call.entries} <= {e.slot for e in now.entries}
        assert set(call.deadlines) <= set(now.deadlines)


def two_calls() -> World:
    world = World()
    world.poll([an_issue(key="k1")])
    world.poll([an_issue("hub", "k1", title="Night shifts", url="https://hub.example/n")], "hub", day=1)
    assert sorted(world.calls) == ["c1", "c2"]
    return world


def test_when_two_calls_turn_out_to_be_one_the_older_id_lives_and_the_other_redirects() -> None:
    world = two_calls()
    made = world.poll([an_issue("hub", "k1", url="https://hub.example/n")], "hub", day=2)
    assert (list(world.calls), made.aliases) == (["c1"], (("c2", "c1"),))
    assert (ChangeKind.MERGED, "c2") in {(c.kind, c.old) for c in made.changes}


def test_when_a_merge_was_wrong_each_gets_its_own_id_back() -> None:
    world = two_calls()
    title = {"url": "https://hub.example/n"}
    world.poll([an_issue("hub", "k1", **title)], "hub", day=2)
    world.poll([an_issue("hub", "k1", title="Night shifts", **title)], "hub", day=3)
    assert sorted(world.calls) == ["c1", "c2"]
    assert (world.sightings["hub", "k1"].call_id, world.aliases) == ("c2", {})
    assert world.calls["c2"].published_at.day == 25


def test_a_sighting_that_had_joined_gets_a_new_id_when_it_leaves() -> None:
    world = World()
    world.poll([an_issue()])
    world.poll([an_issue("hub", "k1")], "hub")
    world.poll([an_issue("hub", "k1", title="Night shifts", url="https://hub.example/n")], "hub", day=1)
    assert (world.call_of("press", "k").id, world.call_of("hub").id) == ("c1", "c2")


def test_an_id_survives_a_new_key_a_new_title_and_a_new_link_one_after_another() -> None:
    world = World()
    one: dict[str, Any] = {"source_id": "press", "key": "a", "url": "https://press.example/1"}
    steps: list[dict[str, Any]] = [
        {},
        {"key": "b"},
        {"title": "Growing old in towns"},
        {"key": "c"},
        {"url": "https://press.example/2"},
    ]
    for day, step in enumerate(steps):
        one = {**one, **step}
        world.poll([an_issue(**one)], day=day)
    assert list(world.calls) == ["c1"]


def test_the_entry_of_a_merged_call_keeps_its_slot_and_counts_on() -> None:
    world = World()
    world.poll([an_event("hub", "k1", deadlines=(due(SPRING - 3 * DAY),))], "hub")
    entry = world.call_of("hub").entries[0]
    world.poll([an_event("press", "k1", authority=Authority.PUBLISHER)], day=1)
    after = world.call_of("hub").entries[0]
    assert (after.slot, after.sequence) == (entry.slot, entry.sequence + 1) or after.deadline == entry.deadline
    assert list(world.calls) == ["c1"]


def test_the_same_by_an_operators_word_is_one_and_apart_by_his_word_two() -> None:
    world = two_calls()
    world.set(day=2, same=(("c2", "c1"),))
    assert (list(world.calls), world.aliases) == (["c1"], {"c2": "c1"})
    world.set(day=3, apart=(("c1", "c2"),))
    assert sorted(world.calls) == ["c1", "c2"]


def test_sightings_are_parted_by_source_and_key() -> None:
    world = World()
    world.poll([an_issue()])
    world.poll([an_issue("hub", "k1")], "hub")
    assert len(world.calls) == 1
    made = world.set(day=1, apart=(("press/k", "hub/k1"),))
    assert len(world.calls) == 2
    assert {c.kind for c in made.changes} >= {ChangeKind.NEW}
    assert world.poll([an_issue("hub", "k1")], "hub", day=2) == Plan()
