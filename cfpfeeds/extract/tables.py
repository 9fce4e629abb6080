"""A table as labelled blocks: which cell belongs to which column, row and section."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from cfpfeeds.extract.markup import line_of, marked_text

_DAY = re.compile(
    r"\d[./-]\d|\d(?:st|nd|rd|th|\.)?\s+(?:of\s+|de\s+)?[^\W\d_]{3}|[^\W\d_]{3,}\.?\s+\d{1,2}(?!\d)|\d\s?[年月日]", re.I
)
_NUMBERED = re.compile(r"\W*([^\W\d_]{3,})\W{1,3}(\d{1,2})\W*")
_YEAR = re.compile(r"\d{4}")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]{3}")
_LONGEST_STANDIN = 8
_IN_LAYOUT = ", ".join(f"td {tag}" for tag in ("table", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl"))
_MOST_SPANNED = 50


@dataclass(frozen=True, slots=True)
class Row:
    """The texts of one row, one a column; a cell that spans rows stands in each. `head`: they are column titles."""

    cells: tuple[str, ...]
    head: bool = False


def has_day(text: str) -> bool:
    """Whether a day seems to stand in the text."""
    return _DAY.search(text) is not None


def is_layout(table: LexborNode) -> bool:
    """Whether a table only places things on the page: its cells hold tables, headings or lists."""
    # A selector also finds the node that it is asked of, when what is around that fits.
    return any(node.mem_id != table.mem_id for node in table.css(_IN_LAYOUT))


def labelled(rows: Sequence[Row]) -> Iterator[tuple[str, str]]:
    """Label and text of every block of a table, in reading order.

    Below column titles every dated cell is a block of its own, labelled "column | row"; else a row is one block. A row
    of a single cell names the section of the rows below it; a title row with a day in it is none, since Markdown has
    no table without one.
    """
    heads: tuple[str, ...] = ()
    section = ""
    width = max((len(row.cells) for row in rows), default=0)
    for row in rows:
        if not any(row.cells):
            continue
        if len(row.cells) == 1 < width and not _DAY.search(row.cells[0]):
            section = row.cells[0]
            yield "", section
        elif row.head and (_are_numbered(row.cells) or not any(_DAY.search(cell) for cell in row.cells)):
            heads = row.cells
        else:
            yield from _of_row(row.cells, heads if len(heads) == len(row.cells) else (), section)


def _are_numbered(cells: Sequence[str]) -> bool:
    """Whether column titles only count: "Round 1", "Round 2" look like days and are none."""
    found = [_NUMBERED.fullmatch(cell) for cell in cells if cell][-len(cells) + 1 :]
    counted = [(match[1].casefold(), int(match[2])) for match in found if match]
    return 1 < len(counted) == len(found) and counted == [(counted[0][0], n + 1) for n in range(len(counted))]


def _of_row(cells: Sequence[str], heads: Sequence[str], section: str) -> Iterator[tuple[str, str]]:
    days = [bool(_DAY.search(cell)) for cell in cells]
    dated = any(days[1:]) or (not days[0] and any(_YEAR.search(cell) for cell in cells[1:]))
    if heads and dated and len(cells) == 2 and ";" not in cells[1]:
        # "Action | Deadline" over "Opening of the site | 7 September": the row tells what its day is for.
        yield heads[1] or section, " | ".join(cell for cell in cells if cell)
    elif heads and dated:
        others = (cell for cell, day in zip(cells[1:], days[1:], strict=True) if not day and _tells(cell))
        told = [cells[0], *others]
        title = " | ".join(part for part in (*dict.fromkeys(told), section) if part)
        for head, cell in zip(heads[1:], cells[1:], strict=True):
            if cell and cell not in told:
                yield " | ".join(part for part in (head, title) if part), cell
    else:
        yield section, " | ".join(cell for cell in cells if cell)


def _tells(cell: str) -> bool:
    """Whether a cell without a day describes the row ("Full paper submission"); "TBA" and "-" stand for a day."""
    return len(cell) > _LONGEST_STANDIN and not _YEAR.search(cell) and cell.count(" ") > 0


def rows_of(table: LexborNode) -> list[Row]:
    """The rows of a table that is no layout, with spans resolved."""
    rows: list[Row] = []
    hanging: dict[int, tuple[int, str]] = {}
    for row in table.css("tr"):
        cells = [cell for cell in row.iter() if cell.tag in ("td", "th")]
        # A single cell is the title of a section, however far it spans.
        alone = len(cells) == 1 and not hanging
        texts, hanging = ([_cell_text(cells[0])], {}) if alone else _placed(cells, hanging)
        in_head = row.parent is not None and row.parent.tag == "thead"
        rows.append(Row(tuple(texts), in_head or _is_head(cells)))
    return rows


def _is_head(cells: Sequence[LexborNode]) -> bool:
    """Whether all cells are titles; the corner above the row titles may be an empty plain cell."""
    titled = [cell.tag == "th" for cell in cells]
    return len(cells) > 1 and all(titled[1:]) and (titled[0] or not line_of(cells[0]))


def _placed(
    cells: Sequence[LexborNode], hanging: dict[int, tuple[int, str]]
) -> tuple[list[str], dict[int, tuple[int, str]]]:
    """The texts of a row by column, and which of them, with those from above, reach down into the next row."""
    texts: list[str] = []
    below: dict[int, tuple[int, str]] = {}
    waiting = deque(cells)
    while waiting or len(texts) in hanging:
        column = len(texts)
        if column in hanging:
            rows, text = hanging[column]
            width = 1
        else:
            cell = waiting.popleft()
            rows, text, width = _span(cell, "rowspan"), _cell_text(cell), _span(cell, "colspan")
        for place in range(column, column + width):
            texts.append(text)
            if rows > 1:
                below[place] = (rows - 1, text)
    return texts, below


def _span(cell: LexborNode, name: str) -> int:
    value = (cell.attributes.get(name) or "").strip()
    return min(int(value), _MOST_SPANNED) if value.isascii() and value.isdigit() and value != "0" else 1


def _cell_text(cell: LexborNode) -> str:
    """The text of a cell on one line; entries that stand on lines of their own are parted by semicolons."""
    lines = marked_text(cell).split("\n")
    numbered = [line for line in lines if _DIGIT.search(line)]
    several = len(numbered) > 1 and all(_WORD.search(line) and _DAY.search(line) for line in numbered)
    return ("; " if several else " ").join(lines)
