"""Copies of a whole database, and the lock that lets one poller work on it. SQLite only where it says so."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
from filelock import FileLock, Timeout
from sqlalchemy.engine import make_url

from cfpfeeds.errors import StoreError
from cfpfeeds.store.opening import engine_for, translated

_POLLER = 0x0CF9_FEED
"""The number of our advisory lock in PostgreSQL; any number that nobody else takes."""

_BUSY_S = 15.0


def file_of(url: str) -> Path | None:
    """The file of a SQLite database, None for any other."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite" or not address.database or address.database == ":memory:":
        return None
    return Path(address.database)


def back_up(url: str, target: Path) -> int:
    """Copy the database to `target` while others go on reading and writing; its size in bytes.

    The copy is checked before it takes its place, and an older `target` stays until then. Raises StoreError.
    """
    source = file_of(url)
    if source is None:
        raise StoreError("only SQLite databases are backed up here; PostgreSQL has pg_dump")
    if not os.path.isfile(source):
        raise StoreError(f"there is no database at {source}")
    if os.path.exists(target) and target.samefile(source):
        raise StoreError(f"{target} is the database itself; name another file")
    part = target.with_name(f"{target.name}.part")
    try:
        with contextlib.suppress(FileNotFoundError):
            part.unlink()
        _copy(source, part)
        checked(part)
        os.replace(part, target)
        return target.stat().st_size
    except (OSError, sqlite3.Error) as error:
        raise StoreError(
            f"the backup to {target} failed: {error}; is there room, and may its folder be written to?"
        ) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink()


def restore(url: str, source: Path) -> Path | None:
    """Put the copy `source` in the place of the database; the former one is kept, and where it lies is the answer.

    Raises StoreError when `source` is no sound database of cfpfeeds, or while a poller works on the present one.
    """
    target = file_of(url)
    if target is None:
        raise StoreError("only SQLite databases are restored here; PostgreSQL has pg_restore")
    checked(source)
    with poller_lock(url) as mine:
        if not mine:
            raise StoreError(f"a poller works on {target}: stop `cfpfeeds serve` first")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            part = target.with_name(f"{target.name}.part")
            with contextlib.suppress(FileNotFoundError):
                part.unlink()
            _copy(source, part)
            kept = _moved_aside(target)
            os.replace(part, target)
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"{source} could not be restored to {target}: {error}") from error
    return kept


def checked(path: Path) -> None:
    """Raises StoreError unless `path` is a sound SQLite database of cfpfeeds."""
    if not os.path.isfile(path):
        raise StoreError(f"there is no file {path} that could be read")
    try:
        with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            flaws = [row[0] for row in connection.execute("PRAGMA integrity_check(1)") if row[0] != "ok"]
            tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.OperationalError as error:  # SQLite writes beside a database even to read it
        raise StoreError(
            f"{path} cannot be looked at: {error}; is the disk full, read-only, or the file locked?"
        ) from error
    except sqlite3.Error as error:
        raise StoreError(f"{path} is no sound database: {error}") from error
    if flaws:
        raise StoreError(f"{path} is damaged: {flaws[0]}")
    if not {"alembic_version", "calls", "sightings"} <= tables:
        raise StoreError(f"{path} is no database of cfpfeeds")


def _copy(source: Path, target: Path) -> None:
    origin = sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True, timeout=_BUSY_S)
    with contextlib.closing(origin), contextlib.closing(sqlite3.connect(target)) as copy:
        origin.backup(copy)
    with target.open("rb+") as written:
        os.fsync(written.fileno())


def _moved_aside(target: Path) -> Path | None:
    """The former database under another name, with its log; None when there was none."""
    if not target.exists():
        return None
    number = 1
    while (kept := target.with_name(f"{target.name}.before-restore-{number}")).exists():
        number += 1
    for suffix in ("-wal", "-shm", ""):  # the log first: it is lost if the database is gone before it
        beside = target.with_name(target.name + suffix)
        if beside.exists():
            os.replace(beside, kept.with_name(kept.name + suffix))
    return kept


@contextlib.contextmanager
def poller_lock(url: str) -> Iterator[bool]:
    """Whether this process may be the one poller of the database, for as long as the block lasts.

    The operating system, or PostgreSQL, takes the lock back when the process ends in whatever way; no clock is asked.
    """
    path = file_of(url)
    address = make_url(url)
    if path is not None:
        with _file_lock(path) as mine:
            yield mine
    elif address.get_backend_name() == "postgresql":
        with _advisory_lock(url) as mine:
            yield mine
    else:
        yield True


@contextlib.contextmanager
def _file_lock(path: Path) -> Iterator[bool]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path.with_name(f"{path.name}.poller"), timeout=0)
        lock.acquire()
    except Timeout:
        yield False
        return
    except OSError as error:
        raise StoreError(f"database {path}: its folder cannot be written ({error.strerror})") from error
    try:
        yield True
    finally:
        lock.release()


@contextlib.contextmanager
def _advisory_lock(url: str) -> Iterator[bool]:
    engine = engine_for(url).execution_options(locks=True)
    try:
        with translated(engine.url.render_as_string(hide_password=True)), engine.connect() as connection:
            mine = bool(connection.scalar(sa.text("SELECT pg_try_advisory_lock(:n)"), {"n": _POLLER}))
            connection.commit()
            yield mine
    finally:
        engine.dispose()
