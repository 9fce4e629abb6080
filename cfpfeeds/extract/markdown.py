"""Markdown as labelled blocks, like `html.blocks`; HTML inside it is read as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from cfpfeeds.extract.html import blocks
from cfpfeeds.extract.plain import Lines, text_blocks
from cfpfeeds.model import DeadlineText

_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})")
_LIQUID = re.compile(r"\{[%:][^{}\n]{0,200}\}")
_REGION = re.compile(r"^[ \t]{0,8}<(table|html|head|dl|ul|ol|pre|style|script)\b", re.I | re.M)


def markdown_blocks(text: str) -> tuple[DeadlineText, ...]:
    """The blocks of a Markdown file: headings become labels, a bullet or a table row is a block of its own."""
    reader = Lines()
    for part, is_html in _regions(_LIQUID.sub("", _without_comments(text))):
        if is_html:
            reader.close()
            reader.found += blocks(part, reader.lead or reader.heading)
        else:
            _take_lines(reader, part)
    reader.close()
    return tuple(reader.found)


def _take_lines(reader: Lines, text: str) -> None:
    """The lines of Markdown; those between fences stand as they were typed."""
    fence, typed = "", list[str]()
    for line in text.splitlines():
        mark = _FENCE.match(line)
        if fence and mark and mark[1].startswith(fence):
            reader.close()
            reader.found += text_blocks("\n".join(typed), reader.lead or reader.heading)
            fence = ""
        elif fence:
            typed.append(line)
        elif mark and not reader.may_underline(line):
            fence, typed = mark[1], []
        else:
            reader.take(unescape(line))
    for line in typed if fence else ():  # never closed
        reader.take(unescape(line))


def _without_comments(text: str) -> str:
    """The text without what stands between "<!--" and "-->"; a comment that is never closed is text."""
    kept, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        kept.append(text[at:start])
        at = end + 3
    return "".join((*kept, text[at:]))


def _regions(text: str) -> Iterator[tuple[str, bool]]:
    """The text in parts, each with whether it is one whole HTML element."""
    lowered, at, never_closed = text.lower(), 0, set[str]()
    for opening in _REGION.finditer(text):
        tag = opening[1].lower()
        if opening.start() < at or tag in never_closed:
            continue
        end = lowered.find(f"</{tag}>", opening.end())
        if end < 0:
            never_closed.add(tag)
            continue
        end += len(tag) + 3
        yield text[at : opening.start()], False
        yield text[opening.start() : end], True
        at = end
    yield text[at:], False
