"""`cfpfeeds.wsgi:app` for Granian or any other WSGI server, built from the environment.

CFPFEEDS_CONFIG names the configuration (default: `sources.toml` here, else the shipped one), CFPFEEDS_DATABASE the
database, CFPFEEDS_BASE_URL the public address, CFPFEEDS_AS_OF a day at whose noon the clock stands still.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cfpfeeds import disciplines
from cfpfeeds.config import Watch, default_path, load
from cfpfeeds.errors import CfpfeedsError
from cfpfeeds.operations import database_url, site_of
from cfpfeeds.store import open_store
from cfpfeeds.web import create_app
from cfpfeeds.web.server import end_with_server

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment
    from flask import Flask

_log = logging.getLogger(__name__)

_LOOK_AGAIN_S = 5.0


def _clock(as_of: str) -> Callable[[], datetime]:
    if not as_of:
        return lambda: datetime.now(UTC)
    fixed = datetime.fromisoformat(as_of).replace(hour=12, tzinfo=UTC)
    return lambda: fixed


def build() -> Flask:
    """The application that the environment describes; opens and migrates the database. Raises CfpfeedsError."""
    config = load(default_path(os.environ, Path.cwd()))
    disciplines.adopt(config.own_disciplines())
    store = open_store(database_url(os.environ.get("CFPFEEDS_DATABASE", "") or config.settings.database))
    base_url = os.environ.get("CFPFEEDS_BASE_URL", "") or config.settings.base_url or store.meta("base_url")
    as_of = os.environ.get("CFPFEEDS_AS_OF", "")
    return create_app(store, config, site_of(config, base_url), _clock(as_of), is_live=not as_of)


class Reloading:
    """The application, built anew when sources.toml has changed; looks at most every few seconds."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._watch, self._monotonic = Watch(default_path(os.environ, Path.cwd())), monotonic
        self._app, self._looked = build(), monotonic()
        self._lock = threading.Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return self._present()(environ, start_response)

    def _present(self) -> Flask:
        if self._monotonic() - self._looked >= _LOOK_AGAIN_S and self._lock.acquire(blocking=False):
            try:
                self._looked = self._monotonic()
                if self._watch.changed() is not None:
                    self._app = build()
            except CfpfeedsError as error:
                _log.error("the former configuration stays: %s", error)
            finally:
                self._lock.release()
        return self._app


def __getattr__(name: str) -> Reloading:
    """`app` is built when a server asks for it, not when something merely imports this module."""
    if name != "app":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    app = Reloading()
    end_with_server()
    return app
