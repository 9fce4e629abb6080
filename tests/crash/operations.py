"""The kinds of write, each on a small database: what is there before, and what is done to it."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from cfpfeeds.building import build
from cfpfeeds.model import Page, Site
from cfpfeeds.poll import poll_source
from cfpfeeds.publish import publish
from cfpfeeds.store import open_store
from tests.builders import a_config, a_listing, a_source, minter
from tests.fakes import NOW, FakeFetcher

URL = "https://press.example/calls.json"
_FIRST = a_listing(*({"title": f"Subject {n}", "due": f"2027-03-{n + 1:02d}"} for n in range(25)))
_SECOND = a_listing(
    *({"title": f"Subject {n}", "due": f"2027-04-{n + 1:02d}"} for n in range(3)),
    *({"title": f"Subject {n}", "due": f"2027-03-{n + 1:02d}"} for n in range(3, 28)),
)
_CONFIG = a_config().model_copy(update={"settings": a_config().settings.model_copy(update={"languages": ("en",)})})
_SITE = Site("https://calls.example.org", discipline_names={}, source_names={"press": "Press"})


@dataclass(frozen=True)
class Operation:
    """`prepare` makes the database that `run` changes; `state` is a digest of what may change.

    `atomic` says that it is one transaction; `files` gives every file that it writes, where it writes files.
    """

    prepare: Callable[[Path], None]
    run: Callable[[Path], None]
    atomic: bool = True
    state: Callable[[Path], str] = field(default=lambda path: state_of(path))
    files: Callable[[Path], dict[str, bytes]] = field(default=lambda path: {})


def _polled(path: Path, body: bytes, day: int, saved: bool = False) -> None:
    with closing(open_store(f"sqlite:///{path}")) as store:
        page = Page(URL, URL, 200, "application/json", body, NOW)
        known = len(store.calls())
        mint = minter()
        for _ in range(known):
            mint()
        poll_source(
            a_source(),
            store,
            FakeFetcher({URL: body}),
            now=NOW + timedelta(days=day),
            mint=mint,
            every=timedelta(hours=12),
            saved=[page] if saved else (),
        )


def _published(path: Path) -> None:
    with closing(open_store(f"sqlite:///{path}")) as store:
        publish(store, _SITE, now=NOW + timedelta(days=3))


def _migrated(path: Path) -> None:
    open_store(f"sqlite:///{path}").close()


def _first_poll(path: Path) -> None:
    _polled(path, _FIRST, 0)


def _built(path: Path, day: int = 3) -> None:
    with closing(open_store(f"sqlite:///{path}")) as store:
        build(store, _CONFIG, _SITE, path.parent / "site", lambda: NOW + timedelta(days=day))


def _polled_and_published(path: Path) -> None:
    _first_poll(path)
    _published(path)


def _built_and_moved_on(path: Path) -> None:
    """A site of two weeks ago beside a database in which calls have moved, come and gone since."""
    _polled_and_published(path)
    _built(path)
    _polled(path, _SECOND, 14)
    with closing(open_store(f"sqlite:///{path}")) as store:
        publish(store, _SITE, now=NOW + timedelta(days=14))


def files_of(path: Path) -> dict[str, bytes]:
    """Every file of the site by name, hidden ones too."""
    site = path.parent / "site"
    return {str(file.relative_to(site)): file.read_bytes() for file in site.rglob("*") if file.is_file()}


def _state_of_files(path: Path) -> str:
    return hashlib.sha256(repr(sorted(files_of(path).items())).encode()).hexdigest()


def _as_released(schema: str) -> Callable[[Path], None]:
    """A database with calls in it as a former release left it; what later schemas added is taken out again."""

    def prepare(path: Path) -> None:
        _first_poll(path)
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("DROP INDEX sightings_by_currency")
            connection.execute("ALTER TABLE sightings DROP COLUMN current_until")
            connection.execute("DROP TABLE pings")
            connection.execute("ALTER TABLE documents DROP COLUMN brotli")
            if schema < "0002":
                connection.execute("DROP INDEX aliases_by_new_id")
                connection.execute("ALTER TABLE aliases DROP COLUMN body")
            connection.execute("UPDATE alembic_version SET version_num = ?", (schema,))

    return prepare


OPERATIONS = {
    "poll": Operation(_first_poll, lambda path: _polled(path, _SECOND, 2)),
    "import": Operation(_first_poll, lambda path: _polled(path, _SECOND, 2, saved=True)),
    "publish": Operation(_first_poll, _published, atomic=False),
    "migrate": Operation(lambda path: path.touch(), _migrated),
    "migrate-0001": Operation(_as_released("0001"), _migrated),
    "migrate-0002": Operation(_as_released("0002"), _migrated),
    "build": Operation(
        _built_and_moved_on, lambda path: _built(path, 14), atomic=False, state=_state_of_files, files=files_of
    ),
    "first-build": Operation(_polled_and_published, _built, atomic=False, state=_state_of_files, files=files_of),
}


def state_of(path: Path) -> str:
    """A digest of every row of every table; raises AssertionError for a damaged database."""
    told = hashlib.sha256()
    with closing(sqlite3.connect(path)) as connection:
        assert [row[0] for row in connection.execute("PRAGMA integrity_check")] == ["ok"]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        tables = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        for name, sql in tables:
            told.update(f"{name} {sql}".encode())
            for row in sorted(repr(row) for row in connection.execute(f'SELECT * FROM "{name}"')):
                told.update(row.encode())
    return told.hexdigest()
