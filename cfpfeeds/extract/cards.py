"""Shape `cards`: the same element again and again, one a call (Springer Link, BMC, Nature, many society pages)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from pydantic import Field
from selectolax.lexbor import LexborHTMLParser, LexborNode

from cfpfeeds.extract.base import Portion, Rules, unrecognised
from cfpfeeds.extract.days import phrase
from cfpfeeds.extract.html import Selector, blocks, line_of, text_of
from cfpfeeds.extract.markup import each_once, marked_line
from cfpfeeds.extract.nesting import Nesting, left_out, parse_list
from cfpfeeds.extract.paging import Paging, page_after
from cfpfeeds.model import DeadlineText, Extraction, Page, Problem, RawCall

_SAYS_NOTHING = re.compile(r"\W*calls? for (?:papers|submissions|abstracts)\W*", re.IGNORECASE)
_LONGEST_TITLE = 200
_NUMBER = re.compile(r"\d[\d,.]{0,12}")


class CardsRules(Rules):
    """Rules of the shape `cards`. All are CSS selectors inside one card unless they say otherwise."""

    kind: Literal["cards"] = "cards"
    item: Selector = Field(description="one card, on the whole page")
    title: Selector = Field(description="the title")
    link: Selector = Field(default="", description="the element whose href is the call's page; default: in the title")
    venue: Selector = Field(default="", description="the journal")
    summary: Selector = Field(default="", description="what it is about")
    deadline: Selector = Field(default="", description="an element that holds the deadline and nothing else")
    deadline_term: str = Field(
        default="", description="the dt whose dd is the deadline, for example Submission deadline"
    )
    status: Selector = Field(default="", description="an element that holds the state")
    status_term: str = Field(default="", description="the dt whose dd is the state, for example Submission status")
    open_words: tuple[str, ...] = Field(
        default=(), description="cards whose state holds none of these words are left out"
    )
    label: Selector = Field(default="", description="the subject inside the card")
    group: Selector = Field(
        default="", description="headings on the page; the nearest one before a card is its subject"
    )
    warning: Selector = Field(default="", description="what the source itself says against the call")
    issn: Selector = Field(default="", description="the ISSN of the journal")
    prose: Selector = Field(default="", description="running text in which a deadline may stand")
    posted: Selector = Field(default="", description="when it was published, which is no deadline")
    next: Selector = Field(default="", description="the link to the next page of the list, on the whole page")
    total: Selector = Field(
        default="", description="the element that prints how many calls there are, on the whole page"
    )
    paging: Paging | None = Field(default=None, description="how the next page is asked for where no link leads there")


def extract(page: Page, rules: CardsRules) -> Extraction:
    """One call a card. A page with its marker and no card is an empty list; without its marker it is another page."""
    tree = parse_list(page)
    cards = each_once(tree, rules.item)
    if rules.marker and tree.css_first(rules.marker) is None:
        return unrecognised(f"the page has no {rules.marker}")
    if not rules.marker and not cards:
        return unrecognised(f"the page has no {rules.item}")
    subjects = _subjects(tree, rules) if rules.group else {}
    nesting = Nesting(cards)
    shallow = [card for card in cards if not nesting.too_deep(card)]
    portion = Portion(shallow, rules)
    calls, problems = list[RawCall](), list[Problem]()
    for number, card in enumerate(portion, 1):
        call = _read(card, rules, page, subjects.get(card.mem_id, ""))
        if call is None:
            problems.append(Problem(f"{page.url} card {number}", f"has no {rules.title}: {line_of(card)[:80]}"))
        elif not rules.open_words or _is_open(call.status_text, rules):
            calls.append(call)
    follow = _further(tree, page, rules) or (page_after(page.url, rules.paging, len(cards)) if rules.paging else ())
    closed, deep = len(cards) - len(calls) - len(problems), len(cards) - len(shallow)
    told = (*problems, *left_out(deep, page), *portion.problems(page.url))
    found, whole = tuple(_keyed(calls, page)), not deep and not portion.cut
    return Extraction(True, found, follow, told, _total(tree, rules), left_out=closed, whole=whole)


def _keyed(calls: list[RawCall], page: Page) -> Iterator[RawCall]:
    """An address is the key of a call unless several share it (a form, the list itself): then the title tells too."""
    shared = Counter(call.key for call in calls)
    for call in calls:
        own = shared[call.key] == 1 and call.key not in (page.url, page.final_url)
        yield call if own else replace(call, key="")


def _read(card: LexborNode, rules: CardsRules, page: Page, subject: str) -> RawCall | None:
    title = card.css_first(rules.title)
    if title is None or not line_of(title):
        return None
    url = _address(card, title, rules, page)
    labels = [line_of(node) for node in card.css(rules.label)] if rules.label else []
    return RawCall(
        title=_title(card, title, rules),
        key=url,
        venue=_said(card, rules.venue),
        url=url,
        deadlines=_deadlines(card, rules),
        summary=_said(card, rules.summary),
        labels=tuple(label for label in (*labels, subject) if label),
        status_text=_said(card, rules.status) or line_of(_term(card, rules.status_term) or ""),
        posted=_said(card, rules.posted),
        where=page.url,
        warning=_said(card, rules.warning),
        issn=_said(card, rules.issn),
    )


def _title(card: LexborNode, title: LexborNode, rules: CardsRules) -> str:
    """The title; where it says no more than that this is a call, the first line of what the card is about."""
    line = line_of(title)
    node = card.css_first(rules.summary) if rules.summary and _SAYS_NOTHING.fullmatch(line) else None
    first = next((one for one in text_of(node).split("\n") if one), "") if node is not None else ""
    return first if 8 <= len(first) <= _LONGEST_TITLE else line


def _address(card: LexborNode, title: LexborNode, rules: CardsRules, page: Page) -> str:
    """The link of a card; a card that is itself the link counts."""
    if rules.link:
        node = card.css_first(rules.link)
    else:
        node = title if title.tag == "a" else title.css_first("a") or (card if card.tag == "a" else None)
    href = (node.attributes.get("href") or "") if node is not None else ""
    try:
        return urljoin(page.final_url or page.url, href.strip()) if href.strip() else ""
    except ValueError:
        return ""


def _said(card: LexborNode, selector: str) -> str:
    node = card.css_first(selector) if selector else None
    return line_of(node) if node is not None else ""


def _term(card: LexborNode, term: str) -> LexborNode | None:
    """The dd that follows the dt with these words."""
    if not term:
        return None
    for node in card.css("dt"):
        if line_of(node).rstrip(" :").casefold() == term.casefold():
            after = node.next
            while after is not None and after.tag != "dd":
                if after.tag == "dt":
                    return None
                after = after.next
            return after
    return None


def _deadlines(card: LexborNode, rules: CardsRules) -> tuple[DeadlineText, ...]:
    found = []
    if rules.deadline:
        found += [phrase(line) for node in card.css(rules.deadline) if (line := marked_line(node))]
    term = _term(card, rules.deadline_term)
    if term is not None and (said := marked_line(term)):
        found.append(phrase(said, rules.deadline_term))
    if rules.prose and not found:
        found += [block for node in card.css(rules.prose) for block in blocks(node)]
    return tuple(found)


def _is_open(status: str, rules: CardsRules) -> bool:
    return not status or any(word.casefold() in status.casefold() for word in rules.open_words)


def _subjects(tree: LexborHTMLParser, rules: CardsRules) -> dict[int, str]:
    """For each card the heading before it."""
    wanted = {node.mem_id for node in tree.css(rules.item)}
    subject, found = "", {}
    for node in tree.css(f"{rules.group}, {rules.item}"):
        if node.mem_id in wanted:
            found[node.mem_id] = subject
        else:
            subject = line_of(node)
    return found


def _further(tree: LexborHTMLParser, page: Page, rules: CardsRules) -> tuple[str, ...]:
    """The next page; a query parameter that the pager lost (Nature's subject) is put back."""
    node = tree.css_first(rules.next) if rules.next else None
    href = (node.attributes.get("href") or "") if node is not None else ""
    if not href or href.startswith("#"):
        return ()
    try:
        address = urlsplit(urljoin(page.final_url or page.url, href))
    except ValueError:
        return ()
    asked = dict(parse_qsl(urlsplit(page.url).query))
    query = {**asked, **dict(parse_qsl(address.query))}
    whole = urlunsplit((*address[:3], urlencode(query), ""))
    return (whole,) if whole != page.url else ()


def _total(tree: LexborHTMLParser, rules: CardsRules) -> int | None:
    node = tree.css_first(rules.total) if rules.total else None
    found = _NUMBER.search(line_of(node)) if node is not None else None
    return int(re.sub(r"\D", "", found[0])) if found else None
