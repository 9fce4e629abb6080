"""Deadlines as a poll would read them: what makes a record one of a call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cfpfeeds import deadlines
from cfpfeeds.model import DeadlineText, Kind, Reading, State


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads phrases as the poll will: the day of the fetch stands in for a missing year."""

    on: date
    language: str = ""
    country: str = ""

    def read(self, parts: Sequence[DeadlineText]) -> Reading:
        return deadlines.read(parts, posted=self.on, language=self.language, country=self.country)


def due(reading: Reading) -> frozenset[tuple[Kind, date]]:
    """The stages and days by which something is to be handed in."""
    return frozenset(
        (one.kind, one.date) for one in reading.deadlines if one.date and one.kind.is_due and one.state is State.ACTIVE
    )
