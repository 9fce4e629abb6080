"""Which sighting is believed: the later word of one source beats its earlier one, whether or not that still stands."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpfeeds.merge.rank import witnesses
from cfpfeeds.model import Authority, Call, Kind, Sighting, Status
from tests.merge.samples import DAY, NOW, SPRING, an_issue, due
from tests.merge.world import World

LATER = (due(SPRING + 14 * DAY),)
AGAIN = an_issue("press", "again", url="https://press.example/again", deadlines=LATER)


def days(call: Call) -> list[tuple[str, str, int]]:
    return [(e.slot, str(e.deadline.date), e.sequence) for e in call.entries]


def listed_anew(
    again: Sighting, first: Sighting | None = None, *, beside: bool = False, complete: bool = False
) -> World:
    """A call that its source lists, and a day later under another key, `beside` the first entry or in its place."""
    before = first or an_issue("press", "k1")
    world = World()
    world.poll([before], complete=complete)
    world.poll([before, again] if beside else [again], day=1, complete=complete)
    return world


@pytest.mark.parametrize("complete", [pytest.param(True, id="whole-list"), pytest.param(False, id="newest-only")])
@pytest.mark.parametrize("beside", [pytest.param(True, id="beside"), pytest.param(False, id="in-its-place")])
def test_an_extension_that_is_listed_as_an_entry_of_its_own_moves_the_event(beside: bool, complete: bool) -> None:
    world = listed_anew(AGAIN, beside=beside, complete=complete)
    [call] = world.calls.values()
    assert days(call) == [("submission", "2027-03-15", 1)]
    assert (call.url, call.conflicts) == (AGAIN.url, ())
    assert call.entries[0].extended


def test_a_later_word_that_only_repeats_one_round_takes_no_other_away() -> None:
    rounds = (due(SPRING, round="1"), due(SPRING + 60 * DAY, round="2"))
    world = listed_anew(replace(AGAIN, deadlines=rounds[:1]), an_issue("press", "k1", deadlines=rounds))
    assert [slot for slot, _, _ in days(world.calls["c1"])] == ["submission", "submission-2"]
    assert {sequence for _, _, sequence in days(world.calls["c1"])} == {0}


def test_a_later_word_without_a_day_leaves_the_day_and_other_stages_as_they_were() -> None:
    both = (due(SPRING - 30 * DAY, Kind.ABSTRACT), due())
    world = listed_anew(replace(AGAIN, deadlines=()), an_issue("press", "k1", deadlines=both))
    assert days(world.calls["c1"]) == [("abstract", "2027-01-30", 0), ("submission", "2027-03-01", 0)]


@pytest.mark.parametrize(
    ("before", "after", "status"),
    [
        pytest.param(Status.WITHDRAWN, Status.OPEN, Status.OPEN, id="open-after-all"),
        pytest.param(Status.OPEN, Status.WITHDRAWN, Status.WITHDRAWN, id="withdrawn-by-a-later-message"),
    ],
)
def test_whether_a_call_stands_is_told_by_the_last_word(before: Status, after: Status, status: Status) -> None:
    world = listed_anew(replace(AGAIN, status=after), an_issue("press", "k1", status=before))
    assert [call.status for call in world.calls.values()] == [status]


def test_a_call_listed_under_a_new_address_with_its_old_day_does_not_outdo_a_list_that_knows_the_extension() -> None:
    shared = {"authority": Authority.LIST, "url": "https://press.example/k1"}
    world = World()
    world.poll([an_issue("hub", "k1", **shared)], "hub", complete=False)
    world.poll([an_issue("other", "x", **shared)], "other", day=1)
    world.poll([an_issue("other", "x", deadlines=LATER, **shared)], "other", day=2)
    assert days(world.calls["c1"]) == [("submission", "2027-03-15", 1)]
    world.poll([an_issue("hub", "k2", **{**shared, "url": "https://hub.example/moved"})], "hub", day=3, complete=False)
    assert days(world.calls["c1"]) == [("submission", "2027-03-15", 1)]
    extended = {**shared, "url": "https://hub.example/again", "deadlines": (due(SPRING + 30 * DAY),)}
    world.poll([an_issue("hub", "k3", **extended)], "hub", day=4, complete=False)
    assert days(world.calls["c1"]) == [("submission", "2027-03-31", 2)]


def test_of_two_entries_shown_side_by_side_from_the_beginning_the_later_day_is_the_extension() -> None:
    for keys in (("a", "b"), ("b", "a")):
        world = World()
        world.poll([an_issue("press", keys[0]), an_issue("press", keys[1], deadlines=LATER, url=an_issue().url)])
        assert days(world.calls["c1"]) == [("submission", "2027-03-15", 0)]


def test_what_is_listed_again_after_its_successor_has_gone_speaks_again() -> None:
    old = an_issue("press", "old", first_seen=NOW - 9 * DAY, changed_at=NOW - 9 * DAY)
    new = replace(AGAIN, first_seen=NOW - 5 * DAY, changed_at=NOW - 5 * DAY, misses=3, missing_since=NOW - DAY)
    heard = witnesses([old, new])
    assert ([s.key for s in heard.live], heard.is_outdated(old), heard.is_outdated(new)) == (["old"], False, True)


def a_sighting(**more: Any) -> st.SearchStrategy[Sighting]:
    return st.builds(
        an_issue,
        st.sampled_from(["a", "b"]),
        st.sampled_from(["k1", "k2", "k3"]),
        first_seen=st.integers(0, 2).map(lambda n: NOW - n * DAY),
        changed_at=st.just(NOW),
        misses=st.integers(0, 3),
        deadlines=st.sampled_from([(), (due(),), LATER]),
        authority=st.sampled_from([Authority.PUBLISHER, Authority.LIST]),
        **more,
    )


@given(sightings=st.lists(a_sighting(), min_size=1, max_size=5, unique_by=lambda s: s.id), data=st.data())
def test_somebody_always_speaks_and_the_order_of_arrival_decides_nothing(
    sightings: list[Sighting], data: st.DataObject
) -> None:
    heard = witnesses(sightings)
    assert witnesses(data.draw(st.permutations(sightings))) == heard
    assert sorted([*heard.live, *heard.silent], key=lambda s: s.id) == sorted(sightings, key=lambda s: s.id)
    assert any(not heard.is_outdated(s) for s in heard.live)
