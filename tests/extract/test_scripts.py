"""Dates that a page shows only through its scripts."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from cfpfeeds.extract import extract
from cfpfeeds.extract.article import ArticleRules
from cfpfeeds.extract.scripts import script_dates
from tests.extract.shipped import a_page


@pytest.mark.parametrize(
    ("code", "dates"),
    [
        pytest.param('{"submissionDeadline": "2027-01-31"}', [("submission deadline", "2027-01-31")], id="json"),
        pytest.param("var deadline = '31 January 2027';", [("deadline", "31 January 2027")], id="assignment"),
        pytest.param(
            "window.cfp.paperDue='2027-01-31T23:59:00Z'", [("paper due", "2027-01-31T23:59:00Z")], id="dotted"
        ),
        pytest.param(
            'let due_date = new Date("Jan 31, 2027 23:59:59")', [("due date", "Jan 31, 2027 23:59:59")], id="text"
        ),
        pytest.param(
            "deadline: new Date(2027, 0, 31, 23, 59)", [("deadline", "2027-01-31")], id="months-begin-with-zero"
        ),
        pytest.param("deadline = Date.UTC(2027, 11, 1)", [("deadline", "2027-12-01")], id="utc"),
        pytest.param('{"publishDate": "2026-01-31", "start": "2027-05-01"}', [], id="other-dates"),
        pytest.param('{"deadlineNotification": "2027-01-31"}', [], id="a-notification"),
        pytest.param('{"deadline": "see below"}', [], id="no-date"),
        pytest.param('if (deadline == "2027-01-31") {}', [], id="comparison"),
    ],
)
def test_a_name_that_sounds_like_a_deadline_gives_its_date(code: str, dates: list[tuple[str, str]]) -> None:
    found = script_dates(LexborHTMLParser(f"<script>{code}</script>"))
    assert [(part.label, part.text) for part in found] == dates


def test_a_name_with_several_dates_belongs_to_a_list_of_calls() -> None:
    code = 'x = [{"deadline": "2027-01-31"}, {"deadline": "2027-02-28"}]'
    assert script_dates(LexborHTMLParser(f"<script>{code}</script>")) == ()


def test_only_the_names_that_are_asked_for_count() -> None:
    tree = LexborHTMLParser('<script>a = {closes: "2027-01-31", deadline: "2026-01-31"}</script>')
    assert [part.text for part in script_dates(tree, ["closes"])] == ["2027-01-31"]


PAGE = """<html><body><main><h1>Care at home</h1><p>{shown}</p></main>
<script>var deadline='2027-01-31'</script></body></html>"""


@pytest.mark.parametrize(
    ("shown", "names", "texts"),
    [
        pytest.param("Write to us.", (), ["Care at home", "Write to us.", "2027-01-31"], id="nothing-shown"),
        pytest.param("Due 1 May 2027.", (), ["Care at home", "Due 1 May 2027."], id="what-is-shown-wins"),
        pytest.param(
            "Due 1 May 2027.", ("deadline",), ["Care at home", "Due 1 May 2027.", "2027-01-31"], id="asked-for"
        ),
    ],
)
def test_an_article_reads_its_scripts_where_it_shows_no_year(
    shown: str, names: tuple[str, ...], texts: list[str]
) -> None:
    [call] = extract(a_page(PAGE.format(shown=shown).encode()), ArticleRules(assigned=names)).calls
    assert [part.text for part in call.deadlines] == texts
