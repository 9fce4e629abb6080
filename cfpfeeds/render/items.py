"""What one call is as an item of a feed: the same identity, words and order in RSS, Atom and JSON Feed."""

from __future__ import annotations

import html
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from cfpfeeds.model import Call, Entry, Feed, Site, State
from cfpfeeds.render import words
from cfpfeeds.render.links import about, call_page, home, is_web_address, report_page
from cfpfeeds.render.sentences import due_sentences
from cfpfeeds.text import clean_line, clean_text, shorten

NAMESPACE = uuid.UUID("c1a49e6b-5b0c-5f0e-9d0e-6f2c3a7b8d14")
"""Under it item and feed ids are made. Never change it: every subscriber would see every call anew."""

_MOST_OF_A_TITLE = 300
_MOST_OF_A_SUMMARY = 700
_MOST_OF_A_SHORT_TEXT = 400
_MOST_OF_A_VENUE = 160
_MOST_OF_A_WARNING = 100
_MOST_EVIDENCE = 10
_STRUCK = re.compile("~~(.+?)~~")
_AS_STRUCK = r"<s>\1</s>"


@dataclass(frozen=True, slots=True)
class Category:
    """One label of an item: `scheme` is the address of the list that `term` belongs to."""

    term: str
    label: str
    scheme: str


@dataclass(frozen=True, slots=True)
class Item:
    """One call as feeds tell it. `short` is plain text, `html` well-formed markup; times are UTC in whole seconds."""

    id: str
    title: str
    page: str
    origin: str
    published: datetime
    updated: datetime
    short: str
    html: str
    venue: str
    language: str
    categories: tuple[Category, ...]


def item_id(call_id: str) -> str:
    """The identity of a call in every feed, derived from nothing but its own id (RFC 4287 4.2.6, RFC 9562 5.5)."""
    return uuid.uuid5(NAMESPACE, f"call:{call_id}").urn


def feed_id(site: Site, feed: Feed) -> str:
    """The identity of a list: it survives a move to another address, since `uid_domain` never changes."""
    name = "/".join(part for part in (feed.slug, feed.stem) if part) + (f"?{feed.query}" if feed.query else "")
    return uuid.uuid5(NAMESPACE, f"list:{site.uid_domain}/{name}").urn


def item(call: Call, site: Site, language: str = "en") -> Item:
    """One call as an item; its `language` is "" where it is the feed's."""
    return Item(
        id=item_id(call.id),
        title=shorten(clean_line(call.title), _MOST_OF_A_TITLE) or "Untitled call for papers",
        page=call_page(site, call.id),
        origin=call.url if is_web_address(call.url) else "",
        published=_seconds(call.published_at),
        updated=max(_seconds(call.updated_at), _seconds(call.published_at)),
        short=_short(call),
        html="".join(_body(call, site)),
        venue=_venue(call),
        language="" if call.language == language else call.language,
        categories=tuple(_categories(call, site)),
    )


def feed_title(feed: Feed, site: Site) -> str:
    """The title of a feed, never empty."""
    return clean_line(feed.title) or clean_line(site.title) or "Calls for papers"


def feed_description(feed: Feed, site: Site) -> str:
    """The description of a feed, never empty."""
    return clean_line(feed.description) or feed_title(feed, site)


def feed_updated(feed: Feed) -> datetime:
    """When the feed last changed: UTC, whole seconds."""
    return _seconds(feed.updated_at)


def opening(call: Call) -> str:
    """Deadlines and venue in words: what stands first everywhere, since many boxes cut after 200 characters."""
    told = [*due_sentences(call), _venue(call)]
    return " ".join(f"{sentence}." for sentence in told if sentence)


def caution_words(call: Call, site: Site, most: int = 3) -> tuple[str, ...]:
    """What sources themselves say against a call: "Warning at Example List: “not vetted”"."""
    return tuple(
        f"Warning at {source_name(one.source_id, site)}: {words.quoted(one.text, _MOST_OF_A_WARNING)}"
        for one in call.cautions[:most]
    )


def source_name(source_id: str, site: Site) -> str:
    """What readers know a source as."""
    return clean_line(site.source_names.get(source_id, source_id))


def _short(call: Call) -> str:
    return shorten(" ".join([opening(call), clean_line(call.summary)]).strip(), _MOST_OF_A_SHORT_TEXT)


def _venue(call: Call) -> str:
    return shorten(clean_line(call.venue), _MOST_OF_A_VENUE).rstrip(".")


def _body(call: Call, site: Site) -> Iterator[str]:
    """Markup of our own making around escaped text; nothing that a stranger wrote is markup here (F12)."""
    yield f"<p>{html.escape(opening(call))}</p>"
    for warning in caution_words(call, site):
        yield f"<p>{html.escape(warning)}</p>"
    for line in shorten(clean_text(call.summary), _MOST_OF_A_SUMMARY).split("\n"):
        if line:
            yield f"<p>{html.escape(line)}</p>"
    shown = sorted(call.entries, key=_place)[:_MOST_EVIDENCE]
    if shown:
        yield f"<ul>{''.join(f'<li>{_evidence(entry, site)}</li>' for entry in shown)}</ul>"
    yield f"<p>{' · '.join(_links(call, site))}</p>"


def _evidence(entry: Entry, site: Site) -> str:
    """One deadline with the words it was read from and who printed them."""
    told = html.escape(words.entry_words(entry))
    if entry.deadline.date is not None and clean_line(entry.deadline.text):
        printed = html.escape(words.quoted(entry.deadline.text))
        told += f": {_STRUCK.sub(_AS_STRUCK, printed)}"
    if source := source_name(entry.source_id, site):
        told += f" ({html.escape(source)})"
    return told


def _links(call: Call, site: Site) -> Iterator[str]:
    yield f'<a href="{html.escape(call_page(site, call.id))}">All dates, sources and history</a>'
    if is_web_address(call.url):
        yield f'<a href="{html.escape(call.url)}">The call at its origin</a>'
    if where := report_page(site, call.id):
        yield f'<a href="{html.escape(where)}">Report a mistake</a>'


def _categories(call: Call, site: Site) -> Iterator[Category]:
    for slug in call.disciplines:
        yield Category(slug, clean_line(site.discipline_names.get(slug, "")) or slug, home(site))
    yield Category(call.kind.value, words.kind_words(call.kind), about(site))


def _place(entry: Entry) -> tuple[bool, bool, str, str]:
    """What holds before what does not, what is due before the rest, soonest first."""
    deadline = entry.deadline
    day = deadline.date.isoformat() if deadline.date else "9999"
    return deadline.state is not State.ACTIVE, not deadline.kind.is_due, day, entry.slot


def _seconds(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
