"""The content of HTML as labelled blocks for the deadline reader; the visible text of its parts is `markup`'s."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from cfpfeeds.extract.charsets import decoded
from cfpfeeds.extract.days import is_posting
from cfpfeeds.extract.gather import Gatherer
from cfpfeeds.extract.markup import (
    BLOCKS,
    HEADINGS,
    HIDDEN,
    Selector,
    line_of,
    marked_line,
    parse,
    pieces,
    root_of,
    text_of,
    tidy,
)
from cfpfeeds.extract.plain import text_blocks
from cfpfeeds.extract.tables import is_layout, labelled, rows_of
from cfpfeeds.model import DeadlineText

__all__ = ["Selector", "blocks", "decoded", "line_of", "parse", "text_of"]

_FURNITURE = frozenset({"nav", "footer", "aside", "dialog", "menu"})
_FURNITURE_ROLES = frozenset(
    {"navigation", "contentinfo", "complementary", "search", "dialog", "alertdialog", "menu", "menubar"}
)
_FURNITURE_NAMES = re.compile(
    r"(?:cookies?|onetrust|gdpr)(?:-.*)?|(?:breadcrumbs?|sign-?in|log-?in|share|sharedaddy|social-share|share-buttons"
    r"|newsletter|comments|comment-list|comment-respond|related-posts|jp-relatedposts|skip-links?|pagination)"
)
_CONTENT = "h1, main, article, [role=main]"
_CONTENT_OF_A_FORM = f"{_CONTENT}, h2, p ~ p"  # some programs wrap whole pages into one form
_MOST_DEEP = 200
_DIGIT = re.compile(r"\d")


def blocks(source: LexborNode | str, heading: str = "") -> tuple[DeadlineText, ...]:
    """The content in reading order, one block a paragraph, list item, definition or table row; all `prose`.

    The label is the term, the column's and row's title, a lead-in line that ends with a colon, or the nearest heading.
    Navigation, footers, side bars, sign-in and cookie notices are left out.
    """
    node = root_of(source) if isinstance(source, str) else source
    if node is None:
        return ()
    return tuple(_read(node, heading, 0))


def _read(node: LexborNode, heading: str, depth: int) -> list[DeadlineText]:
    reader = _Reader(heading)
    reader.walk(node, depth)
    reader.flush()
    return reader.found


class _Reader(Gatherer):
    """Walks a tree once, gathering running text until a block ends."""

    def __init__(self, heading: str) -> None:
        super().__init__(heading)
        self._term = ""
        self._waiting: list[str] = []

    def flush(self) -> None:
        for line in tidy("".join(self._waiting)).split("\n") if self._waiting else ():
            if line:
                self.emit(line)
        self._waiting = []

    def walk(self, node: LexborNode, depth: int) -> None:
        for child in node.iter(include_text=True):
            tag = child.tag or ""
            if (
                tag in HIDDEN
                or (tag == "time" and is_posting(child))
                or (tag not in ("-text", *HEADINGS) and _is_furniture(child, tag))
            ):
                continue
            if tag in BLOCKS and depth < _MOST_DEEP:
                self.flush()
                self._take_block(child, tag, depth)
            else:
                self._take_inline(child, tag, depth)

    def _take_block(self, node: LexborNode, tag: str, depth: int) -> None:
        if tag in HEADINGS:
            if line := marked_line(node):
                self.emit_heading(line)
        elif tag == "pre":
            self.found += text_blocks(node.text().strip("\n"), self.lead or self.heading)
        elif tag == "table" and not is_layout(node):
            self._take_table(node)
        elif tag == "dt":
            self._term = marked_line(node)
        elif tag == "dd":
            self._take_definition(node, depth)
        else:
            lead = self.lead
            self.walk(node, depth + 1)
            self.flush()
            # A lead-in covers the whole list that follows it, not only the first item.
            self.lead = lead if tag == "li" else self.lead

    def _take_inline(self, node: LexborNode, tag: str, depth: int) -> None:
        """Running text; an inline element around whole blocks (a link around a card, a font around a page) is none."""
        is_plain = tag in ("-text", "del", "s", "strike") or depth >= _MOST_DEEP
        if is_plain or not _holds_blocks(node):
            self._waiting += pieces(node)
        else:
            self.flush()
            self.walk(node, depth + 1)
            self.flush()

    def _take_definition(self, node: LexborNode, depth: int) -> None:
        """A definition under its term; where the date stands in the term, both are one entry that begins with it."""
        inner = _read(node, self._term or self.heading, depth + 1)
        dated = any(_DIGIT.search(block.text) for block in inner)
        if len(inner) == 1 and not dated and _DIGIT.search(self._term):
            self.emit(f"{self._term}: {inner[0].text}")
        else:
            self.found += inner

    def _take_table(self, table: LexborNode) -> None:
        lead = self.lead
        caption = table.css_first("caption")
        if caption is not None and (line := marked_line(caption)):
            self.emit(line)
            lead = line
        for label, text in labelled(rows_of(table)):
            self.lead = lead
            self.emit(text, label)
        self.lead = ""


def _holds_blocks(node: LexborNode) -> bool:
    if all(child.tag == "-text" for child in node.iter(include_text=True)):  # most are: this is much the faster way
        return False
    return node.css_first("p, h1, h2, h3, ul, ol, table, dl") is not None


def _is_furniture(node: LexborNode, tag: str) -> bool:
    """Whether an element is what every page of a site has. Never one that holds the page's title or main part."""
    attributes = node.attributes
    names = f"{attributes.get('id') or ''} {attributes.get('class') or ''}".lower().replace("_", "-").split()
    suspect = (
        tag in _FURNITURE
        or tag == "form"
        or attributes.get("role") in _FURNITURE_ROLES
        or any(_FURNITURE_NAMES.fullmatch(name) for name in names)
    )
    return suspect and node.css_first(_CONTENT_OF_A_FORM if tag == "form" else _CONTENT) is None
