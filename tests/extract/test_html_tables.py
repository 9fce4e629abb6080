"""Tables as labelled blocks: which column, row and section a date belongs to."""

from __future__ import annotations

import pytest

from cfpfeeds.extract.html import blocks
from cfpfeeds.extract.markdown import markdown_blocks


def found(markup: str) -> list[tuple[str, str]]:
    return [(block.label, block.text) for block in blocks(markup)]


def table(*rows: str) -> str:
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param(
            table("<th>What<th>When", "<td>Abstract<td>1 May 2027", "<td>Paper<td>TBD"),
            [("When", "Abstract | 1 May 2027"), ("", "Paper | TBD")],
            id="two-columns-with-titles",
        ),
        pytest.param(
            table("<td><th>Round 1<th>Round 2", "<td>Paper<td>1 May<td>1 June"),
            [("Round 1 | Paper", "1 May"), ("Round 2 | Paper", "1 June")],
            id="titles-that-count",
        ),
        pytest.param(
            table("<td><th>Abstract<th>Full paper", "<td>Round 1<td>1 May<td>1 June"),
            [("Abstract | Round 1", "1 May"), ("Full paper | Round 1", "1 June")],
            id="empty-corner",
        ),
        pytest.param(
            "<table><thead><tr><td>Topic<td>Journal<td>Due</thead><tr><td>Ageing<td>J. Health<td>1 May 2027</table>",
            [("Due | Ageing | J. Health", "1 May 2027")],
            id="titles-by-thead",
        ),
        pytest.param(
            table("<th>Date<th>Event<th>Place", "<td>1 May 2027<td>Abstracts due<td>online"),
            [("", "1 May 2027 | Abstracts due | online")],
            id="the-date-names-the-row",
        ),
        pytest.param(
            table("<th>When<th>What", "<th>1 May 2027<th>Papers due"),
            [("", "1 May 2027 | Papers due")],
            id="a-row-with-a-day-is-no-title-row",
        ),
        pytest.param(
            table(
                "<td colspan=2>First round", "<td>Papers<td>1 May", "<td colspan=2>Second round", "<td>Papers<td>2 June"
            ),
            [
                ("", "First round"),
                ("First round", "Papers | 1 May"),
                ("", "Second round"),
                ("Second round", "Papers | 2 June"),
            ],
            id="sections",
        ),
        pytest.param(
            table("<td rowspan=2>Track A<td>Abstract<td>1 May", "<td>Paper<td>1 June"),
            [("", "Track A | Abstract | 1 May"), ("", "Track A | Paper | 1 June")],
            id="a-cell-over-two-rows",
        ),
        pytest.param(
            table("<th>Stage<th>Dates", "<td>Round 1<td>Abstract: 1 May 2027<br>Paper: 1 June 2027"),
            [("Dates | Round 1", "Abstract: 1 May 2027; Paper: 1 June 2027")],
            id="entries-in-one-cell",
        ),
        pytest.param(
            table("<td>Paper<td><span>31 December</span><br>2027"),
            [("", "Paper | 31 December 2027")],
            id="day-and-year-apart",
        ),
        pytest.param(
            "<table><caption>Important dates</caption><tr><td>Paper<td>1 May<tr><td>Notice<td>1 June</table>",
            [("", "Important dates"), ("Important dates", "Paper | 1 May"), ("Important dates", "Notice | 1 June")],
            id="caption",
        ),
        pytest.param(
            table("<td>" + table("<td>Paper<td>1 May") + "<h2>Editors</h2><p>A. Smith"),
            [("", "Paper | 1 May"), ("", "Editors"), ("Editors", "A. Smith")],
            id="a-table-that-only-places-things",
        ),
        pytest.param(
            table("<td colspan=x>Paper<td rowspan=0>1 May"), [("", "Paper | 1 May")], id="spans-that-are-none"
        ),
    ],
)
def test_rows_are_blocks_with_the_titles_over_them(markup: str, expected: list[tuple[str, str]]) -> None:
    assert found(markup) == expected


def test_every_row_stands_under_the_line_that_leads_to_the_table() -> None:
    rows = found("<p>Deadlines:</p>" + table("<td>Paper<td>1 May", "<td>Poster<td>2 May"))
    assert rows[1:] == [("Deadlines:", "Paper | 1 May"), ("Deadlines:", "Poster | 2 May")]


def test_a_span_of_millions_costs_nothing() -> None:
    assert len(found(table("<td colspan=9000000 rowspan=9000000>a<td>1 May", "<td>b<td>c"))) == 2


def test_a_table_of_markdown_has_titles_only_where_they_are_titles() -> None:
    rule = "| --- | --- |\n"
    titled = markdown_blocks(f"| What | When |\n{rule}| Paper | 1 May 2027 |\n")
    untitled = markdown_blocks(f"| Abstract | 1 April 2027 |\n{rule}| Paper | 1 May 2027 |\n")
    assert [(b.label, b.text) for b in titled] == [("When", "Paper | 1 May 2027")]
    assert [b.text for b in untitled] == ["Abstract | 1 April 2027", "Paper | 1 May 2027"]
