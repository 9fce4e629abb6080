"""What stands in listings and is no call, and what only looks like that."""

import pytest

from cfpfeeds.normalise.refusals import why_no_call, why_no_title


@pytest.mark.parametrize(
    "title",
    [
        "404",
        "Error 404 - Page not found",
        "Page Not Found",
        "Access Denied",
        "Just a moment...",
        "Attention Required! | Cloudflare",
        "403 Forbidden",
        "Sorry, the page can't be found: it went wrong",
        "Learn more",
        "Instructions for Authors",
        "",
        "—",
        "2026",
    ],
)
def test_words_of_failed_pages_and_navigation_are_no_title(title: str) -> None:
    assert why_no_title(title, alone=False)


@pytest.mark.parametrize("title", ["Home", "Archive", "Error", "Maintenance", "Access denied: refugees' right to care"])
def test_a_word_that_may_be_a_theme_is_refused_only_where_nothing_speaks_for_a_call(title: str) -> None:
    assert why_no_title(title, alone=True)
    assert not why_no_title(title, alone=False)


@pytest.mark.parametrize(
    "title",
    ["Medication errors", "Just in time", "数字人文", "Q", "1984 and after", "Not found in translation", "Homes"],
)
def test_a_sound_title_is_accepted(title: str) -> None:
    assert why_no_title(title, alone=True) == ""


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("Call for Guest Editors", "guest editors"),
        ("Call for Special Issue Proposals", "guest editors"),
        ("Proposals for special issues 2027", "guest editors"),
        ("Become a Guest Editor", "guest editors"),
        ("Propose a special collection", "guest editors"),
        ("Virtual Special Issue: Ageing", "published papers"),
        ("Read the special issue", "published papers"),
        ("Latest special issue", "published papers"),
        ("Special issue in progress", "published papers"),
        ("Call for Associate Editors", "editors or reviewers"),
        ("Editor-in-Chief search", "editors or reviewers"),
        ("Join our editorial board", "editors or reviewers"),
        ("Call for reviewers", "editors or reviewers"),
        ("Job: Lecturer in Ageing", "position"),
        ("[Job] Lecturer", "position"),
        ("Two PhD positions in ageing", "position"),
        ("Open call for expression of interest to become a member of the Advisory Committee", "committee"),
        ("Expression of interest for membership of the expert group", "committee"),
        ("Call for scientific committee members", "committee"),
        ("Call for technical support centre", "institution"),
        ("Call for tenders: a survey of carers", "institution"),
        ("Call for award nominations", "prize"),
        ("Best Paper Award 2025", "prize"),
        ("Our new Impact Factor", "news"),
        ("Meet the Editors", "news"),
    ],
)
def test_other_announcements_are_no_calls(title: str, reason: str) -> None:
    assert reason in why_no_call(title)


@pytest.mark.parametrize(
    "title",
    [
        "Call for Proposals",
        "Special Issue on Ageing, Guest Editors A. Bee and C. Dee: Call for Papers",
        "Periodical editors in Victorian Britain",
        "Job insecurity and health",
        "Virtual reality in special education",
        "Special issue on published diaries",
        "Presidential nominations for the bench",
        "The impact factor debate",
        "Expression of Interest: Ageing in Place",
        "Expression of Interest (two-page abstract): Ageing in Place",
        "Becoming a member of a family",
        "Call for papers: Ethics committees and their members",
        "Support centres for carers: call for papers",
        "Call for papers and book reviews",
        "Third workshop on recent issues in ageing",
    ],
)
def test_calls_that_only_sound_like_that_are_kept(title: str) -> None:
    assert why_no_call(title) == ""


def test_the_address_can_say_that_guest_editors_are_wanted() -> None:
    assert "guest editors" in why_no_call("Submit an idea", "https://example.org/special-issue-proposals")
    assert why_no_call("Submit an idea", "https://example.org/special-issues/ageing") == ""
