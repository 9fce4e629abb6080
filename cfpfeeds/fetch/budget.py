"""The time that one fetch may take in all.

A timeout of httpx covers each read, so that a host which sends a byte now and then holds it open for ever. The
connections (`network`) therefore look up the budget of the fetch that they serve before every read and write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Self


class Budget:
    """Seconds that are left; they run only inside `running()`, not while we wait for our turn."""

    def __init__(self, total_s: float, monotonic: Callable[[], float], *, allow_private: bool = False) -> None:
        self.total_s, self.allow_private = total_s, allow_private
        self._left_s, self._monotonic = total_s, monotonic
        self._since: float | None = None

    def left_s(self) -> float:
        """What is left now; negative when overdrawn."""
        spent = 0.0 if self._since is None else self._monotonic() - self._since
        return self._left_s - spent

    @contextmanager
    def running(self) -> Iterator[Self]:
        """Let the time run, for every connection that this thread uses meanwhile."""
        self._since = self._monotonic()
        token = _current.set(self)
        try:
            yield self
        finally:
            _current.reset(token)
            self._left_s, self._since = self.left_s(), None


_current: ContextVar[Budget | None] = ContextVar("budget", default=None)


def current() -> Budget | None:
    """The budget that runs in this thread."""
    return _current.get()
