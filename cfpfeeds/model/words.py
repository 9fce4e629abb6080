"""The closed lists of words that describe deadlines, calls and polls."""

from __future__ import annotations

from enum import StrEnum


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
