"""The nearest-keyword rule that the date libraries are given."""

from __future__ import annotations

import pytest

from benchmarks.deadlines.stages import Found, kinds


def stage(text: str) -> str:
    """The stage of the one day in a text, printed as DAY."""
    at = text.index("DAY")
    return "".join(kind for kind, _ in kinds(text, [Found("2025-01-01", at, at + 3)]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Abstract submission: DAY", "abstract", id="longer-phrase-first"),
        pytest.param("Abstracts 1 May, full papers DAY", "submission", id="nearest"),
        pytest.param("DAY notification of acceptance", "notification", id="behind"),
        pytest.param("Deadline: DAY", "submission", id="deadline-alone-is-for-papers"),
        pytest.param("Abstract deadline: DAY", "abstract", id="deadline-of-abstracts"),
        pytest.param("Submissions\nDAY", "submission", id="line-above"),
        pytest.param("Full papers\nDAY camera-ready", "camera_ready", id="own-line-first"),
        pytest.param("投稿締切 DAY", "submission", id="japanese"),
        pytest.param("Einreichung bis DAY", "submission", id="german"),
        pytest.param("Papers " + "x" * 40 + " DAY", "", id="out-of-reach"),
    ],
)
def test_the_nearest_word_says_what_a_day_is_for(text: str, expected: str) -> None:
    assert stage(text) == expected
