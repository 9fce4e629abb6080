"""Records with one day each and no word on what it is: when what stands over them says that it is a deadline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from cfpfeeds.extract.pieces import Piece
from cfpfeeds.learn import words
from cfpfeeds.learn.reader import Reader
from cfpfeeds.learn.told import Told
from cfpfeeds.model import DeadlineText

DEADLINE = "Deadline"
"""The label of days that the text over the records calls deadlines, without a heading of these words."""

_MOSTLY = 0.8
_EVENTS = re.compile(
    r"\b(?:conferences?|congress(?:es)?|symposi(?:um|a)|workshops?|meetings?|events?|webinars?|seminars?"
    r"|summer schools?|agenda|calendar|tagung(?:en)?|colloques?|congresos?|convegn[oi]|news|published|posted|updated"
    r"|archive)\b",
    re.I,
)


def label_of_days(pieces: Sequence[Piece], told: Sequence[Told], over: Sequence[str], reader: Reader) -> str:
    """The label for the only day of each record; "" where nothing over them says that something is due then.

    `over` are the heading of the page, the one over the records, and the text before them. A heading on deadlines is
    the label itself; a text that speaks of deadlines, or a list of calls whose days all lie ahead, gives `DEADLINE`.
    """
    if len(told) < 2 or any(one.dated for one in told):
        return ""
    days = [_day_of(piece, reader) for piece in pieces]
    known = [day for day in days if day is not None]
    if len(known) < _MOSTLY * len(pieces):
        return ""
    heading, context, lead = over
    if not any(one.published for one in told):
        named = next((text for text in (heading, context) if words.DEADLINES.search(text)), "")
        if named:
            return named
    if any(map(_EVENTS.search, (heading, context))) or sum(bool(_EVENTS.search(one.title)) for one in told) * 3 > len(
        told
    ):
        return ""
    ahead = sum(day >= reader.on for day in known) >= _MOSTLY * len(known)
    said = bool(words.DEADLINE.search(lead)) and bool(words.CALL.search(" ".join(over)))
    calls = any(map(words.lists_calls, (heading, context))) or _named_calls(told)
    return DEADLINE if ahead and (said or calls) else ""


def _named_calls(told: Sequence[Told]) -> bool:
    return sum(one.called for one in told) >= _MOSTLY * len(told)


def _day_of(piece: Piece, reader: Reader) -> date | None:
    """The one day of a record; None where it prints none, several or a stretch of days, or says what it is."""
    found = piece.only_day(DEADLINE)
    if not found or words.NOT_A_DEADLINE.search(piece.line.partition(found[0].text)[0][-40:]):
        return None
    read = reader.read([DeadlineText(found[0].text, label=DEADLINE, prose=True)]).deadlines
    return next((one.date for one in read if one.date), None)
