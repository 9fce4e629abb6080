"""The JSON interface: `/api/calls` with the parameters of a personal subscription, `/api/calls/<id>`, its document."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from flask import Flask, abort, redirect, request
from werkzeug.wrappers import Response

from cfpfeeds.errors import UsageError
from cfpfeeds.model import Call
from cfpfeeds.render.data import call_object, whole_object
from cfpfeeds.web.catalogue import Listed
from cfpfeeds.web.headers import PAGE_CACHE, feed_lines
from cfpfeeds.web.matching import Matcher
from cfpfeeds.web.openapi import openapi
from cfpfeeds.web.pages import Library
from cfpfeeds.web.selection import Selection, read_selection
from cfpfeeds.web.static import on_the_wire

FOLDER = "/api"
_JSON = "application/json"
_USUAL_PAGE, _MOST_A_PAGE = 50, 200
_STATES = ("open", "closed", "all")

Place = tuple[datetime, str]
"""Where a page begins: after the call that was published then, under that id."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What one request asks for, checked."""

    selection: Selection
    state: str = "open"
    since: datetime | None = None
    limit: int = _USUAL_PAGE
    after: Place | None = None

    def query(self, after: Place | None) -> str:
        """The query string of this wish from another place on."""
        pairs = [("status", self.state)] if self.state != "open" else []
        pairs += [("updated_since", self.since.strftime("%Y-%m-%dT%H:%M:%SZ"))] if self.since else []
        pairs += [("limit", str(self.limit))] if self.limit != _USUAL_PAGE else []
        pairs += [("cursor", _cursor(after))] if after else []
        return "&".join(part for part in (self.selection.query(), urlencode(pairs)) if part)


class Api:
    """The views of the JSON interface, over one library."""

    def __init__(self, library: Library, root: str) -> None:
        self._library, self._root = library, root

    def register(self, app: Flask) -> None:
        """Tie addresses to views."""
        for rule, view in (
            (FOLDER, self.door),
            (f"{FOLDER}/", self.door),
            (f"{FOLDER}/openapi.json", self.document),
            (f"{FOLDER}/calls", self.calls),
            (f"{FOLDER}/calls/<call_id>", self.call),
        ):
            app.add_url_rule(rule, f"api_{view.__name__}", view, methods=["GET"], strict_slashes=True)

    def door(self) -> Response:
        """/api leads to its own description."""
        return redirect(f"{self._root}{FOLDER}/openapi.json", 308)

    def document(self) -> Response:
        """The OpenAPI document."""
        return self._answer(f"{FOLDER}/openapi.json", lambda: openapi(self._library.site))

    def calls(self) -> Response:
        """A page of calls, newest published first."""
        wish = read_wish()
        return self._answer(f"{FOLDER}/calls?{wish.query(wish.after)}", lambda: self._page(wish))

    def _page(self, wish: Wish) -> dict[str, Any]:
        found = sorted(self._found(wish), key=_place)
        ahead = [call for call in found if wish.after is None or _place(call) > _order(wish.after)]
        shown = ahead[: wish.limit]
        site, now = self._library.site, self._library.now()
        more = len(ahead) > len(shown)
        following = wish.query((shown[-1].published_at, shown[-1].id)) if more else ""
        return {
            "total": len(found),
            "items": [call_object(call, site, now) for call in shown],
            "next": f"{site.base_url}{FOLDER}/calls?{following}" if more else None,
        }

    def _found(self, wish: Wish) -> Iterator[Call]:
        catalogue = self._library.catalogue()
        lists: dict[str, Callable[[], list[Listed]]] = {
            "open": catalogue.open,
            "closed": catalogue.closed,
            "all": lambda: [*catalogue.open(), *catalogue.closed()],
        }
        matcher = Matcher(wish.selection, self._library.site, catalogue.texts, self._library.as_of())
        for call in matcher.chosen(one.call for one in lists[wish.state]()):
            if wish.since is None or call.updated_at >= wish.since:
                yield call

    def call(self, call_id: str) -> Response:
        """One call with evidence, sightings and history; one that was merged away leads to the one that lives."""
        call, store = self._library.catalogue().call(call_id), self._library.store
        if call is None:
            living = store.resolve(call_id)
            if living == call_id:
                abort(404)
            return redirect(f"{self._root}{FOLDER}/calls/{living}", 301)
        found, site = call, self._library.site

        def made() -> dict[str, Any]:
            sightings, changes = store.sightings_of(found.id), store.changes_of(found.id)
            return whole_object(found, sightings, changes, site, self._library.now())

        return self._answer(f"{FOLDER}/calls/{call_id}", made)

    def _answer(self, name: str, make: Callable[[], dict[str, Any]]) -> Response:
        def written() -> str:
            return json.dumps(make(), ensure_ascii=False, separators=(",", ":")) + "\n"

        ready = self._library.page(name, written, feed_lines(self._library.site, PAGE_CACHE), _JSON)
        return on_the_wire(ready.answer(request.environ))


def read_wish() -> Wish:
    """What the present request asks for. Raises UsageError that names the parameter and says what it takes."""
    given = request.args
    state = given.get("status", "open")
    if state not in _STATES:
        raise UsageError(f"“status” takes {', '.join(_STATES)}")
    limit = given.get("limit", str(_USUAL_PAGE))
    if not (limit.isascii() and limit.isdigit() and len(limit) <= 4 and 1 <= int(limit) <= _MOST_A_PAGE):
        raise UsageError(f"“limit” takes a number from 1 to {_MOST_A_PAGE}")
    return Wish(
        selection=read_selection(given),
        state=state,
        since=_moment(given.get("updated_since", "")),
        limit=int(limit),
        after=_after(given.get("cursor", "")),
    )


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UsageError("“updated_since” takes a moment such as 2026-11-24T12:00:00Z") from error


def _cursor(place: Place) -> str:
    return base64.urlsafe_b64encode(f"{place[0].isoformat()} {place[1]}".encode()).decode().rstrip("=")


def _after(cursor: str) -> Place | None:
    if not cursor:
        return None
    try:
        told = base64.urlsafe_b64decode(cursor[:400] + "=" * (-len(cursor[:400]) % 4)).decode()
        moment, _, call_id = told.partition(" ")
        place = (datetime.fromisoformat(moment).astimezone(UTC), call_id)
    except (ValueError, binascii.Error, OverflowError) as error:
        raise UsageError("“cursor” takes what `next` of the page before holds") from error
    return place


def _place(call: Call) -> tuple[float, str]:
    return _order((call.published_at, call.id))


def _order(place: Place) -> tuple[float, str]:
    return -place[0].timestamp(), place[1]
