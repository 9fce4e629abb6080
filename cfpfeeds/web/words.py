"""What only pages say: how long is left, how a poll ended, what has changed. Deadlines themselves: `render.words`."""

from __future__ import annotations

import re
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
    Call,
    Deadline,
    Discipline,
    Guess,
    Shape,
    Status,
)
from cfpfeeds.render.changes import slot_words as slot_words
from cfpfeeds.render.select import event_day
from cfpfeeds.text import shorten

_STRUCK = re.compile(r"~~(.+?)~~", re.DOTALL)
_DAYS_COUNTED = 99
_AMOUNT = "{n}"  # what a script puts its number in place of

_SHAPES = {
    Shape.AS_KNOWN: N_("As printed: a day is a day, a time with its zone is a time (AoE: the named day)"),
    Shape.DAYS: N_("Whole days only; west of a printed zone the day can be late"),
    Shape.TIMES: N_("At the exact moment wherever time and zone are printed, AoE too"),
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


def has_event(call: Call) -> bool:
    """Whether the calendar of a call holds anything."""
    return any(event_day(entry) is not None for entry in call.entries)


def place_words(call: Call) -> str:
    """Venue, event and place on one line, each once."""
    parts = dict.fromkeys(part for part in (call.venue, call.event, call.place) if part and part != call.title)
    return ", ".join(parts)
