"""What a sentence says before its date: the act nearest to it governs, then the thing that it acts upon."""

from __future__ import annotations

from collections.abc import Sequence

from cfpfeeds.deadlines.items import Item, Sort
from cfpfeeds.deadlines.stages import (
    ACTS,
    HANDING_IN,
    JOINTS,
    OBJECTS,
    Verdict,
    counts_words,
    is_accepted,
    limit_at_end,
    object_of,
)
from cfpfeeds.deadlines.words import Sense
from cfpfeeds.model import Kind

_ANDS = frozenset({"and", "or", "und", "oder", "et", "ou", "y", "o", "e", "en", "og", "och", "i", "и", "і"})
_REACH = 16


def of_sentence(items: Sequence[Item], *, window: bool = False) -> Verdict:
    """What a sentence says before its date: the act nearest to the date governs, then the thing that it acts upon."""
    words = [item for item in items if item.sort is Sort.WORD]
    at_end = limit_at_end(items)
    limited = at_end or any(item.senses & {Sense.DUE, Sense.MUST} for item in words[-_REACH:])
    acts = [n for n in range(len(words)) if words[n].senses & ACTS and not _modifies(words, n)]
    while acts and not words[acts[-1]].senses & HANDING_IN:
        if _registers_work(words, acts[-1]):
            break
        if not _by_the_way(words[acts[-1]].senses, at_end or window, limited and len(acts) > 1):
            return _governed(words[acts[-1]].senses)
        acts.pop()
    senses = frozenset().union(*(item.senses for item in words)) if words else frozenset()
    if not acts:
        return _without_act(words, limited, senses)
    if (refusal := _beside(words, acts[-1]) or _of_subject(words, acts)) is not None:
        return refusal
    kind, found = _object(words, acts[-1])
    if not found and Sense.REGISTER in words[acts[-1]].senses:
        return _governed(frozenset({Sense.REGISTER}))  # a registration form alone
    if not found and counts_words(items):
        kind, found = Kind.ABSTRACT, frozenset({Sense.ABSTRACT})
    kept = words[acts[-1]].senses & HANDING_IN | found
    return Verdict(kind, False, limited or window, kept)


def _registers_work(words: Sequence[Item], n: int) -> bool:
    """ "register your title and abstract by": no seat is registered, but a paper."""
    return words[n].text == "register" and any(item.senses & OBJECTS for item in words[n + 1 : n + 5])


def _modifies(words: Sequence[Item], n: int) -> bool:
    """ "workshop proposals", "conference paper", "peer review submission": the first noun only tells of what sort."""
    if not words[n].senses & {Sense.EVENT, Sense.REVIEW, Sense.CALL} or n + 1 >= len(words):
        return False
    return bool(words[n + 1].senses & (OBJECTS | HANDING_IN))


def _by_the_way(senses: frozenset[Sense], limit_here: bool, acted_before: bool) -> bool:
    """Words that come by the way in a sentence about handing in ("for review", "to be published in", "open until")."""
    if senses & (OBJECTS | {Sense.UNTIL}):
        return True
    if senses & {Sense.REVIEW, Sense.PUBLISH, Sense.EVENT, Sense.CALL} and acted_before:
        return True
    return bool(senses & {Sense.OPEN, Sense.CALL}) and limit_here


def _governed(senses: frozenset[Sense]) -> Verdict:
    for sense, kind in (
        (Sense.NOTIFY, Kind.NOTIFICATION),
        (Sense.CAMERA, Kind.CAMERA_READY),
        (Sense.EVENT, Kind.EVENT_START),
    ):
        if sense in senses:
            return Verdict(kind, senses=senses, why=sense)
    return Verdict(refused=True, senses=senses, why=min(senses & ACTS))


def _without_act(words: Sequence[Item], limited: bool, senses: frozenset[Sense]) -> Verdict:
    if not senses & OBJECTS or not limited:
        return Verdict(limited=limited)
    kind, found = _object(words, len(words))
    return Verdict(kind, False, True, found) if found else Verdict(limited=limited)


def _beside(words: Sequence[Item], at: int) -> Verdict | None:
    """ "The registration deadline is", "notice of acceptance by": the words before a limit decide what it limits."""
    around = words[max(0, at - 3) : at]
    has = frozenset().union(*(item.senses for item in around)) if around else frozenset()
    if has & OBJECTS and not has & {Sense.REVISE, Sense.CAMERA}:
        return None
    for sense in (Sense.NOTIFY, Sense.CAMERA, Sense.REVISE, Sense.REGISTER, Sense.OTHER, Sense.PUBLISH, Sense.REVIEW):
        if sense in has and not (sense is Sense.REVIEW and Sense.SUBMIT in has):
            return _governed(frozenset({sense}))
    return None


def _of_subject(words: Sequence[Item], acts: Sequence[int]) -> Verdict | None:
    """ "Notification of acceptance will be sent by": what is sent is the first noun, not a paper."""
    first, last = acts[0], acts[-1]
    if Sense.DUE in words[last].senses or any(item.senses & OBJECTS for item in words[last + 1 :]):
        return None
    if Sense.NOTIFY in words[first].senses:
        return _governed(words[first].senses)
    between = any(item.senses & OBJECTS for item in words[first:last])
    if words[first].senses & {Sense.REVIEW, Sense.REVISE, Sense.CAMERA, Sense.PUBLISH, Sense.OTHER} and not between:
        return _governed(words[first].senses)
    return None


def _object(words: Sequence[Item], at: int) -> tuple[Kind, frozenset[Sense]]:
    """What is handed in: the first thing after the verb, else the last before it with all it is "of" or "for"."""
    after = [n for n in range(at, len(words)) if words[n].senses & OBJECTS and not is_accepted(words, n)]
    if after:
        n = _compound(words, after[0])
        return object_of(words[n].senses), words[n].senses & OBJECTS
    before = [n for n in range(at) if words[n].senses & OBJECTS and not is_accepted(words, n)]
    if not before:
        return Kind.SUBMISSION, frozenset()
    n = before[-1]
    for other in reversed(before[:-1]):
        between = [words[k].text for k in range(other + 1, n)]
        listed = words[other].senses & words[n].senses & OBJECTS and all(text in _ANDS for text in between)
        if n - other > 5 or not (listed or any(text in JOINTS for text in between)):
            break
        n = other
    n = _compound(words, n)
    return object_of(words[n].senses), words[n].senses & OBJECTS


def _compound(words: Sequence[Item], n: int) -> int:
    """ "paper proposals": the last noun of a row of nouns is the thing."""
    while n + 1 < len(words) and words[n + 1].senses & OBJECTS:
        n += 1
    return n
