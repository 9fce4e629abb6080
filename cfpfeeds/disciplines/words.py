"""Which disciplines the words of a text speak for, and how loudly."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache

from cfpfeeds.disciplines.tables import rows
from cfpfeeds.disciplines.taxonomy import own_disciplines
from cfpfeeds.text import fold

_LONGEST_STEM = 60
_SHORTEST_STEM = 2
_SHORTEST_TAIL = 4
_SHORTEST_OWN = 3
_MOST_WORDS = 5
_OWN_TERM = 4.0
"""What a term weighs that an operator names: more than any that is shipped."""

_FADING = (1.0, 0.6, 0.4, 0.2)
"""How much the first, second, ... term for one discipline adds: four hints are no proof."""

# Chinese, Japanese and Korean put no blank between words: each character is looked at as a word.
_UNSPACED = re.compile("([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3])")

Weights = dict[str, float]


@lru_cache(maxsize=8192)
def speak_for(text: str) -> tuple[tuple[str, float], ...]:
    """The disciplines that the terms of a text speak for, as (slug, weight); 3 is one plain term.

    At each place the longest term counts, and its words count for nothing else ("information systems" within
    "geographic information systems").
    """
    heard: dict[str, list[float]] = defaultdict(list)
    for _, weights in terms_of(text):
        for slug, weight in weights.items():
            heard[slug].append(weight)
    return tuple((slug, _faded(weights)) for slug, weights in heard.items())


def terms_of(text: str) -> Iterator[tuple[str, Weights]]:
    """The terms found in a text, in order, each as its folded words with the weight that it adds per discipline."""
    return ((term, weights) for term, weights in _read(text) if weights)


def telling(text: str) -> str:
    """The folded words of a text without the phrases that say nothing ("international conference on")."""
    return " ".join(term for term, weights in _read(text) if weights != {})


def _read(text: str) -> Iterator[tuple[str, Weights | None]]:
    """A text phrase by phrase: {} is a phrase that is known to say nothing, None a word that is not known."""
    words = words_of(text)
    at = 0
    while at < len(words):
        taken, weights = _longest_at(words, at)
        yield " ".join(words[at : at + taken]), weights
        at += taken


def words_of(text: str) -> list[str]:
    """The folded words of a text, one for each character where a script puts no blanks between words."""
    return _UNSPACED.sub(r" \1 ", fold(text)).split()


def problem_with_term(term: str) -> str:
    """Why a text cannot be a term of the lexicon, as the end of a sentence; "" if it can."""
    bare = term.removeprefix("*") if term.startswith("*") else term.removesuffix("*")
    if "*" in bare or ";" in bare:
        return "may hold one * at its beginning or its end, and no ;"
    if not fold(bare):
        return "holds no word"
    if len(fold(bare).split()) > _MOST_WORDS:
        return f"has more than {_MOST_WORDS} words"
    if len(_spelt(bare)) < _SHORTEST_OWN and "*" in term:
        return f"must have {_SHORTEST_OWN} letters and more beside the *, or it fits half of all words"
    return ""


def forget() -> None:
    """Read the terms anew: the operator's have changed."""
    for known in (speak_for, _reach, _end_of_compound, _terms, _tails, _first_words):
        known.cache_clear()


def _faded(weights: list[float]) -> float:
    loudest = sorted(weights, reverse=True)[: len(_FADING)]
    return sum(weight * share for weight, share in zip(loudest, _FADING, strict=False))


def _longest_at(words: list[str], at: int) -> tuple[int, Weights | None]:
    for length in range(min(_reach(words[at]), len(words) - at), 0, -1):
        if (weights := _term(words[at : at + length])) is not None:
            return length, weights
    return 1, _end_of_compound(words[at])


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


@lru_cache(maxsize=16384)
def _end_of_compound(word: str) -> Weights | None:
    """What the end of one long word says ("Krankenpflege"), where its beginning says nothing."""
    tails = _tails()
    for start in range(1, len(word) - _SHORTEST_TAIL + 1):
        if (weights := tails.get(word[start:])) is not None:
            return weights
    return None


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is", "ics")):
        return word[:-1]
    return word


def _spelt(term: str) -> str:
    return " ".join(words_of(term))


@cache
def _terms() -> tuple[dict[str, Weights], dict[str, Weights]]:
    """Whole terms, and terms that any ending may follow, each with its weight per discipline."""
    whole: dict[str, Weights] = {}
    stems: dict[str, Weights] = {}
    for slugs, weight, term in _all_terms():
        if not term.startswith("*"):
            _enter(stems if term.endswith("*") else whole, term, slugs, weight)
    return whole, stems


@cache
def _tails() -> dict[str, Weights]:
    tails: dict[str, Weights] = {}
    for slugs, weight, term in _all_terms():
        if term.startswith("*"):
            _enter(tails, term, slugs, weight)
    return tails


def _all_terms() -> Iterator[tuple[str, float, str]]:
    for slugs, weight, terms in rows("lexicon.tsv"):
        yield from ((slugs, float(weight), term) for term in terms.split(";"))
    for own in own_disciplines():
        yield from ((own.slug, _OWN_TERM, term) for term in own.words)


def _enter(table: dict[str, Weights], term: str, slugs: str, weight: float) -> None:
    found = table.setdefault(_spelt(term), {})
    for slug in slugs.split():
        if slug != "-":
            found[slug] = max(weight, found.get(slug, 0.0))


@cache
def _first_words() -> dict[str, int]:
    reach: dict[str, int] = {}
    for table in _terms():
        for term in table:
            words = term.split()
            for first in (words[0], _singular(words[0])):
                reach[first] = max(len(words), reach.get(first, 0))
    return reach
