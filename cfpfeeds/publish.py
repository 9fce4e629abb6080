"""Which documents the service has, and when each is made anew: after a poll, and only where its inputs changed.

No clock reaches the bytes. What stands in a list is decided as of the day of the last change in the data (`as_of`),
so that two publications of one database are identical, a day apart too. Where nothing changes for a week the day moves
on by itself, so that closed calls never linger for longer than that.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from cfpfeeds import disciplines
from cfpfeeds.health import MISSES, not_up_to_date
from cfpfeeds.leave_out import LeaveOut
from cfpfeeds.model import Call, Change, Discipline, Document, Feed, Site
from cfpfeeds.render import CHANGE_FORMATS, FORMATS, Format
from cfpfeeds.render.archive import volumes
from cfpfeeds.render.changes import TOLD, told_changes
from cfpfeeds.render.document import document, lasting
from cfpfeeds.render.formats import feed_paths
from cfpfeeds.render.links import CHANGES
from cfpfeeds.render.opml import opml
from cfpfeeds.render.select import for_calendar, for_feed
from cfpfeeds.store import UNCLASSIFIED, Store
from cfpfeeds.store.rows import dump

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
    names = dict([("all", "All disciplines"), *pages, (UNCLASSIFIED, "Unclassified")])
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
    calls = (leave_out or LeaveOut()).shown(disciplines.up_to_date(store.calls()))
    digests = {call.id: hashlib.sha256(dump(call).encode()).hexdigest() for call in calls}
    as_of = _as_of(store, digests, now)
    born = _born(store, now)
    made_from = store.document_inputs()
    lists = slugs()
    announced = feed_paths(slug for slug, _ in lists) if site.hub else frozenset()
    stale = not_up_to_date(store.states(), site.source_names, misses)
    ready: list[tuple[Document, str]] = []
    written = 0
    changes = store.recent_changes(_MOST_CHANGES_READ, TOLD)
    for done, (slug, name) in enumerate(lists, 1):
        within = tuple(_calls_of(slug, calls))
        feed = _with_archive(_feed(slug, name, for_feed(within, as_of), born, stale), within, as_of)
        feed = replace(feed, hub=site.hub)
        calendar = _feed(slug, name, for_calendar(within, as_of, keep_past_days), born, stale)
        moved = replace(_changes_feed(slug, name, within, changes, born), hub=site.hub)
        for fmt in (*FORMATS, *CHANGE_FORMATS):
            shown = calendar if fmt.name == "ics" else moved if fmt in CHANGE_FORMATS else feed
            inputs = _inputs(fmt.name, site, shown, digests)
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


def _as_of(store: Store, digests: Mapping[str, str], now: datetime) -> datetime:
    """The day of the last change in the data, at most a week before `now`."""
    content = hashlib.sha256("".join(digests[key] for key in sorted(digests)).encode()).hexdigest()
    kept = store.meta("as_of")
    if kept and store.meta("as_of_content") == content:
        then = datetime.fromisoformat(kept)
        if then <= now < then + _STALE_AFTER:
            return then
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    store.set_metas({"as_of": today.isoformat(), "as_of_content": content})
    return today


def _born(store: Store, now: datetime) -> datetime:
    """When this service first published: the date of an empty list."""
    if not store.meta("born"):
        store.set_meta("born", now.replace(microsecond=0).isoformat())
    return datetime.fromisoformat(store.meta("born"))


def _calls_of(slug: str, calls: Sequence[Call]) -> Iterable[Call]:
    if slug == "all":
        return calls
    if slug == UNCLASSIFIED:
        return [call for call in calls if not call.disciplines]
    wanted = disciplines.leaves_of(slug)
    return [call for call in calls if not wanted.isdisjoint(call.disciplines)]


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


def _with_archive(feed: Feed, calls: Sequence[Call], as_of: datetime) -> Feed:
    """The feed with the newest archive of its list, if it has one; archives themselves are made when asked for."""
    made = volumes(calls, as_of)
    return replace(feed, older=made[-1].stem) if made else feed


def _changes_feed(slug: str, name: str, calls: Sequence[Call], changes: Iterable[Change], born: datetime) -> Feed:
    told = told_changes(changes, {call.id: call for call in calls})
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
