"""The words of calls as searches compare them, folded once for each wording."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cfpfeeds.model import Call, Site
from cfpfeeds.text import fold

_QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))
_PART = re.compile(r'(?P<minus>(?<!\S)[-\u2212])?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


class Texts:
    """Folded words by call. What is asked for again with the same wording is not folded again."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._held: dict[str, tuple[tuple[str, ...], str]] = {}

    def of(self, call: Call) -> str:
        """All words of a call that can be looked for, with a blank before the first and after the last."""
        names = (self._site.discipline_names.get(slug, slug) for slug in call.disciplines)
        told = (call.title, call.acronym, call.venue, call.event, call.place, call.summary, *names)
        held = self._held.get(call.id)
        if held is None or held[0] != told:
            held = (told, f" {fold(' '.join(told))} ")
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

    def is_in(self, text: str) -> bool:
        """Whether a text of `Texts.of` holds it all; a word of a script without blanks may stand anywhere."""
        if not (self.words or self.phrases or self.unwanted):
            return False
        return (
            all((f" {word}" if word.isascii() else word) in text for word in self.words)
            and all(_as_words(phrase) in text for phrase in self.phrases)
            and not any(_as_words(phrase) in text for phrase in self.unwanted)
        )


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


def any_is_in(searches: Sequence[Wanted], text: str) -> bool:
    """Whether one of several searches finds its words; none at all finds everything."""
    return not searches or any(search.is_in(text) for search in searches)


def _as_words(folded: str) -> str:
    """Folded words as they stand in a text between blanks; those of a script without blanks may touch others."""
    return f" {folded} " if folded.isascii() else folded
