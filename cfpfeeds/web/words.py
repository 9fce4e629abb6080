"""What only pages say: how long is left, how a poll ended, what has changed. Deadlines themselves: `render.words`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qsl

from markupsafe import Markup, escape

from cfpfeeds.languages import (
    N_,
    counted,
    gettext,
    month_in_words,
    month_name,
    name_of_language,
    ngettext,
    pgettext,
    weekday_names,
)
from cfpfeeds.languages import (
    number as number,
)
from cfpfeeds.model import (
    Authority,
    Call,
    Cause,
    Change,
    ChangeKind,
    Deadline,
    Discipline,
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
_DAYS_COUNTED = 99
_AMOUNT = "{n}"  # what a script puts its number in place of

_OUTCOMES = {
    OutcomeKind.UPDATED: N_("Read, with changes"),
    OutcomeKind.UNCHANGED: N_("Read, nothing new"),
    OutcomeKind.SUSPICIOUS: N_("Not believed"),
    OutcomeKind.BLOCKED: N_("Blocked"),
    OutcomeKind.FAILED: N_("Failed"),
    OutcomeKind.CRASHED: N_("Crashed"),
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
_SHAPES = {
    Shape.AS_KNOWN: N_("As printed: a day is a day, a time with its zone is a time (AoE: the named day)"),
    Shape.DAYS: N_("Whole days only; west of a printed zone the day can be late"),
    Shape.TIMES: N_("At the exact moment wherever time and zone are printed, AoE too"),
}
_AUTHORITIES = {
    Authority.PUBLISHER: N_("publisher or organiser"),
    Authority.LIST: N_("list kept by hand"),
    Authority.CRAWLER: N_("collected by a program"),
}
_BAD_POLLS = {
    OutcomeKind.SUSPICIOUS: N_("what it answers is not believed"),
    OutcomeKind.BLOCKED: N_("it refuses us"),
    OutcomeKind.FAILED: N_("it cannot be read"),
    OutcomeKind.CRASHED: N_("cfpfeeds has a fault with it"),
}


def month_short(day: date) -> str:
    """The month in the narrow date block of a list: "May"."""
    return month_name(day)


def left_words(deadline: Deadline, now: datetime) -> str:
    """How long is left, by calendar days in UTC: "12 days left"; "" where no day is known or it has passed.

    The named day itself is "last day", and "last hours" are those in which it is over in UTC but not everywhere.
    """
    end = deadline.closes_at
    if deadline.date is None or end is None or end < now:
        return ""
    days = (deadline.date - now.astimezone(UTC).date()).days
    if days < 0:
        return gettext("last hours")
    if days == 0:
        return gettext("last day")
    if days <= _DAYS_COUNTED:
        return ngettext("%(num)s day left", "%(num)s days left", days)
    months = round(days / 30.44)
    if months < 24:
        return ngettext("about %(num)s month left", "about %(num)s months left", months)
    return ngettext("about %(num)s year left", "about %(num)s years left", days // 365)


def script_words() -> dict[str, Any]:
    """What the script that counts the time left says: whole sentences, and counted ones by their plural category."""
    return {
        "day": counted(lambda n: ngettext("%(num)s day left", "%(num)s days left", n, num=_AMOUNT)),
        "hour": counted(lambda n: ngettext("%(num)s hour left", "%(num)s hours left", n, num=_AMOUNT)),
        "minute": counted(lambda n: ngettext("%(num)s minute left", "%(num)s minutes left", n, num=_AMOUNT)),
        "passed": gettext("passed"),
        "lastDay": gettext("last day"),
        "lastHours": gettext("last hours"),
        "inZone": gettext("In your time (%(zone)s): %(moment)s.", zone="{zone}", moment="{moment}"),
        "inYours": gettext("In your time: %(moment)s.", moment="{moment}"),
    }


def own_moment(deadline: Deadline) -> str:
    """The last instant of a deadline for a script to count by; "" where it is not known for certain."""
    moment = deadline.moment
    return "" if moment is None or Guess.ZONE in deadline.guesses else machine_moment(moment)


def month_words(day: date) -> str:
    """The month of a day as a heading: "December 2026"."""
    told = month_in_words(day)
    return told[:1].upper() + told[1:]


def weekday_words(day: date) -> str:
    """The weekday, short: "Thu"."""
    return weekday_names()[day.weekday()]


def weekdays() -> tuple[str, ...]:
    """The heads of a sheet of days, from Monday on."""
    return weekday_names()


def list_name(found: Discipline) -> str:
    """The name of a list. Disciplines are translated, except those that an operator has named; venues never are."""
    return found.name if "/" in found.slug else pgettext("discipline", found.name)


def list_title(found: Discipline, closed: bool) -> str:
    """What the page of a list is called: "Nursing: open calls for papers"."""
    if closed:
        return gettext("%(name)s: closed calls for papers", name=list_name(found))
    return gettext("%(name)s: open calls for papers", name=list_name(found))


def shortened(text: str, limit: int) -> str:
    """The beginning of a text where there is little room."""
    return shorten(text, limit)


def is_over(deadline: Deadline, now: datetime) -> bool:
    """Whether a deadline has passed everywhere."""
    return deadline.closes_at is not None and deadline.closes_at < now


def block_words(status: Status) -> str:
    """What stands in the date block of a call for which no day is ahead."""
    said = {
        Status.ROLLING: pgettext("in place of a day", "any time"),
        Status.UNDATED: pgettext("in place of a day", "no day"),
        Status.WITHDRAWN: pgettext("in place of a day", "with\N{SOFT HYPHEN}drawn"),
        Status.CLOSED: pgettext("in place of a day", "closed"),
        Status.OPEN: pgettext("in place of a day", "no day"),
    }
    return said[status]


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
    """How a poll ended, for a person: N_("Read, nothing new")."""
    return gettext(_OUTCOMES[kind])


def missed_words(kind: OutcomeKind, times: int) -> str:
    """That several polls in a row went wrong, and how the last of them did."""
    return ngettext(
        "Missed once: %(why)s.", "Missed %(num)s times in a row: %(why)s.", times, why=gettext(_BAD_POLLS[kind])
    )


def cause_words(cause: Cause) -> str:
    """What the page really was, in a sentence for a person."""
    return _CAUSES[cause]


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
    """Who keeps a source: N_("list kept by hand")."""
    return gettext(_AUTHORITIES[authority])


def struck(text: str) -> Markup:
    """Words of a source with what it struck out, ~~like this~~, marked as deleted."""
    return Markup(_STRUCK.sub(r"<del>\1</del>", str(escape(text))))


def language_name(code: str) -> str:
    """The name of a language by its code: "German"; the code where no name is known."""
    return name_of_language(code)


def alarm_words(before: str) -> str:
    """The time of an alarm as an address spells it, in words: "7 days", "12 hours"."""
    number = int(before[:-1])
    if before.endswith("d"):
        return ngettext("%(num)s day", "%(num)s days", number)
    return ngettext("%(num)s hour", "%(num)s hours", number)


def shape_words(shape: Shape) -> str:
    """How calendar entries stand, for a person to choose."""
    return gettext(_SHAPES[shape])


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
