"""Calls that are PDF files, drawn for the tests in the layout of the real ones."""

from __future__ import annotations

from collections.abc import Callable

from fpdf import FPDF

from tests.pdfs import a_pdf, lines


def bise() -> bytes:
    """A call printed as an article: two columns, a running head, words broken at line ends, the schedule at the end."""

    def draw(pdf: FPDF) -> None:
        pdf.set_font("Helvetica", size=8)
        lines(pdf, "A. Sunyaev et al.: Call for Papers, Issue 3/2024, Bus Inf Syst Eng 64(4):543-545 (2022)", top=10)
        pdf.set_font("Helvetica", "B", size=16)
        lines(pdf, "Call for Papers, Issue 3/2024", top=24)
        lines(pdf, "Technologies for health care at large", top=32)
        pdf.set_font("Helvetica", size=10)
        left = (
            "Information systems change how care is",
            "given. We ask for work on standards and",
            "interoperability, since tradi-",
            "tional implementations are hard to use",
            "and to accept for those who nurse and",
            "treat, and on what may be done better.",
        )
        right = (
            "Authors hand in through the editorial",
            "system of the journal and choose the",
            "special issue there.",
            "",
            "Schedule",
            "Paper submission due: 1 September 2023",
            "Notification of the authors: 15 Nov 2023",
            "Revisions due: 15 January 2024",
        )
        lines(pdf, *left, left=20, top=44)
        lines(pdf, *right, left=112, top=44)
        pdf.set_font("Helvetica", size=8)
        lines(pdf, "123", left=105, top=288)

    return a_pdf(draw, title="Call for Papers, Issue 3/2024")


def alliance() -> bytes:
    """A call for a support centre, not for papers: published, deadline and extended deadline in a row."""

    def draw(pdf: FPDF) -> None:
        pdf.set_font("Helvetica", "B", size=16)
        lines(pdf, "Call for technical support centre", "Health Systems Impact Modelling Consortia", top=24, step=8)
        pdf.set_font("Helvetica", size=11)
        lines(
            pdf,
            "Published: 9 February 2024",
            "Deadline: 23 February 2024",
            "Extended deadline: 4 March 2024, 23:59 CET",
            "",
            "Overview",
            "The Alliance looks for one institution that helps the consortia with their models.",
            top=46,
        )

    return a_pdf(draw, title="Call for technical support centre")


PAGES: dict[str, Callable[[], bytes]] = {"bise": bise, "alliance": alliance}
