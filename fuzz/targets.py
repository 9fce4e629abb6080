"""What is fed: every way in which bytes from strangers become calls, as `name -> function of bytes`."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache, partial
from typing import Any

from pydantic import TypeAdapter

from cfpfeeds.deadlines import read
from cfpfeeds.deadlines.names import LANGUAGES
from cfpfeeds.errors import CfpfeedsError
from cfpfeeds.extract import AnyRules, Rules, extract
from cfpfeeds.extract.mail import MAIL, MBOX
from cfpfeeds.model import PDF_LAYOUT, Deadline, DeadlineText, Page, Problem
from cfpfeeds.normalise import Context, normalise
from cfpfeeds.single import call_json
from fuzz import doors

AT = datetime(2024, 1, 5, 12, tzinfo=UTC)
POSTED = date(2024, 1, 5)
ADDRESS = "https://journal.example/calls"
_FIELDS: dict[str, Any] = {
    "title": "{title}[ {year}]",
    "key": "{id}",
    "url": "{link}",
    "venue": '{journal.name|"Letters"}',
    "summary": "{text}",
    "posted": "{posted}",
    "labels": ["{tags}"],
    "html": True,
    "prose": ["text"],
    "read_prose": "always",
    "deadlines": [{"zone": "{zone}", "dates": [{"text": "{deadline}", "label": "{stage}", "kind": "submission"}]}],
}
_SHAPES: dict[str, dict[str, Any]] = {
    "article": {"kind": "article"},
    "feed": {"kind": "feed"},
    "json": {"kind": "json", "items": ["", "calls"], **_FIELDS},
    "embedded": {"kind": "json", "script": "script", "items": ["", "calls"], **_FIELDS},
    "yaml": {"kind": "list", "editions": "years", **_FIELDS},
    "toml": {"kind": "list", "format": "toml", "items": "calls", **_FIELDS},
    "csv": {"kind": "list", "format": "csv", **_FIELDS},
    "cards": {
        "kind": "cards",
        "item": "li",
        "title": "a, b",
        "venue": "i",
        "summary": "p",
        "deadline": "time",
        "deadline_term": "Deadline",
        "status_term": "Status",
        "group": "h2",
        "prose": "div",
        "next": "a[rel=next]",
    },
    "outline": {"kind": "outline", "subject": "h2", "venue_link": "/home/"},
    "calendar": {"kind": "ical"},
    "listing": {
        "kind": "listing",
        "item": "li, tr",
        "title": "a, b",
        "venue": "i",
        "summary": "p",
        "deadline": ["column: Deadline", "term: Deadline", "starts: Due", "time"],
        "status": ".status",
        "group": "h2",
        "posted": "starts: Posted",
        "next": "a[rel=next]",
        "total": ".total",
    },
    "records": {"kind": "listing", "item": "h3, h4", "span": "following", "until": "h2, hr"},
}


@cache
def rules(shape: str) -> Rules:
    """Rules that let as much through as they can."""
    return TypeAdapter[Rules](AnyRules).validate_python(_SHAPES[shape])


def through_extract(shape: str, media_type: str, body: bytes) -> None:
    """Reads a body as a page. Our own errors are answers; what comes out must be fit to print."""
    page = Page(ADDRESS, ADDRESS, 200, media_type, body, AT)
    context = Context(source_id="fuzz", page_url=ADDRESS, fetched_on=POSTED)
    try:
        extraction = extract(page, rules(shape))
    except CfpfeedsError as error:
        str(error).encode()
        return
    for raw in extraction.calls:
        sighting = normalise(raw, context)
        if isinstance(sighting, Problem):
            sighting.message.encode()
        else:
            json.dumps(call_json(sighting), ensure_ascii=False).encode()
    for problem in extraction.problems:
        f"{problem.where}: {problem.message}".encode()


def one_part(prose: bool, body: bytes) -> None:
    """Reads a text as one phrase; its first byte picks the language."""
    language = LANGUAGES[body[0] % len(LANGUAGES)] if body else ""
    text = body[1:].decode("utf-8", "replace")
    _checked(read((DeadlineText(text, prose=prose),), posted=POSTED, language=language).deadlines)


def many_parts(body: bytes) -> None:
    """Reads a text as phrases, one a line; a tab parts a label from its phrase."""
    parts = []
    for line in body.decode("utf-8", "replace").split("\n"):
        label, _, text = line.rpartition("\t")
        parts.append(DeadlineText(text, label=label, prose=not text.endswith("!")))
    _checked(read(parts, posted=POSTED).deadlines)


def _checked(deadlines: tuple[Deadline, ...]) -> None:
    """What every reading promises: words with every day, no time and no zone without a day."""
    for deadline in deadlines:
        assert deadline.text.strip(), "a deadline without its words"
        assert deadline.date or not (deadline.time or deadline.zone), "a time without a day"
        assert not deadline.date or 1990 <= deadline.date.year <= 2099, f"a day in {deadline.date}"


TARGETS: dict[str, Callable[[bytes], None]] = {
    "html": partial(through_extract, "article", "text/html"),
    "markdown": partial(through_extract, "article", "text/markdown"),
    "plain": partial(through_extract, "article", "text/plain"),
    "phrase": partial(one_part, True),
    "field": partial(one_part, False),
    "phrases": many_parts,
    "feed": partial(through_extract, "feed", "application/rss+xml"),
    "json": partial(through_extract, "json", "application/json"),
    "embedded": partial(through_extract, "embedded", "text/html"),
    "yaml": partial(through_extract, "yaml", "text/yaml"),
    "toml": partial(through_extract, "toml", "application/toml"),
    "csv": partial(through_extract, "csv", "text/csv"),
    "cards": partial(through_extract, "cards", "text/html"),
    "outline": partial(through_extract, "outline", "text/html"),
    "message": partial(through_extract, "article", MAIL),
    "mailbox": partial(through_extract, "article", MBOX),
    "pdf": partial(through_extract, "article", PDF_LAYOUT),
    "calendar": partial(through_extract, "calendar", "text/calendar"),
    "listing": partial(through_extract, "listing", "text/html"),
    "records": partial(through_extract, "records", "text/html"),
    "shipped": doors.shipped,
    "configuration": doors.configuration,
    "headers": doors.headers,
    "query": doors.query,
}
"""In this order: the first byte of an input picks one, so a new one goes to the end."""


def chosen(data: bytes) -> tuple[str, bytes]:
    """The target that an input picks, and what it is fed."""
    names = list(TARGETS)
    return names[data[0] % len(names)], data[1:]


def addressed(name: str, body: bytes) -> bytes:
    """The input that picks this target."""
    return bytes([list(TARGETS).index(name)]) + body
