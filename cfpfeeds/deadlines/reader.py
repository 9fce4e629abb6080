"""From the printed phrases of one call to candidates: which dates the words call a deadline, and of what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from cfpfeeds.deadlines import sentences, stages, zones
from cfpfeeds.deadlines.candidate import Candidate, clock_of, round_of, strokes_of, subject_of, year_of
from cfpfeeds.deadlines.clauses import Group, clauses, groups
from cfpfeeds.deadlines.closing import is_marked_closed, tells_of_the_past
from cfpfeeds.deadlines.items import Item, Line, Sort, read_line, scan
from cfpfeeds.deadlines.own_words import attached, own_cell, own_words
from cfpfeeds.deadlines.parts import part_of, tells_work
from cfpfeeds.deadlines.restated import once
from cfpfeeds.deadlines.scan import IS_IDEOGRAPHIC
from cfpfeeds.deadlines.signs import (
    BY_THE_WAY,
    HEAD_LINES,
    LONGEST_LABEL,
    TITLE_PARTS,
    applies,
    asks,
    calls_for_abstracts,
    has_unknown,
    is_about,
    is_all_other,
    is_denied,
    is_elsewhere,
    is_moved,
    is_of_a_track,
    is_posted,
    is_stamp,
    is_stretch,
    label_at_end,
    leads_back,
    says,
    tells_of_a_former_year,
)
from cfpfeeds.deadlines.stages import SILENT, Verdict
from cfpfeeds.deadlines.surroundings import LONGEST_SENTENCE, Page, Surroundings
from cfpfeeds.deadlines.words import Sense, languages_of
from cfpfeeds.model import DeadlineText, Kind

_LONGEST_HEADING = 300
"""Characters of a label that are read: a longer one is no label."""
_SHIFTS = 3
_PARTS_OF_EVENTS = stages.OBJECTS | {Sense.EVENT, Sense.CYCLE, Sense.OTHER, Sense.PART}
_VETO = frozenset({Sense.REGISTER, Sense.OTHER, Sense.REVISE, Sense.PUBLISH, Sense.EVENT})


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
        self._around = Surroundings(page)
        self._refused = -2
        self._asked = False
        self.traces: list[Trace] = []

    def run(self) -> None:
        if self._wants_no_papers():
            return
        for n, line in enumerate(self.page.lines):
            if line.dates:
                self._asked = False
                for clause in clauses(line):
                    if any(item.sort is Sort.DATE for item in clause):
                        self._clause(n, line, clause)
                    elif says(clause) and stages.is_short(clause):
                        self._around.aside = Line(line.text, tuple(clause))
                    self._asked = asks(line, clause)
                self._around.waiting = label_at_end(line)
                self._around.aside = None
            else:
                self._around.is_under_others(n)
                self._around.pass_by(n, line)
            self._around.leave(n)
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

    def _clause(self, n: int, line: Line, clause: list[Item]) -> None:
        before = SILENT
        if self._asked:
            return  # "Questions? Mail us until 5 May."
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
        if self._around.is_under_others(n) or is_denied(group.right) or is_elsewhere(group.left):
            return Verdict(refused=True, why=Sense.ELSEWHERE)
        if leads_back(self.page.lines[n], group) or tells_of_a_former_year(group):
            return Verdict(refused=True, why=Sense.ELSEWHERE)
        if is_stamp(group):
            return Verdict(refused=True, why=Sense.PUBLISH)
        own = own_words(group, before)
        if own.silent:
            return self._silent(n, group, own)
        if is_moved(group) and (own.bare or own.silent) and self._around.waiting is None and n - self._refused == 1:
            return Verdict(refused=True, why=Sense.EXTEND)
        if own.bare and is_moved(group) and self._continues(n, group):
            return _CONTINUED
        label = self._around.label(n, beside=False)
        if label.why is Sense.PUBLISH and self._around.waiting is not None:
            label = self._around.heading(n)  # "Posted by the editors" above a deadline is no label
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

    def _silent(self, n: int, group: Group, own: Verdict) -> Verdict:
        """The date has no telling words of its own: a continued entry, its label, or nothing."""
        part = self.page.parts[n]
        if group.date_first and self._around.lead.is_due and self._around.aside is None:
            return replace(self._around.lead, limited=True)
        if has_unknown(group) and part.prose and not is_of_a_track(group):
            return self._head_line(n, group)
        if self._continues(n, group):
            return _CONTINUED
        label = self._around.ahead(n, group) or self._around.label(n)
        if (
            n not in self._around.listed
            and self._around.is_under(n)
            and is_posted(n, group, label, self._around.waiting, self.page.lines)
        ):
            return Verdict(refused=True, why=Sense.PUBLISH)
        if label.bare and Sense.NEUTRAL in label.senses and part.prose:
            return SILENT  # "Important deadlines" heads a list
        if label.kind is Kind.EVENT_START and says(group.left):
            return SILENT
        if label.bare and not self._around.is_under(n) and self._around.section.why in _VETO:
            return self._around.section  # "Early | 28 February" in the column "Deadline" of the fees
        if label.is_due and is_stretch(group) and not label.senses & stages.HANDING_IN:
            return self._head_line(n, group)  # "Date: 17-20 June" under "We invite papers" is no day of handing in
        if not label.silent:
            return label
        if not part.prose and not label.refused:
            return Verdict(Kind.SUBMISSION)
        return self._head_line(n, group)

    def _head_line(self, n: int, group: Group) -> Verdict:
        """ "Tromsø, 2-3 October 2025" near the top of a page is when and where the event is."""
        span = group.dates[0].date
        if len(self.page.lines[n].items) > LONGEST_SENTENCE:
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
        if self._around.waiting is not None or not self.found or not 0 <= n - self.found[-1].part <= 1:
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
            aside=self._aside(n, line, group),
            heading=part.label if says(words) else "",
            year=None if self._around.is_under(n) else year_of(self.page.labels[n]),
            entry=part.label.lower().strip(" :"),
            tracked=any(item.senses & _PARTS_OF_EVENTS or item.text == "track" for item in self.page.labels[n].items),
            subject=subject_of(words),
            moved=is_moved(group),
            shifted=any(Sense.EXTEND in item.senses for item in (*group.left[-LONGEST_LABEL:], *group.right[:_SHIFTS])),
            generic=verdict.generic or verdict.of_call,
            closed=is_marked_closed(group),
            over=tells_of_the_past(group),
            talks=stages.are_talks(words),
        )

    def _aside(self, n: int, line: Line, group: Group) -> str:
        """The part of the event that the entry is for, by its own words, else by its label."""
        for own in (own_cell(group.left), attached(group.right), group.right if group.date_first else ()):
            if tells_work(own):
                return part_of(line, own)
        for label in self._around.labels(n):
            if tells_work(label.items):
                return part_of(label, label.items)
        return ""


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
    eastern = any(IS_IDEOGRAPHIC.search(text) for text in texts)
    lines = {text: once(read_line(scanned, languages, country, eastern=eastern)) for text, scanned in scans.items()}
    page = Page(parts, [lines[part.text] for part in parts], [lines[part.label] for part in parts], country)
    finder = Finder(page)
    finder.run()
    return finder, page, languages
