"""PDF files for tests: laid-out ones by a library, hostile ones by hand."""

from __future__ import annotations

import zlib
from collections.abc import Callable

from fpdf import FPDF

SENTENCE = (
    "We invite papers on care at home from all fields of research, in particular on how carers and those they care for "
    "share decisions. "
)


def a_pdf(draw: Callable[[FPDF], object], *, title: str = "", sheets: int = 1, password: str = "") -> bytes:
    """A file whose sheets `draw` fills; it is called once, on the first of them, or for each of several."""
    pdf = FPDF(format="A4")
    pdf.set_auto_page_break(False)
    if title:
        pdf.set_title(title)
    if password:
        pdf.set_encryption(owner_password=password, user_password=password)
    for _ in range(sheets):
        pdf.add_page()
        pdf.set_font("Helvetica", size=11)
        draw(pdf)
    return bytes(pdf.output())


def lines(pdf: FPDF, *texts: str, left: float = 20, top: float = 20, step: float = 6) -> None:
    """Each text on a line of its own."""
    for number, text in enumerate(texts):
        pdf.text(left, top + number * step, text)


def by_hand(*objects: bytes) -> bytes:
    """A file of these objects, numbered from 1; the first is its root."""
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, written in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, written)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Root 1 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)


def one_sheet(content: bytes, keys: bytes = b"", forms: tuple[bytes, ...] = ()) -> bytes:
    """A file of one sheet with this content stream; `forms` are objects 6 and following, the first is its /X."""
    resources = b"/Font << /F 5 0 R >> /XObject << /X 6 0 R >>"
    return by_hand(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << %s >> >>" % resources,
        stream(content, keys),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *forms,
    )


def stream(content: bytes, keys: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), keys, content)


def form(content: bytes, number: int) -> bytes:
    """A form that draws the form `number`."""
    keys = b"/Type /XObject /Subtype /Form /BBox [0 0 900 900] /Resources << /XObject << /X %d 0 R >> >>" % number
    return stream(content, keys)


TEXT = b"BT /F 12 Tf 50 700 Td (Papers: 1 May 2027) Tj ET\n"


def bomb(times: int) -> bytes:
    """A file that is small until its one content stream is unpacked, which then draws the same words `times` times."""
    return one_sheet(zlib.compress(zlib.compress(TEXT * times, 9), 9), b"/Filter [/FlateDecode /FlateDecode]")
