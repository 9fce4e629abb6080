"""The nouns that cross rooms: frozen values, no behaviour beyond what follows from their own fields.

Times are aware and in UTC, dates are plain calendar days, an absent text is "" and an absent value is None.
A field on a call touches: model, normalise, merge.compose, store, render and web.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

PDF_LAYOUT = "application/vnd.cfpfeeds.pdf-layout+json"
"""The media type of a PDF file as `fetch` hands it on: words with their places, never the file itself."""

AOE = "AoE"
"""Anywhere on Earth: UTC-12, IANA name Etc/GMT+12 (the sign is turned round there)."""

_LAST_ZONE_ON_EARTH = timezone(timedelta(hours=-12), AOE)
_OFFSET = re.compile(r"UTC([+-])(\d\d):(\d\d)")


class Kind(StrEnum):
    """The stage that a date belongs to."""

    ABSTRACT = "abstract"
    SUBMISSION = "submission"
    NOTIFICATION = "notification"
    CAMERA_READY = "camera_ready"
    EVENT_START = "event_start"
    EVENT_END = "event_end"
    OTHER = "other"

    @property
    def is_due(self) -> bool:
        """Whether an author must hand something in: only these become calendar events."""
        return self in (Kind.ABSTRACT, Kind.SUBMISSION)


class State(StrEnum):
    """What has become of one printed deadline."""

    ACTIVE = "active"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"


class Guess(StrEnum):
    """A part of a deadline that the source did not print and we supplied or could not confirm."""

    YEAR = "year"
    ZONE = "zone"
    KIND = "kind"
    WEEKDAY = "weekday"
    UNCONFIRMED = "unconfirmed"


class Status(StrEnum):
    """Whether papers are wanted. CLOSED is only stored when a source prints it; see `Call.status_at`."""

    OPEN = "open"
    ROLLING = "rolling"
    UNDATED = "undated"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class CallKind(StrEnum):
    """What the papers are for."""

    SPECIAL_ISSUE = "special_issue"
    CONFERENCE = "conference"
    EDITED_VOLUME = "edited_volume"
    STANDING = "standing"
    OTHER = "other"


class Authority(StrEnum):
    """Who keeps a source; where values disagree the earlier member wins."""

    PUBLISHER = "publisher"
    LIST = "list"
    CRAWLER = "crawler"

    @property
    def rank(self) -> int:
        """0 for the strongest."""
        return list(Authority).index(self)


class OutcomeKind(StrEnum):
    """How one poll of one source ended."""

    UPDATED = "updated"
    UNCHANGED = "unchanged"
    SUSPICIOUS = "suspicious"
    BLOCKED = "blocked"
    FAILED = "failed"
    CRASHED = "crashed"

    @property
    def healthy(self) -> bool:
        return self in (OutcomeKind.UPDATED, OutcomeKind.UNCHANGED)


class Cause(StrEnum):
    """What a page really was, where it was not the listing that was asked for; docs/sources.md describes each."""

    REFUSED = "refused"
    ROBOTS = "robots"
    CHALLENGE = "challenge"
    CONSENT = "consent"
    LOG_IN = "log_in"
    NEEDS_BROWSER = "needs_browser"
    SOFT_404 = "soft_404"
    NOT_FOUND = "not_found"
    MOVED = "moved"
    EMPTY = "empty"
    TROUBLE = "trouble"
    UNREADABLE = "unreadable"
    OTHER_PAGE = "other_page"
    FILTER_IGNORED = "filter_ignored"
    CUT_SHORT = "cut_short"
    DOUBTFUL = "doubtful"


class ChangeKind(StrEnum):
    """What a reader would want to be told about a call."""

    NEW = "new"
    EXTENDED = "extended"
    BROUGHT_FORWARD = "brought_forward"
    DEADLINE_ADDED = "deadline_added"
    DEADLINE_CHANGED = "deadline_changed"
    DEADLINE_REMOVED = "deadline_removed"
    RETITLED = "retitled"
    LINK = "link"
    STATUS = "status"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"
    MERGED = "merged"
    OTHER = "other"


def zone_info(zone: str) -> timezone | ZoneInfo | None:
    """The tzinfo of a zone as `Deadline.zone` spells it: "AoE", "UTC", "UTC-08:00" or an IANA name; else None."""
    if zone == AOE:
        return _LAST_ZONE_ON_EARTH
    if zone == "UTC":
        return UTC
    if match := _OFFSET.fullmatch(zone):
        sign = -1 if match[1] == "-" else 1
        return timezone(sign * timedelta(hours=int(match[2]), minutes=int(match[3])), zone)
    try:
        return ZoneInfo(zone) if zone else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


@dataclass(frozen=True, slots=True)
class Deadline:
    """One date of one call, with the words it was read from.

    `date` None means that the words name no day ("TBD", "early 2029"): they are shown, no event is made.
    `time` is wall-clock time in `zone`; 24:00 and midnight are stored as 23:59 of the named day.
    `zone` is "" when none is printed: none is invented. `round` and `track` are as printed, "" if none.
    """

    kind: Kind
    date: dt.date | None  # spelt so, since the field hides the type's own name
    time: dt.time | None = None
    zone: str = ""
    round: str = ""
    track: str = ""
    state: State = State.ACTIVE
    text: str = ""
    guesses: tuple[Guess, ...] = ()

    @property
    def moment(self) -> datetime | None:
        """The instant in UTC, when day, time and zone are all known."""
        tz = zone_info(self.zone)
        if self.date is None or self.time is None or tz is None:
            return None
        try:
            return datetime.combine(self.date, self.time, tz).astimezone(UTC)
        except OverflowError:
            return None

    @property
    def closes_at(self) -> datetime | None:
        """The last instant, in UTC, at which the deadline has not passed everywhere; None without a day."""
        if self.date is None:
            return None
        if (moment := self.moment) is not None:
            return moment
        tz = zone_info(self.zone) or _LAST_ZONE_ON_EARTH
        at = self.time or time(23, 59, 59)
        try:
            return datetime.combine(self.date, at, tz).astimezone(UTC)
        except OverflowError:
            return datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class DeadlineText:
    """One printed phrase in which a deadline may stand, as an extractor found it.

    `label` is what the page prints for it (field name, column title, term, heading). `zone` is a zone printed
    elsewhere for it. `kind` is set only where the source's own field fixes the stage. `prose` True means running text
    that may well hold no deadline; False means a field that is there to hold one. Struck-out words stand as
    ~~words~~ in `text`. `days` are (words of `text`, day in ISO 8601) as the markup gives them: they complete what is
    printed and never contradict it. `unprinted` True: the day stands in the page's data alone, and counts only where
    the page prints none of its stage.
    """

    text: str
    label: str = ""
    zone: str = ""
    kind: Kind | None = None
    round: str = ""
    track: str = ""
    prose: bool = False
    days: tuple[tuple[str, str], ...] = ()
    unprinted: bool = False


@dataclass(frozen=True, slots=True)
class Validators:
    """What a conditional GET sends back (RFC 9110 13.1)."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Bytes with where they came from. `url` as asked, `final_url` after redirects, both without any mirror."""

    url: str
    final_url: str
    status: int
    media_type: str
    body: bytes
    fetched_at: datetime
    charset: str = ""
    validators: Validators = Validators()


