"""HTML as a browser reads it: visible text, and the content as labelled blocks for the deadline reader.

Inline elements are joined without blanks ("d<em>eadline</em>" is one word, renderer comments vanish); struck-out words
stand as ~~words~~.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator
from selectolax.lexbor import LexborHTMLParser, LexborNode

from cfpfeeds.errors import ExtractError
from cfpfeeds.model import DeadlineText, Page

_HIDDEN = {"script", "style", "noscript", "template", "svg", "head", "iframe", "object", "select", "button", "-comment"}
_FURNITURE = {"nav", "footer", "aside", "form", "dialog"}
_STRUCK = {"del", "s", "strike"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = _HEADINGS | {"p", "div", "li", "ul", "ol", "dl", "dt", "dd", "table", "tr", "td", "th", "section", "article"}
_BLOCKS |= {"main", "header", "footer", "aside", "nav", "blockquote", "pre", "figure", "figcaption", "address", "body"}
_BLOCKS |= {"thead", "tbody", "tfoot", "caption", "details", "summary", "fieldset", "form", "hr", "html"}
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" *\n[ \n]*")
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w-]{2,40})""", re.I)
_MOST_NODES_DEEP = 400


def _checked(selector: str) -> str:
    if selector:
        try:
            LexborHTMLParser("<p></p>").css(selector)
        except Exception as error:
            raise ValueError(f"{selector!r} is not a CSS selector") from error
    return selector


Selector = Annotated[str, AfterValidator(_checked)]
"""A CSS selector, checked when the rules are built."""


def parse(page: Page) -> LexborHTMLParser:
    """The tree of a page; ExtractError for bytes that are no text at all."""
    body = page.body
    if not body.strip():
        raise ExtractError(page.url, "the page is empty")
    if body[:4] in (b"%PDF", b"PK\x03\x04") or body[:8] == b"\x89PNG\r\n\x1a\n":
        raise ExtractError(page.url, "this is no web page but a file of another kind")
    return LexborHTMLParser(decoded(page))


def decoded(page: Page) -> str:
    """The text of a page by its own word: header, byte order mark, meta element, else UTF-8, else Windows-1252."""
    found = _CHARSET.search(page.body[:4096])
    names = [page.charset, "utf-8-sig" if page.body[:3] == b"\xef\xbb\xbf" else "", found[1].decode() if found else ""]
    for name in (*names, "utf-8"):
        try:
            if name:
                return page.body.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return page.body.decode("cp1252", "replace")


def text_of(source: LexborNode | str) -> str:
    """The visible text of a node or of markup: one line a block, blanks folded."""
    node = _root(source) if isinstance(source, str) else source
    if node is None:
        return ""
    return _tidy("".join(_pieces(node)))


def line_of(source: LexborNode | str) -> str:
    """The visible text on one line."""
    return " ".join(text_of(source).split())


def _root(markup: str) -> LexborNode | None:
    tree = LexborHTMLParser(markup)
    return tree.body or tree.root


def _tidy(text: str) -> str:
    return _LINES.sub("\n", _SPACES.sub(" ", text.replace("\xa0", " "))).strip()


def _pieces(node: LexborNode, depth: int = 0) -> Iterator[str]:
    tag = node.tag or ""
    if tag == "-text":
        # A line break in the source is a blank, whatever the browser would do with <pre>.
        yield (node.text_content or "").replace("\n", " ")
        return
    if tag in _HIDDEN or depth > _MOST_NODES_DEEP:
        return
    if tag in ("br", "hr"):
        yield "\n"
        return
    inside = (piece for child in node.iter(include_text=True) for piece in _pieces(child, depth + 1))
    if tag in _STRUCK or "line-through" in (node.attributes.get("style") or ""):
        struck = "".join(inside).strip()
        yield f"~~{struck}~~" if struck else ""
    elif tag in _BLOCKS:
        yield "\n"
        yield from inside
        yield "\n"
    else:
        yield from inside


def blocks(source: LexborNode | str, heading: str = "") -> tuple[DeadlineText, ...]:
    """The content in reading order, one block a paragraph, list item, definition or table row; all `prose`.

    The label is the term, the column's title, a lead-in line that ends with a colon, or the nearest heading.
    """
    node = _root(source) if isinstance(source, str) else source
    if node is None:
        return ()
    reader = _Reader(heading)
    reader.walk(node, 0)
    reader.flush()
    return tuple(reader.found)


