"""Words with their places on a sheet to lines in reading order: columns, rows of cells.

Lengths are points, y grows downwards. Nothing here knows PDF: `fetch` has read the file.
"""

from __future__ import annotations

import statistics
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cfpfeeds.extract.pdf_words import Word

BAR = " | "
"""What stands between the cells of a row."""
_CELL_GAP = 1.3
"""Blank, in parts of the letters' size, that parts the cells of a row."""
_GLUE_GAP = 0.15
_GUTTER = 0.7
_STRIP = 1.8
"""A blank strip across a sheet, from line to line in parts of the letters' size."""
_FEWEST = 4
"""Lines on each side of a gutter, before it may part two columns."""
_RUNNING = 25
"""Characters in a line of running text, at the least."""
_MOST_RUNS, _MOST_GUTTERS = 3_000, 12
"""A sheet with more pieces of text than this is no page of text, and is read row by row."""


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line of one column, its cells parted by bars; `columns` are their left edges.

    `edge` is the right edge of the lines around it, `first` the width of its first word.
    """

    text: str
    columns: tuple[float, ...]
    left: float
    right: float
    top: float
    bottom: float
    size: float
    bold: bool
    edge: float
    first: float
    sheet: int

    @property
    def cells(self) -> int:
        return len(self.columns)


Run = list[Word]
"""Words of one line that stand close together."""


def lines_of(words: Sequence[Word], sheet: int) -> list[Line]:
    """The lines of one sheet in reading order, column after column."""
    return [line for region in _regions(_runs(words)) for line in _rows(region, sheet)]


def _runs(words: Iterable[Word]) -> list[Run]:
    runs: list[Run] = []
    for word in words:
        last = runs[-1][-1] if runs else None
        if last is not None and _beside(last, word):
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


def _beside(one: Word, other: Word) -> bool:
    size = max(one.size, other.size)
    gap = max(other.left - one.right, one.left - other.right)
    return abs(one.middle - other.middle) <= 0.45 * size and -size <= gap <= size


def _left(run: Run) -> float:
    return min(word.left for word in run)


def _right(run: Run) -> float:
    return max(word.right for word in run)


def _middle(run: Run) -> float:
    return run[0].middle


def _regions(runs: list[Run], depth: int = 0) -> list[list[Run]]:
    """The runs parted into columns, in reading order; a run across the gutter parts what is above it from below."""
    gutter = _gutter(runs) if depth < 3 and len(runs) <= _MOST_RUNS else None
    if gutter is None:
        return [runs] if runs else []
    found: list[list[Run]] = []
    whole: list[Run] = []
    for crossing, left, right in _bands(runs, gutter):
        if _are_columns(left, right):
            if whole:
                found.append(whole)
            tail = _tail(left, right, crossing)
            moved = {id(run) for run in tail}
            left, right = ([run for run in side if id(run) not in moved] for side in (left, right))
            found += [*_regions(left, depth + 1), *_regions(right, depth + 1)]
            whole = [*tail, *crossing]
        else:
            whole += [*left, *right, *crossing]
    return [*found, whole] if whole else found


def _gutter(runs: list[Run]) -> float | None:
    """The place of the blank strip with the most text on both sides; None where no strip parts two columns."""
    starts = Counter(round(_left(run) / 3) for run in runs)
    best, most = None, 0
    for start, count in starts.most_common(_MOST_GUTTERS):
        if count + starts[start - 1] + starts[start + 1] < _FEWEST:
            continue
        at = (start - 1) * 3 - 1.5
        score = sum(min(len(left), len(right)) for _, left, right in _bands(runs, at) if _are_columns(left, right))
        if score > most:
            best, most = at, score
    return best


def _bands(runs: list[Run], at: float) -> list[tuple[list[Run], list[Run], list[Run]]]:
    """What lies left and right of a place between two runs that cross it, with the crossing runs that follow."""
    bands: list[tuple[list[Run], list[Run], list[Run]]] = [([], [], [])]
    for run in sorted(runs, key=_middle):
        if _left(run) < at < _right(run):
            bands[-1][0].append(run)
        else:
            if bands[-1][0]:
                bands.append(([], [], []))
            bands[-1][1 if _right(run) <= at else 2].append(run)
    return bands


def _tail(left: list[Run], right: list[Run], crossing: list[Run]) -> list[Run]:
    """What stands below the last blank strip across both columns and belongs to the crossing lines that follow."""
    if not crossing:
        return []
    runs = sorted((*left, *right), key=_middle)
    start = len(runs)
    for at in range(len(runs) - 1, 0, -1):
        if _middle(runs[at]) - _middle(runs[at - 1]) > _STRIP * runs[at][0].size:
            start = at
            break
    tail = runs[start:]
    on_the_left = {id(run) for run in left}
    many = sum(id(run) in on_the_left for run in tail)
    return tail if min(many, len(tail) - many) < _FEWEST else []


def _are_columns(left: list[Run], right: list[Run]) -> bool:
    """Whether two sides are columns of their own, rather than the cells of one table."""
    if min(len(left), len(right)) < _FEWEST:
        return False
    if min(map(_left, right)) - max(map(_right, left)) < _GUTTER * statistics.median(run[0].size for run in left):
        return False
    if _is_running(left) and _is_running(right):
        return True
    fewer, more = sorted((left, right), key=len)
    heights = [_middle(run) for run in more]
    partners = [_partner(run, heights) for run in fewer]
    beside = [partner for partner in partners if partner is not None]
    if len(beside) < 0.5 * len(fewer):
        return True
    if not _is_running(more):
        return False
    start, edge = min(map(_left, more)), max(map(_right, more))
    return sum(_continues(at, more, edge - 0.15 * (edge - start)) for at in beside) >= 0.4 * len(fewer)


def _is_running(runs: list[Run]) -> bool:
    edge, start = max(map(_right, runs)), min(map(_left, runs))
    long = [run for run in runs if _right(run) - start >= 0.75 * (edge - start) and _length(run) >= _RUNNING]
    return len(long) >= 0.5 * len(runs)


def _length(run: Run) -> int:
    return sum(len(word.text) + 1 for word in run if word.text.strip("._…"))


def _partner(run: Run, heights: list[float]) -> int | None:
    """The place of what stands on the same line, among sorted heights."""
    at = bisect_left(heights, _middle(run) - 0.2 * run[0].size)
    return at if at < len(heights) and heights[at] <= _middle(run) + 0.2 * run[0].size else None


def _continues(at: int, runs: list[Run], full: float) -> bool:
    """Whether the run goes on with a paragraph: the one above it is close, and reaches `full`."""
    if not at:
        return False
    above, here = runs[at - 1], runs[at]
    return _right(above) >= full and _middle(here) - _middle(above) < 1.9 * here[0].size


def _rows(region: list[Run], sheet: int) -> list[Line]:
    rows: list[tuple[float, list[Word]]] = []
    for word in sorted((word for run in region for word in run), key=lambda word: word.middle):
        if rows and word.middle - rows[-1][0] <= 0.45 * max(word.size, rows[-1][1][0].size):
            rows[-1][1].append(word)
        else:
            rows.append((word.middle, [word]))
    edges = sorted(max(word.right for word in row) for _, row in rows)
    edge = edges[min(len(edges) - 1, int(len(edges) * 0.95))] if edges else 0.0
    return [_line(row, edge, sheet) for _, row in rows]


def _line(row: list[Word], edge: float, sheet: int) -> Line:
    backwards = sum(_is_backwards(word.text) for word in row) > len(row) / 2
    words = sorted(row, key=(lambda word: -word.right) if backwards else (lambda word: word.left))
    parts: list[str] = []
    columns = [words[0].left]
    for number, word in enumerate(words):
        gap = 0.0
        if number:
            last = words[number - 1]
            gap = last.left - word.right if backwards else word.left - last.right
            is_cell = gap > _CELL_GAP * max(word.size, last.size)
            between = _between(last, word, gap, is_cell)
            parts.append(between)
            if between == BAR:
                columns.append(word.left)
        parts.append(word.text)
        struck_before = number and words[number - 1].struck
        if word.struck and not struck_before:
            parts[-1] = f"~~{word.text}"
        if word.struck and (number + 1 == len(words) or not words[number + 1].struck):
            parts[-1] += "~~"
    size = statistics.median(word.size for word in words for _ in word.text)
    return Line(
        text="".join(parts),
        columns=tuple(columns),
        left=min(word.left for word in words),
        right=max(word.right for word in words),
        top=min(word.top for word in words),
        bottom=max(word.bottom for word in words),
        size=size,
        bold=all(word.bold for word in words),
        edge=edge,
        first=words[0].right - words[0].left,
        sheet=sheet,
    )


def _between(last: Word, word: Word, gap: float, is_cell: bool) -> str:
    if is_cell:
        # A term with a colon, or a bullet, is no cell of its own.
        return " " if last.text.endswith((":", "•")) or len(last.text) == 1 else BAR
    return "" if word.glued and gap <= _GLUE_GAP * word.size else " "


def _is_backwards(text: str) -> bool:
    return "\u0590" <= text[:1] <= "\u08ff"
