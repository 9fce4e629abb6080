"""A web page nobody described: its repeated calls, its one call, or the reason why there is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from cfpfeeds.extract import listing
from cfpfeeds.extract.html import parse
from cfpfeeds.extract.listing import ListingRules
from cfpfeeds.extract.markup import base_of, line_of
from cfpfeeds.extract.pieces import pieces_of
from cfpfeeds.learn import locate, menus, words
from cfpfeeds.learn.candidates import candidates_of
from cfpfeeds.learn.groups import groups_of, strangers_of
from cfpfeeds.learn.judge import Judged, Memory, is_listing, judge
from cfpfeeds.learn.outlook import Outlook, context_of, lead_of, marker_of, next_of, outlook_of, total_of
from cfpfeeds.learn.proposal import CALLS_IN_NEWS, Finding, NoCalls, Proposal
from cfpfeeds.learn.reader import Reader, due
from cfpfeeds.learn.single import is_one_call, single_of
from cfpfeeds.learn.spots import Spot, spots_of
from cfpfeeds.model import Page, RawCall
from cfpfeeds.normalise.refusals import why_no_call

_SAMPLE = 60


def learn_page(page: Page, reader: Reader, memory: Memory) -> Finding:
    """Rules for a web page. Raises ExtractError for bytes that are no web page."""
    tree = parse(page)
    spots = spots_of(tree)
    outlook = outlook_of(tree)
    reader = replace(reader, language=reader.language or outlook.language, country=reader.country or outlook.country)
    best = _best(tree, spots, page, reader, memory, outlook)
    if (best is None or not best.dated) and (said := _says_none(spots)):
        return NoCalls(f'the page says that no call is open: "{said}"')
    single = single_of(tree, spots, page, reader, outlook, best)
    if best is not None and (single is None or not is_one_call(best, outlook, single, reader)):
        return _finished(tree, spots, page, best, outlook, reader)
    if single is not None:
        return single.proposal
    return NoCalls(_why_none(outlook, spots))


def _best(
    tree: LexborHTMLParser, spots: list[Spot], page: Page, reader: Reader, memory: Memory, outlook: Outlook
) -> Judged | None:
    base = base_of(tree, page)
    found = []
    for candidate in candidates_of(tree, spots):
        over = (outlook.heading, context_of(spots, candidate.heads[0]), lead_of(spots, candidate.heads[0]))
        strangers = strangers_of(spots, candidate.heads)
        judged = judge(tree, page, base, candidate, over, reader, memory, strangers)
        if judged is not None and judged.score > 0 and is_listing(judged, (outlook.heading, outlook.title)):
            found.append(judged)
    best = max(found, key=lambda one: one.score, default=None)
    return best and _inner(best, found, spots)


def _inner(best: Judged, found: Sequence[Judged], spots: Sequence[Spot]) -> Judged:
    """The calls below headings that looked like calls: more records with a day, all of them inside."""
    if best.dated >= 0.7:
        return best
    span = best.candidate.heads
    for other in sorted(found, key=lambda one: -one.score):
        inside = other.candidate.heads[0].order > span[0].order
        dated = other.dated * other.records
        more = dated >= 0.85 * best.dated * best.records and other.records >= 0.8 * best.dated * best.records
        if other is not best and inside and more and other.titled >= 0.9 and not _same_titles(best, other):
            return other
    return best


def _same_titles(best: Judged, other: Judged) -> bool:
    return {head.order for head in best.candidate.heads} == {head.order for head in other.candidate.heads}


def _says_none(spots: Sequence[Spot]) -> str:
    """The words by which a page says that nothing is open; "" if it does not."""
    for spot in spots:
        if spot.tag in ("p", "li", "div", "td", "h2", "h3", "h4", "strong") and not spot.furniture and spot.size < 300:
            line = line_of(spot.node)
            if words.NONE_OPEN.search(line):
                return line[:120]
    return ""


def _finished(
    tree: LexborHTMLParser, spots: list[Spot], page: Page, best: Judged, outlook: Outlook, reader: Reader
) -> Proposal:
    """The best candidate with everything else that its rules can say."""
    rules = _with_fields(tree, best)
    picked = {
        piece.head.mem_id for piece in pieces_of(tree, rules.item, rules.until, following=best.candidate.following)
    }
    heads = [spot for spot in spots if spot.node.mem_id in picked] or list(best.candidate.heads)
    group, venue_group = groups_of(tree, spots, heads, following=best.candidate.following)
    if rules.span == "following" and (ends := ", ".join(filter(None, (rules.until, group, venue_group)))):
        rules = rules.model_copy(update={"until": ends})
    rules = rules.model_copy(
        update={
            "group": group,
            "venue_group": "" if rules.venue else venue_group,
            "marker": marker_of(tree, heads),
            "next": next_of(tree, page, base_of(tree, page)),
            "total": total_of(spots, len(picked)),
        }
    )
    rules = _with_keep(page, rules, best, reader, outlook.heading)
    rules = _without_others(page, rules, reader)
    extraction = listing.extract(page, ListingRules.model_validate(rules.model_dump()))
    if (
        extraction.stated_total is not None
        and not extraction.follow
        and extraction.stated_total != len(extraction.calls)
    ):
        rules = rules.model_copy(update={"total": ""})
        extraction = replace(extraction, stated_total=None)
    return Proposal(
        rules=rules,
        extraction=extraction,
        confidence=_confidence(best, len(extraction.calls)),
        how=_described(best, rules),
        venue="" if rules.venue or rules.venue_group else outlook.venue,
        language=outlook.language,
        country=outlook.country,
        title=outlook.heading,
    )


def _with_fields(tree: LexborHTMLParser, best: Judged) -> ListingRules:
    rules = best.rules
    pieces = pieces_of(tree, rules.item, rules.until, following=rules.span == "following")
    seen = locate.sample(pieces, _SAMPLE)
    places = locate.places_of(seen)
    titles = tuple(piece.said(rules.title) if rules.title else piece.first_line for piece in seen)
    title = locate.Place(rules.title, titles)
    others = [place for place in places if place.locator not in rules.deadline]
    item = rules.item
    if rules.title and not rules.title.startswith(("column", "term")) and any(not p.said(rules.title) for p in pieces):
        tighter = f"{item}:has({rules.title})"
        if rules.span == "element" and ":has" not in item and tree.css(tighter):
            item = tighter
    return rules.model_copy(
        update={
            "item": item,
            "venue": locate.venue_of(others, title),
            "status": locate.status_of(others),
            "summary": locate.named(others, words.SUMMARY_NAME, title, longest=2000),
            "label": locate.named(others, words.SUBJECT_NAME, title, longest=60),
        }
    )


def _with_keep(page: Page, rules: ListingRules, best: Judged, reader: Reader, heading: str) -> ListingRules:
    """Among news only what calls itself a call is one: where few records have a day, and those that do say so."""
    calls = [call for call in listing.extract(page, rules).calls if not why_no_call(call.title, call.url)]
    bare = [call for call in calls if not call.url or call.url == (page.final_url or page.url)]
    silent = [call for call in bare if not any(re.search(r"\d", part.text) for part in call.deadlines)]
    if silent and len(silent) < len(calls):
        rules = rules.model_copy(update={"needs": "sign"})
    rules = _without_strangers(page, rules, calls, reader)
    among_news = words.is_negative(best.context) and any(re.search(CALLS_IN_NEWS, call.title) for call in calls)
    if among_news and best.called < 0.8:
        return rules.model_copy(update={"keep": CALLS_IN_NEWS})
    if best.dated >= 0.7:
        return rules
    named = [bool(re.search(CALLS_IN_NEWS, call.title)) for call in calls]
    dated = [_is_due(call, reader) for call in calls]
    unnamed_but_dated = sum(d and not n for n, d in zip(named, dated, strict=True))
    speaks = words.CALL.search(f"{best.context} {heading}")
    if any(named) and sum(named) < 0.8 * len(named) and not unnamed_but_dated and not speaks:
        return rules.model_copy(update={"keep": CALLS_IN_NEWS})
    return rules


def _without_strangers(page: Page, rules: ListingRules, calls: Sequence[RawCall], reader: Reader) -> ListingRules:
    """Without issues that have appeared, the journal's own name and words of a menu, where others are calls."""
    dated = [_is_due(call, reader) for call in calls]
    said = [" ".join(part.text for part in call.deadlines) for call in calls]
    out = [bool(re.search(words.APPEARED, text)) for text in said]
    if any(out) and any(dated) and not any(one and day for one, day in zip(out, dated, strict=True)):
        rules = rules.model_copy(update={"drop_record": words.APPEARED})
    titles = [
        call.title
        for call, day in zip(calls, dated, strict=True)
        if not day and not words.CALL.search(call.title) and _is_stranger(call, page)
    ]
    if titles and len(titles) <= 5 and 2 * len(titles) < len(calls):
        rules = rules.model_copy(update={"drop": f"^(?:{'|'.join(map(re.escape, titles))})$"})
    return rules


