"""Deadlines and states in words that a person can read, one function a sentence, in the language that is spoken.

That is English unless somebody says otherwise: see `languages.speaking`.

Nothing is printed that is not known: a time without a zone says so, what was inferred says so, and where no day is
known the source's own words stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

from cfpfeeds.languages import N_, day_in_words, gettext
from cfpfeeds.model import AOE, Call, CallKind, Conflict, Deadline, Entry, Former, Guess, Kind, State, Status
from cfpfeeds.text import clean_line, shorten

_MOST_OF_A_PHRASE = 120
_MOST_OF_A_ROUND = 24

_DUE = {
    Kind.ABSTRACT: N_("Abstract due"),
    Kind.SUBMISSION: N_("Submission due"),
    Kind.NOTIFICATION: N_("Notification"),
    Kind.CAMERA_READY: N_("Final version due"),
    Kind.EVENT_START: N_("Event starts"),
    Kind.EVENT_END: N_("Event ends"),
    Kind.OTHER: N_("Other date"),
}
_STAGE = {Kind.ABSTRACT: N_("Abstract"), Kind.SUBMISSION: N_("Submission"), Kind.CAMERA_READY: N_("Final version")}
_CALL = {
    CallKind.SPECIAL_ISSUE: N_("Special issue"),
    CallKind.CONFERENCE: N_("Conference"),
    CallKind.EDITED_VOLUME: N_("Edited volume"),
    CallKind.STANDING: N_("Standing call"),
    CallKind.OTHER: N_("Call for papers"),
}
_INFERRED = {
    Guess.YEAR: N_("year not printed; inferred"),
    Guess.KIND: N_("stage inferred"),
    Guess.WEEKDAY: N_("the printed weekday does not fit"),
    Guess.UNCONFIRMED: N_("no longer printed by the source"),
}
_LAST_ZONE = frozenset({AOE, "UTC-12:00", "Etc/GMT+12"})


def day_words(day: date) -> str:
    """A calendar day: "31 May 2024"."""
    return day_in_words(day)


def moment_words(moment: datetime) -> str:
    """An instant (aware) in UTC: "1 June 2024, 11:59 UTC"."""
    moment = moment.astimezone(UTC)
    return gettext("%(day)s, %(time)s UTC", day=day_words(moment.date()), time=f"{moment:%H:%M}")


def quoted(text: str, limit: int = _MOST_OF_A_PHRASE) -> str:
    """A source's own words in quotation marks, at most `limit` characters of them."""
    return gettext("“%(words)s”", words=shorten(clean_line(text), limit))


def due_label(kind: Kind) -> str:
    """What happens at a deadline of this kind: "Abstract due"."""
    return gettext(_DUE[kind])


def stage_name(kind: Kind) -> str:
    """The kind as a label: "Abstract"."""
    return gettext(_STAGE.get(kind, _DUE[kind]))


def kind_words(kind: CallKind | str) -> str:
    """What the papers are for, by kind or its stored name: "Special issue"."""
    return gettext(_CALL[CallKind(kind)])


def is_last_zone(zone: str) -> bool:
    """Whether a zone is Anywhere on Earth, however it is spelt."""
    return zone in _LAST_ZONE


def zone_words(zone: str) -> str:
    """A zone as people say it: "AoE", "UTC-08:00", "Los Angeles time"; "" for none."""
    if is_last_zone(zone):
        return AOE
    if "/" not in zone or zone.startswith("Etc/"):
        return zone
    return gettext("%(city)s time", city=zone.rsplit("/", 1)[-1].replace("_", " "))


def hour_words(deadline: Deadline) -> str:
    """Time and zone as far as known: "23:59 AoE", "17:00, no time zone printed", "AoE", or ""."""
    zone = zone_words(deadline.zone)
    guessed = Guess.ZONE in deadline.guesses
    if deadline.time is None:
        return "" if guessed else zone
    clock = f"{deadline.time:%H:%M}"
    if zone and not guessed:
        return f"{clock} {zone}"
    if zone:
        return gettext("%(time)s, no time zone printed, perhaps %(zone)s", time=clock, zone=zone)
    return gettext("%(time)s, no time zone printed", time=clock)


def deadline_words(deadline: Deadline) -> str:
    """The day with all that is known of it: "31 May 2024 (23:59 AoE)"; without a day the words of the source."""
    if deadline.date is None:
        return no_day_words(deadline)
    inferred = "; ".join(gettext(_INFERRED[guess]) for guess in deadline.guesses if guess in _INFERRED)
    remarks = [gettext(" (%(remark)s)", remark=words) for words in (hour_words(deadline), inferred) if words]
    return day_words(deadline.date) + "".join(remarks)


