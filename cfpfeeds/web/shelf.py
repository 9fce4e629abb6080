"""Feeds and calendars that nobody could make beforehand: made when first asked for, kept within a bound of bytes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from datetime import UTC, datetime

from flask import request
from werkzeug.wrappers import Response

from cfpfeeds.errors import StoreError
from cfpfeeds.model import Call, Document
from cfpfeeds.web.answers import Ready
from cfpfeeds.web.caches import ReadyCache
from cfpfeeds.web.headers import feed_lines
from cfpfeeds.web.pages import Library
from cfpfeeds.web.static import on_the_wire

_MOST_BYTES = 32_000_000
_MOST_FRAGMENTS = 20_000


class Fragments(MutableMapping[str, bytes]):
    """Finished events by content, the least used of more than `most` forgotten: see `render.ics.calendar`."""

    def __init__(self, most: int = _MOST_FRAGMENTS) -> None:
        self._most = most
        self._held: OrderedDict[str, bytes] = OrderedDict()

    def __getitem__(self, key: str) -> bytes:
        found = self._held[key]
        self._held.move_to_end(key)
        return found

    def __setitem__(self, key: str, written: bytes) -> None:
        self._held[key] = written
        while len(self._held) > self._most:
            self._held.popitem(last=False)

    def __delitem__(self, key: str) -> None:
        del self._held[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)


class Shelf:
    """Documents made on demand, one at a time: so many wishes at once cost no more than one core."""

    def __init__(self, library: Library, most_bytes: int = _MOST_BYTES) -> None:
        self._library = library
        self._lines = feed_lines(library.site)
        self._held: ReadyCache[int] = ReadyCache(most_bytes)
        self._making = threading.Lock()
        self.fragments = Fragments()

    def answer(self, name: str, make: Callable[[], Document]) -> Response:
        """The answer with the document of this name, made by `make` unless it is held for the present data.

        While the store cannot be read the last one is served (H9); StoreError is raised if there is none.
        """
        version = self._library.moment()[0]
        ready = self._current(name, version)
        if ready is None:
            with self._making:
                ready = self._current(name, version) or self._made(name, version, make)
        return on_the_wire(ready.answer(request.environ))

    def _current(self, name: str, version: int) -> Ready | None:
        held = self._held.get(name)
        return held[1] if held and held[0] == version else None

    def _made(self, name: str, version: int, make: Callable[[], Document]) -> Ready:
        held = self._held.get(name)
        try:
            made = make()
        except StoreError:
            if held:
                return held[1]
            raise
        return self._held.renewed(name, version, made, self._lines, self._library.now())

    def born(self) -> datetime:
        """When the service first published: the date of an empty list."""
        kept = self._library.store.meta("born")
        return datetime.fromisoformat(kept) if kept else datetime(2024, 1, 1, tzinfo=UTC)

    def newest(self, calls: Sequence[Call]) -> datetime:
        """When anything among these calls last changed."""
        return max((call.updated_at for call in calls), default=self.born())
