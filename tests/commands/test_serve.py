"""`serve` and `demo` as processes: they answer, they end when told to, and nothing of them stays behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.builders import a_listing
from tests.commands.mirror import Answer, Mirror, a_free_port, a_mirror, a_table, place, started, wait_for, written

ENDS_WITHIN_S = 15
Stop = Callable[[subprocess.Popen[str]], None]


@pytest.fixture
def mirror() -> Iterator[Mirror]:
    with a_mirror({place("press"): Answer(a_listing({"title": "Care at night"}))}) as mirror:
        yield mirror


@contextmanager
def served(folder: Path, *argv: str) -> Iterator[subprocess.Popen[str]]:
    """A running command in a session of its own (as in a terminal of its own); killed if it outlives the block."""
    process = started(folder, *argv, start_new_session=True)
    family = {process.pid}
    try:
        yield process
    finally:
        family |= descendants(process.pid)
        for pid in family:
            if alive(pid):
                os.kill(pid, signal.SIGKILL)
        process.communicate(timeout=10)


def descendants(pid: int) -> set[int]:
    """The processes that `pid` started, and those that they started."""
    try:
        children = {int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}
    except OSError:
        return set()
    return children.union(*(descendants(child) for child in children))


def alive(pid: int) -> bool:
    """Whether `pid` still runs; one that has ended and waits for its parent to notice does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def survivors(pids: set[int], patience_s: float = 3.0) -> list[int]:
    """Those of `pids` that are still there after `patience_s`."""
    until = time.monotonic() + patience_s
    while (left := [pid for pid in pids if alive(pid)]) and time.monotonic() < until:
        time.sleep(0.05)
    return left


def words_of(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/cmdline").read_text().split("\0")


def a_server(folder: Path, mirror: Mirror, port: int) -> tuple[str, ...]:
    database = str(folder / "calls.sqlite")
    config = str(folder / "sources.toml")
    return ("serve", "--port", str(port), "--config", config, "--mirror", mirror.url, "--database", database)


def shown(url: str, words: str, patience_s: float = 20.0) -> bool:
    """Whether the page at `url` holds `words` before patience ends."""
    until = time.monotonic() + patience_s
    while time.monotonic() < until:
        if words in httpx.get(url, timeout=10, trust_env=False).text:
            return True
        time.sleep(0.1)
    return False


def stop_by_terminate(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGTERM)


def stop_by_interrupt(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGINT)


def stop_by_ctrl_c(process: subprocess.Popen[str]) -> None:
    os.killpg(process.pid, signal.SIGINT)  # a terminal interrupts the whole group, server and poller alike


@pytest.mark.parametrize("stop", [stop_by_terminate, stop_by_interrupt, stop_by_ctrl_c])
def test_serve_polls_and_answers_and_ends_whole(tmp_path: Path, mirror: Mirror, stop: Stop) -> None:
    written(tmp_path, a_table("press"))
    port = a_free_port()
    base = f"http://127.0.0.1:{port}"
    with served(tmp_path, *a_server(tmp_path, mirror, port)) as process:
        wait_for(f"{base}/all/calls.rss", process)
        assert shown(f"{base}/all/calls.rss", "Care at night")
        assert httpx.get(f"{base}/healthz", timeout=10, trust_env=False).status_code == 200
        family = descendants(process.pid)
        assert [pid for pid in family if "poller" in words_of(pid)], "no poller beside the server"
        stop(process)
        out, err = process.communicate(timeout=ENDS_WITHIN_S)
        assert process.returncode == 0, err
        assert survivors(family) == []
    assert base in out
    assert "Traceback" not in err


def test_a_host_that_hangs_holds_up_neither_the_pages_nor_the_end(tmp_path: Path, mirror: Mirror) -> None:
    mirror.answers[place("slow")] = Answer(a_listing({}), pause_s=60)
    written(tmp_path, a_table("slow"))
    port = a_free_port()
    with served(tmp_path, *a_server(tmp_path, mirror, port)) as process:
        wait_for(f"http://127.0.0.1:{port}/all/calls.rss", process)
        until = time.monotonic() + 20
        while not mirror.asked and time.monotonic() < until:
            time.sleep(0.05)
        assert mirror.asked, "the poller never asked the host that hangs"
        family = descendants(process.pid)
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=ENDS_WITHIN_S)
        assert process.returncode == 0, err
        assert survivors(family) == []


def test_a_server_that_is_killed_outright_takes_its_processes_along(tmp_path: Path, mirror: Mirror) -> None:
    written(tmp_path, a_table("press"))
    port = a_free_port()
    argv = a_server(tmp_path, mirror, port)
    with served(tmp_path, *argv) as process:
        wait_for(f"http://127.0.0.1:{port}/all/calls.rss", process)
        family = descendants(process.pid)
        process.kill()
        process.wait(timeout=5)
        left = survivors(family, patience_s=10)
        for pid in left:
            os.kill(pid, signal.SIGKILL)
        assert left == []
    with served(tmp_path, *argv) as process:
        assert "Care at night" in wait_for(f"http://127.0.0.1:{port}/all/calls.rss", process).text


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_port_in_use_is_one_clear_line_before_anything_is_begun(tmp_path: Path, command: str) -> None:
    written(tmp_path, a_table("press"))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with served(tmp_path, command, "--port", str(port), "--database", str(tmp_path / "calls.sqlite")) as process:
            out, err = process.communicate(timeout=60)
    assert process.returncode == 1
    (line,) = err.splitlines()
    assert line.startswith(f"cfpfeeds: cannot listen on 127.0.0.1 port {port}: Address already in use; ")
    assert "--port" in line
    assert (out, (tmp_path / "calls.sqlite").exists()) == ("", False)


def test_a_host_that_is_not_ours_is_one_clear_line(tmp_path: Path) -> None:
    written(tmp_path, a_table("press"))
    argv = ("serve", "--host", "192.0.2.1", "--database", str(tmp_path / "calls.sqlite"))
    with served(tmp_path, *argv) as process:
        _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert len(err.splitlines()) == 1
    assert "192.0.2.1" in err


def test_the_demo_shows_the_home_page_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = a_free_port()
    (tmp_path / "scratch").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "scratch"))
    with served(tmp_path, "demo", "--port", str(port)) as process:
        home = wait_for(f"http://127.0.0.1:{port}/", process, patience_s=60)
        feed = httpx.get(f"http://127.0.0.1:{port}/all/calls.rss", timeout=10, trust_env=False)
        family = descendants(process.pid)
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=ENDS_WITHIN_S)
        assert process.returncode == 0, err
        assert survivors(family) == []
    assert "<title>" in home.text
    assert feed.text.count("<item>") > 20
    assert f"The demo is open at http://127.0.0.1:{port}/" in out
    assert list((tmp_path / "scratch").iterdir()) == []
