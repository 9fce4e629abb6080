"""What an operator says of disciplines is taken up by every table at once."""

from __future__ import annotations

from collections.abc import Sequence

from cfpfeeds.disciplines import taxonomy, venues, words
from cfpfeeds.disciplines.taxonomy import Own


def adopt(own: Sequence[Own]) -> None:
    """Let these be the operator's disciplines for the whole process; called when it starts, before anything is read."""
    if tuple(own) != taxonomy.own_disciplines():
        taxonomy.take(own)
        words.forget()
        venues.forget()
