"""Text by lines as labelled blocks: plain text, and what is not HTML in Markdown and reStructuredText."""

from __future__ import annotations

import re

from cfpfeeds.extract.entries import LEADER, begins_entry, bullet_end, number_of
from cfpfeeds.extract.gather import Gatherer
from cfpfeeds.extract.markup import line_of, marked_line
from cfpfeeds.extract.tables import Row, has_day, labelled
from cfpfeeds.model import DeadlineText

_HEAD_MARK = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_IMAGE_OR_LINK = re.compile(r"!?\[([^\]\n]{0,300})\](?:\([^)\n]{0,500}\)|\[[^\]\n]{0,100}\])")
_LINK_TARGET = re.compile(r"\s{0,3}\[[^\]^\n]{1,100}\]:\s+\S")
_FOOTNOTE = re.compile(r"\[\^[^\]\n]{1,40}\]:?")
_EMPHASIS = re.compile(r"(\*\*|__|(?<!\w)[*_]|[*_](?!\w)|`)")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|~<>-])")
_HIDDEN = {mark: chr(0xE000 + number) for number, mark in enumerate("*_`[]|")}
_SHOWN = str.maketrans({hidden: mark for mark, hidden in _HIDDEN.items()})
_UNDERLINE = re.compile(r"\s{0,3}([=~^+\"'`#*:.-])\1{2,}\s*")
_SURE_UNDERLINE = re.compile(r"(?:={3,}|-{3,})")
_RULE = re.compile(r"[\s|:=*_+~-]{3,}")
_COLUMN_RULE = re.compile(r"\s*[=-]{2,}(?:\s+[=-]{2,})+\s*|.*[|+].*")
_TAG = re.compile(
    r"</?(?:a|abbr|b|body|br|center|data|dd|del|details|div|dl|dt|em|figure|font|h[1-6]|hr|html|i|img|ins|li|mark|ol|p|s"
    r"|section|small|span|strike|strong|sub|summary|sup|table|tbody|td|th|thead|time|tr|u|ul)\b[^<>]*>",
    re.I,
)
_BREAK_TAG = re.compile(r"<br\b[^<>]{0,40}>", re.I)
_BLOCK_TAG = re.compile(r"\s*</?(p|div|h[1-6]|section|article|center|details|summary|figure|header|footer)\b", re.I)
_QUOTE = re.compile(r"\s{0,3}(?:>\s?)+")
_DEFINITION = re.compile(r"\s{0,3}:\s+(?=\S)")
_FIELD = re.compile(r"\s{0,8}:([^:\n]{1,60}):\s+(?=\S)")
_DIRECTIVE = re.compile(r"\s*\.\.\s+[\w-]{1,40}::\s*")
_CELLS = re.compile(r"(?<=\S) {3,}(?=\S)")
_DATED = re.compile(r"\W{0,3}\d{1,2}[.\s]{1,3}\w+[^:]{0,14}:")
"""A line that begins with a day and a colon ("30 mai : ...") is an entry, wherever the one before it ends."""
_HARD_BREAK = re.compile(r"(?:  |\\)$")
_LONGEST_TERM = 80
_NARROWEST = 60
"""Characters in a line: running text is hardly ever broken earlier."""
_WRAPPED = 240
"""Where a line is longer than this, nothing was wrapped: every line break is on purpose."""
_WIDEST_LIST = 45
"""A text without any longer line is no running text."""


def text_blocks(text: str, heading: str = "") -> tuple[DeadlineText, ...]:
    """The blocks of a plain text: paragraphs, bullets, rows of columns, and lines broken before they were full."""
    printed = [line.rstrip().replace("#", " ") for line in text.expandtabs(8).splitlines()]
    lines = [
        _as_row(line) for line, above in zip(printed, ["", *printed], strict=False) if line.strip() or above.strip()
    ]
    longest = max(map(len, lines), default=0)
    width = longest if _WIDEST_LIST < longest < _NARROWEST or longest > _WRAPPED else _NARROWEST
    reader = Lines(heading)
    for number, line in enumerate(lines):
        below = lines[number + 1] if number + 1 < len(lines) else ""
        after = below.split()[:1]
        reader.take(line)
        if not after or not line or _is_row(line) or _RULE.fullmatch(line) or _is_underline(line, below):
            continue
        # The next word had still fitted into the line: its author broke it there on purpose.
        if len(line) + 1 + len(after[0]) <= width or _DATED.match(below):
            reader.close()
    reader.close()
    return tuple(reader.found)


def _as_row(line: str) -> str:
    """A line of columns, parted by blanks or led to by dots, as a row between bars; others as they are."""
    if _RULE.fullmatch(line) or _is_row(line):
        return line
    start = bullet_end(line)
    cells = [cell.strip() for part in _CELLS.split(line[start:].strip()) for cell in LEADER.split(part)]
    parts: list[str] = []
    for cell in filter(None, cells):
        if parts and parts[-1].endswith(":"):
            parts[-1] += f" {cell}"
        else:
            parts.append(cell)
    return f"| {' | '.join(parts)} |" if len(parts) > 1 else line


def _is_row(line: str) -> bool:
    return line.lstrip().startswith("|")


