"""Decorations go, what makes another call stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpfeeds.normalise.titles import deadlines_in, is_general, says_closed, says_withdrawn, undecorated
from cfpfeeds.text import clean_line

PIECES = st.sampled_from(
    [
        "Call for Papers",
        "CfP",
        "[EXTENDED]",
        "REMINDER",
        ":",
        " | ",
        " - ",
        "–",
        "Second ",
        "Ageing",
        " 2027",
        "(",
        ")",
        "*",
    ]
)


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        pytest.param("[EXTENDED] Ageing and Care", "Ageing and Care", id="bracket"),
        pytest.param("REMINDER | Ageing and Care", "Ageing and Care", id="reminder-bar"),
        pytest.param("*REMINDER* | Ageing and Care", "Ageing and Care", id="reminder-stars"),
        pytest.param("Call for Papers: Ageing and Care", "Ageing and Care", id="call-for-papers"),
        pytest.param("CALL FOR PAPERS – Ageing and Care", "Ageing and Care", id="capitals-and-dash"),
        pytest.param("CfP - Ageing and Care", "Ageing and Care", id="cfp"),
        pytest.param("CFP Ageing and Care", "Ageing and Care", id="cfp-and-blank"),
        pytest.param("Deadline Extended: Ageing and Care", "Ageing and Care", id="deadline-extended"),
        pytest.param("Extended-Call for Papers: Ageing and Care", "Ageing and Care", id="extended-call"),
        pytest.param("Reminder: CfP: Ageing and Care", "Ageing and Care", id="several"),
        pytest.param("Ageing and Care: a call for papers", "Ageing and Care", id="behind"),
        pytest.param("Ageing and Care (Call for Papers)", "Ageing and Care", id="behind-in-brackets"),
        pytest.param("Ageing and Care (deadline extended to 15 May 2024)", "Ageing and Care", id="extended-to"),
        pytest.param("Ageing and Care – d eadline Aug 31, 2024", "Ageing and Care", id="deadline-behind"),
        pytest.param("Final Call for Papers: Ageing and Care", "Ageing and Care", id="final-call-is-a-reminder"),
        pytest.param("Appel à contributions : le roman", "le roman", id="french"),
        pytest.param("征稿：数字人文", "数字人文", id="chinese"),
        pytest.param("CLOSED: Ageing and Care", "Ageing and Care", id="closed"),
        pytest.param("CFP: Ageing and Care (Currently Open)", "Ageing and Care", id="currently-open"),
        pytest.param("Ageing and Care [open for submissions]", "Ageing and Care", id="open-for-submissions"),
    ],
)
def test_decorations_are_trimmed(printed: str, shown: str) -> None:
    assert undecorated(printed) == shown


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("Second Call for Papers: From COVID-19 to stronger health systems", id="second-call"),
        pytest.param("Ageing and Care, Volume II", id="volume"),
        pytest.param("Workshop on Ageing 2027", id="year"),
        pytest.param("Call for papers", id="nothing-else"),
        pytest.param("General Call for Papers", id="general"),
        pytest.param("Call for Proposals", id="proposals"),
        pytest.param("CFP 2026", id="cfp-and-year-alone"),
        pytest.param("Call for papers on ageing", id="part-of-a-sentence"),
        pytest.param("Extended-release formulations", id="extended-release"),
        pytest.param("Extended Reality in Schools", id="extended-reality"),
        pytest.param("Closed-loop control", id="closed-loop"),
        pytest.param("Special Issue: Ageing", id="special-issue"),
        pytest.param("Updates in surgery", id="updates"),
        pytest.param("Ageing in the open", id="open"),
        pytest.param("Care (Open Access)", id="open-access"),
        pytest.param("Deadline pressure and work", id="about-deadlines"),
    ],
)
def test_the_rest_of_a_title_stays(title: str) -> None:
    assert undecorated(title) == title


@given(st.lists(PIECES, min_size=1, max_size=7).map("".join).map(clean_line).filter(bool))
def test_trimming_twice_is_trimming_once_and_never_leaves_nothing(title: str) -> None:
    assert undecorated(title)
    assert undecorated(undecorated(title)) == undecorated(title)


@pytest.mark.parametrize(
    ("title", "says"),
    [
        pytest.param("CANCELLED: Ageing Workshop", True, id="in-front"),
        pytest.param("Ageing Workshop [Withdrawn]", True, id="in-brackets"),
        pytest.param("Withdrawn patients and their carers", False, id="subject"),
        pytest.param("Cancelled culture", False, id="first-word"),
    ],
)
def test_a_title_can_call_the_whole_thing_off(title: str, says: bool) -> None:
    assert says_withdrawn(title) is says


def test_a_title_can_say_that_it_is_over() -> None:
    assert says_closed("CLOSED: Ageing")
    assert not says_closed("Closed borders")


@pytest.mark.parametrize(
    ("title", "general"),
    [
        pytest.param("General Call for Papers", True, id="general"),
        pytest.param("Open call for papers", True, id="open"),
        pytest.param("Special issues and forums", True, id="issues-and-forums"),
        pytest.param("Thematic issues", True, id="thematic-issues"),
        pytest.param("Special Issue Call for Papers", True, id="special-issue"),
        pytest.param("Call for Papers on Ageing", False, id="subject"),
    ],
)
def test_a_general_title_names_no_subject(title: str, general: bool) -> None:
    assert is_general(title) is general


@pytest.mark.parametrize(
    ("title", "phrases"),
    [
        pytest.param("Ageing (deadline extended to 15 May)", ["deadline extended to 15 May"], id="in-brackets"),
        pytest.param("Ageing (papers due 15 May) in Rome", ["papers due 15 May"], id="in-brackets-that-stay"),
        pytest.param("Deadline extended to 15 May: Ageing", ["Deadline extended to 15 May"], id="in-front"),
        pytest.param("Ageing – deadline 1 May 2026", ["deadline 1 May 2026"], id="behind"),
        pytest.param("Ageing, due 1 May 2026", ["Ageing, due 1 May 2026"], id="in-the-title"),
        pytest.param("[EXTENDED] Ageing", [], id="no-date"),
        pytest.param("Deadline pressure: working 24/7", [], id="subject"),
    ],
)
def test_a_deadline_can_stand_in_a_title(title: str, phrases: list[str]) -> None:
    assert deadlines_in(title) == phrases
