"""One deadline as one VEVENT: the same bytes in every calendar that holds it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from icalendar import Alarm, Event

from cfpfeeds.languages import speaking
from cfpfeeds.model import Call, Conflict, Deadline, Entry, EventChoices, Guess, Shape, Site, Status
from cfpfeeds.render import words
from cfpfeeds.render.folding import octets
from cfpfeeds.render.items import caution_words, source_name
from cfpfeeds.render.labels import due_words, labels_of
from cfpfeeds.render.links import call_page, date_page, printed_at
from cfpfeeds.render.select import is_cancelled, last_modified
from cfpfeeds.text import clean_line, shorten

_MOST_OF_A_SUMMARY = 100
_MOST_OF_A_DESCRIPTION = 400
_MOST_OF_A_VENUE = 80
_MOST_OF_A_SOURCE = 40
_MOST_OF_THE_HISTORY = 2
_MOST_CONFLICTS = 2
_LEAST_OF_A_PHRASE = 20
_MOST_OF_A_FRAGMENT = 100
_EVIDENCE, _MISTAKES = "Evidence and history:", "Evidence, history, report a mistake:"
_MOST_CATEGORIES = 4
_A_MINUTE, _A_DAY = timedelta(minutes=1), timedelta(days=1)
_NO_CHOICE = EventChoices()


def event(call: Call, entry: Entry, site: Site, choices: EventChoices = _NO_CHOICE) -> bytes:
    """The VEVENT of a dated deadline, folded, with CRLF. ValueError if it has no day: see `select.event_day`.

    UID never holds the date, so that an event that moves stays the same event. Nobody is invited, no time is blocked,
    and nothing rings unless `choices` asks for it.
    """
    start, end = _span(entry.deadline, choices.shape)
    changed = last_modified(call, entry)
    made = Event()
    made.add("uid", f"{call.id}-{entry.slot}@{site.uid_domain}")
    made.add("dtstamp", changed)
    made.add("last-modified", changed)
    made.add("created", min(entry.created_at.astimezone(UTC).replace(microsecond=0), changed))
    made.add("sequence", entry.sequence)
    made.add("dtstart", start)
    made.add("dtend", end)
    made.add("summary", _summary(call, entry, choices))
    made.add("description", _description(call, entry, site))
    made.add("url", call_page(site, call.id))
    made.add("categories", _categories(call, entry, site))
    made.add("status", _status(entry))
    made.add("class", "PUBLIC")
    made.add("transp", "TRANSPARENT")
    made.add("x-microsoft-cdo-busystatus", "FREE")
    if not is_cancelled(entry):
        for before in choices.remind:
            made.add_component(_alarm(_summary(call, entry, choices), before))
    return octets(made)


def _alarm(said: str, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", said)
    alarm.add("trigger", -before)
    return alarm


def _span(deadline: Deadline, shape: Shape) -> tuple[date, date]:
    """Start and end: a whole day, or one minute in UTC where an instant is known; never a floating time.

    Anywhere on Earth is a whole day, since the named day is late for nobody, unless all known moments are asked for.
    A minute is what all programs read alike.
    """
    if deadline.date is None:
        raise ValueError("a deadline without a day makes no event")
    moment = deadline.moment if Guess.ZONE not in deadline.guesses and shape is not Shape.DAYS else None
    if moment is None or (words.is_last_zone(deadline.zone) and shape is not Shape.TIMES):
        return deadline.date, deadline.date + _A_DAY
    return moment, moment + _A_MINUTE


def _is_timed(deadline: Deadline, shape: Shape) -> bool:
    return isinstance(_span(deadline, shape)[0], datetime)


def _summary(call: Call, entry: Entry, choices: EventChoices) -> str:
    """What is due, the call, and what a whole-day entry cannot show; the title gives way to the rest."""
    with speaking(choices.language):
        return _said(call, entry, choices)


def _said(call: Call, entry: Entry, choices: EventChoices) -> str:
    said = labels_of(choices.language)
    before = f"{due_words(entry.deadline, choices.language)}: "
    if is_cancelled(entry):
        before = f"{said.cancelled}: {before}"
    elif call.status is Status.CLOSED:
        before = f"{said.closed}: {before}"
    remarks = [_hour(entry.deadline, choices.shape), said.extended if entry.extended else ""]
    remarks.append(said.year_inferred if Guess.YEAR in entry.deadline.guesses else "")
    after = "".join(f" ({remark})" for remark in remarks if remark)
    title = clean_line(call.title) or "untitled call"
    return f"{before}{shorten(title, _MOST_OF_A_SUMMARY - len(before) - len(after))}{after}"


def _hour(deadline: Deadline, shape: Shape) -> str:
    if _is_timed(deadline, shape):
        return ""
    # The end of the named day is what everybody takes "AoE" for; another hour must be said.
    at_end = deadline.time is None or (deadline.time.hour, deadline.time.minute) == (23, 59)
    if words.is_last_zone(deadline.zone) and at_end:
        return "AoE"
    return words.hour_words(deadline)


def _description(call: Call, entry: Entry, site: Site) -> str:
    """Plain text: deadline in words and in UTC, venue, printed words, what others say, history, link.

    The printed words give way where there is no room. The link leads to this date on our page, with its evidence and
    the way to report a mistake; where there is room it makes the browser mark the printed words.
    """
    source = _source(entry.source_id, site)
    top = [f"{words.stated_words(entry)}.", *_in_utc(entry.deadline)]
    if is_cancelled(entry) and call.status is Status.WITHDRAWN:
        top.append("The call has been withdrawn.")
    elif call.status is Status.CLOSED:
        top.append("The source says that this call is closed.")
    if venue := shorten(clean_line(call.venue), _MOST_OF_A_VENUE):
        top.append(venue)
    top += caution_words(call, site, most=1)
    link = date_page(site, call.id, entry.slot)
    bottom = [_MISTAKES if site.mistakes or site.contact else _EVIDENCE, link]
    for line in _beside(call, entry, site):
        if len("\n".join([*top, line, *bottom])) <= _MOST_OF_A_DESCRIPTION:
            bottom.insert(-2, line)
    room = _MOST_OF_A_DESCRIPTION - len("\n".join([*top, *bottom])) - len(f"\n“” ({source})")
    printed = clean_line(entry.deadline.text)
    if printed and room >= _LEAST_OF_A_PHRASE:
        top.append(f"{words.quoted(printed, room)} ({source})" if source else words.quoted(printed, room))
    marking = _marking(link, printed)
    fits = len("\n".join([*top, *bottom[:-1], marking])) <= _MOST_OF_A_DESCRIPTION
    return "\n".join([*top, *bottom[:-1], marking if fits else link])


def _marking(link: str, printed: str) -> str:
    """The link with a text fragment, where that is short and the words stand in one piece; the link alone otherwise."""
    marked = printed_at(link, printed) if printed and "~~" not in printed and "…" not in printed else link
    return marked if len(marked) - len(link) <= _MOST_OF_A_FRAGMENT else link


def _beside(call: Call, entry: Entry, site: Site) -> list[str]:
    """What other sources say, then what was shown before, the newest first."""
    said = [words.conflict_words(c, _source(c.source_id, site)) for c in conflicts_of(call, entry)]
    latest = entry.former[::-1][:_MOST_OF_THE_HISTORY]
    return said + [words.was_words(former, _source(former.source_id, site)) for former in latest]


def conflicts_of(call: Call, entry: Entry) -> tuple[Conflict, ...]:
    """What other sources say of the same stage, of those that are believed most."""
    return tuple(c for c in call.conflicts if c.field == entry.deadline.kind.value)[:_MOST_CONFLICTS]


def _source(source_id: str, site: Site) -> str:
    return shorten(source_name(source_id, site), _MOST_OF_A_SOURCE)


def _in_utc(deadline: Deadline) -> list[str]:
    last = words.utc_words(deadline)
    return [f"The last moment is {last}."] if last else []


def _categories(call: Call, entry: Entry, site: Site) -> list[str]:
    names = [clean_line(site.discipline_names.get(slug, slug)) for slug in call.disciplines]
    return [words.stage_name(entry.deadline.kind), *names][:_MOST_CATEGORIES]


def _status(entry: Entry) -> str:
    if is_cancelled(entry):
        return "CANCELLED"
    return "TENTATIVE" if entry.deadline.tentative else "CONFIRMED"