def _is_underline(title: str, line: str) -> bool:
    """Whether a line underlines the title above it, in Markdown or reStructuredText."""
    if _SURE_UNDERLINE.fullmatch(line) and not has_day(title):
        return True
    return _UNDERLINE.fullmatch(line) is not None and len(line.strip()) >= 0.8 * len(title.strip())


class Lines(Gatherer):
    """Takes the lines of a text one by one; `close` ends a paragraph."""

    def __init__(self, heading: str = "") -> None:
        super().__init__(heading)
        self._paragraph: list[str] = []
        self._rows: list[Row] = []
        self._number = 0

    def close(self) -> None:
        if self._paragraph:
            self.emit(" ".join(" ".join(self._paragraph).split()))
            self._paragraph = []
        if self._rows:
            for label, text in labelled(_with_head(self._rows)):
                self.emit(text, label)
            self._rows = []

    def may_underline(self, line: str) -> bool:
        """Whether a line underlines the title that has just been taken."""
        return len(self._paragraph) == 1 and _is_underline(self._paragraph[0], line)

    def take(self, raw: str) -> None:
        """One line, whatever it is."""
        if _LINK_TARGET.match(raw):
            return
        if _BREAK_TAG.search(raw):
            self._take_broken(raw)
        elif self.may_underline(raw):
            self._take_underline()
        else:
            self._take_line(raw)

    def _take_broken(self, raw: str) -> None:
        if _is_row(raw):
            self.take(_BREAK_TAG.sub("; ", raw))
            return
        *broken, last = _BREAK_TAG.split(raw)
        for part in broken:
            self.take(part)
            self.close()
        if last.strip():
            self.take(last)

    def _take_underline(self) -> None:
        title = self._paragraph[0]
        self.close()
        self.heading, self.lead = title, ""

    def _take_line(self, raw: str) -> None:
        block = _BLOCK_TAG.match(raw)
        if block:
            self.close()
        quote = _QUOTE.match(raw)
        line = _words(raw[quote.end() :] if quote else raw)
        if self._rows and not _is_row(line) and not _RULE.fullmatch(line):
            self.close()
        if head := _HEAD_MARK.match(line):
            self.close()
            self.emit_heading(head[2])
        elif block and block[1][0] in "hH" and block[1][1:].isdigit() and line.strip():
            self.emit_heading(line.strip())
        elif not line.strip() or _RULE.fullmatch(line):
            self._rule(line)
        elif _is_row(line):
            self._row(line)
        else:
            self._text(line)
        if self._paragraph and (block or _HARD_BREAK.search(raw)):
            self.close()

    def _text(self, line: str) -> None:
        """Running text, or the entry of a list."""
        numbered = number_of(line)
        if end := bullet_end(line, self._number if numbered else None):
            self.close()
            self._number = numbered or self._number
            line = line[end:]
        elif field := _FIELD.match(line):
            self.close()
            line = f"{field[1]}: {line[field.end() :]}"
        elif (definition := _DEFINITION.match(line)) and len(self._paragraph) <= 1:
            self._define(line[definition.end() :])
            return
        elif self._paragraph and begins_entry(self._paragraph[-1], line):
            self.close()
        directive = _DIRECTIVE.match(line)
        self._paragraph.append(line[directive.end() if directive else 0 :].strip())

    def _define(self, text: str) -> None:
        """A definition below its term: the term is no block of its own but the label."""
        term = self._paragraph.pop() if self._paragraph else ""
        self._paragraph = [f"{term}: {text}" if term and len(term) <= _LONGEST_TERM else f"{term} {text}".strip()]

    def _rule(self, line: str) -> None:
        """An empty line or a rule; the one below the first row of a table says that this row holds column titles."""
        if self._rows and line.strip() and _COLUMN_RULE.fullmatch(line):
            if len(self._rows) == 1:
                self._rows = [Row(self._rows[0].cells, head=True)]
        else:
            self.close()

    def _row(self, line: str) -> None:
        if not self._rows:
            self.close()
        self._rows.append(Row(tuple(cell.strip() for cell in line.strip().strip("|").split("|"))))


def _with_head(rows: list[Row]) -> list[Row]:
    """The rows, the first as column titles where it names no day, has three cells or more, and days stand below it."""
    first, *rest = rows
    if any(row.head for row in rows) or len(first.cells) < 3 or any(has_day(cell) for cell in first.cells):
        return rows
    even = all(len(row.cells) == len(first.cells) for row in rest)
    return [Row(first.cells, head=True), *rest] if even and _has_days(rest) else rows


def _has_days(rows: list[Row]) -> bool:
    return any(has_day(cell) for row in rows for cell in row.cells[1:])


def _words(raw: str) -> str:
    """A line without the marks of Markdown; what is escaped there stays."""
    line = _ESCAPED.sub(lambda found: _HIDDEN.get(found[1], found[1]), raw) if "\\" in raw else raw
    if _TAG.search(line):
        line = marked_line(line) if "<time" in line.lower() else line_of(line)
    if "](" in line or "][" in line:  # a megabyte of opening brackets is not looked through for a link at each
        line = _IMAGE_OR_LINK.sub(r"\1", line)
    line = _FOOTNOTE.sub("", line)
    return _EMPHASIS.sub("", line).rstrip().translate(_SHOWN)
