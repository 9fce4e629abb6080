"""PDF files of strangers: read under limits by another process; what cannot be read says why."""

from __future__ import annotations

import json
import sys
import zlib
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from fpdf import FPDF
from hypothesis import given, settings
from hypothesis import strategies as st

from cfpfeeds.errors import ExtractError
from cfpfeeds.fetch import page_from_file
from cfpfeeds.fetch.answers import page as page_of
from cfpfeeds.fetch.exchange import Answer
from cfpfeeds.fetch.pdf import Limits, with_text
from cfpfeeds.model import PDF_LAYOUT, Page
from tests.pdfs import TEXT, a_pdf, bomb, by_hand, form, lines, one_sheet

NOW = datetime(2026, 11, 25, tzinfo=UTC)
WORDS = a_pdf(lambda pdf: lines(pdf, "Papers: 1 May 2027"), title="Call")
LIMITED = pytest.mark.skipif(sys.platform != "linux", reason="this system limits no memory")


def a_page(body: bytes, media_type: str = "application/pdf") -> Page:
    return Page("https://a.example/c.pdf", "https://a.example/c.pdf", 200, media_type, body, NOW)


def words(page: Page) -> list[str]:
    return [word[-1] for sheet in json.loads(page.body)["sheets"] for word in sheet["words"]]


def test_a_pdf_becomes_its_words_and_where_they_stand() -> None:
    page = with_text(a_page(WORDS))
    told = json.loads(page.body)
    assert page.media_type == PDF_LAYOUT
    assert words(page) == ["Papers:", "1", "May", "2027"]
    assert (told["title"], told["total"], told["sheets"][0]["size"]) == ("Call", 1, [595.3, 841.9])
    left, top, right, bottom = told["sheets"][0]["words"][0][:4]
    assert left == pytest.approx(56.7, abs=1)  # 20 mm
    assert top < 56.7 < bottom  # the line of writing is 20 mm below the upper edge
    assert right > left


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        pytest.param(WORDS, "text/html", id="announced-as-something-else"),
        pytest.param(b"\r\n" + WORDS, "application/octet-stream", id="blank-in-front"),
        pytest.param(b"HTTP junk\n" + WORDS, "application/pdf", id="junk-in-front"),
    ],
)
def test_a_pdf_is_known_by_its_bytes(body: bytes, media_type: str) -> None:
    assert with_text(a_page(body, media_type)).media_type == PDF_LAYOUT


@pytest.mark.parametrize(
    ("body", "media_type", "expected"),
    [
        pytest.param(b"<html><p>Not found", "application/pdf", "text/html", id="a-web-page-announced-as-pdf"),
        pytest.param(b"<p>%PDF-1.4 is a format", "text/html", "text/html", id="a-page-about-pdf"),
    ],
)
def test_what_is_no_pdf_stays_what_it_is(body: bytes, media_type: str, expected: str) -> None:
    page = with_text(a_page(body, media_type))
    assert (page.body, page.media_type) == (body, expected)


LOOP = one_sheet(b"/X Do\n" + TEXT, forms=(form(b"/X Do /X Do", 6),))
DOUBLED = one_sheet(b"/X Do\n" + TEXT, forms=tuple(form(b"/X Do /X Do", 7 + n) for n in range(40)))
ZEROS = one_sheet(zlib.compress(zlib.compress(b"\0" * 900_000_000, 9), 9), b"/Filter [/FlateDecode /FlateDecode]")
FEW = Limits(seconds=5, memory=400_000_000, output=5_000_000)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        pytest.param(a_pdf(lambda pdf: lines(pdf, "x"), password="secret"), "asks for a password", id="encrypted"),
        pytest.param(b"%PDF-1.4\n" + bytes(range(256)) * 40, "is broken", id="noise"),
        pytest.param(WORDS[:200], "is broken", id="cut"),
        pytest.param(one_sheet(b"0 0 m 5 5 l S"), "a scan?", id="no-words"),
        pytest.param(
            by_hand(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 99999999 >>"),
            "is broken",
            id="pages-in-a-circle",
        ),
    ],
)
def test_a_pdf_without_words_says_why(body: bytes, reason: str) -> None:
    with pytest.raises(ExtractError, match=reason):
        with_text(a_page(body))


