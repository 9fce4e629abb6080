"""From the printed phrases of one call to its deadlines: clauses, candidates, then one decision over all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time

from cfpfeeds.deadlines import stages, zones
from cfpfeeds.deadlines.clauses import Group, clauses, groups
from cfpfeeds.deadlines.dates import Day
from cfpfeeds.deadlines.items import Item, Line, Sort, read_line
from cfpfeeds.deadlines.stages import SILENT, Verdict
from cfpfeeds.deadlines.words import Sense
from cfpfeeds.model import DeadlineText, Kind

_LONGEST_TEXT = 160
_NEAR_WORD = 6
_DUE_KINDS = frozenset({Kind.ABSTRACT, Kind.SUBMISSION})
_LIMIT = frozenset({Sense.DUE, Sense.UNTIL})


@dataclass(frozen=True, slots=True)
class Candidate:
    """One group of dates that the words call a deadline (or a notification, an event): not yet compared with others.

    `days` are in print order. `moved` says that words of extension stand there. `heading` is the nearest heading where
    the entry has words of its own. `sure` is False for "deadline" with nothing else.
    """

    kind: Kind
    days: tuple[tuple[Day, Day | None, bool], ...]
    text: str
    time: time | None = None
    zone: str = ""
    round: str = ""
    track: str = ""
    heading: str = ""
    moved: bool = False
    listed: bool = False
    generic: bool = False
    printed_field: bool = False
    order: int = 0
    unclear_zone: bool = False


@dataclass(slots=True)
class Page:
    """The parts of a call as lines of items, read once."""

    parts: Sequence[DeadlineText]
    lines: list[Line]
    labels: list[Line]
    country: str


class Finder:
    """Walks the parts in page order and gathers candidates."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.found: list[Candidate] = []
        self.undated: list[Candidate] = []
        self._waiting: Line | None = None

    def run(self) -> None:
        for n, part in enumerate(self.page.parts):
            self._part(n, part)

    def _part(self, n: int, part: DeadlineText) -> None:
        line = self.page.lines[n]
        if not line.dates:
            self._without_date(n, part, line)
            return
        for clause in clauses(line):
            self._clause(n, part, line, clause)
        self._waiting = None

    def _clause(self, n: int, part: DeadlineText, line: Line, clause: list[Item]) -> None:
        before: Verdict = SILENT
        for group in groups(clause, line):
            verdict = self._verdict(n, part, group, before)
            if group.dates[0].date and group.dates[0].date.is_vague and verdict.kind in _DUE_KINDS:
                self.undated.append(self._candidate(n, part, line, group, verdict))
            elif verdict.kind is not None:
                self.found.append(self._candidate(n, part, line, group, verdict))
            before = verdict

    def _verdict(self, n: int, part: DeadlineText, group: Group, before: Verdict) -> Verdict:
        if part.kind is not None:
            return Verdict(part.kind, limited=True, reason="field")
        own = self._own(group, before)
        label = self._label(n)
        if own is SILENT or (own.kind is None and not own.refused and not _unknown(group)):
            return self._silent(part, label, own)
        if own.kind is None and not own.refused and not part.prose:
            return self._silent(part, label, own)
        if own.kind in _DUE_KINDS and own.generic and label.kind is None and label.refused and not _strong(own):
            return label
        if own.kind is Kind.SUBMISSION and own.generic and label.kind is not None:
            return replace(own, kind=label.kind if label.kind in _DUE_KINDS else own.kind, generic=label.generic)
        return own

    def _silent(self, part: DeadlineText, label: Verdict, own: Verdict) -> Verdict:
        if label.kind is not None or label.refused:
            if part.prose and label.kind in _DUE_KINDS and label.generic and not label.limited and not own.limited:
                return SILENT
            return label
        return Verdict(Kind.SUBMISSION, generic=True, reason="field") if not part.prose else SILENT

    def _own(self, group: Group, before: Verdict) -> Verdict:
        if group.date_first and _says(group.right):
            return self._date_first(group)
        left = group.left
        verdict = SILENT
        if _says(left):
            verdict = stages.of_label(left) if stages.is_short(left) else stages.of_sentence(left)
            verdict = self._evident(verdict, group, left)
        extra = _attached(group.right)
        if extra and (verdict.kind is None or verdict.generic) and not verdict.refused:
            more = stages.of_label(extra)
            if more.kind is not None or more.refused:
                limited = verdict.limited or before.limited or more.limited
                return replace(more, limited=limited, generic=more.generic)
        if verdict is SILENT and before.kind in _DUE_KINDS and not _says(left):
            return before
        return verdict

    def _date_first(self, group: Group) -> Verdict:
        right = group.right
        if stages.is_short(right):
            return stages.of_label(right)
        words = [item for item in right if item.sort is Sort.WORD]
        first_words = 12 if any(Sense.DUE in item.senses for item in words[:12]) else 6
        return stages.of_label(words[:first_words])

    def _evident(self, verdict: Verdict, group: Group, left: Sequence[Item]) -> Verdict:
        """A due day needs a sign of limit: a word, or the form of an entry (a colon, a dash, a cell)."""
        if verdict.kind not in _DUE_KINDS or verdict.limited:
            return verdict
        last = left[-1]
        if group.cell or (last.sort is Sort.MARK and last.text in (":", "-", "(", ",", "~", ">")):
            return replace(verdict, limited=True)
        if stages.is_short(left) and group.whole[1] - group.whole[0] < _LONGEST_TEXT // 2:
            return verdict
        return SILENT

    def _label(self, n: int) -> Verdict:
        if self._waiting is not None:
            verdict = stages.of_label(self._waiting.items)
            if verdict.kind is not None or verdict.refused:
                return verdict
        return stages.of_label(self.page.labels[n].items)

    def _without_date(self, n: int, part: DeadlineText, line: Line) -> None:
        words = [item for item in line.items if item.sort is Sort.WORD]
        self._waiting = line if words and len(words) <= 12 and _says(line.items) else None

    def _candidate(self, n: int, part: DeadlineText, line: Line, group: Group, verdict: Verdict) -> Candidate:
        clock, zone = _clock(group)
        assert verdict.kind is not None
        days = tuple((item.date.first, item.date.last, item.struck) for item in group.dates if item.date)
        around = (*group.left, *group.between, *group.right[:8])
        moved = any(item.senses & {Sense.EXTEND} for item in around)
        zone = zone or zones.zone_of_field(part.zone, self.page.country)
        unclear = zone == zones.UNCLEAR
        return Candidate(
            kind=verdict.kind,
            days=days,
            text=_span(line, group),
            time=clock,
            zone="" if unclear else zone,
            round=part.round,
            track=part.track,
            heading=part.label if _says(group.left) or _says(group.right) else "",
            moved=moved,
            generic=verdict.generic,
            printed_field=not part.prose,
            order=n,
            unclear_zone=unclear,
        )


