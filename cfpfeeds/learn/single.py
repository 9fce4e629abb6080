"""A page that is one call: what speaks for it, which heading names it, and which part of the page is its text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from cfpfeeds.extract.article import ArticleRules
from cfpfeeds.extract.article import extract as extract_article
from cfpfeeds.extract.markup import HEADINGS, line_of
from cfpfeeds.extract.rendered import is_text
from cfpfeeds.learn import menus, words
from cfpfeeds.learn.candidates import selectors_of
from cfpfeeds.learn.judge import Judged
from cfpfeeds.learn.outlook import Outlook
from cfpfeeds.learn.proposal import Proposal
from cfpfeeds.learn.reader import Reader, due
from cfpfeeds.learn.spots import Spot, id_of
from cfpfeeds.model import Extraction, Page, RawCall
from cfpfeeds.normalise.refusals import why_no_call

_ONE_CALL = re.compile(
    r"deadline|submi|abstract|manuscript|papers?\b|frist|einreich|soumission|env[ií]o|contribui|resumo|投稿|締切|徵稿|截稿",
    re.I,
)
_GUIDANCE = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"topics?\s+(?:of\s+interest|include|covered)|include,?\s+but\s+(?:are\s+)?not\s+limited|themen|tópicos|temas|thèmes|axes",
        r"(?:submission|author)\s+(?:guidelines|instructions|information|process|system)|how\s+to\s+submit|easychair|openreview|\bcmt\b|softconf",
        r"(?:papers?|abstracts?|manuscripts?|submissions?|proposals?)\s+(?:must|should|may|will|can|are|have)\b|(?:invite|solicit|seek|welcome)\w*"
        r"\s+(?:\w+\s+){0,4}(?:papers?|submissions?|contributions?|abstracts?|proposals?|articles?|research)",
        r"important\s+dates|key\s+dates|submission\s+deadline|datas\s+importantes|fechas\s+importantes|dates\s+importantes|date\s+importanti",
        r"\b(?:pages?|words)\s+(?:long|in\s+length|limit|max)|\b\d+\s*(?:-\s*\d+\s*)?(?:pages|words)\b|springer|lncs|llncs|ieee\s+(?:format|style)|acm\s+(?:format|style)",
        r"投稿|徵稿|稿件|募集|原稿",
        r"主題|議題|テーマ|征文范围",
        r"\b(?:conference|workshop|symposium|special\s+issue|colloque|tagung|congreso|simp[óo]sio|convegno|kongress)\b",
    )
)
"""What a call tells its authors; each of these speaks for one."""

_CALL_PATH = re.compile(r"call-?_?for|\bcfps?\b|/cfp|\bcall(?:s|paper)?\b|einreichung|convocatoria|chamada|appel", re.I)
_EVENT = re.compile(
    r"\b(?:conference|congress|workshop|symposium|colloquium|meeting|special issue|themed? issue|volume|tagung|colloque"
    r"|congreso|convegno)\b|[“„«\"].{15,}[”“»\"]",
    re.I,
)
"""What the heading below "Call for papers" says where it names what the papers are for."""
_TITLE_CLASS = re.compile(r"title|heading|headline", re.I)
_LINES = frozenset({"p", "strong", "b", "font", "center", "span", "div", "td"})
_ASKING = re.compile(r"\b(?:submit|deadline|extended|register|closed?)\b.*[.!]$", re.I)
"""A heading that is a sentence for authors and names nothing."""
_SECTION = re.compile(
    r"\W*(?:themes?|topics?|tracks?|parts?|areas?|ax[ei]s|panels?|sessions?|(?:special\s)?focus)\s?(?:\d+|[ivx]+\b|[a-d]\b)?\s?[.:–-]",
    re.I,
)
_MANY = 6
_TOP, _LONGEST_HEADING = 60, 160
_PARTS = re.compile(r"\s+[|–—·•]\s+|\s+-\s+|:\s+")


@dataclass(frozen=True, slots=True)
class One:
    """A page read as one call. `named` says that a heading, its title or its address calls it so; `guidance` counts
    the kinds of things that it tells authors; `dated` that something is due.
    """

    proposal: Proposal
    named: bool
    dated: bool
    guidance: int
    several: bool


def single_of(
    tree: LexborHTMLParser, spots: Sequence[Spot], page: Page, reader: Reader, outlook: Outlook, best: Judged | None
) -> One | None:
    """The page as one call; None where too little speaks for it."""
    headings = _headings_of(spots)
    told = _named_by(headings, outlook)
    if (words.ABOUT_CALLS.search(outlook.heading) and not words.CALLED.search(outlook.heading)) or (
        words.is_negative(outlook.heading) and not told
    ):
        return None
    beside = best is not None and words.is_negative(best.context) and not words.lists_several(outlook.heading)
    drop = (best.rules.item,) if best is not None and beside else ()
    title = _title_of(tree, headings, outlook)
    rules = ArticleRules(marker=_marker(tree, spots, page), content=_content(tree), title=title, drop=drop)
    call = _call_of(page, rules)
    if call is None or why_no_call(call.title, page.url) or not call.title.strip():
        return None
    dated = bool(due(reader.read(call.deadlines)))
    if not dated and (told or rules.content) and (wider := _wider(page, rules, reader)):
        rules, call = wider
        dated = True
    text = " ".join(f"{part.label} {part.text}" for part in call.deadlines)
    guidance = sum(bool(pattern.search(text)) for pattern in _GUIDANCE)
    path = bool(_CALL_PATH.search(urlsplit(page.final_url or page.url).path.rpartition("/")[2] or _last(page)))
    named = told or bool(words.CALL.search(call.title)) or path
    several = words.lists_several(outlook.heading) and not words.names_one(outlook.heading)
    if not _enough(call, dated, told, path, guidance, several, text):
        return None
    confidence = round(0.4 + 0.3 * dated + 0.2 * named + 0.05 * min(guidance, 2) - 0.2 * several, 2)
    how = "one call on the whole page" + ("" if dated else ", without a day")
    extraction = Extraction(True, (call,))
    proposal = Proposal(
        rules, extraction, min(confidence, 0.99), how, outlook.venue, outlook.language, outlook.country, call.title
    )
    return One(proposal, named, dated, guidance, several)


def _headings_of(spots: Sequence[Spot]) -> list[Spot]:
    """The headings of a page; of one without any the first short lines that look like one or speak of a call."""
    found = [
        spot
        for spot in spots
        if spot.tag in HEADINGS and not spot.furniture and spot.size and (not spot.aside or spot.tag == "h1")
    ]
    return found or [spot for spot in spots[:_TOP] if _like_heading(spot)]


def _like_heading(spot: Spot) -> bool:
    if spot.furniture or spot.tag not in _LINES or not 0 < spot.size <= _LONGEST_HEADING:
        return False
    if any(child.tag in _LINES and child.size == spot.size for child in spot.children):
        return False
    if words.DEADLINE.search(line_of(spot.node)):
        return False
    bold = spot.tag in ("strong", "b", "font", "center") and (spot.parent is None or spot.parent.size == spot.size)
    return bold or any(_TITLE_CLASS.search(name) for name in spot.names) or bool(words.CALL.match(line_of(spot.node)))


def _enough(call: RawCall, dated: bool, told: bool, path: bool, guidance: int, several: bool, text: str) -> bool:
    """Whether what speaks for one call is enough: a day that is said to be a deadline, or its name and its guidance."""
    if several and not dated:
        return False
    if dated:
        return bool(_ONE_CALL.search(text)) and (told or path or guidance >= 1)
    if told:
        return guidance >= 1 or (bool(words.CALL.search(call.title)) and bool(_ONE_CALL.search(text)))
    return path and guidance >= 2


def _last(page: Page) -> str:
    return urlsplit(page.final_url or page.url).path.rstrip("/").rpartition("/")[2]


def _named_by(headings: Sequence[Spot], outlook: Outlook) -> bool:
    """Whether a heading or the title of the page says that it is one call."""
    said = [outlook.title, outlook.heading, outlook.named, *(line_of(spot.node) for spot in headings[:6])]
    return any(words.names_one(text) for text in said)


def _call_of(page: Page, rules: ArticleRules) -> RawCall | None:
    extraction = extract_article(page, rules)
    return extraction.calls[0] if len(extraction.calls) == 1 else None


def _wider(page: Page, rules: ArticleRules, reader: Reader) -> tuple[ArticleRules, RawCall] | None:
    """The whole page, where its main part names no day and a box beside it does."""
    whole = rules.model_copy(update={"content": "body"})
    call = _call_of(page, whole)
    return (whole, call) if call is not None and due(reader.read(call.deadlines)) else None


def _title_of(tree: LexborHTMLParser, headings: Sequence[Spot], outlook: Outlook) -> str:
    """A selector of what names the call; "" where the first h1, or the title of the page without one, does."""
    ranked = list(_ranked(headings, outlook))
    worth, _, spot = max(ranked, key=lambda one: (one[0], -one[1]), default=(0.0, 0, None))
    if spot is None:
        own = worth and tree.css_first("h1") is not None
        return "title" if own else ""
    first = next((node for node in tree.css("h1") if line_of(node)), None)
    if first is not None and first.mem_id == spot.node.mem_id:
        return ""
    return _selector(tree, spot)


def _ranked(headings: Sequence[Spot], outlook: Outlook) -> Iterator[tuple[float, int, Spot | None]]:
    """What may name the call, with what it is worth: a heading, or (None) the title in the head of the page."""
    head = outlook.whole
    if head:
        called, own = words.CALL.search(head), any(map(_names_event, _PARTS.split(head)))
        yield (3.6 if called and own else 2.5 if own else 0.9), 1, None
    events = any(words.is_own_name(part) and words.has_subject(part) for part in _PARTS.split(head))
    generic, sections = -1, sum(spot.tag == "h1" for spot in headings) > 2
    for number, spot in enumerate(headings[:12]):
        said = line_of(spot.node)
        if (words.lists_several(said) and not words.names_one(said)) or _ASKING.search(said) or _SECTION.match(said):
            continue
        own, named = words.is_specific(said), words.names_one(said)
        if named and own and not words.has_subject(said):
            generic = number if generic < 0 else generic
            yield 3.6, number, spot
        elif named and own:
            yield 5.0, number, spot
        elif named:
            generic = number if generic < 0 else generic
            yield 2.0, number, spot
        elif own and not menus.is_navigation(said) and not words.is_negative(said) and not words.DEADLINE.search(said):
            if (
                0 <= generic == number - 1
                and spot.tag > headings[generic].tag
                and len(words.substance(said).split()) >= 3
            ):
                yield (4.3 if _EVENT.search(said) else 3.5 if events else 3.8), number, spot
            elif (spot.tag == "h1" and not (number and sections)) or (number == 0 and _leads(spot, headings)):
                yield (1.5 if words.JOURNAL.search(said) else 4.0), number, spot


def _leads(spot: Spot, headings: Sequence[Spot]) -> bool:
    """Whether a heading stands over the whole page: no other of its rank, and no text before it."""
    alone = not any(other.tag <= spot.tag for other in headings if other is not spot)
    before = spot.parent.children[: spot.place] if spot.parent is not None else []
    return alone or (spot.order < 25 and not any(other.size > 80 for other in before))


def _names_event(part: str) -> bool:
    return words.is_specific(part) and not words.JOURNAL.search(part) and not menus.is_navigation(part)


def _selector(tree: LexborHTMLParser, spot: Spot) -> str:
    """The most lasting selector whose first match with words is that heading; its tag at worst."""
    for selector in (f"main {spot.tag}", spot.tag, id_of(spot.node), *selectors_of(spot)):
        try:
            found = next((node for node in tree.css(selector) if line_of(node)), None) if selector else None
        except (SelectolaxError, ValueError):
            continue
        if found is not None and found.mem_id == spot.node.mem_id:
            return selector
    return ""


def _content(tree: LexborHTMLParser) -> str:
    for selector in ("main", "[role=main]", "article", "#content", "#main-content", "#main"):
        found = tree.css(selector)
        if len(found) == 1 and len(line_of(found[0])) > 200:
            return "" if selector in ("main", "[role=main]", "article") else selector
    return ""


def _marker(tree: LexborHTMLParser, spots: Sequence[Spot], page: Page) -> str:
    if is_text(page):
        return _words_of(tree)
    for selector in ("main h1", "article h1", "h1"):
        if tree.css_first(selector) is not None:
            return selector
    if tree.css_first("title") is not None:
        return "title"
    return next((f"{spot.tag}{name}" for spot in spots[1:] for name in spot.names if spot.size), "body")


def _words_of(tree: LexborHTMLParser) -> str:
    """Words that a text file holds: its first heading, else the title of its head."""
    for node in tree.css("h1, h2, h3, title"):
        if line := line_of(node):
            return max(re.split(r"[*_`\[\]()<>|\\]", line), key=len).strip()[:60]
    return ""


def _are_events(best: Judged) -> bool:
    """Whether headings name events, each with days below it: "ABC 2027", "DEF Challenge 2027"."""
    heads = best.candidate.heads
    names = sum(words.is_own_name(line_of(head.node)) for head in heads)
    headed = best.candidate.following and heads[0].tag in HEADINGS
    return headed and best.records >= 2 and best.dated >= 0.8 and best.titled >= 0.8 and 2 * names >= len(heads)


def is_one_call(best: Judged, outlook: Outlook, one: One, reader: Reader) -> bool:
    """Whether records were found inside one call: dates, topics, tracks, related calls beside it."""
    if best.known > 1:
        return False
    if one.proposal.rules.model_dump().get("drop"):
        return True
    if one.dated and 2 * best.bare > best.titled and best.records < _MANY:
        return True  # "Call for papers", "Call for posters" of one event
    if words.lists_several(outlook.heading) and not words.names_one(outlook.heading):
        return not best.dated and best.called < 0.5 and one.dated
    if best.records == 1 and one.dated and one.guidance >= 3 and not best.candidate.heads[0].node.css_first("a[href]"):
        return True  # the whole text of a call below its heading
    if not words.CALL.search(outlook.heading):
        # Below "Call for papers" stands the title; the page's own heading is that of the journal.
        over = words.lists_several(best.context)
        if best.dated >= 0.9 and (over or (best.linked >= 0.9 and words.JOURNAL.search(outlook.heading))):
            return False
    if best.dated * best.records >= 3 and (best.linked >= 0.6 or (best.titled >= 0.8 and best.wordy >= 2)):
        return False
    if best.candidate.heads[0].tag == "tr" and best.dated * best.records >= 3 and best.titled >= 0.9:
        return False
    if _are_events(best) and not words.names_one(outlook.heading):
        return False
    if best.called >= 0.5 and best.records >= 2 and best.linked >= 0.6 and not one.dated:
        return False
    plain = words.names_one(outlook.heading) and words.is_specific(outlook.heading)
    if not (plain and one.dated) and best.dated * best.records >= 2 and best.dated >= 0.6 and best.linked >= 0.6:
        return False
    if one.guidance >= 3 and one.named and not best.dated:
        return True
    return (one.named or one.dated) and (best.linked < 0.6 or best.records <= 2 or best.dated < 0.3)
