"""Atom 1.0 through feedgen: the one feed format that tells first publication from last change."""

from __future__ import annotations

from cfpfeeds.model import Feed, Site
from cfpfeeds.render import feedgen_extras
from cfpfeeds.render.changes import items
from cfpfeeds.render.items import feed_id, feed_updated
from cfpfeeds.render.links import ATOM_FILE, feed_file, home
from cfpfeeds.text import clean_line


def atom(feed: Feed, site: Site) -> bytes:
    """The feed as Atom 1.0 (RFC 4287), with the short text as plain `summary` and the whole as `content`."""
    own_address = feed_file(site, feed, ATOM_FILE)
    made = feedgen_extras.generator(feed, site, own_address, "application/atom+xml")
    made.extras.links = feedgen_extras.further_links(feed, site, ATOM_FILE)
    made.id(feed_id(site, feed))
    made.author(name=clean_line(site.title) or "cfpfeeds", uri=home(site))
    made.updated(feed_updated(feed))
    for item in items(feed, site):
        entry = feedgen_extras.entry(made, item)
        entry.published(item.published)
        entry.updated(item.updated)
        entry.summary(item.short)
        entry.content(item.html, type="html")
        if item.venue:
            entry.author(name=item.venue)
    return bytes(made.atom_str(pretty=True))
