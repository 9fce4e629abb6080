"""Text by lines as labelled blocks: plain text, and what is not HTML in Markdown."""

from __future__ import annotations

import re

from cfpfeeds.extract.gather import Gatherer
from cfpfeeds.extract.markup import line_of
from cfpfeeds.extract.tables import Row, labelled
from cfpfeeds.model import DeadlineText

_HEAD_MARK = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_BULLET = re.compile(r"\s{0,8}(?:[-*+•◦▪–]|\d{1,2}[.)])\s+")
_LINK = re.compile(r"!?\[([^\]\n]{0,300})\]\([^)\n]{0,500}\)")
_EMPHASIS = re.compile(r"(\*\*|__|(?<!\w)[*_]|[*_](?!\w)|`)")
_UNDERLINE = re.compile(r"(?:={3,}|-{3,})")
_RULE = re.compile(r"[\s|:=*_-]{3,}")
_TAG = re.compile(
    r"</?(?:a|b|body|br|center|dd|del|details|div|dl|dt|em|figure|font|h[1-6]|hr|html|i|img|ins|li|mark|ol|p|s|section"
    r"|small|span|strike|strong|sub|summary|sup|table|tbody|td|th|thead|time|tr|u|ul)\b[^<>]*>",
    re.I,
)
_DATED = re.compile(r"\W{0,3}\d{1,2}[.\s]{1,3}\w+[^:]{0,14}:")
"""A line that begins with a day and a colon ("30 mai : ...") is an entry, wherever the one before it ends."""
_HARD_BREAK = re.compile(r"(?:  |\\)$")
_NARROWEST = 60
"""Characters in a line: running text is hardly ever broken earlier."""
_WRAPPED = 240
"""Where a line is longer than this, nothing was wrapped: every line break is on purpose."""
_WIDEST_LIST = 45
"""A text without any longer line is no running text."""


def text_blocks(text: str, heading: str = "") -> tuple[DeadlineText, ...]:
    """The blocks of a plain text: paragraphs, bullets, and lines that were broken before they were full."""
    lines = [line.rstrip().replace("#", " ") for line in text.expandtabs(4).splitlines()]
    longest = max(map(len, lines), default=0)
    width = longest if _WIDEST_LIST < longest < _NARROWEST or longest > _WRAPPED else _NARROWEST
    reader = Lines(heading)
    for number, line in enumerate(lines):
        after = lines[number + 1].split()[:1] if number + 1 < len(lines) else []
        reader.take(line)
        # The next word had still fitted into the line: its author broke it there on purpose.
        if after and line and (len(line) + 1 + len(after[0]) <= width or _DATED.match(lines[number + 1])):
            reader.close()
    reader.close()
    return tuple(reader.found)


class Lines(Gatherer):
    """Takes the lines of a text one by one; `close` ends a paragraph."""

    def __init__(self, heading: str = "") -> None:
        super().__init__(heading)
        self._paragraph: list[str] = []
        self._rows: list[Row] = []

    def close(self) -> None:
        if self._paragraph:
            self.emit(" ".join(" ".join(self._paragraph).split()))
            self._paragraph = []
        if self._rows:
            for label, text in labelled(self._rows):
                self.emit(text, label)
            self._rows = []

    def take(self, raw: str) -> None:
        line = _EMPHASIS.sub("", _LINK.sub(r"\1", line_of(raw) if _TAG.search(raw) else raw)).rstrip()
        is_row = line.lstrip().startswith("|")
        if self._rows and not is_row:
            self.close()
        if head := _HEAD_MARK.match(line):
            self.close()
            self.emit_heading(head[2])
        elif len(self._paragraph) == 1 and _UNDERLINE.fullmatch(line):
            title = self._paragraph[0]
            self.close()
            self.heading, self.lead = title, ""
        elif not line.strip() or _RULE.fullmatch(line):
            self._rule(line)
        elif is_row:
            self._row(line)
        elif bullet := _BULLET.match(line):
            self.close()
            self._paragraph.append(line[bullet.end() :].strip())
        else:
            self._paragraph.append(line.strip())
        if self._paragraph and _HARD_BREAK.search(raw):
            self.close()

    def _rule(self, line: str) -> None:
        """An empty line or a rule; the one below the first row of a table says that this row holds column titles."""
        if "|" in line and len(self._rows) == 1:
            self._rows = [Row(self._rows[0].cells, head=True)]
        else:
            self.close()

    def _row(self, line: str) -> None:
        if not self._rows:
            self.close()
        self._rows.append(Row(tuple(cell.strip() for cell in line.strip().strip("|").split("|"))))
