"""The poller beside the server: started again when it dies, ended with the server; a full disk is waited out."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

from cfpfeeds.errors import StoreError
from cfpfeeds.jobs import Runner
from cfpfeeds.model import Site
from cfpfeeds.serving import Keeper
from tests.builders import a_config, a_listing, a_source, a_store, minter
from tests.fakes import NOW, FakeFetcher


def lines(path: Path, at_least: int, patience_s: float = 20.0) -> int:
    until = time.monotonic() + patience_s
    while time.monotonic() < until:
        found = path.read_text().count("\n") if path.exists() else 0
        if found >= at_least:
            return found
        time.sleep(0.02)
    return found


def test_a_poller_that_dies_is_started_again_and_the_last_one_is_ended(tmp_path: Path) -> None:
    note = tmp_path / "started"
    code = f"import os\nopen({str(note)!r}, 'a').write('x\\n')\nos.kill(os.getpid(), 9)"
    keeper = Keeper([sys.executable, "-c", code], pause_s=0.01)
    assert lines(note, 3) >= 3
    keeper.end()
    count = lines(note, 0)
    time.sleep(0.3)
    assert lines(note, 0) == count
    assert keeper.child.poll() is not None


def test_a_poller_that_runs_is_left_alone_until_the_end(tmp_path: Path) -> None:
    note = tmp_path / "started"
    code = f"import time\nopen({str(note)!r}, 'a').write('x\\n')\ntime.sleep(60)"
    keeper = Keeper([sys.executable, "-c", code], pause_s=0.01)
    assert lines(note, 1) == 1
    assert keeper.child.poll() is None
    keeper.end()
    assert keeper.child.returncode is not None
    assert lines(note, 0) == 1


class Stop(threading.Event):
    """Counts the pauses instead of making them, and is set after so many."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self.after, self.pauses = after, list[float]()

    def wait(self, timeout: float | None = None) -> bool:
        self.pauses.append(timeout or 0.0)
        if len(self.pauses) >= self.after:
            self.set()
        return self.is_set()


def test_a_disk_that_is_full_is_waited_out_ever_more_patiently(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    config = a_config(a_source())
    runner = Runner(
        config, store, FakeFetcher({}), clock=lambda: NOW, monotonic=time.monotonic, mint=minter(), tell=lambda: 0
    )
    working, failures = runner.publish, iter(range(6))

    def publish(site: Site) -> int:
        if next(failures, None) is not None:
            raise StoreError("the disk is full")
        return working(site)

    runner.publish = publish  # type: ignore[method-assign, assignment]
    stop = Stop(8)
    runner.run(Site("https://calls.example.org"), stop)
    store.close()
    assert stop.pauses == [60, 120, 240, 480, 900, 900, 60, 60]


def test_a_changed_configuration_holds_from_the_next_round_on_and_a_source_taken_out_keeps_its_calls(
    tmp_path: Path,
) -> None:
    store = a_store(tmp_path)
    pages = {"https://press.example/calls.json": a_listing({"title": "Kept for good"})}
    fetcher = FakeFetcher({**pages, "https://other.example/calls.json": a_listing({"title": "Found anew"})})
    other = a_source(id="other", name="Other", url="https://other.example/calls.json")
    runner = Runner(a_config(a_source()), store, fetcher, clock=lambda: NOW, monotonic=time.monotonic, mint=minter())
    site = Site("https://calls.example.org")
    rounds = iter([None, (a_config(other), site), None])
    runner.run(site, Stop(3), lambda: next(rounds))
    assert {request.url for request in fetcher.asked} == {*pages, "https://other.example/calls.json"}
    assert {call.title for call in store.calls()} == {"Kept for good", "Found anew"}
    feed = store.document("/all/calls.json")
    assert feed is not None
    assert b"Kept for good" in feed.body
    store.close()
