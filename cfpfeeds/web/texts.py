"""The words of calls as searches compare them, folded once for each wording.

A discipline is found by its name in every language, whatever the page speaks: the address of a subscription has no
language, and must find what the page found on which it was made.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from cfpfeeds import disciplines
from cfpfeeds.languages import LANGUAGES, pgettext, speaking
from cfpfeeds.model import Call, Site
from cfpfeeds.text import fold

_QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))
_MOST_NAMES = 3
"""A word of more names of a language than these tells nothing: "sciences", "et"."""
_LEAST_BEGINNING = 4
_PART = re.compile(r'(?P<minus>(?<!\S)[-\u2212])?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


@dataclass(frozen=True, slots=True)
class Text:
    """What a search looks at, folded, in blanks: all words of a call, and its disciplines' names in other languages.

    `telling` are those words of the names that few other names share.
    """

    own: str
    names: str = ""
    telling: str = ""


class Texts:
    """Folded words by call. What is asked for again with the same wording is not folded again."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._held: dict[str, tuple[tuple[str, ...], Text]] = {}

    def of(self, call: Call) -> Text:
        """All words of a call that can be looked for."""
        names = tuple(self._site.discipline_names.get(slug, slug) for slug in call.disciplines)
        told = (call.title, call.acronym, call.venue, call.event, call.place, call.summary, *names)
        held = self._held.get(call.id)
        if held is None or held[0] != told:
            held = (told, Text(f" {fold(' '.join(told))} ", *names_elsewhere(names)))
            self._held[call.id] = held
        return held[1]

    def keep_only(self, call_ids: Iterable[str]) -> None:
        """Forget calls that are gone."""
        kept = set(call_ids)
        for gone in [call_id for call_id in self._held if call_id not in kept]:
            del self._held[gone]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One line of a search, folded: words that must begin a word, phrases, and what must not stand there."""

    words: tuple[str, ...]
    phrases: tuple[str, ...]
    unwanted: tuple[str, ...]

    def is_in(self, text: Text) -> bool:
        """Whether a text holds it all; a word of a script without blanks may stand anywhere.

        What is left out is looked for in the words of the call alone: losing calls is worse.
        """
        if not (self.words or self.phrases or self.unwanted):
            return False
        elsewhere = [word for word in self.words if not _begins(word, text.own)]
        return (
            all(as_word(word) in text.names for word in elsewhere)
            and (not elsewhere or any(as_word(word) in text.telling for word in elsewhere))
            and all((said := _as_words(phrase)) in text.own or said in text.names for phrase in self.phrases)
            and not any(_as_words(phrase) in text.own for phrase in self.unwanted)
        )


@cache
def names_elsewhere(names: tuple[str, ...]) -> tuple[str, str]:
    """What disciplines of these names are called in all languages but English, folded; and the words among them that
    are not in many names."""
    whole: dict[str, None] = {}
    telling: dict[str, None] = {}
    for code in LANGUAGES[1:]:
        with speaking(code):
            said = [fold(translated) for name in names if (translated := pgettext("discipline", name)) != name]
        whole |= dict.fromkeys(said)
        telling |= dict.fromkeys(word for name in said for word in name.split() if _spread(code)[word] <= _MOST_NAMES)
    return _in_blanks(whole), _in_blanks(telling)


@cache
def _spread(code: str) -> Counter[str]:
    """How many names of a language each word is in."""
    with speaking(code):
        names = {pgettext("discipline", one.name) for one in disciplines.all_disciplines()}
    return Counter(word for name in names for word in set(fold(name).split()))


def wanted(line: str) -> Wanted:
    """A search as typed: words, "phrases in quotation marks", -words and -"phrases" to leave out.

    A word finds all words that it begins; what is left out must be named in full, since losing calls is worse.
    """
    found: dict[str, list[str]] = {"words": [], "phrases": [], "unwanted": []}
    for match in _PART.finditer(line.translate(_QUOTES)):
        phrase, word = match["phrase"], match["word"]
        if match["minus"]:
            found["unwanted"].append(fold(phrase or word or ""))
        elif phrase is not None:
            found["phrases"].append(fold(phrase))
        else:
            found["words"] += fold(word).split()
    return Wanted(*(tuple(filter(None, found[name])) for name in ("words", "phrases", "unwanted")))


def any_is_in(searches: Sequence[Wanted], text: Text) -> bool:
    """Whether one of several searches finds its words; none at all finds everything."""
    return not searches or any(search.is_in(text) for search in searches)


def _in_blanks(words: Iterable[str]) -> str:
    return f" {' '.join(words)} " if words else ""


def as_word(word: str) -> str:
    """A folded word as it is looked for in names between blanks: a short one in full, a longer one as a beginning.

    Where words have no blanks between them it may stand anywhere.
    """
    if not word.isascii():
        return word
    return f" {word}" if len(word) >= _LEAST_BEGINNING else f" {word} "


def _begins(word: str, text: str) -> bool:
    return (f" {word}" if word.isascii() else word) in text


def _as_words(folded: str) -> str:
    """Folded words as they stand in a text between blanks; those of a script without blanks may touch others."""
    return f" {folded} " if folded.isascii() else folded
