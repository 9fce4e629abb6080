"""The scorer can say no: what counts as right, wrong, missing and not asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.quality import corpus
from tests.quality.corpus import Case, Dated, differences, score, wanted

MARCH, APRIL = "submission 2025-03-01", "submission 2025-04-01"


def case(labels: str, read: str, status: str = "", read_status: str = "") -> Case:
    """A case with labels and a reading in the spelling of the labels."""

    def answer() -> corpus.Answer:
        told = [wanted(entry) for entry in read.split(" + ") if entry]
        found: list[Mapping[str, Any]] = [
            {
                "kind": "".join(w.kinds),
                "date": w.date,
                "time": w.time or None,
                "zone": w.zone or None,
                "state": "superseded" if w.superseded else "active",
            }
            for w in told
        ]
        return found, read_status

    entries = tuple(wanted(entry) for entry in labels.split(" + ") if entry)
    return Case("case", "en", frozenset(), entries, status, "", answer)


@pytest.mark.parametrize(
    ("labels", "read"),
    [
        pytest.param(MARCH, MARCH, id="the-same"),
        pytest.param("", "", id="nothing-in-nothing"),
        pytest.param(MARCH, f"{MARCH} 23:59 AoE", id="a-clock-that-is-not-asked-for"),
        pytest.param(f"{MARCH} opt", "", id="what-is-optional-and-not-read"),
        pytest.param(f"{MARCH} opt", MARCH, id="what-is-optional-and-read"),
        pytest.param("abstract|submission 2025-03-01", MARCH, id="either-kind"),
        pytest.param("event_start 2025-03-01", "event_start 2025-03-01 + event_end 2025-03-01", id="one-day-event"),
        pytest.param(MARCH, f"{MARCH} + other 2025-05-05", id="a-day-that-is-explained-away"),
    ],
)
def test_agrees(labels: str, read: str) -> None:
    assert differences(case(labels, read)) == ""


@pytest.mark.parametrize(
    ("labels", "read", "told"),
    [
        pytest.param(MARCH, "", "missing submission 2025-03-01", id="missing"),
        pytest.param("", MARCH, "extra submission 2025-03-01", id="extra"),
        pytest.param(
            "abstract|submission 2025-03-01", "", "missing abstract 2025-03-01|submission 2025-03-01", id="or"
        ),
        pytest.param(MARCH, APRIL, f"missing {MARCH}; extra {APRIL}", id="another-day"),
        pytest.param(f"{MARCH} sup", MARCH, f"missing {MARCH} sup; extra {MARCH}", id="replaced-but-shown"),
        pytest.param(f"{MARCH} 12:00", MARCH, f"wrong clock {MARCH} at no time", id="no-time"),
        pytest.param(f"{MARCH} 12:00 AoE", f"{MARCH} 12:00", f"wrong clock {MARCH} at 12:00", id="no-zone"),
        pytest.param(f"{MARCH} 12:00", f"{MARCH} 12:00 UTC", f"wrong clock {MARCH} at 12:00 UTC", id="invented-zone"),
    ],
)
def test_tells_what_differs(labels: str, read: str, told: str) -> None:
    assert differences(case(labels, read)) == told


def test_a_status_that_is_asked_for_must_be_read() -> None:
    assert differences(case("", "", status="rolling", read_status="rolling")) == ""
    assert differences(case("", "", status="rolling", read_status="undated")) == "status undated"
    assert differences(case("", "", status="rolling")) == "status none"


@pytest.mark.parametrize(
    ("labels", "read", "f1", "wrong"),
    [
        pytest.param(MARCH, MARCH, 1.0, 0.0, id="right"),
        pytest.param(MARCH, "", 0.0, 0.0, id="lost-is-not-wrong"),
        pytest.param(MARCH, APRIL, 0.0, 1.0, id="wrong-day"),
        pytest.param(MARCH, "abstract 2025-03-01", 0.0, 0.0, id="right-day-of-another-kind"),
        pytest.param(MARCH, f"{MARCH} + {APRIL}", 2 / 3, 1.0, id="one-too-many"),
        pytest.param(f"{MARCH} sup + {APRIL}", f"{MARCH} + {APRIL}", 2 / 3, 1.0, id="the-replaced-day-too"),
        pytest.param(f"{MARCH} sup + {APRIL}", APRIL, 1.0, 0.0, id="the-replaced-day-left-out"),
        pytest.param(f"{MARCH} + {APRIL} opt", f"{MARCH} + {APRIL}", 1.0, 0.0, id="optional-counts-as-nothing"),
        pytest.param("abstract|submission 2025-03-01", "abstract 2025-03-01", 1.0, 0.0, id="either-kind"),
        pytest.param(MARCH, f"{MARCH} + event_start 2025-05-05", 1.0, 0.0, id="events-are-not-scored"),
    ],
)
def test_scores(labels: str, read: str, f1: float, wrong: float) -> None:
    found = score([case(labels, read)])
    assert found.f1 == pytest.approx(f1)
    assert found.wrong_share == wrong


def test_a_score_is_of_all_cases_together() -> None:
    found = score([case(MARCH, MARCH), case(MARCH, APRIL), case("", "")])
    assert (found.right, found.shown, found.required, found.cases) == (1, 2, 2, 3)
    assert found.wrong_share == pytest.approx(1 / 3)
    assert found.failed == ("case",)


def test_dates_without_a_day_are_left_out() -> None:
    vague = Case("case", "en", frozenset(), (), "", "", lambda: ([{"kind": "submission", "date": None}], ""))
    assert vague.dates == []
    assert case("", f"{MARCH} 23:59 AoE").dates == [Dated("submission", "2025-03-01", False, "23:59", "AoE")]
