"""`cfpfeeds.wsgi:app` for any WSGI server, built from the environment.

CFPFEEDS_CONFIG, CFPFEEDS_DATABASE, CFPFEEDS_BASE_URL, and CFPFEEDS_AS_OF for a fixed day.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cfpfeeds.config import default_path, load
from cfpfeeds.operations import database_url, site_of
from cfpfeeds.store import open_store
from cfpfeeds.web import create_app

if TYPE_CHECKING:
    from flask import Flask


def _clock() -> datetime:
    if day := os.environ.get("CFPFEEDS_AS_OF"):
        return datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC)
    return datetime.now(UTC)


def build() -> Flask:
    """The application that the environment describes."""
    config = load(default_path(os.environ, Path.cwd()))
    store = open_store(database_url(os.environ.get("CFPFEEDS_DATABASE") or config.settings.database))
    site = site_of(config, os.environ.get("CFPFEEDS_BASE_URL") or config.settings.base_url or store.meta("base_url"))
    return create_app(store, config, site, _clock)


def __getattr__(name: str) -> Flask:
    """`app` is built when a server asks for it, not when a test imports this module."""
    if name == "app":
        return build()
    raise AttributeError(name)