@LIMITED
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(bomb(1_000_000), id="bomb"),
        pytest.param(ZEROS, id="bomb-of-nothing"),
        pytest.param(LOOP, id="a-form-that-draws-itself"),
        pytest.param(DOUBLED, id="doubled-forty-times"),
    ],
)
def test_a_hostile_pdf_hurts_only_its_reader(body: bytes) -> None:
    """Each of them is some kilobytes, and asks for gigabytes or for ever."""
    assert len(body) < 20_000
    with pytest.raises(ExtractError, match=r"takes longer than 5 s|needs more than 400 MB"):
        with_text(a_page(body), FEW)


@LIMITED
def test_the_limit_of_memory_is_what_stops_it() -> None:
    body = one_sheet(zlib.compress(TEXT + b" " * 150_000_000, 9), b"/Filter /FlateDecode")
    with pytest.raises(ExtractError, match="needs more than 200 MB"):
        with_text(a_page(body), Limits(memory=200_000_000))
    assert words(with_text(a_page(body)))[:2] == ["Papers:", "1"]


@LIMITED
def test_the_limit_of_output_is_what_stops_it() -> None:
    with pytest.raises(ExtractError, match="breaks its reader"):
        with_text(a_page(WORDS), Limits(output=100))


def test_the_limit_of_time_is_what_stops_it() -> None:
    with pytest.raises(ExtractError, match="takes longer than 0 s"):
        with_text(a_page(WORDS), Limits(seconds=0))


def test_a_million_objects_are_no_trouble() -> None:
    body = one_sheet(TEXT, forms=tuple(b"<< /A %d 0 R >>" % n for n in range(7, 200_000)))
    assert words(with_text(a_page(body))) == ["Papers:", "1", "May", "2027"]


def test_only_the_first_hundred_pages_are_read() -> None:
    told = json.loads(with_text(a_page(a_pdf(lambda pdf: lines(pdf, "x"), sheets=103))).body)
    assert (told["total"], len(told["sheets"])) == (103, 100)


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_words_stand_where_a_reader_sees_them_however_the_sheet_was_turned(turned: int) -> None:
    def draw(pdf: FPDF) -> None:
        with pdf.rotation(turned, 105, 148):
            lines(pdf, "above", "below", left=60, top=120)

    (sheet,) = json.loads(with_text(a_page(a_pdf(draw))).body)["sheets"]
    above, below = sorted(sheet["words"], key=lambda word: word[-1])
    assert (above[-1], below[-1]) == ("above", "below")
    assert above[3] < below[3]
    assert above[0] == pytest.approx(below[0], abs=2)
    assert above[2] - above[0] > above[3] - above[1]


def test_words_across_the_margin_are_no_part_of_the_text() -> None:
    def draw(pdf: FPDF) -> None:
        lines(pdf, "Papers: 1 May 2027")
        with pdf.rotation(90, 10, 100):
            pdf.text(10, 100, "arXiv")

    assert "arXiv" not in words(with_text(a_page(a_pdf(draw))))


def test_a_saved_and_a_fetched_pdf_are_read_alike(tmp_path: Path) -> None:
    path = tmp_path / "call.pdf"
    path.write_bytes(WORDS)
    saved = page_from_file(path, url="https://a.example/c.pdf", now=NOW)
    answer = Answer(200, httpx.Headers({"content-type": "application/pdf"}), WORDS)
    fetched = page_of("https://a.example/c.pdf", "https://a.example/c.pdf", answer, NOW)
    assert saved.media_type == fetched.media_type == PDF_LAYOUT
    assert saved.body == fetched.body


@settings(max_examples=15, deadline=None)
@given(st.integers(0, len(WORDS) - 1), st.binary(min_size=1, max_size=8))
def test_a_damaged_pdf_gives_words_or_a_reason(at: int, noise: bytes) -> None:
    body = WORDS[:at] + noise + WORDS[at + len(noise) :]
    try:
        outcome = with_text(a_page(body)).media_type
    except ExtractError as error:
        outcome = error.reason
    assert outcome in (PDF_LAYOUT, "text/plain", "application/octet-stream") or outcome.startswith("this PDF")
