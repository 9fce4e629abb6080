"""Deadlines and states in words that a person can read. English; one function a sentence, dates through Babel.

Nothing is printed that is not known: a time without a zone says so, what was inferred says so, and where no day is
known the source's own words stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache

from babel.dates import format_date

from cfpfeeds.model import AOE, Call, CallKind, Conflict, Deadline, Entry, Former, Guess, Kind, State, Status
from cfpfeeds.text import clean_line, shorten

_LOCALE = "en"
_DAY = "d MMMM y"
_MOST_OF_A_PHRASE = 120
_MOST_OF_A_ROUND = 24

_DUE = {
    Kind.ABSTRACT: "Abstract due",
    Kind.SUBMISSION: "Submission due",
    Kind.NOTIFICATION: "Notification",
    Kind.CAMERA_READY: "Final version due",
    Kind.EVENT_START: "Event starts",
    Kind.EVENT_END: "Event ends",
    Kind.OTHER: "Other date",
}
_STAGE = {Kind.ABSTRACT: "Abstract", Kind.SUBMISSION: "Submission", Kind.CAMERA_READY: "Final version"}
_CALL = {
    CallKind.SPECIAL_ISSUE: "Special issue",
    CallKind.CONFERENCE: "Conference",
    CallKind.EDITED_VOLUME: "Edited volume",
    CallKind.STANDING: "Standing call",
    CallKind.OTHER: "Call for papers",
}
_INFERRED = {
    Guess.YEAR: "year not printed; inferred",
    Guess.KIND: "stage inferred",
    Guess.WEEKDAY: "the printed weekday does not fit",
    Guess.UNCONFIRMED: "no longer printed by the source",
}
_LAST_ZONE = frozenset({AOE, "UTC-12:00", "Etc/GMT+12"})


@lru_cache(maxsize=4096)
def day_words(day: date) -> str:
    """A calendar day: "31 May 2024"."""
    return str(format_date(day, _DAY, locale=_LOCALE))


def moment_words(moment: datetime) -> str:
    """An instant (aware) in UTC: "1 June 2024, 11:59 UTC"."""
    moment = moment.astimezone(UTC)
    return f"{day_words(moment.date())}, {moment:%H:%M} UTC"


def quoted(text: str, limit: int = _MOST_OF_A_PHRASE) -> str:
    """A source's own words in quotation marks, at most `limit` characters of them."""
    return f"“{shorten(clean_line(text), limit)}”"


def due_label(kind: Kind) -> str:
    """What happens at a deadline of this kind: "Abstract due"."""
    return _DUE[kind]


def stage_name(kind: Kind) -> str:
    """The kind as a label: "Abstract"."""
    return _STAGE.get(kind, _DUE[kind])


def kind_words(kind: CallKind | str) -> str:
    """What the papers are for, by kind or its stored name: "Special issue"."""
    return _CALL[CallKind(kind)]


def is_last_zone(zone: str) -> bool:
    """Whether a zone is Anywhere on Earth, however it is spelt."""
    return zone in _LAST_ZONE


def zone_words(zone: str) -> str:
    """A zone as people say it: "AoE", "UTC-08:00", "Los Angeles time"; "" for none."""
    if is_last_zone(zone):
        return AOE
    if "/" not in zone or zone.startswith("Etc/"):
        return zone
    return zone.rsplit("/", 1)[-1].replace("_", " ") + " time"


def hour_words(deadline: Deadline) -> str:
    """Time and zone as far as known: "23:59 AoE", "17:00, no time zone printed", "AoE", or ""."""
    zone = zone_words(deadline.zone)
    guessed = Guess.ZONE in deadline.guesses
    if deadline.time is None:
        return "" if guessed else zone
    clock = f"{deadline.time:%H:%M}"
    if zone and not guessed:
        return f"{clock} {zone}"
    return f"{clock}, no time zone printed" + (f", perhaps {zone}" if zone else "")


def deadline_words(deadline: Deadline) -> str:
    """The day with all that is known of it: "31 May 2024 (23:59 AoE)"; without a day the words of the source."""
    if deadline.date is None:
        return no_day_words(deadline)
    inferred = "; ".join(_INFERRED[guess] for guess in deadline.guesses if guess in _INFERRED)
    remarks = [f" ({words})" for words in (hour_words(deadline), inferred) if words]
    return day_words(deadline.date) + "".join(remarks)


def no_day_words(deadline: Deadline) -> str:
    """What stands in place of a day: "no day printed: “TBD”"."""
    return f"no day printed: {quoted(deadline.text)}" if clean_line(deadline.text) else "no day printed"


