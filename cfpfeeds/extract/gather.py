"""Blocks of running text as they are gathered in reading order, each with the words that stand over it."""

from __future__ import annotations

from cfpfeeds.extract.days import phrase, unmarked
from cfpfeeds.model import DeadlineText

_LONGEST_LEAD = 100
_COLONS = (":", "：")


class Gatherer:
    """Collects the blocks of one text: `heading` is the nearest heading, `lead` a line that ended with a colon."""

    def __init__(self, heading: str = "") -> None:
        self.found: list[DeadlineText] = []
        self.heading = heading
        self.lead = ""

    def emit(self, line: str, label: str = "") -> None:
        """One block. Its label is the given one, else the line that leads to it, else the heading."""
        block = phrase(line, label or self.lead or self.heading, prose=True)
        self.found.append(block)
        line = block.text
        self.lead = line if line.endswith(_COLONS) and len(line) <= _LONGEST_LEAD else ""

    def emit_heading(self, line: str) -> None:
        """A heading: a block itself, since it may hold a date, and the label of what follows."""
        self.lead = ""
        self.emit(line)
        self.heading, self.lead = unmarked(line), ""
