"""Which documents the service has, and when each is made anew: after a poll, and only where its inputs changed.

No clock reaches the bytes. What stands in a list is decided as of the day of the last change in the data (`as_of`),
so that two publications of one database are identical, a day apart too. Where nothing changes for a week the day moves
on by itself, so that closed calls never linger for longer than that.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from cfpfeeds import disciplines
from cfpfeeds.health import MISSES, not_up_to_date
from cfpfeeds.leave_out import LeaveOut
from cfpfeeds.model import Call, Change, Discipline, Document, Feed, Site
from cfpfeeds.render import CHANGE_FORMATS, FORMATS, Format
from cfpfeeds.render.changes import TOLD
from cfpfeeds.render.document import document, lasting
from cfpfeeds.render.formats import feed_paths
from cfpfeeds.render.links import CHANGES
from cfpfeeds.render.opml import opml
from cfpfeeds.render.select import for_calendar, for_feed
from cfpfeeds.stock import ALL, Stock
from cfpfeeds.store import UNCLASSIFIED, Store

_RECIPE = "3"
"""Raised whenever rendering changes, so that stored documents are made anew once."""

_STALE_AFTER = timedelta(days=7)
_BATCH = 64
_MOST_CHANGES_READ = 20_000
"""The newest changes among which each list looks for its own."""

Progress = Callable[[int, int], None]


def slugs() -> tuple[tuple[str, str], ...]:
    """Every list the service has, as (slug, name): all, fields and leaves, unclassified."""
    pages = [(d.slug, d.name) for d in disciplines.all_disciplines() if disciplines.canonical_slug(d.slug) == d.slug]
    names = dict([(ALL, "All disciplines"), *pages, (UNCLASSIFIED, "Unclassified")])
    return tuple(names.items())


def publish(
    store: Store,
    site: Site,
    *,
    now: datetime,
    keep_past_days: int = 90,
    leave_out: LeaveOut | None = None,
    fragments: MutableMapping[str, bytes] | None = None,
    misses: int = MISSES,
    progress: Progress = lambda done, total: None,
) -> int:
    """Make anew the documents whose inputs changed; how many that were. `now` is aware UTC.

    A list names the sources of its calls that have missed `misses` polls in a row: in its description, never as items.
    """
    former = _former_day(store, now)
    calls = (leave_out or LeaveOut()).each_shown(disciplines.each_up_to_date(store.each_call()))
    lists = slugs()
    changes = store.recent_changes(_MOST_CHANGES_READ, TOLD)
    stock = Stock((slug for slug, _ in lists), changes, calls, former or _day(now), keep_past_days)
    as_of = _as_of(store, stock.content, former, now)
    born = _born(store, now)
    made_from = store.document_inputs()
    announced = feed_paths(slug for slug, _ in lists) if site.hub else frozenset()
    stale = not_up_to_date(store.states(), site.source_names, misses)
    ready: list[tuple[Document, str]] = []
    written = 0
    for done, (slug, name) in enumerate(lists, 1):
        within = stock.calls(slug)
        feed = _feed(slug, name, for_feed(within, as_of), born, stale)
        feed = replace(feed, older=stock.newest_archive(slug, as_of), hub=site.hub)
        calendar = _feed(slug, name, for_calendar(within, as_of, keep_past_days), born, stale)
        moved = replace(_changes_feed(slug, name, stock.changes(slug), born), hub=site.hub)
        for fmt in (*FORMATS, *CHANGE_FORMATS):
            shown = calendar if fmt.name == "ics" else moved if fmt in CHANGE_FORMATS else feed
            inputs = _inputs(fmt.name, site, shown, stock.digests)
            path = f"/{slug}/{fmt.filename}"
            if made_from.get(path) != inputs:
                ready.append((_rendered(path, fmt, shown, site, fragments), inputs))
        if len(ready) >= _BATCH:
            store.put_documents(ready, announced)
            written += len(ready)
            ready = []
        progress(done, len(lists))
    ready += _subscriptions(site, lists, born, made_from)
    if ready:
        store.put_documents(ready, announced)
    return written + len(ready)


def _former_day(store: Store, now: datetime) -> datetime | None:
    """The day of the last publication, where that is at most a week ago: it goes on holding if nothing changed."""
    kept = store.meta("as_of")
    then = datetime.fromisoformat(kept) if kept else None
    return then if then and then <= now < then + _STALE_AFTER else None


def _as_of(store: Store, content: str, former: datetime | None, now: datetime) -> datetime:
    """The day of the last change in the data, at most a week before `now`."""
    if former and store.meta("as_of_content") == content:
        return former
    store.set_metas({"as_of": _day(now).isoformat(), "as_of_content": content})
    return _day(now)


def _day(now: datetime) -> datetime:
    return now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _born(store: Store, now: datetime) -> datetime:
    """When this service first published: the date of an empty list."""
    if not store.meta("born"):
        store.set_meta("born", now.replace(microsecond=0).isoformat())
    return datetime.fromisoformat(store.meta("born"))


def _feed(slug: str, name: str, calls: Sequence[Call], born: datetime, stale: Mapping[str, str] | None = None) -> Feed:
    told = f"Open calls for papers with their abstract and submission deadlines: {name}."
    listing = {source_id for call in calls for source_id in call.source_ids}
    if missed := [words for source_id, words in (stale or {}).items() if source_id in listing]:
        told += f" Not up to date: {', '.join(missed)}."
    return Feed(
        slug=slug,
        title=f"Calls for papers: {name}",
        description=told,
        calls=tuple(calls),
        updated_at=max((call.updated_at for call in calls), default=born),
    )


def _changes_feed(slug: str, name: str, told: tuple[tuple[Change, Call], ...], born: datetime) -> Feed:
    return Feed(
        slug=slug,
        title=f"Changed deadlines and new calls: {name}",
        description=f"Calls that are new, extended, brought forward, withdrawn or open again: {name}.",
        calls=(),
        updated_at=max((change.at for change, _ in told), default=born),
        changes=told,
        stem=CHANGES,
    )


def _inputs(name: str, site: Site, feed: Feed, digests: Mapping[str, str]) -> str:
    """The digest of all that a document is made from; the order of calls and the entries chosen are part of it."""
    told = hashlib.sha256(
        f"{_RECIPE}\n{name}\n{site!r}\n{feed.title}\n{feed.description}\n{feed.updated_at}\n".encode()
    )
    for change, call in feed.changes:
        told.update(f"{change.number} {change.at} {digests[call.id]}\n".encode())
    told.update(f"{feed.older}\n".encode())
    for call in feed.calls:
        told.update(f"{call.id} {digests[call.id]} {' '.join(e.slot for e in call.entries)}\n".encode())
    return told.hexdigest()


def _rendered(path: str, fmt: Format, feed: Feed, site: Site, fragments: MutableMapping[str, bytes] | None) -> Document:
    return lasting(document(path, fmt.media_type, fmt.function(feed, site, fragments), feed.updated_at))


def _subscriptions(
    site: Site, lists: Sequence[tuple[str, str]], born: datetime, made_from: Mapping[str, str]
) -> list[tuple[Document, str]]:
    path = "/subscriptions.opml"
    inputs = hashlib.sha256(f"{_RECIPE}\n{site!r}\n{lists!r}".encode()).hexdigest()
    if made_from.get(path) == inputs:
        return []
    groups = [(_group(slug), _feed(slug, name, (), born)) for slug, name in lists]
    return [(lasting(document(path, "text/x-opml; charset=utf-8", opml(groups, site, born), born)), inputs)]


def _group(slug: str) -> str:
    found: Discipline | None = disciplines.get(slug)
    field = disciplines.field_of(slug) if found else None
    return field.name if isinstance(field, Discipline) else ""
