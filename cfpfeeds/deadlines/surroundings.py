"""The labels of a date that are not on its own line: above it, below it, its heading, the line that leads a list in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from cfpfeeds.deadlines import sentences, stages
from cfpfeeds.deadlines.clauses import Group
from cfpfeeds.deadlines.items import Line, Sort
from cfpfeeds.deadlines.layout import listed_dates
from cfpfeeds.deadlines.signs import LONGEST_LABEL, heads_others, is_closed, is_ours, may_be_label, says
from cfpfeeds.deadlines.stages import SILENT, Verdict
from cfpfeeds.model import DeadlineText

LONGEST_SENTENCE = 30


@dataclass(slots=True)
class Page:
    """The parts of a call as lines of items, read once."""

    parts: Sequence[DeadlineText]
    lines: list[Line]
    labels: list[Line]
    country: str


class Surroundings:
    """What stands around the part that is read, as far as the walk has come.

    `waiting` is a line above that may be a label, `aside` a clause of the same line, `lead` what a line that ends with
    a colon says of all below it, `section` what the last short line without a date says, `listed` the parts of a list
    in which dates and labels take turns.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.waiting: Line | None = None
        self.aside: Line | None = None
        self.lead: Verdict = SILENT
        self.listed = listed_dates(page.parts, page.lines)
        self.section: Verdict = SILENT
        self._used = -2
        self._printed: set[str] = set()
        self._others_under = ""
        self._headings: dict[str, Verdict] = {}

    def leave(self, n: int) -> None:
        """The part has been read: what it prints may be the label of others."""
        self._printed.add(self.page.parts[n].text)

    def heading(self, n: int) -> Verdict:
        """What the label of a part says; many parts share one."""
        label = self.page.labels[n]
        if label.text not in self._headings:
            self._headings[label.text] = stages.of_label(label.items)
        return self._headings[label.text]

    def is_under_others(self, n: int) -> bool:
        """Whether the part stands under a heading like "Related calls", or under one of its subheadings."""
        heading = self.page.labels[n]
        if len(heading.items) <= LONGEST_SENTENCE and heads_others(heading.items):
            self._others_under = self.page.parts[n].label
        elif self._others_under and self.page.parts[n].label != self._others_under and is_ours(heading.items):
            self._others_under = ""
        return bool(self._others_under)

    def label(self, n: int, *, beside: bool = True) -> Verdict:
        """What the nearest label of a part says: `beside` it, above it, or its heading."""
        if self.aside is not None and beside:
            return stages.of_label(self.aside.items)
        label = self.heading(n)
        if self.waiting is None and label.silent and self._above(n) is not None:
            return self._above(n) or SILENT
        # A label that is not printed as a part before is a term or a column's title: it belongs to this date alone.
        if self.waiting is None or (not label.silent and self.page.parts[n].label not in self._printed):
            return label
        waiting = stages.of_label(self.waiting.items)
        if not waiting.silent:
            return waiting
        # A line that we do not understand stands between the heading and the date: the date is likely its own.
        return label if label.limited or is_closed(self.waiting) else SILENT

    def labels(self, n: int) -> Iterator[Line]:
        """The short lines that may be the label of a part, the nearest first: below it, above it, its heading."""
        if self._used == n + 1:
            yield self.page.lines[n + 1]
            return
        if not self.is_under(n):
            yield self.page.labels[n]
        if self.waiting is not None:
            yield self.waiting
        if self.is_under(n) and stages.is_heading(self.page.labels[n].items):
            yield self.page.labels[n]

    def _above(self, n: int) -> Verdict | None:
        """What a longer line above a lone date says: a whole sentence may be its label."""
        if n == 0 or n - 1 == self._used or self.page.lines[n - 1].dates or is_closed(self.page.lines[n - 1]):
            return None
        if len(self.page.lines[n].items) > LONGEST_SENTENCE or says(self.page.lines[n].items):
            return None
        words = [item for item in self.page.lines[n - 1].items if item.sort is Sort.WORD]
        if not LONGEST_LABEL // 2 < len(words) <= LONGEST_SENTENCE:
            return None
        verdict = sentences.of_sentence(words)
        return None if verdict.silent else replace(verdict, limited=True)

    def ahead(self, n: int, group: Group) -> Verdict | None:
        """The label on the line below a lone date, where none stands above it."""
        if self.listed.get(n):
            self._used = n + 1
            return stages.of_label(self.page.lines[n + 1].items)
        if (
            not self.is_under(n)
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
        own = self.heading(n)
        verdict = stages.of_label(below.items)
        if verdict.silent or own.limited:
            return None
        self._used = n + 1
        return verdict

    def is_under(self, n: int) -> bool:
        """Whether the label of a part is a heading printed above it, or nothing: no term and no title of a column."""
        return not self.page.parts[n].label or self.page.parts[n].label in self._printed

    def _unlabelled(self, n: int) -> bool:
        """Whether nothing above the date may be its label; a heading that says nothing is none."""
        if self.waiting is None:
            return self._above(n) is None
        heading = self.waiting.text == self.page.labels[n].text
        return heading and self.heading(n).silent

    def pass_by(self, n: int, line: Line) -> None:
        """A short line may be the label of the date below it, one that ends with a colon of all below it."""
        words = [item for item in line.items if item.sort is Sort.WORD]
        self.waiting = line if n != self._used and may_be_label(line, words) else None
        if words and stages.is_heading(words) and not is_closed(line):
            self.section = stages.of_label(words)
        self.lead = SILENT
        if line.text.rstrip().endswith((":", "：")):
            tail = words[-LONGEST_LABEL * 3 :]
            verdict = stages.of_label(tail) if stages.is_short(tail) else sentences.of_sentence(tail)
            self.lead = verdict if verdict.limited else SILENT
