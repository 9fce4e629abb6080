"""What feedgen 1.0.0 cannot write by itself, through the extensions it offers for that; and feedgen made safe to call.

feedgen formats every RSS date by switching the locale of the whole process to C and back, which two threads can leave
switched. So it is never given a date to format: `pubDate` and `lastBuildDate` are written here.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from cfpfeeds.model import Feed, Site
from cfpfeeds.render.items import Item, feed_description, feed_title
from cfpfeeds.render.links import feed_file, feed_page, home, sibling_file

_ATOM = "http://www.w3.org/2005/Atom"
_DC = "http://purl.org/dc/elements/1.1/"
_HISTORY = "http://purl.org/syndication/history/1.0"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class Unformatted(datetime):
    """A time that feedgen takes for absent, and so neither formats nor replaces by the present one."""

    def __bool__(self) -> bool:
        return False


class FeedExtras(BaseExtension):  # type: ignore[misc]
    """Adds to RSS the namespace of Dublin Core and lastBuildDate, to both formats the links of RFC 5005 and WebSub."""

    updated: datetime | None = None
    links: tuple[tuple[str, str], ...] = ()
    is_archive = False

    def extend_ns(self) -> dict[str, str]:
        spaces = {"dc": _DC} if self.updated is not None else {}
        return {**spaces, "fh": _HISTORY} if self.is_archive else spaces

    def extend_rss(self, feed: Any) -> Any:
        if self.updated is not None:
            _add(feed[0], "lastBuildDate", rss_date(self.updated))
        self._add_history(feed[0], f"{{{_ATOM}}}link")
        return feed

    def extend_atom(self, feed: Any) -> Any:
        self._add_history(feed, "link")
        return feed

    def _add_history(self, parent: Any, name: str) -> None:
        for rel, address in self.links:
            etree.SubElement(parent, name, rel=rel, href=address)
        if self.is_archive:
            etree.SubElement(parent, f"{{{_HISTORY}}}archive")


class EntryExtras(BaseEntryExtension):  # type: ignore[misc]
    """Adds to RSS items pubDate, dc:creator, dc:language and atom:updated; to Atom entries xml:lang and one link."""

    item: Item | None = None

    def extend_rss(self, feed: Any) -> Any:
        if self.item is not None:
            _add(feed, "pubDate", rss_date(self.item.published))
            _add(feed, f"{{{_DC}}}creator", self.item.venue)
            _add(feed, f"{{{_DC}}}language", self.item.language)
            _add(feed, f"{{{_ATOM}}}updated", self.item.updated.isoformat())
        return feed

    def extend_atom(self, feed: Any) -> Any:
        # feedgen writes Atom's namespace as a plain attribute, so elements here have no namespace of their own; and it
        # loses rel and type of an entry's links (python-feedgen issue 135).
        if self.item is not None and self.item.language:
            feed.find("title").set(_XML_LANG, self.item.language)
        if self.item is not None and self.item.origin:
            etree.SubElement(feed, "link", rel="related", type="text/html", href=self.item.origin)
        return feed


def further_links(feed: Feed, site: Site, filename: str) -> tuple[tuple[str, str], ...]:
    """The link to the hub (W3C WebSub 4) and those to the archives beside a feed, in its own format (RFC 5005 4)."""
    hub = [("hub", feed.hub)] if feed.hub else []
    links = [("current", feed_file(site, replace(feed, stem=""), filename))] if feed.is_archive else []
    stems = (("prev-archive", feed.older), ("next-archive", feed.newer))
    return (*hub, *links, *((rel, sibling_file(site, feed, stem, filename)) for rel, stem in stems if stem))


def rss_date(moment: datetime) -> str:
    """A time as RFC 822 with a four-digit year, without asking the locale: "Fri, 05 Jan 2024 08:00:00 +0000"."""
    return format_datetime(moment)


def generator(feed: Feed, site: Site, own_address: str, media_type: str) -> Any:
    """A FeedGenerator with everything set that RSS and Atom share, times and entries excepted."""
    made = FeedGenerator()
    made.register_extension("extras", FeedExtras, EntryExtras)
    made.extras.is_archive = feed.is_archive
    made.title(feed_title(feed, site))
    made.description(feed_description(feed, site))
    made.link(href=own_address, rel="self", type=media_type)
    # The page last: for RSS feedgen takes the last link, whatever its rel.
    made.link(href=feed_page(site, feed), rel="alternate", type="text/html")
    made.language(feed.language)
    # Without a release number: it would change every document with each release.
    made.generator("cfpfeeds", uri=home(site))
    made.docs("https://www.rssboard.org/rss-specification")
    return made


def entry(made: Any, item: Item) -> Any:
    """A new entry at the end of the feed, with everything set that RSS and Atom share, text excepted."""
    added = made.add_entry(order="append")
    added.id(item.id)
    added.title(item.title)
    added.link(href=item.page)
    added.category([{"term": c.term, "label": c.label, "scheme": c.scheme} for c in item.categories])
    added.extras.item = item
    return added


def _add(parent: Any, name: str, text: str) -> None:
    if text:
        etree.SubElement(parent, name).text = text
