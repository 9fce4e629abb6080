"""Run as a program of its own: a PDF on standard input, its words and where they stand as JSON on standard output.

It imports nothing of ours and limits itself before it reads a byte, so that a hostile file can hurt this process only.
Lengths are points, y grows downwards. A file that cannot be read gives {"error": name of the reason}.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import math
import re
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

_MOST_PAGES = 100
_MOST_CHARACTERS = 500_000
_MOST_LINES = 5_000
_THIN = 3.0
"""The height in points up to which a drawn shape is a line."""
_GAP = 0.25
"""Blank between characters, in parts of their size, that parts words where no blank is written."""
_BOLD = 600
_BOLD_NAME = re.compile(rb"bold|black|heavy", re.I)
_LONGEST_NAME = 100

Char = tuple[str, float, float, float, float, float, bool]
Words = list[list[Any]]


def limit(seconds: int, memory: int, output: int) -> None:
    """Hard limits of this process; Windows has none of them, there only the caller's clock counts."""
    try:
        import resource
    except ImportError:
        return
    wanted = {
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_FSIZE: output,
        resource.RLIMIT_CORE: 0,
    }
    for which, most in wanted.items():
        with contextlib.suppress(ValueError, OSError):  # an existing lower limit, or a system that has no such limit
            resource.setrlimit(which, (most, most))


