"""Shape `ical`: a subscribed calendar of deadlines, broken ones too; every event is a record.

An event has the fields summary, description, url, location, uid, categories, status, created, start, end (as
"2027-01-31" or "2027-01-31 23:59") and zone, the zone of its start. Events with one key are the stages of one call.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Literal

from icalendar import Event
from pydantic import Field

from cfpfeeds.errors import ExtractError
from cfpfeeds.extract.base import Portion, unrecognised
from cfpfeeds.extract.bodies import refuse_web_page, text_of_body
from cfpfeeds.extract.fields import CallFields, call_of, is_call, plain
from cfpfeeds.extract.records import Picked, Record, Value
from cfpfeeds.extract.rows import Date, Deadlines, Stage
from cfpfeeds.model import Extraction, Kind, Page, Problem, RawCall

_EVENT = re.compile(r"^BEGIN:VEVENT[^\n]*\n(.*?)(?=^END:VEVENT|^BEGIN:VEVENT|^END:VCALENDAR|\Z)", re.M | re.S | re.I)
_INNER = re.compile(r"(BEGIN|END):(\w+)", re.I)
_LINE = re.compile(r"[A-Za-z][A-Za-z0-9-]*(?:;[^:]*)?:", re.ASCII)
_MOST_LINES = 1_000
"""Of one event, with what folded lines go on with; each is parsed by itself."""
_ABOUT_DEADLINES = (
    r"(?i)^(.+?)(?:\s*(?:[–—:|(\[]|\s-)[^–—:|]{0,60}\b(?:deadlines?|due)\b.*"
    r"|(?:\s+(?:full|paper|papers|abstracts?|submissions?|manuscripts?|extended))*\s+(?:deadlines?|due)\W*)?$"
)
_STAGES = (
    Stage(match=r"(?i)\b(?:notification|decision|acceptance)s?\b", kind=Kind.NOTIFICATION),
    Stage(match=r"(?i)\b(?:camera[- ]ready|final version)", kind=Kind.CAMERA_READY),
    Stage(match=r"(?i)\b(?:reviews?|rebuttal|early[- ]bird|accommodation|visa)\b", kind=Kind.OTHER),
    Stage(match=r"(?i)\b(?:abstracts?|expressions? of interest|letters? of intent|pr[eé]cis)\b", kind=Kind.ABSTRACT),
    Stage(match=r"(?i)\bregistration\b", kind=Kind.OTHER),
)
_TEXTS = {"summary": "SUMMARY", "description": "DESCRIPTION", "location": "LOCATION", "uid": "UID", "status": "STATUS"}
_DAYS = {"start": "DTSTART", "end": "DTEND", "created": "CREATED"}


class IcalRules(CallFields):
    """Rules of the shape `ical`: every field of a call is a template over one event."""

    kind: Literal["ical"] = "ical"
    title: Value = Field(
        default=Picked(on="{summary}", match=_ABOUT_DEADLINES),
        description="default: the summary up to its words on the deadline",
    )
    key: Value = Field(default="{uid}", description="events with one key are one call")
    url: Value = Field(default="{url}", description="default: the URL of the event")
    summary: Value = Field(default="{description}", description="default: the description")
    labels: tuple[str, ...] = Field(default=("{categories}",), description="default: the categories")
    status: Value = Field(default="{status}", description="default: CANCELLED and the like")
    deadlines: tuple[Deadlines, ...] = Field(
        default=(
            Deadlines(
                zone="{zone}", dates=(Date(text="{start}", label="{summary}", stage_on="{summary}", stages=_STAGES),)
            ),
        ),
        description="default: every event stands at its deadline, whose stage its summary tells",
    )


def extract(page: Page, rules: IcalRules) -> Extraction:
    """Every event as a call, or as one stage of it. Raises ExtractError for what is no calendar."""
    text = text_of_body(page).replace("\r\n", "\n").replace("\r", "\n")
    refuse_web_page(page, text, "iCalendar")
    if "BEGIN:VCALENDAR" not in text[:2000].upper():
        raise ExtractError(page.url, "is no calendar: BEGIN:VCALENDAR is missing")
    if rules.marker and rules.marker not in text:
        return unrecognised(f"the calendar does not hold {rules.marker!r}")
    found: dict[str, RawCall] = {}
    problems: list[Problem] = []
    portion = Portion((block[1] for block in _EVENT.finditer(text)), rules)
    for number, block in enumerate(portion, 1):
        event, odd = _event(block)
        where = str(event.get("uid") or f"event {number}")
        problems += [Problem(where, words) for words in odd]
        record = Record((event,), None, plain if rules.html else str)
        if not is_call(record, rules):
            continue
        call, wrong = call_of(record, rules, where)
        problems += wrong
        if call is not None:
            key = call.key or f"event {number}"
            found[key] = _joined(found[key], call) if key in found else call
    if not text.rstrip().upper().endswith("END:VCALENDAR"):
        problems.append(Problem(page.url, "the calendar ends in the middle: END:VCALENDAR is missing"))
    told = (*problems, *portion.problems(page.url))
    return Extraction(True, tuple(found.values()), problems=told, whole=not portion.cut)


def _joined(one: RawCall, other: RawCall) -> RawCall:
    """Two stages of one call."""
    known = set(one.deadlines)
    return replace(one, deadlines=(*one.deadlines, *(d for d in other.deadlines if d not in known)))


def _event(block: str) -> tuple[dict[str, Any], list[str]]:
    """The fields of one event with what was odd about it; a line that nobody can read costs that line alone."""
    lines = _lines(_without_inner(block))
    odd = [f"has more than {_MOST_LINES:,} lines: the others were not read"] if len(lines) > _MOST_LINES else []
    fields: dict[str, Any] = {}
    for line in lines[:_MOST_LINES]:
        try:
            event = Event.from_ical(f"BEGIN:VEVENT\n{line}\nEND:VEVENT\n")
            fields |= dict(_fields(event))
            wrong = bool(event.errors)
        except (ValueError, KeyError, TypeError, IndexError, AttributeError):
            wrong = True
        if wrong and line.upper().startswith(("DTSTART", "SUMMARY", "UID", "URL")):
            odd.append(f"cannot be read: {line[:80]!r}")
    return fields, odd


def _without_inner(block: str) -> list[str]:
    """The lines of an event without what stands in it (alarms); what is never ended is left as it is."""
    lines = block.split("\n")
    marks = [found and (found[1].upper(), found[2].upper()) for found in map(_INNER.match, lines)]
    ends: dict[str, list[int]] = {}
    for number, mark in reversed(list(enumerate(marks))):
        if mark and mark[0] == "END":
            ends.setdefault(mark[1], []).append(number)
    kept, at = [], 0
    while at < len(lines):
        mark = marks[at]
        behind = ends.get(mark[1], []) if mark and mark[0] == "BEGIN" else []
        while behind and behind[-1] < at:
            behind.pop()
        if not behind:
            kept.append(lines[at])
        at = behind.pop() + 1 if behind else at + 1
    return kept


def _lines(lines: list[str]) -> list[str]:
    """Content lines unfolded (RFC 5545 3.1). A line of no name goes on with the one above, as careless writers fold."""
    found: list[list[str]] = []
    for line in lines:
        if line[:1] in (" ", "\t") and found:
            found[-1].append(line[1:])
        elif _LINE.match(line):
            found.append([line])
        elif line.strip() and found:
            found[-1].append(f"\\n{line.strip()}")
    return ["".join(parts) for parts in found]


def _fields(event: Any) -> Iterator[tuple[str, Any]]:
    for name, prop in _TEXTS.items():
        if prop in event:
            yield name, str(event[prop]).strip()
    if "URL" in event:
        yield "url", str(event["URL"]).strip()
    if "CATEGORIES" in event:
        yield "categories", [str(one) for one in event.categories]
    for name, prop in _DAYS.items():
        if prop in event:
            yield name, _printed(event[prop].dt)
    if "DTSTART" in event:
        yield "zone", _zone(event["DTSTART"].dt)


def _printed(moment: object) -> str:
    """A day or moment as a list prints it. Raises ValueError for anything else, such as a span of time."""
    if isinstance(moment, datetime):
        return moment.strftime("%Y-%m-%d %H:%M:%S").removesuffix(":00") if moment.second == 0 else str(moment)[:19]
    if not isinstance(moment, date):
        raise ValueError(f"is no day: {moment}")
    return moment.isoformat()


def _zone(moment: date | datetime) -> str:
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        return ""
    name = getattr(moment.tzinfo, "key", "") or str(moment.tzname() or "")
    return "UTC" if name.upper() in ("UTC", "ETC/UTC", "GMT") else name
