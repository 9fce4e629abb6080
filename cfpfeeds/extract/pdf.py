"""A PDF's lines as labelled blocks, like `html.blocks`: paragraphs joined, hyphens mended, an entry a line."""

from __future__ import annotations

import itertools
import json
import re
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from cfpfeeds.errors import ExtractError
from cfpfeeds.extract.entries import LEADER, begins_entry, bullet_end
from cfpfeeds.extract.gather import Gatherer
from cfpfeeds.extract.pdf_furniture import without_furniture
from cfpfeeds.extract.pdf_layout import BAR, Line, lines_of
from cfpfeeds.extract.pdf_words import words_of
from cfpfeeds.extract.tables import has_day
from cfpfeeds.model import DeadlineText, Page

_HYPHEN = re.compile(r"([^\W\d_]{2,})-$")
_LONGEST_WORD = 60
_LETTERS = re.compile(r"[^\W\d_]+")
_LOWER = re.compile(r"[a-zà-öø-ÿ]")
_IDEOGRAPH = re.compile("[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uff00-\uffef]")
_COMPOUND = re.compile(r"[^\W\d_]{2,}-[^\W\d_]{2,}")
_CREATED = re.compile(r"D?:?(\d{4})(\d\d)(\d\d)")
_NO_TITLE = re.compile(
    r"untitled|microsoft|\.(?:docx?|pdf|indd|odt|tex|dvi|pptx?|qxp)\b|^(?:document|slide|powerpoint)\b", re.I
)
_WORD = re.compile(r"\w{2,}")
_RAGGED = 0.25
"""How far from the edge of its column, in parts of the line's breadth, a full line may end."""
_WRAPPED = 1.6
"""How far below a row, in parts of the letters' size, its cells may go on."""
_LARGER = 1.12
_LONGEST_HEADING = 120
_USUAL_LEADING = 1.25
_MOST_TITLE = 300


@dataclass(frozen=True, slots=True)
class PdfText:
    """What a PDF says: `created` as printed in the file ("20240131"), `unread` the number of pages left out."""

    title: str
    created: str
    parts: tuple[DeadlineText, ...]
    pages: int
    unread: int


