"""HTML as a browser shows it: the tree of a page, the visible text of its parts, where its links lead.

Inline elements are joined without blanks ("d<em>eadline</em>" is one word, the comments of renderers vanish);
struck-out words stand as ~~words~~.
"""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import urljoin

from pydantic import AfterValidator
from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from cfpfeeds.errors import ExtractError
from cfpfeeds.extract.charsets import decoded
from cfpfeeds.extract.days import CLOSE, OPEN, SAYS, day_of, is_posting, unmarked
from cfpfeeds.extract.rendered import as_html, is_markdown, without_head
from cfpfeeds.limits import too_much
from cfpfeeds.model import Page

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
HIDDEN = frozenset(
    {"script", "style", "noscript", "template", "svg", "head", "iframe", "object", "select", "textarea", "-comment"}
)
BLOCKS = HEADINGS | frozenset(
    {"p", "div", "li", "ul", "ol", "dl", "dt", "dd", "table", "tr", "td", "th", "section", "article", "main", "header"}
    | {"footer", "aside", "nav", "blockquote", "pre", "figure", "figcaption", "address", "body", "thead", "tbody"}
    | {"tfoot", "caption", "details", "summary", "fieldset", "legend", "form", "html", "center", "hgroup", "menu"}
)
_STRUCK = frozenset({"del", "s", "strike"})
_STRUCK_CLASSES = frozenset({"strike", "strikethrough", "line-through", "text-decoration-line-through"})
_INLINE = frozenset({"a", "abbr", "b", "em", "font", "i", "small", "span", "strong", "sub", "sup", "time", "u"})
_PARTED = frozenset({"a", "span", "time"})
"""Two of these side by side are laid out apart; only a capital or a digit at the seam says that they are two words."""

_HIDING = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_LINE_THROUGH = re.compile(r"text-decoration[^;]*line-through", re.I)

# Marks inside the gathered text; control characters of the page itself are taken out before.
_STRIKE, _UNSTRIKE, _TOUCH = "\x02", "\x03", "\x07"
_INVISIBLE = dict.fromkeys([*range(0x09), 0x0B, *range(0x0E, 0x20), 0x7F, 0xAD, 0x200B, 0x2060, 0xFEFF])
_MARKS = re.compile(f"([{_STRIKE}{_UNSTRIKE}])")
_WORDS_OF_A_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_TOUCHING = re.compile(f"(?<=[a-z0-9:)]){_TOUCH}(?=[A-Z0-9])")
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" *\n[ \n]*")
_NUMBER = re.compile(r"\d+")
_OTHER_FILES = (
    b"%PDF",
    b"PK\x03\x04",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"\x1f\x8b",
    b"\xd0\xcf\x11\xe0",
    b"{\\rtf",
)


def _checked(selector: str) -> str:
    if selector:
        try:
            LexborHTMLParser("<p></p>").css(selector)
        except (SelectolaxError, ValueError) as error:
            raise ValueError(f"{selector!r} is not a CSS selector") from error
    return selector


Selector = Annotated[str, AfterValidator(_checked)]
"""A CSS selector, checked when the rules are built; "" is none."""


def parse(page: Page) -> LexborHTMLParser:
    """The tree of a page, however broken its markup, or of a Markdown file; ExtractError for bytes that are no text."""
    body = page.body
    if not body.strip():
        raise ExtractError(page.url, "the page is empty")
    text = decoded(page)
    if body.startswith(_OTHER_FILES) or text[:2000].count("\0") > 2:
        raise ExtractError(page.url, "this is no web page but a file of another kind")
    text = as_html(text) if is_markdown(page) else without_head(text)
    if reason := too_much(text):
        raise ExtractError(page.url, f"the page cannot be parsed in reasonable time: {reason}")
    return LexborHTMLParser(text)


def each_once(tree: LexborHTMLParser, selector: str) -> list[LexborNode]:
    """What a selector finds, in page order: the parser gives a node once for each part of "article, .post" it fits."""
    return list({node.mem_id: node for node in tree.css(selector)}.values())


def text_of(source: LexborNode | str) -> str:
    """The visible text of a node or of markup: one line a block, blanks folded."""
    return unmarked(marked_text(source))


def line_of(source: LexborNode | str) -> str:
    """The visible text on one line."""
    return " ".join(text_of(source).split())


def marked_text(source: LexborNode | str) -> str:
    """Like `text_of`, with the days that the markup gives between marks, for `days.phrase`."""
    node = root_of(source) if isinstance(source, str) else source
    return "" if node is None else tidy("".join(pieces(node)))


