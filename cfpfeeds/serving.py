"""The two processes of `serve`: the server here, the poller beside it; both have ended when `serve` returns."""

from __future__ import annotations

import logging
import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence

from cfpfeeds.web.server import run

_log = logging.getLogger(__name__)

_LONG_RUN_S, _LONGEST_PAUSE_S = 3600.0, 600.0
_PATIENCE_S = 5
"""How long the poller may take to finish, in seconds: Docker kills after ten. Only a host that keeps it waiting makes
it need this long, and killing it loses nothing: what a source gave is stored in one transaction."""


def serve(host: str, port: int, environment: Mapping[str, str], poller: Sequence[str] | None) -> None:
    """Serve until SIGTERM or Ctrl-C, with `poller` as a process of its own; both have ended when this returns."""
    os.environ.update(environment)
    keeper = Keeper(poller) if poller else None
    try:
        run(host, port)
    finally:
        if keeper:
            keeper.end()


class Keeper:
    """Keeps one process running: one that ends by itself (killed for want of memory, a crash) is started again.

    The pause before that doubles from `pause_s` up to ten minutes, and is short again after an hour without an end.
    """

    def __init__(self, argv: Sequence[str], pause_s: float = 2.0) -> None:
        self._argv, self._shortest_s = list(argv), pause_s
        self._ending = threading.Event()
        self._lock = threading.Lock()
        self.child = self._started()
        self._thread = threading.Thread(target=self._keep, daemon=True)
        self._thread.start()

    def end(self) -> None:
        """End the process: asked first, made to after five seconds."""
        self._ending.set()
        with self._lock:
            child = self.child
        child.terminate()
        try:
            child.wait(timeout=_PATIENCE_S)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        self._thread.join(timeout=1)

    def _started(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self._argv, stdin=subprocess.DEVNULL)

    def _keep(self) -> None:
        pause_s = self._shortest_s
        while not self._ending.is_set():
            began = time.monotonic()
            status = self.child.wait()
            if time.monotonic() - began > _LONG_RUN_S:
                pause_s = self._shortest_s
            if self._ending.wait(pause_s):
                return
            _log.error("the poller ended with status %s; it is started again", status)
            pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)
            with self._lock:
                if self._ending.is_set():
                    return
                self.child = self._started()
