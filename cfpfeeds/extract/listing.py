"""Shape `listing`: repeated records however they are marked up.

Cards, table rows, list entries, linked paragraphs, definition lists, headed sections. A record is one element, or an
element with all that follows it up to the next. A field is found by a CSS selector inside the record, by the title of
its column, or by the term before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from cfpfeeds.extract.base import Portion, Rules, unrecognised
from cfpfeeds.extract.html import Selector, line_of
from cfpfeeds.extract.markup import address_of, base_of
from cfpfeeds.extract.nesting import Nesting, left_out, parse_list
from cfpfeeds.extract.paging import Paging, page_after
from cfpfeeds.extract.pieces import Piece, cut, pieces_of, words_of
from cfpfeeds.extract.records import Pattern, fits, search
from cfpfeeds.model import DeadlineText, Extraction, Page, Problem, RawCall
from cfpfeeds.text import fold

_NUMBER = re.compile(r"\d[\d,. ]{0,12}")
_OF_ALL = re.compile(r"\d\s*(?:of|von|de|sur|di|da|van|/)\s*(?:about\s*)?(\d[\d,. ]{0,12})", re.I)
_OVER = re.compile(
    r"(?:all )?(?:closed|past|expired|previous|archived?|former|ended)"
    r"(?: (?:calls?|cfps?|issues?|special issues?|collections?|deadlines?|conferences?|submissions?).*)?"
)
_SIGN = re.compile(
    r"\d|dead\s?line|\bdue\b|ongoing|rolling|\btb[ad]\b|\bclosed\b|any\s?time|calls? for|special (?:issue|section)",
    re.I,
)
_LABELLED = re.compile(r"(?:column|term|starts):\s*\S.*")


def _located(value: str) -> str:
    if value and not _LABELLED.fullmatch(value):
        try:
            LexborHTMLParser("<p></p>").css(value)
        except (SelectolaxError, ValueError) as error:
            raise ValueError(f'{value!r} is neither a CSS selector nor like "column: Deadline"') from error
    return value


Locator = Annotated[str, AfterValidator(_located)]
"""A CSS selector inside the record, "column: Words" for a cell of a table, "term: Words" for what follows a term,
or "starts: Words" for what begins with these words; several are parted by "|"."""


class ListingRules(Rules):
    """Rules of the shape `listing`. A locator is a CSS selector inside the record, "column: Words" or "term: Words"."""

    kind: Literal["listing"] = "listing"
    item: Selector = Field(description="one record, or the element that it begins with; on the whole page")
    span: Literal["element", "following"] = Field(
        default="element", description="`following`: the record goes on with what follows, up to the next one"
    )
    until: Selector = Field(default="", description="where a record that goes on ends in any case, such as a heading")
    title: Locator = Field(default="", description="the title; default: the first line, up to words on its deadline")
    link: Locator = Field(
        default="", description="the link to the call; default: in or around the title, else the first"
    )
    venue: Locator = Field(default="", description="the journal")
    summary: Locator = Field(default="", description="what it is about")
    deadline: tuple[Locator, ...] = Field(
        default=(), description="what holds a deadline and nothing else; default: the whole record is read"
    )
    days: str = Field(
        default="", description="what the page's heading says of a record's only day, such as Abstract deadlines"
    )
    fields_only: bool = Field(
        default=False, description="a record whose deadline fields say nothing has none: nothing else is read"
    )
    venue_match: Pattern = Field(default="", description="what of `venue` is the journal: the pattern's first group")
    status: Locator = Field(default="", description="the printed state")
    label: Locator = Field(default="", description="the subject, inside the record")
    group: Selector = Field(default="", description="headings on the page; the nearest before a record is its subject")
    venue_group: Selector = Field(
        default="", description="what names journals on the page; the nearest before a record is its journal"
    )
    not_under: Pattern = Field(
        default="", description="a regular expression for headings, found by `group`, whose records are no calls"
    )
    keep: Pattern = Field(default="", description="a regular expression that the title of a call holds, in any case")
    drop: Pattern = Field(default="", description="a regular expression that the title of what is no call holds")
    drop_link: Pattern = Field(default="", description="a regular expression for links of what is no call")
    drop_record: Pattern = Field(default="", description="a regular expression that the text of what is no call holds")
    needs_group: Pattern = Field(default="", description="a regular expression that the heading over a call holds")
    acronym: Locator = Field(default="", description="the short name of a conference")
    event: Locator = Field(default="", description="when the event takes place")
    place: Locator = Field(default="", description="where the event takes place")
    posted: Locator = Field(default="", description="when it was published, which is no deadline")
    needs: Literal["", "sign"] = Field(
        default="", description="`sign`: a record with no link, no digit and no word on calls or deadlines is none"
    )
    next: Selector = Field(default="", description="the link to the next page, on the whole page")
    total: Selector = Field(default="", description="what prints how many calls there are, on the whole page")
    paging: Paging | None = Field(default=None, description="how the next page is asked for where no link leads there")


def extract(page: Page, rules: ListingRules) -> Extraction:
    """One call a record. A page with its marker and no record is an empty list; without its marker another page."""
    tree = parse_list(page)
    if rules.marker and tree.css_first(rules.marker) is None:
        return unrecognised(f"the page has no {rules.marker}")
    records = pieces_of(tree, rules.item, rules.until, following=rules.span == "following")
    if not rules.marker and not records:
        return unrecognised(f"the page has no {rules.item}")
    base = base_of(tree, page)
    over = _Over(tree, rules, page, base)
    nesting = Nesting(record.head for record in records)
    shallow = [record for record in records if not nesting.too_deep(record.head)]
    portion = Portion(shallow, rules)
    calls, problems = list[RawCall](), list[Problem]()
    for number, record in enumerate(portion, 1):
        if rules.not_under and re.search(rules.not_under, over.of(record).group, re.I):
            continue
        call = _read(record, rules, page, base, over.of(record))
        if call is None:
            problems.append(Problem(f"{page.url} record {number}", f"has no title: {record.line[:80]}"))
        elif rules.drop_record and fits(rules.drop_record, record.line):
            continue
        elif _wanted(call, over.of(record).group, rules) and (not rules.needs or _has_sign(record, call, page)):
            calls.append(call)
    follow = _further(tree, page, base, rules)
    follow = follow or (page_after(page.url, rules.paging, len(records)) if rules.paging else ())
    others, deep = len(records) - len(calls) - len(problems), len(records) - len(shallow)
    told = (*problems, *left_out(deep, page), *portion.problems(page.url))
    total, whole = _total(tree, rules), not deep and not portion.cut
    return Extraction(True, tuple(calls), follow, told, total, left_out=others, whole=whole)


@dataclass(frozen=True, slots=True)
class _Above:
    """What stands over a record: its subject and its journal."""

    group: str = ""
    venue: str = ""
    url: str = ""


class _Over:
    """For every record the nearest heading, and the nearest journal, before it."""

    def __init__(self, tree: LexborHTMLParser, rules: ListingRules, page: Page, base: str) -> None:
        self._found: dict[int, _Above] = {}
        if not rules.group and not rules.venue_group:
            return
        records = {node.mem_id for node in tree.css(rules.item)}
        groups = {node.mem_id for node in tree.css(rules.group)} if rules.group else set()
        here = _Above()
        wanted = ", ".join(part for part in (rules.group, rules.venue_group, rules.item) if part)
        for node in tree.css(wanted):
            if node.mem_id in records:
                self._found[node.mem_id] = here
            elif not (words := line_of(node)):
                continue
            elif node.mem_id in groups:
                here = _Above(words)
            else:
                link = node if node.tag == "a" else node.css_first("a[href]")
                here = _Above(here.group, words, address_of(link, page, base))

    def of(self, record: Piece) -> _Above:
        return self._found.get(record.head.mem_id, _Above())


def _wanted(call: RawCall, group: str, rules: ListingRules) -> bool:
    if rules.keep and not re.search(rules.keep, call.title, re.I):
        return False
    if rules.needs_group and not re.search(rules.needs_group, group, re.I):
        return False
    if rules.drop_link and re.search(rules.drop_link, call.url, re.I):
        return False
    return not (rules.drop and re.search(rules.drop, call.title, re.I))


def _has_sign(record: Piece, call: RawCall, page: Page) -> bool:
    own = call.url and call.url.partition("#")[0] != (page.final_url or page.url).partition("#")[0]
    return bool(own) or bool(_SIGN.search(record.line))


def _read(record: Piece, rules: ListingRules, page: Page, base: str, above: _Above) -> RawCall | None:
    node = record.find(rules.title) if rules.title else None
    printed = words_of(node) if node is not None else "" if rules.title else record.first_line
    title = cut(printed)
    if not title:
        return None
    url = _address(record, node, rules, page, base) or above.url
    labels = [line_of(found) for found in record.all(rules.label)] if rules.label else []
    is_over = bool(_OVER.fullmatch(fold(above.group)))
    return RawCall(
        title=title,
        venue=_venue(record, rules) or above.venue,
        url=url,
        deadlines=_deadlines(record, rules, printed),
        summary=record.said(rules.summary),
        labels=tuple(label for label in (*labels, "" if rules.needs_group else above.group) if label),
        status_text=record.said(rules.status) or (above.group if is_over else ""),
        posted=record.said(rules.posted),
        acronym=record.said(rules.acronym),
        event=record.said(rules.event),
        place=record.said(rules.place),
        where=page.url,
    )


def _venue(record: Piece, rules: ListingRules) -> str:
    said = record.said(rules.venue)
    return search(rules.venue_match, said) if rules.venue_match else said


def _address(record: Piece, title: LexborNode | None, rules: ListingRules, page: Page, base: str) -> str:
    """The link of a record: the one that the rules name, else in or around the title, else the first that leads on."""
    if rules.link:
        found = record.all(rules.link)
        links = [link for node in found for link in ([node] if node.tag == "a" else node.css("a[href]"))]
    else:
        links = record.links(title)
    here = page.final_url or page.url
    for link in links:
        if (url := address_of(link, page, base)) and url.partition("#")[0] != here.partition("#")[0]:
            return url
    return next((url for link in links if (url := address_of(link, page, base))), "") or record.printed_address


def _deadlines(record: Piece, rules: ListingRules, printed: str) -> tuple[DeadlineText, ...]:
    """The fields of the deadline; where none says anything, all that the record holds."""
    found = [part for locator in rules.deadline for part in record.fields(locator)]
    if found or rules.fields_only:
        return tuple(found)
    return (record.only_day(rules.days) if rules.days else ()) or record.told(printed)


def _further(tree: LexborHTMLParser, page: Page, base: str, rules: ListingRules) -> tuple[str, ...]:
    node = tree.css_first(rules.next) if rules.next else None
    url = address_of(node, page, base)
    return (url,) if url and url.partition("#")[0] != page.url.partition("#")[0] else ()


def _total(tree: LexborHTMLParser, rules: ListingRules) -> int | None:
    node = tree.css_first(rules.total) if rules.total else None
    return stated_total(line_of(node)) if node is not None else None


def stated_total(said: str) -> int | None:
    """The number of all records that a line states: the 57 of "57 results" and of "Showing 1-10 of 57"."""
    found = _OF_ALL.search(said)
    number = found[1] if found else match[0] if (match := _NUMBER.search(said)) else ""
    return int(re.sub(r"\D", "", number)) if re.search(r"\d", number) else None
