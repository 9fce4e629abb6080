"""Words that say that it is over: of the whole call, or of one entry."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cfpfeeds.deadlines.clauses import Group
from cfpfeeds.deadlines.items import Item, Sort
from cfpfeeds.deadlines.stages import all_known
from cfpfeeds.deadlines.words import Sense

ABOUT_CALLS = frozenset({Sense.DUE, Sense.SUBMIT, Sense.PAPER, Sense.CALL, Sense.ABSTRACT, Sense.PROPOSAL, Sense.FULL})
_OF_A_PART = frozenset(
    {
        Sense.ABSTRACT,
        Sense.PROPOSAL,
        Sense.PART,
        Sense.CYCLE,
        Sense.ORDINAL,
        Sense.REGISTER,
        Sense.OTHER,
        Sense.OPEN,
        Sense.EVENT,
    }
)
_NOT_YET = frozenset(
    {"once", "when", "after", "if", "before", "will", "shall", "unless", "not", "until", "as", "what", "yet", "may"}
    | {"wenn", "sobald", "nach", "nachdem", "wird", "werden", "nicht", "si", "sera", "seront", "cuando", "quando"}
    | {"sara", "saranno", "apres", "pas", "wordt", "worden", "als", "bedzie", "zostanie", "nie", "будет", "после"}
    | {"sonra", "sera", "seran", "serao", "despues", "depois", "dopo", "ainda", "todavia"}
)
_SINCE = frozenset({"since", "depuis", "desde", "seit", "dal", "sinds"})
_YEAR = 4
_WAS = frozenset({"was", "war", "etait", "fue", "foi", "era", "idi"})
_LONGEST_STATEMENT = 9
_BEFORE_A_MARK = frozenset("([-|!:")


def says_closed(item: Item) -> bool:
    """Whether a word says that something is over and does not name a limit as well ("завершение приёма")."""
    return Sense.CLOSED in item.senses and not item.senses & {Sense.DUE, Sense.UNTIL}


def is_over(clause: Sequence[Item], posted: date | None) -> bool:
    """Whether a sentence says of the call as a whole that it is over; one of a round, a part or a condition does not.

    Nor does one of abstracts, after which papers may be due, and one of a year ("the 2025 call"). A day in it must have
    passed before `posted`: "closed since 10 November".
    """
    words = [item for item in clause if item.sort is Sort.WORD]
    if any(item.sort is Sort.NUMBER and len(item.text) == _YEAR for item in clause):
        return False
    if len(words) > _LONGEST_STATEMENT or not any(map(says_closed, words)):
        return False
    if any(item.text in _NOT_YET or item.senses & _OF_A_PART for item in words) or not all_known(
        [item for item in words if item.text not in _SINCE]
    ):
        return False
    return any(item.senses & ABOUT_CALLS for item in words) and all(_has_passed(item, posted) for item in clause)


def is_marked_closed(group: Group) -> bool:
    """Whether "(closed)" or "- closed" stands beside a day; "will be closed on 1 May" is a limit."""
    for side in (group.left, group.right):
        for n, item in enumerate(side):
            if says_closed(item) and n and side[n - 1].sort is Sort.MARK and side[n - 1].text in _BEFORE_A_MARK:
                return True
    return False


def tells_of_the_past(group: Group) -> bool:
    """ "no longer accepted (deadline 1 October)", "the deadline was 1 October"."""
    words = [item for item in group.left if item.sort is Sort.WORD]
    return any(map(says_closed, words)) or bool(words and words[-1].text in _WAS)


def _has_passed(item: Item, posted: date | None) -> bool:
    if item.date is None or posted is None:
        return item.date is None
    day = item.date.last or item.date.first
    return (
        day.year is not None
        and day.month is not None
        and (day.year, day.month, day.day or 31)
        < (
            posted.year,
            posted.month,
            posted.day,
        )
    )
