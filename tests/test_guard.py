"""Which polls are believed."""

from __future__ import annotations

from typing import Any

import pytest

from cfpfeeds.guard import Recall, judge, learn
from cfpfeeds.model import OutcomeKind, SourceState

USUAL = {"recognised": True, "reason": "", "found": 20, "stated_total": None, "problems": 0, "may_be_empty": False}


def verdict(usual_count: int = 20, **more: Any) -> OutcomeKind:
    return judge(SourceState("press", usual_count=usual_count), **{**USUAL, **more}).kind


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        pytest.param({}, OutcomeKind.UPDATED, id="as-usual"),
        pytest.param({"found": 11}, OutcomeKind.UPDATED, id="a-little-shorter"),
        pytest.param({"found": 10}, OutcomeKind.SUSPICIOUS, id="half"),
        pytest.param({"found": 0}, OutcomeKind.SUSPICIOUS, id="empty"),
        pytest.param({"found": 0, "may_be_empty": True}, OutcomeKind.UPDATED, id="may-be-empty"),
        pytest.param({"found": 0, "usual_count": 0}, OutcomeKind.SUSPICIOUS, id="first-poll-empty"),
        pytest.param({"found": 1, "usual_count": 3}, OutcomeKind.UPDATED, id="too-short-to-judge"),
        pytest.param({"recognised": False, "reason": "no h1"}, OutcomeKind.SUSPICIOUS, id="another-page"),
        pytest.param({"recall": Recall(8, 8, 6, 2)}, OutcomeKind.SUSPICIOUS, id="deadlines-lost"),
        pytest.param({"recall": Recall(8, 8, 6, 3)}, OutcomeKind.UPDATED, id="half-of-the-deadlines-left"),
        pytest.param({"recall": Recall(8, 8, 1, 0)}, OutcomeKind.UPDATED, id="one-deadline-lost"),
        pytest.param({"recall": Recall(8, 0, 0, 0)}, OutcomeKind.SUSPICIOUS, id="all-others"),
        pytest.param({"recall": Recall(8, 0, 0, 0), "complete": False}, OutcomeKind.UPDATED, id="a-rolling-list"),
        pytest.param({"recall": Recall(3, 0, 0, 0)}, OutcomeKind.UPDATED, id="few-known"),
        pytest.param({"stated_total": 40}, OutcomeKind.SUSPICIOUS, id="cut-short"),
        pytest.param({"stated_total": 21}, OutcomeKind.UPDATED, id="total-drifts"),
        pytest.param({"found": 3, "problems": 17}, OutcomeKind.SUSPICIOUS, id="most-records-fail"),
        pytest.param({"found": 1, "saved": True}, OutcomeKind.UPDATED, id="one-saved-page"),
    ],
)
def test_a_poll_is_believed_or_doubted(more: dict[str, Any], kind: OutcomeKind) -> None:
    assert verdict(**more) is kind


def test_a_doubt_says_why() -> None:
    said = judge(SourceState("press", usual_count=20), **{**USUAL, "found": 3}).reason
    assert "3" in said
    assert "20" in said


def test_the_usual_number_grows_at_once_and_shrinks_slowly() -> None:
    assert learn(SourceState("press", usual_count=20), 30) == 30
    assert 12 < learn(SourceState("press", usual_count=20), 12) < 20
