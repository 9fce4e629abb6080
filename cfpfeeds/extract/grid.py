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


Heads = tuple[dict[int, str], frozenset[int], dict[int, tuple[LexborNode, ...]]]


def heads_of(table: LexborNode) -> Heads:
    """The column title of every cell, the rows that hold nothing but such titles, and the cells that reach into a row.

    Cells and rows are named by their `mem_id`.
    """
    titles: list[str] = []
    found: dict[int, str] = {}
    title_rows: set[int] = set()
    hanging: dict[int, int] = {}
    tall: dict[int, LexborNode] = {}
    spanning: dict[int, tuple[LexborNode, ...]] = {}
    begun = False
    for row in rows_of(table):
        cells = [cell for cell in row.iter() if cell.tag in ("td", "th")]
        spanning[row.mem_id] = tuple(tall[column] for column in hanging if column in tall)
        placed, hanging = _placed(cells, hanging)
        tall |= dict(zip(placed, cells, strict=True))
        texts = [line_of(cell) for cell in cells]
        again = bool(titles) and texts == titles
        # The same row again further down is a title row as well; one right below the first says more than that.
        if again or (not begun and _are_titles(row, cells, texts)):
            titles = titles if again else _spread(titles, cells, placed, texts)
            title_rows.add(row.mem_id)
            continue
        begun = True
        for cell, column in zip(cells, placed, strict=True):
            if column < len(titles):
                found[cell.mem_id] = titles[column]
    return found, frozenset(title_rows), spanning


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
    # "Event" over two rows, and nothing beside it: the other titles stand in the second row.
    two_rows = telling and any(_span(cell, "rowspan") > 1 for cell in cells) and telling == sum(map(bool, texts))
    return (two_rows or (telling >= 2 and telling * 2 >= len(cells))) and not any(
        char.isdigit() for text in texts for char in text
    )


def _spread(above: list[str], cells: list[LexborNode], placed: list[int], texts: list[str]) -> list[str]:
    """The titles by column; what a second row of them leaves empty keeps the title above it."""
    titles = list(above)
    for cell, column, text in zip(cells, placed, texts, strict=True):
        for place in range(column, column + _span(cell, "colspan")):
            titles += [""] * (place + 1 - len(titles))
            titles[place] = text or titles[place]
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
