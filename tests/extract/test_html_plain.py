"""Markdown and plain text as labelled blocks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpfeeds.extract.markdown import markdown_blocks
from cfpfeeds.extract.plain import text_blocks


def said(text: str) -> list[tuple[str, str]]:
    return [(block.label, block.text) for block in markdown_blocks(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Paper: <del>1 May</del> 8 May", [("", "Paper: ~~1 May~~ 8 May")], id="struck-by-tag"),
        pytest.param("Paper: ~~1 May~~ 8 May", [("", "Paper: ~~1 May~~ 8 May")], id="struck-by-tildes"),
        pytest.param("Paper: 1 May  \nPoster: 2 May", [("", "Paper: 1 May"), ("", "Poster: 2 May")], id="hard-break"),
        pytest.param("one\ntwo", [("", "one two")], id="wrapped-line"),
        pytest.param("<!-- 1 May -->\nPaper: 2 May", [("", "Paper: 2 May")], id="comment"),
        pytest.param("<style>\n\np {}\n</style>\nx", [("", "x")], id="style"),
        pytest.param(
            "## Dates\n<table>\n\n<tr><td>Paper</td><td>1 May</td></tr>\n\n</table>\nBye",
            [("", "Dates"), ("Dates", "Paper | 1 May"), ("Dates", "Bye")],
            id="html-table",
        ),
        pytest.param("<table>\nPaper: 1 May", [("", "Paper: 1 May")], id="never-closed"),
        pytest.param("[Call](https://x.example/1) *due* `1 May`", [("", "Call due 1 May")], id="marks"),
        pytest.param("{% include dates.html %}\n{: .wide}\nDue 1 May", [("", "Due 1 May")], id="template-marks"),
        pytest.param("p < 0.05 and q > 1", [("", "p < 0.05 and q > 1")], id="no-tags"),
        pytest.param(
            "Dates\n=====\n1. Paper: 1 May\n2. Poster: 2 May",
            [("Dates", "Paper: 1 May"), ("Dates", "Poster: 2 May")],
            id="numbered",
        ),
    ],
)
def test_markdown(text: str, expected: list[tuple[str, str]]) -> None:
    assert [block for block in said(text) if block != ("", "Dates")] == [b for b in expected if b != ("", "Dates")]


def test_a_line_of_plain_text_that_ends_early_ends_there_on_purpose() -> None:
    text = (
        "We invite papers on care at home from all fields of research,\nand welcome reviews.\n\n"
        "Abstracts: 1 May 2027\nPapers: 1 June 2027"
    )
    assert [block.text for block in text_blocks(text)] == [
        "We invite papers on care at home from all fields of research, and welcome reviews.",
        "Abstracts: 1 May 2027",
        "Papers: 1 June 2027",
    ]


@given(st.text(alphabet="ab 1#|*-_<>/tdrle~\n:{%}!", max_size=120))
def test_any_text_gives_blocks_of_one_line(text: str) -> None:
    for block in (*markdown_blocks(text), *text_blocks(text)):
        assert "\n" not in block.text
        assert block.prose


@given(st.text(alphabet="ab 1#|*-_<>/tdrle~:{%}!", max_size=60), st.text(alphabet="ab 1#|*-_:", max_size=60))
def test_a_gap_of_many_empty_lines_is_a_gap(above: str, below: str) -> None:
    wide = text_blocks(f"{above}\n\n\n \n\t\n\n{below}\n\n\n")
    assert wide == text_blocks(f"{above}\n\n{below}")
