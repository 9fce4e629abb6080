"""Which polls are believed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from cfpfeeds.guard import Reading, Recall, Verdict, judge
from cfpfeeds.model import OutcomeKind, SourceState
from tests.guard.values import DAY, NOW, apart, due, known, many, seen

BELIEVED, DOUBTED = OutcomeKind.UPDATED, OutcomeKind.SUSPICIOUS


def verdict(state: SourceState, may_be_empty: bool = False, complete: bool = True, **more: Any) -> Verdict:
    values: dict[str, Any] = {"sightings": many(20), "size": 10_000} | more
    return judge(state, Reading(**values), now=NOW, complete=complete, may_be_empty=may_be_empty)


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        pytest.param({}, BELIEVED, id="as-usual"),
        pytest.param({"sightings": many(11)}, BELIEVED, id="a-little-shorter"),
        pytest.param({"sightings": many(10)}, DOUBTED, id="half"),
        pytest.param({"sightings": []}, DOUBTED, id="empty"),
        pytest.param({"sightings": [], "may_be_empty": True}, BELIEVED, id="may-be-empty"),
        pytest.param({"reason": "no h1"}, DOUBTED, id="another-page"),
        pytest.param({"stated_total": 40}, DOUBTED, id="cut-short"),
        pytest.param({"stated_total": 21}, BELIEVED, id="total-drifts"),
        pytest.param({"sightings": many(3), "problems": 17}, DOUBTED, id="most-records-fail"),
        pytest.param({"sightings": many(1), "saved": True}, BELIEVED, id="one-saved-page"),
        pytest.param({"sightings": many(1), "saved": True, "reason": "no h1"}, DOUBTED, id="a-saved-wrong-page"),
        pytest.param({"sightings": many(120)}, DOUBTED, id="the-filter-ignored"),
        pytest.param({"sightings": many(60)}, BELIEVED, id="a-growing-list"),
        pytest.param({"sightings": many(14), "size": 900}, DOUBTED, id="a-stub-of-the-page"),
        pytest.param({"sightings": many(20), "size": 900}, BELIEVED, id="a-leaner-page-with-all-calls"),
        pytest.param({"sightings": [seen(str(n), due(None)) for n in range(20)]}, DOUBTED, id="no-day-any-more"),
        pytest.param({"listed": [seen(f"x{n}") for n in range(20)]}, DOUBTED, id="another-list"),
        pytest.param({"listed": [seen(f"x{n}") for n in range(20)], "complete": False}, BELIEVED, id="rolled-on"),
        pytest.param(
            {"listed": [seen(f"x{n}", title=f"Call {n}") for n in range(20)]}, BELIEVED, id="the-same-calls-rekeyed"
        ),
        pytest.param({"listed": apart(20)}, DOUBTED, id="one-day-copied-to-all-calls"),
        pytest.param({"listed": many(20, "2027-02-15")}, DOUBTED, id="all-moved-at-once"),
        pytest.param(
            {"listed": [*many(17), *(seen(str(n), due("2027-02-15")) for n in (17, 18, 19))]},
            BELIEVED,
            id="some-extended-together",
        ),
        pytest.param({"listed": many(20, "2027-02-28")}, BELIEVED, id="all-by-one-day-is-for-steady"),
        pytest.param({"listed": [seen(str(n), due(None)) for n in range(20)]}, DOUBTED, id="all-given-one-day"),
        pytest.param({"recall": Recall(6, 2)}, DOUBTED, id="deadlines-lost"),
        pytest.param({"recall": Recall(6, 2), "saved": True}, DOUBTED, id="deadlines-lost-on-a-saved-page"),
        pytest.param({"recall": Recall(6, 3)}, BELIEVED, id="half-of-the-deadlines-left"),
        pytest.param({"recall": Recall(1, 0)}, BELIEVED, id="one-deadline-lost"),
    ],
)
def test_a_poll_is_believed_or_doubted(more: dict[str, Any], kind: OutcomeKind) -> None:
    found = verdict(known(20), **more)
    assert found.kind is kind
    assert bool(found.reason) is (kind is DOUBTED)


def test_a_first_poll_is_believed_unless_it_is_empty() -> None:
    new = SourceState("press")
    assert verdict(new).kind is BELIEVED
    assert verdict(new, sightings=[]).kind is DOUBTED
    assert verdict(new, sightings=[], may_be_empty=True).kind is BELIEVED


def test_a_list_of_three_may_lose_two() -> None:
    assert verdict(known(3), sightings=many(1)).kind is BELIEVED


def test_two_calls_that_both_name_one_day_now_are_doubted() -> None:
    former = [seen("0", due("2027-02-01")), seen("1", due("2027-02-10"))]
    assert verdict(known(2), sightings=many(2), listed=former).kind is DOUBTED
    together = [seen("0", due("2027-02-01")), seen("1", due("2027-02-01"))]
    assert verdict(known(2), sightings=many(2), listed=together).kind is BELIEVED


def test_a_page_that_no_longer_prints_its_total_and_is_shorter_is_doubted() -> None:
    usual = known(20)
    usual = replace(usual, habits=replace(usual.habits, totals=(True,) * 5))
    assert verdict(usual, sightings=many(14)).kind is DOUBTED
    assert verdict(usual, sightings=many(14), stated_total=14).kind is BELIEVED


def test_a_doubt_says_why() -> None:
    said = verdict(known(20), sightings=many(3)).reason
    assert "3" in said
    assert "20" in said


def after(days: list[float], **more: Any) -> list[OutcomeKind]:
    """The verdicts of polls that read the same thing on several days."""
    state, kinds = known(20), []
    for day in days:
        found = judge(state, Reading(**more), now=NOW + day * DAY, may_be_empty=False)
        kinds.append(found.kind)
        state = replace(state, doubt=found.doubt)
    return kinds


def test_what_reads_the_same_in_three_polls_over_three_days_is_how_the_source_is_now() -> None:
    shorter = {"sightings": many(8), "size": 4000}
    assert after([0, 1, 2, 3], **shorter) == [DOUBTED, DOUBTED, DOUBTED, BELIEVED]
    assert after([0, 0.1, 0.2], **shorter) == [DOUBTED] * 3
    assert after([0, 9], **shorter) == [DOUBTED] * 2


def test_a_belief_won_by_repetition_says_so() -> None:
    state = known(20)
    for day in range(4):
        found = judge(state, Reading(many(8), size=4000), now=NOW + day * DAY, may_be_empty=False)
        state = replace(state, doubt=found.doubt)
    assert "8" in found.reason
    assert "believed" in found.reason


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"sightings": []}, id="empty"),
        pytest.param({"sightings": many(20), "reason": "no h1"}, id="another-page"),
        pytest.param({"sightings": many(20), "stated_total": 90}, id="cut-short"),
        pytest.param({"sightings": many(20), "listed": apart(20)}, id="one-day-copied"),
    ],
)
def test_some_doubts_never_end_by_repetition(more: dict[str, Any]) -> None:
    assert set(after(list(range(30)), **more)) == {DOUBTED}


def test_readings_that_differ_do_not_confirm_each_other() -> None:
    state = known(20)
    for day in range(9):
        shown = many(8 + day % 2)
        found = judge(state, Reading(shown, size=4000), now=NOW + day * DAY, may_be_empty=False)
        state = replace(state, doubt=found.doubt)
        assert found.kind is DOUBTED
