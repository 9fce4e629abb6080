"""Opening a database: address, pragmas, migrations, and its failures in words an operator can act on."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InternalError, NoSuchModuleError, OperationalError

from cfpfeeds.errors import StoreError

_BUSY_TIMEOUT_MS = 15_000

_WRITER = 0x0CF9_FEEC
"""The number of the advisory lock that a writer holds in PostgreSQL; any number that nobody else takes."""

_PASSWORD = re.compile(r"(://[^/@:]*:)[^/]*@")

_ADVICE = (
    ("database is locked", "another program holds it; stop that program and start again"),
    ("readonly", "it cannot be written; check the permissions of the file and its folder"),
    ("unable to open", "it cannot be opened; check that the folder exists and may be written"),
    ("file is not a database", "the file is no SQLite database; move it away or name another with --database"),
    ("malformed", "the file is damaged; restore a backup, or move it away to start afresh"),
    ("disk is full", "the disk is full; make room and start again"),
    ("disk I/O error", "the disk fails or is full; check it and start again"),
)


@contextlib.contextmanager
def translated(where: str) -> Iterator[None]:
    """Database errors that an operator can mend become StoreError; a bug in our SQL stays visible."""
    try:
        yield
    except DBAPIError as error:
        said = str(error.orig)
        for mark, advice in _ADVICE:
            if mark in said:
                raise StoreError(f"database {where}: {advice}") from error
        if _can_be_mended(error):
            raise StoreError(f"database {where}: {' '.join(said.split())}") from error
        raise


def _can_be_mended(error: DBAPIError) -> bool:
    """Whether the database, not our SQL, is at fault: a server that is down, refuses us, or has lost its disk."""
    if isinstance(error.orig, sqlite3.Error):
        return isinstance(error.orig, sqlite3.DatabaseError) and "no such" not in str(error.orig)
    return isinstance(error, OperationalError | InternalError)


def without_password(url: str) -> str:
    """The address of a database as it may be shown and logged, whether it can be understood or not."""
    return _PASSWORD.sub(r"\1***@", url)


def engine_for(url: str) -> Engine:
    """An engine for `url`; SQLite in WAL mode, so that readers never wait for the poller.

    "postgresql://..." means the driver that the extra `postgres` installs. Raises StoreError for any other address.
    """
    try:
        address = make_url(url)
        if address.drivername in ("postgres", "postgresql"):
            address = address.set(drivername="postgresql+psycopg")
        engine = sa.create_engine(address)
    except ModuleNotFoundError as error:
        raise StoreError(f"database: no {error.name} is installed; pip install 'cfpfeeds[postgres]'") from error
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise StoreError(
            f"database {without_password(url)!r}: not an address such as sqlite:////var/lib/cfpfeeds.sqlite"
        ) from error
    if address.get_backend_name() == "postgresql":
        sa.event.listen(engine, "begin", _postgresql_begin)
    if address.get_backend_name() == "sqlite":
        if address.database and address.database != ":memory:":
            try:
                Path(address.database).parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise StoreError(f"database {url}: its folder cannot be made ({error.strerror})") from error
        sa.event.listen(engine, "connect", _sqlite_pragmas)
        sa.event.listen(engine, "begin", _sqlite_begin)
    return engine


def _sqlite_pragmas(connection: sqlite3.Connection, _record: object) -> None:
    # The driver's own transactions begin too late for "one transaction a source": we begin them ourselves.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _sqlite_begin(connection: sa.Connection) -> None:
    # A writer takes its lock at once, so that two pollers wait for each other instead of failing half-way.
    mode = "IMMEDIATE" if connection.get_execution_options().get("writes") else "DEFERRED"
    connection.exec_driver_sql(f"BEGIN {mode}")


def _postgresql_begin(connection: sa.Connection) -> None:
    # The same promises as SQLite's: one writer at a time from its first reading on, and readers who see one moment.
    # A writer's own snapshots must be younger than its lock, so its isolation stays "read committed".
    options = connection.get_execution_options()
    if options.get("writes"):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITER})")
    elif not options.get("locks"):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")


def migrate(engine: Engine) -> None:
    """Bring the schema up to this release. A database of a newer release is refused, not touched."""
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    settings.set_main_option("path_separator", "os")
    head = ScriptDirectory.from_config(settings).get_current_head()
    with engine.begin() as connection:  # most often there is nothing to do, and a reader need not wait for a writer
        if MigrationContext.configure(connection).get_current_revision() == head:
            return
    with engine.execution_options(writes=True).begin() as connection:
        settings.attributes["connection"] = connection
        if MigrationContext.configure(connection).get_current_revision() == head:
            return  # another process was faster
        try:
            command.upgrade(settings, "head")
        except CommandError as error:
            raise StoreError("the database was written by a newer cfpfeeds; upgrade this one") from error