def marked_line(source: LexborNode | str) -> str:
    """Like `line_of`, with the days that the markup gives between marks, for `days.phrase`."""
    return " ".join(marked_text(source).split())


def root_of(markup: str) -> LexborNode | None:
    """The body of a piece of markup; None for one that no parser should be given."""
    if too_much(markup):
        return None
    tree = LexborHTMLParser(markup)
    return tree.body or tree.root


def address_of(node: LexborNode | None, page: Page, base: str = "") -> str:
    """Where a link leads, absolute; "" without a link, and for what is no web address (mailto:, javascript:)."""
    href = ((node.attributes.get("href") or "") if node is not None else "").strip()
    if not href:
        return ""
    try:
        whole = urljoin(base or page.final_url or page.url, href)
    except ValueError:  # a bracket that is never closed
        return ""
    return whole if whole.lower().startswith(("http://", "https://")) else ""


def base_of(tree: LexborHTMLParser, page: Page) -> str:
    """What the links of a page are relative to: its base element, else its own address."""
    return address_of(tree.css_first("base[href]"), page) or page.final_url or page.url


def tidy(text: str) -> str:
    """Gathered pieces as text: struck-out words marked line by line, blanks folded, no empty lines."""
    if _STRIKE in text:
        text = _with_strikes(text)
    if _TOUCH in text:
        text = _TOUCHING.sub(" ", text).replace(_TOUCH, "")
    return _LINES.sub("\n", _SPACES.sub(" ", text.replace("\xa0", " "))).strip()


def _with_strikes(text: str) -> str:
    depth, found = 0, []
    for part in _MARKS.split(text):
        if part in (_STRIKE, _UNSTRIKE):
            depth += 1 if part == _STRIKE else -1
        else:
            found.append(_WORDS_OF_A_LINE.sub(r"~~\g<0>~~", part) if depth else part)
    return "".join(found).replace("~~~~", "")


def pieces(node: LexborNode) -> list[str]:
    """The visible text of a node in pieces, with line feeds around blocks; for `tidy`. Any depth of nesting."""
    found: list[str] = []
    waiting: list[LexborNode | str] = [node]
    in_heading = 0
    while waiting:
        here = waiting.pop()
        if isinstance(here, str):
            in_heading -= here == _HEADING_ENDS
            found.append("\n" if here == _HEADING_ENDS else here)
            continue
        tag = here.tag or ""
        if tag == "-text":
            # A line break in the source is a blank; what <pre> keeps is read by `blocks`.
            found.append((here.text_content or "").translate(_INVISIBLE).replace("\n", " "))
        elif tag in ("br", "hr"):
            found.append("\n")
        elif tag == "time" and here is not node and is_posting(here):
            continue
        elif tag not in HIDDEN and (tag != "button" or in_heading):
            before, after = _around(here, tag)
            if before is None:
                continue
            in_heading += tag in HEADINGS
            if tag in _PARTED and here.prev is not None and here.prev.tag in _PARTED:
                before = _TOUCH + before
            found.append(before)
            waiting.append(after)
            waiting.extend(reversed(list(here.iter(include_text=True))))
    return found


_HEADING_ENDS = "\n\x01"


def _around(node: LexborNode, tag: str) -> tuple[str | None, str]:
    """What stands before and behind the text of an element; None before one that nobody sees."""
    if tag in HEADINGS:
        return "\n", _HEADING_ENDS
    if tag in _STRUCK:
        return _STRIKE, _UNSTRIKE
    attributes = node.attributes
    style, end = attributes.get("style") or "", "\n" if tag in BLOCKS else ""
    if tag in _INLINE and _unseen(node, style):
        return None, ""
    if _LINE_THROUGH.search(style) or not _STRUCK_CLASSES.isdisjoint((attributes.get("class") or "").split()):
        return end + _STRIKE, _UNSTRIKE + end
    day = day_of(node, tag)
    return (end + OPEN, f"{SAYS}{day}{CLOSE}{end}") if day else (end, end)


def _unseen(node: LexborNode, style: str) -> bool:
    """Whether an inline element is hidden. Hidden blocks stay: they are the folded parts of an accordion."""
    attributes = node.attributes
    if "hidden" in attributes or _HIDING.search(style):
        return True
    # The name of an icon, for a font that draws it.
    return attributes.get("aria-hidden") == "true" and not _NUMBER.search(node.text())
