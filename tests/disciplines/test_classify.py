"""A call stands where a researcher would look for it, and nowhere rather than in a wrong place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpfeeds.disciplines import all_disciplines, classify, explain

SLUGS = {d.slug for d in all_disciplines()}
LEAVES = {d.slug for d in all_disciplines() if not d.leaves}
WORDS = st.lists(
    st.one_of(
        st.sampled_from(
            ["ageing", "law", "robots", "nursing", "history of", "machine learning", "NeurIPS", "&", "digital"]
        ),
        st.text(max_size=8),
    ),
    max_size=8,
).map(" ".join)


@pytest.mark.parametrize(
    ("given_", "first"),
    [
        pytest.param({"title": "", "venue": "NASN School Nurse"}, "nursing", id="venue-of-a-general-call"),
        pytest.param(
            {"title": "Ethics and Policy", "venue": "MIS Quarterly"}, "information-systems", id="venue-before-title"
        ),
        pytest.param({"title": "Wound healing", "venue": "Scientific Reports"}, "clinical-medicine", id="broad-venue"),
        pytest.param({"title": "", "venue": "Scientific Reports"}, "multidisciplinary", id="broad-venue-and-no-title"),
        pytest.param({"title": "ICML 2027"}, "cs-ai", id="acronym-in-the-title"),
        pytest.param({"title": "Forty-fourth edition", "acronym": "ICML"}, "cs-ai", id="acronym"),
        pytest.param({"title": "PETS 2026"}, "cs-security", id="no-words-in-an-acronym"),
        pytest.param({"title": "Fast Software Encryption", "acronym": "FSE"}, "cs-security", id="shared-acronym"),
        pytest.param({"title": "Workshop on Roman Law"}, "law", id="words-of-the-title"),
        pytest.param(
            {"title": "Ageing", "labels": ("Health & Nursing",), "venue": "Pflege heute"}, "nursing", id="label"
        ),
        pytest.param({"title": "Untold", "labels": ("history", "CONF")}, "history", id="label-in-lower-case"),
        pytest.param({"title": "Untold", "labels": ("crop yields",)}, "agriculture-food", id="free-tag-read-as-words"),
    ],
)
def test_the_best_evidence_comes_first(given_: dict[str, object], first: str) -> None:
    assert classify(**given_)[0] == first


def test_a_title_that_names_another_discipline_adds_it() -> None:
    assert set(classify(title="Machine learning for crop yields")) == {"agriculture-food", "cs-ai"}
    assert classify(title="Copyright and AI", venue="MIS Quarterly")[0] == "information-systems"
    assert "law" in classify(title="Copyright and AI", venue="MIS Quarterly")


def test_what_the_operator_fixed_is_the_whole_answer() -> None:
    fixed = ("materials-science", "history", "alchemy", "history")
    assert classify(title="Robots", venue="MIS Quarterly", fixed=fixed) == ("materials", "history")


def test_the_sources_own_mapping_beats_the_general_table() -> None:
    tags = {"title": "Untold", "labels": ("Security",)}
    assert classify(**tags) == ("cs-security",)
    assert classify(**tags, mapping={"security": ("politics",)}) == ("politics",)
    assert classify(**tags, mapping={"Security": ()}) == ()


def test_a_field_stands_alone_only_where_nothing_says_which_leaf() -> None:
    assert classify(title="Untold", labels=("Computer Science",)) == ("computer-science",)
    assert classify(title="Compilers", labels=("Computer Science",)) == ("cs-systems",)
    assert classify(title="Untold", labels=("Computer Science",), fields=False) == ()


@pytest.mark.parametrize(
    "title",
    [
        "",
        "Untold",
        "Call for papers",
        "7th conference 2026",
        "Towards new horizons",
        "Ωmega ☃",
        "International Symposium",
    ],
)
def test_without_evidence_a_call_is_unclassified(title: str) -> None:
    assert classify(title=title) == ()


def test_a_summary_alone_decides_nothing_but_settles_a_doubt() -> None:
    assert classify(title="Untold", summary="About nursing.") == ()
    assert classify(title="Nursing history") == ("nursing", "history")
    assert classify(title="Nursing history", summary="A historical view of archives and empire.")[0] == "history"


@given(WORDS, WORDS, st.lists(WORDS, max_size=2), WORDS)
def test_at_most_three_known_disciplines_each_once(title: str, venue: str, labels: list[str], summary: str) -> None:
    found = classify(title=title, venue=venue, labels=labels, summary=summary)
    assert len(set(found)) == len(found) <= 3
    assert set(found) <= SLUGS
    assert found == classify(title=title, venue=venue, labels=labels, summary=summary)
    assert set(classify(title=title, venue=venue, labels=labels, fields=False)) <= LEAVES


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        pytest.param("Krankenpflege im Wandel", "nursing", id="german-compound"),
        pytest.param("Sprachgeschichte", "linguistics", id="german-beginning-before-end"),
        pytest.param("Droit et numérique", "law", id="french"),
        pytest.param("Enfermería basada en la evidencia", "nursing", id="spanish"),
        pytest.param("Educação e desigualdade", "education", id="portuguese"),
        pytest.param("Filosofia e scienza", "philosophy", id="italian"),
        pytest.param("Geneeskunde in beweging", "clinical-medicine", id="dutch"),
        pytest.param("Omvårdnad", "nursing", id="swedish"),
        pytest.param("Oikeustieteen päivät", "law", id="finnish"),
        pytest.param("Filozofia klasyczna a współczesność", "philosophy", id="polish"),
        pytest.param("Vzdělávání a společnost", "education", id="czech"),
        pytest.param("Povijest umjetnosti", "history", id="croatian"),
        pytest.param("Magyar irodalomtudomány és irodalom", "literature", id="hungarian"),
        pytest.param("Drept și societate", "law", id="romanian"),
        pytest.param("Ελληνική φιλοσοφία", "philosophy", id="greek"),
        pytest.param("Hemşirelik ve ebelik", "nursing", id="turkish"),
        pytest.param("Pendidikan di Indonesia", "education", id="indonesian"),
        pytest.param("Giáo dục đại học", "education", id="vietnamese"),
        pytest.param("Современные проблемы обратных задач", "mathematics-statistics", id="russian"),
        pytest.param("Українське право", "law", id="ukrainian"),
        pytest.param("التعليم في العالم العربي", "education", id="arabic"),
        pytest.param("روانشناسی", "psychology", id="persian"),
        pytest.param("משפט וטכנולוגיה", "law", id="hebrew"),
        pytest.param("科技教育課程改革", "education", id="chinese"),
        pytest.param("第40回日本看護学会", "nursing", id="japanese"),
        pytest.param("한국간호학회 학술대회", "nursing", id="korean"),
    ],
)
def test_titles_are_read_in_many_languages(title: str, slug: str) -> None:
    assert slug in classify(title=title)


def test_the_sources_heading_counts_more_than_the_venue() -> None:
    found = classify(title="Untold", venue="MIS Quarterly", labels=("Law",))
    assert found == ("law", "information-systems")


def test_a_verdict_says_what_was_heard_and_how_sure_it_is() -> None:
    sure = explain(title="Nurses and nursing", venue="Journal of Advanced Nursing")
    assert sure.disciplines[0] == "nursing"
    assert {"venue", "words of the title"} <= {evidence.kind for evidence in sure.why}
    doubtful = explain(title="Truth")
    assert 0 < doubtful.confidence < sure.confidence < 1
    assert explain(title="Untold").confidence == 0
    assert explain(title="Untold", fixed=("law",)).confidence == 1


def test_a_title_of_four_hundred_capitals_takes_no_time() -> None:
    assert classify(title="A" * 400) == ()
