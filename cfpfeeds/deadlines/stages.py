"""The words around a date -> what the date is for, or that it is none of ours, with the reason."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from cfpfeeds.deadlines.items import Item, Sort
from cfpfeeds.deadlines.scan import IS_IDEOGRAPHIC
from cfpfeeds.deadlines.words import Sense
from cfpfeeds.model import Kind

DUE_KINDS = frozenset({Kind.ABSTRACT, Kind.SUBMISSION})
OBJECTS = frozenset({Sense.ABSTRACT, Sense.PROPOSAL, Sense.PAPER, Sense.FULL})
LIMITS = frozenset({Sense.DUE, Sense.UNTIL})
HANDING_IN = frozenset({Sense.SUBMIT, Sense.DUE})
ACTS = frozenset(
    {Sense.SUBMIT, Sense.DUE, Sense.NOTIFY, Sense.CAMERA, Sense.EVENT, Sense.REGISTER, Sense.PUBLISH, Sense.OPEN}
    | {Sense.REVIEW, Sense.REVISE, Sense.OTHER, Sense.CALL}
)
_SHORT_LABEL = 9
_SHORT_HEADING = 5
JOINTS = frozenset(
    {
        "of",
        "for",
        "de",
        "d",
        "del",
        "des",
        "der",
        "fur",
        "per",
        "di",
        "pour",
        "para",
        "du",
        "von",
        "da",
        "do",
        "to",
        "na",
        "o",
        "об",
        "о",
        "til",
        "van",
        "av",
        "af",
    }
)
_WORDS_COUNTED = frozenset(
    {"words", "worter", "wortern", "worten", "mots", "palabras", "palavras", "parole", "woorden"}
)
_PEOPLE = ("authors", "applicants", "contributors")
_TALKS = frozenset({"presentation", "presentations", "talk", "talks"})
_LONG_WORD = 6
_LONGEST_LITTLE_WORD = 4


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a date is for. `kind` None with `refused`: something that is not ours; alone: the words say nothing.

    `limited`: a word of limit stands there ("by", "deadline"). `why` is the sense that refused.
    """

    kind: Kind | None = None
    refused: bool = False
    limited: bool = False
    senses: frozenset[Sense] = frozenset()
    why: Sense | None = None

    @property
    def is_due(self) -> bool:
        return self.kind in DUE_KINDS

    @property
    def generic(self) -> bool:
        """Whether nothing says what is handed in."""
        return self.is_due and not self.senses & OBJECTS

    @property
    def of_call(self) -> bool:
        """Whether the papers are those of "call for papers", which may begin with abstracts."""
        return Sense.CALL in self.senses and self.senses & OBJECTS == {Sense.PAPER}

    @property
    def bare(self) -> bool:
        """Whether only "deadline" is printed, so that a heading may say of what."""
        return self.generic and Sense.SUBMIT not in self.senses

    @property
    def silent(self) -> bool:
        return self.kind is None and not self.refused


SILENT = Verdict()


def of_label(items: Sequence[Item], *, window: bool = False) -> Verdict:
    """What a label, title or short entry says: a few nouns in any order ("Notification of abstract acceptance").

    `window`: the date is a stretch of days, so that "open" tells its sense ("submission is open from 3 to 25 August").
    """
    words = [item for item in items if item.sort is Sort.WORD and item.senses]
    first: dict[Sense, int] = {}
    for n, item in enumerate(words):
        for sense in item.senses:
            if sense is Sense.NOTIFY and _hands_in(words, n):
                continue
            if sense is Sense.SUBMIT and n and Sense.ACCEPTED in words[n - 1].senses and Sense.MUST not in item.senses:
                sense = Sense.ACCEPTED  # "selected submissions"
            if sense in OBJECTS and is_accepted(words, n):
                sense = Sense.CAMERA if sense in (Sense.PAPER, Sense.FULL) else Sense.ACCEPTED
            first.setdefault(sense, n)
    has = frozenset(first)
    limited = bool(has & (LIMITS | {Sense.MUST}))
    if not has & (OBJECTS | {Sense.CAMERA, Sense.NOTIFY}) and _due_unknown(items):
        return Verdict(refused=True, limited=True, senses=has, why=Sense.DUE)
    if not has & (HANDING_IN | {Sense.CALL, Sense.EXTEND, Sense.MUST}) and are_talks(words):
        return Verdict(refused=True, senses=has)
    if has & OBJECTS and not has & (HANDING_IN | {Sense.CALL, Sense.EXTEND, Sense.MUST}) and _headed_by_unknown(items):
        return Verdict(refused=True, senses=has)
    if not has & (HANDING_IN | LIMITS | {Sense.CALL, Sense.MUST, Sense.NOTIFY, Sense.CAMERA}) and _is_meeting(items):
        return Verdict(refused=True, senses=has, why=Sense.EVENT)
    if window and Sense.EVENT in has and not has & {Sense.SUBMIT, Sense.CALL, Sense.REGISTER}:
        return Verdict(Kind.EVENT_START, senses=has, why=Sense.EVENT)
    other = _something_else(has, first, window, _sends_reviews(items))
    if other is not None:
        kind = {Sense.CAMERA: Kind.CAMERA_READY, Sense.NOTIFY: Kind.NOTIFICATION}.get(other)
        return Verdict(kind, kind is None, limited, has, other)
    if has & (OBJECTS | HANDING_IN | {Sense.EXTEND}) or (Sense.CALL in has and limited):
        if Sense.SUBMIT in has and not has & OBJECTS and counts_words(items):
            has |= {Sense.ABSTRACT}
        return Verdict(object_of(has), False, limited, has)
    if Sense.EVENT in has:
        return Verdict(Kind.EVENT_START, senses=has, why=Sense.EVENT)
    return Verdict(limited=limited, senses=has)


