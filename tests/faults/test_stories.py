"""What a source does for days on end, polled over real connections: when it is believed, and what that costs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from cfpfeeds.model import Call, ChangeKind, OutcomeKind, Status
from tests.faults.catalogue import CALLS, DOUBTED, GOOD, UPDATED, as_json, records
from tests.faults.server import Behaviour, answers
from tests.faults.trial import Trial

OURS = answers(as_json(CALLS))
FEWER = answers(as_json(CALLS[:-1]))
MISSING = CALLS[-1]["title"]
FOREIGN = answers(
    as_json(records(range(20), title=lambda n: f"Sofa {n}", link=lambda n: f"https://press.example/sofa/{n}"))
)
MOVED = answers(as_json(records(range(20), due=lambda n: f"2027-08-{n + 1:02d}")))


@pytest.fixture
def trial(tmp_path: Path) -> Iterator[Trial]:
    with Trial.begun(tmp_path) as begun:
        days(begun, OURS, 3)
        yield begun


def days(trial: Trial, behave: Behaviour, many: int) -> list[OutcomeKind]:
    """So many days on which the source behaves like this; the outcome of each."""
    return [trial.next_day("press", behave).kind for _ in range(many)]


def ours(trial: Trial) -> dict[str, Call]:
    titles = {call["title"] for call in CALLS}
    return {call.id: call for call in trial.store.calls() if call.title in titles}


def told(trial: Trial) -> Counter[ChangeKind]:
    return Counter(change.kind for change in trial.store.recent_changes(999))


@pytest.mark.parametrize("other", [FOREIGN, MOVED], ids=["foreign-list", "all-days-moved"])
def test_two_wrong_days_are_never_told(trial: Trial, other: Behaviour) -> None:
    before = trial.store.calls()
    assert days(trial, other, 2) == [DOUBTED, DOUBTED]
    assert set(days(trial, OURS, 4)) <= set(GOOD)
    assert trial.store.calls() == before
    assert told(trial) == {ChangeKind.NEW: len(CALLS)}


def test_wrong_days_that_differ_from_each_other_never_add_up(trial: Trial) -> None:
    before = trial.store.calls()
    assert set(days(trial, MOVED, 2) + days(trial, FOREIGN, 2) + days(trial, MOVED, 2)) == {DOUBTED}
    assert trial.store.calls() == before


def test_days_that_all_moved_are_told_once_when_they_stay_moved(trial: Trial) -> None:
    known = ours(trial)
    assert days(trial, MOVED, 3) == [DOUBTED] * 3
    assert ours(trial) == known
    assert days(trial, MOVED, 1) == [UPDATED]
    assert UPDATED not in days(trial, MOVED, 5)
    now = ours(trial)
    assert now.keys() == known.keys()
    assert all(now[key].entries[0].slot == known[key].entries[0].slot for key in now)
    assert {call.deadlines[0].date.month for call in now.values() if call.deadlines[0].date} == {8}
    assert told(trial) == {ChangeKind.NEW: len(CALLS), ChangeKind.EXTENDED: len(CALLS)}


def test_a_foreign_list_that_stays_costs_none_of_our_calls_which_are_there_when_it_leaves(trial: Trial) -> None:
    known = ours(trial)
    assert days(trial, FOREIGN, 3) == [DOUBTED] * 3
    days(trial, FOREIGN, 5)
    assert {call.status for call in ours(trial).values()} == {Status.OPEN}
    days(trial, OURS, 6)
    now = ours(trial)
    assert {key: call.deadlines for key, call in now.items()} == {key: call.deadlines for key, call in known.items()}
    assert {call.status for call in now.values()} == {Status.OPEN}
    assert {call.status for call in trial.store.calls() if call.id not in now} == {Status.WITHDRAWN}
    assert told(trial)[ChangeKind.NEW] == 2 * len(CALLS)
    assert told(trial)[ChangeKind.WITHDRAWN] == len(CALLS)


def test_a_source_whose_calls_come_back_is_given_more_time_before_they_count_as_gone(trial: Trial) -> None:
    waited = []
    for absence in range(3):
        day = 1
        while days(trial, FEWER, 1) != [UPDATED]:
            day += 1
            assert day < 30
        waited.append(day)
        assert {call.title: call.status for call in trial.store.calls()}[MISSING] is Status.WITHDRAWN
        days(trial, OURS, 1)
        assert {call.title: call.status for call in trial.store.calls()}[MISSING] is Status.OPEN
        assert told(trial)[ChangeKind.REOPENED] == absence + 1
    assert waited == [4, 7, 10]
