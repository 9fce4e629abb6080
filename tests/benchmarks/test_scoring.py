"""How the benchmark compares a reading with labels."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from benchmarks.deadlines.labels import Document, Label
from benchmarks.deadlines.scoring import Score, score
from cfpfeeds.model import Page

PAGE = Page("", "", 200, "text/plain", b"Call", datetime(2025, 1, 1, tzinfo=UTC))
DUE = Label("submission", "2025-01-20")
OLD = Label("submission", "2025-01-10", superseded=True)
PROPOSAL = Label("proposal", "2025-03-01")
EITHER = Label("abstract", "2025-04-01", also=frozenset({"submission"}))
OPTIONAL = Label("submission", "2025-05-01", optional=True)
MONTH = Label("submission", "2025-08")
NOTICE = Label("notification", "2025-02-20")


def told(labels: list[Label], *shown: tuple[str, str]) -> Score:
    document = Document("one", "en", date(2025, 1, 1), tuple(labels), PAGE)
    return score([(document, frozenset(shown))])


@pytest.mark.parametrize(
    ("labels", "shown", "right", "false", "found", "wrong"),
    [
        pytest.param([DUE], [("submission", "2025-01-20")], 1, 0, 1, 0, id="right"),
        pytest.param([DUE], [("abstract", "2025-01-20")], 0, 1, 0, 0, id="right-day-of-another-stage"),
        pytest.param([DUE], [("submission", "2026-01-20")], 0, 1, 0, 1, id="another-year"),
        pytest.param([DUE, OLD], [("submission", "2025-01-10")], 0, 1, 0, 1, id="replaced"),
        pytest.param([DUE, NOTICE], [("submission", "2025-02-20")], 0, 1, 0, 1, id="day-of-the-notification"),
        pytest.param([DUE, NOTICE], [("notification", "2025-02-20")], 0, 0, 0, 0, id="other-kinds-do-not-count"),
        pytest.param([PROPOSAL], [("abstract", "2025-03-01")], 0, 0, 0, 0, id="proposal-as-abstract"),
        pytest.param([EITHER], [("submission", "2025-04-01")], 1, 0, 1, 0, id="other-kind-that-is-right-too"),
        pytest.param([DUE, OPTIONAL], [("submission", "2025-05-01")], 0, 0, 0, 0, id="optional"),
        pytest.param([DUE, MONTH], [("submission", "2025-08-31")], 0, 0, 0, 0, id="day-in-a-labelled-month"),
        pytest.param([DUE, MONTH], [("submission", "2025-09-01")], 0, 1, 0, 1, id="day-outside-a-labelled-month"),
    ],
)
def test_a_shown_day_counts_by_what_it_really_is(
    labels: list[Label], shown: list[tuple[str, str]], right: int, false: int, found: int, wrong: int
) -> None:
    score_ = told(labels, *shown)
    assert (score_.right, score_.false, score_.found, score_.wrong) == (right, false, found, wrong)


def test_precision_recall_and_their_mean() -> None:
    score_ = told([DUE, EITHER], ("submission", "2025-01-20"), ("submission", "2024-12-31"), ("abstract", "2024-12-31"))
    assert (score_.precision, score_.recall) == (pytest.approx(1 / 3), pytest.approx(1 / 2))
    assert score_.f1 == pytest.approx(0.4)


def test_a_document_is_missed_when_none_of_its_days_is_shown() -> None:
    assert told([DUE, EITHER]).missed_share == 1
    assert told([DUE, EITHER], ("submission", "2025-01-20")).missed_share == 0


def test_a_document_that_asks_for_nothing_cannot_be_missed() -> None:
    score_ = told([OLD, OPTIONAL, MONTH, PROPOSAL])
    assert (score_.required, score_.asking, score_.missed_share) == (0, 0, 0)