@dataclass(frozen=True, slots=True)
class NotModified:
    """The answer 304: the page is what it was."""

    url: str
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Problem:
    """Something odd in one record, that its neighbours survive. `where` names source, record or page."""

    where: str
    message: str


@dataclass(frozen=True, slots=True)
class RawCall:
    """A call as printed: strings only, nothing guessed, nothing cleaned but white space.

    `posted` is the day it was published, `revised` the day its page was last changed.
    """

    title: str
    key: str = ""
    venue: str = ""
    url: str = ""
    deadlines: tuple[DeadlineText, ...] = ()
    summary: str = ""
    labels: tuple[str, ...] = ()
    status_text: str = ""
    posted: str = ""
    language: str = ""
    acronym: str = ""
    year: str = ""
    event: str = ""
    place: str = ""
    kind: CallKind | None = None
    where: str = ""
    revised: str = ""
    warning: str = ""
    issn: str = ""


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one page yields.

    `recognised` False: this is not the page that the rules know, so an empty `calls` means nothing; `reason` says why,
    `cause` what it is instead. `follow` are further pages of the listing. `stated_total` is the count that the page
    itself prints; `left_out` counts records that were read and are no open calls, so that the two can be compared.
    """

    recognised: bool
    calls: tuple[RawCall, ...] = ()
    follow: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    stated_total: int | None = None
    reason: str = ""
    left_out: int = 0
    cause: Cause | None = None


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

    `sequence` counts changes of date, time or state (RFC 5545 3.8.7.4); `modified_at` is the last change of anything.
    """

    slot: str
    deadline: Deadline
    source_id: str
    sequence: int
    created_at: datetime
    modified_at: datetime
    former: tuple[Former, ...] = ()

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


