"""What might be the records of a page: selectors that pick the same kind of element again and again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from cfpfeeds.extract.markup import HEADINGS
from cfpfeeds.learn import words
from cfpfeeds.learn.spots import Spot, id_of

_MOST, _MOST_ALONE = 40, 12
_ENDS = "h1, h2, h3, h4"
_HEADS = HEADINGS | {"dt", "p", "div", "a", "strong", "b", "button", "summary", "span", "tr", "li", "section", "header"}
_ITEMS = frozenset(
    {"li", "tr", "article", "section", "div", "p", "a", "dl", "ul", "table", "tbody", "details", "h2", "h3", "h4"}
)
_ANCHORS = 3
"""How many named ancestors are tried as the place that a selector begins at."""
_MOST_DAYS, _LONGEST_HEAD, _LONGEST_ALONE = 8, 200, 4000
"""How many days, and how long a head and a text, a record may have that is the only one of its kind."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What to select as records, and whether a record goes on behind it. `heads` are the elements selected."""

    item: str
    following: bool
    until: str
    heads: tuple[Spot, ...]
    worth: float

    @property
    def single(self) -> bool:
        return len(self.heads) == 1

    @property
    def apart(self) -> bool:
        """Whether every head has a parent of its own, which then is the better record."""
        return self.following and 1 < len(self.heads) == len({id(head.parent) for head in self.heads})


def candidates_of(tree: LexborHTMLParser, spots: list[Spot]) -> list[Candidate]:
    """The most promising candidates, best first by what is cheap to count; whether they are calls is judged later."""
    groups: dict[str, list[Spot]] = {}
    for spot in spots:
        if spot.furniture or spot.tag not in _HEADS | _ITEMS or not spot.size:
            continue
        for selector in selectors_of(spot):
            groups.setdefault(selector, []).append(spot)
    found: dict[tuple[tuple[int, ...], bool], Candidate] = {}
    for selector, members in groups.items():
        for candidate in _of_group(selector, members):
            key = (tuple(head.order for head in candidate.heads), candidate.following)
            known = found.get(key)
            if known is None or _cost(candidate.item) < _cost(known.item):
                found[key] = candidate
    ranked = sorted(found.values(), key=lambda c: (-c.worth, _cost(c.item)))
    several = [candidate for candidate in ranked if not candidate.single]
    alone = [candidate for candidate in ranked if candidate.single]
    return [c for c in (*several[:_MOST], *alone[:_MOST_ALONE]) if _selects(tree, c)]


def _of_group(selector: str, members: list[Spot]) -> Iterator[Candidate]:
    if len(members) == 1 and members[0].dated:
        yield from _alone(selector, members[0])
    dated, linked = sum(spot.dated > 0 for spot in members), sum(spot.linked > 0 for spot in members)
    titled = any(child.tag in HEADINGS for spot in members for child in spot.children) and linked
    if len(members) > 1 or (titled and members[0].tag in ("li", "article", "div", "section", "tr")):
        outermost = not any(_inside(spot, members) for spot in members[:3])
        if outermost and (dated or linked >= 2 or titled or _in_dated_table(members[0])):
            yield Candidate(selector, False, "", tuple(members), _worth(members, dated, linked))
    headings = members[0].tag in HEADINGS and members[0].tag != "h1"
    if (len(members) > 1 or headings) and members[0].tag in _HEADS and _goes_on(members) and not _cuts(members):
        ends = {id(spot) for spot in members}
        behind = [_behind(spot, ends) for spot in members]
        after = sum(
            any(other.dated for other in others) or spot.dated > 0 for spot, others in zip(members, behind, strict=True)
        )
        links = sum(
            spot.linked > 0 or any(o.linked for o in others) for spot, others in zip(members, behind, strict=True)
        )
        until = "" if members[0].tag in HEADINGS or members[0].tag in ("dt", "tr") else _ENDS
        if after or links >= 2:
            yield Candidate(selector, True, until, tuple(members), _worth(members, after, links) * 0.97)


def _alone(selector: str, spot: Spot) -> Iterator[Candidate]:
    """The only record of its kind: something with a title in it, or before it, and words on a deadline."""
    if spot.tag in _ITEMS and spot.dated <= _MOST_DAYS and _has_title(spot) and _says_deadline([spot]):
        yield Candidate(selector, False, "", (spot,), 1.2 - 0.0001 * spot.size)
    if spot.tag in ("p", "dt", "summary", "div") and spot.size <= _LONGEST_HEAD:
        behind = _behind(spot, set())
        if spot.children and any(other.dated for other in behind) and _says_deadline(behind):
            yield Candidate(selector, True, _ENDS, (spot,), 1.1)


def _has_title(spot: Spot) -> bool:
    waiting, seen = list(spot.children), 0
    while waiting and seen < 60:
        here, seen = waiting.pop(0), seen + 1
        if here.tag in HEADINGS or here.tag in ("a", "strong", "b", "summary", "dt", "button"):
            return bool(here.size)
        waiting += here.children
    return False


