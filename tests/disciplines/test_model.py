"""The model is a second opinion: it helps where the lexicon is silent, and is never a guess."""

import runpy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpfeeds.disciplines import model
from cfpfeeds.disciplines.classify import explain
from cfpfeeds.disciplines.words import speak_for, telling

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        pytest.param("Hydrogeology of fractured aquifers", "earth-sciences", id="english"),
        pytest.param("Quasicrystallography", "materials", id="pieces-of-an-unknown-word"),
        pytest.param("Pflegewissenschaften", "nursing", id="german"),
        pytest.param("Ethnomusicologies", "arts", id="an-ending-never-seen"),
    ],
)
def test_it_recognises_a_name_by_its_pieces(text: str, slug: str) -> None:
    assert model.probabilities(text)[0][0] == slug


@pytest.mark.parametrize("text", ["", "☃", "2027"])
def test_of_what_it_has_never_seen_it_says_nothing(text: str) -> None:
    assert model.probabilities(text) == ()


@given(st.text(max_size=60))
def test_what_it_says_are_probabilities_best_first(text: str) -> None:
    said = model.probabilities(text)
    shares = [share for _, share in said]
    assert len(said) <= 3
    assert shares == sorted(shares, reverse=True)
    assert all(0 < share <= 1 for share in shares)
    assert sum(shares) <= 1.000001


def test_it_speaks_softly_beside_plain_words_and_up_where_there_are_none() -> None:
    def heard(title: str) -> float:
        return sum(weight for e in explain(title=title).why if e.kind == "model" for _, weight in e.weights)

    assert heard("Nursing") <= 1.0
    assert not speak_for("Quasicrystallography")
    assert heard("Quasicrystallography") > 3.0


def test_phrases_that_say_nothing_are_kept_from_it() -> None:
    assert telling("International conference: nursing care, call for papers") == "nursing care"
    assert explain(title="Call for papers").why == ()


def test_the_shipped_table_is_what_the_script_makes_of_the_other_tables() -> None:
    shipped = (ROOT / "cfpfeeds" / "disciplines" / "model.tsv").read_text(encoding="utf-8")
    script = runpy.run_path(str(ROOT / "scripts" / "train_disciplines.py"))
    # The names of features alone: the last digit of a weight may differ from one machine to another.
    assert [line.split("\t")[0] for line in shipped.splitlines()] == [
        line.split("\t")[0] for line in script["made"]().splitlines()
    ]
