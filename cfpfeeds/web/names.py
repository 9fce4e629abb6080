"""Which list a name in an address means, and which one was probably meant."""

from __future__ import annotations

import difflib
import string
from functools import lru_cache
from urllib.parse import quote

from cfpfeeds import disciplines
from cfpfeeds.model import Discipline
from cfpfeeds.store import UNCLASSIFIED
from cfpfeeds.text import fold

ALL = Discipline("all", "All disciplines")
_CLOSE_ENOUGH = 0.6
_MOST_GUESSES = 5


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


@lru_cache(maxsize=1)
def _names(every: tuple[Discipline, ...]) -> dict[str, Discipline]:
    lists = (*every, *filter(None, [disciplines.get(UNCLASSIFIED)]))
    return {fold(name): found for found in lists for name in (found.slug, found.name)}
