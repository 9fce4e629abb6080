"""iCalendar (RFC 5545, RFC 7986) through icalendar: one event a deadline, each made once and reused.

Two sharp edges of icalendar 7 are handled here: it neither escapes NAME and X-WR-* given as str, nor writes the VALUE
parameter that REFRESH-INTERVAL and SOURCE must carry.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, MutableMapping
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate

from icalendar import Calendar, Timezone, TimezoneStandard, vText

from cfpfeeds.model import Call, Entry, EventChoices, Feed, Kind, Site
from cfpfeeds.render.event import conflicts_of, event
from cfpfeeds.render.folding import octets
from cfpfeeds.render.items import feed_description, feed_title, feed_updated
from cfpfeeds.render.links import ICS_FILE, call_file, call_page, feed_file, feed_page
from cfpfeeds.render.select import DUE, event_day, last_modified
from cfpfeeds.text import clean_line, shorten

ICS_MEDIA_TYPE = "text/calendar; charset=utf-8; method=PUBLISH"
MOST_OCTETS = 890_000
"""The most that the events of a calendar may weigh; with the head the file stays under 900 KB."""

Fragments = MutableMapping[str, bytes]

_PRODUCT = "-//cfpfeeds//calls for papers//EN"
_REFRESH = timedelta(hours=12)
_COLOR, _COLOR_HEX = "steelblue", "#4682B4"
_MOST_OF_A_NAME = 60
_MOST_OF_A_DESCRIPTION = 300
_FOOTER = b"END:VCALENDAR\r\n"


def calendar(feed: Feed, site: Site, fragments: Fragments | None = None) -> bytes:
    """The calendar of one list: an event for each deadline of its calls that makes one (see `select.for_calendar`).

    `fragments` keeps finished events by content from one call to the next; what it holds is used, what it lacks is
    added, and dropping any of it costs time only.
    """
    kept = {} if fragments is None else fragments
    head = _header(
        feed_title(feed, site),
        feed_description(feed, site),
        feed_page(site, feed),
        feed_file(site, feed, ICS_FILE),
        feed_updated(feed),
    )
    wanted, choices = _events(feed.calls, feed.choices.kinds), feed.choices
    made = [(entry.deadline.date, _fragment(call, entry, site, kept, choices)) for call, entry in wanted]
    return _assembled(head, _within_limit(made))


def call_calendar(call: Call, site: Site) -> bytes:
    """The calendar of one call, whatever its age, for those who want no more than that."""
    events = list(_events([call]))
    changed = max((last_modified(one, entry) for one, entry in events), default=call.updated_at)
    told = f"Deadlines of: {clean_line(call.title)}"
    head = _header(
        clean_line(call.title) or "Call for papers", told, call_page(site, call.id), call_file(site, call.id), changed
    )
    return _assembled(head, [event(one, entry, site) for one, entry in events])


def _events(calls: Iterable[Call], kinds: Collection[Kind] = DUE) -> Iterator[tuple[Call, Entry]]:
    return ((call, entry) for call in calls for entry in call.entries if event_day(entry, kinds) is not None)


def _within_limit(made: list[tuple[date | None, bytes]]) -> list[bytes]:
    """The events in their order, without the furthest future where they would weigh too much."""
    soonest_first = sorted(range(len(made)), key=lambda place: made[place][0] or date.max)
    weights = accumulate(len(made[place][1]) for place in soonest_first)
    kept = {place for place, weight in zip(soonest_first, weights, strict=True) if weight <= MOST_OCTETS}
    return [written for place, (_, written) in enumerate(made) if place in kept]


def _assembled(head: bytes, events: list[bytes]) -> bytes:
    # RFC 5545 3.6 wants at least one component: a calendar without deadlines explains UTC, and invents no event.
    return b"".join([head, *(events or [_utc()]), _FOOTER])


def _fragment(call: Call, entry: Entry, site: Site, kept: Fragments, choices: EventChoices) -> bytes:
    """The event from the store of finished ones. Its key digests all that an event may show, so it is never stale."""
    names = [site.discipline_names.get(slug, "") for slug in call.disciplines]
    sources = [site.source_names.get(entry.source_id, "")]
    sources += [site.source_names.get(former.source_id, "") for former in entry.former]
    said = conflicts_of(call, entry)
    sources += [site.source_names.get(conflict.source_id, "") for conflict in said]
    sources += [site.source_names.get(caution.source_id, "") for caution in call.cautions]
    shown = (call.title, call.venue, call.status, call.disciplines, names, entry, said, sources, call.cautions)
    digest = hashlib.sha256(
        repr((shown, site.base_url, site.uid_domain, choices.remind, choices.shape, choices.language)).encode()
    ).hexdigest()
    key = f"{call.id}/{entry.slot}/{entry.sequence}/{last_modified(call, entry).isoformat()}/{digest}"
    if key not in kept:
        kept[key] = event(call, entry, site, choices)
    return kept[key]


def _header(name: str, description: str, page: str, own_address: str, changed: datetime) -> bytes:
    """Everything before the first component, CRLF and folded."""
    shown = vText(shorten(clean_line(name), _MOST_OF_A_NAME))
    told = vText(shorten(clean_line(description), _MOST_OF_A_DESCRIPTION))
    made = Calendar()
    made.add("version", "2.0")
    made.add("prodid", _PRODUCT)
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("name", shown)
    made.add("x-wr-calname", shown)
    made.add("description", told)
    made.add("x-wr-caldesc", told)
    made.add("x-wr-timezone", "UTC")
    made.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT12H")  # as text: a timedelta would come out as 12:00:00
    made.add("source", own_address, parameters={"VALUE": "URI"})
    made.add("url", page)
    made.add("last-modified", changed.astimezone(UTC).replace(microsecond=0))
    made.add("color", _COLOR)
    made.add("x-apple-calendar-color", _COLOR_HEX)
    return octets(made).removesuffix(_FOOTER)


def _utc() -> bytes:
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", "UTC")
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001 - a zone's onset is local time by definition
    standard.add("tzname", "UTC")
    standard.add("tzoffsetfrom", timedelta(0))
    standard.add("tzoffsetto", timedelta(0))
    zone.add_component(standard)
    return octets(zone)
