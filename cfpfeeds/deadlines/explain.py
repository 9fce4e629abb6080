"""Why a date was read as it was: the printed words with what each was taken to mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cfpfeeds.deadlines.clauses import Group
from cfpfeeds.deadlines.items import Item, Line, Sort
from cfpfeeds.deadlines.reader import Trace, candidates
from cfpfeeds.model import DeadlineText

_LONGEST_CONTEXT = 240


@dataclass(frozen=True, slots=True)
class Explained:
    """One date, or several that say one thing together, with the words around it.

    `pieces` are the printed words in order, each with its role: "date", "struck", "time", "zone", a sense of the
    vocabulary ("due", "abstract"), or "" for words that say nothing. `kind` is what the date is for, "" for none;
    `why` says in a few words what decided it. `label` is the heading or term that stood above.
    """

    label: str
    pieces: tuple[tuple[str, str], ...]
    kind: str
    why: str


def explain(parts: Sequence[DeadlineText], *, language: str = "", country: str = "") -> tuple[Explained, ...]:
    """How each printed date of a call was understood, in page order, before years are settled and copies dropped."""
    finder, _, _ = candidates(parts, language, country)
    return tuple(_explained(trace, parts[trace.part]) for trace in finder.traces)


def _explained(trace: Trace, part: DeadlineText) -> Explained:
    verdict = trace.verdict
    kind = verdict.kind.value if verdict.kind is not None else ""
    if verdict.refused:
        why = f"refused: {verdict.why.value}" if verdict.why else "refused"
    elif not kind:
        why = "no word says what it is for"
    else:
        why = " + ".join(sorted(sense.value for sense in verdict.senses)) or "the entry above, or its label"
    return Explained(part.label, tuple(_pieces(trace.line, trace.group)), kind, why)


def _pieces(line: Line, group: Group) -> Iterator[tuple[str, str]]:
    start, end = group.whole
    if end - start > _LONGEST_CONTEXT:
        start, end = max(start, group.start - _LONGEST_CONTEXT // 2), min(end, group.end + _LONGEST_CONTEXT // 2)
    start = next((item.start for item in line.items if item.start >= start), start)  # whole words
    at = start
    for item in line.items:
        if item.start < at or item.end > end or not (role := _role(item)):
            continue
        if item.start > at:
            yield line.text[at : item.start], ""
        yield line.text[item.start : item.end], role
        at = item.end
    if at < end:
        yield line.text[at:end], ""


def _role(item: Item) -> str:
    if item.sort is Sort.DATE:
        return "struck" if item.struck else "date"
    if item.sort in (Sort.TIME, Sort.ZONE):
        return item.sort.name.lower()
    return min(item.senses) if item.senses else ""
