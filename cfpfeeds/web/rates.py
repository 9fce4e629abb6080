"""How often somebody has asked in the present minute: one look-up a request, in memory that is bounded."""

from __future__ import annotations

import threading
from collections.abc import Callable

MINUTE_S = 60
_MOST_KEYS = 100_000


class Rates:
    """Counts by key, begun anew each minute; `monotonic` gives seconds.

    Of more than `most_keys` in a minute the later ones are not counted: a flood from everywhere is not for us to stop,
    and must not fill our memory.
    """

    def __init__(self, monotonic: Callable[[], float], most_keys: int = _MOST_KEYS) -> None:
        self._monotonic, self._most_keys = monotonic, most_keys
        self._minute = -1
        self._counts: dict[str, int] = {}
        self._lock = threading.Lock()

    def wait_s(self, key: str, limit: int) -> int:
        """Count one more under `key`; 0 while there are at most `limit`, else the seconds until the next minute."""
        now = self._monotonic()
        with self._lock:
            if int(now // MINUTE_S) != self._minute:
                self._minute, self._counts = int(now // MINUTE_S), {}
            count = self._counts.get(key, 0) + 1
            if count > 1 or len(self._counts) < self._most_keys:
                self._counts[key] = count
        return 0 if count <= limit else MINUTE_S - int(now % MINUTE_S)

    @property
    def size(self) -> int:
        """How many keys are held."""
        return len(self._counts)