def _says_deadline(spots: list[Spot]) -> bool:
    return any(spot.size <= _LONGEST_ALONE and words.DEADLINE.search(spot.node.text()) for spot in spots)


def _in_dated_table(row: Spot) -> bool:
    """Whether a row stands in a table with a column for deadlines."""
    table: Spot | None = row if row.tag == "tr" else None
    while table is not None and table.tag != "table":
        table = table.parent
    return table is not None and any(words.DEADLINE.search(node.text()) for node in table.node.css("th")[:12])


def _worth(members: list[Spot], dated: int, linked: int) -> float:
    """What can be told without reading: many with a day each, most with a link, none of them huge."""
    many = sum(min(spot.dated, 4) for spot in members)
    crowded = max(0, many - 3 * len(members))
    headed = sum(spot.tag in HEADINGS or any(c.tag in HEADINGS for c in spot.children) for spot in members)
    return dated + 0.35 * linked + 0.15 * headed - 0.3 * crowded - 0.02 * len(members)


def _inside(spot: Spot, members: list[Spot]) -> bool:
    above = {id(member) for member in members}
    here = spot.parent
    while here is not None:
        if id(here) in above:
            return True
        here = here.parent
    return False


def _goes_on(members: list[Spot]) -> bool:
    """Whether something else than the next of its kind stands behind most members."""
    kind = {id(member) for member in members}
    going = sum(_text_behind(spot) or any(id(other) not in kind for other in _next(spot)) for spot in members)
    return going * 2 > len(members)


def _cuts(members: list[Spot]) -> bool:
    """Whether the members stand in the middle of elements that are one record each: a state or a title before them."""
    parents = {id(spot.parent) for spot in members}
    if len(members) < 2 or len(parents) < len(members):
        return False
    inside = sum(
        spot.parent is not None and any(b.size for b in spot.parent.children[: spot.place]) for spot in members
    )
    return inside * 2 > len(members)


def _next(spot: Spot) -> list[Spot]:
    siblings = spot.parent.children if spot.parent is not None else []
    return siblings[spot.place + 1 : spot.place + 2]


def _text_behind(spot: Spot) -> bool:
    after = spot.node.next
    return after is not None and after.tag == "-text" and len((after.text_content or "").strip()) > 3


def _behind(spot: Spot, ends: set[int], most: int = 12) -> list[Spot]:
    """The siblings behind an element up to the next of its kind."""
    siblings = spot.parent.children if spot.parent is not None else []
    found: list[Spot] = []
    for other in siblings[spot.place + 1 : spot.place + 1 + most]:
        if id(other) in ends:
            break
        found.append(other)
    return found


def selectors_of(spot: Spot) -> list[str]:
    """Selectors that may pick a spot and its like, the more lasting first."""
    own = [f"{spot.tag}{name}" for name in spot.names]
    shapes = _shapes(spot)
    shaped = [f"{name}{shape}" for name in own for shape in shapes if shape]
    return [*own, *shaped, *(f"{path}{shape}" for path in _paths(spot) for shape in shapes)]


def _paths(spot: Spot) -> list[str]:
    """Where a spot stands below the nearest named elements, the main part or the body."""
    steps, places = [spot.tag], list[str]()
    above = spot.parent
    while above is not None and len(places) < _ANCHORS:
        anchors = [id_of(above.node), *(f"{above.tag}{name}" for name in above.names[:2])]
        anchors += [above.tag] if above.tag in ("main", "article", "body") else []
        places += [f"{anchor} > {' > '.join(reversed(steps))}" for anchor in anchors if anchor]
        if above.tag == "body":
            break
        steps.append(above.tag)
        above = above.parent
    return places


def _shapes(spot: Spot) -> tuple[str, ...]:
    """What tells a head from its like by what it holds: a paragraph that begins with a bold word or a link."""
    if spot.tag in ("p", "div") and spot.children and spot.children[0].tag in ("strong", "b", "a", *HEADINGS):
        first = spot.children[0]
        broken = len(spot.children) > 1 and spot.children[1].tag == "br" and first.tag in ("strong", "b", "a")
        if broken:
            return f":has(> {first.tag} + br)", f":has(> {first.tag})", ""
        deeper = (f":has(> {first.tag} > a)",) if first.children and first.children[0].tag == "a" else ()
        return *deeper, f":has(> {first.tag})", ""
    cells = sum(child.tag == "td" for child in spot.children) if spot.tag == "tr" else 0
    if not cells:
        return ("",)
    by_cells = ":has(td + td)" if cells > 1 else ":has(td)"
    tall = any((child.node.attributes.get("rowspan") or "1") != "1" for child in spot.children)
    return (':has(> [rowspan]:not([rowspan="1"]))', by_cells) if tall else (by_cells,)


def _selects(tree: LexborHTMLParser, candidate: Candidate) -> bool:
    try:
        return len(tree.css(candidate.item)) >= len(candidate.heads)
    except (SelectolaxError, ValueError):
        return False


def _cost(selector: str) -> tuple[int, int]:
    """How much of a page's arrangement a selector relies on: one name alone lasts longest."""
    return selector.count(">") * 2 + selector.count(":has"), len(selector)
