"""HTML as visible text and labelled blocks."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from cfpfeeds.errors import ExtractError
from cfpfeeds.extract.cards import CardsRules
from cfpfeeds.extract.html import blocks, decoded, line_of, parse, text_of
from cfpfeeds.extract.markdown import markdown_blocks
from cfpfeeds.model import Page

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def a_page(body: bytes, charset: str = "") -> Page:
    return Page("https://j.example/", "https://j.example/", 200, "text/html", body, NOW, charset)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        pytest.param("d<em>eadline</em> Aug 31", "deadline Aug 31", id="a-word-split-by-markup"),
        pytest.param("due: <!-- --><strong>1 May</strong>", "due: 1 May", id="comment-of-a-renderer"),
        pytest.param("<p>one</p><p>two</p>", "one\ntwo", id="blocks-are-lines"),
        pytest.param("<s>1 May</s> 2 May", "~~1 May~~ 2 May", id="struck-out"),
        pytest.param('<span style="text-decoration:line-through">1 May</span> 2 May', "~~1 May~~ 2 May", id="by-style"),
        pytest.param("a&nbsp;b &amp;amp; c", "a b &amp; c", id="entities-once"),
        pytest.param("<script>var due='1 May'</script>x<style>p{}</style>", "x", id="no-scripts"),
        pytest.param("one<br>two", "one\ntwo", id="line-break"),
        pytest.param("<s>1 <b>May</b><p>or later</p></s>x", "~~1 May~~\n~~or later~~\nx", id="struck-over-lines"),
        pytest.param("<s> </s><del><s>1 May</s></del>", "~~1 May~~", id="struck-twice"),
        pytest.param('<p class="line-through">1 May</p>2 May', "~~1 May~~\n2 May", id="struck-by-class"),
        pytest.param('<i aria-hidden="true">event</i>Due', "Due", id="name-of-an-icon"),
        pytest.param('<span style="display: none">1 May</span>2 May', "2 May", id="hidden-words"),
        pytest.param('<div style="display:none">1 May</div>', "1 May", id="folded-part-of-an-accordion"),
        pytest.param("<h3><button>Dates</button></h3><button>Go</button>", "Dates", id="button-in-a-heading"),
        pytest.param("dead\u00adline\u200b", "deadline", id="soft-hyphen"),
        pytest.param("<time datetime='2027-04-21'>21 April</time>!", "21 April!", id="only-what-is-printed"),
        pytest.param("<p>By us <time class=published>1 May</time></p>", "By us", id="day-of-publication"),
    ],
)
def test_visible_text(markup: str, text: str) -> None:
    assert text_of(markup) == text


def found(markup: str) -> list[tuple[str, str]]:
    return [(block.label, block.text) for block in blocks(markup)]


def test_headings_label_what_follows() -> None:
    assert found("<h2>Dates</h2><p>1 May</p>") == [("", "Dates"), ("Dates", "1 May")]


def test_a_term_labels_its_definition() -> None:
    assert found("<dl><dt>Due</dt><dd>1 May</dd></dl>") == [("Due", "1 May")]


def test_a_line_that_ends_with_a_colon_labels_the_next() -> None:
    assert found("<p>Submission deadline:</p><p>1 May</p>")[1] == ("Submission deadline:", "1 May")


def test_columns_label_their_cells() -> None:
    head = "<tr><th>Topic</th><th>Publication</th><th>Manuscripts due</th></tr>"
    table = f"{head}<tr><td>Ageing</td><td>2028</td><td>1 May</td></tr>"
    assert found(f"<table>{table}</table>") == [("Publication | Ageing", "2028"), ("Manuscripts due | Ageing", "1 May")]


def test_a_table_of_two_columns_is_rows() -> None:
    assert found("<table><tr><td>Due</td><td>1 May</td></tr></table>") == [("", "Due | 1 May")]


def test_navigation_and_footer_are_left_out() -> None:
    assert found("<nav><p>Home</p></nav><p>x</p><footer><p>1 May 2020</p></footer>") == [("", "x")]


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param('<div class="cookie-banner"><p>1 May</p></div>', id="cookies"),
        pytest.param('<div id="onetrust-consent-sdk">1 May</div>', id="consent"),
        pytest.param('<ul class="sign-in"><li>1 May</ul>', id="sign-in"),
        pytest.param('<div role="navigation">1 May</div>', id="by-role"),
        pytest.param('<form><input name="q"><p>Search since 1 May</p></form>', id="search"),
        pytest.param("<aside><h2>Other calls</h2><p>1 May</p></aside>", id="side-bar"),
    ],
)
def test_what_every_page_of_a_site_has_is_left_out(markup: str) -> None:
    assert found(f"<p>x</p>{markup}") == [("", "x")]


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param("<form><h1>Call</h1><p>1 May</p></form>", id="form-around-a-page"),
        pytest.param('<div class="share"><main><p>1 May</p></main></div>', id="unlucky-name"),
        pytest.param('<div class="social-sciences has-sidebar"><p>1 May</p></div>', id="name-that-only-begins-so"),
        pytest.param("<div>" * 900 + "1 May", id="deep-below"),
        pytest.param("<font><p>1 May</p></font>", id="font-around-a-page"),
    ],
)
def test_content_stays_however_it_is_wrapped(markup: str) -> None:
    assert "1 May" in [text for _, text in found(markup)]


def test_a_line_around_the_date_of_a_link_stays_one_line() -> None:
    assert found("<p>Due <a href=x><b>1 May</b></a>.</p>") == [("", "Due 1 May.")]


def test_the_date_may_be_the_term() -> None:
    assert found("<dl><dt>1 May 2027<dd>Abstracts due<dt>1 June<dd>Papers due</dl>") == [
        ("", "1 May 2027: Abstracts due"),
        ("", "1 June: Papers due"),
    ]


def test_every_part_of_a_long_definition_stands_under_its_term() -> None:
    assert found("<dl><dt>Due<dd><ul><li>Abstract 1 May<li>Paper 1 June</ul></dl>") == [
        ("Due", "Abstract 1 May"),
        ("Due", "Paper 1 June"),
    ]


def test_lines_of_preformatted_text_stay_lines() -> None:
    markup = "<h2>Dates</h2><pre>\nAbstracts:  1 May 2027\nPapers:     1 June 2027\n</pre>"
    assert found(markup)[1:] == [("Dates", "Abstracts: 1 May 2027"), ("Dates", "Papers: 1 June 2027")]


def test_markdown_has_the_same_blocks() -> None:
    text = "# Call\n\n**Due:** 1 May\n\n- one\n- two\n\nDates\n-----\n| Abstract | 3 June |\n"
    said = [(b.label, b.text) for b in markdown_blocks(text)]
    assert ("Call", "Due: 1 May") in said
    assert ("Dates", "Abstract | 3 June") in said
    assert [text for _, text in said if text in ("one", "two")] == ["one", "two"]


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        pytest.param("Überblick".encode(), "", id="utf-8"),
        pytest.param("Überblick".encode("latin-1"), "", id="windows-1252-unsaid"),
        pytest.param("Überblick".encode("latin-1"), "iso-8859-1", id="by-header"),
        pytest.param(b'<meta charset="iso-8859-2">' + "Überblick".encode("iso-8859-2"), "", id="by-meta"),
        pytest.param("Überblick".encode(), "no-such-charset", id="unknown-charset"),
    ],
)
def test_bytes_are_decoded_by_what_they_say(body: bytes, charset: str) -> None:
    assert decoded(a_page(body, charset)).endswith("Überblick")


@pytest.mark.parametrize("body", [b"", b"  \n", b"%PDF-1.7 ...", b"PK\x03\x04zip"])
def test_what_is_no_web_page_is_said_so(body: bytes) -> None:
    with pytest.raises(ExtractError):
        parse(a_page(body))


def test_a_bad_selector_is_an_error_that_names_it() -> None:
    with pytest.raises(ValidationError, match="not a CSS selector"):
        CardsRules(item="li[", title="a")


@given(st.text(max_size=200))
def test_any_text_gives_blocks(text: str) -> None:
    assert all(block.text.strip() for block in blocks(text))
    assert "\n" not in line_of(text)
