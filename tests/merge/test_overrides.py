"""Fixes and hidden calls: what they change, what stays visible, and that they end."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from cfpfeeds.merge import explain
from cfpfeeds.model import Deadline, Fix, Kind, Overrides, Plan, State, Status
from tests.merge.samples import DAY, NOW, SPRING, an_event, an_issue, due
from tests.merge.world import World

TODAY = NOW.date()


def fixed(field: str, value: str | Deadline, until: date | None = None) -> dict[str, Any]:
    return {"fixes": (Fix("c1", field, value, "told by the editor", until),)}


def listed(**more: Any) -> World:
    world = World()
    world.poll([an_issue(**more)])
    return world


def test_a_fixed_deadline_moves_the_entry_and_the_sources_word_stays_visible() -> None:
    world = listed()
    later = Deadline(Kind.SUBMISSION, SPRING + 14 * DAY, time(17), "Europe/Rome")
    world.set(day=1, **fixed("submission", later))
    [entry] = world.calls["c1"].entries
    assert (entry.slot, entry.sequence, entry.source_id, entry.extended) == ("submission", 1, "operator", True)
    assert (entry.deadline.date, entry.deadline.text) == (SPRING + 14 * DAY, "told by the editor")
    assert [(c.field, c.value, c.source_id) for c in world.calls["c1"].conflicts] == [
        ("submission", SPRING.isoformat(), "press")
    ]


def test_a_fix_outlives_polls_and_ends_with_its_last_day() -> None:
    world = listed()
    until = TODAY + 5 * DAY
    world.set(**fixed("title", "Growing old well", until))
    world.poll([an_issue(deadlines=(due(SPRING + DAY),))], day=5)
    assert world.calls["c1"].title == "Growing old well"
    world.set(day=6, fixes=world.overrides.fixes)
    assert world.calls["c1"].title == "Growing old in small towns"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("title", "Growing old well", id="title"),
        pytest.param("venue", "Journal of Cares", id="venue"),
        pytest.param("url", "https://right.example/", id="url"),
        pytest.param("place", "Bergen", id="place"),
        pytest.param("event", "May 2027", id="event"),
    ],
)
def test_a_fixed_text_replaces_what_sources_say_until_the_fix_is_taken_away(field: str, value: str) -> None:
    world = listed()
    before = getattr(world.calls["c1"], field)
    world.set(day=1, **fixed(field, value))
    assert getattr(world.calls["c1"], field) == value
    assert [c.value for c in world.calls["c1"].conflicts if c.field == field] == [before] * bool(before)
    world.set(day=2)
    assert getattr(world.calls["c1"], field) == before
    assert world.calls["c1"].conflicts == ()


def test_a_call_that_an_operator_withdraws_is_cancelled_like_any_other_and_stands_again_without_the_fix() -> None:
    world = listed()
    world.set(day=1, **fixed("status", "withdrawn"))
    withdrawn = world.calls["c1"]
    assert withdrawn.status is Status.WITHDRAWN
    assert [(e.deadline.state, e.sequence) for e in withdrawn.entries] == [(State.CANCELLED, 1)]
    world.set(day=2)
    assert [(e.deadline.state, e.sequence) for e in world.calls["c1"].entries] == [(State.ACTIVE, 2)]


def test_a_call_that_an_operator_keeps_open_is_not_cancelled_by_a_source() -> None:
    world = listed()
    world.set(day=1, **fixed("status", "open"))
    world.poll([an_issue(status=Status.WITHDRAWN)], day=2)
    kept = world.calls["c1"]
    assert (kept.status, [e.deadline.state for e in kept.entries]) == (Status.OPEN, [State.ACTIVE])


def test_a_fix_named_by_an_id_that_was_merged_away_still_holds() -> None:
    world = listed()
    world.poll([an_issue("hub", "k1", title="Night shifts", url="https://hub.example/n")], "hub", day=1)
    fix = Fix("c2", "place", "Bergen", "so they say")
    world.set(day=2, same=(("c1", "c2"),), fixes=(fix,))
    assert (list(world.calls), world.calls["c1"].place) == (["c1"], "Bergen")


def test_a_hidden_call_is_marked_and_comes_back() -> None:
    world = listed()
    world.set(day=1, hidden=("c1",))
    assert world.calls["c1"].hidden
    assert world.poll([an_issue()], day=2) == Plan()
    world.set(day=3)
    assert not world.calls["c1"].hidden


def test_the_evidence_for_a_call_names_what_ties_each_sighting_and_what_was_kept_apart() -> None:
    world = World()
    world.poll([an_event("list", "main"), an_event("list", "posters", acronym="(Poster) ICGA")], "list")
    world.poll([an_event("hub", "k1", title="ICGA", url="https://other.example/")], "hub", day=1)
    found = explain(world.call_of("hub").id, world.look, Overrides())
    assert found is not None
    tie = next(tie for tie in found.ties if tie.sighting.source_id == "hub")
    assert tie.other is not None
    assert tie.other.key == "main"
    assert {"+4 the acronym icga", "+6 the same days", "+3 the days of the event", "+2 the place"} == set(tie.reasons)
    assert tie.points == 15
    [stranger] = found.strangers
    assert (stranger.sighting.key, stranger.veto) == ("posters", "a part of the event against the event")


def test_what_an_operator_bound_is_explained_as_his_word() -> None:
    world = listed()
    world.poll([an_issue("hub", "k1", title="Night shifts", url="https://hub.example/n")], "hub", day=1)
    world.set(day=2, same=(("c1", "c2"),))
    found = explain("c2", world.look, world.overrides)
    assert found is not None
    assert found.overrides == ("same: c1, c2",)
    assert all("an operator says so" in tie.reasons for tie in found.ties)


def test_nobody_is_explained_under_an_id_that_never_was() -> None:
    assert explain("c9", listed().look, Overrides()) is None
