"""Which part of a record is its title, its journal, its state, its subject, its deadline."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from cfpfeeds.extract.markup import HEADINGS, HIDDEN, line_of
from cfpfeeds.extract.pieces import DAY, Piece, cut
from cfpfeeds.learn import words
from cfpfeeds.learn.spots import names_of
from cfpfeeds.text import fold

_SAMPLE = 30
_MOST_PLACES = 70
SHORT = 140


@dataclass(frozen=True, slots=True)
class Place:
    """A locator with what it finds in each record of the sample ("" where nothing)."""

    locator: str
    texts: tuple[str, ...]
    node: LexborNode | None = None

    @property
    def share(self) -> float:
        return sum(bool(text) for text in self.texts) / max(len(self.texts), 1)

    @property
    def variety(self) -> float:
        said = [fold(text) for text in self.texts if text]
        return len(set(said)) / max(len(said), 1)


def sample(pieces: Sequence[Piece], most: int = _SAMPLE) -> list[Piece]:
    """At most `most` records, evenly spread."""
    if len(pieces) <= most:
        return list(pieces)
    step = len(pieces) / most
    return [pieces[int(n * step)] for n in range(most)]


def places_of(pieces: Sequence[Piece]) -> list[Place]:
    """Every locator that finds something in at least a third of the records."""
    counts: Counter[str] = Counter()
    nodes: dict[str, LexborNode] = {}
    for piece in pieces:
        seen: dict[str, LexborNode] = {}
        for locator, node in _locators(piece):
            seen.setdefault(locator, node)
        counts.update(seen.keys())
        for locator, node in seen.items():
            nodes.setdefault(locator, node)
    least = max(1, len(pieces) / 3)
    wanted = [locator for locator, number in counts.items() if number >= least][:_MOST_PLACES]
    return [Place(locator, tuple(piece.said(locator) for piece in pieces), nodes[locator]) for locator in wanted]


def _locators(piece: Piece) -> Iterable[tuple[str, LexborNode]]:
    for cell in piece.cells():
        if title := piece.heads.get(cell.mem_id, ""):
            yield f"column: {title.replace('|', ' ')}", cell
    for term, node in piece.terms():
        if node.tag == "dd" or (words.DEADLINE.search(term) and len(term) < 40):
            yield f"term: {term.replace('|', ' ')}", node
    for top in piece.nodes:
        if (top.tag or "-").startswith("-"):
            continue
        for number, node in enumerate(top.traverse()):
            tag = node.tag or ""
            if number > 120:
                break
            if tag in HIDDEN or tag.startswith("-"):
                continue
            yield from ((f"{tag}{name}", node) for name in names_of(node))
            if beginning := _beginning(node):
                yield f"starts: {beginning}", node
            if tag in HEADINGS or tag in (
                "a",
                "strong",
                "b",
                "em",
                "i",
                "p",
                "dt",
                "summary",
                "time",
                "span",
                "button",
            ):
                yield tag, node
            if tag == "a" and node.parent is not None and node.parent.tag in (*HEADINGS, "strong", "b", "p", "td"):
                yield f"{node.parent.tag} a", node
            if tag in _NUMBERED and node is not top and (place := _place_of(node)):
                yield place, node
            if tag in ("td", "th") and node.parent is not None:
                before = sum(1 for other in _before(node))
                yield f"{tag}:nth-child({before + 1})", node


_NUMBERED = frozenset({"a", "p", "span", "div", "strong", "b"})
_LAST_PLACE = 5


def _place_of(node: LexborNode) -> str:
    """`a:nth-of-type(2)` for an element among several of its kind: the least lasting way to name it."""
    number = 1 + sum(other.tag == node.tag for other in _before(node))
    return f"{node.tag}:nth-of-type({number})" if 1 < number <= _LAST_PLACE else ""


def _beginning(node: LexborNode) -> str:
    """The words before the day in a short text that begins with words on a deadline; "" for anything else."""
    said = line_of(node) if len(node.text() or "") <= 2 * SHORT else ""
    day = DAY.search(said) if said and len(said) <= SHORT else None
    if day is None:
        return ""
    before = said[: day.start()].strip(" :：–—-(*").replace("|", " ")
    return before if 2 < len(before) <= 50 and words.DEADLINE.search(before) and ":" not in before else ""


def _before(node: LexborNode) -> Iterable[LexborNode]:
    here = node.prev
    while here is not None:
        if not (here.tag or "").startswith("-"):
            yield here
        here = here.prev


def title_of(pieces: Sequence[Piece], places: Sequence[Place]) -> tuple[Place, float]:
    """The place of the title, and how sure that is, 0 to 1; the first line of a record is a place as well."""
    first = Place("", tuple(piece.first_line for piece in pieces))
    ranked = [(_as_title(place), -number, place) for number, place in enumerate([*places, first])]
    score, _, best = max(ranked, key=lambda one: (one[0], one[1]))
    return best, score


def _as_title(place: Place) -> float:
    said = [cut(text) for text in place.texts if text]
    good = [text for text in said if words.is_title(text)]
    if not good:
        return 0.0
    variety = len({words.undated(text) for text in good}) / len(good)
    share = len(good) / len(place.texts)
    length = sum(len(text) for text in good) / len(good)
    score = share * (0.35 + 0.65 * variety)
    score *= 0.75 if length < 8 else 0.9 if length > 200 else 1.0
    name = _name_of(place.locator)
    return score * _by_name(name, place) * _by_words(said)


def _name_of(locator: str) -> str:
    """What a locator says beside the tag: the title of a column, a class."""
    if locator.startswith("column: "):
        return locator.removeprefix("column: ")
    named = re.search(r"\[data-(?:label|title|th)=\"(.*)\"\]", locator)
    return named[1] if named else re.sub(r"^[a-z0-9]+(?=[.\[:]|$)", "", locator)


def _by_name(name: str, place: Place) -> float:
    """What names and tags say for a title. A column's own title says most."""
    tag = place.node.tag if place.node is not None else ""
    factor = 1.0
    if place.locator.startswith("starts: "):
        factor *= 0.3
    if place.locator.startswith("term: "):
        factor *= (
            1.0 if re.fullmatch(r"(?:title|topic|name|theme|titel|titre|t[ií]tulo)s?", name[6:].strip(), re.I) else 0.5
        )
    if place.locator.startswith("column: ") and words.VENUE_NAME.search(name) and not words.TITLE_NAME.search(name):
        factor *= 0.72
    elif words.OTHER_NAME.search(name) and not words.TITLE_NAME.search(name):
        factor *= 0.6
    elif words.TITLE_NAME.search(name) and (tag in HEADINGS or not place.locator.startswith(("p", "td"))):
        factor *= 1.25
    if words.SUMMARY_NAME.search(name) and not words.TITLE_NAME.search(name):
        factor *= 0.6
    if ":nth-of-type" in place.locator:
        factor *= 0.93
    if tag in HEADINGS:
        factor *= 1.3 if tag != "h6" else 1.1
    elif tag in ("p", "li", "td", "div", "dd") and place.node is not None and _holds_more(place.node):
        factor *= 0.8
    elif tag == "a" or (place.node is not None and place.node.css_first("a[href]") is not None):
        factor *= 1.15
    elif tag in ("strong", "b", "dt", "summary"):
        factor *= 1.1
    elif tag in ("i", "em", "time", "span", "button"):
        factor *= 0.85
    elif tag in ("div", "section", "article", "ul", "ol", "dl") or not place.locator:
        factor *= 0.7
    return factor


