"""Data files that somebody keeps by hand become sources: which list holds the calls, and which field is what."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cfpfeeds.extract.list import ListRules
from cfpfeeds.learn import NoCalls, Proposal, Reader, bare_file, learn
from cfpfeeds.learn.dates import is_named_due
from cfpfeeds.model import Page

NOW = datetime(2026, 11, 10, tzinfo=UTC)


def page(text: str, address: str = "https://raw.lists.example/list.yml", media_type: str = "text/plain") -> Page:
    return Page(address, address, 200, media_type, text.encode(), NOW)


def learnt(text: str, address: str = "https://raw.lists.example/list.yml") -> ListRules:
    found = learn(page(text, address), Reader(NOW.date()))
    assert isinstance(found, Proposal), found
    assert isinstance(found.rules, ListRules)
    return found.rules


ONE = """
- conference: Care Days
  year: 2027
  link: https://care.example/
  cfp_link: https://care.example/cfp
  cfp: '2027-01-13 23:59:00'
  cfp_ext: '2027-01-20 23:59:00'
  workshop_deadline: '2027-02-01 23:59:00'
  notification_date: '2027-03-01'
  start: 2027-04-28
  end: 2027-04-30
"""


def test_an_extended_day_stands_in_for_the_first_one() -> None:
    [table] = learnt(ONE).deadlines
    assert [(day.text, day.was) for day in table.dates] == [("{cfp_ext|cfp}", "{cfp}")]


def test_names_that_only_sound_like_a_deadline_are_passed_over_in_silence() -> None:
    found = learn(page(ONE), Reader(NOW.date()))
    assert isinstance(found, Proposal)
    assert found.extraction.problems == ()
    assert "workshop_deadline" in learnt(ONE).ignore


def test_the_days_of_the_event_are_no_deadline() -> None:
    assert learnt(ONE).event == "{start}[ - {end}]"


def test_a_file_has_a_marker_by_which_another_one_is_told() -> None:
    assert learnt(ONE).marker == "cfp_ext:"


def test_figures_tell_whether_the_month_stands_first() -> None:
    text = "title;deadline;url\nCare Days;9/14/2026;https://a.example/\nWard Days;10/30/2026;https://b.example/\n"
    found = learn(page(text, "https://raw.lists.example/list.csv"), Reader(NOW.date()))
    assert isinstance(found, Proposal)
    assert (found.country, found.rules.model_dump()["delimiter"]) == ("US", ";")


def test_records_may_stand_below_a_name() -> None:
    text = "meetings:\n  list:\n" + "".join(f"    {line}\n" for line in ONE.strip().splitlines())
    assert learnt(text).items == "meetings.list"


NO_CALLS = [
    pytest.param("- name: Ann\n  birthday: 2001-02-03\n", "https://x.example/people.yml", id="people"),
    pytest.param("- title: On Care\n  published: 2025-03-01\n", "https://x.example/papers.yml", id="papers"),
    pytest.param(
        "title: My site\nurl: https://x.example\nplugins: [a, b]\n", "https://x.example/_config.yml", id="site"
    ),
    pytest.param("name,price\nbed,3\n", "https://x.example/shop.csv", id="prices"),
    pytest.param("- [a\n", "https://x.example/broken.yml", id="broken"),
    pytest.param("", "https://x.example/empty.csv", id="empty"),
    pytest.param("[a]\nb = 3", "https://x.example/x.toml", id="settings"),
    pytest.param("---\nlayout: null\n---\n{{ all | jsonify }}", "https://x.example/x.json", id="template"),
]


@pytest.mark.parametrize(("text", "address"), NO_CALLS)
def test_other_data_files_hold_no_calls_and_that_is_said(text: str, address: str) -> None:
    found = learn(page(text, address), Reader(NOW.date()))
    assert isinstance(found, NoCalls)
    assert found.reason


@pytest.mark.parametrize(
    ("name", "due"),
    [
        ("deadline", True),
        ("submissionDeadline", True),
        ("abstract_deadline", True),
        ("Due date", True),
        ("cfp", True),
        ("cfp_link", False),
        ("notification", False),
        ("camera_ready_deadline", False),
        ("tutorial_deadline", False),
        ("deadline_note", False),
        ("published", False),
        ("start", False),
    ],
)
def test_what_a_name_says_of_a_day(name: str, due: bool) -> None:
    assert is_named_due(name) is due


@pytest.mark.parametrize(
    ("shown", "bare"),
    [
        ("https://github.com/o/r/blob/main/_data/c.yml", "https://raw.githubusercontent.com/o/r/main/_data/c.yml"),
        ("https://github.com/o/r/blob/main/README.md#calls", "https://raw.githubusercontent.com/o/r/main/README.md"),
        ("https://gitlab.com/g/s/r/-/blob/main/c.csv", "https://gitlab.com/g/s/r/-/raw/main/c.csv"),
        ("https://github.com/o/r", "https://github.com/o/r"),
        ("https://github.com/o/r/blob/main/code.py", "https://github.com/o/r/blob/main/code.py"),
        ("https://press.example/blob/c.yml", "https://press.example/blob/c.yml"),
    ],
)
def test_the_page_that_shows_a_file_leads_to_the_file(shown: str, bare: str) -> None:
    assert bare_file(shown) == bare


YAML = st.sampled_from(
    [
        "-",
        "title:",
        "deadline:",
        "'2027-01-01'",
        "[",
        "]",
        "{",
        "}",
        ":",
        ",",
        "\n",
        "\n\n",
        "year:",
        "2027",
        "&",
        "*",
        "|",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(YAML, max_size=40), st.sampled_from(["yml", "csv", "toml", "json"]))
def test_any_file_ends_in_a_finding(parts: list[str], ending: str) -> None:
    found = learn(page(" ".join(parts), f"https://x.example/f.{ending}"), Reader(date(2026, 11, 10)))
    assert isinstance(found, NoCalls) or found.extraction.recognised
