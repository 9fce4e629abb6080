"""How good a candidate is: what its records say when they are read by the rules that it would give."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborHTMLParser

from cfpfeeds.extract.listing import ListingRules
from cfpfeeds.extract.markup import HEADINGS, address_of, line_of
from cfpfeeds.extract.pieces import Piece, cut, pieces_of, words_of
from cfpfeeds.learn import fields, locate, menus, words
from cfpfeeds.learn.bare_days import label_of_days
from cfpfeeds.learn.candidates import Candidate
from cfpfeeds.learn.proposal import CALLS_IN_NEWS
from cfpfeeds.learn.reader import Reader, due
from cfpfeeds.learn.told import Told
from cfpfeeds.model import Page, Reading
from cfpfeeds.normalise.refusals import why_no_call, why_no_title
from cfpfeeds.normalise.titles import undecorated
from cfpfeeds.text import fold

_ENOUGH_CALL_WORDS = 0.5
_LEAST_TITLE = 0.3


@dataclass(frozen=True, slots=True)
class Memory:
    """Calls that are already known, by folded title and address: a group that holds them is the right one."""

    titles: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate with the rules that it gives and what they yield. `dated` and `titled` are shares of its records."""

    candidate: Candidate
    rules: ListingRules
    score: float
    records: int
    titled: float
    dated: float
    linked: float
    called: float
    context: str
    known: int = 0
    wordy: float = 0.0
    published: float = 0.0
    journals: float = 0.0
    named: float = 0.0
    asking: float = 0.0
    over: float = 0.0
    bare: float = 0.0


def judge(
    tree: LexborHTMLParser,
    page: Page,
    base: str,
    candidate: Candidate,
    over: tuple[str, str, str],
    reader: Reader,
    memory: Memory,
    strangers: frozenset[int] = frozenset(),
) -> Judged | None:
    """The candidate read as records; None where nothing in it could be a title.

    `over` are the heading of the page, the one that stands over the records, and the text between that and them.
    `strangers` are the heads, by `mem_id`, under headings of other things: without a deadline they are not counted.
    """
    _, context, _ = over
    pieces = pieces_of(tree, candidate.item, candidate.until, following=candidate.following)
    if not pieces:
        return None
    own = [piece for piece in pieces if piece.head.mem_id not in strangers]
    seen = locate.sample(own or pieces)
    places = locate.places_of(seen)
    title, sure = locate.title_of(seen, places)
    if sure < _LEAST_TITLE:
        return None
    due_fields = fields.deadlines_of(seen, places, title, reader)
    rules = ListingRules(
        item=candidate.item,
        span="following" if candidate.following else "element",
        until=candidate.until,
        title=title.locator,
        deadline=due_fields,
    )
    told = [_tell(piece, rules, page, base, reader) for piece in seen]
    if label := label_of_days(seen, told, over, reader):
        rules = rules.model_copy(update={"days": label})
        told = [_tell(piece, rules, page, base, reader) for piece in seen]
    told = _with_parts(candidate, told)
    scale = len(own or pieces) / len(seen)
    return _scored(candidate, rules, told, len(own or pieces), scale, context, memory, sure)


def _tell(piece: Piece, rules: ListingRules, page: Page, base: str, reader: Reader) -> Told:
    node = piece.find(rules.title) if rules.title else None
    printed = words_of(node) if node is not None else "" if rules.title else piece.first_line
    title = cut(printed)
    parts = [part for locator in rules.deadline for part in piece.fields(locator)]
    by_heading = piece.only_day(rules.days) if rules.days else ()
    reading = reader.read(parts or by_heading or piece.told(printed))
    said = _said_around(piece)
    posted = not parts and not by_heading and not words.DEADLINE.search(said) and _is_over(reading, reader)
    url = next((found for link in piece.links(node) if (found := address_of(link, page, base))), piece.printed_address)
    good = (
        words.is_title(title)
        and not menus.is_navigation(title)
        and not menus.names_list(title)
        and not why_no_title(title, alone=False)
        and not why_no_call(title, url)
    )
    return Told(
        title=title,
        good=good,
        dated=bool(due(reading)) and not posted,
        rolling=reading.status is not None or (bool(parts) and not due(reading)),
        url=url,
        called=bool(words.CALL.search(title)) or bool(words.CALL_ADDRESS.search(url)),
        published=bool(words.PUBLISHED.search(said)),
        crowd=max(Counter(kind for kind, _ in due(reading)).values(), default=0),
        others=sum(
            words.is_title(said) and said not in printed for said in {line_of(link) for link in piece.all("a[href]")}
        ),
        size=len(piece.line),
        asking=bool(words.ASKS.search(said)),
        over=bool(words.OVER.search(said)),
    )


def _with_parts(candidate: Candidate, told: list[Told]) -> list[Told]:
    """Beside the names of events, "Doctoral Consortium" over days of its own is one as well."""
    if not candidate.following or candidate.heads[0].tag not in HEADINGS:
        return told
    if 2 * sum(one.dated and words.is_own_name(one.title) for one in told) < len(told):
        return told
    return [replace(one, good=one.good or (one.dated and menus.is_part(one.title))) for one in told]


def _said_around(piece: Piece) -> str:
    """The text of a record; of a link that is one, the short text in which it stands."""
    above = piece.head.parent
    if piece.head.tag != "a" or len(piece.nodes) > 1 or above is None or len(line := line_of(above)) > 400:
        return piece.line
    return line


def _is_over(reading: Reading, reader: Reader) -> bool:
    """Whether all that is due was due before today: without a word on deadlines that is when something was posted."""
    return all(day < reader.on for _, day in due(reading))


