"""The production server: Granian on one port, in its own worker processes, started and stopped from here."""

from __future__ import annotations

import os
import signal
import socket
import threading

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from cfpfeeds.errors import CfpfeedsError

SERVER_PID = "CFPFEEDS_SERVER_PID"
"""Environment variable by which a worker knows the process that must outlive it."""

_THREADS = 4
_KILL_AFTER_S = 5
_PARENT_LOOK_S = 1.0


def run(host: str, port: int, workers: int = 1) -> None:
    """Serve `cfpfeeds.wsgi:app` until SIGTERM or SIGINT; all workers have ended when this returns.

    The application is built in each worker from the environment. Raises CfpfeedsError when the port cannot be had.
    """
    address = bindable(host, port)
    os.environ[SERVER_PID] = str(os.getpid())
    Granian(
        "cfpfeeds.wsgi:app",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=_THREADS,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=_KILL_AFTER_S,
        log_level=LogLevels.warning,
        log_access=False,
    ).serve()


def end_with_server() -> None:
    """End this worker when the process that started it is gone; a server killed outright cannot do so itself.

    Otherwise the worker would keep the port, and the next start would find it in use. Does nothing elsewhere.
    """
    named = os.environ.get(SERVER_PID, "")
    if named.isdigit() and int(named) == os.getppid():
        threading.Thread(target=_watch, args=(int(named),), daemon=True).start()


def _watch(parent: int) -> None:
    pause = threading.Event()
    while os.getppid() == parent:
        pause.wait(_PARENT_LOOK_S)
    os.kill(os.getpid(), signal.SIGTERM)
    pause.wait(_KILL_AFTER_S)
    os._exit(1)


def bindable(host: str, port: int) -> str:
    """The numeric address of `host`, after a trial: Granian shares a port that is taken and would not complain."""
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(where)
    except OSError as error:
        reason = error.strerror or str(error)
        raise CfpfeedsError(
            f"cannot listen on {host} port {port}: {reason}; choose another with --host or --port"
        ) from error
    return str(where[0])
