"""The two processes of `serve`: the server here, the poller beside it; both have ended when `serve` returns."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence

from cfpfeeds.web.server import run

_PATIENCE_S = 20
"""How long the poller may take to finish the source it is at, in seconds."""


def serve(host: str, port: int, environment: Mapping[str, str], poller: Sequence[str] | None) -> None:
    """Serve until SIGTERM or Ctrl-C, with `poller` as a process of its own; both have ended when this returns."""
    os.environ.update(environment)
    child = subprocess.Popen(list(poller), stdin=subprocess.DEVNULL) if poller else None
    try:
        run(host, port)
    finally:
        if child:
            child.terminate()
            try:
                child.wait(timeout=_PATIENCE_S)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
