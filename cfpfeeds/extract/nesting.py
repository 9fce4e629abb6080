"""Elements in elements: what stands in what, known for a whole page in steps of the number of its elements."""

from __future__ import annotations

from collections.abc import Iterable

from selectolax.lexbor import LexborHTMLParser, LexborNode

from cfpfeeds.errors import ExtractError
from cfpfeeds.extract.markup import parse
from cfpfeeds.model import Page, Problem

DEEPEST = 500
"""How deep the elements of a list may be nested, about as deep as browsers go: every level is read with all below."""

DEEPEST_RECORD = 8
"""In how many other records a record may stand: each is read with all those in it."""


def parse_list(page: Page) -> LexborHTMLParser:
    """The tree of a page that holds a list. Raises ExtractError as `parse` does, and for elements nested too deep."""
    tree = parse(page)
    if tree.root is not None and _depth(tree.root) > DEEPEST:
        raise ExtractError(
            page.url, f"the page cannot be read in reasonable time: elements are nested more than {DEEPEST} deep"
        )
    return tree


def _depth(root: LexborNode) -> int:
    """How deep the elements below a node are nested; the search ends where that is too deep."""
    level, deepest = [root], 0
    while level and deepest <= DEEPEST:
        level = [child for node in level for child in node.iter()]
        deepest += 1
    return deepest


def left_out(count: int, page: Page) -> list[Problem]:
    """That so many records stood too deep in others to be read, in words."""
    told = f"{count:,} records stand in more than {DEEPEST_RECORD} others and were left out"
    return [Problem(page.url, told)] if count else []


class Nesting:
    """In how many of some elements others stand."""

    def __init__(self, elements: Iterable[LexborNode]) -> None:
        self._ids = {node.mem_id for node in elements}
        self._found: dict[int, int] = {}

    def around(self, node: LexborNode) -> int:
        """How many of the elements a node stands in, itself not counted."""
        path: list[LexborNode] = []
        above = node.parent
        while above is not None and above.mem_id not in self._found:
            path.append(above)
            above = above.parent
        count = self._found[above.mem_id] if above is not None else 0
        for one in reversed(path):
            count += one.mem_id in self._ids
            self._found[one.mem_id] = count
        return count

    def too_deep(self, node: LexborNode) -> bool:
        """Whether a record stands in more records than are read."""
        return self.around(node) > DEEPEST_RECORD

    def discount(self, node: LexborNode) -> None:
        """From now on this element counts no more; nothing below it may have been asked for yet."""
        self._ids.discard(node.mem_id)


def above(nodes: Iterable[LexborNode]) -> set[int]:
    """The elements that hold any of these, by their ids."""
    found: set[int] = set()
    for node in nodes:
        over = node.parent
        while over is not None and over.mem_id not in found:
            found.add(over.mem_id)
            over = over.parent
    return found