def _is_due(call: RawCall, reader: Reader) -> bool:
    """Whether something is due; a day that is over, without a word on deadlines, is when the record was posted."""
    days = due(reader.read(call.deadlines))
    said = " ".join(f"{part.label} {part.text}" for part in call.deadlines)
    return bool(days) and (bool(words.DEADLINE.search(said)) or any(day >= reader.on for _, day in days))


def _is_stranger(call: RawCall, page: Page) -> bool:
    own = urlsplit(call.url)
    home = own.path in ("", "/", "/index.html") and own.netloc == urlsplit(page.final_url or page.url).netloc
    return menus.is_navigation(call.title) or (home and bool(words.JOURNAL.search(call.title)))


def _without_others(page: Page, rules: ListingRules, reader: Reader) -> ListingRules:
    """Headings such as "Events" under which no record has a deadline, where records under others have."""
    if not rules.group:
        return rules
    dated: dict[str, int] = {}
    for call in listing.extract(page, rules).calls:
        over = call.labels[-1] if call.labels else ""
        dated[over] = dated.get(over, 0) + _is_due(call, reader)
    others = [over for over, number in dated.items() if over and not number and words.is_negative(over)]
    if not others or len(others) == len(dated):
        return rules
    return rules.model_copy(update={"not_under": f"^(?:{'|'.join(re.escape(over) for over in others)})$"})


