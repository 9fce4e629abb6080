"""A loopback mirror and the small configurations polled through it: what the tests of the commands share."""

from __future__ import annotations

import hashlib
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx


@dataclass
class Answer:
    """What the mirror says at one path. `pause_s` is how long it keeps silent before that."""

    body: bytes = b""
    status: int = 200
    media_type: str = "application/json"
    pause_s: float = 0.0


@dataclass
class Mirror:
    """Answers by "/host/path"; `asked` lists (path, If-None-Match) of every page, robots.txt left out."""

    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    pause_s: float = 0.0
    url: str = ""
    closing: threading.Event = field(default_factory=threading.Event)


@contextmanager
def a_mirror(answers: dict[str, Answer]) -> Iterator[Mirror]:
    """A mirror on a free loopback port, ended with the block."""
    mirror = Mirror(answers)

    class Handler(_Handler):
        told = mirror

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    mirror.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield mirror
    finally:
        mirror.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    told: Mirror

    def do_GET(self) -> None:
        answer = self.told.answers.get(self.path, Answer(b"no such page", 404, "text/plain"))
        etag = f'"{hashlib.sha256(answer.body).hexdigest()[:16]}"'
        known = self.headers.get("If-None-Match", "")
        if not self.path.endswith("/robots.txt"):
            self.told.asked.append((self.path, known))
        self.told.closing.wait(self.told.pause_s + answer.pause_s)
        try:
            if known == etag and answer.status == 200:
                self.send_response(304)
                self.send_header("ETag", etag)
                self.end_headers()
                return
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.media_type)
            self.send_header("Content-Length", str(len(answer.body)))
            self.send_header("ETag", etag)
            self.end_headers()
            self.wfile.write(answer.body)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # whoever asked has been killed, or has lost patience

    def log_message(self, format: str, *args: Any) -> None:
        """Silence: the tests look at `asked`."""


_RULES = """
[source.rules]
kind = "list"
format = "json"
items = "calls"
title = "{title}"
venue = "{venue}"
url = "{link}"

[[source.rules.deadlines]]
dates = [{ text = "{due}", kind = "submission" }]
"""


def a_table(source_id: str = "press", more: str = "") -> str:
    """One [[source]] that reads what `builders.a_listing` writes; `more` are further lines of it."""
    url = f"https://{source_id}.example/calls.json"
    return f'[[source]]\nid = "{source_id}"\nname = "The {source_id}"\nurl = "{url}"\n{more}\n{_RULES}\n'


def place(source_id: str = "press") -> str:
    """Where the mirror is asked for the listing of `a_table`."""
    return f"/{source_id}.example/calls.json"


def written(folder: Path, *tables: str) -> Path:
    """A sources.toml of `tables`."""
    path = folder / "sources.toml"
    path.write_text("\n".join(tables), encoding="utf-8")
    return path


def environment(folder: Path) -> dict[str, str]:
    """The environment of a command that must leave everything outside `folder` alone."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("CFPFEEDS_", "XDG_", "PYTEST_"))}
    root = str(Path(__file__).parents[2])
    return {**kept, "HOME": str(folder), "PYTHONPATH": root, "COLUMNS": "200", "PYTHONWARNINGS": "default"}


def started(folder: Path, *argv: str, **more: Any) -> subprocess.Popen[str]:
    """`cfpfeeds ARGV` as a process of its own, with what it says in pipes."""
    return subprocess.Popen(
        [sys.executable, "-m", "cfpfeeds", *argv],
        cwd=folder,
        env=environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **more,
    )


def a_free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def wait_for(url: str, process: subprocess.Popen[str], patience_s: float = 20.0) -> httpx.Response:
    """The first answer of 200 at `url`; fails when `process` ends before, or when patience does."""
    until = time.monotonic() + patience_s
    while time.monotonic() < until:
        assert process.poll() is None, process.communicate()
        try:
            answer = httpx.get(url, timeout=5, trust_env=False)
        except httpx.TransportError:
            answer = None
        if answer is not None and answer.status_code == 200:
            return answer
        time.sleep(0.1)
    raise AssertionError(f"{url} did not answer within {patience_s:.0f} s")
