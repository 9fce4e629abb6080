"""What a label, a venue and a word each say."""

import pytest

from cfpfeeds.disciplines.labels import by_source, by_table
from cfpfeeds.disciplines.venues import by_acronym, by_acronym_within, by_name, is_acronym
from cfpfeeds.disciplines.words import speak_for


@pytest.mark.parametrize(
    ("label", "slugs"),
    [
        pytest.param("Business & Management", ("business-management",), id="sage"),
        pytest.param("business and management", ("business-management",), id="case-and-ampersand"),
        pytest.param("Psychology & Counseling", ("psychology",), id="heading"),
        pytest.param("Psychology, Psychiatry & Counseling", ("psychology",), id="the-same-heading-renamed"),
        pytest.param("computer-science", ("computer-science",), id="sciencedirect-slug"),
        pytest.param("agricultural-and-biological-sciences", ("agricultural-biological-sciences",), id="long-slug"),
        pytest.param("cs.CV", ("cs-vision-graphics",), id="arxiv"),
        pytest.param("Education", ("education",), id="one-word"),
        pytest.param("Education of Engineers", (), id="one-word-rows-fit-one-word"),
        pytest.param("TOP4", (), id="no-subject"),
        pytest.param("", (), id="empty"),
    ],
)
def test_a_label_is_read_wherever_it_is_printed(label: str, slugs: tuple[str, ...]) -> None:
    assert by_table(label) == slugs


def test_the_same_tag_means_another_thing_at_another_source() -> None:
    assert by_source("SP", {"sp": ("cs-security",)}) == ("cs-security",)
    assert by_source("SP", {"SP": ("materials-science", "nonsense")}) == ("materials",)
    assert by_source("SP", {"SP": ()}) == ()
    assert by_source("SP", {"AI": ("cs-ai",)}) is None


@pytest.mark.parametrize(
    ("name", "slugs"),
    [
        pytest.param("MIS Quarterly", ("information-systems",), id="journal"),
        pytest.param("The Lancet", ("clinical-medicine",), id="article"),
        pytest.param("Lancet", ("clinical-medicine",), id="no-article"),
        pytest.param("48th International Conference on Software Engineering 2026", ("cs-software",), id="conference"),
        pytest.param("ACM SIGPLAN Conference on Programming Language Design and Implementation", ("cs-software",)),
        pytest.param("Scientific Reports", ("multidisciplinary",), id="every-field"),
        pytest.param("NeurIPS: Conference on Neural Information Processing Systems", ("cs-ai",), id="part-of-a-name"),
        pytest.param("Journal of Unheard-of Things", (), id="unknown"),
        pytest.param("", (), id="empty"),
    ],
)
def test_a_venue_is_known_by_its_name(name: str, slugs: tuple[str, ...]) -> None:
    assert by_name(name) == slugs


@pytest.mark.parametrize(
    ("printed", "first"),
    [
        pytest.param("ICSE 2027", "cs-software", id="year"),
        pytest.param("NeurIPS'26", "cs-ai", id="short-year"),
        pytest.param("ACM CCS 2027", "cs-security", id="organiser"),
        pytest.param("VLDB (every month)", "cs-data-web", id="remark"),
        pytest.param("iclr", "cs-ai", id="case"),
    ],
)
def test_a_venue_is_known_by_its_acronym(printed: str, first: str) -> None:
    assert by_acronym(printed)[0][0] == first


def test_an_acronym_that_two_venues_share_gives_both() -> None:
    assert {slugs[0] for slugs in by_acronym("FSE 2027")} == {"cs-software", "cs-security"}
    assert by_acronym("Workshop on Ageing") == ()


def test_within_a_title_only_the_exact_spelling_of_an_acronym_counts() -> None:
    assert by_acronym_within("Workshop on Ageing at NeurIPS 2027") == (("cs-ai",),)
    assert by_acronym_within("NEURIPS neurips") == ()


@pytest.mark.parametrize(
    ("printed", "is_one"),
    [
        ("PETS 2026", True),
        ("NeurIPS'26", True),
        ("ACM MM", True),
        ("Pets", False),
        ("NeurIPS Workshop", False),
        ("", False),
    ],
)
def test_one_word_of_capitals_is_an_acronym(printed: str, is_one: bool) -> None:
    assert is_acronym(printed) is is_one


def loudest(text: str) -> str:
    return max(speak_for(text), key=lambda heard: heard[1])[0]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        pytest.param("Advances in periodontal surgery", "dentistry", id="stem"),
        pytest.param("Geographic Information Systems", "geography-urban", id="longest-term-wins"),
        pytest.param("Management Information Systems", "information-systems", id="longest-term-wins-at-its-place"),
        pytest.param("Bildung im Wandel", "education", id="german"),
        pytest.param("Historia de la ciencia", "history", id="spanish"),
        pytest.param("Droit et société", "law", id="french"),
        pytest.param("Wireless sensor network", "cs-networks", id="singular"),
        pytest.param("Wireless sensor networks", "cs-networks", id="plural"),
    ],
)
def test_words_speak_for_a_discipline(text: str, slug: str) -> None:
    assert loudest(text) == slug


def test_many_hints_are_no_proof() -> None:
    (one,), (many,) = (
        dict(speak_for(text)).values() for text in ("dental", "dental tooth teeth dentist denture caries")
    )
    assert one < many < 3 * one


def test_empty_phrases_hide_their_words() -> None:
    assert speak_for("Winter School") == ()
    assert "education" in dict(speak_for("School"))