def _hands_in(words: Sequence[Item], n: int) -> bool:
    """ "Selected authors will upload the full paper by": they are told before, and hand in on that day."""
    if not words[n].text.endswith(_PEOPLE):
        return False
    act = next((k for k in range(n + 1, len(words)) if words[k].senses & {Sense.SUBMIT, Sense.NOTIFY}), None)
    return act is not None and Sense.NOTIFY not in words[act].senses


def _sends_reviews(items: Sequence[Item]) -> bool:
    """ "Sending reviews to authors", "deadline for paper reviews"; but "submission for review" is ours."""
    words = [item for item in items if item.sort is Sort.WORD]
    pairs = list(itertools.pairwise(words))
    if any(
        Sense.SUBMIT in one.senses and Sense.REVIEW in two.senses and not two.senses & OBJECTS for one, two in pairs
    ):
        return True
    return bool(pairs) and bool(pairs[-1][0].senses & OBJECTS) and pairs[-1][1].senses == {Sense.REVIEW}


def _due_unknown(items: Sequence[Item]) -> bool:
    """ "Offers to preside are due", "deadline for the choir", "sending of other files": a thing that we do not know."""
    words = [item for item in _without_brackets(items) if item.sort is Sort.WORD]
    at = next((n for n, item in enumerate(words) if item.senses & HANDING_IN), None)
    if at is None:
        return False
    if IS_IDEOGRAPHIC.match(words[at].text) and not any(Sense.SUBMIT in item.senses for item in words):
        return any(not item.senses and len(item.text) > 1 for item in words[:at])
    if words[at].text == "due" and not any(Sense.SUBMIT in item.senses for item in words):
        return any(_is_unknown(item) for item in words[:at])
    if any(Sense.EXTEND in item.senses for item in words):
        return False
    last = max(n for n, item in enumerate(words) if item.senses & HANDING_IN)
    if last + 1 < len(words) and words[last + 1].text in JOINTS:
        return any(_is_unknown(item) for item in words[last + 2 : last + 4])
    # "مهلت استفاده", "termín zaplacení": many languages put what is limited right behind.
    return last + 1 < len(words) and Sense.DUE in words[last].senses and _is_unknown(words[last + 1])


def _without_brackets(items: Sequence[Item]) -> Sequence[Item]:
    """The words without those in brackets that only tell papers apart: "Submission deadline (archival)"."""
    start = next((n for n, item in enumerate(items) if item.text == "("), None)
    if start is None or not any(item.senses & (OBJECTS | {Sense.SUBMIT}) for item in items[:start]):
        return items
    stop = next((n for n in range(start, len(items)) if items[n].text == ")"), len(items))
    return (*items[:start], *items[stop + 1 :])


def _is_meeting(items: Sequence[Item]) -> bool:
    """ "Paper development workshop (optional)", "Poster session": the last noun of a row is the thing."""
    kept = _without_brackets(items)
    words = [item for item in kept if item.sort is Sort.WORD]
    if len(words) < 2 or Sense.EVENT not in words[-1].senses or words[-1].senses & OBJECTS:
        return False
    joined = any(item.text in JOINTS for item in words) or any(item.sort is Sort.MARK for item in kept[:-1])
    return bool(words[0].senses & OBJECTS) and not joined


def are_talks(words: Sequence[Item]) -> bool:
    """ "Presentation at the meeting": a talk without a word of handing in is held on that day."""
    objects = [item for item in words if item.senses & OBJECTS]
    return bool(objects) and all(item.text in _TALKS for item in objects)


