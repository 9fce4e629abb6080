"""What readers are served: lists, documents, and how a calendar shows an event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from cfpfeeds.model.calls import Call, Change
from cfpfeeds.model.words import Kind


@dataclass(frozen=True, slots=True)
class Discipline:
    """A field or one of its leaves. A leaf names its field in `parent`; a field has its leaves in `leaves`."""

    slug: str
    name: str
    parent: str = ""
    leaves: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Site:
    """What every output says about the service. `base_url` is public and absolute, without a slash at its end.

    `mistakes` is where readers report one: an e-mail address or one with {title}, {body} and {page} to fill in;
    `contact` where it is empty. `uid_domain` ends every UID and never changes. `discipline_names` and `source_names`
    map slugs and ids to names. `hub` tells subscribers of feeds that they have changed (W3C WebSub), "" for none.
    """

    base_url: str
    title: str = "cfpfeeds"
    contact: str = ""
    mistakes: str = ""
    uid_domain: str = "cfpfeeds"
    discipline_names: Mapping[str, str] = field(default_factory=dict)
    source_names: Mapping[str, str] = field(default_factory=dict)
    hub: str = ""


class Shape(StrEnum):
    """How events stand in a calendar: as far as is known, all as whole days, or at the moment wherever one is known."""

    AS_KNOWN = "as-known"
    DAYS = "days"
    TIMES = "times"


@dataclass(frozen=True, slots=True)
class EventChoices:
    """What one subscriber has chosen about the events of a calendar; by default nothing rings.

    `kinds` are the stages that make events, `remind` how long before the start an alarm rings, `language` that of the
    labels in the summary.
    """

    kinds: frozenset[Kind] = frozenset({Kind.ABSTRACT, Kind.SUBMISSION})
    remind: tuple[timedelta, ...] = ()
    shape: Shape = Shape.AS_KNOWN
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Feed:
    """What every format receives: one list of calls with the words around it.

    `slug` is its folder ("nursing", "all", "filter") and `query` what stands behind the question mark of its addresses.
    `calls` are in feed order: newest `published_at` first, ties by id. A feed of changes has `changes` instead, each
    with its call, newest first. `updated_at` is the newest change among them, or when the list was first published if
    it is empty. `stem` is the name of its files without ending where it is not the usual one, `older` and `newer` the
    stems of the archives beside it (RFC 5005), `is_archive` whether it is one itself. `hub` is told when it changes.
    """

    slug: str
    title: str
    description: str
    calls: tuple[Call, ...]
    updated_at: datetime
    language: str = "en"
    query: str = ""
    choices: EventChoices = EventChoices()
    changes: tuple[tuple[Change, Call], ...] = ()
    stem: str = ""
    older: str = ""
    newer: str = ""
    is_archive: bool = False
    hub: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """Finished bytes with everything an HTTP answer needs. `path` starts with "/"; `etag` is quoted and weak.

    `brotli` is empty where the document was made on request: there the smaller answer would not repay its making.
    """

    path: str
    media_type: str
    body: bytes
    gzip: bytes
    etag: str
    modified: datetime
    brotli: bytes = b""
