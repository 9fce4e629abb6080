"""From the printed phrases of one call to candidates: which dates the words call a deadline, and of what."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time
from typing import NamedTuple

from cfpfeeds.deadlines import stages, zones
from cfpfeeds.deadlines.clauses import Group, begins_with_limit, clauses, groups
from cfpfeeds.deadlines.dates import Day
from cfpfeeds.deadlines.history import is_window
from cfpfeeds.deadlines.items import Item, Line, Sort, read_line, scan
from cfpfeeds.deadlines.layout import labels_below
from cfpfeeds.deadlines.scan import IS_IDEOGRAPHIC
from cfpfeeds.deadlines.stages import SILENT, Verdict
from cfpfeeds.deadlines.words import Sense, languages_of
from cfpfeeds.model import DeadlineText, Kind

_LONGEST_TEXT = 160
_LONGEST_ENTRY = 80
_LONGEST_LABEL = 12
_LONGEST_SENTENCE = 30
_HEAD_LINES = 6
_LONGEST_HEADING = 300
"""Characters of a label that are read: a longer one is no label."""
_TRACKS = frozenset({"track", "tracks", "strand", "stream"})
_NEAR_WORD = 6
_NEAR_WORDS = 6
_SHIFTS = 3
_TITLE_PARTS = 3
_BY_THE_WAY = frozenset(
    {Sense.UNTIL, Sense.FIRM, Sense.ORDINAL, Sense.VAGUE, Sense.EXTEND, Sense.FORMER, Sense.ACCEPTED, Sense.CYCLE}
    | {Sense.NEUTRAL, Sense.COMMON, Sense.MUST, Sense.ABOUT}
)
_PARTS_OF_EVENTS = stages.OBJECTS | {Sense.EVENT, Sense.CYCLE, Sense.OTHER}
_VETO = frozenset({Sense.REGISTER, Sense.OTHER, Sense.REVISE, Sense.PUBLISH, Sense.EVENT})
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


@dataclass(frozen=True, slots=True)
class Stroke:
    """One date of an entry as printed, with the words of its clause."""

    first: Day
    last: Day | None
    struck: bool
    text: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One entry that the words call a deadline (or a notification, an event): not yet compared with others.

    `moved` says that words of extension stand there. `heading` is the label of an entry that has words of its own;
    `tracked`: it names a part of the event ("Poster session"), so that another part has deadlines of its own.
    `shifted`: a stretch of days in it goes from the old day to the new one. `subject` holds the words that tell this
    entry from others of its kind. `part` counts the printed phrases.
    """

    kind: Kind
    strokes: tuple[Stroke, ...]
    part: int
    time: time | None = None
    zone: str = ""
    unclear_zone: bool = False
    round: str = ""
    track: str = ""
    heading: str = ""
    tracked: bool = False
    subject: frozenset[str] = frozenset()
    moved: bool = False
    shifted: bool = False
    generic: bool = False


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
        self._below = labels_below(page.parts, page.lines)
        self.traces: list[Trace] = []

    def run(self) -> None:
        if self._wants_no_papers():
            return
        for n, line in enumerate(self.page.lines):
            if line.dates:
                for clause in clauses(line):
                    if any(item.sort is Sort.DATE for item in clause):
                        self._clause(n, line, clause)
                    elif _says(clause) and stages.is_short(clause):
                        self._aside = Line(line.text, tuple(clause))
                self._waiting = _label_at_end(line)
                self._aside = None
            else:
                self._is_elsewhere(n)
                self._without_date(n, line)
            self._printed.add(self.page.parts[n].text)

    def _wants_no_papers(self) -> bool:
        """Whether the title says that editors, reviewers or hosts are wanted."""
        title = [line for line in self.page.lines[:_TITLE_PARTS] if stages.is_short(line.items)]
        return any(Sense.NOCALL in item.senses for line in title for item in line.items)

    def _without_date(self, n: int, line: Line) -> None:
        """A short line may be the label of the date below it, one that ends with a colon of all below it."""
        words = [item for item in line.items if item.sort is Sort.WORD]
        self._waiting = line if n != self._used and _may_be_label(line, words) else None
        self._lead = SILENT
        if line.text.rstrip().endswith((":", "：")):
            tail = words[-_LONGEST_LABEL * 3 :]
            verdict = stages.of_label(tail) if stages.is_short(tail) else stages.of_sentence(tail)
            self._lead = verdict if verdict.limited else SILENT

    def _clause(self, n: int, line: Line, clause: list[Item]) -> None:
        before = SILENT
        for group in groups(clause, line):
            verdict = self._verdict(n, group, before)
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
            vague = any(stroke.first.day is None for stroke in candidate.strokes) or _about(group)
            if not vague:
                self.found.append(candidate)
            elif verdict.is_due:
                self.vague.append(candidate)

    def _verdict(self, n: int, group: Group, before: Verdict) -> Verdict:
        part = self.page.parts[n]
        if part.kind is not None:
            return Verdict(part.kind, limited=True)
        if self._is_elsewhere(n) or _denied(group.right) or _elsewhere(group.left):
            return Verdict(refused=True, why=Sense.ELSEWHERE)
        own = self._own(group, before)
        if own.silent:
            return self._silent(n, group, own)
        if _moved(group) and (own.bare or own.silent) and self._waiting is None and n - self._refused == 1:
            return Verdict(refused=True, why=Sense.EXTEND)
        if own.bare and _moved(group) and self._continues(n, group):
            return _CONTINUED
        label = self._label(n, beside=False)
        if label.refused and label.why in _VETO and part.prose and (own.bare or (own.generic and _all_other(label))):
            return label
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
        if len(heading.items) <= _LONGEST_SENTENCE and _elsewhere(heading.items) and stages.is_heading(heading.items):
            self._others_under = self.page.parts[n].label
        elif self._others_under and self.page.parts[n].label != self._others_under and _ours(heading.items):
            self._others_under = ""
        return bool(self._others_under)

    def _silent(self, n: int, group: Group, own: Verdict) -> Verdict:
        """The date has no telling words of its own: a continued entry, its label, or nothing."""
        part = self.page.parts[n]
        if group.date_first and self._lead.is_due and self._aside is None:
            return replace(self._lead, limited=True)
        if _unknown(group) and part.prose and not _of_a_track(group):
            return self._head_line(n, group)
        if self._continues(n, group):
            return _CONTINUED
        label = self._ahead(n, group) or self._label(n)
        under = self.page.parts[n].label in self._printed or not self.page.parts[n].label
        if under and _posted(n, group, label, self._waiting, self.page.lines):
            return Verdict(refused=True, why=Sense.PUBLISH)
        if label.bare and Sense.NEUTRAL in label.senses and part.prose:
            return SILENT  # "Important deadlines" heads a list
        if label.kind is Kind.EVENT_START and _says(group.left):
            return SILENT
        if not label.silent:
            return label
        if not part.prose and not label.refused:
            return Verdict(Kind.SUBMISSION)
        return self._head_line(n, group)

    def _head_line(self, n: int, group: Group) -> Verdict:
        """ "Tromsø, 2-3 October 2025" near the top of a page is when and where the event is."""
        span = group.dates[0].date
        if n >= _HEAD_LINES or len(self.page.lines[n].items) > _LONGEST_SENTENCE:
            return SILENT
        if len(group.dates) > 1 or span is None or span.last is None:
            return SILENT
        words = [item for item in self.page.lines[n].items if item.sort is Sort.WORD]
        short = 0 < len(words) <= _LONGEST_LABEL // 2 and not any(item.senses - _BY_THE_WAY for item in words)
        return Verdict(Kind.EVENT_START, why=Sense.EVENT) if short else SILENT

    def _continues(self, n: int, group: Group) -> bool:
        """Whether the entry goes on from the part before: its dates are all struck, or "new date:" stands here."""
        if self._waiting is not None or not self.found or not 0 <= n - self.found[-1].part <= 1:
            return False
        earlier = self.found[-1]
        if n == earlier.part and not group.between and not _moved(group):
            return False
        if all(stroke.struck for stroke in earlier.strokes):
            return True
        return _moved(group) and n > earlier.part and earlier.kind in stages.DUE_KINDS

    def _continue(self, line: Line, group: Group) -> None:
        earlier = self.found[-1]
        clock, zone = _clock(group)
        self.found[-1] = replace(
            earlier,
            strokes=(*earlier.strokes, *_strokes(line, group)),
            moved=True,
            time=clock or earlier.time,
            zone=earlier.zone if zone in ("", zones.UNCLEAR) else zone,
        )

    def _own(self, group: Group, before: Verdict) -> Verdict:
        window = any(item.date and item.date.last for item in group.dates) or is_window(group.between)
        if group.date_first:
            if not _says(group.right) and _says(group.between):
                return replace(stages.of_label(group.between), limited=True)
            return self._date_first(group, window) if _says(group.right) else SILENT
        if window and _names_event(group.left):
            return Verdict(Kind.EVENT_START, why=Sense.EVENT)
        left, verdict = _without_aside(_own_cell(group.left)), SILENT
        if not _says(left) and _says(group.between):
            left = (*left, *(item for item in group.between if item.sort is Sort.WORD))
        if before.silent is False and left is not group.left and not _says(left):
            # A second column of dates, whose title is not printed here.
            return Verdict(refused=True, why=Sense.DUE)
        if _says(left):
            read = stages.of_label if stages.is_short(left) else stages.of_sentence
            verdict = _evident(read(left, window=window), group, left, window)
        behind = begins_with_limit(group.right)
        if (behind or not verdict.senses & {Sense.SUBMIT, Sense.DUE}) and (verdict.silent or verdict.is_due):
            verdict = _completed(verdict, group, window)
        attached = _attached(group.right)
        if attached and (verdict.silent or verdict.generic):
            more = stages.of_label(attached)
            if not more.silent and (
                _moved(group) or verdict.limited or before.limited or more.limited or before.is_due
            ):
                return replace(more, limited=True)
        if verdict.silent and before.is_due and not _says(left) and not _unknown(group):
            return before
        return verdict

    def _date_first(self, group: Group, window: bool) -> Verdict:
        """An entry that begins with its date: a label behind it, or a sentence whose beginning tells."""
        words = [item for item in group.right if item.sort is Sort.WORD]
        if stages.is_short(words):
            return stages.of_label(words, window=window)
        if group.cell:
            return stages.of_label(words[:_LONGEST_SENTENCE], window=window)
        reach = (
            _LONGEST_LABEL if any(Sense.DUE in item.senses for item in words[:_LONGEST_LABEL]) else _LONGEST_LABEL // 2
        )
        verdict = stages.of_label(words[:reach], window=window)
        return SILENT if verdict.kind is Kind.EVENT_START else verdict

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
        return label if label.limited or _closed(self._waiting) else SILENT

    def _above(self, n: int) -> Verdict | None:
        """What a longer line above a lone date says: a whole sentence may be its label."""
        if n == 0 or n - 1 == self._used or self.page.lines[n - 1].dates or _closed(self.page.lines[n - 1]):
            return None
        if len(self.page.lines[n].items) > _LONGEST_SENTENCE or _says(self.page.lines[n].items):
            return None
        words = [item for item in self.page.lines[n - 1].items if item.sort is Sort.WORD]
        if not _LONGEST_LABEL // 2 < len(words) <= _LONGEST_SENTENCE:
            return None
        verdict = stages.of_sentence(words)
        return None if verdict.silent else replace(verdict, limited=True)

    def _ahead(self, n: int, group: Group) -> Verdict | None:
        """The label on the line below a lone date, where none stands above it."""
        if n in self._below:
            self._used = n + 1
            return stages.of_label(self.page.lines[n + 1].items)
        if not self._unlabelled(n) or n + 1 >= len(self.page.lines) or group.left or group.right:
            return None
        below = self.page.lines[n + 1]
        words = [item for item in below.items if item.sort is Sort.WORD]
        if below.dates or not 0 < len(words) <= _LONGEST_LABEL or below.text.rstrip().endswith(":"):
            return None
        own = self._of_heading(n)
        verdict = stages.of_label(below.items)
        if verdict.silent or own.limited:
            return None
        self._used = n + 1
        return verdict

    def _unlabelled(self, n: int) -> bool:
        """Whether nothing above the date may be its label; a heading that says nothing is none."""
        if self._waiting is None:
            return self._above(n) is None
        heading = self._waiting.text == self.page.labels[n].text
        return heading and self._of_heading(n).silent

    def _candidate(self, n: int, line: Line, group: Group, verdict: Verdict) -> Candidate:
        part = self.page.parts[n]
        clock, zone = _clock(group)
        zone = zone or zones.zone_of_field(part.zone, self.page.country)
        words = (*group.left, *group.right[:_LONGEST_LABEL])
        assert verdict.kind is not None
        return Candidate(
            kind=verdict.kind,
            strokes=_strokes(line, group),
            part=n,
            time=clock,
            zone="" if zone == zones.UNCLEAR else zone,
            unclear_zone=zone == zones.UNCLEAR,
            round=part.round or _round(line, words),
            track=part.track,
            heading=part.label if _says(words) else "",
            tracked=any(item.senses & _PARTS_OF_EVENTS or item.text == "track" for item in self.page.labels[n].items),
            subject=_subject(words),
            moved=_moved(group),
            shifted=any(
                Sense.EXTEND in item.senses for item in (*group.left[-_LONGEST_LABEL:], *group.right[:_SHIFTS])
            ),
            generic=verdict.generic,
        )


