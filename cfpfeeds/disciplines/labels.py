"""What a source's own heading, subject area or tag says: evidence for where the venue stands, not the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from cfpfeeds.disciplines.tables import rows
from cfpfeeds.disciplines.taxonomy import canonical_slug
from cfpfeeds.text import fold

_EMPTY_WORDS = frozenset(("and", "of", "the", "in", "for", "journals", "general", "other", "miscellaneous"))


def by_source(label: str, mapping: Mapping[str, Sequence[str]]) -> tuple[str, ...] | None:
    """The slugs that the source's own mapping gives a label, maybe none; None if it does not name it."""
    folded = fold(label)
    for printed, slugs in mapping.items():
        if fold(printed) == folded:
            return tuple(slug for slug in map(canonical_slug, slugs) if slug)
    return None


@lru_cache(maxsize=4096)
def by_table(label: str) -> tuple[str, ...]:
    """The slugs that a label stands for wherever it is printed; () if it says nothing."""
    words = _words(label)
    table = _table()
    if words in table:
        return table[words]
    fitting = [row for row in table if len(row) > 1 and row <= words]
    return table[max(fitting, key=len)] if fitting else ()


@cache
def _table() -> dict[frozenset[str], tuple[str, ...]]:
    return {_words(label): tuple(slugs.split()) for label, slugs in rows("labels.tsv")}


def _words(label: str) -> frozenset[str]:
    return frozenset(fold(label).split()) - _EMPTY_WORDS
