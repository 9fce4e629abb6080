"""The words of a sheet as `fetch` hands them on: settled characters, and which of them are struck out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any

_LETTERS = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_SETTLED = str.maketrans({**_LETTERS, "\u00ad": "", "\u2010": "-", "\u2011": "-", "\u00a0": " "})
_JUNK = re.compile(r"[\ue000-\uf8ff]")
"""Private characters: what is left of bullets in symbol fonts."""

_MOST_SIDE_BY_SIDE, _TALLEST = 50, 200.0
"""Lines at one height, and the height of letters, that are looked at for words struck out."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word with its box; `glued` if no blank stands between it and the word drawn before it."""

    left: float
    top: float
    right: float
    bottom: float
    size: float
    bold: bool
    glued: bool
    text: str
    struck: bool = False

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def words_of(sheet: Mapping[str, Sequence[Sequence[Any]]]) -> list[Word]:
    """The words of a sheet as the worker wrote them, those with a line through their middle marked as struck."""
    words = [_word(row) for row in sheet["words"]]
    lines = [line for line in sheet["lines"] if all(isfinite(place) for place in line[:4])]
    lines = [line for line in lines if line[2] - line[0] > 4 and line[3] - line[1] <= 3]
    return _with_strikes(words, lines) if lines else words


def _finite(value: Any) -> float:
    place = float(value)
    if not isfinite(place):
        raise ValueError(f"{value!r} is no place on a sheet")
    return place


def _word(row: Sequence[Any]) -> Word:
    left, top, right, bottom, size = (_finite(value) for value in row[:5])
    text = _JUNK.sub("•", str(row[7]).translate(_SETTLED))
    return Word(left, top, right, bottom, abs(size), bool(row[5]), bool(row[6]), text)


def _with_strikes(words: list[Word], lines: Sequence[Sequence[float]]) -> list[Word]:
    by_height: dict[int, list[Sequence[float]]] = {}
    for line in lines:
        shelf = by_height.setdefault(int((line[1] + line[3]) / 20), [])
        if len(shelf) < _MOST_SIDE_BY_SIDE:
            shelf.append(line)
    found = []
    for word in words:
        heights = range(int(word.top / 10), int(min(word.bottom, word.top + _TALLEST) / 10) + 1)
        struck = any(_strikes(line, word) for at in heights for line in by_height.get(at, ()))
        found.append(replace(word, struck=True) if struck else word)
    return found


def _strikes(line: Sequence[float], word: Word) -> bool:
    """Whether a line goes through the middle of the letters; an underline and the rule of a table do not."""
    height = word.bottom - word.top
    at = ((line[1] + line[3]) / 2 - word.top) / height if height else 0
    covered = min(line[2], word.right) - max(line[0], word.left)
    return 0.35 <= at <= 0.72 and covered >= 0.7 * (word.right - word.left) and line[2] - line[0] < 40 * height
