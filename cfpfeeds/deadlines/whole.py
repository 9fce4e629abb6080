"""All phrases of one call together: deadlines, and what the words say where there is no day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time

from cfpfeeds.deadlines.clauses import clauses
from cfpfeeds.deadlines.closing import ABOUT_CALLS, is_over
from cfpfeeds.deadlines.decide import decide
from cfpfeeds.deadlines.items import Item, Sort
from cfpfeeds.deadlines.reader import candidates
from cfpfeeds.deadlines.signs import heads_others
from cfpfeeds.deadlines.surroundings import Page
from cfpfeeds.deadlines.words import Sense
from cfpfeeds.deadlines.zones import UNCLEAR
from cfpfeeds.model import Deadline, DeadlineText, Kind, Reading, State, Status

_LONGEST_TEXT = 160
_HANGUL = re.compile("[\uac00-\ud7a3]")


def read_whole(
    parts: Sequence[DeadlineText],
    *,
    posted: date | None,
    language: str,
    country: str,
    day_first: bool | None,
) -> Reading:
    """The reading of phrases that need the grammar."""
    finder, page, languages = candidates(parts, language, country)
    deadlines, problems = decide(
        finder.found,
        posted=posted,
        day_first=day_first,
        language=language or _one(languages),
        country=country,
        years=_years(page),
        korean=any(_HANGUL.search(part.text) or _HANGUL.search(part.label) for part in parts),
    )
    deadlines = _on_the_clock_of_all(deadlines, page)
    due = [d for d in deadlines if d.kind.is_due and d.state is State.ACTIVE]
    status, words = _without_day(page, bool([d for d in due if d.date]), posted)
    if not due and any(one.closed for one in finder.found):
        status = Status.CLOSED
    vague = [
        Deadline(one.kind, None, text=one.strokes[0].text, round=one.round, track=one.track) for one in finder.vague
    ]
    return Reading((*deadlines, *vague, *words), status, tuple(dict.fromkeys(problems)))


def _one(languages: frozenset[str]) -> str:
    others = sorted(language for language in languages - {"en"} if language.isalpha())
    return others[0] if len(others) == 1 else ""


def _on_the_clock_of_all(deadlines: list[Deadline], page: Page) -> list[Deadline]:
    """ "All deadlines are 11:59 pm AoE": the time and zone that a line without a date gives to all."""
    found: dict[tuple[time | None, str], None] = {}
    for line in page.lines:
        for clause in clauses(line):
            has = frozenset().union(*(item.senses for item in clause))
            zone = next((item.zone for item in clause if item.sort is Sort.ZONE), "")
            if zone not in ("", UNCLEAR) and has & {Sense.DUE, Sense.NEUTRAL} and not any(item.date for item in clause):
                found[next((item.time for item in clause if item.sort is Sort.TIME), None), zone] = None
    # Two clocks on one page: which holds for which entry only a person can tell.
    if len({zone for _, zone in found}) != 1:
        return deadlines
    clock, zone = max(found, key=lambda pair: pair[0] is not None)
    return [_on_clock(deadline, clock, zone) for deadline in deadlines]


def _on_clock(deadline: Deadline, clock: time | None, zone: str) -> Deadline:
    takes = deadline.kind.is_due or deadline.kind is Kind.CAMERA_READY
    if not takes or deadline.zone or deadline.date is None or deadline.state is not State.ACTIVE:
        return deadline
    return replace(deadline, time=deadline.time or clock, zone=zone)


def _years(page: Page) -> frozenset[int]:
    """All years that are named anywhere, alone or in a date."""
    items = [item for line in (*page.lines, *page.labels) for item in line.items]
    alone = {int(item.text) for item in items if item.sort is Sort.NUMBER and len(item.text) == 4}
    dated = {day.year for item in items if item.date for day in (item.date.first, item.date.last) if day and day.year}
    return frozenset(alone | dated)


def _without_day(page: Page, dated: bool, posted: date | None) -> tuple[Status | None, list[Deadline]]:
    """The status that words print, and the phrases that stand where a day should.

    Where a day is printed all the same, only a plain statement about the whole call closes it.
    """
    status: Status | None = None
    words: list[Deadline] = []
    for part, line, label in zip(page.parts, page.lines, page.labels, strict=True):
        for clause in clauses(line):
            over = is_over(clause, posted) and not heads_others(label.items)
            if over and part.prose:
                status = Status.CLOSED
            if any(item.sort is Sort.DATE and item.date and not item.date.is_vague for item in clause):
                continue
            said = _said(part, clause)
            if said is Status.CLOSED and dated and not over:
                continue
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
    if part.prose and not (has & ABOUT_CALLS):
        return None
    if Sense.CLOSED in has and has & ABOUT_CALLS:
        return Status.CLOSED
    if Sense.ROLLING in has:
        return Status.ROLLING
    if Sense.UNDATED in has and (short or Sense.DUE in has):
        return Status.UNDATED
    return None
