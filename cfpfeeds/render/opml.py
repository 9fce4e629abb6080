"""OPML 2.0 (opml.org/spec2.opml): all feeds at once, grouped by field."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime

from lxml import etree

from cfpfeeds.model import Feed, Site
from cfpfeeds.render.items import feed_title
from cfpfeeds.render.links import ICS_FILE, RSS_FILE, list_file, list_page
from cfpfeeds.text import clean_line

OPML_MEDIA_TYPE = "text/x-opml; charset=utf-8"
_CALENDARS = "Calendars of deadlines"


def opml(feeds: Sequence[tuple[str, Feed]], site: Site, modified: datetime) -> bytes:
    """The subscription list: (group, feed) in the order given, a group where it first appears, "" for none.

    `modified` is aware UTC. The calendars stand in a folder of their own at the end, as links: what is of type "rss" or
    has an `xmlUrl` would be taken for a feed.
    """
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = f"{clean_line(site.title) or 'cfpfeeds'}: all feeds"
    etree.SubElement(head, "dateModified").text = format_datetime(modified.replace(microsecond=0))
    body = etree.SubElement(root, "body")
    folders = {"": body}
    for group, feed in feeds:
        name = clean_line(group)
        if name not in folders:
            folders[name] = etree.SubElement(body, "outline", text=name)
        _subscription(folders[name], feed, site)
    calendars = etree.SubElement(body, "outline", text=_CALENDARS)
    for feed in {feed.slug: feed for _, feed in feeds}.values():
        address = list_file(site, feed.slug, ICS_FILE)
        etree.SubElement(calendars, "outline", {"type": "link", "text": feed_title(feed, site), "url": address})
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _subscription(folder: etree._Element, feed: Feed, site: Site) -> None:
    title = feed_title(feed, site)
    addresses = {"xmlUrl": list_file(site, feed.slug, RSS_FILE), "htmlUrl": list_page(site, feed.slug)}
    etree.SubElement(folder, "outline", {"type": "rss", "text": title, "title": title, **addresses})
