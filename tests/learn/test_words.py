"""What the words of headings and titles say to the learner."""

from __future__ import annotations

import pytest

from cfpfeeds.learn import words


@pytest.mark.parametrize(
    ("heading", "one"),
    [
        ("Call for Papers", True),
        ("CfP: Care at Night", True),
        ("MPC 2027 - First call for papers", True),
        ("Calls for papers", False),
        ("Open special issues", False),
        ("Call for papers aperte", False),
        ("Important dates", False),
    ],
)
def test_a_heading_speaks_of_one_call_or_of_several(heading: str, one: bool) -> None:
    assert words.names_one(heading) is one


@pytest.mark.parametrize(
    ("heading", "own"),
    [
        ("Call for Papers", False),
        ("Call for Papers: Care at Night", True),
        ("WARD 2027 - Call for papers", True),
        ("Special Issue Editors", False),
        ("Important Dates", False),
    ],
)
def test_a_heading_names_a_subject_beside_what_any_call_says(heading: str, own: bool) -> None:
    assert words.is_specific(heading) is own


@pytest.mark.parametrize("text", ["Home", "Program Committee", "Important Dates", "Read the full issue", "Anmeldung »"])
def test_words_of_menus_are_no_titles_of_calls(text: str) -> None:
    assert words.is_navigation(text)


@pytest.mark.parametrize("text", ["Venues of Care", "Home and Exile", "The Committee in Fiction", "Night Work"])
def test_titles_that_hold_such_words_are_titles(text: str) -> None:
    assert not words.is_navigation(text)


@pytest.mark.parametrize(
    "text", ["Abstract submission: Dec. ~~7th~~ 20th, 2026 (AOE) Extended!", "Camera-ready copy due: 12 June 2027"]
)
def test_a_line_on_a_deadline_has_no_words_of_its_own(text: str) -> None:
    assert words.substance(text) == ""
