"""What has changed, as items of a feed: readers do not show that an item they know already says something new."""

from __future__ import annotations

import html
import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date

from cfpfeeds.languages import N_, gettext
from cfpfeeds.model import Call, Change, ChangeKind, Feed, Kind, Site
from cfpfeeds.render.items import NAMESPACE, Item, item, opening, source_name
from cfpfeeds.render.words import day_words, due_label, stage_name
from cfpfeeds.text import clean_line, shorten

TOLD = frozenset(
    {
        ChangeKind.NEW,
        ChangeKind.EXTENDED,
        ChangeKind.BROUGHT_FORWARD,
        ChangeKind.DEADLINE_ADDED,
        ChangeKind.DEADLINE_CHANGED,
        ChangeKind.DEADLINE_REMOVED,
        ChangeKind.WITHDRAWN,
        ChangeKind.REOPENED,
    }
)
"""The kinds of change that make an item; the rest stands in the history of the call."""

MOST_CHANGES = 50
_MOST_OF_A_TITLE = 300
_MOST_OF_A_VALUE = 80
_ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_PLAIN = {ChangeKind.NEW: "New", ChangeKind.WITHDRAWN: "Withdrawn", ChangeKind.REOPENED: "Open again"}
_OF_A_DEADLINE = {
    ChangeKind.EXTENDED: "extended to",
    ChangeKind.BROUGHT_FORWARD: "brought forward to",
    ChangeKind.DEADLINE_CHANGED: "changed to",
    ChangeKind.DEADLINE_ADDED: "deadline named:",
}
_FIELDS = {"title": N_("Title"), "venue": N_("Venue"), "place": N_("Place"), "event": N_("Event"), "url": N_("Link")}
_DUE = frozenset(kind.value for kind in Kind if kind.is_due)


def told_changes(
    changes: Iterable[Change], calls: Mapping[str, Call], limit: int = MOST_CHANGES
) -> tuple[tuple[Change, Call], ...]:
    """The changes that a reader of these calls should hear of, each with its call, in the order given.

    Of a call that was merged from two, only the first "new" is told.
    """
    found: list[tuple[Change, Call]] = []
    for change in changes:
        call = calls.get(change.call_id)
        if call is None or not _is_told(change, call):
            continue
        found.append((change, call))
        if len(found) == limit:
            break
    return tuple(found)


def items(feed: Feed, site: Site) -> list[Item]:
    """What a feed lists as items, in its order: its calls, or its changes."""
    return [
        *(item(call, site, feed.language) for call in feed.calls),
        *(change_item(change, call, site, feed.language) for change, call in feed.changes),
    ]


def change_item(change: Change, call: Call, site: Site, language: str = "en") -> Item:
    """One change as an item: its own identity and time, and the call as it is now below it."""
    whole = item(call, site, language)
    told = change_sentence(change, call, site)
    at = change.at.astimezone(UTC).replace(microsecond=0)
    return replace(
        whole,
        id=uuid.uuid5(NAMESPACE, f"change:{site.uid_domain}/{change.number}/{change.at.isoformat()}").urn,
        title=shorten(f"{headline(change)}: {whole.title}", _MOST_OF_A_TITLE),
        published=at,
        updated=at,
        short=shorten(f"{told} {opening(call)}", 400),
        html=f"<p><strong>{html.escape(told)}</strong></p>{whole.html}",
    )


def headline(change: Change) -> str:
    """What has happened, for a title: "Submission extended to 15 November 2026"."""
    if change.kind in _PLAIN:
        return _PLAIN[change.kind]
    stage = slot_words(change.field)
    if change.kind is ChangeKind.DEADLINE_REMOVED:
        return f"{stage} cancelled"
    return f"{stage} {_OF_A_DEADLINE.get(change.kind, 'changed to')} {value_words(change.new)}"


def change_sentence(change: Change, call: Call, site: Site) -> str:
    """What has happened, from what, and who says so: "Submission extended to 15 May 2024; was 1 May 2024 (Sage)."."""
    said = headline(change)
    if change.old and change.kind not in _PLAIN:
        said += f"; was {value_words(change.old)}"
    source = source_name(change.source_id, site)
    return f"{said} ({source})." if source else f"{said}."


def slot_words(slot: str) -> str:
    """The name of an entry by its slot: "submission-2" is "Submission 2"."""
    kind, _, number = slot.partition("-")
    try:
        name = stage_name(Kind(kind))
    except ValueError:
        named = _FIELDS.get(kind, kind.replace("_", " ").capitalize())
        name = gettext(named) if named else due_label(Kind.OTHER)
    return f"{name} {number}".strip()


def value_words(value: str) -> str:
    """A value as the change log keeps it, its days in words."""

    def said(match: re.Match[str]) -> str:
        try:
            return day_words(date(int(match[1]), int(match[2]), int(match[3])))
        except ValueError:
            return match[0]

    return shorten(_ISO_DAY.sub(said, clean_line(value)), _MOST_OF_A_VALUE)


def _is_told(change: Change, call: Call) -> bool:
    if change.kind not in TOLD:
        return False
    if change.kind is ChangeKind.NEW:
        return change.at <= call.published_at
    if change.kind in (ChangeKind.WITHDRAWN, ChangeKind.REOPENED):
        return True
    return change.field.partition("-")[0] in _DUE
