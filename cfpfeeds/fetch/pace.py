"""One request at a time to a host, with a pause between two."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

LONGEST_WAIT_S = 600.0


class TooSlow(Exception):
    """The host wants a longer pause than anybody should sit and wait for. `wait_s` is what is left of it."""

    def __init__(self, wait_s: float) -> None:
        self.wait_s = wait_s
        super().__init__(f"robots.txt asks for so long a pause between requests that {wait_s:.0f} s are left to wait")


@dataclass(slots=True)
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    last_request: float | None = None
    last_page: float | None = None


class Pace:
    """Turns at hosts. `monotonic` and `sleep` are in seconds. Safe to use from several threads."""

    def __init__(self, monotonic: Callable[[], float], sleep: Callable[[float], None], *, hurry: bool = False) -> None:
        self._monotonic, self._sleep, self._hurry = monotonic, sleep, hurry
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, name: str, gap_s: float, crawl_delay_s: float | None = None) -> Iterator[None]:
        """Wait until it is our turn at the host, and keep everybody else from it meanwhile.

        Without a `crawl_delay_s` (robots.txt is being asked for it) only `gap_s` counts. Raises TooSlow.
        """
        with self._lock:
            host = self._hosts.setdefault(name, _Host())
        with host.lock:
            self._wait(host, gap_s, crawl_delay_s or 0.0)
            try:
                yield
            finally:
                host.last_request = self._monotonic()
                if crawl_delay_s is not None:
                    host.last_page = host.last_request

    def pause(self, seconds: float) -> None:
        """Wait in the middle of a turn."""
        if not self._hurry:
            self._sleep(seconds)

    def _wait(self, host: _Host, gap_s: float, crawl_delay_s: float) -> None:
        now = self._monotonic()
        pauses = ((host.last_request, gap_s), (host.last_page, crawl_delay_s))
        earliest = [at + pause_s for at, pause_s in pauses if at is not None]
        wait_s = max(earliest, default=now) - now
        if self._hurry or wait_s <= 0:
            return
        if wait_s > LONGEST_WAIT_S:
            raise TooSlow(wait_s)
        self._sleep(wait_s)
