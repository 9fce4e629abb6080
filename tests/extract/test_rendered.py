"""Markdown files are read by every shape that reads markup."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cfpfeeds.extract.article import ArticleRules
from cfpfeeds.extract.article import extract as extract_article
from cfpfeeds.extract.listing import ListingRules
from cfpfeeds.extract.listing import extract as extract_listing
from cfpfeeds.extract.markup import parse
from cfpfeeds.extract.rendered import as_html, is_markdown, without_head
from cfpfeeds.model import Page


def page(text: str, media_type: str = "text/plain", address: str = "https://raw.example/calls.md") -> Page:
    return Page(address, address, 200, media_type, text.encode(), datetime(2026, 11, 10, tzinfo=UTC))


LIST = """# Calls
| Title | Deadline |
|---|---|
| [Night Work](https://a.example/night) | 1 March 2027 |
| ~~Old~~ [Day Work](https://a.example/day) | 2 March 2027 |
"""


def test_a_table_in_markdown_is_read_by_its_columns() -> None:
    rules = ListingRules(item="tr:has(td)", title="column: Title", deadline=("column: Deadline",))
    calls = extract_listing(page(LIST), rules).calls
    assert [(call.title, call.url, call.deadlines[0].text) for call in calls] == [
        ("Night Work", "https://a.example/night", "1 March 2027"),
        ("~~Old~~ Day Work", "https://a.example/day", "2 March 2027"),
    ]


@pytest.mark.parametrize(
    ("media_type", "address", "expected"),
    [
        ("text/markdown", "https://a.example/x", True),
        ("text/plain", "https://a.example/README.MD", True),
        ("text/plain", "https://a.example/cfp.txt", False),
        ("text/html", "https://a.example/post.md", False),
    ],
)
def test_what_is_markdown(media_type: str, address: str, expected: bool) -> None:
    assert is_markdown(page("", media_type, address)) is expected


def test_the_title_in_the_head_of_a_file_is_the_title_of_its_page() -> None:
    shown = as_html('---\ntitle: "Care & <Cure>"\nlang: pt\n---\n\nText {% include menu.html %}')
    assert shown == (
        '<html lang="pt"><head><title>Care &amp; &lt;Cure&gt;</title></head><body><p>Text</p>\n</body></html>'
    )


def test_a_web_page_with_the_head_of_its_source_is_read_without_it() -> None:
    shown = without_head("---\nlayout: page\ntitle: Call for Papers\n---\n{% comment %}\n<h2>Care</h2>")
    assert "layout" not in shown
    assert shown.startswith("<title>Call for Papers</title>")


def test_a_text_that_only_begins_with_a_rule_stays() -> None:
    assert without_head("--- no head ---") == "--- no head ---"


def test_a_selector_names_the_title_of_a_call_in_markdown() -> None:
    text = "---\ntitle: Call for Papers\n---\n\n## Care at Night 2027\n\nPapers are due on 1 March 2027.\n"
    [call] = extract_article(page(text), ArticleRules(title="h2")).calls
    assert call.title == "Care at Night 2027"


def test_a_very_long_file_is_shown_as_it_was_typed() -> None:
    assert "<pre>" in as_html("word " * 500_000)


def test_nesting_without_end_is_read_in_bounded_depth() -> None:
    assert parse(page("> " * 3000 + "deep")).body is not None
