"""A host that does not answer is left alone for a while: forty sources of it need not each wait for a time-out."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

_FAILURES = 3
_FIRST_PAUSE_S = 300.0
_LONGEST_PAUSE_S = 4 * 3600.0


class Resting(Exception):
    """The host is being left alone; `wait_s` is how much longer."""

    def __init__(self, host: str, failures: int, wait_s: float) -> None:
        self.wait_s = wait_s
        super().__init__(f"{host} has not answered {failures} times in a row; it is asked again in {wait_s:.0f} s")


@dataclass(slots=True)
class _Host:
    failures: int = 0
    until: float = float("-inf")


class Breaker:
    """Counts failures by host; `monotonic` is in seconds. Safe to use from several threads."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    def check(self, host: str) -> None:
        """Raises Resting while the host is left alone; after that one request may try, and its end decides."""
        with self._lock:
            known = self._hosts.get(host)
            if known is None or (wait_s := known.until - self._monotonic()) <= 0:
                return
            raise Resting(host, known.failures, wait_s)

    def answered(self, host: str) -> None:
        """The host works."""
        with self._lock:
            self._hosts.pop(host, None)

    def failed(self, host: str) -> None:
        """The host did not answer, or said that it has trouble."""
        with self._lock:
            known = self._hosts.setdefault(host, _Host())
            known.failures += 1
            if known.failures >= _FAILURES:
                pause_s = min(_FIRST_PAUSE_S * 2 ** min(known.failures - _FAILURES, 10), _LONGEST_PAUSE_S)
                known.until = self._monotonic() + pause_s