_CONTINUED = Verdict(Kind.OTHER)


def _evident(verdict: Verdict, group: Group, left: Sequence[Item], window: bool) -> Verdict:
    """A due day needs a sign of limit: a word, or the form of an entry (a colon, a dash, a cell, a noun beside it)."""
    if not verdict.is_due or verdict.limited:
        return verdict
    last = left[-1]
    if _moved(group) or group.former or stages.limit_at_start(group.right):
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


def _may_be_label(line: Line, words: Sequence[Item]) -> bool:
    """Whether a line without a date may be the label of the one below: short, or it begins with what is to be done."""
    if not words or any(item.sort in (Sort.TIME, Sort.ZONE) for item in line.items):
        return False
    if len(words) <= (_LONGEST_LABEL // 2 if _closed(line) else _LONGEST_LABEL):
        return True
    acts = stages.OBJECTS | {Sense.SUBMIT, Sense.NOTIFY, Sense.CAMERA, Sense.DUE}
    return len(words) <= _LONGEST_LABEL + 4 and bool(words[0].senses & acts)


def _own_cell(left: Sequence[Item]) -> Sequence[Item]:
    """The words in the date's own cell of a row; where it has none, those of all cells before it."""
    bars = [n for n, item in enumerate(left) if item.sort is Sort.MARK and item.text == "|"]
    if not bars:
        return left
    return left[bars[-1] + 1 :] if _says(left[bars[-1] + 1 :]) or bars == [0] else tuple(left)


def _names_event(left: Sequence[Item]) -> bool:
    """ "the forum (4-6 September 2025, Detmold)": days in brackets right behind a name are its own."""
    if not left or left[-1].text != "(":
        return False
    word = next((item for item in reversed(left) if item.sort is Sort.WORD), None)
    ours = stages.OBJECTS | {Sense.SUBMIT, Sense.DUE, Sense.UNTIL, Sense.OPEN, Sense.CALL, Sense.EXTEND}
    return word is not None and not word.senses & ours


def _without_aside(left: Sequence[Item]) -> Sequence[Item]:
    """The words before a date without brackets that close right before it ("Full papers (up to 12 pages) 1 May")."""
    if not left or left[-1].text != ")":
        return left
    at = max((n for n, item in enumerate(left) if item.text == "("), default=0)
    return left[:at] if at and _says(left[:at]) else left


def _completed(verdict: Verdict, group: Group, window: bool) -> Verdict:
    """The verb behind the date, where none stands before it: German, Turkish, Japanese and Korean put it there."""
    words = [item for item in group.right if item.sort is Sort.WORD][:_LONGEST_LABEL]
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
    whole = stages.of_sentence(said)
    return replace(whole, limited=True) if whole.is_due else verdict


def _says(items: Sequence[Item]) -> bool:
    return any(item.sort is Sort.WORD and item.senses - _BY_THE_WAY for item in items)


def _moved(group: Group) -> bool:
    return any(Sense.EXTEND in item.senses for item in (*group.left, *group.between, *group.right[:8]))


def _unknown(group: Group) -> bool:
    """Whether words that we do not know stand beside the date: then it is something that we do not know either."""
    return any(
        item.sort is Sort.WORD and not item.senses and len(item.text) > 4 for item in (*group.left, *group.right)
    )


def _denied(right: Sequence[Item]) -> bool:
    """Whether what comes after the day is refused; "will not be extended" refuses nothing."""
    words = [item for item in right if item.sort is Sort.WORD]
    at = next((n for n, item in enumerate(words) if Sense.NEGATION in item.senses), None)
    return at is not None and not any(Sense.EXTEND in item.senses for item in words[at + 1 : at + 4])


def _posted(n: int, group: Group, label: Verdict, above: Line | None, lines: Sequence[Line]) -> bool:
    """Whether a lone date right under the title is the day on which the page was put up."""
    if label.limited or above is None or any(item.sort is Sort.WORD for item in (*group.left, *group.right)):
        return False
    if 0 < n <= _TITLE_PARTS and above.text == lines[0].text:
        return True
    day = group.dates[0].date
    return n < _HEAD_LINES and day is not None and day.first.weekday is not None and day.last is None


def _of_a_track(group: Group) -> bool:
    """ "Research track 10 March": the words only tell of which part of the event the day is."""
    return any(item.text in _TRACKS for item in (*group.left, *group.right))


def _all_other(label: Verdict) -> bool:
    """Whether a label speaks of something else and of no paper at all ("Student volunteers")."""
    ours = stages.OBJECTS | {Sense.SUBMIT, Sense.DUE}
    return label.why in (Sense.OTHER, Sense.REGISTER) and not label.senses & ours


def _elsewhere(items: Sequence[Item]) -> bool:
    return any(Sense.ELSEWHERE in item.senses for item in items)


def _ours(items: Sequence[Item]) -> bool:
    """Whether a heading opens a part about the call itself again."""
    return any(item.senses & {Sense.DUE, Sense.SUBMIT, Sense.NEUTRAL} for item in items)


def _about(group: Group) -> bool:
    """Whether the day is only near what is meant: "around 5 May", "four weeks before the workshop on 5 May"."""
    words = [item for item in group.left if item.sort is Sort.WORD][-_NEAR_WORDS:]
    return any(Sense.ABOUT in item.senses for item in words)


def _label_at_end(line: Line) -> Line | None:
    """The words behind the last date of a line that ends with a colon: they are the label of the line below."""
    if not line.text.rstrip().endswith((":", "：")):
        return None
    last = max(n for n, item in enumerate(line.items) if item.sort is Sort.DATE)
    return Line(line.text, line.items[last + 1 :])


def _closed(line: Line) -> bool:
    return line.text.rstrip().endswith((".", "!", "?"))


def _attached(right: Sequence[Item]) -> Sequence[Item]:
    """The words behind a date that belong to it: "for abstracts", "(abstract)", ": Abstract submission"."""
    at = 0
    while at < len(right) and right[at].sort in (Sort.TIME, Sort.ZONE, Sort.STRIKE):
        at += 1
    rest = right[at:]
    if not rest or (rest[0].text not in _OPENERS and rest[0].text not in (":", "(", "-")):
        return ()
    stop = next((n for n, item in enumerate(rest) if item.text in (")", ",") and n), len(rest))
    return rest[: min(stop, _LONGEST_LABEL)]


def _clock(group: Group) -> tuple[time | None, str]:
    """The time and zone printed beside the dates, before or behind."""
    clock, zone = None, ""
    for side in (group.right, tuple(reversed(group.left)), group.between):
        for item in side:
            if item.sort is Sort.TIME:
                clock = clock or item.time
            elif item.sort is Sort.ZONE:
                zone = zone if zone and zone != zones.UNCLEAR else item.zone
            elif item.sort in (Sort.LINE, Sort.NUMBER) or (
                item.sort is Sort.WORD and (len(item.text) > _NEAR_WORD or item.senses - _BY_THE_WAY)
            ):
                break
    return clock, zone


def _round(line: Line, items: Sequence[Item]) -> str:
    """ "first round", "Cycle 2", "second deadline" as printed."""
    for one, two in itertools.pairwise(items):
        numbered = one.sort is Sort.NUMBER or Sense.ORDINAL in one.senses
        if (numbered and two.senses & {Sense.CYCLE, Sense.DUE, Sense.SUBMIT}) or (
            Sense.CYCLE in one.senses and two.sort is Sort.NUMBER
        ):
            return line.text[one.start : two.end]
    return ""


def _subject(items: Sequence[Item]) -> frozenset[str]:
    return frozenset(
        item.text
        for item in items
        if item.sort is Sort.WORD
        and (len(item.text) > 3 or item.senses)
        and not item.senses & {Sense.DUE, Sense.UNTIL, Sense.SUBMIT, Sense.EXTEND, Sense.FORMER, Sense.FIRM}
    )


def _strokes(line: Line, group: Group) -> tuple[Stroke, ...]:
    text = _span(line, group)
    ends = [item.date for item in group.dates if item.date]
    if len(ends) == 2 and is_window(group.between) and not ends[0].last and not ends[1].last:
        return (Stroke(ends[0].first, ends[1].first, group.dates[1].struck, text),)
    return tuple(
        Stroke(item.date.first, item.date.last, item.struck or item.start in group.former, text)
        for item in group.dates
        if item.date
    )


def _span(line: Line, group: Group) -> str:
    """The words of the clause, cut around the dates where it is long."""
    start, end = group.whole
    if end - start > _LONGEST_TEXT:
        spare = max(0, (_LONGEST_TEXT - (group.end - group.start)) // 2)
        start, end = max(start, group.start - spare), min(end, group.end + spare)
        while group.whole[0] < start < group.start and not line.text[start - 1].isspace():
            start += 1
        while group.end < end < group.whole[1] and not line.text[end].isspace():
            end -= 1
    return " ".join(line.text[start:end].split()).strip(" -–—:,;|>→")


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
