"""What every sheet of a printed document has: page numbers, running heads and feet. They are no text of the call."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from cfpfeeds.extract.pdf_layout import Line

_MARGIN = 0.14
"""The part of a sheet, above and below, where running heads and page numbers stand."""
_EDGE_ROWS = 3
_PAGE_NUMBER = re.compile(
    r"(?:[-–—•|]\s*)?(?:(?:page|seite|página|pagina|p\.|s\.|sida|side|strona|стр\.)\s*)?(?:\d{1,3}|[ivxl]{1,5})"
    r"(?:\s*(?:/|\||of|von|de|sur|di|av|van|z|из)\s*\d{1,3})?(?:\s*[-–—•|])?",
    re.I,
)
_DIGITS = re.compile(r"\d+")


def without_furniture(sheets: Sequence[list[Line]], heights: Sequence[float]) -> tuple[list[list[Line]], list[Line]]:
    """The sheets without page numbers and running heads; and each running head once, in case it says something."""
    kept_heads: dict[str, Line] = {}
    seen = Counter(
        key
        for lines, height in zip(sheets, heights, strict=True)
        for key in {_key(line) for line in _edges(lines, height)}
    )
    found = []
    for lines, height in zip(sheets, heights, strict=True):
        edges = {id(line) for line in _edges(lines, height)}
        kept = []
        for line in lines:
            if id(line) in edges and _PAGE_NUMBER.fullmatch(line.text.strip()) and len(sheets) > 1:
                continue
            if id(line) in edges and seen[_key(line)] > 1:
                kept_heads.setdefault(_key(line), line)
                continue
            kept.append(line)
        found.append(kept)
    return found, list(kept_heads.values())


def _edges(lines: list[Line], height: float) -> list[Line]:
    """The first and last rows of a sheet that stand in its margins."""
    rows = sorted(lines, key=lambda line: line.top)
    above = [line for line in rows[:_EDGE_ROWS] if line.bottom <= _MARGIN * height]
    below = [line for line in rows[-_EDGE_ROWS:] if line.top >= (1 - _MARGIN) * height]
    return [*above, *below]


def _key(line: Line) -> str:
    return _DIGITS.sub("#", line.text.casefold())
