"""The real server on a loopback port: it answers, it refuses a port in use, and it ends with all its processes."""

from __future__ import annotations

import gzip
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from werkzeug.test import Client

from cfpfeeds import wsgi
from cfpfeeds.errors import CfpfeedsError
from cfpfeeds.web.server import run
from tests.web.samples import a_filled_service

PATIENCE_S = 20.0
CONFIG = '[settings]\ntitle = "Calls of the library"\ncontact = "librarian@example.org"\n'


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What a worker builds the application from: a filled database and a configuration without sources."""
    folder = tmp_path_factory.mktemp("server")
    a_filled_service(folder).store.close()
    (folder / "sources.toml").write_text(CONFIG, encoding="utf-8")
    return {
        "CFPFEEDS_CONFIG": str(folder / "sources.toml"),
        "CFPFEEDS_DATABASE": f"sqlite:///{folder}/calls.sqlite",
        "CFPFEEDS_BASE_URL": "https://calls.example.org",
        "CFPFEEDS_AS_OF": "2026-11-24",
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(true: Callable[[], bool]) -> bool:
    """Whether it becomes true in time."""
    end = time.monotonic() + PATIENCE_S
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def listens(port: int) -> bool:
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) == 0


def ask(port: int, path: str, method: str = "GET", **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


@contextmanager
def started(environment: dict[str, str]) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A server as a process of its own; killed at the end if it still runs."""
    port = free_port()
    program = f"from cfpfeeds.web.server import run; run('127.0.0.1', {port})"
    server = subprocess.Popen(
        [sys.executable, "-c", program], env={**os.environ, **environment}, stdin=subprocess.DEVNULL
    )
    try:
        assert until(lambda: listens(port) and ask(port, "/healthz")[0].status == 200)
        yield server, port
    finally:
        server.kill()
        server.wait(PATIENCE_S)
        assert until(lambda: not listens(port))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["sigterm", "ctrl-c"])
def test_the_server_answers_and_ends_cleanly(environment: dict[str, str], number: signal.Signals) -> None:
    with started(environment) as (server, port):
        page, body = ask(port, "/nursing/", Accept_Encoding="gzip")
        assert page.status == 200
        assert b"Calls of the library" in gzip.decompress(body)
        feed, body = ask(port, "/nursing/calls.rss")
        assert feed.status == 200
        assert feed.headers["Content-Length"] == str(len(body))
        again, body = ask(port, "/nursing/calls.rss", If_None_Match=feed.headers["ETag"])
        assert (again.status, body) == (304, b"")
        assert again.headers["Date"]
        head, body = ask(port, "/nursing/calls.rss", "HEAD")
        assert (head.headers["Content-Length"], body) == (feed.headers["Content-Length"], b"")
        assert not feed.headers["Server"].lower().startswith("werkzeug")
        server.send_signal(number)
        assert server.wait(PATIENCE_S) == 0
        assert not listens(port)


def test_the_workers_of_a_killed_server_give_the_port_back(environment: dict[str, str]) -> None:
    with started(environment) as (server, port):
        server.kill()
        server.wait(PATIENCE_S)
        assert until(lambda: not listens(port))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_port_in_use_is_one_clear_line(host: str) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = int(other.getsockname()[1])
        with pytest.raises(CfpfeedsError) as caught:
            run(host, port)
    assert str(port) in str(caught.value)
    assert "in use" in str(caught.value)
    assert "--port" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_host_that_is_not_ours_is_one_clear_line() -> None:
    with pytest.raises(CfpfeedsError, match=r"cannot listen on 203\.0\.113\.7"):
        run("203.0.113.7", free_port())


def test_the_application_is_built_from_the_environment(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    page = Client(wsgi.app).get("/nursing/").get_data(as_text=True)
    assert "Calls of the library" in page
    assert "https://calls.example.org/nursing/deadlines.ics" in page
    assert "9 days left" in page


def test_a_database_that_cannot_be_opened_is_one_clear_line(
    tmp_path: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "calls.sqlite").write_text("no database\n" * 100, encoding="utf-8")
    for name, value in {**environment, "CFPFEEDS_DATABASE": f"sqlite:///{tmp_path}/calls.sqlite"}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(CfpfeedsError, match="no SQLite database"):
        wsgi.build()


def test_the_module_has_nothing_but_the_application() -> None:
    with pytest.raises(AttributeError):
        _ = wsgi.application


def test_a_changed_configuration_is_served_without_a_restart(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(CONFIG, encoding="utf-8")
    for name, value in {**environment, "CFPFEEDS_CONFIG": str(path)}.items():
        monkeypatch.setenv(name, value)
    seconds = [0.0]
    app = wsgi.Reloading(lambda: seconds[0])
    assert "Calls of the library" in Client(app).get("/").get_data(as_text=True)
    for content, title in (
        (CONFIG.replace("library", "faculty"), "Calls of the faculty"),
        ("[settings]\ntitel = 1\n", "Calls of the faculty"),
        (CONFIG.replace("library", "whole house"), "Calls of the whole house"),
    ):
        path.write_text(content, encoding="utf-8")
        seconds[0] += 10
        assert title in Client(app).get("/").get_data(as_text=True)