def _scored(
    candidate: Candidate,
    rules: ListingRules,
    told: Sequence[Told],
    records: int,
    scale: float,
    context: str,
    memory: Memory,
    sure: float,
) -> Judged:
    seen: Counter[str] = Counter()
    twice: set[tuple[str, str]] = set()
    score = 0.0
    addresses = Counter(url for url, _ in {(one.url, fold(one.title)) for one in told if one.url})
    scarce = sum(one.dated or one.rolling for one in told) < 0.2 * len(told)
    for one in told:
        name = words.undated(one.title)
        fresh = one.good and not seen[name]
        seen[name] += 1
        if one.good and (name, one.url) in twice:
            continue  # the same call under two headings
        twice.add((name, one.url))
        own = bool(one.url) and addresses[one.url] == 1
        if fresh:
            worth = 0.35 if one.dated or scarce else 0.1
            score += 1.0 * one.dated + 0.5 * (one.rolling and not one.dated) + worth * own + 0.25 * one.called
            score += 0.1 * bool(one.size > len(one.title) + 15) - 0.6 * max(0, one.crowd - 1)
            score -= 0 if one.dated else 0.1 * min(one.others, 3)
            score -= 0.2 * (not one.dated and not one.rolling)
        else:
            score -= 0.4
    good = [one for one in told if one.good]
    known = sum(fold(undecorated(one.title)) in memory.titles or one.url in memory.addresses for one in good)
    # Journals are what calls are listed under: their names are no titles where something below them may be.
    score *= 1 - 0.6 * sum(bool(words.JOURNAL.search(one.title)) and not one.called for one in good) / max(len(good), 1)
    score = (
        score
        * scale
        * (0.6 + 0.4 * min(sure, 1.2))
        * _of_context(context)
        * (0.5 if 3 * sum(head.aside for head in candidate.heads) >= len(candidate.heads) else 1.0)
        * (0.97 if rules.title == "" else 1.0)
        * (0.97 if candidate.apart else 1.0)
    )
    share = 1 / max(len(told), 1)
    return Judged(
        candidate,
        rules,
        score + 1.5 * known * scale,
        records,
        titled=len(good) * share,
        dated=sum(one.dated for one in good) * share,
        linked=_own(good) * share,
        called=sum(one.called for one in good) * share,
        context=context,
        known=known,
        published=sum(one.published for one in good) * share,
        journals=sum(bool(words.JOURNAL.search(one.title)) and not words.CALL.search(one.title) for one in good)
        * share,
        asking=sum(one.asking for one in good) * share,
        over=sum(one.over and not one.dated for one in good) * share,
        bare=sum(not words.has_subject(one.title) for one in good) * share,
        named=sum(bool(re.search(CALLS_IN_NEWS, one.title)) for one in good) * share,
        wordy=sum(len(words.substance(one.title).split()) for one in good) * share,
    )


def _has_column(judged: Judged) -> bool:
    named = [locator for locator in judged.rules.deadline if locator.startswith(("column:", "term:"))]
    return bool(named) and judged.titled >= 0.8 and judged.wordy >= 2


def _own(told: Iterable[Told]) -> int:
    counts = Counter(one.url for one in told if one.url)
    return sum(number for number in counts.values() if number <= 2)


def _of_context(context: str) -> float:
    if words.is_negative(context):
        return 0.35
    return 1.15 if words.CALL.search(context) else 1.0


def is_listing(judged: Judged, headings: Sequence[str]) -> bool:
    """Whether the records of a candidate are calls: days by which something is due, or plain words that say so."""
    several = judged.records > 1 or judged.known > 0
    if judged.known * 2 >= judged.records:
        return True
    if judged.titled < 0.5:
        return False
    if words.is_negative(headings[0]) and judged.called < _ENOUGH_CALL_WORDS and judged.dated < 0.3:
        return False
    heads = judged.candidate.heads
    aside = sum(head.aside for head in heads) * 3 >= len(heads)
    over = words.lists_calls(judged.context)
    if judged.called < 0.3 and any(words.NO_PAPERS.search(text) for text in (*headings, judged.context)):
        return False
    speaks = over or any(words.lists_calls(part) for part in headings)
    if judged.published >= 0.5 and judged.called < 0.3 and not speaks:
        return False  # the days of papers that have appeared: submitted, accepted, published
    if judged.dated >= 0.3 and (several or judged.linked or over):
        return True
    if judged.dated > 0 and judged.called >= 0.3:
        return True
    if _has_column(judged) and (speaks or judged.called >= _ENOUGH_CALL_WORDS) and not aside:
        return True  # a table with titles and a column for their deadlines, none of which is known yet
    if judged.records == 1 and not judged.called:
        return False
    if aside or judged.published >= 0.5 or (not judged.dated and 2 * judged.over > judged.titled):
        return False
    if judged.named and judged.linked >= 0.6 and any(map(words.NEWS.search, (*headings, judged.context))):
        return True  # what calls itself a call is kept of the news
    if words.is_negative(judged.context):
        return judged.called >= 0.8 and judged.linked >= 0.8 and not any(map(words.is_negative, headings))
    if judged.asking < 0.3 and judged.called < 0.8 and not any(map(words.ASKS.search, (*headings, judged.context))):
        return False  # issues, of which nothing says that they want papers
    if judged.journals > 0.6 and judged.records < 4 and judged.wordy < 5:
        return False  # where issues appear, not what they ask for
    return judged.linked >= 0.6 and (judged.called >= _ENOUGH_CALL_WORDS or speaks)
