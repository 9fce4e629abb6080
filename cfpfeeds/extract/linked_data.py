"""What a page says of itself for machines: days of publication and change, the days of its event.

Metadata, `time` elements, microdata and JSON-LD (schema.org). All of it is evidence beside the printed words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from cfpfeeds.extract.days import iso_day
from cfpfeeds.extract.markup import line_of
from cfpfeeds.model import DeadlineText, Kind

_PUBLISHED = (
    "meta[property='article:published_time']",
    "meta[property='og:article:published_time']",
    "meta[name='citation_publication_date']",
    "meta[name='citation_online_date']",
    "meta[name='dc.date' i]",
    "meta[name='dc.date.issued' i]",
    "meta[name='dc.date.created' i]",
    "meta[name='dcterms.created' i]",
    "meta[name='dcterms.issued' i]",
    "meta[name='date']",
    "meta[itemprop='datePublished']",
    "time[itemprop='datePublished']",
    "time[pubdate]",
    "time.published",
    "time.entry-date",
    "time.dt-published",
)
_REVISED = (
    "meta[property='article:modified_time']",
    "meta[property='og:updated_time']",
    "meta[name='dcterms.modified' i]",
    "meta[name='dc.date.modified' i]",
    "meta[name='last-modified' i]",
    "meta[itemprop='dateModified']",
    "time[itemprop='dateModified']",
    "time.updated",
    "time.dt-updated",
)
_LONGEST_SCRIPT = 500_000
_MOST_OBJECTS = 2_000
_NO_JSON = re.compile(r"^\s*(?:<!--|/\*\s*<!\[CDATA\[\s*\*/|//\s*<!\[CDATA\[)|(?:-->|/\*\s*\]\]>\s*\*/|//\s*\]\]>)\s*$")
_OFF = re.compile(r"EventCancelled|EventPostponed")
_WORD = re.compile(r"\w{3,}")


def published(tree: LexborHTMLParser) -> str:
    """The day of publication as the page's data print it; "" when they do not."""
    return _first(tree, _PUBLISHED) or _member(tree, "datePublished")


def revised(tree: LexborHTMLParser) -> str:
    """The day of the last change as the page's data print it; "" when they do not."""
    return _first(tree, _REVISED) or _member(tree, "dateModified")


def event_days(tree: LexborHTMLParser, title: str) -> tuple[DeadlineText, ...]:
    """The first and last day of the page's event, for a page that does not print them.

    None unless all events of its data take place on the same days and one of them bears the page's own title.
    """
    found = [*_from_scripts(tree), *_from_items(tree)]
    days = {(start, end) for _, start, end in found}
    if len(days) != 1 or not any(_same(name, title) for name, _, _ in found):
        return ()
    ((start, end),) = days
    last = (end,) if end > start else ()
    kinds = (Kind.EVENT_START, Kind.EVENT_END)
    return tuple(DeadlineText(day, kind=kind, unprinted=True) for day, kind in zip((start, *last), kinds, strict=False))


def _first(tree: LexborHTMLParser, selectors: tuple[str, ...]) -> str:
    for selector in selectors:
        node = tree.css_first(selector)
        if node is not None and (said := node.attributes.get("content") or node.attributes.get("datetime")):
            return said.strip()
    return ""


def _member(tree: LexborHTMLParser, name: str) -> str:
    values = (thing.get(name) for thing in _objects(tree))
    return next((value.strip() for value in values if isinstance(value, str) and value.strip()), "")


def _objects(tree: LexborHTMLParser) -> Iterator[Mapping[str, Any]]:
    """The objects of all JSON-LD of the page, outer ones first."""
    left = _MOST_OBJECTS
    for script in tree.css("script[type='application/ld+json' i]"):
        try:
            waiting = [json.loads(_NO_JSON.sub("", (script.text() or "")[:_LONGEST_SCRIPT]))]
        except (ValueError, RecursionError):
            continue
        while waiting and left:
            thing, left = waiting.pop(0), left - 1
            if isinstance(thing, list):
                waiting += thing[:_MOST_OBJECTS]
            elif isinstance(thing, Mapping):
                yield thing
                waiting += [value for value in thing.values() if isinstance(value, list | Mapping)]


def _from_scripts(tree: LexborHTMLParser) -> Iterator[tuple[str, str, str]]:
    for thing in _objects(tree):
        types = thing.get("@type")
        named = [types] if isinstance(types, str) else types if isinstance(types, list) else []
        if not any(str(name).endswith("Event") for name in named) or _OFF.search(str(thing.get("eventStatus"))):
            continue
        start, end = (iso_day(str(thing.get(name) or "")) for name in ("startDate", "endDate"))
        if start:
            yield str(thing.get("name") or ""), start, end


def _from_items(tree: LexborHTMLParser) -> Iterator[tuple[str, str, str]]:
    for item in tree.css("[itemscope][itemtype$='Event']"):
        told = {}
        for node in item.css("[itemprop='startDate'], [itemprop='endDate']"):
            attributes = node.attributes
            told[attributes.get("itemprop")] = iso_day(attributes.get("content") or attributes.get("datetime") or "")
        name = item.css_first("[itemprop='name']")
        if start := told.get("startDate"):
            yield line_of(name) if name is not None else "", start, told.get("endDate") or ""


def _same(name: str, title: str) -> bool:
    """Whether most words of the shorter of two names stand in the other."""
    one, other = ({word.casefold() for word in _WORD.findall(text)} for text in (name, title))
    return bool(one and other) and len(one & other) >= 0.6 * min(len(one), len(other))
