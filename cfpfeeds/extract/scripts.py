"""Dates that stand only in the scripts of a page, in JSON or in plain assignments; no script is ever run."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from selectolax.lexbor import LexborHTMLParser

from cfpfeeds.extract.rows import TELLING
from cfpfeeds.model import DeadlineText

_NAME = r"""["']?(?P<name>[A-Za-z_$][\w$.-]{1,60})["']?\s*(?::|=(?!=))\s*"""
_VALUE = r"""(?:new\s+Date\(\s*)?(?P<quote>["'])(?P<text>[^"'\n<>]{6,60})(?P=quote)"""
_NUMBERS = (
    r"(?:new\s+Date\(|Date\.UTC\()\s*(?P<year>20\d\d)\s*,\s*(?P<month>\d{1,2})\s*,\s*(?P<day>\d{1,2})(?P<rest>[^)]*)\)"
)
_ASSIGNED = re.compile(f"{_NAME}(?:{_VALUE}|{_NUMBERS})")
_YEAR = re.compile(r"\b20\d\d\b|\b20\d{6}\b")
_NO_DEADLINE = re.compile(r"publi|post|creat|modif|updat|review|notif|camera|accept", re.IGNORECASE)
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[_$.-]+")
_LARGEST = 2_000_000


def script_dates(tree: LexborHTMLParser, names: Collection[str] = ()) -> tuple[DeadlineText, ...]:
    """Each different date once, labelled with the name it is assigned to ("submissionDeadline": submission deadline).

    `names` are the names to look for; with none those that sound like a deadline, unless one of them holds several
    dates: then the script is about a list of calls and not about this one.
    """
    found = dict.fromkeys(part for node in tree.css("script") for part in _dates(node.text()[:_LARGEST], names))
    is_list = not names and len({part.label for part in found}) < len(found)
    return () if is_list else tuple(found)


def _dates(code: str, names: Collection[str]) -> Iterator[DeadlineText]:
    for match in _ASSIGNED.finditer(code):
        name = match["name"].rpartition(".")[2]
        label = " ".join(_HUMP.split(name)).strip().lower()
        wanted = name in names if names else bool(TELLING.search(label)) and not _NO_DEADLINE.search(label)
        text = match["text"] or _day(match)
        if wanted and _YEAR.search(text):
            yield DeadlineText(text, label=label)


def _day(match: re.Match[str]) -> str:
    """The day of `new Date(2027, 0, 31)`, whose months begin with 0."""
    return f"{match['year']}-{int(match['month']) + 1:02}-{int(match['day']):02}"