def _says(items: Sequence[Item]) -> bool:
    return any(item.sort is Sort.WORD and item.senses - _LIMIT_ONLY for item in items)


_LIMIT_ONLY = frozenset(
    {Sense.UNTIL, Sense.FIRM, Sense.ORDINAL, Sense.VAGUE, Sense.EXTEND, Sense.FORMER, Sense.ACCEPTED}
)


def _unknown(group: Group) -> bool:
    """Whether words that we do not know stand beside the date: then it is something that we do not know either."""
    return any(
        item.sort is Sort.WORD and not item.senses and len(item.text) > 4 for item in (*group.left, *group.right)
    )


def _strong(verdict: Verdict) -> bool:
    return not verdict.generic


def _attached(right: Sequence[Item]) -> Sequence[Item]:
    """The words behind a date that belong to it: "for abstracts", "(abstract)", ": Abstract submission"."""
    at = 0
    while at < len(right) and right[at].sort in (Sort.TIME, Sort.ZONE, Sort.STRIKE):
        at += 1
    return right[at : at + 12]


def _clock(group: Group) -> tuple[time | None, str]:
    """The time and zone printed beside the dates, before or behind."""
    clock, zone = None, ""
    for side in (group.right, tuple(reversed(group.left)), group.between):
        for item in side:
            if item.sort is Sort.TIME:
                clock = clock or item.time
            elif item.sort is Sort.ZONE:
                zone = zone if zone and zone != zones.UNCLEAR else item.zone
            elif (
                item.sort is Sort.WORD and (len(item.text) > _NEAR_WORD or item.senses - _LIMIT_ONLY)
            ) or item.sort in (Sort.LINE, Sort.NUMBER):
                break
    return clock, zone


def _span(line: Line, group: Group) -> str:
    """The words of the clause, cut around the dates where it is long."""
    start, end = group.whole
    if end - start > _LONGEST_TEXT:
        spare = max(0, (_LONGEST_TEXT - (group.end - group.start)) // 2)
        start, end = max(start, group.start - spare), min(end, group.end + spare)
        while start > group.whole[0] and start < group.start and not line.text[start - 1].isspace():
            start += 1
        while end < group.whole[1] and end > group.end and not line.text[end].isspace():
            end -= 1
    return " ".join(line.text[start:end].split()).strip(" -–—:,;|>→")


def read_page(parts: Sequence[DeadlineText], languages: frozenset[str], country: str) -> Page:
    """The parts with their items; each label is read once."""
    seen: dict[str, Line] = {}

    def once(text: str) -> Line:
        if text not in seen:
            seen[text] = read_line(text, languages, country)
        return seen[text]

    return Page(parts, [once(part.text) for part in parts], [once(part.label) for part in parts], country)


def candidates(parts: Sequence[DeadlineText], languages: frozenset[str], country: str) -> tuple[Finder, Page]:
    page = read_page(parts, languages, country)
    finder = Finder(page)
    finder.run()
    return finder, page
