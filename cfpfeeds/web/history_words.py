"""What the page of a call says of its past: what has changed, where sources disagree, who keeps them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from cfpfeeds.languages import N_, gettext
from cfpfeeds.model import Authority, Change, ChangeKind, Sighting, Site, Status
from cfpfeeds.render.changes import slot_words
from cfpfeeds.render.words import day_words

_ISO_DAY = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_CHANGES = {
    ChangeKind.NEW: N_("First seen"),
    ChangeKind.EXTENDED: N_("%(stage)s extended"),
    ChangeKind.BROUGHT_FORWARD: N_("%(stage)s brought forward"),
    ChangeKind.DEADLINE_ADDED: N_("%(stage)s added"),
    ChangeKind.DEADLINE_CHANGED: N_("%(stage)s changed"),
    ChangeKind.DEADLINE_REMOVED: N_("%(stage)s cancelled"),
    ChangeKind.RETITLED: N_("New title"),
    ChangeKind.LINK: N_("New link"),
    ChangeKind.STATUS: N_("Status"),
    ChangeKind.WITHDRAWN: N_("Withdrawn"),
    ChangeKind.REOPENED: N_("Open again"),
    ChangeKind.MERGED: N_("Found to be the same call as another entry"),
    ChangeKind.OTHER: N_("Changed"),
}
_STATES = {
    Status.OPEN: N_("Open"),
    Status.ROLLING: N_("Open: rolling"),
    Status.UNDATED: N_("Open: no deadline printed"),
    Status.CLOSED: N_("Closed"),
    Status.WITHDRAWN: N_("Withdrawn"),
}
_OF_THE_STATUS = {ChangeKind.STATUS, ChangeKind.WITHDRAWN, ChangeKind.REOPENED}
_AUTHORITIES = {
    Authority.PUBLISHER: N_("publisher or organiser"),
    Authority.LIST: N_("list kept by hand"),
    Authority.CRAWLER: N_("collected by a program"),
}


def change_words(change: Change, site: Site) -> str:
    """One line of a call's history: "Submission extended: was 1 May 2024, now 15 May 2024 (Sage)"."""
    who = site.source_names.get(change.source_id, change.source_id)
    said = gettext(_CHANGES[change.kind], stage=slot_words(change.field))
    if change.kind is not ChangeKind.NEW:
        told = _state_in_words if change.kind in _OF_THE_STATUS else _days_in_words
        said = _from_to(said, told(change.old), told(change.new))
    return said + (gettext(" (%(remark)s)", remark=who) if who else "")


def conflict_words(field: str) -> str:
    """The field that sources disagree about: "Title", "Submission"."""
    return slot_words(field)


def value_words(value: str) -> str:
    """A value as the store keeps it, with its days in words."""
    return _days_in_words(value)


def authority_words(authority: Authority) -> str:
    """Who keeps a source: "list kept by hand"."""
    return gettext(_AUTHORITIES[authority])


def by_authority(sightings: Iterable[Sighting]) -> list[Sighting]:
    """Sightings with those first that are believed first."""
    return sorted(sightings, key=lambda seen: (seen.authority.rank, seen.id))


def _from_to(what: str, old: str, new: str) -> str:
    if old and new:
        return gettext("%(what)s: was %(old)s, now %(new)s", what=what, old=old, new=new)
    if old:
        return gettext("%(what)s: was %(old)s", what=what, old=old)
    return gettext("%(what)s: %(new)s", what=what, new=new) if new else what


def _state_in_words(text: str) -> str:
    return gettext(_STATES[Status(text)]) if text in set(Status) else _days_in_words(text)


def _days_in_words(text: str) -> str:
    def said(match: re.Match[str]) -> str:
        try:
            return day_words(date(int(match[1]), int(match[2]), int(match[3])))
        except ValueError:
            return match[0]

    return _ISO_DAY.sub(said, text)
