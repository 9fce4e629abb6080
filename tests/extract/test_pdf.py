"""The text of PDFs: what stands in which column, which lines are one paragraph, what every sheet repeats."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from fpdf import FPDF
from hypothesis import given
from hypothesis import strategies as st

from cfpfeeds.errors import ExtractError
from cfpfeeds.extract import extract
from cfpfeeds.extract.article import ArticleRules
from cfpfeeds.extract.feed import FeedRules
from cfpfeeds.extract.pdf import PdfText, pdf_text
from cfpfeeds.fetch.pdf import with_text
from cfpfeeds.model import PDF_LAYOUT, Page
from tests.pdfs import SENTENCE, a_pdf, lines

NOW = datetime(2026, 11, 25, tzinfo=UTC)
URL = "https://a.example/c.pdf"


def a_page(body: bytes) -> Page:
    return with_text(Page(URL, URL, 200, "application/pdf", body, NOW))


def read(body: bytes) -> PdfText:
    return pdf_text(a_page(body))


def said(body: bytes) -> list[str]:
    return [part.text for part in read(body).parts]


def paragraph(pdf: FPDF, text: str, left: float, top: float, width: float, align: str = "J", step: float = 4.5) -> None:
    pdf.set_left_margin(left)
    pdf.set_xy(left, top)
    pdf.multi_cell(width, step, text, align=align, new_x="LMARGIN", new_y="NEXT")


def test_two_columns_are_read_one_after_the_other() -> None:
    def draw(pdf: FPDF) -> None:
        pdf.set_font("Times", "B", size=18)
        pdf.text(30, 30, "Call for Papers: Decisions that Families Share")
        pdf.set_font("Times", size=10)
        paragraph(pdf, "First column. " + SENTENCE * 8, 20, 45, 80)
        paragraph(pdf, "Second column. " + SENTENCE * 8, 108, 47, 80)

    assert said(a_pdf(draw)) == [
        "Call for Papers: Decisions that Families Share",
        ("First column. " + SENTENCE * 8).strip(),
        ("Second column. " + SENTENCE * 8).strip(),
    ]


def test_a_table_below_two_columns_is_read_row_by_row() -> None:
    def draw(pdf: FPDF) -> None:
        pdf.set_font("Times", size=10)
        paragraph(pdf, SENTENCE * 8, 20, 30, 80)
        paragraph(pdf, SENTENCE * 8, 108, 30, 80)
        lines(pdf, "Important dates", "Abstracts due", "Full papers due", "Decisions", left=20, top=150)
        lines(pdf, "1 March 2027", "15 May 2027", "1 July 2027", left=95, top=156)

    assert said(a_pdf(draw))[2:] == [
        "Important dates",
        "Abstracts due | 1 March 2027",
        "Full papers due | 15 May 2027",
        "Decisions | 1 July 2027",
    ]


def test_a_side_bar_of_dates_is_not_mixed_with_the_text_beside_it() -> None:
    def draw(pdf: FPDF) -> None:
        paragraph(pdf, SENTENCE * 12, 20, 40, 110, "L", 5)
        pdf.set_font(style="B")
        pdf.text(145, 43.5, "Important dates")
        pdf.set_font(style="")
        dates = ("Abstract submission:", "31 January 2027", "Full paper submission:", "30 April 2027", "Guest editors:")
        lines(pdf, *dates, "Ann Lee", "Bo Diaz", left=145, top=48.5, step=5)

    parts = read(a_pdf(draw)).parts
    assert [(part.label, part.text) for part in parts][1:4] == [
        ("", "Important dates"),
        ("Important dates", "Abstract submission: 31 January 2027"),
        ("Important dates", "Full paper submission: 30 April 2027"),
    ]
    assert parts[0].text == (SENTENCE * 12).strip()


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        pytest.param(
            ["Papers on home care that arrive before the sub-", "mission deadline are read by two reviewers."],
            "Papers on home care that arrive before the submission deadline are read by two reviewers.",
            id="mended",
        ),
        pytest.param(
            [
                "Work by co-authors counts. Papers that are not peer-",
                "reviewed by two of us are returned to co-authors.",
            ],
            "Work by co-authors counts. Papers that are not peerreviewed by two of us are returned to co-authors.",
            id="an-unknown-compound-loses-it",
        ),
        pytest.param(
            ["A peer-reviewed issue. Papers that are not peer-", "reviewed by two of us go back to their authors."],
            "A peer-reviewed issue. Papers that are not peer-reviewed by two of us go back to their authors.",
            id="a-compound-that-stands-elsewhere-keeps-it",
        ),
        pytest.param(
            ["All manuscripts are to reach the editors by 2027-", "05-01 at the latest, in one file for each paper."],
            "All manuscripts are to reach the editors by 2027-05-01 at the latest, in one file for each paper.",
            id="numbers-keep-it",
        ),
        pytest.param(
            ["Full papers should be sent to the editors by 15", "May 2027 in one file, without names of authors."],
            "Full papers should be sent to the editors by 15 May 2027 in one file, without names of authors.",
            id="a-date-over-two-lines",
        ),
    ],
)
def test_lines_of_a_paragraph_are_joined(printed: list[str], expected: str) -> None:
    assert said(a_pdf(lambda pdf: lines(pdf, *printed, step=5))) == [expected]


@pytest.mark.parametrize(
    "printed",
    [
        pytest.param(["Abstracts: 1 March 2027", "Papers: 1 May 2027", "Decisions: 1 July 2027"], id="with-colons"),
        pytest.param(
            ["Abstracts due 1 March 2027", "Full papers due 15 May 2027", "Decisions 1 July 2027"], id="without-colons"
        ),
        pytest.param(["15. Mai 2027 Abgabe", "30. Juni 2027 Bescheid", "1. September 2027 Druck"], id="german-days"),
        pytest.param(["SUBMISSION DEADLINE: 1 March 2027, extended", "NOTIFICATION: 1 May 2027"], id="capitals"),
    ],
)
def test_entries_of_a_list_stay_entries(printed: list[str]) -> None:
    assert said(a_pdf(lambda pdf: lines(pdf, *printed))) == printed


def test_bullets_and_leaders() -> None:
    printed = ("- Abstracts: 1 March 2027", "2. Papers: 1 May 2027", "Decisions ........... 1 July 2027", "a) Prints")
    assert said(a_pdf(lambda pdf: lines(pdf, *printed))) == [
        "Abstracts: 1 March 2027",
        "Papers: 1 May 2027",
        "Decisions | 1 July 2027",
        "Prints",
    ]


def test_a_cell_goes_on_in_the_lines_below_it() -> None:
    def draw(pdf: FPDF) -> None:
        lines(pdf, "Submission of", "full papers", "Decisions", left=20, top=20, step=5)
        lines(pdf, "8 March 13 April", "2027", "1 May 2027", left=80, top=20, step=5)

    assert said(a_pdf(draw)) == ["Submission of full papers | 8 March 13 April 2027", "Decisions | 1 May 2027"]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        pytest.param(
            ("Papers", "", "Talks"), ("1 May", "2027", "2 May"), ["Papers | 1 May 2027", "Talks | 2 May"], id="day"
        ),
        pytest.param(("Final", "papers"), ("1 May 2027", ""), ["Final papers | 1 May 2027"], id="title"),
        pytest.param(
            ("papers", "talks"), ("1 May", "2 May"), ["papers | 1 May", "talks | 2 May"], id="rows-in-lower-case"
        ),
        pytest.param(("Papers", "Talks"), ("1 May", ""), ["Papers | 1 May", "Talks"], id="a-row-without-a-day"),
    ],
)
def test_rows_and_what_goes_on_below_them(left: tuple[str, ...], right: tuple[str, ...], expected: list[str]) -> None:
    def draw(pdf: FPDF) -> None:
        lines(pdf, *left, left=20, step=5)
        lines(pdf, *right, left=80, step=5)

    assert said(a_pdf(draw)) == expected


def test_running_heads_and_page_numbers_are_left_out_unless_they_tell_a_day() -> None:
    numbers = iter("123")

    def draw(pdf: FPDF) -> None:
        lines(pdf, "Journal of Care, Vol. 12 (2027)", top=12)
        lines(pdf, "Submit until 1 May 2027!", left=120, top=12)
        lines(pdf, f"The text of sheet {next(numbers)} is about care.", top=100)
        lines(pdf, f"Page {pdf.page_no()} of 3", left=90, top=288)

    assert said(a_pdf(draw, sheets=3)) == [
        *(f"The text of sheet {number} is about care." for number in "123"),
        "Journal of Care, Vol. 12 (2027) | Submit until 1 May 2027!",
    ]


def test_a_paragraph_goes_on_over_the_sheet() -> None:
    halves = iter(
        ("Full papers of at most eight pages should reach the guest editors of the issue", "before 1 May 2027 by mail.")
    )
    assert said(a_pdf(lambda pdf: lines(pdf, next(halves), top=140), sheets=2)) == [
        "Full papers of at most eight pages should reach the guest editors of the issue before 1 May 2027 by mail."
    ]


def test_struck_words_are_marked_and_underlined_ones_are_not() -> None:
    def draw(pdf: FPDF) -> None:
        pdf.write(6, "Papers: ")
        pdf.set_font(style="S")
        pdf.write(6, "1 March 2027")
        pdf.set_font(style="")
        pdf.write(6, " 15 March 2027")
        pdf.set_font(style="U")
        pdf.text(20, 60, "Decisions: 1 May 2027")

    assert said(a_pdf(draw)) == ["Papers: ~~1 March 2027~~ 15 March 2027", "Decisions: 1 May 2027"]


def test_the_rules_of_a_table_strike_nothing_out() -> None:
    def draw(pdf: FPDF) -> None:
        with pdf.table() as table:
            for texts in (("Stage", "Date"), ("Papers", "1 May 2027"), ("Decisions", "1 July 2027")):
                row = table.row()
                for text in texts:
                    row.cell(text)

    assert said(a_pdf(draw)) == ["Stage | Date", "Papers | 1 May 2027", "Decisions | 1 July 2027"]


def test_larger_and_bold_lines_label_what_follows() -> None:
    def draw(pdf: FPDF) -> None:
        pdf.set_font(style="B", size=14)
        lines(pdf, "Important dates")
        pdf.set_font(style="", size=11)
        lines(pdf, "1 May 2027", top=30)
        lines(pdf, *[SENTENCE[:80]] * 4, top=60)
        pdf.set_font(style="B")
        lines(pdf, "Topics", top=100)
        pdf.set_font(style="")
        lines(pdf, "Care at home", top=106)

    labels = {part.text: part.label for part in read(a_pdf(draw)).parts}
    assert labels["1 May 2027"] == "Important dates"
    assert labels["Care at home"] == "Topics"


@pytest.mark.parametrize(
    ("own", "printed", "title"),
    [
        pytest.param("Microsoft Word - cfp_final.docx", "Ageing at Home", "Ageing at Home", id="a-file-name-is-none"),
        pytest.param("Template for Calls of the Society", "Ageing at Home", "Ageing at Home", id="not-printed"),
        pytest.param("Ageing at Home: A Call", "AGEING AT HOME: A CALL", "Ageing at Home: A Call", id="printed"),
        pytest.param("", "Ageing at Home", "Ageing at Home", id="none"),
    ],
)
def test_the_title_is_what_is_printed_largest(own: str, printed: str, title: str) -> None:
    def draw(pdf: FPDF) -> None:
        lines(pdf, "Journal of Care")
        pdf.set_font(size=18)
        lines(pdf, printed, top=40)
        pdf.set_font(size=11)
        lines(pdf, *[SENTENCE[:80]] * 4, top=60)

    assert read(a_pdf(draw, title=own)).title == title


def test_a_pdf_is_an_article() -> None:
    def draw(pdf: FPDF) -> None:
        pdf.set_creation_date(datetime(2026, 10, 5, tzinfo=UTC))
        lines(pdf, "Ageing at Home", "Papers: 1 May 2027")

    found = extract(a_page(a_pdf(draw)), ArticleRules())
    (call,) = found.calls
    assert (call.title, call.posted, call.url) == ("Ageing at Home", "2026-10-05", URL)
    assert extract(a_page(a_pdf(draw)), ArticleRules(marker="Nothing of this")).recognised is False
    with pytest.raises(ExtractError, match="only the shape `article` reads one"):
        extract(a_page(a_pdf(draw)), FeedRules())


def test_pages_left_out_are_a_problem_with_a_name() -> None:
    found = extract(a_page(a_pdf(lambda pdf: lines(pdf, "Ageing at Home"), sheets=101)), ArticleRules())
    assert [problem.message for problem in found.problems] == ["only the first 100 of 101 pages were read"]


def laid_out(*rows: tuple[float, float, str], size: float = 10.0) -> Page:
    """A sheet with words of one size at these places."""
    words = [[left, top, left + 5 * len(text), top + 10, size, 0, 0, text] for left, top, text in rows]
    told = {"title": "", "created": "", "total": 1, "sheets": [{"size": [600, 800], "words": words, "lines": []}]}
    return Page(URL, URL, 200, PDF_LAYOUT, json.dumps(told).encode(), NOW)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param([(50, 50, "o\ufb03ce \ufb01le")], "office file", id="ligatures"),
        pytest.param([(50, 50, "dead\u00adline")], "deadline", id="soft-hyphen"),
        pytest.param([(50, 50, "\uf0b7"), (65, 50, "Papers")], "Papers", id="bullet-of-a-symbol-font"),
        pytest.param([(50, 50, "最終"), (50, 64, "締切")], "最終締切", id="no-blank-between-ideographs"),
        pytest.param([(100, 50, "موعد"), (70, 50, "نهائي")], "موعد نهائي", id="from-right-to-left"),
    ],
)
def test_characters(rows: list[tuple[float, float, str]], expected: str) -> None:
    assert [part.text for part in pdf_text(laid_out(*rows)).parts] == [expected]


@pytest.mark.parametrize("size", [pytest.param(-10.0, id="mirrored"), pytest.param(0.0, id="none")])
def test_letters_of_an_odd_size_are_read_like_others(size: float) -> None:
    found = pdf_text(laid_out((50, 50, "Ageing"), (50, 80, "Papers: 1 May"), size=size))
    assert found.title == "Ageing"
    assert [part.text for part in found.parts][-1].endswith("Papers: 1 May")


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"sheets": [{}]}', b"[" * 100_000])
def test_a_body_in_another_form_says_so(body: bytes) -> None:
    with pytest.raises(ExtractError, match="is not the text of a PDF"):
        pdf_text(Page(URL, URL, 200, PDF_LAYOUT, body, NOW))


@given(st.lists(st.tuples(st.floats(0, 600), st.floats(0, 800), st.text("ab 1.|-:", min_size=1, max_size=12))))
def test_no_word_is_lost_wherever_it_stands(rows: list[tuple[float, float, str]]) -> None:
    told = "".join(part.text for part in pdf_text(laid_out(*rows)).parts)
    assert told.count("a") == "".join(text for _, _, text in rows).count("a")
