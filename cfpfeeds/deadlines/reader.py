"""From the printed phrases of one call to candidates: which dates the words call a deadline, and of what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from cfpfeeds.deadlines import sentences, stages, zones
from cfpfeeds.deadlines.candidate import Candidate, clock_of, round_of, strokes_of, subject_of, year_of
from cfpfeeds.deadlines.clauses import Group, clauses, groups
from cfpfeeds.deadlines.items import Item, Line, Sort, read_line, scan
from cfpfeeds.deadlines.layout import listed_dates
from cfpfeeds.deadlines.own_words import own_words
from cfpfeeds.deadlines.signs import (
    BY_THE_WAY,
    HEAD_LINES,
    LONGEST_LABEL,
    TITLE_PARTS,
    applies,
    calls_for_abstracts,
    has_unknown,
    is_about,
    is_all_other,
    is_closed,
    is_denied,
    is_elsewhere,
    is_moved,
    is_of_a_track,
    is_ours,
    is_posted,
    label_at_end,
    may_be_label,
    says,
)
from cfpfeeds.deadlines.stages import SILENT, Verdict
from cfpfeeds.deadlines.words import Sense, languages_of
from cfpfeeds.model import DeadlineText, Kind

_LONGEST_SENTENCE = 30
_LONGEST_HEADING = 300
"""Characters of a label that are read: a longer one is no label."""
_SHIFTS = 3
_PARTS_OF_EVENTS = stages.OBJECTS | {Sense.EVENT, Sense.CYCLE, Sense.OTHER}
_VETO = frozenset({Sense.REGISTER, Sense.OTHER, Sense.REVISE, Sense.PUBLISH, Sense.EVENT})


@dataclass(slots=True)
class Page:
    """The parts of a call as lines of items, read once."""

    parts: Sequence[DeadlineText]
    lines: list[Line]
    labels: list[Line]
    country: str


class Trace(NamedTuple):
    """What became of one group of dates: where it stands and what its words were taken to say."""

    part: int
    line: Line
    group: Group
    verdict: Verdict


class Finder:
    """Walks the parts in page order and gathers candidates; `vague` are those that name no day."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.found: list[Candidate] = []
        self.vague: list[Candidate] = []
        self._waiting: Line | None = None
        self._aside: Line | None = None
        self._lead: Verdict = SILENT
        self._used = self._refused = -2
        self._printed: set[str] = set()
        self._others_under = ""
        self._headings: dict[str, Verdict] = {}
        self._listed = listed_dates(page.parts, page.lines)
        self.traces: list[Trace] = []

    def run(self) -> None:
        if self._wants_no_papers():
            return
        for n, line in enumerate(self.page.lines):
            if line.dates:
                for clause in clauses(line):
                    if any(item.sort is Sort.DATE for item in clause):
                        self._clause(n, line, clause)
                    elif says(clause) and stages.is_short(clause):
                        self._aside = Line(line.text, tuple(clause))
                self._waiting = label_at_end(line)
                self._aside = None
            else:
                self._is_elsewhere(n)
                self._without_date(n, line)
            self._printed.add(self.page.parts[n].text)
        if any(calls_for_abstracts(line.items) for line in self.page.lines[:TITLE_PARTS]):
            self._hand_in_abstracts()

    def _hand_in_abstracts(self) -> None:
        """Under "Call for Abstracts" a "submission deadline" is one for abstracts, unless these have their own day."""
        if any(one.kind is Kind.ABSTRACT for one in self.found):
            return
        for n, one in enumerate(self.found):
            if one.generic and one.kind is Kind.SUBMISSION and self.page.parts[one.part].kind is None:
                self.found[n] = replace(one, kind=Kind.ABSTRACT)

    def _wants_no_papers(self) -> bool:
        """Whether the title says that editors, reviewers or hosts are wanted."""
        title = [line for line in self.page.lines[:TITLE_PARTS] if stages.is_short(line.items)]
        return any(Sense.NOCALL in item.senses for line in title for item in line.items)

    def _without_date(self, n: int, line: Line) -> None:
        """A short line may be the label of the date below it, one that ends with a colon of all below it."""
        words = [item for item in line.items if item.sort is Sort.WORD]
        self._waiting = line if n != self._used and may_be_label(line, words) else None
        self._lead = SILENT
        if line.text.rstrip().endswith((":", "：")):
            tail = words[-LONGEST_LABEL * 3 :]
            verdict = stages.of_label(tail) if stages.is_short(tail) else sentences.of_sentence(tail)
            self._lead = verdict if verdict.limited else SILENT

    def _clause(self, n: int, line: Line, clause: list[Item]) -> None:
        before = SILENT
        found = groups(clause, line)
        for group in found:
            verdict = self._verdict(n, group, before)
            if verdict.silent and (is_moved(group) or group.former):
                verdict = _of_beginning(found[0])
            before = verdict
            self.traces.append(Trace(n, line, group, verdict))
            if verdict.refused:
                self._refused = n
            if verdict.kind is None:
                continue
            if verdict is _CONTINUED:
                self._continue(line, group)
                continue
            candidate = self._candidate(n, line, group, verdict)
            vague = any(stroke.first.day is None for stroke in candidate.strokes) or is_about(group)
            if not vague:
                self.found.append(candidate)
            elif verdict.is_due:
                self.vague.append(candidate)

    def _verdict(self, n: int, group: Group, before: Verdict) -> Verdict:
        part = self.page.parts[n]
        if part.kind is not None:
            return Verdict(part.kind, limited=True)
        if self._is_elsewhere(n) or is_denied(group.right) or is_elsewhere(group.left):
            return Verdict(refused=True, why=Sense.ELSEWHERE)
        own = own_words(group, before)
        if own.silent:
            return self._silent(n, group, own)
        if is_moved(group) and (own.bare or own.silent) and self._waiting is None and n - self._refused == 1:
            return Verdict(refused=True, why=Sense.EXTEND)
        if own.bare and is_moved(group) and self._continues(n, group):
            return _CONTINUED
        label = self._label(n, beside=False)
        if label.why is Sense.PUBLISH and self._waiting is not None:
            label = self._of_heading(n)  # "Posted by the editors" above a deadline is no label
        if (
            label.refused
            and label.why in _VETO
            and part.prose
            and (own.bare or (own.generic and applies(group) and is_all_other(label)))
        ):
            return label
        if own.why is Sense.CALL and label.is_due and label.limited:
            return label  # "31 March (CFP as PDF)"
        if own.generic and label.is_due and not label.generic:
            return replace(own, kind=label.kind, senses=own.senses | label.senses)
        return own

    def _of_heading(self, n: int) -> Verdict:
        """What the label of a part says; many parts share one."""
        label = self.page.labels[n]
        if label.text not in self._headings:
            self._headings[label.text] = stages.of_label(label.items)
        return self._headings[label.text]

    def _is_elsewhere(self, n: int) -> bool:
        """Whether the part stands under a heading like "Related calls", or under one of its subheadings."""
        heading = self.page.labels[n]
        if len(heading.items) <= _LONGEST_SENTENCE and is_elsewhere(heading.items) and stages.is_heading(heading.items):
            self._others_under = self.page.parts[n].label
        elif self._others_under and self.page.parts[n].label != self._others_under and is_ours(heading.items):
            self._others_under = ""
        return bool(self._others_under)

    def _silent(self, n: int, group: Group, own: Verdict) -> Verdict:
        """The date has no telling words of its own: a continued entry, its label, or nothing."""
        part = self.page.parts[n]
        if group.date_first and self._lead.is_due and self._aside is None:
            return replace(self._lead, limited=True)
        if has_unknown(group) and part.prose and not is_of_a_track(group):
            return self._head_line(n, group)
        if self._continues(n, group):
            return _CONTINUED
        label = self._ahead(n, group) or self._label(n)
        if n not in self._listed and self._is_under(n) and is_posted(n, group, label, self._waiting, self.page.lines):
            return Verdict(refused=True, why=Sense.PUBLISH)
        if label.bare and Sense.NEUTRAL in label.senses and part.prose:
            return SILENT  # "Important deadlines" heads a list
        if label.kind is Kind.EVENT_START and says(group.left):
            return SILENT
        if not label.silent:
            return label
        if not part.prose and not label.refused:
            return Verdict(Kind.SUBMISSION)
        return self._head_line(n, group)

    def _head_line(self, n: int, group: Group) -> Verdict:
        """ "Tromsø, 2-3 October 2025" near the top of a page is when and where the event is."""
        span = group.dates[0].date
        if len(self.page.lines[n].items) > _LONGEST_SENTENCE:
            return SILENT
        if n >= HEAD_LINES and not any(Sense.NEUTRAL in item.senses for item in group.left):
            return SILENT  # "Dates: 2-3 October" may stand anywhere
        if len(group.dates) > 1 or span is None or span.last is None:
            return SILENT
        words = [item for item in self.page.lines[n].items if item.sort is Sort.WORD]
        short = 0 < len(words) <= LONGEST_LABEL // 2 and not any(item.senses - BY_THE_WAY for item in words)
        return Verdict(Kind.EVENT_START, why=Sense.EVENT) if short else SILENT

    def _continues(self, n: int, group: Group) -> bool:
        """Whether the entry goes on from the part before: its dates are all struck, or "new date:" stands here."""
        if self._waiting is not None or not self.found or not 0 <= n - self.found[-1].part <= 1:
            return False
        earlier = self.found[-1]
        if n == earlier.part and not group.between and not is_moved(group):
            return False
        if all(stroke.struck for stroke in earlier.strokes):
            return True
        return is_moved(group) and n > earlier.part and earlier.kind in stages.DUE_KINDS

    def _continue(self, line: Line, group: Group) -> None:
        earlier = self.found[-1]
        clock, zone = clock_of(group)
        self.found[-1] = replace(
            earlier,
            strokes=(*earlier.strokes, *strokes_of(line, group)),
            moved=True,
            time=clock or earlier.time,
            zone=earlier.zone if zone in ("", zones.UNCLEAR) else zone,
        )

    def _label(self, n: int, *, beside: bool = True) -> Verdict:
        if self._aside is not None and beside:
            return stages.of_label(self._aside.items)
        label = self._of_heading(n)
        if self._waiting is None and label.silent and self._above(n) is not None:
            return self._above(n) or SILENT
        # A label that is not printed as a part before is a term or a column's title: it belongs to this date alone.
        if self._waiting is None or (not label.silent and self.page.parts[n].label not in self._printed):
            return label
        waiting = stages.of_label(self._waiting.items)
        if not waiting.silent:
            return waiting
        # A line that we do not understand stands between the heading and the date: the date is likely its own.
        return label if label.limited or is_closed(self._waiting) else SILENT

    def _above(self, n: int) -> Verdict | None:
        """What a longer line above a lone date says: a whole sentence may be its label."""
        if n == 0 or n - 1 == self._used or self.page.lines[n - 1].dates or is_closed(self.page.lines[n - 1]):
            return None
        if len(self.page.lines[n].items) > _LONGEST_SENTENCE or says(self.page.lines[n].items):
            return None
        words = [item for item in self.page.lines[n - 1].items if item.sort is Sort.WORD]
        if not LONGEST_LABEL // 2 < len(words) <= _LONGEST_SENTENCE:
            return None
        verdict = sentences.of_sentence(words)
        return None if verdict.silent else replace(verdict, limited=True)

    def _ahead(self, n: int, group: Group) -> Verdict | None:
        """The label on the line below a lone date, where none stands above it."""
        if self._listed.get(n):
            self._used = n + 1
            return stages.of_label(self.page.lines[n + 1].items)
        if (
            not self._is_under(n)
            or not self._unlabelled(n)
            or n + 1 >= len(self.page.lines)
            or group.left
            or group.right
        ):
            return None
        below = self.page.lines[n + 1]
        words = [item for item in below.items if item.sort is Sort.WORD]
        if below.dates or not 0 < len(words) <= LONGEST_LABEL or below.text.rstrip().endswith(":"):
            return None
        own = self._of_heading(n)
        verdict = stages.of_label(below.items)
        if verdict.silent or own.limited:
            return None
        self._used = n + 1
        return verdict

    def _is_under(self, n: int) -> bool:
        """Whether the label of a part is a heading printed above it, or nothing: no term and no title of a column."""
        return not self.page.parts[n].label or self.page.parts[n].label in self._printed

    def _unlabelled(self, n: int) -> bool:
        """Whether nothing above the date may be its label; a heading that says nothing is none."""
        if self._waiting is None:
            return self._above(n) is None
        heading = self._waiting.text == self.page.labels[n].text
        return heading and self._of_heading(n).silent

    def _candidate(self, n: int, line: Line, group: Group, verdict: Verdict) -> Candidate:
        part = self.page.parts[n]
        clock, zone = clock_of(group)
        zone = zone or zones.zone_of_field(part.zone, self.page.country)
        words = (*group.left, *group.right[:LONGEST_LABEL])
        assert verdict.kind is not None
        return Candidate(
            kind=verdict.kind,
            strokes=strokes_of(line, group),
            part=n,
            time=clock,
            zone="" if zone == zones.UNCLEAR else zone,
            unclear_zone=zone == zones.UNCLEAR,
            round=part.round or round_of(line, words),
            track=part.track,
            heading=part.label if says(words) else "",
            year=None if self._is_under(n) else year_of(self.page.labels[n]),
            entry=part.label.lower().strip(" :"),
            tracked=any(item.senses & _PARTS_OF_EVENTS or item.text == "track" for item in self.page.labels[n].items),
            subject=subject_of(words),
            moved=is_moved(group),
            shifted=any(Sense.EXTEND in item.senses for item in (*group.left[-LONGEST_LABEL:], *group.right[:_SHIFTS])),
            generic=verdict.generic or verdict.of_call,
        )


_CONTINUED = Verdict(Kind.OTHER)


def _of_beginning(first: Group) -> Verdict:
    """What the sentence says before its first date; "the deadline for abstracts to the forum (4 May) is put off to"."""
    verdict = sentences.of_sentence(first.left)
    return replace(verdict, limited=True) if verdict.is_due else SILENT


def candidates(parts: Sequence[DeadlineText], hint: str, country: str) -> tuple[Finder, Page, frozenset[str]]:
    """The candidates of all parts in page order, and the languages that they are in; each text is read once.

    `hint` is the language that the page claims.
    """
    parts = [replace(part, label=part.label[:_LONGEST_HEADING]) for part in parts]
    texts = dict.fromkeys(text for part in parts for text in (part.label, part.text))
    scans = {text: scan(text) for text in texts}
    words = (atom for part in parts for text in (part.label, part.text) for atom in scans[text].atoms)
    languages = languages_of(words, hint)
    lines = {text: read_line(scanned, languages, country) for text, scanned in scans.items()}
    page = Page(parts, [lines[part.text] for part in parts], [lines[part.label] for part in parts], country)
    finder = Finder(page)
    finder.run()
    return finder, page, languages
