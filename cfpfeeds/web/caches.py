"""What one process keeps in memory: how fresh the store is, and ready answers within a bound of bytes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import datetime
from typing import Generic, TypeVar

from cfpfeeds.errors import StoreError
from cfpfeeds.model import Document
from cfpfeeds.store import Store
from cfpfeeds.web.answers import Ready
from cfpfeeds.web.headers import Lines

Moment = TypeVar("Moment", bound=Hashable)


class Watch:
    """The version of the store, asked for at most once in `look_again_s` seconds: requests come in thousands.

    A store that cannot be read at the moment is taken to be unchanged, so that what is known is still served (H9).
    """

    def __init__(self, store: Store, monotonic: Callable[[], float], look_again_s: float) -> None:
        self._store, self._monotonic, self._look_again_s = store, monotonic, look_again_s
        self._version = -1
        self._asked_at = float("-inf")

    def version(self) -> int:
        """The version as last seen; -1 until the store has been read once."""
        now = self._monotonic()
        if now - self._asked_at >= self._look_again_s:
            try:
                self._version = self._store.version()
            except StoreError:
                return self._version
            self._asked_at = now
        return self._version


class ReadyCache(Generic[Moment]):
    """Ready answers by name, each with the moment (version, hour) it belongs to; the least used leave first."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._held: OrderedDict[str, tuple[Moment, Ready]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, name: str) -> tuple[Moment, Ready] | None:
        """What is held under a name, with its moment, however old."""
        with self._lock:
            found = self._held.get(name)
            if found:
                self._held.move_to_end(name)
            return found

    def put(self, name: str, moment: Moment, ready: Ready) -> None:
        """Hold `ready`, and let go of what has not been asked for the longest."""
        with self._lock:
            self._drop(name)
            self._held[name] = (moment, ready)
            self._bytes += ready.size
            while self._bytes > self._most_bytes and len(self._held) > 1:
                self._drop(next(iter(self._held)))

    def renewed(self, name: str, moment: Moment, made: Document, lines: Lines, now: datetime) -> Ready:
        """Hold a document for another moment; one of the same bytes as before keeps its Last-Modified."""
        held = self.get(name)
        ready = held[1] if held and held[1].document.etag == made.etag else Ready(made, lines, now)
        self.put(name, moment, ready)
        return ready

    def _drop(self, name: str) -> None:
        if gone := self._held.pop(name, None):
            self._bytes -= gone[1].size
