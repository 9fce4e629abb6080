"""Shape `article`: one call on one page, of any kind; also Markdown and plain text files."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

from pydantic import Field
from selectolax.lexbor import LexborHTMLParser, LexborNode

from cfpfeeds.extract import front_matter, linked_data, mail
from cfpfeeds.extract.base import Rules, unrecognised
from cfpfeeds.extract.html import Selector, blocks, decoded, line_of, parse
from cfpfeeds.extract.markdown import markdown_blocks
from cfpfeeds.extract.pdf import pdf_text
from cfpfeeds.extract.plain import text_blocks
from cfpfeeds.extract.records import Pattern
from cfpfeeds.extract.rendered import is_markdown
from cfpfeeds.extract.scripts import script_dates
from cfpfeeds.model import PDF_LAYOUT, DeadlineText, Extraction, Page, Problem, RawCall

_LONGEST_TITLE = 150
_MAIN = ("main", "[role=main]", "article", "#content", "#main-content", "body")
_REVISED = ("lastmod", "last_modified_at", "modified", "updated")
"""What static sites call the day of the last change in the head of a file."""
_HEAD = re.compile(r"\s*#{1,2}\s+(.+)")
_WORD = re.compile(r"[^\W\d_]{2}")
_YEAR = re.compile(r"\b20\d\d\b")


class ArticleRules(Rules):
    """Rules of the shape `article`; with none at all any page is read as well as it can be."""

    kind: Literal["article"] = "article"
    title: Selector = Field(
        default="",
        description="the title, also in Markdown as it is rendered; default: the first h1, else the page's own title",
    )
    venue: Selector = Field(default="", description="the journal")
    content: Selector = Field(default="", description="the text of the call; default: the main part of the page")
    drop: tuple[Selector, ...] = Field(default=(), description="parts to leave out: side bars, related calls, sign-in")
    posted: Selector = Field(default="", description="when it was published; default: the page's metadata")
    assigned: tuple[str, ...] = Field(
        default=(),
        description="names in the page's scripts that hold a deadline; default: what sounds like one, "
        "where the page shows no year at all",
    )
    keep: Pattern = Field(default="", description="a regular expression that title or text must hold")


def extract(page: Page, rules: ArticleRules) -> Extraction:
    """The one call of the page; none, but recognised, when `keep` says that it is something else."""
    kind = page.media_type
    if kind == PDF_LAYOUT:
        return _from_pdf(page, rules)
    if kind in (mail.MAIL, mail.MBOX):
        return _from_mail(page, rules)
    if kind in ("text/markdown", "text/x-markdown") or (kind == "text/plain" and not _looks_like_html(page)):
        return _from_text(page, rules, markdown=kind != "text/plain" or b"\n# " in b"\n" + page.body)
    tree = parse(page)
    if rules.marker and tree.css_first(rules.marker) is None:
        return unrecognised(f"the page has no {rules.marker}")
    for selector in rules.drop:
        for node in tree.css(selector):
            node.decompose()
    root = _content(tree, rules)
    if root is None:
        return unrecognised("the page has no content")
    title = _title(tree, rules)
    shown = (*blocks(root), *linked_data.event_days(tree, title))
    if rules.assigned or not any(_YEAR.search(part.text) for part in shown):
        shown += script_dates(tree, rules.assigned)
    posted = _said(tree, rules.posted) or linked_data.published(tree)
    venue, revised = _said(tree, rules.venue), linked_data.revised(tree)
    return _one(page, rules, title, shown, venue=venue, posted=posted, revised=revised)


def _looks_like_html(page: Page) -> bool:
    return page.body.lstrip()[:200].lower().startswith((b"<!doctype html", b"<html"))


def _from_text(page: Page, rules: ArticleRules, *, markdown: bool) -> Extraction:
    whole = decoded(page)
    if rules.marker and rules.marker not in whole:
        return unrecognised(f"the text does not hold {rules.marker!r}")
    fields, text = front_matter.parted(whole)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    head = next((found[1] for line in lines if (found := _HEAD.match(line))), "")
    title = (
        (_said(parse(page), rules.title) if rules.title and is_markdown(page) else "")
        or fields.get("title")
        or head.strip("# ")
        or next((line for line in map(line_of, lines) if _WORD.search(line)), "")
    )
    read = markdown_blocks if markdown or fields else text_blocks
    parts = (*front_matter.deadlines_of(fields), *read(text))
    revised = next((fields[name] for name in _REVISED if fields.get(name)), "")
    venue, posted = fields.get("journal", ""), fields.get("date", "")
    return _one(page, rules, title, parts, venue=venue, posted=posted, revised=revised)


def _from_pdf(page: Page, rules: ArticleRules) -> Extraction:
    found = pdf_text(page)
    if rules.marker and not any(rules.marker in part.text for part in found.parts):
        return unrecognised(f"the text does not hold {rules.marker!r}")
    one = _one(page, rules, found.title, found.parts, posted=found.created)
    if not found.unread:
        return one
    told = f"only the first {found.pages} of {found.pages + found.unread} pages were read"
    return replace(one, problems=(*one.problems, Problem(page.url, told)))


def _from_mail(page: Page, rules: ArticleRules) -> Extraction:
    """One call a letter; those without text are problems, those that are not what `keep` asks for are left out."""
    calls: list[RawCall] = []
    problems = [Problem(page.url, told)] if (told := mail.unread(page)) else []
    for letter in mail.letters(page):
        texts = (letter.title, letter.label, *(part.text for part in letter.parts))
        if rules.marker and not any(rules.marker in text for text in texts):
            continue
        if letter.problem:
            problems.append(Problem(letter.where, letter.problem))
            continue
        found = _one(page, rules, letter.title, letter.parts, posted=letter.posted)
        labels = (letter.label,) if letter.label else ()
        calls += [
            replace(call, key=letter.key or call.key, url=letter.url or call.url, labels=labels) for call in found.calls
        ]
    if rules.marker and not calls and not problems:
        return unrecognised(f"no message holds {rules.marker!r}")
    return Extraction(True, tuple(calls), problems=tuple(problems), whole=not told)


def _one(
    page: Page,
    rules: ArticleRules,
    title: str,
    parts: tuple[DeadlineText, ...],
    venue: str = "",
    posted: str = "",
    revised: str = "",
) -> Extraction:
    title = title or _first_line(parts)
    if not title:
        return unrecognised("the page has no title")
    told = " ".join(part.text for part in parts)
    if rules.keep and not re.search(rules.keep, f"{title}\n{told}", re.I):
        return Extraction(True)
    longest = max((part.text for part in parts if not part.unprinted), key=len, default="")
    call = RawCall(
        title=title,
        key=page.url,
        venue=venue,
        url=page.final_url or page.url,
        deadlines=parts,
        summary=longest,
        posted=posted,
        revised=revised,
        where=page.url,
    )
    return Extraction(True, (call,))


def _first_line(parts: tuple[DeadlineText, ...]) -> str:
    """What stands for the title of a page that has none: its first heading, else its first short line of words."""
    lines = [line for part in parts for line in (part.label, part.text) if len(line) <= _LONGEST_TITLE]
    return next((line for line in lines if _WORD.search(line)), "")


def _content(tree: LexborHTMLParser, rules: ArticleRules) -> LexborNode | None:
    if rules.content:
        return tree.css_first(rules.content)
    found = [tree.css(selector) for selector in _MAIN]
    # Two of a kind hold one half each: then only the whole page holds all.
    return next((nodes[0] for nodes in found if len(nodes) == 1), tree.body)


def _title(tree: LexborHTMLParser, rules: ArticleRules) -> str:
    if rules.title:
        return _said(tree, rules.title)
    meta = tree.css_first("meta[property='og:title']")
    named = (meta.attributes.get("content") or "") if meta is not None else ""
    return _said(tree, "h1") or named.strip() or _head_title(tree)


def _head_title(tree: LexborHTMLParser) -> str:
    node = tree.css_first("title")
    return " ".join((node.text() or "").split()) if node is not None else ""


def _said(tree: LexborHTMLParser, selector: str) -> str:
    for node in tree.css(selector) if selector else ():
        if line := line_of(node):
            return line
    return ""
