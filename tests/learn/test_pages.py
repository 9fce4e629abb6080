"""Pages of many layouts are learnt without being told anything about them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cfpfeeds.config import Source
from cfpfeeds.extract import extract
from cfpfeeds.learn import NoCalls, Proposal, Reader, learn
from cfpfeeds.model import Page
from cfpfeeds.tending.add import Learnt, Nothing
from tests.learn.cases import Case, cases, learnt, score

CASES = cases()


def named(name: str) -> Case:
    return next(case for case in CASES if case.name == name)


def proposal(name: str) -> Proposal:
    case = named(name)
    found = learn(case.page, Reader(case.as_of))
    assert isinstance(found, Proposal), found
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_page_gives_its_calls_with_link_and_days_and_nothing_else(case: Case) -> None:
    result = score(case, learnt(case))
    assert result.wrong == ()
    assert (result.right, result.false) == (len(case.calls), 0)


@pytest.mark.parametrize("case", [case for case in CASES if case.kind == "none"], ids=lambda case: case.name)
def test_a_page_without_a_call_says_why(case: Case) -> None:
    found = learnt(case)
    assert isinstance(found, Nothing)
    assert "the page" in found.reason


@pytest.mark.parametrize("case", [case for case in CASES if case.calls], ids=lambda case: case.name)
def test_the_rules_learnt_are_right_for_the_configuration_and_know_their_page(case: Case) -> None:
    found = learnt(case)
    assert isinstance(found, Learnt)
    source = Source.model_validate(found.source.model_dump())
    other = Page(case.url, case.url, 200, "text/html", b"<html><body><p>Welcome</p></body></html>", case.moment)
    if source.rules.kind in ("listing", "article"):
        assert source.rules.marker
        assert not extract(other, source.rules).recognised


@pytest.mark.parametrize("case", [case for case in CASES if case.kind == "article"], ids=lambda case: case.name)
def test_a_page_with_one_call_becomes_an_article(case: Case) -> None:
    assert proposal(case.name).rules.kind == "article"


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("nodes-updated-and-due", "https://cfp.example/category/all?page=1"),
        ("cards-that-are-links", "https://emer.example/calls?page=2"),
    ],
)
def test_the_next_page_is_found(name: str, address: str) -> None:
    assert proposal(name).extraction.follow == (address,)


@pytest.mark.parametrize(
    ("name", "selector", "stated"),
    [("states-its-total", "div.count", 3), ("states-its-total-and-more", "p.result-count", 57)],
)
def test_a_stated_total_becomes_a_check_that_nothing_is_missing(name: str, selector: str, stated: int) -> None:
    found = proposal(name)
    assert found.rules.model_dump()["total"] == selector
    assert found.extraction.stated_total == stated


def test_a_total_that_the_page_does_not_hold_and_that_leads_nowhere_is_no_check() -> None:
    case = named("states-its-total")
    body = case.page.body.replace(b"3 results", b"30 results")
    found = learn(replace(case.page, body=body), Reader(case.as_of))
    assert isinstance(found, Proposal)
    assert found.rules.model_dump()["total"] == ""


def test_headings_over_the_records_are_their_subjects() -> None:
    calls = proposal("headings-by-subject").extraction.calls
    assert [call.labels for call in calls] == [("Nursing",)] * 2 + [("Public Health",)] + [("Health Economics",)] * 2


def test_a_heading_that_says_closed_closes_what_stands_under_it() -> None:
    found = learnt(named("open-and-closed"))
    assert isinstance(found, Learnt)
    assert [call["status"] for call in found.calls] == ["open", "open", "closed", "closed"]


def test_generated_class_names_are_not_relied_on() -> None:
    rules = proposal("cards-hashed-classes").rules.model_dump_json()
    assert "css-" not in rules


def test_a_table_is_read_by_its_column_titles() -> None:
    assert proposal("table-named-columns").rules.model_dump()["deadline"] == ("column: Manuscript Submission Deadline",)


def test_the_order_of_days_in_figures_is_told_by_the_page() -> None:
    assert proposal("nineties-layout").country == "US"


BROKEN = [
    pytest.param(b"", "text/html", id="empty"),
    pytest.param(b"%PDF-1.7 binary", "application/pdf", id="pdf"),
    pytest.param(b"{ not json", "application/json", id="broken json"),
    pytest.param(b"<rss><channel></channel></rss>", "application/rss+xml", id="empty feed"),
    pytest.param(b"\x00\xff\xfe<html>", "text/html", id="noise"),
    pytest.param(b"<div>" * 3000, "text/html", id="deep"),
    pytest.param(b"[[[[[[" * 2000, "application/json", id="deep json"),
    pytest.param(b"<table><tr><td><tr><td rowspan=9>a<table>", "text/html", id="unclosed"),
]


@pytest.mark.parametrize(("body", "media_type"), BROKEN)
def test_what_cannot_be_read_is_a_reason_and_never_an_error(body: bytes, media_type: str) -> None:
    case = CASES[0]
    page = Page("https://x.example/", "https://x.example/", 200, media_type, body, case.moment)
    found = learn(page, Reader(case.as_of))
    assert isinstance(found, NoCalls)
    assert found.reason


MARKUP = """
<ul> <li> </ul> <p> <h2> </h2> <table> <tr> <td> <a href='/x'> </a> <br> <dl><dt> <dd> <div class='call'> </div>
<button> <span> Care Deadline:1.May.2027 1/2/2027 é｛ call&nbsp;for&nbsp;papers <!-- <script> |
"""
PIECES = st.sampled_from(MARKUP.split())


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=60))
def test_any_markup_ends_in_a_finding(parts: list[str]) -> None:
    case = CASES[0]
    body = f"<html><body>{''.join(parts)}</body></html>".encode()
    page = Page("https://x.example/", "https://x.example/", 200, "text/html", body, case.moment)
    found = learn(page, Reader(case.as_of))
    assert isinstance(found, NoCalls) or found.extraction.recognised
