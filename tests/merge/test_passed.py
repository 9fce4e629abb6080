"""What has passed is history: it stays as it was, whatever becomes of the call; what is to come is cancelled once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from cfpfeeds.model import Authority, Call, ChangeKind, Entry, Guess, Kind, Plan, Sighting, State, Status
from tests.merge.samples import DAY, NOW, SPRING, an_issue, due
from tests.merge.world import World

PAST = NOW.date() - 3 * DAY
ABSTRACT, FULL = due(PAST, Kind.ABSTRACT), due()
WITHDRAWN = an_issue(deadlines=(ABSTRACT, FULL), status=Status.WITHDRAWN)
BEFORE = -30
"""The day, counted from NOW, on which all calls here are first seen: the abstract is still to come."""


def seen(*sightings: Sighting, day: float = BEFORE) -> World:
    world = World()
    world.poll(sightings or [an_issue(deadlines=(ABSTRACT, FULL))], day=day)
    return world


def told(call: Call) -> dict[str, tuple[State, int]]:
    return {entry.slot: (entry.deadline.state, entry.sequence) for entry in call.entries}


def entry(call: Call, slot: str) -> Entry:
    return next(e for e in call.entries if e.slot == slot)


def test_a_withdrawal_cancels_what_is_to_come_and_leaves_what_has_passed_as_it_was() -> None:
    world = seen()
    before = entry(world.calls["c1"], "abstract")
    made = world.poll([WITHDRAWN])
    call = world.calls["c1"]
    assert call.status is Status.WITHDRAWN
    assert told(call) == {"abstract": (State.ACTIVE, 0), "submission": (State.CANCELLED, 1)}
    assert entry(call, "abstract") == before
    assert [c.kind for c in made.changes] == [ChangeKind.WITHDRAWN]


def test_a_call_that_leaves_its_list_keeps_what_has_passed() -> None:
    world = seen()
    for day in (0, 1, 2):
        world.poll([], day=day)
    assert told(world.calls["c1"]) == {"abstract": (State.ACTIVE, 0), "submission": (State.CANCELLED, 1)}


@pytest.mark.parametrize("later", [pytest.param(1, id="before-its-day"), pytest.param(120, id="after-its-day")])
def test_a_withdrawn_call_of_which_more_is_said_is_not_cancelled_again(later: float) -> None:
    world = seen()
    world.poll([WITHDRAWN])
    made = world.poll([replace(WITHDRAWN, summary="The journal regrets.")], day=later)
    assert told(world.calls["c1"]) == {"abstract": (State.ACTIVE, 0), "submission": (State.CANCELLED, 1)}
    assert entry(world.calls["c1"], "submission").modified_at == NOW
    assert made.changes == ()


def test_a_day_that_is_still_today_somewhere_has_not_passed() -> None:
    today = due(NOW.date() - DAY)  # NOW is eight in the morning in UTC: in UTC-12 it is the evening of that day
    world = seen(an_issue(deadlines=(today,)))
    world.poll([an_issue(deadlines=(today,), status=Status.WITHDRAWN)])
    assert told(world.calls["c1"]) == {"submission": (State.CANCELLED, 1)}


def test_an_open_round_is_cancelled_and_a_passed_one_is_not() -> None:
    rounds = (due(PAST, round="1"), due(SPRING, round="2"))
    world = seen(an_issue(deadlines=rounds))
    world.poll([an_issue(deadlines=rounds, status=Status.WITHDRAWN)])
    assert told(world.calls["c1"]) == {"submission": (State.ACTIVE, 0), "submission-2": (State.CANCELLED, 1)}


def test_a_call_that_was_withdrawn_when_first_seen_is_cancelled_from_the_start() -> None:
    assert told(seen(WITHDRAWN, day=0).calls["c1"]) == {
        "abstract": (State.ACTIVE, 0),
        "submission": (State.CANCELLED, 0),
    }


def test_a_call_that_is_open_again_has_its_entries_back_and_its_history_untouched() -> None:
    world = seen()
    world.poll([WITHDRAWN])
    made = world.poll([an_issue(deadlines=(ABSTRACT, due(SPRING + 7 * DAY)))], day=1)
    call = world.calls["c1"]
    assert told(call) == {"abstract": (State.ACTIVE, 0), "submission": (State.ACTIVE, 2)}
    assert entry(call, "submission").extended
    assert [c.kind for c in made.changes] == [ChangeKind.REOPENED, ChangeKind.EXTENDED]
    assert world.poll([an_issue(deadlines=(ABSTRACT, due(SPRING + 7 * DAY)))], day=2) == Plan()


def test_a_call_that_is_open_again_as_it_was_is_told_once() -> None:
    world = seen()
    world.poll([WITHDRAWN])
    made = world.poll([an_issue(deadlines=(ABSTRACT, FULL))], day=1)
    assert [c.kind for c in made.changes] == [ChangeKind.REOPENED]


@pytest.mark.parametrize(
    ("day", "status"),
    [
        pytest.param(0, Status.CLOSED, id="before-its-day"),
        pytest.param(100, Status.OPEN, id="after-its-day"),
    ],
)
def test_a_call_that_its_source_calls_closed_is_so_told_unless_its_day_has_said_it(day: float, status: Status) -> None:
    world = seen()
    before = world.calls["c1"]
    said = an_issue(deadlines=(ABSTRACT, FULL), status=Status.CLOSED)
    world.poll([said], day=day)
    closed = world.calls["c1"]
    assert (closed.status, closed.status_at(NOW + day * DAY)) == (status, Status.CLOSED)
    assert (closed.entries == before.entries) is (status is Status.OPEN)
    world.poll([replace(said, summary="Thank you.")], day=200)
    assert (world.calls["c1"].status, world.calls["c1"].entries) == (status, closed.entries)


def test_a_stage_that_comes_back_is_named_anew_and_not_changed_to_the_day_that_it_had() -> None:
    stage = due(SPRING - 30 * DAY, Kind.ABSTRACT)
    world = seen(an_issue(deadlines=(stage, FULL)))
    dropped = world.poll([an_issue(deadlines=(FULL,))])
    back = world.poll([an_issue(deadlines=(stage, FULL))], day=1)
    assert [(c.kind, c.field) for c in dropped.changes] == [(ChangeKind.DEADLINE_REMOVED, "abstract")]
    assert [(c.kind, c.field, c.new) for c in back.changes] == [
        (ChangeKind.DEADLINE_ADDED, "abstract", str(SPRING - 30 * DAY))
    ]


@pytest.mark.parametrize(
    ("stage", "state"),
    [
        pytest.param(ABSTRACT, State.ACTIVE, id="passed"),
        pytest.param(due(SPRING - 30 * DAY, Kind.ABSTRACT), State.CANCELLED, id="to-come"),
    ],
)
def test_a_stage_whose_only_witness_is_gone_is_cancelled_unless_it_has_passed(stage: Any, state: State) -> None:
    """A list named the abstract stage, dropped the call, and the publisher never spoke of that stage."""
    listed = an_issue("hub", "h", url=an_issue().url, authority=Authority.LIST, deadlines=(stage, FULL))
    world = World()
    world.poll([an_issue()], day=BEFORE)
    world.poll([listed], "hub", day=BEFORE)
    for day in (0, 1, 2):
        world.poll([], "hub", day=day)
    call = world.calls["c1"]
    assert told(call)["abstract"] == (state, int(state is State.CANCELLED))
    assert call.status is Status.OPEN


@pytest.mark.parametrize(
    "unsure",
    [
        pytest.param(Guess.YEAR, id="year"),
        pytest.param(Guess.WEEKDAY, id="weekday"),
        pytest.param(Guess.ZONE, id="zone"),
    ],
)
def test_a_day_that_becomes_less_certain_raises_the_sequence(unsure: Guess) -> None:
    world = seen(an_issue())
    made = world.poll([an_issue(deadlines=(replace(FULL, guesses=(unsure,)),))])
    assert told(world.calls["c1"]) == {"submission": (State.ACTIVE, 1)}
    assert [c.kind for c in made.changes] == [ChangeKind.OTHER]


def test_another_address_or_another_source_of_a_call_leaves_its_entries_alone() -> None:
    world = seen(an_issue())
    before = world.calls["c1"].entries
    world.poll([an_issue(url="https://press.example/moved")])
    world.poll([an_issue("hub", "h", url="https://press.example/moved", authority=Authority.LIST)], "hub", day=1)
    assert world.calls["c1"].source_ids == ("press", "hub")
    assert world.calls["c1"].entries == before
