"""The page of one call with its evidence and history, and its calendar."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Flask, abort, request
from werkzeug.wrappers import Response

from cfpfeeds import disciplines
from cfpfeeds.issn import is_possible
from cfpfeeds.model import Call, Document, Entry
from cfpfeeds.render import FORMATS
from cfpfeeds.render.data import call_schema, script_json
from cfpfeeds.render.document import document
from cfpfeeds.render.ics import call_calendar
from cfpfeeds.web.catalogue import listed_at, venue_slug
from cfpfeeds.web.headers import feed_lines
from cfpfeeds.web.queries import Query
from cfpfeeds.web.rendering import Pages
from cfpfeeds.web.static import on_the_wire

_CALENDAR = next(fmt.media_type for fmt in FORMATS if fmt.name == "ics")


class CallViews:
    """The addresses of single calls."""

    def __init__(self, pages: Pages) -> None:
        self._pages, self._library = pages, pages.library

    def register(self, app: Flask) -> None:
        """Tie addresses to views."""
        app.add_url_rule("/calls/<call_id>", "call", self.call, methods=["GET"], strict_slashes=True)
        app.add_url_rule("/calls/<call_id>/", "call_with_slash", self.call_with_slash, methods=["GET"])

    def call(self, call_id: str) -> Response:
        """One call with its evidence and history, or its calendar."""
        bare = call_id.removesuffix(".ics")
        call = self._library.catalogue().call(bare)
        if call is None:
            living = self._library.store.resolve(bare)
            if living == bare:
                abort(404)
            return self._pages.moved(f"/calls/{living}{call_id[len(bare) :]}", 301)
        if bare != call_id:
            return self._call_calendar(call)
        return self._pages.made(f"/calls/{call_id}", "call.html", lambda: self._call_values(call))

    def _call_values(self, call: Call) -> dict[str, Any]:
        store, now = self._library.store, self._library.now()
        sightings = store.sightings_of(call.id)
        return {
            "one": listed_at(call, now),
            "pages": {seen.source_id: seen.url for seen in sightings[::-1]},
            "call": call,
            "schema": script_json(call_schema(call, self._library.site)),
            "venue_slug": venue_slug(call.venue),
            "entries": sorted(call.entries, key=_by_day),
            "now": now,
            "sightings": sightings,
            "misprinted": sorted({issn for seen in sightings for issn in seen.issns if not is_possible(issn)}),
            "changes": store.changes_of(call.id)[::-1],
            "lists": [found for slug in call.disciplines if (found := disciplines.get(slug))],
            "query": Query(),
        }

    def _call_calendar(self, call: Call) -> Response:
        site, path = self._library.site, f"/calls/{call.id}.ics"

        def make() -> Document:
            return document(path, _CALENDAR, call_calendar(call, site), call.updated_at)

        ready = self._library.page(path, make, feed_lines(site), _CALENDAR)
        return on_the_wire(ready.answer(request.environ))

    def call_with_slash(self, call_id: str) -> Response:
        """/calls/ID/ is /calls/ID."""
        if self._library.catalogue().call(call_id) is None:
            abort(404)
        return self._pages.moved(f"/calls/{call_id}")


def _by_day(entry: Entry) -> tuple[date, str]:
    return (entry.deadline.date or date.max, entry.slot)
