"""The words around a date -> what the date is for, or that it is none of ours, with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cfpfeeds.deadlines.items import Item, Sort
from cfpfeeds.deadlines.words import Sense
from cfpfeeds.model import Kind

_OBJECTS = frozenset({Sense.ABSTRACT, Sense.PROPOSAL, Sense.PAPER, Sense.FULL})
_ACTS = frozenset(
    {Sense.SUBMIT, Sense.DUE, Sense.NOTIFY, Sense.CAMERA, Sense.EVENT, Sense.REGISTER, Sense.PUBLISH, Sense.OPEN}
    | {Sense.REVIEW, Sense.REVISE, Sense.OTHER, Sense.CALL}
)
_LIMITS = frozenset({Sense.DUE, Sense.UNTIL})
_SHORT_LABEL = 9
_JOINTS = frozenset(
    {
        "of", "for", "de", "del", "des", "der", "fur", "per", "di", "pour", "para", "du", "von", "da", "do", "to"
    }
)  # fmt: skip
_REACH = 12


@dataclass(frozen=True, slots=True)
class Verdict:
    """`kind` None with `refused`: the date is something else. `kind` None alone: the words say nothing.

    `generic`: only "deadline" or "submission" is printed, so a heading may say more. `limited`: a word of limit stands
    there ("by", "deadline").
    """

    kind: Kind | None = None
    refused: bool = False
    generic: bool = False
    limited: bool = False
    reason: str = ""


SILENT = Verdict(reason="no word tells what the day is for")


def of_label(items: Sequence[Item]) -> Verdict:
    """What a label, title or short entry says: a few nouns in any order ("Notification of abstract acceptance")."""
    words = [item for item in items if item.sort is Sort.WORD and item.senses]
    has = frozenset().union(*(item.senses for item in words)) if words else frozenset()
    limited = bool(has & _LIMITS)
    first = {sense: n for n, item in reversed(list(enumerate(words))) for sense in item.senses}
    handed_in = Sense.SUBMIT in has or Sense.DUE in has

    if other := _something_else(has, first, handed_in):
        return Verdict(
            refused=other is Kind.OTHER, kind=None if other is Kind.OTHER else other, limited=limited, reason="label"
        )
    if has & _OBJECTS or handed_in or Sense.EXTEND in has:
        kind = _object_of_label(has)
        return Verdict(kind, generic=not has & _OBJECTS, limited=limited, reason="label")
    if Sense.EVENT in has:
        return Verdict(Kind.EVENT_START, reason="event")
    return Verdict(limited=limited, reason=SILENT.reason)


def _something_else(has: frozenset[Sense], first: dict[Sense, int], handed_in: bool) -> Kind | None:
    """What a label names besides handing in work: notification, camera-ready, or OTHER for all that is not ours."""
    ours = bool(has & _OBJECTS)
    if Sense.CAMERA in has:
        return Kind.CAMERA_READY
    if Sense.NOTIFY in has:
        return Kind.NOTIFICATION
    if Sense.REVISE in has or (Sense.OTHER in has):
        return Kind.OTHER
    if Sense.REGISTER in has and not (ours and Sense.SUBMIT in has):
        return Kind.OTHER
    if Sense.OPEN in has and not has & _LIMITS:
        return Kind.OTHER
    if Sense.CALL in has and not handed_in and not has & (_LIMITS | {Sense.EXTEND}):
        return Kind.OTHER
    for sense in (Sense.PUBLISH, Sense.REVIEW):
        if sense in has and not (handed_in and min(_firsts(first)) < first[sense]):
            return Kind.OTHER
    return None


def _firsts(first: dict[Sense, int]) -> list[int]:
    return [n for sense, n in first.items() if sense in _OBJECTS or sense in (Sense.SUBMIT, Sense.DUE)]


def _object_of_label(has: frozenset[Sense]) -> Kind:
    if Sense.FULL in has:
        return Kind.SUBMISSION
    return Kind.ABSTRACT if has & {Sense.ABSTRACT, Sense.PROPOSAL} else Kind.SUBMISSION


def of_sentence(items: Sequence[Item]) -> Verdict:
    """What a sentence says before its date: the act nearest to the date governs, then the thing that it acts upon."""
    words = [item for item in items if item.sort is Sort.WORD]
    limited = _limit_at_end(items) or any(Sense.DUE in item.senses for item in words[-_REACH:])
    acts = [n for n, item in enumerate(words) if item.senses & _ACTS]
    while acts and not words[acts[-1]].senses & {Sense.SUBMIT, Sense.DUE}:
        senses = words[acts[-1]].senses
        if senses & (_OBJECTS | {Sense.UNTIL}) or (_passing(senses) and limited and len(acts) > 1):
            acts.pop()
            continue
        if senses & {Sense.OPEN, Sense.CALL, Sense.EVENT} and _limit_at_end(items):
            acts.pop()
            continue
        return _governed(senses)
    if not acts:
        return _without_act(words, limited)
    at = acts[-1]
    if (refusal := _deadline_for_other(words, at)) is not None:
        return refusal
    kind, generic = _object(words, at)
    return Verdict(kind, generic=generic, limited=limited, reason="sentence")


def _passing(senses: frozenset[Sense]) -> bool:
    """Words that come by the way in a sentence about handing in ("for review", "to be published in")."""
    return bool(senses & {Sense.REVIEW, Sense.PUBLISH, Sense.EVENT, Sense.CALL})


def _governed(senses: frozenset[Sense]) -> Verdict:
    if Sense.NOTIFY in senses:
        return Verdict(Kind.NOTIFICATION, reason="sentence")
    if Sense.CAMERA in senses:
        return Verdict(Kind.CAMERA_READY, reason="sentence")
    if Sense.EVENT in senses:
        return Verdict(Kind.EVENT_START, reason="sentence")
    return Verdict(refused=True, reason="sentence")


def _without_act(words: Sequence[Item], limited: bool) -> Verdict:
    objects = [item for item in words if item.senses & _OBJECTS]
    if not objects or not limited:
        return Verdict(limited=limited, reason=SILENT.reason)
    kind, generic = _object(words, len(words))
    return Verdict(kind, generic=generic, limited=True, reason="sentence")


def _deadline_for_other(words: Sequence[Item], at: int) -> Verdict | None:
    """ "The registration deadline is", "The deadline for notification is": the words beside a limit decide."""
    around = words[max(0, at - 3) : at] if Sense.DUE in words[at].senses else words[max(0, at - 2) : at]
    has = frozenset().union(*(item.senses for item in around)) if around else frozenset()
    if has & (_OBJECTS | {Sense.SUBMIT}) - {Sense.SUBMIT} and not has & {Sense.REVISE, Sense.CAMERA}:
        return None
    for sense in (Sense.NOTIFY, Sense.CAMERA, Sense.REVISE, Sense.REGISTER, Sense.OTHER, Sense.PUBLISH):
        if sense in has:
            return _governed(frozenset({sense}))
    return None


def _object(words: Sequence[Item], at: int) -> tuple[Kind, bool]:
    """What is handed in: the first thing after the verb, else the last before it with all it is "of" or "for"."""
    after = [n for n in range(at, len(words)) if words[n].senses & _OBJECTS]
    if after:
        return _kind_of(words, _compound(words, after[0])), False
    before = [n for n in range(at) if words[n].senses & _OBJECTS and not _of_accepted(words, n)]
    if not before:
        return Kind.SUBMISSION, True
    n = before[-1]
    for other in reversed(before[:-1]):
        if n - other > 5 or not any(words[k].text in _JOINTS for k in range(other + 1, n)):
            break
        n = other
    return _kind_of(words, _compound(words, n)), False


def _compound(words: Sequence[Item], n: int) -> int:
    """ "paper proposals": the last noun of a row of nouns is the thing."""
    while n + 1 < len(words) and words[n + 1].senses & _OBJECTS:
        n += 1
    return n


def _kind_of(words: Sequence[Item], n: int) -> Kind:
    return _object_of_label(words[n].senses)


def _of_accepted(words: Sequence[Item], n: int) -> bool:
    return n > 0 and Sense.ACCEPTED in words[n - 1].senses


def _limit_at_end(items: Sequence[Item]) -> bool:
    """Whether a word of limit stands right before the date: "by", "no later than 5 pm on"."""
    for item in reversed(items):
        if item.sort is Sort.WORD and item.senses & (_LIMITS | {Sense.EXTEND}):
            return True
        if item.sort is Sort.WORD and (item.senses or len(item.text) > 6):
            return False
    return False


def is_short(items: Sequence[Item]) -> bool:
    """Whether the words are a label rather than a sentence."""
    return sum(item.sort is Sort.WORD for item in items) <= _SHORT_LABEL
