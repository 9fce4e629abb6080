"""Copies of the database, the lock of the poller, and a database that cannot be used."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from cfpfeeds.errors import StoreError
from cfpfeeds.model import OutcomeKind
from cfpfeeds.poll import poll_source
from cfpfeeds.store import Store, back_up, open_store, poller_lock, restore
from cfpfeeds.store.keeping import checked
from tests.builders import a_listing, a_source, a_store, minter
from tests.fakes import NOW, FakeFetcher

MINT = minter()
URL = "https://press.example/calls.json"


def polled(store: Store, *calls: dict[str, str], day: float = 0) -> OutcomeKind:
    fetcher = FakeFetcher({URL: a_listing(*calls)})
    now = NOW + timedelta(days=day)
    return poll_source(a_source(), store, fetcher, now=now, mint=MINT, every=timedelta(hours=12)).kind


def address(folder: Path) -> str:
    return f"sqlite:///{folder}/calls.sqlite"


def titles(url: str) -> set[str]:
    with closing(open_store(url)) as store:
        return {call.title for call in store.calls()}


def test_a_backup_taken_while_writing_goes_on_is_whole(tmp_path: Path) -> None:
    target, stop = tmp_path / "copy.sqlite", threading.Event()
    with closing(a_store(tmp_path)) as store:
        polled(store, {"title": "First"})

        def write() -> None:
            number = 0
            while not stop.is_set():
                number += 1
                store.set_meta("busy", str(number))

        busy = threading.Thread(target=write)
        busy.start()
        sizes = [back_up(address(tmp_path), target) for _ in range(3)]
        stop.set()
        busy.join()
    assert all(sizes)
    assert titles(f"sqlite:///{target}") == {"First"}
    assert not list(tmp_path.glob("*.part"))


def test_a_restored_copy_takes_the_place_of_the_database_which_is_kept(tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    with closing(a_store(tmp_path)) as store:
        polled(store, {"title": "Before"})
        ids = {call.id for call in store.calls()}
    back_up(address(tmp_path), copy)
    with closing(a_store(tmp_path)) as store:
        polled(store, {"title": "After"}, day=1)
    kept = restore(address(tmp_path), copy)
    assert titles(address(tmp_path)) == {"Before"}
    assert kept is not None
    assert "After" in titles(f"sqlite:///{kept}")
    with closing(a_store(tmp_path)) as store:
        assert {call.id for call in store.calls()} == ids


def test_a_copy_takes_the_place_of_a_damaged_database(tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    with closing(a_store(tmp_path)) as store:
        polled(store, {"title": "Before"})
    back_up(address(tmp_path), copy)
    (tmp_path / "calls.sqlite").write_bytes(b"x" * 9999)
    with pytest.raises(StoreError, match="no SQLite database"):
        open_store(address(tmp_path))
    restore(address(tmp_path), copy)
    assert titles(address(tmp_path)) == {"Before"}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(b"x" * 5000, "no sound database", id="not-a-database"),
        pytest.param(None, "no file", id="not-there"),
        pytest.param("other", "no database of cfpfeeds", id="another-program-s"),
    ],
)
def test_what_is_no_copy_is_not_restored(tmp_path: Path, content: bytes | str | None, says: str) -> None:
    copy = tmp_path / "copy.sqlite"
    if isinstance(content, bytes):
        copy.write_bytes(content)
    elif content:
        with closing(sqlite3.connect(copy)) as other:
            other.execute("CREATE TABLE t (x)")
    with closing(a_store(tmp_path)) as store:
        polled(store, {"title": "Here"})
    with pytest.raises(StoreError, match=says):
        restore(address(tmp_path), copy)
    assert titles(address(tmp_path)) == {"Here"}


def test_a_database_that_cannot_be_looked_at_is_not_called_damaged(tmp_path: Path) -> None:
    a_store(tmp_path).close()
    (tmp_path / "calls.sqlite-wal").mkdir()  # as on a disk where nothing can be written beside it
    with pytest.raises(StoreError, match=r"cannot be looked at: .*; is the disk full"):
        checked(tmp_path / "calls.sqlite")


def test_nothing_is_restored_under_a_running_poller(tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    a_store(tmp_path).close()
    back_up(address(tmp_path), copy)
    with poller_lock(address(tmp_path)) as mine:
        assert mine
        with pytest.raises(StoreError, match="stop `cfpfeeds serve`"):
            restore(address(tmp_path), copy)


@pytest.mark.parametrize(
    ("url", "target", "says"),
    [
        pytest.param("postgresql://h/d", "x", "pg_dump", id="another-kind"),
        pytest.param("sqlite:///{folder}/none.sqlite", "x", "no database at", id="nothing-there"),
        pytest.param("sqlite:///{folder}/calls.sqlite", "calls.sqlite", "the database itself", id="onto-itself"),
        pytest.param("sqlite:///{folder}/calls.sqlite", "no/folder/x", "failed", id="nowhere"),
    ],
)
def test_a_backup_that_cannot_be_is_refused_in_words(tmp_path: Path, url: str, target: str, says: str) -> None:
    a_store(tmp_path).close()
    with pytest.raises(StoreError, match=says):
        back_up(url.format(folder=tmp_path), tmp_path / target)


def test_two_pollers_exclude_each_other_and_the_end_of_one_frees_the_other(tmp_path: Path) -> None:
    holder = f"""
