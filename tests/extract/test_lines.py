"""Text by lines: columns of blanks, leaders, entries that look like running text, headings of several markups."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpfeeds.extract import extract
from cfpfeeds.extract.article import ArticleRules
from cfpfeeds.extract.entries import begins_entry, bullet_end
from cfpfeeds.extract.markdown import markdown_blocks
from cfpfeeds.extract.plain import text_blocks
from cfpfeeds.model import Page
from tests.extract.test_days import NOW, URL

LONG = "We invite papers on care at home from all fields of research, in particular on how"


def plain(text: str) -> list[tuple[str, str]]:
    return [(block.label, block.text) for block in text_blocks(text)]


def marked(text: str) -> list[tuple[str, str]]:
    return [(block.label, block.text) for block in markdown_blocks(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Abstracts         1 March 2027\nFull papers       15 May 2027",
            ["Abstracts | 1 March 2027", "Full papers | 15 May 2027"],
            id="columns-of-blanks",
        ),
        pytest.param(
            "Abstracts\t1 March 2027\nPapers\t\t15 May 2027",
            ["Abstracts | 1 March 2027", "Papers | 15 May 2027"],
            id="tabs",
        ),
        pytest.param(
            "Abstracts:     1 March 2027\nPapers:        15 May 2027",
            ["Abstracts: 1 March 2027", "Papers: 15 May 2027"],
            id="colons",
        ),
        pytest.param(
            "* Abstracts ....... 1 March 2027\n* Papers. . . . . . 15 May 2027",
            ["Abstracts | 1 March 2027", "Papers | 15 May 2027"],
            id="leaders",
        ),
        pytest.param(f"{LONG}\ncarers share decisions.", [f"{LONG} carers share decisions."], id="running-text"),
        pytest.param(
            "Submission of extended abstracts and posters for the conference: 1 March 2027\n"
            "Submission of full papers for the post-conference proceedings: 15 May 2027",
            [
                "Submission of extended abstracts and posters for the conference: 1 March 2027",
                "Submission of full papers for the post-conference proceedings: 15 May 2027",
            ],
            id="long-entries",
        ),
        pytest.param(
            "All papers must be submitted through the system of the journal not later than\n15 May 2027 (end of day).",
            ["All papers must be submitted through the system of the journal not later than 15 May 2027 (end of day)."],
            id="a-date-on-the-next-line",
        ),
        pytest.param(
            "15. Mai 2027: Beiträge\n30. Juni 2027: Bescheid",
            ["15. Mai 2027: Beiträge", "30. Juni 2027: Bescheid"],
            id="german-days",
        ),
        pytest.param("1. Abstracts\n2. Papers", ["Abstracts", "Papers"], id="numbers"),
        pytest.param(
            "  * Papers of at most eight pages, sent by mail to the editors before\n    15 May 2027",
            ["Papers of at most eight pages, sent by mail to the editors before 15 May 2027"],
            id="hanging",
        ),
        pytest.param("Sent by\n..........\nus", ["Sent by", "us"], id="dots-alone"),
    ],
)
def test_plain_text(text: str, expected: list[str]) -> None:
    assert [said for _, said in plain(text)] == expected


def test_columns_under_titles_are_labelled_by_them() -> None:
    text = (
        "Track        Abstracts       Papers\nMain         1 March 2027    15 May 2027\n"
        "Posters      2 March 2027    16 May 2027"
    )
    assert plain(text) == [
        ("Abstracts | Main", "1 March 2027"),
        ("Papers | Main", "15 May 2027"),
        ("Abstracts | Posters", "2 March 2027"),
        ("Papers | Posters", "16 May 2027"),
    ]


RST = """
===============
Call for Papers
===============

Important dates
~~~~~~~~~~~~~~~

:Abstracts: 1 March 2027

Deadline
^^^^^^^^