def _holds_more(node: LexborNode) -> bool:
    """Whether a block says more than the first element in it: that may be the title, the block is not."""
    inner = next((child for child in node.iter() if not (child.tag or "-").startswith("-") and child.tag != "br"), None)
    return inner is not None and line_of(inner) != line_of(node)


def _by_words(said: Sequence[str]) -> float:
    """Journals again and again, sentences, days, and lists of names are no titles."""
    journals = sum(bool(words.JOURNAL.search(text)) for text in said) / len(said)
    several = len({fold(text) for text in said}) / len(said)
    dated = sum(bool(DAY.search(text)) for text in said) / len(said)
    factor = 1.0 - 0.35 * journals * (1.0 if several < 0.9 else 0.6)
    short = sum(len(words.substance(text).split()) < 2 for text in said) / len(said)
    return factor * (1.0 - 0.35 * dated) * (1.0 - 0.12 * short)


def venue_of(places: Sequence[Place], title: Place) -> str:
    """The locator of the journal; "" where records name none."""
    best, found = 0.0, ""
    for place in places:
        said = [text for text in place.texts if text]
        if place.locator == title.locator or place.texts == title.texts or not said or max(map(len, said)) > 160:
            continue
        name = place.locator.partition(": ")[2] or place.locator
        named = bool(words.VENUE_NAME.search(name)) and not re.search(r"date|link|issue", name, re.I)
        like = sum(bool(words.JOURNAL.search(text)) for text in said) / len(said)
        plain = not any(DAY.search(text) or words.DEADLINE.search(text) for text in said)
        score = (0.8 * named + 0.6 * (like >= 0.6)) * plain * place.share
        if any(_overlap(a, b) for a, b in zip(place.texts, title.texts, strict=True)):
            score = 0.0
        if score > best + 0.01:
            best, found = score, place.locator
    return found if best >= 0.4 else ""


def _overlap(one: str, other: str) -> bool:
    return bool(one and other) and (one in other or other in one)


def status_of(places: Sequence[Place]) -> str:
    """The locator of the printed state."""
    for place in places:
        said = [text for text in place.texts if text]
        name = place.locator.partition(": ")[2] or place.locator
        states = sum(bool(words.STATUS.fullmatch(text.strip(" .:·"))) for text in said)
        if said and states == len(said) and (place.share >= 0.6 or words.STATUS_NAME.search(name)):
            return place.locator
    return ""


def named(places: Sequence[Place], pattern: re.Pattern[str], title: Place, *, longest: int) -> str:
    """The first place, other than the title, whose name fits and whose texts are no longer than that on average."""
    for place in places:
        said = [text for text in place.texts if text]
        name = place.locator.partition(": ")[2] or place.locator
        if not said or place.locator == title.locator or not pattern.search(name) or words.TITLE_NAME.search(name):
            continue
        if any(_overlap(a, b) for a, b in zip(place.texts, title.texts, strict=True)):
            continue
        if sum(map(len, said)) / len(said) <= longest and not words.DEADLINE.search(name):
            return place.locator
    return ""
