"""What only pages say: how long is left, how a poll ended, what has changed. Deadlines themselves: `render.words`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from urllib.parse import parse_qsl

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from markupsafe import Markup, escape

from cfpfeeds.model import (
    Authority,
    Call,
    Cause,
    Change,
    ChangeKind,
    Deadline,
    Guess,
    OutcomeKind,
    Shape,
    Sighting,
    Site,
    Status,
)
from cfpfeeds.render.changes import slot_words as slot_words
from cfpfeeds.render.select import event_day
from cfpfeeds.render.words import day_words
from cfpfeeds.text import shorten

_ISO_DAY = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_STRUCK = re.compile(r"~~(.+?)~~", re.DOTALL)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS_COUNTED = 99

_OUTCOMES = {
    OutcomeKind.UPDATED: "Read, with changes",
    OutcomeKind.UNCHANGED: "Read, nothing new",
    OutcomeKind.SUSPICIOUS: "Not believed",
    OutcomeKind.BLOCKED: "Blocked",
    OutcomeKind.FAILED: "Failed",
    OutcomeKind.CRASHED: "Crashed",
}
_CAUSES = {
    Cause.REFUSED: "The host does not serve programs: save the page in a browser and import it.",
    Cause.ROBOTS: "The host's robots.txt keeps programs away from this page.",
    Cause.CHALLENGE: "A test for browsers or humans stood in place of the page; it is never solved.",
    Cause.CONSENT: "The page asks for consent to cookies before it shows anything.",
    Cause.LOG_IN: "A log-in stood in place of the page.",
    Cause.NEEDS_BROWSER: "Without a browser that runs its scripts the page is empty.",
    Cause.SOFT_404: "The page answers as if all were well, but says that there is no such page.",
    Cause.NOT_FOUND: "The address has changed: nothing is there any more.",
    Cause.MOVED: "The address leads to another host, which this source does not know.",
    Cause.EMPTY: "The answer was empty.",
    Cause.TROUBLE: "The host did not answer, or broke off; it is asked again.",
    Cause.UNREADABLE: "What came is not what it claims to be.",
    Cause.OTHER_PAGE: "It is another page than the one that is known: moved, or redesigned.",
    Cause.FILTER_IGNORED: "The host answered another question than it was asked.",
    Cause.CUT_SHORT: "The list holds fewer calls than it says itself.",
    Cause.DOUBTFUL: "The list suddenly shrank, is empty, or could mostly not be read.",
}
_CHANGES = {
    ChangeKind.NEW: "First seen",
    ChangeKind.EXTENDED: "extended",
    ChangeKind.BROUGHT_FORWARD: "brought forward",
    ChangeKind.DEADLINE_ADDED: "added",
    ChangeKind.DEADLINE_CHANGED: "changed",
    ChangeKind.DEADLINE_REMOVED: "cancelled",
    ChangeKind.RETITLED: "New title",
    ChangeKind.LINK: "New link",
    ChangeKind.STATUS: "Status",
    ChangeKind.WITHDRAWN: "Withdrawn",
    ChangeKind.REOPENED: "Open again",
    ChangeKind.MERGED: "Found to be the same call as another entry",
    ChangeKind.OTHER: "Changed",
}
_OF_DEADLINES = {
    ChangeKind.EXTENDED,
    ChangeKind.BROUGHT_FORWARD,
    ChangeKind.DEADLINE_ADDED,
    ChangeKind.DEADLINE_CHANGED,
    ChangeKind.DEADLINE_REMOVED,
}
_SHAPES = {
    Shape.AS_KNOWN: "As printed: a day is a day, a time with its zone is a time (AoE: the named day)",
    Shape.DAYS: "Whole days only; west of a printed zone the day can be late",
    Shape.TIMES: "At the exact moment wherever time and zone are printed, AoE too",
}
_AUTHORITIES = {
    Authority.PUBLISHER: "publisher or organiser",
    Authority.LIST: "list kept by hand",
    Authority.CRAWLER: "collected by a program",
}
_WITHOUT_A_DAY = {
    Status.ROLLING: "any time",
    Status.UNDATED: "no day",
    Status.WITHDRAWN: "with\N{SOFT HYPHEN}drawn",
    Status.CLOSED: "closed",
    Status.OPEN: "no day",
}


def month_short(day: date) -> str:
    """The month in the narrow date block of a list: "May"."""
    return _MONTHS[day.month - 1]


def left_words(deadline: Deadline, now: datetime) -> str:
    """How long is left, by calendar days in UTC: "12 days left"; "" where no day is known or it has passed.

    The named day itself is "last day", and "last hours" are those in which it is over in UTC but not everywhere.
    """
    end = deadline.closes_at
    if deadline.date is None or end is None or end < now:
        return ""
    days = (deadline.date - now.astimezone(UTC).date()).days
    if days < 0:
        return "last hours"
    if days == 0:
        return "last day"
    if days <= _DAYS_COUNTED:
        return f"{days} {'day' if days == 1 else 'days'} left"
    months = round(days / 30.44)
    return f"about {months} months left" if months < 24 else f"about {days // 365} years left"


def own_moment(deadline: Deadline) -> str:
    """The last instant of a deadline for a script to count by; "" where it is not known for certain."""
    moment = deadline.moment
    return "" if moment is None or Guess.ZONE in deadline.guesses else machine_moment(moment)


def month_words(day: date) -> str:
    """The month of a day: "December 2026"."""
    return str(format_date(day, "MMMM y", locale="en"))


def weekday_words(day: date) -> str:
    """The weekday, short: "Thu"."""
    return str(format_date(day, "EEE", locale="en"))


def shortened(text: str, limit: int) -> str:
    """The beginning of a text where there is little room."""
    return shorten(text, limit)


def is_over(deadline: Deadline, now: datetime) -> bool:
    """Whether a deadline has passed everywhere."""
    return deadline.closes_at is not None and deadline.closes_at < now


def block_words(status: Status) -> str:
    """What stands in the date block of a call for which no day is ahead."""
    return _WITHOUT_A_DAY[status]


def machine_date(deadline: Deadline) -> str:
    """The `datetime` attribute of HTML's `time`: the instant if it is known for certain, else the day; "" without."""
    if deadline.date is None:
        return ""
    moment = deadline.moment
    if moment is None or Guess.ZONE in deadline.guesses or moment.year < 1000:
        return deadline.date.isoformat()
    return moment.strftime("%Y-%m-%dT%H:%MZ")


