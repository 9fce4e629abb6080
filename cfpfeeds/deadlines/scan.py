"""Text -> atoms with their spans: numbers, words, marks. Nothing here knows what a date is."""

from __future__ import annotations

import itertools
import re
import unicodedata
from typing import NamedTuple

_UNSEEN = re.compile(
    "[\u00ad\u061c\u064b-\u065f\u0670\u0591-\u05bd\u05bf-\u05c7\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+"
)
_IDEOGRAPHIC = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
_UNITS = "年月日号號년월일時时点點分시분"
_NUMERALS = "〇零○一二三四五六七八九十百廿卅"
# Numerals in Chinese letters before their unit; a day only behind its month: "統一日期" holds none.
_WRITTEN = rf"[{_NUMERALS}]{{1,5}}(?=[年月])|(?<=月)[{_NUMERALS}]{{1,3}}(?=[日號号])"
_WRITTEN_UNIT = rf"(?<=[{_NUMERALS}])[年月]|" + "|".join(
    rf"(?<=月{f'[{_NUMERALS}]' * length})[日號号]" for length in (1, 2, 3)
)
_ERA = rf"(?:令和|平成|民國|民国)(?= ?[0-9{_NUMERALS}])"
_HOST = r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}"
_ADDRESS = rf"(?:https?://|www\.)[^\s<>\"]*|[a-z0-9._%+-]{{1,64}}(?:@| ?[\[(](?:at|@)[\])] ?){_HOST}"
_ATOM = re.compile(
    rf"\n|~~|{_ADDRESS}|[0-9]+"
    rf"|(?:(?<=[0-9])|(?<=[0-9] ))[{_UNITS}]|(?P<written>{_WRITTEN})|{_WRITTEN_UNIT}"
    rf"|{_ERA}|(?:(?!{_WRITTEN}|{_ERA})[{_IDEOGRAPHIC}])+"
    rf"|[^\W\d_{_IDEOGRAPHIC}]+|'(?=[0-9])|[^\w\s']|_"
)
_SEAM = re.compile(r"(?<=[a-z\u00df-\u00f6\u00f8-\u00ff])(?=[A-Z\u00c0-\u00d6\u00d8-\u00de][a-z])")
_IS_ADDRESS = re.compile(_ADDRESS)
IS_IDEOGRAPHIC = re.compile(f"[{_IDEOGRAPHIC}]")

_LETTERS = {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ς": "σ", "İ": "i", "ə": "e"}
_QUOTES = "\u2018\u2019\u02bc\u02b9\u00b4\u0060\u2032"


_FIGURES = {letter: value for value, letter in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
_SCORES = {"廿": 20, "卅": 30}
_UNITS_OF_TEN = {"十": 10, "百": 100}
_TENS = frozenset({*_SCORES, *_UNITS_OF_TEN})


class Atom(NamedTuple):
    """One number, word or mark. `text` is folded; start and end count in the settled text.

    Numerals in Chinese letters are figures where they tell a day. The address of a page or of a person is one atom: the
    words in it ("tagung@", "/deadlines/") say nothing.
    """

    text: str
    start: int
    end: int


_UNDERSCORED = re.compile(r"(?<![\d_])(\d{4})_(\d\d?)_(\d\d?)(?![\d_])", re.ASCII)
"""A day as programs write it into tables that they make of their data."""


class _Folding(dict[int, int]):
    """Maps each code point to exactly one, so that spans in the folded text are spans in the printed one."""

    def __missing__(self, code: int) -> int:
        folded = ord(_folded(chr(code)))
        if code < 0x30000:
            self[code] = folded
        return folded


_FOLDING = _Folding()


def settle(text: str) -> str:
    """The text composed (NFC) and without what cannot be seen: joiners, direction marks, vowel points."""
    return text if text.isascii() else _UNSEEN.sub("", unicodedata.normalize("NFC", text))


def fold(text: str) -> str:
    """The text, letter for letter, without case, accents and width; digits of every script become 0 to 9."""
    text = _UNDERSCORED.sub(r"\1-\2-\3", text) if "_" in text else text
    return text.lower() if text.isascii() else text.translate(_FOLDING)


def atoms(settled: str) -> list[Atom]:
    """The atoms of a settled text in order. Apostrophes split words and vanish ("l'envoi" is l, envoi).

    Words that lost the blank between them ("DeadlineSubmission") are cut where a capital begins the second.
    """
    row = [
        Atom(_in_figures(match[0]) if match.lastgroup else match[0], match.start(), match.end())
        for match in _ATOM.finditer(fold(settled))
    ]
    seams = {match.start() for match in _SEAM.finditer(settled)}
    return [piece for atom in row for piece in _cut(atom, seams)] if seams else row


def _in_figures(written: str) -> str:
    """ "二〇二七" is 2027, figure by figure; "三十一" 31, "一百一十六" 116, "廿五" 25."""
    value = 0
    for letter in written:
        digit = _FIGURES.get(letter)
        if digit is not None:
            value = value * 10 + digit if not set(written) & _TENS else value + digit
        elif letter in _SCORES:
            value += _SCORES[letter]
        else:
            unit = _UNITS_OF_TEN[letter]
            last = value % 10
            value = value - last + (last or 1) * unit
    return str(value)


def is_address(word: str) -> bool:
    """Whether an atom is the address of a page or of a person."""
    return _IS_ADDRESS.match(word) is not None


def words_of(text: str) -> tuple[str, ...]:
    """The folded atoms of a short phrase: what a table row is compared by."""
    return tuple(atom.text for atom in atoms(settle(text)))


def _cut(atom: Atom, seams: set[int]) -> list[Atom]:
    if atom.end - atom.start < 2 or is_address(atom.text):
        return [atom]
    inside = [at for at in range(atom.start + 1, atom.end) if at in seams]
    edges = [atom.start, *inside, atom.end]
    return [Atom(atom.text[one - atom.start : two - atom.start], one, two) for one, two in itertools.pairwise(edges)]


def _folded(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if category == "Pd" or char == "\u2212":
        return "-"
    if char in _QUOTES:
        return "'"
    if category == "Zs" or (category == "Cc" and char != "\n"):
        return " "
    if "\uff01" <= char <= "\uff5e":
        char = chr(ord(char) - 0xFEE0)
    return _letter(char)


def _letter(char: str) -> str:
    if char in _LETTERS:
        return _LETTERS[char]
    lower = char.lower()
    lower = lower if len(lower) == 1 else char
    code = ord(lower)
    if 0xC0 <= code < 0x700 or 0x1E00 <= code < 0x2000:
        lower = unicodedata.normalize("NFD", lower)[0]
    return _LETTERS.get(lower, lower)