.. note:: 1 May 2027
"""
SIMPLE = "======== ============\nStage    Date\n======== ============\nAbstract 1 March 2027\n======== ============\n"
GRID = (
    "+-------+------------+\n| Stage | Date       |\n+=======+============+\n| Paper | 1 May 2027 |\n"
    "+-------+------------+\n| Poster | 2 May 2027 |\n+----+"
)


def test_headings_of_restructuredtext() -> None:
    assert plain(RST) == [
        ("", "Call for Papers"),
        ("Call for Papers", "Important dates"),
        ("Important dates", "Abstracts: 1 March 2027"),
        ("Important dates", "Deadline"),
        ("Deadline", "1 May 2027"),
    ]


def test_tables_of_restructuredtext() -> None:
    assert plain(GRID) == [("Date", "Paper | 1 May 2027"), ("Date", "Poster | 2 May 2027")]
    assert [
        said for _, said in plain(SIMPLE.replace("Abstract 1", "Abstract   1").replace("Stage    D", "Stage      D"))
    ] == ["Abstract | 1 March 2027"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Papers: 1 May<br>Posters: 1 June<br/>\nBye", ["Papers: 1 May", "Posters: 1 June", "Bye"], id="br"
        ),
        pytest.param("| Papers | 1 May<br>2 May |\n", ["Papers | 1 May; 2 May"], id="br-in-a-cell"),
        pytest.param(
            "Papers\n: 1 May 2027\n\nPosters\n:   1 June 2027",
            ["Papers: 1 May 2027", "Posters: 1 June 2027"],
            id="definitions",
        ),
        pytest.param(
            "```\nPapers    1 May 2027\nPosters   2 May 2027\n```\nBye",
            ["Papers | 1 May 2027", "Posters | 2 May 2027", "Bye"],
            id="fence",
        ),
        pytest.param("```\nPapers: 1 May", ["Papers: 1 May"], id="fence-never-closed"),
        pytest.param(
            "> **Papers:** 1 May 2027\n> **Posters:** 1 June 2027",
            ["Papers: 1 May 2027", "Posters: 1 June 2027"],
            id="quote",
        ),
        pytest.param(
            "Papers: 1 May 2027\nPosters: 1 June 2027",
            ["Papers: 1 May 2027", "Posters: 1 June 2027"],
            id="forgotten-breaks",
        ),
        pytest.param(
            "[Papers][1] due ![x](y.png)1 May\n\n[1]: https://x.example '2 June'", ["Papers due x1 May"], id="links"
        ),
        pytest.param("Papers[^1] 1 May\n\n[^1]: Was April", ["Papers 1 May", "Was April"], id="footnotes"),
        pytest.param("- [x] Papers 1 May\n- [ ] Posters 2 May", ["Papers 1 May", "Posters 2 May"], id="tasks"),
        pytest.param("15\\. Mai 2027 \\* x", ["15. Mai 2027 * x"], id="escapes"),
        pytest.param(
            "<p>Papers: 1 May</p>\n<p>Posters: 2 May</p>", ["Papers: 1 May", "Posters: 2 May"], id="paragraphs-of-html"
        ),
        pytest.param(
            "15. Mai 2027: Beiträge\n\n30. Juni 2027: Bescheid",
            ["15. Mai 2027: Beiträge", "30. Juni 2027: Bescheid"],
            id="german-days",
        ),
        pytest.param("p > 0.05 in all\nof them", ["p > 0.05 in all of them"], id="no-quote"),
    ],
)
def test_markdown(text: str, expected: list[str]) -> None:
    assert [said for _, said in marked(text)] == expected


def test_html_headings_inside_markdown_label_what_follows() -> None:
    assert marked("<h2>Dates</h2>\n\n1 May")[1] == ("Dates", "1 May")


def test_days_of_html_inside_markdown_are_kept() -> None:
    (block,) = markdown_blocks("Papers: <time datetime='2028-05-01'>1 May</time>")
    assert (block.text, block.days) == ("Papers: 1 May", (("1 May", "2028-05-01"),))


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        pytest.param(
            "---\ntitle: Care\nabstract_deadline: 2027-03-01\ndeadline: 1 May 2027\n---\n",
            ["abstract deadline: 2027-03-01", "deadline: 1 May 2027"],
            id="yaml",
        ),
        pytest.param('+++\ntitle = "Care"\npaper-due = 2027-03-01\n+++\n', ["paper due: 2027-03-01"], id="toml"),
        pytest.param("---\ntitle: Care\nresidue: 5\ndeadline: ''\ndraft: true\n---\n", [], id="none"),
    ],
)
def test_deadlines_in_the_head_of_a_file(head: str, expected: list[str]) -> None:
    (call,) = extract(Page(URL, URL, 200, "text/markdown", (head + "Text").encode(), NOW), ArticleRules()).calls
    assert [part.text for part in call.deadlines] == [*expected, "Text"]


@pytest.mark.parametrize(
    ("last", "line", "begins"),
    [
        pytest.param("Abstracts are due on 1 March 2027", "Papers: 15 May 2027", True, id="label"),
        pytest.param("Abstracts due 1 March 2027", "Papers due 15 May 2027", True, id="two-days"),
        pytest.param("between 1 March 2027 and", "15 May 2027", False, id="a-stretch"),
        pytest.param("on 1 March 2027 in", "Madrid, from 9 May on", False, id="a-place"),
        pytest.param("papers for the", "Journal: A Review is open", False, id="a-title-with-a-colon"),
        pytest.param("papers on 25 pages by 5pm", "EDT on 15 March 2027", False, id="a-sentence-goes-on"),
        pytest.param("accepted by ~~24 March~~", "31 March.", False, id="a-day-put-in-place-of-another"),
        pytest.param("15. Mai 2027 Abgabe", "30. Juni 2027 Bescheid", True, id="both-begin-with-a-day"),
        pytest.param("sent on 1 March 2027", "and 15 May 2027", False, id="goes-on-in-lower-case"),
    ],
)
def test_where_entries_begin(last: str, line: str, begins: bool) -> None:
    assert begins_entry(last, line) is begins


@pytest.mark.parametrize(
    ("line", "text"),
    [
        pytest.param("- x", "x", id="dash"),
        pytest.param("  12) x", "x", id="number"),
        pytest.param("15. Mai 2027", "15. Mai 2027", id="day"),
        pytest.param("- 15. Mai 2027", "15. Mai 2027", id="day-behind-a-dash"),
        pytest.param("-x", "-x", id="minus"),
        pytest.param("-", "-", id="alone"),
    ],
)
def test_bullets(line: str, text: str) -> None:
    assert line[bullet_end(line) :] == text


@given(st.text(" ab1.|-+=:~`>[]()<br/>\\\n\t•", max_size=200))
def test_any_lines_give_blocks_of_one_line(text: str) -> None:
    for block in (*markdown_blocks(text), *text_blocks(text)):
        assert "\n" not in block.text
        assert block.text == block.text.strip()
