"""What an operator adds, renames or merges holds everywhere in the room, and nothing of it stays behind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpfeeds import disciplines
from cfpfeeds.disciplines import Own, Taxonomy, adopt, classify, get, leaves_of
from cfpfeeds.model import Call

SHIPPED = [discipline.slug for discipline in Taxonomy().ordered]
SEEN = datetime(2026, 11, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def shipped_afterwards() -> Iterator[None]:
    yield
    adopt(())


def test_a_new_one_is_found_by_its_words_and_venues() -> None:
    adopt([Own("gerontology", "Ageing", "medicine", ("gerontolog*", "*alterung"), ("The Gerontologist", "GSA"))])
    found = get("gerontology")
    assert found is not None
    assert (found.name, found.parent) == ("Ageing", "medicine")
    assert "gerontology" in get("medicine").leaves  # type: ignore[union-attr]
    assert classify(title="Gerontological turns")[0] == "gerontology"
    assert classify(title="Hautalterung")[0] == "gerontology"
    assert classify(title="Untold", venue="The Gerontologist") == ("gerontology",)
    assert classify(title="GSA 2027") == ("gerontology",)


def test_an_operators_venue_stands_before_a_shipped_one() -> None:
    assert classify(title="Untold", venue="MIS Quarterly") == ("information-systems",)
    adopt([Own("gerontology", "Ageing", venues=("MIS Quarterly",))])
    assert classify(title="Untold", venue="MIS Quarterly") == ("gerontology",)


def test_a_renamed_one_takes_all_that_spoke_for_the_old() -> None:
    adopt([Own("care", "Care sciences", formerly=("nursing",))])
    assert get("nursing") == get("care")
    assert classify(title="Wound care by nurses", venue="Journal of Advanced Nursing")[0] == "care"
    assert classify(title="Untold", labels=("Nursing",)) == ("care",)
    assert classify(title="Untold", fixed=("nursing",)) == ("care",)
    assert {"care", "nursing"} == leaves_of("care")
    assert "nursing" not in [discipline.slug for discipline in disciplines.all_disciplines()]


def test_a_renamed_one_keeps_its_place_and_its_field() -> None:
    before = [discipline.slug for discipline in Taxonomy().ordered]
    after = Taxonomy([Own("machines", "Machine learning", formerly=("cs-ai",))]).ordered
    assert [discipline.slug for discipline in after] == [{"cs-ai": "machines"}.get(slug, slug) for slug in before]
    assert next(discipline for discipline in after if discipline.slug == "machines").parent == "computer-science"


def test_merged_ones_are_one() -> None:
    adopt([Own("data", "Data and AI", formerly=("cs-ai", "cs-data-web"))])
    assert classify(title="Deep learning for databases") == ("data",)
    assert leaves_of("data") == {"data", "cs-ai", "cs-data-web"}
    assert get("computer-science").leaves[0] == "data"  # type: ignore[union-attr]


def test_another_name_changes_nothing_else() -> None:
    adopt([Own("nursing", "Nursing & midwifery")])
    assert get("nursing").name == "Nursing & midwifery"  # type: ignore[union-attr]
    assert [discipline.slug for discipline in disciplines.all_disciplines()] == SHIPPED


def test_a_renamed_field_keeps_its_leaves_and_its_aliases() -> None:
    adopt([Own("computing", "Computing", formerly=("computer-science",))])
    assert "cs-ai" in get("computing").leaves  # type: ignore[union-attr]
    assert get("cs-ai").parent == "computing"  # type: ignore[union-attr]
    assert get("computer-science") == get("computing")
    assert classify(title="Untold", labels=("Computer Science",)) == ("computing",)
    assert "cs-hci" in leaves_of("computer-science")


def test_a_field_whose_leaves_all_went_elsewhere_leads_there() -> None:
    taxonomy = Taxonomy([Own("life", "Life", "medicine", formerly=("agriculture-food", "biology-ecology"))])
    assert taxonomy.get("agricultural-biological-sciences") == taxonomy.get("life")
    assert not [d for d in taxonomy.ordered if d.slug == "agricultural-biological-sciences"]


def test_an_alias_of_a_renamed_one_leads_to_the_new() -> None:
    assert Taxonomy([Own("stuff", "Stuff", formerly=("materials",))]).canonical_slug("Materials-Science") == "stuff"


def test_a_slug_that_was_never_shipped_leads_on_as_well() -> None:
    taxonomy = Taxonomy([Own("care", "Care", formerly=("pflege-und-so",))])
    assert taxonomy.canonical_slug("pflege-und-so") == "care"


def test_stored_calls_bear_the_present_slugs_each_once() -> None:
    call = Call("c", "t", "v", "u", SEEN, SEEN, disciplines=("cs-ai", "law", "cs-data-web"))
    assert disciplines.up_to_date([call]) == (call,)
    adopt([Own("data", "Data", formerly=("cs-ai", "cs-data-web"))])
    assert disciplines.up_to_date([call])[0].disciplines == ("data", "law")


def test_the_fingerprint_changes_with_what_the_operator_says() -> None:
    assert disciplines.fingerprint() == ""
    adopt([Own("care", "Care")])
    first = disciplines.fingerprint()
    adopt([Own("care", "Care", words=("care",))])
    assert len({"", first, disciplines.fingerprint()}) == 3


@given(
    st.lists(
        st.builds(
            Own,
            st.sampled_from([*SHIPPED[:12], "new-one", "new-two"]),
            st.sampled_from(["", "A name"]),
            st.sampled_from(["", "medicine", "nursing", "nowhere"]),
            formerly=st.lists(st.sampled_from([*SHIPPED[:20], "old"]), max_size=3).map(tuple),
        ),
        max_size=4,
    )
)
def test_whatever_is_said_every_slug_leads_somewhere_or_nowhere_but_never_in_circles(own: list[Own]) -> None:
    taxonomy = Taxonomy(own)
    slugs = [discipline.slug for discipline in taxonomy.ordered]
    assert len(set(slugs)) == len(slugs)
    for slug in slugs:
        assert taxonomy.canonical_slug(slug) == slug
    for slug in SHIPPED:
        assert taxonomy.canonical_slug(slug) in {*slugs, None}
