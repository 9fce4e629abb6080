"""The health of sources as an Atom feed: an entry when one falls ill, another when it is well again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from feedgen.feed import FeedGenerator

from cfpfeeds.health import Event
from cfpfeeds.model import Site
from cfpfeeds.text import clean_line

FILE = "/status.atom"
_MOST = 100


def status_atom(events: Sequence[Event], site: Site, born: datetime) -> bytes:
    """The newest hundred events, newest first. `born` dates a feed without any."""
    newest = sorted(events, key=lambda e: (e.at, e.source_id), reverse=True)[:_MOST]
    made = FeedGenerator()
    address = f"{site.base_url}{FILE}"
    made.id(address)
    made.title(f"{clean_line(site.title) or 'cfpfeeds'}: sources")
    made.subtitle("Sources that cannot be read, and those that can be read again. Calls already known are served on.")
    made.author(name=clean_line(site.title) or "cfpfeeds", uri=f"{site.base_url}/")
    made.language("en")
    made.generator("cfpfeeds", uri=f"{site.base_url}/")  # else feedgen names its own release
    made.link(href=f"{site.base_url}/status", rel="alternate", type="text/html")
    made.link(href=address, rel="self", type="application/atom+xml")
    made.updated(newest[0].at if newest else born)
    for event in newest:
        entry = made.add_entry(order="append")
        entry.id(f"{address}#{event.source_id}-{event.at:%Y%m%dT%H%M%SZ}")
        entry.title(clean_line(f"{event.name} {'cannot be read' if event.ill else 'can be read again'}"))
        entry.link(href=f"{site.base_url}/status#{event.source_id}")
        entry.published(event.at)
        entry.updated(event.at)
        entry.content(clean_line(event.words), type="text")
    return bytes(made.atom_str(pretty=True))
