"""Finished feeds, calendars and subscription lists: a look-up in front of Flask, so that a poll renders nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from cfpfeeds import disciplines
from cfpfeeds.errors import StoreError
from cfpfeeds.model import Site
from cfpfeeds.render import CHANGE_FORMATS, FORMATS
from cfpfeeds.render.formats import feed_paths
from cfpfeeds.store import UNCLASSIFIED, Store
from cfpfeeds.web.answers import Answer, Ready
from cfpfeeds.web.caches import ReadyCache, Watch
from cfpfeeds.web.headers import FEED_METHODS, NO_CACHE, RETRY_AFTER_S, feed_lines, hub_lines, preflight_lines

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SUBSCRIPTIONS = "/subscriptions.opml"
_MOST_BYTES = 64_000_000
_PHRASES = {200: "OK", 204: "No Content", 304: "Not Modified", 405: "Method Not Allowed", 503: "Service Unavailable"}


def list_slugs() -> tuple[str, ...]:
    """The folders that hold feeds and a calendar: everything, each discipline, and what none could be found for."""
    return ("all", *(d.slug for d in disciplines.all_disciplines()), UNCLASSIFIED)


def finished_paths() -> frozenset[str]:
    """Every address whose bytes are made when data changes, never on request."""
    files = [fmt.filename for fmt in (*FORMATS, *CHANGE_FORMATS)]
    return frozenset((SUBSCRIPTIONS, *(f"/{slug}/{filename}" for slug in list_slugs() for filename in files)))


class FinishedDocuments:
    """WSGI middleware: answers for `finished_paths()` from the store and hands every other request on."""

    def __init__(
        self, app: WSGIApplication, store: Store, site: Site, watch: Watch, clock: Callable[[], datetime]
    ) -> None:
        self._app, self._store, self._watch, self._clock = app, store, watch, clock
        self._paths = finished_paths()
        self._lines = feed_lines(site)
        self._announced = {path: hub_lines(site, path) for path in feed_paths(list_slugs())} if site.hub else {}
        self._refusal_lines = feed_lines(site, NO_CACHE)
        self._preflight = list(preflight_lines(site))
        self._cache: ReadyCache[int] = ReadyCache(_MOST_BYTES)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path not in self._paths:
            return self._app(environ, start_response)
        answer = self._answer(path, environ)
        start_response(f"{answer.status} {_PHRASES[answer.status]}", list(answer.headers))
        return [answer.body if environ["REQUEST_METHOD"] != "HEAD" else b""]

    def _answer(self, path: str, environ: Mapping[str, object]) -> Answer:
        method = environ["REQUEST_METHOD"]
        if method == "OPTIONS":
            return Answer(204, self._preflight, b"")
        if method not in ("GET", "HEAD"):
            return self._refused(405, "This address is read with GET.", ("Allow", FEED_METHODS))
        ready = self._ready(path)
        if ready is None:
            again = ("Retry-After", str(RETRY_AFTER_S))
            return self._refused(503, "The first poll is running: ask again in a minute.", again)
        return ready.answer(environ)

    def _ready(self, path: str) -> Ready | None:
        version = self._watch.version()  # asked before the bytes are read, so that they are at least as new
        held = self._cache.get(path)
        if held and held[0] == version:
            return held[1]
        try:
            document = self._store.document(path)
        except StoreError:
            return held[1] if held else None
        if document is None:
            return None
        ready = Ready(document, (*self._lines, *self._announced.get(path, ())), self._clock())
        self._cache.put(path, version, ready)
        return ready

    def _refused(self, status: int, words: str, line: tuple[str, str]) -> Answer:
        body = f"{words}\n".encode()
        typed = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
        return Answer(status, [*self._refusal_lines, line, *typed], body)