def due_words(deadline: Deadline) -> str:
    """What is due, with round and track as printed: "Submission due (Round 2)"."""
    which = [shorten(clean_line(words), _MOST_OF_A_ROUND) for words in (deadline.round, deadline.track)]
    named = ", ".join(words for words in which if words)
    return f"{due_label(deadline.kind)} ({named})" if named else due_label(deadline.kind)


def entry_words(entry: Entry) -> str:
    """One deadline as a sentence without full stop: "Submission due 31 May 2024 (AoE), extended: was 1 May 2024"."""
    return ", ".join(words for words in (stated_words(entry), moved_words(entry)) if words)


def stated_words(entry: Entry) -> str:
    """What a deadline is now, without what it was: "Cancelled: Submission due 31 May 2024"."""
    deadline = entry.deadline
    sentence = f"{due_words(deadline)}{' ' if deadline.date else ': '}{deadline_words(deadline)}"
    if deadline.state is State.CANCELLED:
        return f"Cancelled: {sentence}"
    if deadline.state is State.SUPERSEDED:
        return f"No longer valid: {sentence}"
    return sentence


def moved_words(entry: Entry) -> str:
    """How the day has moved: "extended: was 1 May 2024"; "" if it has not."""
    before = [former.date for former in entry.former if former.date is not None]
    now = entry.deadline.date
    if not before or now is None or before[-1] == now:
        return ""
    return f"{'extended' if entry.extended else 'brought forward'}: was {day_words(before[-1])}"


def utc_words(deadline: Deadline) -> str:
    """The last moment in UTC, "1 June 2024, 11:59 UTC"; "" where it is not known for certain or is printed so."""
    if deadline.moment is None or Guess.ZONE in deadline.guesses or deadline.zone == "UTC":
        return ""
    return moment_words(deadline.moment)


def former_words(entry: Entry, source_names: Mapping[str, str] | None = None) -> str:
    """What a deadline said last before this: "Extended: was 1 May 2024 until 3 April 2024 (Sage)", or ""."""
    if not entry.former:
        return ""
    last = entry.former[-1]
    was = was_words(last, (source_names or {}).get(last.source_id, last.source_id))
    return f"Extended: {was[0].lower()}{was[1:]}" if entry.extended else was


def was_words(former: Former, source_name: str) -> str:
    """One thing that was shown before, until when and by whose word: "Was 1 May 2024 until 3 April 2024 (Sage)"."""
    day = day_words(former.date) if former.date else "without a day"
    hour = hour_words(Deadline(Kind.OTHER, former.date, former.time, former.zone))
    named = f" ({source_name})" if source_name else ""
    return f"Was {day}{f' ({hour})' if hour else ''} until {day_words(former.until.date())}{named}"


def conflict_words(conflict: Conflict, source_name: str) -> str:
    """A value that lost, by whose word and since when: "Elsewhere: 1 May 2024 (Sage, seen 3 April 2024)"."""
    seen = f"seen {day_words(conflict.seen_at.date())}"
    named = f"{source_name}, {seen}" if source_name else seen
    return f"Elsewhere: {value_words(conflict.value)} ({named})"


def value_words(value: str) -> str:
    """A value as it is kept, with the day at its beginning in words: "1 May 2024 23:59 AoE"."""
    try:
        return f"{day_words(date.fromisoformat(value[:10]))}{value[10:]}"
    except ValueError:
        return shorten(clean_line(value), _MOST_OF_A_PHRASE)


def status_words(call: Call, now: datetime) -> str:
    """Whether papers are wanted, as a reader at `now` (aware UTC) should be told: "Open until 31 May 2024 (AoE)"."""
    status = call.status_at(now)
    if status is Status.WITHDRAWN:
        return "Withdrawn"
    if status is Status.ROLLING:
        return "Open: rolling"
    if status is Status.UNDATED:
        return "Open: no deadline printed"
    last = _closing(call)
    if last is None or last.date is None:
        return "Closed" if status is Status.CLOSED else "Open"
    if status is Status.OPEN:
        return f"Open until {deadline_words(last)}"
    # A source may print "closed" before the day that it named: then the day would only mislead.
    return f"Closed since {day_words(last.date)}" if call.closes_at is not None and call.closes_at < now else "Closed"


def _closing(call: Call) -> Deadline | None:
    """The deadline that closes the call: see `Call.closes_at`."""
    due = [d for d in call.deadlines if d.state is State.ACTIVE and d.kind.is_due and d.date is not None]
    ends = [d for d in due if d.closes_at == call.closes_at]
    return ends[-1] if ends else None
