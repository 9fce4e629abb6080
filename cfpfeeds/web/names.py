"""Which list a name in an address means, and which one was probably meant."""

from __future__ import annotations

import difflib
import string
from functools import lru_cache
from urllib.parse import quote

from cfpfeeds import disciplines
from cfpfeeds.languages import pgettext
from cfpfeeds.model import Discipline
from cfpfeeds.store import UNCLASSIFIED
from cfpfeeds.text import fold
from cfpfeeds.web.texts import as_word

ALL = Discipline("all", "All disciplines")
_CLOSE_ENOUGH = 0.6
_MOST_GUESSES = 5
_MOST_MEANT = 3


def list_of(slug: str) -> Discipline | None:
    """The list of a slug or of one of its aliases; None if there is none. A list's own slug is `found.slug`."""
    return ALL if slug.strip().lower() == ALL.slug else disciplines.get(slug)


def asked(query: bytes) -> str:
    """A query string as it goes on in a redirect, "?" before it; whatever no header may hold is percent-encoded."""
    return f"?{quote(query, safe=string.punctuation)}" if query else ""


def near(path: str) -> tuple[Discipline, ...]:
    """The lists whose slug or name is like what an unknown address begins with, the likeliest first."""
    asked = fold(path.strip("/").partition("/")[0])[:80]
    if not asked:
        return ()
    names = _names(disciplines.all_disciplines())
    within = [name for name in names if len(asked) > 3 and asked in name]
    close = difflib.get_close_matches(asked, list(names), n=_MOST_GUESSES, cutoff=_CLOSE_ENOUGH)
    found = {names[name].slug: names[name] for name in (*close, *within)}
    return tuple(found.values())[:_MOST_GUESSES]


def meant(words: str) -> tuple[Discipline, ...]:
    """The disciplines that a search may be after: by their names in the spoken language and in English, else by the
    words that calls are placed with, which know many languages. At most three, the likeliest first."""
    asked = fold(words).split()
    if not asked:
        return ()
    named = [found for found in disciplines.all_disciplines() if any(_names_all(asked, n) for n in _said(found))]
    if not 0 < len(named) <= _MOST_MEANT:
        heard = disciplines.classify(title=words)
        named = [found for slug in heard if (found := disciplines.get(slug))]
    return tuple(named[:_MOST_MEANT])


def _said(found: Discipline) -> tuple[str, str]:
    return f" {fold(found.name)} ", f" {fold(pgettext('discipline', found.name))} "


def _names_all(asked: list[str], name: str) -> bool:
    return all(as_word(word) in name for word in asked)


@lru_cache(maxsize=1)
def _names(every: tuple[Discipline, ...]) -> dict[str, Discipline]:
    lists = (*every, *filter(None, [disciplines.get(UNCLASSIFIED)]))
    return {fold(name): found for found in lists for name in (found.slug, found.name)}