class _Reader:
    """Walks a tree once, gathering running text until a block ends."""

    def __init__(self, heading: str) -> None:
        self.found: list[DeadlineText] = []
        self._heading, self._lead, self._term = heading, "", ""
        self._waiting: list[str] = []

    def flush(self) -> None:
        for line in _tidy("".join(self._waiting)).split("\n"):
            if line:
                self._emit(line)
        self._waiting = []

    def _emit(self, line: str, label: str = "") -> None:
        self.found.append(DeadlineText(line, label=label or self._lead or self._heading, prose=True))
        self._lead = line if line.endswith((":", "：")) and len(line) <= 100 else ""

    def walk(self, node: LexborNode, depth: int) -> None:
        for child in node.iter(include_text=True):
            tag = child.tag or ""
            if tag in _HIDDEN or tag in _FURNITURE or depth > _MOST_NODES_DEEP:
                continue
            if tag in _HEADINGS:
                self._take_heading(child)
            elif tag == "table":
                self.flush()
                self._take_table(child)
            elif tag == "dt":
                self.flush()
                self._term = line_of(child)
            elif tag == "dd":
                self.flush()
                if line := line_of(child):
                    self._emit(line, self._term)
            elif tag in _BLOCKS:
                self.flush()
                lead = self._lead
                self.walk(child, depth + 1)
                self.flush()
                # A lead-in covers the whole list that follows it, not only the first item.
                self._lead = lead if tag == "li" else self._lead
            else:
                self._waiting += _pieces(child)

    def _take_heading(self, node: LexborNode) -> None:
        self.flush()
        if line := line_of(node):
            self._lead = ""
            self._emit(line)
            self._heading, self._lead = line, ""

    def _take_table(self, table: LexborNode) -> None:
        heads: list[str] = []
        for row in table.css("tr"):
            cells = [cell for cell in row.iter() if cell.tag in ("td", "th")]
            said = [line_of(cell) for cell in cells]
            if cells and all(cell.tag == "th" for cell in cells) and len(cells) > 1:
                heads = said
            elif heads and len(said) == len(heads) and len(said) > 2:
                for head, cell in zip(heads[1:], said[1:], strict=True):
                    if cell:
                        self._emit(cell, f"{head} | {said[0]}")
            elif any(said):
                self._emit(" | ".join(cell for cell in said if cell))


_HEAD_MARK = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_BULLET = re.compile(r"\s{0,8}(?:[-*+•◦]|\d{1,2}[.)])\s+")
_LINK = re.compile(r"!?\[([^\]\n]{0,300})\]\([^)\n]{0,500}\)")
_EMPHASIS = re.compile(r"(\*\*|__|(?<!\w)[*_]|[*_](?!\w)|`)")
_UNDERLINE = re.compile(r"(?:={3,}|-{3,})")
_RULE = re.compile(r"[\s|:=*_-]{3,}")


def markdown_blocks(text: str) -> tuple[DeadlineText, ...]:
    """The blocks of a Markdown file: headings become labels, a bullet or a table row is a block of its own."""
    reader = _Reader("")
    paragraph: list[str] = []

    def close() -> None:
        if paragraph:
            reader._emit(" ".join(paragraph))
            paragraph.clear()

    for raw in text.splitlines():
        line = _EMPHASIS.sub("", _LINK.sub(r"\1", raw)).rstrip()
        if head := _HEAD_MARK.match(line):
            close()
            reader._emit(head[2])  # a heading may hold a date itself
            reader._heading, reader._lead = head[2], ""
        elif len(paragraph) == 1 and _UNDERLINE.fullmatch(line):
            title = paragraph[0]
            close()
            reader._heading, reader._lead = title, ""
        elif not line.strip() or _RULE.fullmatch(line):
            close()
        elif line.lstrip().startswith("|"):
            close()
            reader._emit(" | ".join(cell.strip() for cell in line.strip().strip("|").split("|") if cell.strip()))
        elif bullet := _BULLET.match(line):
            close()
            paragraph.append(line[bullet.end() :].strip())
        else:
            paragraph.append(line.strip())
    close()
    return tuple(reader.found)


def text_blocks(text: str) -> tuple[DeadlineText, ...]:
    """The blocks of a plain text: paragraphs, bullets and lone lines."""
    return markdown_blocks(text.replace("#", " "))
