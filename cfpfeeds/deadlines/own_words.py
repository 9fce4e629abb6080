"""What the words of its own clause say of a date, before any label or neighbour is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cfpfeeds.deadlines import sentences, stages
from cfpfeeds.deadlines.clauses import Group, begins_with_limit
from cfpfeeds.deadlines.history import is_window
from cfpfeeds.deadlines.items import Item, Sort
from cfpfeeds.deadlines.scan import IS_IDEOGRAPHIC
from cfpfeeds.deadlines.signs import LONGEST_LABEL, has_unknown, is_moved, says
from cfpfeeds.deadlines.stages import SILENT, Verdict
from cfpfeeds.deadlines.words import Sense
from cfpfeeds.model import Kind

LONGEST_SENTENCE = 30
_NEAR_WORDS = 6
_BINDING = frozenset(":-(|>~=")
_OPENERS = frozenset(
    {
        "for",
        "fur",
        "pour",
        "para",
        "per",
        "voor",
        "dla",
        "pro",
        "для",
        "of",
        "to",
        "icin",
        "is",
        "ist",
        "est",
        "es",
        "e",
    }
)


def own_words(group: Group, before: Verdict) -> Verdict:
    window = any(item.date and item.date.last for item in group.dates) or is_window(group.between)
    if group.date_first:
        if not says(group.right) and says(group.between):
            return replace(stages.of_label(group.between), limited=True)
        return _date_first(group, window) if says(group.right) else SILENT
    if window and _names_event(group.left):
        return Verdict(Kind.EVENT_START, why=Sense.EVENT)
    left, verdict = _without_aside(own_cell(group.left)), SILENT
    if not says(left) and says(group.between):
        left = (*left, *(item for item in group.between if item.sort is Sort.WORD))
    if (inside := _in_open_brackets(left)) is not None:
        return inside
    if not before.silent and any(item.text == "|" for item in group.left) and not says(left):
        # A second column of dates, whose title is not printed here.
        return Verdict(refused=True, why=Sense.DUE)
    if says(left):
        read = stages.of_label if stages.is_short(left) else sentences.of_sentence
        verdict = _evident(read(left, window=window), group, left, window)
    if not says(left) and group.cell and group.right[:1] and group.right[0].text == "|":
        next_cell = stages.of_label(group.right[1:], window=window)
        if next_cell.is_due:
            return replace(next_cell, limited=True)  # "Extended until 31 May | Submission of abstracts"
    behind = begins_with_limit(group.right)
    if (behind or not verdict.senses & {Sense.SUBMIT, Sense.DUE}) and (verdict.silent or verdict.is_due):
        verdict = _completed(verdict, group, window)
    if (
        verdict.why is Sense.CALL
        and verdict.senses & stages.OBJECTS
        and any(i.sort is Sort.TIME for i in group.right[:2])
    ):
        # An hour is printed for what is due, not for what is put up: "Call for Abstracts: 1 February, 13:00 CET".
        verdict = Verdict(stages.object_of(verdict.senses), limited=True, senses=verdict.senses)
    tail = attached(group.right)
    if tail and (verdict.silent or verdict.generic):
        more = stages.of_label(tail)
        if _adds(more, verdict) and (
            is_moved(group) or verdict.limited or before.limited or more.limited or before.is_due
        ):
            return replace(more, limited=True)
    if verdict.silent and before.is_due and not says(left) and not has_unknown(group):
        return before
    return verdict


def _in_open_brackets(left: Sequence[Item]) -> Verdict | None:
    """What "(submission deadline:" says by itself, whatever stands before the bracket that is still open."""
    opened = next((n for n in range(len(left) - 1, -1, -1) if left[n].text in ("(", ")")), None)
    if opened is None or left[opened].text == ")":
        return None
    verdict = stages.of_label(left[opened + 1 :])
    whole = verdict.is_due and verdict.limited and not verdict.bare
    return verdict if whole else None


def _adds(more: Verdict, verdict: Verdict) -> bool:
    """Whether the words behind a date say what it is for; "Deadline 5 May: the conference ..." says of what event."""
    if verdict.limited and (more.kind is Kind.EVENT_START or more.why is Sense.CALL):
        return False
    return not more.silent


def _date_first(group: Group, window: bool) -> Verdict:
    """An entry that begins with its date: a label behind it, or a sentence whose beginning tells."""
    words = [item for item in group.right if item.sort is Sort.WORD]
    if stages.is_short(words):
        return stages.of_label(words, window=window)
    if group.cell:
        return stages.of_label(words[:LONGEST_SENTENCE], window=window)
    reach = LONGEST_LABEL if any(Sense.DUE in item.senses for item in words[:LONGEST_LABEL]) else LONGEST_LABEL // 2
    verdict = stages.of_label(words[:reach], window=window)
    return SILENT if verdict.kind is Kind.EVENT_START else verdict


def _evident(verdict: Verdict, group: Group, left: Sequence[Item], window: bool) -> Verdict:
    """A due day needs a sign of limit: a word, or the form of an entry (a colon, a dash, a cell, a noun beside it)."""
    if not verdict.is_due or verdict.limited:
        return verdict
    last = left[-1]
    if is_moved(group) or group.former or stages.limit_at_start(group.right):
        return replace(verdict, limited=True)
    if last.text == "," and stages.all_known(left) and len(left) <= _NEAR_WORDS:
        return replace(verdict, limited=True)
    if (last.sort is Sort.MARK and last.text in _BINDING) or last.sort is Sort.STRIKE:
        return replace(verdict, limited=True)
    if last.sort is Sort.WORD and last.senses & {Sense.SUBMIT} and any(i.sort is Sort.TIME for i in group.right[:2]):
        return replace(verdict, limited=True)
    if (group.cell or (window and verdict.senses & {Sense.SUBMIT, Sense.ACCEPTED})) and stages.is_short(left):
        return replace(verdict, limited=True)
    if stages.is_short(left) and verdict.senses >= {Sense.SUBMIT} and verdict.senses & stages.OBJECTS and group.ends:
        return replace(verdict, limited=True)
    if stages.is_short(left) and last.sort is Sort.WORD and last.senses & (stages.OBJECTS | {Sense.SUBMIT}):
        return verdict
    return SILENT


def own_cell(left: Sequence[Item]) -> Sequence[Item]:
    """The words in the date's own cell of a row; where it has none, those of all cells before it."""
    bars = [n for n, item in enumerate(left) if item.sort is Sort.MARK and item.text == "|"]
    if not bars:
        return left
    return left[bars[-1] + 1 :] if says(left[bars[-1] + 1 :]) or bars == [0] else tuple(left)


