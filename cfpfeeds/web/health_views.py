"""How the service and its sources are doing: a page and a feed for people, three addresses for machines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import Flask, jsonify, render_template, request
from flask import Response as FlaskResponse
from werkzeug.wrappers import Response

from cfpfeeds.config import Config
from cfpfeeds.errors import StoreError
from cfpfeeds.health import Event, Health, assess, events, picture
from cfpfeeds.languages import gettext, ngettext
from cfpfeeds.model import Document, Outcome, OutcomeKind
from cfpfeeds.render.document import document
from cfpfeeds.render.status import FILE, status_atom
from cfpfeeds.web.headers import PAGE_CACHE, feed_lines, page_lines
from cfpfeeds.web.metrics import MEDIA_TYPE, metrics
from cfpfeeds.web.pages import Library
from cfpfeeds.web.saving import bookmark, savings
from cfpfeeds.web.static import on_the_wire

_HTML = "text/html; charset=utf-8"
_ATOM = "application/atom+xml; charset=utf-8"

_TREND = 30
"""Polls in the picture of a source."""

_REMEMBERED = 200
"""Polls that the feed of events looks back on: as many as the store keeps."""


class HealthViews:
    """The addresses about health, over one library."""

    def __init__(self, library: Library, config: Config) -> None:
        self._library, self._config = library, config

    def register(self, app: Flask) -> None:
        """Tie addresses to views."""
        rules: tuple[tuple[str, str, Callable[[], Response]], ...] = (
            ("/status", "status", self.status),
            (FILE, "status_atom", self.status_atom),
            ("/healthz", "healthz", self.healthz),
            ("/readyz", "readyz", self.readyz),
            ("/metrics", "metrics", self.metrics),
        )
        for rule, name, view in rules:
            app.add_url_rule(rule, name, view, methods=["GET"], strict_slashes=True)

    def status(self) -> Response:
        """How every source is doing."""

        def make() -> str:
            store, site = self._library.store, self._library.site
            polls = store.recent_outcomes(_TREND)
            outcomes = {source_id: found[-1] for source_id, found in polls.items()}
            polled = [source for source in self._config.sources if source.enabled]
            blocked = {name for name, last in outcomes.items() if last.kind is OutcomeKind.BLOCKED}
            found = savings(self._config.sources, blocked)
            return render_template(
                "status.html",
                first_run=False,
                path="/status",
                polled=polled,
                resting=[source for source in self._config.sources if not source.enabled],
                states=store.states(),
                outcomes=outcomes,
                healths={health.source_id: health for health in self._healths(polls)},
                troubled=sum(not outcomes[s.id].kind.healthy for s in polled if s.id in outcomes),
                misses=self._config.settings.misses,
                picture=picture,
                trend_words=_trend_words,
                savings=found,
                bookmark=bookmark(found, site.title),
                hub=store.hub_state(site.hub) if site.hub else None,
                waiting=len(store.pings()) if site.hub else 0,
            )

        ready = self._library.page("/status", make, page_lines(self._library.site, PAGE_CACHE), _HTML)
        return on_the_wire(ready.answer(request.environ))

    def status_atom(self) -> Response:
        """The sources that fell ill and those that are well again, as a feed."""

        def make() -> Document:
            store, site = self._library.store, self._library.site
            found = self._events(store.recent_outcomes(_REMEMBERED))
            first = store.meta("born")
            born = datetime.fromisoformat(first) if first else self._library.now()
            last = max((e.at for e in found), default=born)
            return document(FILE, _ATOM, status_atom(found, site, born), last)

        ready = self._library.page(FILE, make, feed_lines(self._library.site), _ATOM)
        return on_the_wire(ready.answer(request.environ))

    def healthz(self) -> Response:
        """For a supervisor: whether the database answers now."""
        return self._answered(lambda: {"status": "ok", "version": self._library.store.version()})

    def readyz(self) -> Response:
        """For a load balancer: whether the first feeds have been published, and how sources are."""

        def values() -> dict[str, Any]:
            healths = self._healths(self._library.store.recent_outcomes(1))
            levels: dict[str, int] = {}
            for health in healths:
                levels[health.level.value] = levels.get(health.level.value, 0) + 1
            ready = self._library.store.document("/all/calls.rss") is not None
            last = max((s.last_attempt for s in self._library.store.states().values() if s.last_attempt), default=None)
            return {
                "status": "ok" if ready else "unavailable",
                "reason": "" if ready else "the first poll is running",
                "sources": levels,
                "last_poll": last.isoformat() if last else None,
            }

        return self._answered(values)

    def metrics(self) -> Response:
        """Numbers for Prometheus."""
        store = self._library.store
        catalogue = self._library.catalogue()
        text = metrics(
            self._healths(store.recent_outcomes(1)),
            store.outcomes(),
            version=store.version(),
            calls=catalogue.size,
            open_calls=len(catalogue.open()),
            untold=len(store.pings()),
        )
        return _fresh(FlaskResponse(text, content_type=MEDIA_TYPE))

    def _healths(self, polls: Mapping[str, Sequence[Outcome]]) -> list[Health]:
        states, misses = self._library.store.states(), self._config.settings.misses
        return [
            assess(
                source.id,
                source.name,
                enabled=source.enabled,
                state=states.get(source.id),
                polls=polls.get(source.id, ()),
                misses=misses,
            )
            for source in self._config.sources
        ]

    def _events(self, polls: Mapping[str, Sequence[Outcome]]) -> list[Event]:
        misses = self._config.settings.misses
        return [
            event
            for source in self._config.sources
            for event in events(source.id, source.name, polls.get(source.id, ()), misses)
        ]

    def _answered(self, values: Callable[[], dict[str, Any]]) -> Response:
        try:
            told = values()
        except StoreError as error:
            told = {"status": "unavailable", "reason": str(error)}
        response = jsonify(told)
        response.status_code = 200 if told["status"] == "ok" else 503
        return _fresh(response)


def _fresh(response: FlaskResponse) -> FlaskResponse:
    response.headers["Cache-Control"] = "no-store"
    return response


def _trend_words(trend: Sequence[int | None]) -> str:
    """The picture for those who do not see it."""
    read = [count for count in trend if count is not None]
    missed = len(trend) - len(read)
    told = gettext("no good poll")
    if read:
        told = gettext(
            "from %(first)s to %(last)s calls, at most %(most)s", first=read[0], last=read[-1], most=max(read)
        )
    return ngettext("%(told)s; %(num)s bad poll", "%(told)s; %(num)s bad polls", missed, told=told) if missed else told
