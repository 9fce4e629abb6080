"""RSS 2.0 through feedgen: what course guides, blogs and learning platforms all read."""

from __future__ import annotations

import html

from cfpfeeds.model import Feed, Site
from cfpfeeds.render import feedgen_extras
from cfpfeeds.render.changes import items
from cfpfeeds.render.items import feed_updated
from cfpfeeds.render.links import RSS_FILE, feed_file

_TTL_MINUTES = 60


def rss(feed: Feed, site: Site) -> bytes:
    """The feed as RSS 2.0. The short text is `description`, the whole `content:encoded`; both are markup to readers."""
    own_address = feed_file(site, feed, RSS_FILE)
    made = feedgen_extras.generator(feed, site, own_address, "application/rss+xml")
    made.extras.links = feedgen_extras.further_links(feed, site, RSS_FILE)
    made.ttl(_TTL_MINUTES)
    updated = feed_updated(feed)
    made.lastBuildDate(feedgen_extras.Unformatted.fromtimestamp(updated.timestamp(), updated.tzinfo))
    made.extras.updated = updated
    for item in items(feed, site):
        entry = feedgen_extras.entry(made, item)
        entry.description(html.escape(item.short, quote=False), isSummary=True)
        entry.content(item.html, type="html")
    return bytes(made.rss_str(pretty=True))
