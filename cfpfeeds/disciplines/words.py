"""Which disciplines the words of a text speak for, and how loudly."""

from __future__ import annotations

from collections import defaultdict
from functools import cache, lru_cache

from cfpfeeds.disciplines.tables import rows
from cfpfeeds.text import fold

_LONGEST_TERM = 5
_LONGEST_STEM = 60
_SHORTEST_STEM = 2
_FADING = (1.0, 0.6, 0.4, 0.2)
"""How much the first, second, ... term for one discipline adds: four hints are no proof."""

Weights = dict[str, float]


@lru_cache(maxsize=8192)
def speak_for(text: str) -> tuple[tuple[str, float], ...]:
    """The disciplines that the terms of a text speak for, as (slug, weight); 3 is one plain term.

    At each place the longest term counts, and its words count for nothing else ("information systems" within
    "geographic information systems").
    """
    heard: dict[str, list[float]] = defaultdict(list)
    words = fold(text).split()
    at = 0
    while at < len(words):
        taken, weights = _longest_at(words, at)
        for slug, weight in weights.items():
            heard[slug].append(weight)
        at += taken
    return tuple((slug, _faded(weights)) for slug, weights in heard.items())


def _faded(weights: list[float]) -> float:
    loudest = sorted(weights, reverse=True)[: len(_FADING)]
    return sum(weight * share for weight, share in zip(loudest, _FADING, strict=False))


def _longest_at(words: list[str], at: int) -> tuple[int, Weights]:
    for length in range(min(_reach(words[at]), len(words) - at), 0, -1):
        if (weights := _term(words[at : at + length])) is not None:
            return length, weights
    return 1, {}


@lru_cache(maxsize=16384)
def _reach(word: str) -> int:
    """The length in words of the longest term that begins with this word."""
    first = _first_words()
    return max(1, first.get(word, 0), first.get(_singular(word), 0))


def _term(words: list[str]) -> Weights | None:
    whole, stems = _terms()
    for spelling in (words, [*words[:-1], _singular(words[-1])], [_singular(word) for word in words]):
        printed = " ".join(spelling)
        if (weights := whole.get(printed)) is not None:
            return weights
        head = len(printed) - len(spelling[-1])
        for end in range(min(len(printed), head + _LONGEST_STEM), head + _SHORTEST_STEM - 1, -1):
            if (weights := stems.get(printed[:end])) is not None:
                return weights
    return None


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is", "ics")):
        return word[:-1]
    return word


@cache
def _terms() -> tuple[dict[str, Weights], dict[str, Weights]]:
    """Whole terms, and terms that any ending may follow, each with its weight per discipline."""
    whole: dict[str, Weights] = {}
    stems: dict[str, Weights] = {}
    for slugs, weight, terms in rows("lexicon.tsv"):
        for term in terms.split(";"):
            found = (stems if term.endswith("*") else whole).setdefault(fold(term), {})
            for slug in slugs.split():
                if slug != "-":
                    found[slug] = max(float(weight), found.get(slug, 0.0))
    return whole, stems


@cache
def _first_words() -> dict[str, int]:
    reach: dict[str, int] = {}
    for table in _terms():
        for term in table:
            words = term.split()
            for first in (words[0], _singular(words[0])):
                reach[first] = max(len(words), reach.get(first, 0))
    return reach
