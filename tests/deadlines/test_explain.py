"""`explain` shows the words that led to a date, and why a date is none of ours."""

from __future__ import annotations

import pytest

from cfpfeeds.deadlines import explain
from cfpfeeds.model import DeadlineText


@pytest.mark.parametrize(
    ("text", "kind", "why"),
    [
        pytest.param("Abstracts are due by 1 March 2024", "abstract", "abstract + due + until", id="abstract"),
        pytest.param("Papers must be sent by 1 March 2024", "submission", "must + paper + submit + until", id="paper"),
        pytest.param("Early bird registration: 1 March 2024", "", "refused: register", id="registration"),
        pytest.param("Anna wrote to us on 1 March 2024", "", "no word says what it is for", id="unknown"),
    ],
)
def test_a_date_is_explained_by_its_words(text: str, kind: str, why: str) -> None:
    (one,) = explain((DeadlineText(text, prose=True),), language="en")
    assert (one.kind, one.why) == (kind, why)


def test_the_pieces_are_the_printed_words_with_their_roles() -> None:
    (one,) = explain((DeadlineText("Papers due: ~~1 March~~ 15 March 2024, 23:59 AoE", label="Dates", prose=True),))
    roles = {words: role for words, role in one.pieces if role}
    assert roles == {
        "Papers": "paper",
        "due": "due",
        "1 March": "struck",
        "15 March 2024": "date",
        "23:59": "time",
        "AoE": "zone",
    }
    assert "".join(words for words, _ in one.pieces) == "Papers due: ~~1 March~~ 15 March 2024, 23:59 AoE"
    assert one.label == "Dates"


def test_a_long_sentence_is_cut_around_its_date_at_whole_words() -> None:
    text = "word " * 200 + "papers are due by 1 March 2024 " + "more " * 200
    (one,) = explain((DeadlineText(text, prose=True),), language="en")
    shown = "".join(words for words, _ in one.pieces)
    assert "papers are due by 1 March 2024" in shown
    assert len(shown) < 300
    assert shown.startswith("word ")