def _names_event(left: Sequence[Item]) -> bool:
    """ "the forum (4-6 September 2025, Detmold)": days in brackets right behind a name are its own."""
    if not left or left[-1].text != "(":
        return False
    word = next((item for item in reversed(left) if item.sort is Sort.WORD), None)
    ours = stages.OBJECTS | {Sense.SUBMIT, Sense.DUE, Sense.UNTIL, Sense.OPEN, Sense.CALL, Sense.EXTEND}
    ours |= {Sense.CLOSED}
    return word is not None and not word.senses & ours


def _without_aside(left: Sequence[Item]) -> Sequence[Item]:
    """The words before a date without brackets that close right before it ("Full papers (up to 12 pages) 1 May")."""
    if not left or left[-1].text != ")":
        return left
    at = max((n for n, item in enumerate(left) if item.text == "("), default=0)
    return left[:at] if at and says(left[:at]) else left


def _completed(verdict: Verdict, group: Group, window: bool) -> Verdict:
    """The verb behind the date, where none stands before it: German, Turkish, Japanese and Korean put it there."""
    words = [item for item in group.right if item.sort is Sort.WORD][:LONGEST_LABEL]
    act = next((n for n, item in enumerate(words) if stages.is_act(item)), None)
    window = window and act is not None and act < _NEAR_WORDS and not any(map(stages.is_act, group.left))
    if act is None or not (window or stages.limit_at_end(group.left) or stages.limit_at_start(group.right)):
        return verdict
    said = (*group.left, *words[: act + 1])
    behind = stages.of_label(words[act : act + _NEAR_WORDS if IS_IDEOGRAPHIC.match(words[act].text) else act + 1])
    if behind.is_due and not behind.generic:
        return replace(behind, limited=True)
    if not behind.is_due:
        return verdict if behind.silent else replace(behind, limited=True)
    whole = sentences.of_sentence(said)
    return replace(whole, limited=True) if whole.is_due else verdict


def attached(right: Sequence[Item]) -> Sequence[Item]:
    """The words behind a date that belong to it: "for abstracts", "(abstract)", ": Abstract submission"."""
    at = 0
    while at < len(right) and right[at].sort in (Sort.TIME, Sort.ZONE, Sort.STRIKE):
        at += 1
    rest = right[at:]
    if not rest or (rest[0].text not in _OPENERS and rest[0].text not in (":", "(", "-")):
        return ()
    stop = next((n for n, item in enumerate(rest) if item.text in (")", ",") and n), len(rest))
    return rest[: min(stop, LONGEST_LABEL)]
