"""The two processes of `serve`: the server here, the poller beside it; both have ended when `serve` returns."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence

from cfpfeeds.web.server import run

_PATIENCE_S = 5
"""How long the poller may take to finish, in seconds: Docker kills after ten. Only a host that keeps it waiting makes
it need this long, and killing it loses nothing: what a source gave is stored in one transaction."""


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
