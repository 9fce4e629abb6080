"""The shape `listing`: records of one element or of several, fields by selector, column, term or first words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from cfpfeeds.extract import extract
from cfpfeeds.extract.listing import ListingRules, stated_total
from cfpfeeds.model import Extraction, Page

URL = "https://press.example/calls/"


def read(body: str, **rules: Any) -> Extraction:
    page = Page(
        URL,
        URL,
        200,
        "text/html",
        f"<html><body>{body}</body></html>".encode(),
        datetime(2026, 11, 24, tzinfo=UTC),
        "utf-8",
    )
    return extract(page, ListingRules.model_validate(rules))


def told(found: Extraction) -> list[tuple[str, str, str]]:
    return [(call.title, call.url, " ".join(part.text for part in call.deadlines)) for call in found.calls]


TABLE = """<table><tr><th>Topic</th><th>Journal</th><th>Due</th></tr>
<tr><td><a href="a">Sleep</a></td><td rowspan="2">Nights</td><td>1 May 2027</td></tr>
<tr><td>Rest</td><td>2 May 2027</td></tr></table>"""


def test_cells_are_found_by_the_titles_of_their_columns_also_those_that_span_rows() -> None:
    found = read(TABLE, item="tr:has(td)", title="column: Topic", venue="column: Journal", deadline=["column: Due"])
    assert told(found) == [("Sleep", URL + "a", "1 May 2027"), ("Rest", "", "2 May 2027")]
    assert [call.venue for call in found.calls] == ["Nights", "Nights"]
    assert found.calls[0].deadlines[0].label == "Due"


def test_a_record_goes_on_up_to_the_next_and_not_past_a_heading_of_its_rank() -> None:
    body = "<h3>Sleep</h3><p>Due 1 May 2027</p><h3>Rest</h3><p>Due 2 May 2027</p><h2>Other</h2><p>3 May 2027</p>"
    assert told(read(body, item="h3", span="following", title="h3", deadline=["p"])) == [
        ("Sleep", "", "Due 1 May 2027"),
        ("Rest", "", "Due 2 May 2027"),
    ]


def test_lines_of_running_text_are_records() -> None:
    body = "<p><a href='a'>Sleep</a> - deadline 1 May 2027<br><a href='b'>Rest</a> - deadline 2 May 2027</p>"
    found = read(body, item="p > a", span="following")
    assert [(title, url) for title, url, _ in told(found)] == [("Sleep", URL + "a"), ("Rest", URL + "b")]


@pytest.mark.parametrize(
    ("locator", "words"),
    [
        ("term: Deadline", "1 May 2027"),
        ("starts: Papers by", "Papers by 2 May 2027"),
        ("term: Frist|Deadline", "1 May 2027"),
        (".when", "3 May 2027"),
    ],
)
def test_a_deadline_is_found_by_what_stands_before_it(locator: str, words: str) -> None:
    body = """<div class="c"><h3>Sleep</h3><dl><dt>Deadline</dt><dd>1 May 2027</dd></dl>
<p>Papers by <b>2 May 2027</b></p><i class="when">3 May 2027</i></div>"""
    [call] = read(body, item="div.c", title="h3", deadline=[locator]).calls
    assert [part.text for part in call.deadlines] == [words]


def test_where_the_fields_say_nothing_the_whole_record_is_read() -> None:
    [call] = read("<li>Sleep<p>Send papers by 1 May 2027</p></li>", item="li", deadline=[".due"]).calls
    assert any("1 May 2027" in part.text for part in call.deadlines)


def test_headings_give_subject_journal_and_link_and_closed_ones_close() -> None:
    body = """<h2>Nursing</h2><p class="j"><a href="/j">Nights</a></p><ul><li>Sleep</li></ul>
<h2>Closed calls</h2><ul><li>Rest</li></ul>"""
    sleep, rest = read(body, item="li", group="h2", venue_group="p.j").calls
    assert (sleep.labels, sleep.venue, sleep.url) == (("Nursing",), "Nights", "https://press.example/j")
    assert (rest.status_text, rest.venue) == ("Closed calls", "")


def test_records_under_other_headings_and_without_a_sign_are_no_calls() -> None:
    calls = "<h2>Calls</h2><ul><li>Sleep, due 1 May 2027</li><li>Write to us</li></ul>"
    body = f"{calls}<h2>Events</h2><ul><li>A walk 5</li></ul>"
    found = read(body, item="li", group="h2", not_under="^Events$", needs="sign")
    assert [call.title for call in found.calls] == ["Sleep"]


def test_the_only_day_of_a_record_means_what_the_heading_says() -> None:
    [call] = read("<li>12 May 2027: Sleep</li>", item="li", days="Abstract deadlines").calls
    assert [(part.text, part.label) for part in call.deadlines] == [("12 May 2027", "Abstract deadlines")]


def test_without_its_marker_a_page_is_another_one() -> None:
    assert not read("<li>Sleep</li>", item="li", marker="#calls").recognised
    assert not read("<p>Nothing</p>", item="li").recognised
    empty = read("<div id='calls'></div>", item="li", marker="#calls")
    assert (empty.recognised, empty.calls) == (True, ())


@pytest.mark.parametrize(
    ("said", "total"),
    [
        ("57 results", 57),
        ("Showing 1-10 of 57", 57),
        ("1 to 25 of 1,204 calls", 1204),
        ("Treffer 1 - 10 von 33", 33),
        ("no results", None),
    ],
)
def test_the_total_is_that_of_all_records(said: str, total: int | None) -> None:
    assert stated_total(said) == total


def test_a_record_that_says_it_has_come_out_is_no_call() -> None:
    html = "<li><b>Sleep</b> Published May 2026</li><li><b>Light</b> until 3 May 2027</li>"
    found = read(html, item="li", title="b", drop_record=r"(?i)published \w+ 20\d\d")
    assert ([call.title for call in found.calls], found.left_out) == (["Light"], 1)


def test_a_record_without_a_title_is_a_problem_and_its_neighbours_survive() -> None:
    found = read("<li><b>Sleep</b></li><li>2</li>", item="li", title="b")
    assert [call.title for call in found.calls] == ["Sleep"]
    assert len(found.problems) == 1


@pytest.mark.parametrize("locator", ["column:", "li[", "::"])
def test_a_locator_that_is_none_is_refused(locator: str) -> None:
    with pytest.raises(ValidationError):
        ListingRules.model_validate({"item": "li", "title": locator})
