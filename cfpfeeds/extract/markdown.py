"""Markdown as labelled blocks, like `html.blocks`; HTML inside it is read as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from cfpfeeds.extract.html import blocks
from cfpfeeds.extract.plain import Lines
from cfpfeeds.model import DeadlineText

_COMMENT = re.compile(r"<!--.{0,20000}?-->", re.S)
_LIQUID = re.compile(r"\{[%:][^{}\n]{0,200}\}")
_REGION = re.compile(r"^[ \t]{0,8}<(table|html|head|dl|ul|ol|pre|style|script)\b", re.I | re.M)


def markdown_blocks(text: str) -> tuple[DeadlineText, ...]:
    """The blocks of a Markdown file: headings become labels, a bullet or a table row is a block of its own."""
    reader = Lines()
    for part, is_html in _regions(_LIQUID.sub("", _COMMENT.sub("", text))):
        if is_html:
            reader.close()
            reader.found += blocks(part, reader.lead or reader.heading)
        else:
            for line in part.splitlines():
                reader.take(unescape(line))
    reader.close()
    return tuple(reader.found)


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