@dataclass(frozen=True, slots=True)
class Known:
    """What the store already holds about the calls that a poll may touch.

    Every call that has a sighting here is here with all its sightings. `retired` are calls that were merged into one
    of them, as they last were. `crowded` are match keys under which too many sightings stand to mean anything.
    """

    calls: tuple[Call, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    retired: tuple[Call, ...] = ()
    crowded: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Fix:
    """A value that an operator sets on a call, with the reason that is shown; it ends with the day `until`."""

    call: str
    field: str
    value: str | Deadline
    reason: str
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Overrides:
    """What operators know better. Calls are named by any id they ever had, sightings as "source/key"."""

    same: tuple[tuple[str, ...], ...] = ()
    apart: tuple[tuple[str, ...], ...] = ()
    fixes: tuple[Fix, ...] = ()
    hidden: tuple[str, ...] = ()

    @property
    def named(self) -> frozenset[str]:
        """Every name of a call or a sighting in them."""
        groups = (name for names in (*self.same, *self.apart) for name in names)
        return frozenset([*groups, *(fix.call for fix in self.fixes), *self.hidden])


@dataclass(frozen=True, slots=True)
class Plan:
    """What one poll changes; nothing happens until the store applies it in one transaction.

    `aliases` maps a call id that has been merged away to the one that lives on.
    """

    sightings: tuple[Sighting, ...] = ()
    calls: tuple[Call, ...] = ()
    changes: tuple[Change, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Habits:
    """What the last believable polls of one source were like, oldest first; the guard compares the next one with it.

    `counts` calls were read, `dated` of them named a day, the pages were `sizes` bytes long, `totals` says whether they
    printed how many calls there are. `changed` are the moments at which something was new, `returned` those at which a
    call came back that had been missing.
    """

    counts: tuple[int, ...] = ()
    dated: tuple[int, ...] = ()
    sizes: tuple[int, ...] = ()
    totals: tuple[bool, ...] = ()
    changed: tuple[datetime, ...] = ()
    returned: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class Pending:
    """A change of one deadline that waits until it has been read again: "" in `said` means that it has vanished.

    `place` names kind, round and track; `flips` counts how often the source has taken such a change back.
    """

    key: str
    place: str
    said: str
    since: datetime
    polls: int = 1
    flips: int = 0


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a suspicious poll read (as a digest), since when, and how often in a row it has been the same."""

    digest: str
    since: datetime
    polls: int = 1


@dataclass(frozen=True, slots=True)
class SourceState:
    """What we remember about polling one source. `digest` names the bytes, rules and reader last read.

    `absence_at` is when calls were last counted as missing, `asked_today` how many pages were asked for on the day
    (UTC) of `last_attempt`, `warned` whether the operator has been told that it is not well.
    """

    source_id: str
    last_attempt: datetime | None = None
    last_success: datetime | None = None
    next_due: datetime | None = None
    failures: int = 0
    usual_count: int = 0
    digest: str = ""
    habits: Habits = Habits()
    pending: tuple[Pending, ...] = ()
    doubt: Doubt | None = None
    absence_at: datetime | None = None
    asked_today: int = 0
    warned: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a poll ended, in words a person can act on. `retry_after` is set when the host asked for a pause.

    `cause` names what the page really was, where the poll was not healthy. `warning` is what is odd about a poll that
    was believed all the same.
    """

    source_id: str
    kind: OutcomeKind
    reason: str
    at: datetime
    calls: int = 0
    new: int = 0
    changed: int = 0
    problems: tuple[Problem, ...] = ()
    seconds: float = 0.0
    retry_after: datetime | None = None
    cause: Cause | None = None
    warning: str = ""


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
    map slugs and ids to names.
    """

    base_url: str
    title: str = "cfpfeeds"
    contact: str = ""
    mistakes: str = ""
    uid_domain: str = "cfpfeeds"
    discipline_names: Mapping[str, str] = field(default_factory=dict)
    source_names: Mapping[str, str] = field(default_factory=dict)


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
    stems of the archives beside it (RFC 5005), `is_archive` whether it is one itself.
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


@dataclass(frozen=True, slots=True)
class Document:
    """Finished bytes with everything an HTTP answer needs. `path` starts with "/"; `etag` is quoted and weak."""

    path: str
    media_type: str
    body: bytes
    gzip: bytes
    etag: str
    modified: datetime
