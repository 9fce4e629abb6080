"""The shipped tables hold what the code expects of them."""

import pytest

from cfpfeeds.disciplines import get
from cfpfeeds.disciplines.tables import rows
from cfpfeeds.text import fold


@pytest.mark.parametrize(
    ("table", "columns", "slugs_in"),
    [
        pytest.param("labels.tsv", 2, 1, id="labels"),
        pytest.param("lexicon.tsv", 3, 0, id="lexicon"),
        pytest.param("venues.tsv", 3, 2, id="venues"),
    ],
)
def test_every_row_is_whole_and_names_disciplines_by_their_lasting_slug(
    table: str, columns: int, slugs_in: int
) -> None:
    for row in rows(table):
        assert len(row) == columns, row
        for slug in row[slugs_in].split():
            found = get(slug)
            assert slug == "-" or (found is not None and found.slug == slug), row


def test_terms_are_short_and_have_one_star_at_an_end() -> None:
    for _, weight, terms in rows("lexicon.tsv"):
        assert 0 <= float(weight) <= 4
        for term in terms.split(";"):
            assert fold(term), terms
            assert term == term.strip("*") or term.strip("*") in (term[:-1], term[1:]), term
            assert "*" not in term.strip("*"), term
            assert len(fold(term).split()) <= 5, term


def test_the_model_knows_every_leaf_but_multidisciplinary() -> None:
    leaves = {slug for slug, *_ in rows("taxonomy.tsv")}
    first = next(rows("model.tsv"))
    assert set(first[2].split()) == leaves - {"multidisciplinary"}


def test_every_feature_of_the_model_is_whole() -> None:
    lines = rows("model.tsv")
    classes = len(next(lines)[2].split())
    for name, rarity, told in lines:
        assert name
        assert int(rarity) > 0
        for pair in told.split():
            number, weight = pair.split(":")
            assert 0 <= int(number) < classes
            assert int(weight) > 0


def test_every_leaf_has_words_of_its_own() -> None:
    spoken_for = {slug for slugs, _, _ in rows("lexicon.tsv") for slug in slugs.split()}
    leaves = {slug for slug, *_ in rows("taxonomy.tsv")}
    assert leaves <= spoken_for
