"""What a person sees of a document, as lines of text: what the date libraries are given."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from benchmarks.deadlines.labels import Document
from cfpfeeds.extract.charsets import decoded
from cfpfeeds.model import Page

_UNSEEN = "script, style, noscript, template, head, svg, del, s, strike"
_BLOCKS = "p, div, li, tr, br, h1, h2, h3, h4, h5, h6, dt, dd, table, section, article, pre, blockquote, hr"
_STRUCK = re.compile(r"~~[^~\n]{1,200}~~|<(del|s|strike)>.{0,300}?</\1>", re.I)
_TAGS = re.compile(r"<[^<>\n]{1,500}>")
_MARKS = re.compile(r"\*\*|__|`|^#+\s*", re.M)


def lines(document: Document) -> list[str]:
    """The lines that hold anything. Struck-out words are left out, which only helps the readers of plain text."""
    text = _of_page(document.page)
    return [line for raw in text.replace("\xa0", " ").splitlines() if (line := " ".join(raw.split()))]


def _of_page(page: Page) -> str:
    if page.media_type == "text/html":
        return _of_html(decoded(page))
    return _MARKS.sub("", _TAGS.sub(" ", _STRUCK.sub("", decoded(page)))).replace("|", " ")


def _of_html(markup: str) -> str:
    tree = LexborHTMLParser(markup)
    for node in tree.css(_UNSEEN):
        node.decompose()
    for node in tree.css(_BLOCKS):
        node.insert_before("\n")
        node.insert_after("\n")
    return tree.body.text() if tree.body else ""
