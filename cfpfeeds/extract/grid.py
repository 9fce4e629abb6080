"""Which column title stands over a cell of a table, with spans resolved; a title row may be made of plain cells."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from cfpfeeds.extract.markup import line_of
from cfpfeeds.text import fold

_TELLING = re.compile(
    r"\b(?:titles?|topics?|themes?|names?|acronyms?|journals?|publications?|venues?|locations?|places?|where|when"
    r"|deadlines?|due|dates?|submissions?|submit|closes|closing|status|links?|details|conferences?|events?|issues?"
    r"|editors?|subjects?|areas?|disciplines?|call|calls|cfp|series|notifications?|sections?"
    r"|titel|thema|frist|einsendeschluss|zeitschrift|ort|datum|titre|revue|theme|date limite|echeance|lieu"
    r"|titulo|revista|tema|plazo|fecha|lugar|prazo|titolo|rivista|scadenza)\b"
)
_LONGEST_TITLE = 60
_MOST_SPANNED = 50


def heads_of(table: LexborNode) -> tuple[dict[int, str], frozenset[int]]:
    """The column title of every cell (by the cell's `mem_id`), and the rows that hold nothing but such titles."""
    titles: list[str] = []
    found: dict[int, str] = {}
    title_rows: set[int] = set()
    hanging: dict[int, int] = {}
    for row in rows_of(table):
        cells = [cell for cell in row.iter() if cell.tag in ("td", "th")]
        placed, hanging = _placed(cells, hanging)
        texts = [line_of(cell) for cell in cells]
        # The same row again further down is a title row as well.
        if (not titles and _are_titles(row, cells, texts)) or (titles and texts and texts == _own(titles, cells)):
            titles = titles or _spread(placed, texts)
            title_rows.add(row.mem_id)
            continue
        for cell, column in zip(cells, placed, strict=True):
            if column < len(titles):
                found[cell.mem_id] = titles[column]
    return found, frozenset(title_rows)


def rows_of(table: LexborNode) -> list[LexborNode]:
    """The rows of this table, without those of tables inside it."""
    found = []
    for row in table.css("tr"):
        above = row.parent
        while above is not None and above.tag != "table":
            above = above.parent
        if above is not None and above.mem_id == table.mem_id:
            found.append(row)
    return found


def _are_titles(row: LexborNode, cells: list[LexborNode], texts: list[str]) -> bool:
    if len(cells) < 2 or any(len(text) > _LONGEST_TITLE for text in texts):
        return False
    in_head = row.parent is not None and row.parent.tag == "thead"
    if in_head or all(cell.tag == "th" for cell in cells):
        return any(texts)
    telling = sum(bool(_TELLING.search(fold(text))) for text in texts)
    return telling >= 2 and telling * 2 >= len(cells) and not any(char.isdigit() for text in texts for char in text)


def _own(titles: list[str], cells: list[LexborNode]) -> list[str]:
    return titles if len(titles) == len(cells) else []


def _spread(placed: list[int], texts: list[str]) -> list[str]:
    titles = [""] * (max(placed, default=-1) + 1)
    for column, text in zip(placed, texts, strict=True):
        titles[column] = text
    return titles


def _placed(cells: list[LexborNode], hanging: dict[int, int]) -> tuple[list[int], dict[int, int]]:
    """The column of each cell of a row, and how many rows further each column is taken from above."""
    below = {column: rows - 1 for column, rows in hanging.items() if rows > 1}
    places: list[int] = []
    column = 0
    for cell in cells:
        while column in hanging:
            column += 1
        places.append(column)
        for _ in range(_span(cell, "colspan")):
            if (rows := _span(cell, "rowspan")) > 1:
                below[column] = rows - 1
            column += 1
    return places, below


def _span(cell: LexborNode, name: str) -> int:
    value = (cell.attributes.get(name) or "").strip()
    return min(int(value), _MOST_SPANNED) if value.isascii() and value.isdigit() and value != "0" else 1
