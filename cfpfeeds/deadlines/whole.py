"""All phrases of one call together: deadlines, and what the words say where there is no day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cfpfeeds.deadlines.clauses import clauses
from cfpfeeds.deadlines.decide import decide
from cfpfeeds.deadlines.items import Item, Sort
from cfpfeeds.deadlines.reader import Page, candidates
from cfpfeeds.deadlines.scan import atoms, settle
from cfpfeeds.deadlines.words import Sense, languages_of
from cfpfeeds.model import Deadline, DeadlineText, Kind, Reading, State, Status

_LONGEST_TEXT = 160
_ABOUT_CALLS = frozenset({Sense.DUE, Sense.SUBMIT, Sense.PAPER, Sense.CALL, Sense.ABSTRACT, Sense.PROPOSAL, Sense.FULL})


def read_whole(
    parts: Sequence[DeadlineText],
    *,
    posted: date | None,
    language: str,
    country: str,
    day_first: bool | None,
) -> Reading:
    """The reading of phrases that need the grammar."""
    languages = _languages(parts, language)
    finder, page = candidates(parts, languages, country)
    deadlines, problems = decide(
        finder.found, posted=posted, day_first=day_first, language=language or _one(languages), country=country
    )
    due = [d for d in deadlines if d.kind.is_due and d.state is State.ACTIVE]
    status, words = _without_day(page, bool([d for d in due if d.date]))
    vague = [Deadline(one.kind, None, text=one.text, round=one.round, track=one.track) for one in finder.undated]
    return Reading((*deadlines, *vague, *words), status, tuple(dict.fromkeys(problems)))


def _languages(parts: Sequence[DeadlineText], hint: str) -> frozenset[str]:
    return languages_of((atom for part in parts for atom in atoms(settle(f"{part.label} {part.text}"))), hint)


def _one(languages: frozenset[str]) -> str:
    others = sorted(languages - {"en", ""})
    return others[0] if len(others) == 1 else ""


def _without_day(page: Page, dated: bool) -> tuple[Status | None, list[Deadline]]:
    """The status that words print, and the phrases that stand where a day should."""
    status: Status | None = None
    words: list[Deadline] = []
    for part, line in zip(page.parts, page.lines, strict=True):
        for clause in clauses(line):
            if any(item.sort is Sort.DATE and item.date and not item.date.is_vague for item in clause):
                continue
            said = _said(part, clause)
            if said is Status.CLOSED or (said and not dated and status is None):
                status = said
            if (said is Status.UNDATED or (said is None and not part.prose)) and not dated and not line.dates:
                text = " ".join(line.text[clause[0].start : clause[-1].end].split())[:_LONGEST_TEXT]
                words.append(
                    Deadline(part.kind or Kind.SUBMISSION, None, round=part.round, track=part.track, text=text)
                )
                status = status or Status.UNDATED
    return status, list(dict.fromkeys(words))


def _said(part: DeadlineText, clause: Sequence[Item]) -> Status | None:
    has = frozenset().union(*(item.senses for item in clause if item.sort is Sort.WORD))
    short = sum(item.sort is Sort.WORD for item in clause) <= 8
    if part.prose and not (has & _ABOUT_CALLS):
        return None
    if Sense.CLOSED in has and (has & {Sense.CALL, Sense.SUBMIT, Sense.DUE}):
        return Status.CLOSED
    if Sense.ROLLING in has:
        return Status.ROLLING
    if Sense.UNDATED in has and (short or Sense.DUE in has):
        return Status.UNDATED
    return None
