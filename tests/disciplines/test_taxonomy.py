"""Two levels, 58 leaves, and one lasting slug for every page."""

import pytest

from cfpfeeds.disciplines import UNCLASSIFIED, all_disciplines, canonical_slug, field_of, get, leaves_of

LEAVES = [d for d in all_disciplines() if not d.leaves]
FIELDS = [d for d in all_disciplines() if d.leaves]


def test_there_are_58_leaves_and_seven_opened_fields() -> None:
    assert (len(LEAVES), len(FIELDS)) == (58, 7)
    assert sum(len(field.leaves) for field in FIELDS) + sum(not leaf.parent for leaf in LEAVES) == 58


def test_without_a_parent_are_the_26_fields_and_multidisciplinary() -> None:
    assert len([d for d in all_disciplines() if not d.parent]) == 27


def test_slugs_are_unique_and_fit_an_address() -> None:
    slugs = [d.slug for d in all_disciplines()]
    assert len(set(slugs)) == len(slugs)
    assert all(slug.replace("-", "").isalpha() and slug.islower() for slug in slugs)


@pytest.mark.parametrize("field", FIELDS, ids=lambda d: d.slug)
def test_a_field_and_its_leaves_know_each_other(field) -> None:
    assert all(get(leaf).parent == field.slug and field_of(leaf) == field for leaf in field.leaves)
    assert field_of(field.slug) == field


@pytest.mark.parametrize(
    ("slug", "canonical"),
    [
        pytest.param("cs-ai", "cs-ai", id="leaf"),
        pytest.param("computer-science", "computer-science", id="opened-field"),
        pytest.param("materials-science", "materials", id="field-of-one-leaf"),
        pytest.param("earth-and-planetary-sciences", "earth-sciences", id="publishers-spelling-of-one-leaf"),
        pytest.param("arts-and-humanities", "arts-humanities", id="publishers-spelling-of-a-field"),
        pytest.param("Nursing", "nursing", id="case"),
        pytest.param("unclassified", "unclassified", id="unclassified"),
        pytest.param("alchemy", None, id="unknown"),
        pytest.param("", None, id="empty"),
    ],
)
def test_every_page_has_one_slug(slug: str, canonical: str | None) -> None:
    assert canonical_slug(slug) == canonical
    assert (get(slug).slug if canonical else get(slug)) == canonical


@pytest.mark.parametrize(
    ("slug", "covered"),
    [
        pytest.param("nursing", {"nursing"}, id="leaf"),
        pytest.param(
            "medicine", {"medicine", "clinical-medicine", "public-health", "health-services", "mental-health"}
        ),
        pytest.param("environmental-science", {"environment"}, id="alias"),
        pytest.param("unclassified", {"unclassified"}, id="unclassified"),
        pytest.param("alchemy", set(), id="unknown"),
    ],
)
def test_leaves_of_covers_a_discipline_and_all_below_it(slug: str, covered: set[str]) -> None:
    assert leaves_of(slug) == covered


def test_unclassified_is_no_discipline_that_a_reader_could_pick() -> None:
    assert UNCLASSIFIED not in all_disciplines()
    assert get("unclassified") == UNCLASSIFIED
