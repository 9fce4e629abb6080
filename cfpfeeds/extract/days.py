"""Days that markup gives beside the printed words: `<time datetime>`, microdata, RDFa, microformats.

While text is gathered they stand behind their words between marks; `phrase` takes them out again.
"""

from __future__ import annotations

import re
from datetime import date

from selectolax.lexbor import LexborNode

from cfpfeeds.model import DeadlineText, Kind

OPEN, SAYS, CLOSE = "\x04", "\x05", "\x06"

_MARKED = re.compile(f"{OPEN}([^{OPEN}{CLOSE}\n]*){SAYS}([0-9-]{{10}}){CLOSE}")
_MARKS = re.compile(f"{SAYS}[0-9-]{{10}}{CLOSE}|[{OPEN}{SAYS}{CLOSE}]")
_ISO_DAY = re.compile(r"\s*(\d{4}-\d\d-\d\d)(?![\d-])")
_ATTRIBUTES = {"time": "datetime", "abbr": "title", "data": "value"}
_POSTED = frozenset({"published", "updated", "entry-date", "post-date", "posted-on", "dt-published", "dt-updated"})
_POSTED_PROPERTIES = frozenset({"datepublished", "datemodified", "datecreated", "uploaddate"})


def day_of(node: LexborNode, tag: str) -> str:
    """The day in ISO 8601 that an element's attributes give for its words; "" for none, or one no calendar has."""
    attributes = node.attributes
    value = attributes.get(_ATTRIBUTES.get(tag, "content"))
    if not value or (tag not in _ATTRIBUTES and not (attributes.get("property") or attributes.get("itemprop"))):
        return ""
    if tag != "time" and not node.text().strip():
        return ""  # data about what stands beside it: words that we do not know
    return iso_day(value)


def iso_day(value: str) -> str:
    """The day at the beginning of a date and time in ISO 8601; "" for anything else."""
    found = _ISO_DAY.match(value)
    try:
        return date.fromisoformat(found[1]).isoformat() if found else ""
    except ValueError:
        return ""


def is_posting(node: LexborNode) -> bool:
    """Whether a `time` element says when the page was published or changed: never a deadline."""
    attributes = node.attributes
    names = (attributes.get("class") or "").lower().replace("_", "-").split()
    property_of = (attributes.get("itemprop") or "").lower()
    return "pubdate" in attributes or property_of in _POSTED_PROPERTIES or not _POSTED.isdisjoint(names)


def phrase(marked: str, label: str = "", *, kind: Kind | None = None, prose: bool = False) -> DeadlineText:
    """The phrase of a gathered text. A day without any words stands in their place, since a script would print it."""
    days: list[tuple[str, str]] = []

    def taken(found: re.Match[str]) -> str:
        words = found[1].strip()
        if words:
            days.append((words, found[2]))
        return found[1] if words else found[2]

    text = unmarked(_MARKED.sub(taken, marked)) if OPEN in marked or CLOSE in marked else marked
    return DeadlineText(text, label=unmarked(label), kind=kind, prose=prose, days=tuple(days))


def unmarked(text: str) -> str:
    """The words alone."""
    return _MARKS.sub("", text) if OPEN in text or CLOSE in text else text
