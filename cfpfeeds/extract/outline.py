"""Shape `outline`: headings are disciplines, certain links are journals, what follows one are its calls (Sage)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Literal
from urllib.parse import urljoin

from pydantic import Field
from selectolax.lexbor import LexborNode

from cfpfeeds.extract.base import Rules, cut_short, unrecognised
from cfpfeeds.extract.html import Selector, line_of
from cfpfeeds.extract.nesting import Nesting, above, left_out, parse_list
from cfpfeeds.extract.records import Pattern
from cfpfeeds.model import DeadlineText, Extraction, Page, RawCall

_ABOUT_DEADLINE = re.compile(
    r"(?:(?:full|extended|final|new|paper|manuscript|abstract|submission)\s+)*(?:d\s?eadlines?|due|closing date)\b",
    re.I,
)


class OutlineRules(Rules):
    """Rules of the shape `outline`."""

    kind: Literal["outline"] = "outline"
    content: Selector = Field(default="body", description="the part of the page that holds the outline")
    subject: Selector = Field(description="headings that name a discipline")
    venue_link: str = Field(description="what the address of a journal's link holds, for example /home/")
    item: Selector = Field(default="li", description="one call")
    separator: Pattern = Field(
        default=r"\s*[–—-]\s*(?=(?:d\s?eadline|submission d\s?eadline|ongoing|articles will be accepted|open)\b)",
        description="a regular expression for what parts the title from the words about the deadline",
    )


@dataclass(slots=True)
class _Place:
    """Where the walk stands: under which discipline and journal."""

    subject: str = ""
    venue: str = ""
    venue_url: str = ""
    found: dict[tuple[str, str], RawCall] = field(default_factory=dict)
    last: tuple[str, str] | None = None
    cut: bool = False


def extract(page: Page, rules: OutlineRules) -> Extraction:
    """The calls of the outline; a journal without calls gives none, a call under two headings is one with both."""
    tree = parse_list(page)
    if rules.marker and tree.css_first(rules.marker) is None:
        return unrecognised(f"the page has no {rules.marker}")
    root = tree.css_first(rules.content)
    if root is None:
        return unrecognised(f"the page has no {rules.content}")
    subjects = {node.mem_id for node in root.css(rules.subject)}
    listed = root.css(rules.item)
    items = {node.mem_id for node in listed}
    if not subjects:
        return unrecognised(f"the page has no {rules.subject}")
    parting = re.compile(rules.separator, re.I)
    place, deep = _Place(), 0
    in_items, in_calls, holders = Nesting(listed), Nesting(listed), above(listed)
    for node in root.css(", ".join((rules.subject, rules.item, "a[href]"))):
        if node.mem_id in subjects:
            place.subject, place.venue, place.venue_url, place.last = line_of(node), "", "", None
        elif in_calls.around(node):
            continue
        elif node.mem_id not in items:
            _enter(node, place, rules, page)
        elif in_items.too_deep(node):
            deep += 1
        elif (link := _venue_of(node, rules, node.mem_id in holders)) is not None:
            in_calls.discount(node)  # it is a journal: what stands in it counts
            _enter(link, place, rules, page)
        else:
            _take(node, place, parting, rules, page)
    told = (*left_out(deep, page), *(cut_short(rules, page.url) if place.cut else ()))
    return Extraction(True, tuple(place.found.values()), problems=told, whole=not told)


def _enter(link: LexborNode, place: _Place, rules: OutlineRules, page: Page) -> None:
    """A journal begins. A link without words is an accident of the editors: the journal stays what it was."""
    if rules.venue_link in (link.attributes.get("href") or "") and (name := line_of(link)):
        place.venue, place.venue_url, place.last = name, _address(link, page), None


def _venue_of(item: LexborNode, rules: OutlineRules, holds_items: bool) -> LexborNode | None:
    """The journal's link of an item that is nothing else, or that holds the items of that journal."""
    for link in item.css("a[href]"):
        if rules.venue_link in (link.attributes.get("href") or ""):
            return link if holds_items or line_of(link) == line_of(item) else None
    return None


def _take(node: LexborNode, place: _Place, parting: re.Pattern[str], rules: OutlineRules, page: Page) -> None:
    line = line_of(node)
    link = node.css_first("a[href]")
    if not line or not place.venue:
        return
    if link is None and _ABOUT_DEADLINE.match(line):
        _add_deadline(line, place)
        return
    if link is None and node.tag != "li":
        return  # words on the journal
    title, words = parted(line, parting)
    url = (_address(link, page) if link is not None else "") or place.venue_url
    known = place.found.get((title, url))
    if known is not None:
        labels = tuple(dict.fromkeys((*known.labels, place.subject)))
        place.found[title, url] = replace(known, labels=labels)
        return
    if len(place.found) >= rules.most:
        place.cut, place.last = True, None
        return
    place.last = (title, url)
    place.found[title, url] = RawCall(
        title=title,
        key=f"{place.venue} | {title}",
        venue=place.venue,
        url=url,
        deadlines=(DeadlineText(words),) if words else (),
        labels=(place.subject,) if place.subject else (),
        where=page.url,
    )


def _add_deadline(line: str, place: _Place) -> None:
    """A line of its own about the call above it."""
    if place.last is not None:
        call = place.found[place.last]
        place.found[place.last] = replace(call, deadlines=(*call.deadlines, DeadlineText(line)))


def _address(link: LexborNode, page: Page) -> str:
    href = (link.attributes.get("href") or "").strip()
    try:
        return urljoin(page.final_url or page.url, href) if href else ""
    except ValueError:
        return ""


def parted(line: str, parting: re.Pattern[str]) -> tuple[str, str]:
    """Title and words about the deadline; the last place that parts them counts, since titles hold dashes too."""
    places = list(parting.finditer(line))
    if not places:
        return line, ""
    return line[: places[-1].start()].strip(), line[places[-1].end() :].strip()
