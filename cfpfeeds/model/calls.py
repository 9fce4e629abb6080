"""Calls, and what each source says of them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from datetime import date, datetime

from cfpfeeds.model.deadlines import Deadline
from cfpfeeds.model.words import Authority, CallKind, ChangeKind, Kind, State, Status

GONE_AFTER = 3
"""Counted absences in a row (see `Sighting.misses`) after which a source has given a call up."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The deadlines of one call as read from its phrases, with what else the words say."""

    deadlines: tuple[Deadline, ...] = ()
    status: Status | None = None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sighting:
    """One source's cleaned view of one call, kept for ever. (`source_id`, `key`) identify it.

    `call_id` is "" until merge has placed it. `founded` is the id that was minted for this very sighting, "" if it
    joined a call: should the call fall apart, the id goes with it. `misses` counts healthy complete polls in a row that
    lacked it, as far as it matters; `missing_since` is the first of them. `first_seen` and `changed_at` are our clock.
    `warning` is what the source itself says against the call, `issns` are as printed, right or wrong.
    """

    source_id: str
    key: str
    title: str
    venue: str = ""
    url: str = ""
    deadlines: tuple[Deadline, ...] = ()
    disciplines: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    summary: str = ""
    status: Status = Status.OPEN
    kind: CallKind = CallKind.OTHER
    language: str = ""
    acronym: str = ""
    year: int | None = None
    event: str = ""
    place: str = ""
    posted: date | None = None
    authority: Authority = Authority.PUBLISHER
    where: str = ""
    call_id: str = ""
    founded: str = ""
    first_seen: datetime | None = None
    changed_at: datetime | None = None
    missing_since: datetime | None = None
    misses: int = 0
    warning: str = ""
    issns: tuple[str, ...] = ()

    @property
    def id(self) -> tuple[str, str]:
        return self.source_id, self.key

    @property
    def gone(self) -> bool:
        """Whether the source has given the call up: its absence counts."""
        return self.misses >= GONE_AFTER


@dataclass(frozen=True, slots=True)
class Former:
    """What an entry said before: the day it named, until when we showed it, and who changed it."""

    date: dt.date | None
    time: dt.time | None
    zone: str
    until: datetime
    source_id: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A deadline of a call with its lasting identity. `slot` is minted once ("submission", "abstract-2").

    `sequence` counts changes of date, time or state (RFC 5545 3.8.7.4); `modified_at` is the last change of anything;
    `cancelled_at` is since when it is cancelled, None while it stands.
    """

    slot: str
    deadline: Deadline
    source_id: str
    sequence: int
    created_at: datetime
    modified_at: datetime
    former: tuple[Former, ...] = ()
    cancelled_at: datetime | None = None

    @property
    def extended(self) -> bool:
        """Whether the day is later than one shown before."""
        earlier = [f.date for f in self.former if f.date is not None]
        return bool(self.deadline.date and earlier and self.deadline.date > earlier[-1])


@dataclass(frozen=True, slots=True)
class Conflict:
    """A value that lost: which field ("title", "submission"), what it was, who says so and since when."""

    field: str
    value: str
    source_id: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Caution:
    """What a source itself says against a call, in its own words."""

    text: str
    source_id: str


@dataclass(frozen=True, slots=True)
class Call:
    """One call, composed from its sightings and never edited. Everything that is shown derives from it.

    `published_at` is when we first published it, `updated_at` the last change that a reader cares about.
    `source_ids` are the sources that list it now, best authority first. `hidden`: an operator wants it shown nowhere.
    """

    id: str
    title: str
    venue: str
    url: str
    published_at: datetime
    updated_at: datetime
    kind: CallKind = CallKind.OTHER
    status: Status = Status.OPEN
    entries: tuple[Entry, ...] = ()
    disciplines: tuple[str, ...] = ()
    summary: str = ""
    language: str = ""
    acronym: str = ""
    year: int | None = None
    event: str = ""
    place: str = ""
    source_ids: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    cautions: tuple[Caution, ...] = ()
    hidden: bool = False

    @property
    def deadlines(self) -> tuple[Deadline, ...]:
        return tuple(entry.deadline for entry in self.entries)

    @property
    def closes_at(self) -> datetime | None:
        """When the last active submission deadline (or, without one, abstract deadline) has passed everywhere."""
        active = [d for d in self.deadlines if d.state is State.ACTIVE and d.closes_at is not None]
        for kind in (Kind.SUBMISSION, Kind.ABSTRACT):
            ends = [d.closes_at for d in active if d.kind is kind and d.closes_at is not None]
            if ends:
                return max(ends)
        return None

    def status_at(self, now: datetime) -> Status:
        """The status as a reader at `now` (aware UTC) should be told it."""
        if self.status is Status.OPEN and (end := self.closes_at) is not None and end < now:
            return Status.CLOSED
        return self.status


@dataclass(frozen=True, slots=True)
class Change:
    """The memory behind "was 1 Nov, now 15 Nov, seen 29 Oct at Sage".

    `number` is its lasting place in the change log, 0 until it is stored.
    """

    call_id: str
    at: datetime
    kind: ChangeKind
    field: str = ""
    old: str = ""
    new: str = ""
    source_id: str = ""
    number: int = dataclasses.field(default=0, compare=False)
