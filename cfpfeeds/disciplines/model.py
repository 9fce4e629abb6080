"""A small model that has seen many names of topics and venues: a second opinion where the lexicon is silent.

Complement naive Bayes over words, pairs of words and pieces of words. `scripts/train_disciplines.py` makes its table.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from functools import cache, lru_cache
from itertools import pairwise

from cfpfeeds.disciplines.tables import rows
from cfpfeeds.disciplines.words import words_of

PIECES = (4, 5)
"""The lengths of the pieces of a word; the blanks around it count as letters."""

_SHARPNESS = 4.0
"""How fast a lead becomes certainty; measured on names that the model had not seen."""

_CLASSES = 57
"""The leaves that it can tell apart: all but Multidisciplinary."""


Table = dict[str, tuple[float, tuple[tuple[str, float], ...]]]
"""How rare each feature is, and what it adds for the slugs that it speaks for."""


@lru_cache(maxsize=4096)
def probabilities(text: str) -> tuple[tuple[str, float], ...]:
    """The likeliest leaves as (slug, probability), best first, at most three; () where nothing of it is known."""
    table = _table()
    weighed = {name: value * table[name][0] for name, value in features(text).items() if name in table}
    length = math.sqrt(sum(value * value for value in weighed.values()))
    scores: dict[str, float] = defaultdict(float)
    for name, value in weighed.items():
        for slug, weight in table[name][1]:
            scores[slug] += value / length * weight
    return _likeliest(scores) if scores else ()


def features(text: str) -> dict[str, float]:
    """What the model sees of a text: each feature with how often it occurs, dampened."""
    words = words_of(text)
    found = Counter(words)
    found.update(f"{one} {other}" for one, other in pairwise(words))
    for word in words:
        padded = f"^{word}$"
        found.update(f"_{padded[at : at + length]}" for length in PIECES for at in range(len(padded) - length + 1))
    return {name: 1.0 + math.log(times) for name, times in found.items()}


def forget() -> None:
    """Read the table anew: for those who train it."""
    _table.cache_clear()
    probabilities.cache_clear()


def _likeliest(scores: dict[str, float]) -> tuple[tuple[str, float], ...]:
    best = max(scores.values())
    shares = {slug: math.exp(_SHARPNESS * (score - best)) for slug, score in scores.items()}
    unheard = (_CLASSES - len(shares)) * math.exp(-_SHARPNESS * best)
    total = sum(shares.values()) + unheard
    ranked = sorted(shares.items(), key=lambda item: (-item[1], item[0]))
    return tuple((slug, share / total) for slug, share in ranked[:3])


@cache
def _table() -> Table:
    lines = rows("model.tsv")
    slugs = next(lines)[2].split()
    return {name: (int(rarity) / 100, _weights(told, slugs)) for name, rarity, told in lines}


def _weights(told: str, slugs: list[str]) -> tuple[tuple[str, float], ...]:
    pairs = (pair.split(":") for pair in told.split())
    return tuple((slugs[int(number)], int(weight) / 100) for number, weight in pairs)
