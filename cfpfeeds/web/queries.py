"""What may stand behind the question mark of a list. Unknown names are ignored; known ones are checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from cfpfeeds.errors import UsageError

PAGE_SIZE = 100
_MOST_WORDS = 200
_MOST_PAGES = 100_000


@dataclass(frozen=True, slots=True)
class Query:
    """A checked selection: words to find, open or closed calls, and which page of them (from 1)."""

    words: str = ""
    closed: bool = False
    page: int = 1

    def address(self, page: int | None = None) -> str:
        """The query string of this selection, on another page if one is named."""
        return _address(self.words, self.closed, page or self.page)

    def closed_address(self) -> str:
        """The query string for the closed calls that hold the same words."""
        return _address(self.words, True, 1)


def _address(words: str, closed: bool, page: int) -> str:
    parts = [("q", words), ("show", "closed" if closed else ""), ("page", str(page) if page > 1 else "")]
    given = [(name, value) for name, value in parts if value]
    return f"?{urlencode(given)}" if given else ""


def read_query(arguments: Mapping[str, str]) -> Query:
    """The selection that a query string asks for. Raises UsageError that names the parameter and says what it takes."""
    words = " ".join(arguments.get("q", "").split())
    if len(words) > _MOST_WORDS:
        raise UsageError(f"“q” takes at most {_MOST_WORDS} characters of words to look for")
    if not words.isprintable():
        raise UsageError("“q” takes words to look for, without control characters")
    show = arguments.get("show", "open")
    if show not in ("open", "closed", ""):
        raise UsageError("“show” takes “open” or “closed”")
    return Query(words, show == "closed", _page(arguments.get("page", "1")))


def _page(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 6 and 1 <= int(text) <= _MOST_PAGES):
        raise UsageError("“page” takes a whole number from 1 on")
    return int(text)
