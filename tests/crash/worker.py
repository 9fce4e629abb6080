"""Kills writes at random instructions of the database engine or uses of a file, or lets them fail for want of space.

python -m tests.crash.worker FOLDER POINTS SEED prints one JSON object. It is a process of its own, without threads,
because every attempt is a fork of it: a hundredth of the time of a fresh interpreter each.
"""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from cfpfeeds.errors import StoreError, UsageError
from tests.crash.operations import OPERATIONS, Operation

EVERY = 20
"""Instructions of SQLite's virtual machine between two moments at which a kill may come."""

DONE, REFUSED, FAULT = 0, 3, 4

_FILE_EVENTS = {"open", "os.mkdir", "os.chmod", "os.rename", "os.remove"}
_SMALLEST_LIMIT = 33_000
"""Bytes: SQLite cannot even read where it may not keep its index of the log, of 32 kB."""


class Ticks:
    """Counts the moments at which the engine is at work, and calls `act` at the one chosen."""

    def __init__(self, at: int, act: Callable[[], None]) -> None:
        self.count, self._at, self._act = 0, at, act

    def __call__(self, *_: Any) -> int:
        self.count += 1
        if self.count == self._at:
            self._act()
        return 0

    def attach(self) -> None:
        """Tick inside statements, around each of them and each commit, and before files are opened or moved."""

        def used(event: str, _: object) -> None:
            if event in _FILE_EVENTS:
                self()

        def connected(connection: sqlite3.Connection, _record: object) -> None:
            connection.set_progress_handler(self, EVERY)

        sa.event.listen(Engine, "connect", connected)
        for moment in ("before_cursor_execute", "after_cursor_execute", "commit", "begin"):
            sa.event.listen(Engine, moment, self)
        sys.addaudithook(used)  # for the rest of this process, which is a fork


def forked(work: Callable[[], int]) -> int:
    """The status of `work` in a process of its own; negative for the signal that killed it."""
    child = os.fork()
    if child == 0:
        status = FAULT
        try:
            status = work()
        except (StoreError, UsageError):
            status = REFUSED
        except BaseException as error:  # noqa: BLE001 - the parent counts it
            sys.stderr.write(f"{type(error).__name__}: {error}\n")
        finally:
            sys.stderr.flush()
            os._exit(status)
    _, raw = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(raw)


def undisturbed(operation: Operation, path: Path) -> int:
    def work() -> int:
        operation.run(path)
        return DONE

    return forked(work)


def ticks_of(operation: Operation, path: Path, note: Path) -> int:
    """How many moments an undisturbed run has."""

    def work() -> int:
        ticks = Ticks(-1, lambda: None)
        ticks.attach()
        operation.run(path)
        note.write_text(str(ticks.count))
        return DONE

    assert forked(work) == DONE
    return int(note.read_text())


def killed_at(operation: Operation, path: Path, tick: int) -> int:
    def work() -> int:
        Ticks(tick, lambda: os.kill(os.getpid(), signal.SIGKILL)).attach()
        operation.run(path)
        return DONE

    return forked(work)


def without_space(operation: Operation, path: Path, size: int, killed: bool = False) -> int:
    """Run with files of at most `size` bytes, as on a disk that fills up; or be killed half-way in one."""

    def work() -> int:
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL if killed else signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        operation.run(path)
        return DONE

    return forked(work)


def fresh(prepared: Path, folder: Path, number: int) -> Path:
    """A copy of the prepared database, in a folder of its own."""
    place = folder / f"attempt-{number}"
    shutil.copytree(prepared.parent, place)
    return place / prepared.name


def trial(name: str, folder: Path, points: int, chance: random.Random) -> dict[str, int]:
    """Disturb one operation so many times; what came of it, by name."""
    operation = OPERATIONS[name]
    prepared = folder / "prepared" / "calls.sqlite"
    prepared.parent.mkdir(parents=True)
    assert forked(lambda: operation.prepare(prepared) or DONE) == DONE
    old = operation.state(prepared)
    counted = fresh(prepared, folder, 0)
    ticks = ticks_of(operation, counted, folder / "ticks")
    new = operation.state(counted)
    assert new != old
    old_files, new_files = operation.files(prepared), operation.files(counted)
    limits = _limits(prepared, counted, new_files)
    found: Counter[str] = Counter(ticks=ticks)
    for number in range(1, points + 1):
        path = fresh(prepared, folder, number)
        if number % 2:
            status = killed_at(operation, path, chance.randrange(1, ticks))
            found["killed"] += status == -signal.SIGKILL
        else:
            halfway = bool(new_files) and number % 4 == 0
            status = without_space(operation, path, chance.randrange(*limits), halfway)
            found["refused"] += status == REFUSED
            found["killed halfway"] += status == -signal.SIGXFSZ
        found["faults"] += status == FAULT
        state = operation.state(path)
        found["old"] += state == old
        found["new"] += state == new
        found["between"] += state not in (old, new)
        found["half files"] += _half_files(operation.files(path), old_files, new_files)
        assert undisturbed(operation, path) == DONE
        after = operation.state(path)
        found["clean"] += (
            after == new or (operation.atomic and state == new) or _same_documents(path, counted, new_files)
        )
        shutil.rmtree(path.parent)
    return dict(found)


def _limits(prepared: Path, counted: Path, files: Mapping[str, bytes]) -> tuple[int, int]:
    """Sizes among which one is drawn: of the database, or of the files that are written."""
    if files:
        return _SMALLEST_LIMIT, max(len(content) for content in files.values())
    return prepared.stat().st_size // 2, 2 * counted.stat().st_size


def _half_files(files: Mapping[str, bytes], *whole: Mapping[str, bytes]) -> int:
    """How many of the files that a reader may ask for are neither the old nor the new one."""
    return sum(
        not name.rpartition("/")[2].startswith(".cfpfeeds-build") and content not in [one.get(name) for one in whole]
        for name, content in files.items()
    )


def _same_documents(path: Path, other: Path, files: Mapping[str, bytes]) -> bool:
    """Whether both hold the same documents, where no files are written; it may have taken more writes to get there."""
    if files:
        return False
    rows = []
    for one in (path, other):
        connection = sqlite3.connect(one)
        rows.append(connection.execute("SELECT path, etag, body FROM documents ORDER BY path").fetchall())
        connection.close()
    return bool(rows[0]) and rows[0] == rows[1]


if __name__ == "__main__":
    root, points, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    results = {name: trial(name, root / name, points, random.Random(f"{seed} {name}")) for name in OPERATIONS}
    sys.stdout.write(json.dumps(results) + "\n")
