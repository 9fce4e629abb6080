"""How to find the calls of a page that nobody described, and to find them again after a redesign. Pure: pages in,
rules out; the rules are those of `extract`, so that what was learnt is read like any other source.

page -> spots (elements and their names) -> candidates (what is repeated) -> locate (which part is what)
-> judge (are these calls) -> rules, with a marker that only this page has.
"""

from __future__ import annotations

import re
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser

from cfpfeeds.errors import ExtractError
from cfpfeeds.extract.bodies import is_web_page, text_of_body
from cfpfeeds.extract.html import parse
from cfpfeeds.extract.rendered import is_text
from cfpfeeds.learn.data import learn_answer, learn_embedded
from cfpfeeds.learn.feeds import learn_feed
from cfpfeeds.learn.files import format_of, learn_file
from cfpfeeds.learn.judge import Memory
from cfpfeeds.learn.leads import Lead, bare_file, leads_of, of_sitemap, sitemap_of
from cfpfeeds.learn.outlook import outlook_of
from cfpfeeds.learn.page import learn_page
from cfpfeeds.learn.proposal import Finding, NoCalls, Proposal, compare
from cfpfeeds.learn.reader import Reader
from cfpfeeds.learn.repair import Comparison, Mended, compare_with, compared, due, memory_of, still_open
from cfpfeeds.model import Page

_FEED = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*|<\?.*?\?>\s*)*<(?:\w+:)?(?:rss|feed|RDF)\b", re.S)


def learn(page: Page, reader: Reader, memory: Memory = Memory()) -> Finding:  # noqa: B008 - a frozen value
    """Rules for a page of any kind, or why it has no calls. Never raises for what a page holds."""
    try:
        return _learnt(page, reader, memory)
    except ExtractError as error:
        return NoCalls(f"the page cannot be read: {error.reason}")


def _learnt(page: Page, reader: Reader, memory: Memory) -> Finding:
    text = text_of_body(page)
    written = format_of(page)
    if written and written != "json" and not is_web_page(text):
        return learn_file(page, written, reader)
    if _FEED.match(text[:4000]) or "jsonfeed.org/version" in text[:500]:
        return learn_feed(page, reader)
    if "json" in page.media_type or (text.lstrip()[:1] in ("{", "[") and "html" not in page.media_type):
        return learn_answer(page, reader) or learn_file(page, "json", reader)
    if not is_web_page(text) and "html" not in page.media_type and not is_text(page):
        said = page.media_type or "a file of another kind"
        return NoCalls(f"this is {said}: a web page, a feed, Markdown, YAML, TOML, CSV or JSON is needed")
    tree = parse(page)
    shown = learn_page(page, reader, memory)
    data = learn_embedded(page, tree, reader)
    findings = [shown, _with_page(data, tree)] if data is not None else [shown]
    best = compare(findings, reader)
    return findings[best] if best is not None else shown


def _with_page(found: Proposal, tree: LexborHTMLParser) -> Proposal:
    """Data inside a page, with what the page around it says of all of them."""
    outlook = outlook_of(tree)
    return replace(found, venue=outlook.venue, language=outlook.language, title=outlook.heading)


__all__ = [
    "Comparison",
    "Finding",
    "Lead",
    "Memory",
    "Mended",
    "NoCalls",
    "Proposal",
    "Reader",
    "bare_file",
    "compare",
    "compare_with",
    "compared",
    "due",
    "leads_of",
    "learn",
    "memory_of",
    "of_sitemap",
    "sitemap_of",
    "still_open",
]
