"""Bytes to text, and the refusal of a web page where data was expected."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from cfpfeeds.errors import ExtractError
from cfpfeeds.model import Page

_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_WEB_PAGE = re.compile(
    r"\s*(?:<!--.{0,1000}?-->\s*)*<(?:!doctype\s+html|html|head|body|script|title|meta)\b", re.I | re.S
)
_WALLS = (
    (
        re.compile(r"just a moment|captcha|checking your browser|are you (?:human|a robot)|challenge", re.I),
        "a challenge",
    ),
    (re.compile(r"log[ -]?in|sign[ -]?in|password", re.I), "a log-in"),
    (re.compile(r"access denied|forbidden|blocked", re.I), "a refusal"),
    (re.compile(r"not found|404", re.I), "a missing page"),
)


def text_of_body(page: Page) -> str:
    """The body as text: by its byte order mark, else UTF-8, else what the server announced, else Windows-1252.

    UTF-8 comes before the announcement, since bytes of another encoding hardly ever happen to be valid UTF-8.
    """
    for mark, name in _BYTE_ORDER_MARKS:
        if page.body.startswith(mark):
            return page.body.decode(name, "replace").removeprefix("\ufeff")
    for name in ("utf-8", page.charset):
        try:
            return page.body.decode(name) if name else page.body.decode("cp1252", "replace")
        except (UnicodeDecodeError, LookupError):
            continue
    return page.body.decode("cp1252", "replace")


def is_utf8(page: Page) -> bool:
    """Whether nothing had to be guessed about the encoding."""
    try:
        page.body.decode("utf-8")
    except UnicodeDecodeError:
        return page.body.startswith(tuple(mark for mark, _ in _BYTE_ORDER_MARKS))
    return True


def is_web_page(text: str) -> bool:
    """Whether the text begins like an HTML document."""
    return _WEB_PAGE.match(text[:4_000]) is not None


def refuse_web_page(page: Page, text: str, expected: str) -> None:
    """Raise ExtractError, saying what the page seems to be, when `text` is HTML and not the `expected` data."""
    if is_web_page(text):
        raise ExtractError(page.url, f"expected {expected}, got a web page{what_page(text)}")


def what_page(text: str) -> str:
    """What stands between us and the data: ' titled "Just a moment..." (a challenge)'; "" if nothing tells."""
    node = LexborHTMLParser(text[:100_000]).css_first("title")
    title = " ".join(node.text().split())[:80] if node is not None else ""
    kind = next((f" ({name})" for pattern, name in _WALLS if pattern.search(title or text[:4_000])), "")
    return (f' titled "{title}"' if title else "") + kind