def _confidence(best: Judged, calls: int) -> float:
    """Most of it is how many records have a title, a day and a link of their own."""
    told = 0.35 * best.titled + 0.35 * best.dated + 0.2 * best.linked + 0.1 * min(calls, 4) / 4
    return round(min(0.99, told + (0.1 if words.CALL.search(best.context) else 0.0)), 2)


def _described(best: Judged, rules: ListingRules) -> str:
    tag = best.candidate.heads[0].tag
    what = {"tr": "rows of a table", "li": "entries of a list", "dt": "terms of a definition list", "a": "links"}.get(
        tag, ""
    )
    if not what and rules.span == "following":
        what = "headings with what follows them" if tag.startswith("h") else "paragraphs with what follows them"
    dated = round(best.dated * best.records)
    return f"{best.records} {what or 'repeated blocks'} ({tag}), {dated} with a deadline"


def _why_none(outlook: Outlook, spots: Sequence[Spot]) -> str:
    text = sum(spot.size for spot in spots[:1])
    head = f'the page "{outlook.heading[:80]}"' if outlook.heading else "the page"
    if text < 200:
        return f"{head} holds next to no text: it may be built by a script; save it in a browser and add the file"
    dated = spots[0].dated if spots else 0
    if not dated:
        return f"{head} names no day and nothing on it is called a call for papers"
    return f"{head} names {dated} days, but none of them is said to be a deadline for papers"
