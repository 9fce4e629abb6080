"""The table of formats: routes, autodiscovery links and documentation follow from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from cfpfeeds.model import Feed, Site
from cfpfeeds.render.atom import atom
from cfpfeeds.render.ics import ICS_MEDIA_TYPE, Fragments, calendar
from cfpfeeds.render.jsonfeed import json_feed
from cfpfeeds.render.links import ATOM_FILE, CHANGES, ICS_FILE, JSON_FILE, RSS_FILE
from cfpfeeds.render.rss import rss

Value = TypeVar("Value")

MOST_OCTETS = 512_000
"""The most that a feed may weigh before compression: readers cap what they take."""


class Render(Protocol):
    """A writer of lists: values in, bytes out."""

    def __call__(self, feed: Feed, site: Site, fragments: Fragments | None = None, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write a list. `function(feed, site, fragments)` gives the bytes of `filename` in the list's folder.

    `fragments` may be None; only calendars keep anything in it (see `ics.calendar`). `title` is for people.
    """

    name: str
    filename: str
    media_type: str
    function: Render
    title: str


def _whole(function: Callable[[Feed, Site], bytes]) -> Render:
    """A writer that reuses nothing, since a feed holds so few items; where they are huge, the last ones go (F18)."""

    def render(feed: Feed, site: Site, _fragments: Fragments | None = None) -> bytes:
        body = function(feed, site)
        while len(body) > MOST_OCTETS and (feed.calls or feed.changes):
            feed = replace(feed, calls=_nine_tenths(feed.calls), changes=_nine_tenths(feed.changes))
            body = function(feed, site)
        return body

    return render


def _nine_tenths(listed: tuple[Value, ...]) -> tuple[Value, ...]:
    return listed[: len(listed) * 9 // 10]


FORMATS: tuple[Format, ...] = (
    Format("rss", RSS_FILE, "application/rss+xml; charset=utf-8", _whole(rss), "RSS"),
    Format("atom", ATOM_FILE, "application/atom+xml; charset=utf-8", _whole(atom), "Atom"),
    Format("json", JSON_FILE, "application/feed+json", _whole(json_feed), "JSON Feed"),
    Format("ics", ICS_FILE, ICS_MEDIA_TYPE, calendar, "Calendar"),
)

CHANGE_FORMATS: tuple[Format, ...] = tuple(
    replace(fmt, name=f"{CHANGES}-{fmt.name}", filename=fmt.filename.replace("calls", CHANGES))
    for fmt in FORMATS
    if fmt.filename.startswith("calls.")
)
"""The same writers for feeds of changes."""


def feed_paths(slugs: Iterable[str]) -> frozenset[str]:
    """The addresses of the finished feeds of these lists: what a hub is told of; no calendar program asks one."""
    named = [fmt.filename for fmt in (*FORMATS, *CHANGE_FORMATS) if fmt.filename != ICS_FILE]
    return frozenset(f"/{slug}/{filename}" for slug in slugs for filename in named)
