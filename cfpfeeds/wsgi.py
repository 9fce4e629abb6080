"""`cfpfeeds.wsgi:app` for Granian or any other WSGI server, built from the environment.

CFPFEEDS_CONFIG names the configuration (default: `sources.toml` here, else the shipped one), CFPFEEDS_DATABASE the
database, CFPFEEDS_BASE_URL the public address, CFPFEEDS_AS_OF a day at whose noon the clock stands still.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cfpfeeds.config import default_path, load
from cfpfeeds.operations import database_url, site_of
from cfpfeeds.store import open_store
from cfpfeeds.web import create_app
from cfpfeeds.web.server import end_with_server

if TYPE_CHECKING:
    from flask import Flask


def _clock(as_of: str) -> Callable[[], datetime]:
    if not as_of:
        return lambda: datetime.now(UTC)
    fixed = datetime.fromisoformat(as_of).replace(hour=12, tzinfo=UTC)
    return lambda: fixed


def build() -> Flask:
    """The application that the environment describes; opens and migrates the database. Raises CfpfeedsError."""
    config = load(default_path(os.environ, Path.cwd()))
    store = open_store(database_url(os.environ.get("CFPFEEDS_DATABASE", "") or config.settings.database))
    base_url = os.environ.get("CFPFEEDS_BASE_URL", "") or config.settings.base_url or store.meta("base_url")
    as_of = os.environ.get("CFPFEEDS_AS_OF", "")
    return create_app(store, config, site_of(config, base_url), _clock(as_of), is_live=not as_of)


def __getattr__(name: str) -> Flask:
    """`app` is built when a server asks for it, not when something merely imports this module."""
    if name != "app":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    app = build()
    end_with_server()
    return app
