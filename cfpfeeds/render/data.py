"""Calls as data: the objects of the JSON interface, and schema.org in pages. What is unknown is null."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from cfpfeeds.model import Call, Change, Conflict, Discipline, Kind, Sighting, Site, State
from cfpfeeds.render.items import source_name
from cfpfeeds.render.jsonfeed import deadline_object
from cfpfeeds.render.links import call_file, call_page, home, is_web_address, list_page
from cfpfeeds.text import clean_line, clean_text

_CONTEXT = "https://schema.org"
_MOST_LISTED = 100


def call_object(call: Call, site: Site, now: datetime) -> dict[str, Any]:
    """One call as the JSON interface gives it; `status` is as of `now` (aware UTC)."""
    return {
        "id": call.id,
        "title": clean_line(call.title),
        "status": call.status_at(now).value,
        "kind": call.kind.value,
        "venue": clean_line(call.venue) or None,
        "event": clean_line(call.event) or None,
        "place": clean_line(call.place) or None,
        "acronym": clean_line(call.acronym) or None,
        "year": call.year,
        "language": call.language or None,
        "disciplines": list(call.disciplines),
        "summary": clean_text(call.summary) or None,
        "url": call.url if is_web_address(call.url) else None,
        "page": call_page(site, call.id),
        "calendar": call_file(site, call.id),
        "published_at": _moment(call.published_at),
        "updated_at": _moment(call.updated_at),
        "closes_at": _moment(call.closes_at),
        "sources": [{"id": source, "name": source_name(source, site)} for source in call.source_ids],
        "deadlines": [{**deadline_object(entry, site), "sequence": entry.sequence} for entry in call.entries],
        "conflicts": [_conflict(conflict, site) for conflict in call.conflicts],
    }


def whole_object(
    call: Call, sightings: Iterable[Sighting], changes: Iterable[Change], site: Site, now: datetime
) -> dict[str, Any]:
    """One call with where it was seen and what has changed, oldest change first."""
    return {
        **call_object(call, site, now),
        "sightings": [_sighting(sighting, site) for sighting in sightings],
        "changes": [_change(change, site) for change in changes],
    }


def _sighting(sighting: Sighting, site: Site) -> dict[str, Any]:
    return {
        "source": {"id": sighting.source_id, "name": source_name(sighting.source_id, site)},
        "authority": sighting.authority.value,
        "title": clean_line(sighting.title),
        "url": sighting.url if is_web_address(sighting.url) else None,
        "dates": [
            {
                "kind": deadline.kind.value,
                "date": deadline.date.isoformat() if deadline.date else None,
                "state": deadline.state.value,
                "text": clean_line(deadline.text),
            }
            for deadline in sighting.deadlines
        ],
        "first_seen": _moment(sighting.first_seen),
        "changed_at": _moment(sighting.changed_at),
        "missing_since": _moment(sighting.missing_since),
    }


def _change(change: Change, site: Site) -> dict[str, Any]:
    return {
        "at": _moment(change.at),
        "kind": change.kind.value,
        "field": change.field or None,
        "old": change.old or None,
        "new": change.new or None,
        "source": source_name(change.source_id, site) or None,
    }


def _conflict(conflict: Conflict, site: Site) -> dict[str, Any]:
    return {
        "field": conflict.field,
        "value": conflict.value,
        "source": source_name(conflict.source_id, site),
        "seen_at": _moment(conflict.seen_at),
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


def site_schema(site: Site) -> dict[str, Any]:
    """The service as schema.org knows one: a site with a search."""
    return {
        "@context": _CONTEXT,
        "@type": "WebSite",
        "name": site.title,
        "url": home(site),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{list_page(site, 'all')}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }


def list_schema(found: Discipline, calls: Iterable[Call], site: Site) -> dict[str, Any]:
    """A list as a collection of pages, in the order in which it is shown."""
    listed = list(calls)[:_MOST_LISTED]
    return {
        "@context": _CONTEXT,
        "@type": "CollectionPage",
        "name": f"Calls for papers: {found.name}",
        "url": list_page(site, found.slug),
        "isPartOf": {"@type": "WebSite", "name": site.title, "url": home(site)},
        "mainEntity": {
            "@type": "ItemList",
            "itemListElement": [
                {"@type": "ListItem", "position": place, "url": call_page(site, call.id), "name": call.title}
                for place, call in enumerate(listed, 1)
            ],
        },
    }


def call_schema(call: Call, site: Site) -> dict[str, Any]:
    """A call as schema.org can say it: a page about a venue and its subjects, of use until its last deadline."""
    told: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "WebPage",
        "name": clean_line(call.title),
        "url": call_page(site, call.id),
        "datePublished": _moment(call.published_at),
        "dateModified": _moment(call.updated_at),
        "description": clean_line(call.summary),
        "inLanguage": call.language,
        "isBasedOn": call.url if is_web_address(call.url) else "",
        "expires": _last_day(call),
        "about": [
            {"@type": "DefinedTerm", "name": site.discipline_names.get(slug, slug), "url": list_page(site, slug)}
            for slug in call.disciplines
        ],
        "mentions": {"@type": "Thing", "name": clean_line(call.venue)} if call.venue else "",
    }
    return {key: value for key, value in told.items() if value}


def _last_day(call: Call) -> str:
    days = [
        deadline.date.isoformat()
        for deadline in call.deadlines
        if deadline.kind is Kind.SUBMISSION and deadline.state is State.ACTIVE and deadline.date
    ]
    return max(days, default="")


def script_json(value: object) -> str:
    """JSON that may stand inside a script element: no "<" that could end it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