def machine_moment(moment: datetime) -> str:
    """The `datetime` attribute of an instant."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def outcome_words(kind: OutcomeKind) -> str:
    """How a poll ended, for a person: "Read, nothing new"."""
    return _OUTCOMES[kind]


def cause_words(cause: Cause) -> str:
    """What the page really was, in a sentence for a person."""
    return _CAUSES[cause]


def change_words(change: Change, site: Site) -> str:
    """One line of a call's history: "Submission extended: was 1 May 2024, now 15 May 2024 (Sage)"."""
    who = site.source_names.get(change.source_id, change.source_id)
    said = _CHANGES[change.kind]
    if change.kind in _OF_DEADLINES:
        said = f"{slot_words(change.field)} {said}"
    if change.kind is not ChangeKind.NEW:
        said += _from_to(_days_in_words(change.old), _days_in_words(change.new))
    return f"{said} ({who})" if who else said


def conflict_words(field: str) -> str:
    """The field that sources disagree about: "Title", "Submission"."""
    return slot_words(field)


def value_words(value: str) -> str:
    """A value as the store keeps it, with its days in words."""
    return _days_in_words(value)


def authority_words(authority: Authority) -> str:
    """Who keeps a source: "list kept by hand"."""
    return _AUTHORITIES[authority]


def struck(text: str) -> Markup:
    """Words of a source with what it struck out, ~~like this~~, marked as deleted."""
    return Markup(_STRUCK.sub(r"<del>\1</del>", str(escape(text))))


def language_name(code: str) -> str:
    """The English name of a language by its code: "German"; the code where no name is known."""
    try:
        return Locale.parse(code).get_display_name("en") or code
    except (UnknownLocaleError, ValueError):
        return code


def alarm_words(before: str) -> str:
    """The time of an alarm as an address spells it, in words: "7 days", "12 hours"."""
    number, unit = before[:-1], {"d": "day", "h": "hour"}[before[-1]]
    return f"{number} {unit}{'' if number == '1' else 's'}"


def shape_words(shape: Shape) -> str:
    """How calendar entries stand, for a person to choose."""
    return _SHAPES[shape]


def pairs(query: str) -> list[tuple[str, str]]:
    """The names and values of a query string, for a form that must hand them on."""
    return parse_qsl(query)


def by_authority(sightings: Iterable[Sighting]) -> list[Sighting]:
    """Sightings with those first that are believed first."""
    return sorted(sightings, key=lambda seen: (seen.authority.rank, seen.id))


def has_event(call: Call) -> bool:
    """Whether the calendar of a call holds anything."""
    return any(event_day(entry) is not None for entry in call.entries)


def place_words(call: Call) -> str:
    """Venue, event and place on one line, each once."""
    parts = dict.fromkeys(part for part in (call.venue, call.event, call.place) if part and part != call.title)
    return ", ".join(parts)


def _from_to(old: str, new: str) -> str:
    if old and new:
        return f": was {old}, now {new}"
    if old:
        return f": was {old}"
    return f": {new}" if new else ""


def _days_in_words(text: str) -> str:
    def said(match: re.Match[str]) -> str:
        try:
            return day_words(date(int(match[1]), int(match[2]), int(match[3])))
        except ValueError:
            return match[0]

    return _ISO_DAY.sub(said, text)
