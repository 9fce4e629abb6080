"""JSON Feed 1.1 (jsonfeed.org/version/1.1), with the deadlines as data under `_cfpfeeds`."""

from __future__ import annotations

import json
from typing import Any

from cfpfeeds.model import Call, Change, Conflict, Entry, Feed, Guess, Site
from cfpfeeds.render.changes import change_item
from cfpfeeds.render.items import Item, feed_description, feed_title, item, source_name
from cfpfeeds.render.links import JSON_FILE, about, feed_file, feed_page, home, sibling_file
from cfpfeeds.text import clean_line, shorten

_MOST_OF_A_PHRASE = 200


def json_feed(feed: Feed, site: Site) -> bytes:
    """The feed as UTF-8 JSON, keys in a fixed order."""
    told = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed_title(feed, site),
        "home_page_url": feed_page(site, feed),
        "feed_url": feed_file(site, feed, JSON_FILE),
        "description": feed_description(feed, site),
        "language": feed.language,
        "authors": [{"name": clean_line(site.title) or "cfpfeeds", "url": home(site)}],
        "next_url": sibling_file(site, feed, feed.older, JSON_FILE) if feed.older else "",
        "hubs": [{"type": "WebSub", "url": feed.hub}] if feed.hub else [],
        "items": [
            *(_item(item(call, site, feed.language), call, site) for call in feed.calls),
            *(_change(change, call, site, feed.language) for change, call in feed.changes),
        ],
    }
    told = {key: value for key, value in told.items() if value or key == "items"}
    return (json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _change(change: Change, call: Call, site: Site, language: str) -> dict[str, Any]:
    told = _item(change_item(change, call, site, language), call, site)
    told["_cfpfeeds"]["change"] = {
        "kind": change.kind.value,
        "field": change.field,
        "old": change.old,
        "new": change.new,
        "source": source_name(change.source_id, site),
    }
    return told


def _item(shown: Item, call: Call, site: Site) -> dict[str, Any]:
    told = {
        "id": shown.id,
        "url": shown.page,
        "external_url": shown.origin,
        "title": shown.title,
        "summary": shown.short,
        "content_html": shown.html,
        "date_published": shown.published.isoformat(),
        "date_modified": shown.updated.isoformat(),
        "authors": [{"name": shown.venue}] if shown.venue else [],
        "tags": [category.label for category in shown.categories],
        "language": shown.language,
        "_cfpfeeds": _extension(call, site),
    }
    return {key: value for key, value in told.items() if value}


def _extension(call: Call, site: Site) -> dict[str, Any]:
    """What re-users need as data. `status` is as stored: whether a day has passed is for the reader's clock."""
    return {
        "about": about(site),
        "id": call.id,
        "kind": call.kind.value,
        "status": call.status.value,
        "venue": clean_line(call.venue),
        "disciplines": list(call.disciplines),
        "sources": [source_name(source_id, site) for source_id in call.source_ids],
        "deadlines": [deadline_object(entry, site) for entry in call.entries],
        "conflicts": [conflict_object(conflict, site) for conflict in call.conflicts],
        **_warnings(call, site),
    }


def conflict_object(conflict: Conflict, site: Site) -> dict[str, str]:
    """A value that was not believed, as data: which field, what it was, whose word it is and since when."""
    return {
        "field": conflict.field,
        "value": shorten(clean_line(conflict.value), _MOST_OF_A_PHRASE),
        "source": source_name(conflict.source_id, site),
        "seen": conflict.seen_at.date().isoformat(),
    }


def _warnings(call: Call, site: Site) -> dict[str, Any]:
    said = [{"text": one.text, "source": source_name(one.source_id, site)} for one in call.cautions]
    return {"warnings": said} if said else {}


def deadline_object(entry: Entry, site: Site) -> dict[str, Any]:
    """One deadline as data: day, wall-clock time and zone as known (null if not), the instant in UTC if all three are.

    A zone that was only guessed stands in `zone` and in `guesses`, and gives no instant.
    """
    deadline = entry.deadline
    moment = deadline.moment if Guess.ZONE not in deadline.guesses else None
    return {
        "slot": entry.slot,
        "kind": deadline.kind.value,
        "date": deadline.date.isoformat() if deadline.date else None,
        "time": deadline.time.isoformat("minutes") if deadline.time else None,
        "zone": deadline.zone or None,
        "moment": moment.isoformat() if moment else None,
        "state": deadline.state.value,
        "round": deadline.round,
        "track": deadline.track,
        "certainty": "inferred" if deadline.guesses else "printed",
        "guesses": [guess.value for guess in deadline.guesses],
        "text": shorten(clean_line(deadline.text), _MOST_OF_A_PHRASE),
        "source": source_name(entry.source_id, site),
        "was": [former.date.isoformat() if former.date else None for former in entry.former],
    }