def pdf_text(page: Page) -> PdfText:
    """The text of a page of the type PDF_LAYOUT. Raises ExtractError for a body that is not in that form."""
    try:
        told = json.loads(page.body)
        sheets = [lines_of(words_of(sheet), number) for number, sheet in enumerate(told["sheets"])]
        heights = [float(sheet["size"][1]) for sheet in told["sheets"]]
        total, meta, created = int(told["total"]), str(told["title"]), _CREATED.match(str(told["created"]))
    except (ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
        raise ExtractError(page.url, f"is not the text of a PDF as cfpfeeds stores it: {error}") from error
    kept, heads = without_furniture(sheets, heights)
    title = _title(sheets[0] if sheets else [], meta)
    lines = [line for sheet in kept for line in sheet]
    day = f"{created[1]}-{created[2]}-{created[3]}" if created else ""
    return PdfText(title, day, _blocks(lines, heads), len(sheets), total - len(sheets))


def _blocks(lines: Sequence[Line], heads: Sequence[Line]) -> tuple[DeadlineText, ...]:
    reader = Gatherer()
    usual = _usual_size(lines)
    compounds = frozenset(found.casefold() for line in lines for found in _COMPOUND.findall(line.text))
    for group in _paragraphs(lines):
        text = _joined(group, compounds)
        if not text:
            continue
        if _is_heading(group, text, usual):
            reader.emit_heading(text)
        else:
            reader.emit(text)
    said = {block.text for block in reader.found}
    for head in heads:
        if has_day(head.text) and head.text not in said:
            reader.heading = reader.lead = ""
            reader.emit(head.text)
    return tuple(reader.found)


def _usual_size(lines: Iterable[Line]) -> float:
    sizes = [line.size for line in lines for _ in range(max(1, len(line.text) // 10))]
    return statistics.median(sizes) if sizes else 0.0


def _paragraphs(lines: Sequence[Line]) -> list[list[Line]]:
    leading = _leading(lines)
    groups: list[list[Line]] = []
    for line in lines:
        if groups and (row := _with_wrapped(groups[-1][-1], line)):
            groups[-1][-1] = row
        elif groups and _goes_on(groups[-1], line, leading):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _with_wrapped(row: Line, line: Line) -> Line | None:
    """A row with what goes on in its cells on the line below; None if that line is another row.

    The year of a day in a narrow cell often stands there.
    """
    step = line.bottom - row.bottom
    if row.cells < 2 or line.sheet != row.sheet or not 0 < step <= _WRAPPED * row.size or line.cells > row.cells:
        return None
    places = [_column(row, left) for left in line.columns]
    cells, more = row.text.split(BAR), line.text.split(BAR)
    if len(cells) != row.cells or len(more) != len(places) or len(set(places)) != len(places):
        return None
    if 0 in places and not _title_goes_on(row, line, more):
        return None
    for place, text in zip(places, more, strict=True):
        cells[place] += f" {text}"
    return replace(row, text=BAR.join(cells), bottom=line.bottom, top=line.top)


def _title_goes_on(row: Line, line: Line, cells: Sequence[str]) -> bool:
    """Whether the first cell of a row goes on: in lower case, unlike its beginning, and with no day of its own."""
    if not _LOWER.match(line.text) or _LOWER.match(row.text) or any(has_day(cell) for cell in cells):
        return False
    return len(cells) > 1 or line.right < row.columns[1]


def _column(row: Line, left: float) -> int:
    return max((at for at, edge in enumerate(row.columns) if edge <= left + 0.8 * row.size), default=0)


def _leading(lines: Sequence[Line]) -> float:
    """The usual distance of two lines in parts of their size."""
    steps = [
        (two.bottom - one.bottom) / two.size
        for one, two in itertools.pairwise(lines)
        if two.size and one.sheet == two.sheet and 0.8 * two.size < two.bottom - one.bottom < 3 * two.size
    ]
    return min(max(statistics.median_low(steps), 1.0), 2.5) if steps else _USUAL_LEADING


def _goes_on(group: list[Line], line: Line, leading: float) -> bool:
    """Whether a line belongs to the paragraph above: close to it, alike, and the line above had no room for more."""
    last = group[-1]
    if last.cells > 1 or line.cells > 1 or LEADER.search(last.text) or LEADER.search(line.text):
        return False
    if bullet_end(line.text) or begins_entry(last.text, line.text):
        return False
    if abs(last.size - line.size) > 0.12 * max(last.size, line.size) or last.bold != line.bold:
        return False
    if not _is_full(last, line):
        return False
    step = line.bottom - last.bottom
    if line.sheet != last.sheet or step <= 0:  # the next column or sheet: only the middle of a sentence goes on there
        return not last.text.rstrip().endswith((".", "!", "?", ":", ";")) and bool(_LOWER.match(line.text))
    if step > 1.3 * leading * line.size:
        return False
    indented = line.left - last.left > 0.8 * line.size and len(group) > 1
    return not indented


def _is_full(last: Line, line: Line) -> bool:
    if _hyphened(last.text):
        return True
    if last.right < last.edge - _RAGGED * (last.edge - last.left):
        return False
    return last.right + 0.25 * line.size + line.first > last.edge - 0.2 * line.size


def _joined(group: Sequence[Line], compounds: frozenset[str]) -> str:
    pieces: list[str] = []
    for line in group:
        text = line.text.strip()
        if pieces and text:
            _join(pieces, text, compounds)
        pieces.append(text)
    text = "".join(pieces).replace("~~ ~~", " ")
    return " ".join(LEADER.sub(" | ", text[bullet_end(text) :]).split()).strip("| ")


def _join(pieces: list[str], line: str, compounds: frozenset[str]) -> None:
    """Settle what stands between the last piece and a further line: a blank, or nothing.

    A hyphen at the end of a line goes, unless the same compound stands elsewhere with it.
    """
    before = pieces[-1]
    if found := _hyphened(before):
        second = _LETTERS.match(line)
        if second and _LOWER.match(line) and f"{found}-{second[0]}".casefold() not in compounds:
            pieces[-1] = before[:-1]
    elif not (before.endswith("-") or (_IDEOGRAPH.match(before[-1:]) and _IDEOGRAPH.match(line))):
        pieces.append(" ")


def _hyphened(text: str) -> str:
    """The word that a hyphen breaks at the end of a line; "" if none does."""
    found = _HYPHEN.search(text[-_LONGEST_WORD:]) if text.endswith("-") else None
    return found[1] if found else ""


def _is_heading(group: Sequence[Line], text: str, usual: float) -> bool:
    if len(text) > _LONGEST_HEADING or len(group) > 3 or group[0].cells > 1 or not _WORD.search(text):
        return False
    if has_day(text) or " | " in text or text.endswith((".", ";", ",")):
        return False
    return group[0].size >= _LARGER * usual or all(line.bold for line in group)


def _title(lines: Sequence[Line], meta: str) -> str:
    """The largest words of the first sheet; the file's own title where it is printed there; else the first line."""
    meta = " ".join(meta.split())
    printed = {word.casefold() for line in lines for word in _WORD.findall(line.text)}
    words = [word.casefold() for word in _WORD.findall(meta)]
    if len(words) > 2 and not _NO_TITLE.search(meta) and sum(word in printed for word in words) >= 0.8 * len(words):
        return meta[:_MOST_TITLE]
    worded = [line for line in lines if _WORD.search(line.text)]
    if not worded:
        return meta[:_MOST_TITLE]
    largest = max(line.size for line in worded)
    if largest < _LARGER * _usual_size(worded):
        return worded[0].text
    start = next(at for at, line in enumerate(worded) if line.size >= 0.97 * largest)
    group = [worded[start]]
    for line in worded[start + 1 :]:
        if abs(line.size - largest) > 0.06 * largest or line.bottom - group[-1].bottom > 2.2 * largest:
            break
        group.append(line)
    return _joined(group, frozenset())[:_MOST_TITLE]
