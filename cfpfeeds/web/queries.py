"""What may stand behind the question mark of a list. Unknown names are ignored; known ones are checked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from cfpfeeds.errors import UsageError
from cfpfeeds.languages import gettext
from cfpfeeds.model import State
from cfpfeeds.text import fold
from cfpfeeds.web.catalogue import Listed
from cfpfeeds.web.selection import Selection, read_selection

PAGE_SIZE = 100
SORTS = ("deadline", "new", "title")
_MOST_WORDS = 200
_MOST_PAGES = 100_000
_NO_WISH = Selection()


@dataclass(frozen=True, slots=True)
class Query:
    """A checked selection: words to find, narrowing wishes, open or closed calls, their order, the page (from 1).

    `on` is a day on which something is due, None for any.
    """

    words: str = ""
    closed: bool = False
    page: int = 1
    sort: str = SORTS[0]
    wishes: Selection = _NO_WISH
    on: date | None = None

    def address(self, page: int | None = None) -> str:
        """The query string of this selection, on another page if one is named."""
        return self._address(self.closed, page or self.page)

    def closed_address(self) -> str:
        """The query string for the closed calls of the same selection."""
        return self._address(True, 1)

    def subscription(self, slug: str) -> str:
        """The query string of a subscription to what this selection finds in a list of that slug."""
        disciplines = () if slug == "all" else (slug,)
        words = (self.words,) if self.words else ()
        return replace(self.wishes, disciplines=disciplines, words=words).query()

    @property
    def is_special(self) -> bool:
        """Whether somebody looks for something in a list, rather than at the list itself."""
        return self.is_narrow or self.closed or self.page > 1

    @property
    def is_narrow(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.words or self.on) or not self.wishes.is_empty

    def _address(self, closed: bool, page: int) -> str:
        parts = [("q", self.words), ("show", "closed" if closed else "")]
        parts += [("on", self.on.isoformat() if self.on else "")]
        parts += [("sort", self.sort if self.sort != SORTS[0] else ""), ("page", str(page) if page > 1 else "")]
        given = urlencode([(name, value) for name, value in parts if value])
        told = "&".join(part for part in (given, self.wishes.query()) if part)
        return f"?{told}" if told else ""


def read_query(arguments: MultiDict[str, str]) -> Query:
    """The selection that a query string asks for. Raises UsageError that names the parameter and says what it takes."""
    words = " ".join(arguments.get("q", "").split())
    if len(words) > _MOST_WORDS:
        raise UsageError(gettext("“q” takes at most %(most)s characters of words to look for", most=_MOST_WORDS))
    if not words.isprintable():
        raise UsageError(gettext("“q” takes words to look for, without control characters"))
    show, sort = arguments.get("show", "open"), arguments.get("sort", "") or SORTS[0]
    if show not in ("open", "closed", ""):
        raise UsageError(gettext("“show” takes “open” or “closed”"))
    if sort not in SORTS:
        raise UsageError(gettext("“%(name)s” takes %(known)s", name="sort", known=", ".join(SORTS)))
    wishes = replace(read_selection(arguments).without_choices(), disciplines=(), words=())
    return Query(
        words, show == "closed", _page(arguments.get("page", "1")), sort, wishes, _day(arguments.get("on", ""))
    )


def in_order(listed: Iterable[Listed], sort: str) -> Sequence[Listed]:
    """Calls in the order that was asked for; "deadline" is the order in which they come."""
    if sort == SORTS[0]:
        return list(listed)
    keys: dict[str, Callable[[Listed], Any]] = {
        "new": lambda one: (-one.call.published_at.timestamp(), one.call.id),
        "title": lambda one: (fold(one.call.title), one.call.id),
    }
    return sorted(listed, key=keys[sort])


def is_due_on(one: Listed, day: date) -> bool:
    """Whether something must be handed in on that day."""
    due = (entry.deadline for entry in one.call.entries)
    return any(d.date == day and d.kind.is_due and d.state is State.ACTIVE for d in due)


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(gettext("“on” takes a day such as 2026-12-31")) from error
    return found


def _page(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 6 and 1 <= int(text) <= _MOST_PAGES):
        raise UsageError(gettext("“page” takes a whole number from 1 on"))
    return int(text)
