"""The few words that open a calendar entry, in the languages that a subscriber may choose. The rest stays as it is.

They are the words of the pages: both come from the same catalogues.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from cfpfeeds.languages import ENGLISH as ENGLISH
from cfpfeeds.languages import LANGUAGES as LANGUAGES
from cfpfeeds.languages import pgettext, speaking
from cfpfeeds.model import Deadline, Kind
from cfpfeeds.render import words


@dataclass(frozen=True, slots=True)
class Labels:
    """What a summary is made of: what is due by kind, and the remarks around it."""

    due: dict[Kind, str]
    cancelled: str
    closed: str
    extended: str
    year_inferred: str


@cache
def labels_of(language: str) -> Labels:
    """The labels of a language; the English ones where there are none."""
    with speaking(language):
        return Labels(
            due={kind: words.due_label(kind) for kind in Kind},
            cancelled=pgettext("label of a calendar entry", "Cancelled"),
            closed=pgettext("label of a calendar entry", "Closed"),
            extended=pgettext("remark in a calendar entry", "extended"),
            year_inferred=pgettext("remark in a calendar entry", "year inferred"),
        )


def due_words(deadline: Deadline, language: str) -> str:
    """What is due, with round and track as printed: "Einreichung fällig (Round 2)"."""
    with speaking(language):
        return words.due_words(deadline)
