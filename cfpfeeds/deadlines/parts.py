"""Which part of an event a date is for: workshop proposals, posters, a doctoral consortium beside the papers."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from cfpfeeds.deadlines.items import Item, Line, Sort
from cfpfeeds.deadlines.stages import JOINTS, OBJECTS
from cfpfeeds.deadlines.words import Sense

_BETWEEN = frozenset({Sense.SUBMIT, Sense.DUE, Sense.NEUTRAL, Sense.COMMON, Sense.UNTIL})
_ANDS = frozenset({"and", "or", "und", "oder", "et", "ou", "y", "o", "e", "en", "og", "och", "i", "и", "ve", "veya"})
_LITTLE = 3
_LONGEST_NAME = 60


def tells_work(items: Sequence[Item]) -> bool:
    """Whether the words name work that is handed in, or a part of the event: no heading needs to be asked."""
    return any(item.senses & OBJECTS or Sense.PART in item.senses for item in items)


def part_of(line: Line, items: Sequence[Item]) -> str:
    """The part of the event that words of a line name, as printed; "" if they name none, or papers as well.

    "Posters and demos" and "proposals for workshops" name one, "papers and posters" does not.
    """
    bars = [n for n, item in enumerate(items) if item.text == "|"]
    if bars:  # a label of a table: the titles of its column and its row
        edges = [-1, *bars, len(items)]
        return next(filter(None, (part_of(line, items[a + 1 : b]) for a, b in itertools.pairwise(edges))), "")
    named = [n for n, item in enumerate(items) if Sense.PART in item.senses]
    if not named or any(_is_main(items, n) for n in range(len(items))):
        return ""
    start, end = items[named[0]].start, items[named[-1]].end
    if end - start > _LONGEST_NAME or any(item.sort is not Sort.WORD for item in items[named[0] : named[-1]]):
        end = items[named[0]].end
    name = " ".join(line.text[start:end].split())
    return name[:1].upper() + name[1:]


def _is_main(items: Sequence[Item], n: int) -> bool:
    """Whether the item is work for the event as a whole: no part is named right before it, or after "for", "of"."""
    if not items[n].senses & OBJECTS or Sense.PART in items[n].senses:
        return False
    if n and (Sense.PART in items[n - 1].senses or (items[n - 1].senses & OBJECTS and not _is_main(items, n - 1))):
        return False
    joined = False
    for item in items[n + 1 :]:
        if Sense.PART in item.senses:
            return not joined
        little = item.text in JOINTS or len(item.text) <= _LITTLE or (item.senses and item.senses <= _BETWEEN)
        if item.sort is not Sort.WORD or not little or item.text in _ANDS:
            return True
        joined |= item.text in JOINTS or item.text == "as"
    return True
