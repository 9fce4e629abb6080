"""The headings that part the records of a page: subjects, journals, and what is over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from selectolax.lexbor import LexborHTMLParser

from cfpfeeds.extract.markup import HEADINGS, line_of
from cfpfeeds.learn import words
from cfpfeeds.learn.candidates import selectors_of
from cfpfeeds.learn.spots import Spot

_LONGEST = 120
_NEAR = 200


def groups_of(
    tree: LexborHTMLParser, spots: Sequence[Spot], heads: Sequence[Spot], *, following: bool
) -> tuple[str, str]:
    """Selectors of the headings that are subjects, and of those that are journals; "" where there are none.

    A heading counts if records follow it before the next of its kind, and it lies in none of them.
    """
    inside = _inside(spots, heads)
    chosen = {head.order for head in heads}
    first, last = heads[0].order, heads[-1].order
    start = _start(spots, first)
    levels: dict[str, list[Spot]] = {}
    around = {id(above) for head in heads for above in _around(head)}
    for spot in spots[start:last]:
        if id(spot) in around or spot.furniture or spot.order in inside or spot.order in chosen:
            continue
        if kind := _kind(spot, following=following):
            levels.setdefault(kind, []).append(spot)
    group = venue = ""
    for kind in sorted(levels, key=lambda name: levels[name][0].order):
        members = [spot for spot in levels[kind] if _leads(spot, levels[kind], heads, last)]
        if len(members) < 2 and not (members and words.is_negative(line_of(members[0].node))):
            continue
        texts = [line_of(spot.node) for spot in members]
        journals = sum(bool(words.JOURNAL.search(text)) for text in texts)
        selector = _selector(tree, levels[kind], inside, chosen, spots)
        if not selector:
            continue
        if kind == "link" and journals * 4 < len(texts):
            continue
        if kind == "link" or journals * 2 > len(texts):
            venue = venue or selector
        else:
            group = group or selector
    return group, venue


def _around(head: Spot) -> Iterator[Spot]:
    """The headings that a record stands in."""
    here = head.parent
    while here is not None and here.tag not in ("div", "section", "main", "body"):
        if here.tag in HEADINGS:
            yield here
        here = here.parent


def _kind(spot: Spot, *, following: bool) -> str:
    """Which kind of heading an element may be; "" if none."""
    if not spot.size or spot.size > _LONGEST or spot.dated:
        return ""
    if spot.tag in HEADINGS and spot.tag != "h1":
        return spot.tag
    if spot.tag in ("summary", "legend", "caption", "dt"):
        return spot.tag
    alone = spot.parent is not None and spot.parent.tag in ("p", "div", "li") and spot.parent.size == spot.size
    if spot.tag == "a" and alone and spot.parent is not None and spot.parent.tag != "li":
        return "link"
    if spot.tag in ("strong", "b") and alone:
        return spot.tag
    if spot.tag in ("p", "div") and spot.names and spot.size <= 90 and not spot.linked and _before_list(spot):
        return f"{spot.tag}{spot.names[0]}"
    if spot.tag in ("th", "td") and spot.parent is not None and len(spot.parent.children) == 1:
        return "row"
    return ""


def _before_list(spot: Spot) -> bool:
    siblings = spot.parent.children if spot.parent is not None else []
    return any(other.tag in ("ul", "ol", "dl", "table") for other in siblings[spot.place + 1 : spot.place + 2])


def _start(spots: Sequence[Spot], first: int) -> int:
    """Where the headings over the first record may begin: after the h1, if there is one before it."""
    ones = [spot.order for spot in spots[:first] if spot.tag == "h1"]
    return ones[-1] + 1 if ones else max(0, first - 40)


def _inside(spots: Sequence[Spot], heads: Sequence[Spot]) -> set[int]:
    chosen = {id(head) for head in heads}
    found: set[int] = set()
    covered: set[int] = set()
    for spot in spots:
        if spot.parent is not None and (id(spot.parent) in chosen or id(spot.parent) in covered):
            covered.add(id(spot))
            found.add(spot.order)
    return found


def _leads(spot: Spot, kind: Sequence[Spot], heads: Sequence[Spot], last: int) -> bool:
    after = next((other.order for other in kind if other.order > spot.order), last + 1)
    return any(spot.order < head.order < after for head in heads)


def _selector(
    tree: LexborHTMLParser, members: Sequence[Spot], inside: set[int], chosen: set[int], spots: Sequence[Spot]
) -> str:
    """The most lasting selector that picks these headings and nothing in a record."""
    by_id = {spot.node.mem_id: spot.order for spot in spots}
    wanted = {spot.node.mem_id for spot in members}
    options = [members[0].tag, *selectors_of(members[0])] if members[0].tag in HEADINGS else selectors_of(members[0])
    for selector in options:
        picked = tree.css(selector)
        orders = [by_id.get(node.mem_id, -1) for node in picked]
        if wanted <= {node.mem_id for node in picked} and not any(n in inside or n in chosen for n in orders):
            return selector
    return ""


def strangers_of(spots: Sequence[Spot], heads: Sequence[Spot]) -> frozenset[int]:
    """The heads, by `mem_id`, that stand under a heading of other things ("News"), where some do not."""
    rank = heads[0].tag if heads[0].tag in HEADINGS else "h9"
    chosen = {id(head) for head in heads}
    first, last = heads[0].order, heads[-1].order
    over = [
        spot
        for spot in spots[:last]
        if spot.tag in HEADINGS and spot.tag < rank and spot.size and not spot.furniture and not _within(spot, chosen)
    ]
    found, here, texts = set[int](), 0, ""
    for head in heads:
        while here < len(over) and over[here].order < head.order:
            texts, here = (line_of(over[here].node) if over[here].order > first - _NEAR else ""), here + 1
        if texts and words.is_negative(texts):
            found.add(head.node.mem_id)
    return frozenset(found) if len(found) < len(heads) else frozenset()


def _within(spot: Spot, chosen: set[int]) -> bool:
    here: Spot | None = spot
    while here is not None:
        if id(here) in chosen:
            return True
        here = here.parent
    return False
