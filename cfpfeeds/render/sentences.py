"""When papers are due, in the few sentences that open every item: most boxes cut after 200 characters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from cfpfeeds.model import Call, Entry, Kind, State, Status
from cfpfeeds.render.words import day_words, entry_words, quoted
from cfpfeeds.text import clean_line

_MOST_SENTENCES = 3
_DEADLINES = {Kind.SUBMISSION: "submission deadlines", Kind.ABSTRACT: "abstract deadlines"}


def due_sentences(call: Call) -> tuple[str, ...]:
    """When papers are due, without full stops: submission before abstract, soonest first.

    Many rounds are told as their number, first and last day. No clock is asked: a past round is told like any other.
    """
    due = [e for e in call.entries if e.deadline.kind.is_due and e.deadline.state is State.ACTIVE]
    dated = sorted((e for e in due if e.deadline.date is not None), key=_importance)
    undated = [e for e in due if e.deadline.date is None and clean_line(e.deadline.text)][:1]
    told = [entry_words(entry) for entry in dated] if len(dated) <= _MOST_SENTENCES else list(_ranges(dated))
    if call.status is Status.WITHDRAWN:
        return ("Withdrawn", *told)
    if call.status is Status.ROLLING:
        return (_in_their_words("Open: rolling", undated), *told)
    if not told:
        return (_in_their_words("No deadline printed", undated),)
    return (*told, *(entry_words(entry) for entry in undated))


def _in_their_words(said: str, printed: Sequence[Entry]) -> str:
    """What we say, with the words of the source if there are any: "No deadline printed: “TBD”"."""
    return ": ".join([said, *(quoted(entry.deadline.text) for entry in printed)])


def _importance(entry: Entry) -> tuple[bool, date, str]:
    return entry.deadline.kind is not Kind.SUBMISSION, entry.deadline.date or date.max, entry.slot


def _ranges(dated: Sequence[Entry]) -> Iterator[str]:
    """One sentence a kind, such as "12 submission deadlines from 1 March 2024 to 1 February 2025"."""
    for kind, named in _DEADLINES.items():
        same = [entry for entry in dated if entry.deadline.kind is kind]
        days = [entry.deadline.date for entry in same if entry.deadline.date]
        if len(days) > 1:
            yield f"{len(days)} {named} from {day_words(days[0])} to {day_words(days[-1])}"
        elif same:
            yield entry_words(same[0])