import sys
from cfpfeeds.store import poller_lock
with poller_lock({address(tmp_path)!r}) as mine:
    sys.stdout.write(str(mine)); sys.stdout.flush(); sys.stdin.read()
"""
    other = subprocess.Popen(
        [sys.executable, "-c", holder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
    )
    with other:
        assert other.stdout is not None
        assert other.stdout.read(4) == b"True"
        with poller_lock(address(tmp_path)) as mine:
            assert not mine
        other.kill()
        other.wait()
        with poller_lock(address(tmp_path)) as mine:
            assert mine


def test_a_full_disk_is_told_in_words_and_changes_nothing(tmp_path: Path) -> None:
    with closing(a_store(tmp_path)) as store:
        polled(store, {"title": "First"})
        before = store.calls(), store.states()

    def small(connection: sqlite3.Connection, _record: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    sa.event.listen(Engine, "connect", small)
    try:
        with closing(a_store(tmp_path)) as store:
            with pytest.raises(StoreError, match="disk is full; make room"):
                polled(store, *({"title": f"Long {n} " + "x" * 300} for n in range(40)), day=1)
            assert (store.calls(), store.states()) == before
    finally:
        sa.event.remove(Engine, "connect", small)
    with closing(a_store(tmp_path)) as store:
        assert polled(store, {"title": "First"}, {"title": "Second"}, day=1) is OutcomeKind.UPDATED


def test_a_backup_for_which_there_is_no_room_leaves_the_last_one_and_no_part(tmp_path: Path) -> None:
    with closing(a_store(tmp_path)) as store:
        polled(store, *({"title": f"Long {n} " + "x" * 300} for n in range(40)))
    target = tmp_path / "copy.sqlite"
    back_up(address(tmp_path), target)
    before = target.read_bytes()
    limited = (
        "import resource, sys; from pathlib import Path; from cfpfeeds.errors import StoreError\n"
        "from cfpfeeds.store import back_up\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))\n"
        "try: back_up(sys.argv[1], Path(sys.argv[2]))\n"
        "except StoreError as error: print(error)"
    )
    argv = [sys.executable, "-c", limited, address(tmp_path), str(target)]
    done = subprocess.run(argv, capture_output=True, text=True, timeout=60)
    assert done.stdout.startswith(f"the backup to {target} failed: "), done.stderr
    assert "\n" not in done.stdout.strip()
    assert target.read_bytes() == before
    assert not list(tmp_path.glob("*.part"))


def test_a_backup_to_a_read_only_place_is_told_in_words(tmp_path: Path) -> None:
    a_store(tmp_path).close()
    with pytest.raises(StoreError, match=r"the backup to /proc/copy\.sqlite failed: "):
        back_up(address(tmp_path), Path("/proc/copy.sqlite"))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_told_in_words(tmp_path: Path) -> None:
    a_store(tmp_path).close()
    for path in (*tmp_path.iterdir(), tmp_path):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        with pytest.raises(StoreError, match="permissions"), closing(a_store(tmp_path)) as store:
            polled(store, {"title": "First"})
    finally:
        tmp_path.chmod(0o755)


def test_a_read_only_database_is_told_in_words(tmp_path: Path) -> None:
    a_store(tmp_path).close()

    def read_only(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA query_only = ON")

    sa.event.listen(Engine, "connect", read_only)
    try:
        with closing(a_store(tmp_path)) as store, pytest.raises(StoreError, match="permissions"):
            polled(store, {"title": "First"})
    finally:
        sa.event.remove(Engine, "connect", read_only)


def test_a_page_of_the_database_that_is_damaged_is_told_in_words(tmp_path: Path) -> None:
    with closing(a_store(tmp_path)) as store:
        polled(store, *({"title": f"Call number {n}"} for n in range(200)))
    path = tmp_path / "calls.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(path.read_bytes())
    content[8192:] = os.urandom(len(content) - 8192)
    path.write_bytes(content)

    def read() -> None:
        with closing(a_store(tmp_path)) as store:
            store.calls()
            store.states()

    with pytest.raises(StoreError, match="damaged"):
        read()


@pytest.mark.parametrize("jump", [-400.0, -10.0, -0.5, 10.0, 400.0], ids=lambda days: f"{days:+g}-days")
def test_a_clock_that_jumps_costs_no_call_and_no_poll(tmp_path: Path, jump: float) -> None:
    with closing(a_store(tmp_path)) as store:
        for day in (0.0, 1.0, 1.0 + jump, 2.0, 3.0):
            assert polled(store, {"title": "First"}, {"title": "Second"}, day=day) in (
                OutcomeKind.UPDATED,
                OutcomeKind.UNCHANGED,
            )
        assert {call.status.value for call in store.calls()} == {"open"}
        assert [change.kind.value for change in store.recent_changes(99)] == ["new", "new"]
        due = store.states()["press"].next_due
        assert due is not None
        assert due < NOW + timedelta(days=5)