def no_day_words(deadline: Deadline) -> str:
    """What stands in place of a day: "no day printed: “TBD”"."""
    if clean_line(deadline.text):
        return gettext("no day printed: %(words)s", words=quoted(deadline.text))
    return gettext("no day printed")


def due_words(deadline: Deadline) -> str:
    """What is due, with round and track as printed: "Submission due (Round 2)"."""
    which = [shorten(clean_line(words), _MOST_OF_A_ROUND) for words in (deadline.round, deadline.track)]
    named = ", ".join(words for words in which if words)
    return due_label(deadline.kind) + (gettext(" (%(remark)s)", remark=named) if named else "")


def entry_words(entry: Entry) -> str:
    """One deadline as a sentence without full stop: "Submission due 31 May 2024 (AoE), extended: was 1 May 2024"."""
    stated, moved = stated_words(entry), moved_words(entry)
    return gettext("%(stated)s, %(remark)s", stated=stated, remark=moved) if moved else stated


def stated_words(entry: Entry) -> str:
    """What a deadline is now, without what it was: "Cancelled: Submission due 31 May 2024"."""
    deadline = entry.deadline
    sentence = what_and_when(deadline)
    if deadline.state is State.CANCELLED:
        return gettext("Cancelled: %(deadline)s", deadline=sentence)
    if deadline.state is State.SUPERSEDED:
        return gettext("No longer valid: %(deadline)s", deadline=sentence)
    return sentence


def what_and_when(deadline: Deadline) -> str:
    """What is due and by when: "Submission due 31 May 2024 (AoE)", "Submission due: no day printed"."""
    if deadline.date:
        return gettext("%(due)s %(day)s", due=due_words(deadline), day=deadline_words(deadline))
    return gettext("%(due)s: %(words)s", due=due_words(deadline), words=deadline_words(deadline))


def moved_words(entry: Entry) -> str:
    """How the day has moved: "extended: was 1 May 2024"; "" if it has not."""
    before = [former.date for former in entry.former if former.date is not None]
    now = entry.deadline.date
    if not before or now is None or before[-1] == now:
        return ""
    was = day_words(before[-1])
    return (
        gettext("extended: was %(day)s", day=was)
        if entry.extended
        else gettext("brought forward: was %(day)s", day=was)
    )


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
    return gettext("Extended: %(was)s", was=f"{was[0].lower()}{was[1:]}") if entry.extended else was


def was_words(former: Former, source_name: str) -> str:
    """One thing that was shown before, until when and by whose word: "Was 1 May 2024 until 3 April 2024 (Sage)"."""
    day = day_words(former.date) if former.date else gettext("without a day")
    hour = hour_words(Deadline(Kind.OTHER, former.date, former.time, former.zone))
    what = day + (gettext(" (%(remark)s)", remark=hour) if hour else "")
    said = gettext("Was %(what)s until %(day)s", what=what, day=day_words(former.until.date()))
    return said + (gettext(" (%(remark)s)", remark=source_name) if source_name else "")


def conflict_words(conflict: Conflict, source_name: str) -> str:
    """A value that lost, by whose word and since when: "Elsewhere: 1 May 2024 (Sage, seen 3 April 2024)"."""
    seen = gettext("seen %(day)s", day=day_words(conflict.seen_at.date()))
    named = gettext("%(stated)s, %(remark)s", stated=source_name, remark=seen) if source_name else seen
    return gettext("Elsewhere: %(value)s (%(source)s)", value=value_words(conflict.value), source=named)


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
        return gettext("Withdrawn")
    if status is Status.ROLLING:
        return gettext("Open: rolling")
    if status is Status.UNDATED:
        return gettext("Open: no deadline printed")
    last = _closing(call)
    if last is None or last.date is None:
        return gettext("Closed") if status is Status.CLOSED else gettext("Open")
    if status is Status.OPEN:
        return gettext("Open until %(day)s", day=deadline_words(last))
    # A source may print "closed" before the day that it named: then the day would only mislead.
    if call.closes_at is not None and call.closes_at < now:
        return gettext("Closed since %(day)s", day=day_words(last.date))
    return gettext("Closed")


def _closing(call: Call) -> Deadline | None:
    """The deadline that closes the call: see `Call.closes_at`."""
    due = [d for d in call.deadlines if d.state is State.ACTIVE and d.kind.is_due and d.date is not None]
    ends = [d for d in due if d.closes_at == call.closes_at]
    return ends[-1] if ends else None