def _headed_by_unknown(items: Sequence[Item]) -> bool:
    """ "Exhibition of papers", "reakce na abstrakt": the papers only tell of what; the thing itself we do not know."""
    words = [item for item in items if item.sort is Sort.WORD]
    return len(words) > 2 and _is_unknown(words[0]) and words[1].text in JOINTS


def _is_unknown(item: Item) -> bool:
    return not item.senses and len(item.text) > _LONGEST_LITTLE_WORD


def is_accepted(words: Sequence[Item], n: int) -> bool:
    """ "accepted papers", "trabalhos aprovados"; but "papers accepted until" are handed in."""
    if n and Sense.ACCEPTED in words[n - 1].senses:
        return True
    return n + 1 < len(words) and Sense.ACCEPTED in words[n + 1].senses and words[n + 1].text != "accepted"


def _something_else(
    has: frozenset[Sense], first: dict[Sense, int], window: bool, sends_reviews: bool = False
) -> Sense | None:
    """The sense that makes a label name something besides handing in work, or None."""
    handed_in = bool(has & HANDING_IN)
    if Sense.CAMERA in has:
        return Sense.CAMERA if handed_in or Sense.ACCEPTED not in has else Sense.NOTIFY
    if Sense.NOTIFY in has:
        return Sense.NOTIFY
    for sense in (Sense.REVISE, Sense.OTHER):
        if sense in has:
            return sense
    if Sense.REGISTER in has and not (has & OBJECTS and Sense.SUBMIT in has):
        return Sense.REGISTER
    if Sense.OPEN in has and not has & LIMITS and not (window and Sense.SUBMIT in has):
        return Sense.OPEN
    if Sense.CALL in has and not handed_in and not has & (LIMITS | {Sense.EXTEND}) and not window:
        return Sense.CALL
    if Sense.REVIEW in has and (sends_reviews or not has & (OBJECTS | {Sense.SUBMIT})):
        return Sense.REVIEW
    for sense in (Sense.PUBLISH, Sense.REVIEW):
        if sense in has and not (handed_in and _first_of_ours(first) < first[sense]):
            return sense
    if Sense.ACCEPTED in has and not has & (OBJECTS | {Sense.SUBMIT}):
        return Sense.NOTIFY
    return None


def _first_of_ours(first: dict[Sense, int]) -> int:
    return min(n for sense, n in first.items() if sense in OBJECTS | HANDING_IN)


def object_of(has: frozenset[Sense]) -> Kind:
    if Sense.FULL in has:
        return Kind.SUBMISSION
    return Kind.ABSTRACT if has & {Sense.ABSTRACT, Sense.PROPOSAL} else Kind.SUBMISSION


def counts_words(items: Sequence[Item]) -> bool:
    """ "Send a title and 300 words by": so few words are a summary."""
    return any(
        one.sort is Sort.NUMBER and len(one.text) <= 3 and two.text in _WORDS_COUNTED
        for one, two in itertools.pairwise(items)
    )


def limit_at_end(items: Sequence[Item]) -> bool:
    """Whether a word of limit stands right before the date: "by", "no later than 5 pm on"."""
    for item in reversed(items):
        if item.sort is Sort.WORD and item.senses & (LIMITS | {Sense.EXTEND}):
            return True
        if item.sort is Sort.WORD and (item.senses or len(item.text) > _LONG_WORD):
            return False
    return False


def limit_at_start(items: Sequence[Item]) -> bool:
    """Whether a word of limit stands right behind the date: "5月1日まで", "15 Mart 2025 tarihine kadar"."""
    for item in items:
        if item.sort is Sort.WORD and item.senses & LIMITS:
            return True
        if item.sort is Sort.WORD and Sense.NEUTRAL not in item.senses:
            return False
    return False


def is_act(item: Item) -> bool:
    """Whether the word says what somebody does about the date."""
    return bool(item.senses & ACTS)


def all_known(items: Sequence[Item]) -> bool:
    """Whether the vocabulary has all the longer words."""
    return not any(item.sort is Sort.WORD and _is_unknown(item) for item in items)


def is_heading(items: Sequence[Item]) -> bool:
    """Whether a heading is so short that one word of it speaks for all ("Archive", "Other calls for papers")."""
    return sum(item.sort is Sort.WORD for item in items) <= _SHORT_HEADING


def is_short(items: Sequence[Item]) -> bool:
    """Whether the words are a label rather than a sentence."""
    return sum(item.sort is Sort.WORD for item in items) <= _SHORT_LABEL