def read(body: bytes) -> dict[str, Any]:
    """The document: its own title and day of making, the number of its pages, and the words of the first hundred."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as error:
        return {"error": "encrypted" if "assword" in str(error) else "broken"}
    told = document.get_metadata_dict(skip_empty=True)
    total = len(document)
    sheets: list[dict[str, Any]] = []
    spent = 0
    for number in range(min(total, _MOST_PAGES)):
        try:
            sheet = _sheet(document, number, _MOST_CHARACTERS - spent)
        except pypdfium2.PdfiumError:
            sheet = {"size": [0, 0], "words": [], "lines": [], "broken": True}
        spent += sum(len(word[-1]) for word in sheet["words"])
        sheets.append(sheet)
        if spent >= _MOST_CHARACTERS:
            break
    return {"title": told.get("Title", ""), "created": told.get("CreationDate", ""), "total": total, "sheets": sheets}


def _sheet(document: Any, number: int, most: int) -> dict[str, Any]:
    page = document[number]
    text = page.get_textpage()
    width, height = page.get_size()
    if page.get_rotation() in (90, 270):
        width, height = height, width
    turned, characters = _characters(text, most)
    lines = list(_lines(page))
    place = _placing(turned, width, height)
    return {
        "size": [round(side, 1) for side in ((height, width) if turned in (1, 3) else (width, height))],
        "words": _words(characters, place),
        "lines": [[round(value, 1) for value in place(*line)] for line in lines],
    }


def _characters(text: Any, most: int) -> tuple[int, list[Char]]:
    """The characters that run the way most do, with that way in quarter turns: the others are marks in the margin."""
    import pypdfium2.raw as pdfium

    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    found: list[tuple[int, Char]] = []
    for at in range(min(text.count_chars(), most)):
        code = pdfium.FPDFText_GetUnicode(text, at)
        char = "-" if code == 2 else chr(code) if code <= sys.maxunicode and not 0xD800 <= code < 0xE000 else "\ufffd"
        if code == 0 or pdfium.FPDFText_HasUnicodeMapError(text, at) == 1:
            continue
        pdfium.FPDFText_GetLooseCharBox(text, at, loose := pdfium.FS_RECTF())
        pdfium.FPDFText_GetCharBox(text, at, left, right, bottom, top)
        quarter = round(pdfium.FPDFText_GetCharAngle(text, at) / (math.pi / 2)) % 4
        size = abs(loose.top - loose.bottom) if quarter in (0, 2) else abs(loose.right - loose.left)
        bold = pdfium.FPDFText_GetFontWeight(text, at) >= _BOLD or _is_bold(text, at)
        found.append((quarter, (char, loose.left, loose.bottom, loose.right, loose.top, size, bold)))
    ways = Counter(quarter for quarter, char in found if not char[0].isspace())
    turned = ways.most_common(1)[0][0] if ways else 0
    return turned, [char for quarter, char in found if quarter == turned or char[0].isspace()]


def _is_bold(text: Any, at: int) -> bool:
    """Whether the name of the font says so: fonts that the file does not bring along tell no weight."""
    import pypdfium2.raw as pdfium

    name, flags = ctypes.create_string_buffer(_LONGEST_NAME), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text, at, name, _LONGEST_NAME, flags)
    return bool(_BOLD_NAME.search(name.value))


def _lines(page: Any) -> Iterator[tuple[float, float, float, float]]:
    """Drawn thin shapes that lie, and notes that strike words out: either may say that words no longer hold."""
    import pypdfium2.raw as pdfium

    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for at in range(min(pdfium.FPDFPage_CountObjects(page), _MOST_LINES)):
        shape = pdfium.FPDFPage_GetObject(page, at)
        if pdfium.FPDFPageObj_GetType(shape) == pdfium.FPDF_PAGEOBJ_PATH:
            pdfium.FPDFPageObj_GetBounds(shape, left, bottom, right, top)
            if min(top.value - bottom.value, right.value - left.value) <= _THIN:
                yield left.value, bottom.value, right.value, top.value
    for at in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST_LINES)):
        note = pdfium.FPDFPage_GetAnnot(page, at)
        if pdfium.FPDFAnnot_GetSubtype(note) == pdfium.FPDF_ANNOT_STRIKEOUT:
            pdfium.FPDFAnnot_GetRect(note, box := pdfium.FS_RECTF())
            middle = (box.top + box.bottom) / 2
            yield box.left, middle, box.right, middle
        pdfium.FPDFPage_CloseAnnot(note)


def _placing(turned: int, width: float, height: float) -> Any:
    """From left, bottom, right, top of the sheet to left, top, right, bottom as its reader holds it."""

    def place(left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        if turned == 1:
            return height - top, width - right, height - bottom, width - left
        if turned == 2:
            return width - right, bottom, width - left, top
        if turned == 3:
            return bottom, left, top, right
        return left, height - top, right, height - bottom

    return place


def _words(characters: list[Char], place: Any) -> Words:
    """Words as [left, top, right, bottom, size, bold, follows the last without a blank, text], as they are drawn."""
    found: Words = []
    blank = True
    last: list[Any] | None = None
    for char, x0, y0, x1, y1, size, bold in characters:
        if char.isspace() or not char.isprintable():
            blank = blank or char.isspace()
            last = None if char.isspace() else last
            continue
        left, top, right, bottom = place(x0, y0, x1, y1)
        if last is not None and _goes_on(last, left, top, right, size, bold):
            last[0], last[1] = min(last[0], left), min(last[1], top)
            last[2], last[3] = max(last[2], right), max(last[3], bottom)
            last[7] += char
        else:
            last = [left, top, right, bottom, size, int(bold), int(not blank), char]
            found.append(last)
        blank = False
    return [[*(round(value, 1) for value in word[:5]), *word[5:]] for word in found]


def _goes_on(word: list[Any], left: float, top: float, right: float, size: float, bold: bool) -> bool:
    if abs(top - word[1]) > 0.5 or abs(size - word[4]) > 0.5 or bold != bool(word[5]):
        return False
    # To the right as most scripts, to the left as Arabic and Hebrew.
    return bool(abs(left - word[2]) <= _GAP * size or abs(right - word[0]) <= _GAP * size)


def main() -> None:
    """`pdf_worker.py SECONDS MEMORY OUTPUT`: the limits in seconds and bytes."""
    limit(*(int(argument) for argument in sys.argv[1:4]))
    try:
        found = read(sys.stdin.buffer.read())
    except MemoryError:
        found = {"error": "memory"}
    json.dump(found, sys.stdout, separators=(",", ":"))


if __name__ == "__main__":
    main()
