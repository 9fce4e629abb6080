"""Text -> items: dates, times, zones, known words, marks and unknown words, each with its span."""

from __future__ import annotations

import itertools
from collections.abc import Collection
from dataclasses import dataclass
from datetime import time
from enum import Enum, auto
from typing import NamedTuple

from cfpfeeds.deadlines import names, zones
from cfpfeeds.deadlines.dates import Printed, date_at
from cfpfeeds.deadlines.day_at import ERAS, SHORT_ERA
from cfpfeeds.deadlines.scan import IS_IDEOGRAPHIC, Atom, atoms, is_address, settle
from cfpfeeds.deadlines.times import clock_word, time_at
from cfpfeeds.deadlines.words import Sense, senses_at, senses_in_run, senses_of_run

NOTHING: frozenset[Sense] = frozenset()
_CHAINING = frozenset({".", "/", "-"})
_MOST_SPACED = 3
_CHAIN = 6
"""Places from the first to the fourth of the numbers that marks join."""


class Sort(Enum):
    """What an item is."""

    DATE = auto()
    TIME = auto()
    ZONE = auto()
    WORD = auto()
    NUMBER = auto()
    MARK = auto()
    LINE = auto()
    STRIKE = auto()


@dataclass(frozen=True, slots=True)
class Item:
    """One reading at text[start:end]. Unknown words have no senses; `struck` says that the words are crossed out."""

    sort: Sort
    start: int
    end: int
    text: str = ""
    senses: frozenset[Sense] = NOTHING
    date: Printed | None = None
    time: time | None = None
    zone: str = ""
    struck: bool = False


class Scan(NamedTuple):
    """A settled text with its atoms."""

    text: str
    atoms: list[Atom]


@dataclass(frozen=True, slots=True)
class Line:
    """A text with its items. `text` is what spans count in: composed, and without what cannot be seen."""

    text: str
    items: tuple[Item, ...]

    @property
    def dates(self) -> list[Item]:
        return [item for item in self.items if item.sort is Sort.DATE]


def scan(text: str) -> Scan:
    """The text as it is counted in, and its atoms."""
    settled = settle(text)
    return Scan(settled, atoms(settled))


def read_line(scanned: Scan, languages: Collection[str], country: str = "", *, eastern: bool = False) -> Line:
    """The items of a text; linear in its length. `eastern`: the call is in a language of East Asia."""
    return Line(scanned.text, tuple(_Reader(scanned.text, scanned.atoms, languages, country, eastern).items()))


class _Reader:
    def __init__(self, text: str, row: list[Atom], languages: Collection[str], country: str, eastern: bool) -> None:
        self.text, self.row, self.languages, self.country = text, row, languages, country
        self.eastern = eastern
        self.found: list[Item] = []
        self.struck = False
        self._chained_until = 0

    def items(self) -> list[Item]:
        i = 0
        while i < len(self.row):
            i = self._step(i)
        return self.found

    def _step(self, i: int) -> int:
        atom = self.row[i]
        text = atom.text
        if text == "~~":
            self.struck = not self.struck
            return self._add(Sort.STRIKE, i, i + 1)
        if text == "\n":
            return self._add(Sort.LINE, i, i + 1)
        if text.isdecimal():
            if self._is_chained(i):
                return self._add(Sort.NUMBER, i, i + 1)
            return self._date(i) or self._time(i) or self._add(Sort.NUMBER, i, i + 1)
        if not text[0].isalpha() or is_address(text):
            return self._add(Sort.MARK, i, i + 1)
        if IS_IDEOGRAPHIC.match(text):
            return self._era(i) or self._run(i)
        return self._word(i)

    def _is_chained(self, i: int) -> bool:
        """Whether the number is one of four or more that one mark joins: "1.2.3.4" and "12/12/12/12" hold no date."""
        if i >= self._chained_until and (mark := self._text(i + 1)) in _CHAINING:
            at = i
            while self._joined(at, mark):
                at += 2
            self._chained_until = at + 1 if at - i >= _CHAIN else i
        return i < self._chained_until

    def _joined(self, at: int, mark: str) -> bool:
        row = self.row
        if at + 2 >= len(row) or row[at + 1].text != mark or not row[at + 2].text.isdecimal():
            return False
        return row[at].end == row[at + 1].start and row[at + 1].end == row[at + 2].start

    def _word(self, i: int) -> int:
        text = self.row[i].text
        if (
            end := (self._date(i) if names.may_begin_date(text) or text == SHORT_ERA else 0)
            or self._time(i)
            or self._zone(i)
        ):
            return end
        senses, end = senses_at(self.row, i, self.languages)
        return self._add(Sort.WORD, i, end, senses=senses)

    def _run(self, i: int) -> int:
        """A run of Chinese, Japanese or Korean is cut into the words that it holds."""
        atom = self.row[i]
        if end := self._time(i) or self._spaced(i):
            return end
        if (zone := zones.zone_in_run(atom.text)) is not None:
            self.found.append(Item(Sort.ZONE, atom.start + zone[1], atom.start + zone[2], zone=zone[0]))
        at = 0
        if word := clock_word(atom.text):
            self.found.append(Item(Sort.TIME, atom.start, atom.start + len(word[0]), word[0], time=word[1]))
            at = len(word[0])
        for senses, start, end in senses_in_run(atom.text):
            if start < at:
                continue
            if start > at:
                self._part(atom, at, start, NOTHING)
            self._part(atom, start, end, senses)
            at = end
        if at < len(atom.text):
            self._part(atom, at, len(atom.text), NOTHING)
        return i + 1

    def _spaced(self, i: int) -> int:
        """Korean words that the table has as one and that are printed with blanks between ("최종 논문")."""
        for end in range(min(i + _MOST_SPACED, len(self.row)), i + 1, -1):
            together = self.row[i:end]
            blanks = all(two.start - one.end == 1 for one, two in itertools.pairwise(together))
            if blanks and (senses := senses_of_run("".join(atom.text for atom in together))):
                return self._add(Sort.WORD, i, end, senses=senses)
        return 0

    def _part(self, atom: Atom, start: int, end: int, senses: frozenset[Sense]) -> None:
        word = atom.text[start:end]
        self.found.append(Item(Sort.WORD, atom.start + start, atom.start + end, word, senses, struck=self.struck))

    def _era(self, i: int) -> int:
        text = self.row[i].text
        if text[-2:] not in ERAS and not text.endswith("元年"):
            return 0
        return self._date(i)

    def _date(self, i: int) -> int:
        found = date_at(self.row, i)
        if found is None or (found[0].first.loose and self._part_of_number(i)):
            return 0
        if (found[0].first.is_eastern and not self.eastern) or (found[0].first.dotted and self._part_of_name(i)):
            return 0
        return self._add(Sort.DATE, i, found[1], date=found[0])

    def _part_of_number(self, i: int) -> bool:
        """Whether the number goes on from "§" or from a full stop."""
        return i > 1 and self.row[i - 1].text in (".", "§") and self.row[i - 1].end == self.row[i].start

    def _part_of_name(self, i: int) -> bool:
        """Whether one letter is joined to the number: "R9.2.28" is no day outside of Japan."""
        before = self.row[i - 1] if i else None
        return (
            before is not None and before.end == self.row[i].start and len(before.text) == 1 and before.text.isalpha()
        )

    def _time(self, i: int) -> int:
        found = time_at(self.row, i)
        return self._add(Sort.TIME, i, found[1], time=found[0]) if found else 0

    def _zone(self, i: int) -> int:
        text, start = self.row[i].text, self.row[i].start
        if text == "etc" or self._text(i + 1) == "/":
            zone, stop = zones.iana_at(self.text, start)
            if zone:
                end = i + 1
                while end < len(self.row) and self.row[end].start < stop:
                    end += 1
                return self._add(Sort.ZONE, i, end, zone=zone)
        zone, end = zones.zone_words_at(self.row, i)
        if zone:
            return self._add(Sort.ZONE, i, end, zone=zone)
        if text in ("utc", "gmt"):
            return self._offset(i)
        if zones.is_sure(text):
            return self._add(Sort.ZONE, i, i + 1, zone=zones.zone_of_letters(text, self.country))
        return self._letters(i)

    def _offset(self, i: int) -> int:
        """ "UTC-12", "GMT+5:30"; a dash with blanks on both sides joins nothing ("GMT - 12 July")."""
        at = i + 1 + (self._text(i + 1) == "(")
        sign, number = self._text(at), self._text(at + 1)
        if sign in ("+", "-") and number.isdecimal() and len(number) in (1, 2, 4) and self._glued(at):
            hours, minutes, end = int(number[:2]), int(number[2:] or 0), at + 2
            if self._text(end) == ":" and self._text(end + 1).isdecimal():
                minutes, end = int(self._text(end + 1)), end + 2
            zone = zones.offset_zone(sign, hours, minutes)
            if zone != zones.UNCLEAR:
                return self._add(Sort.ZONE, i, end, zone=zone)
        return self._add(Sort.ZONE, i, i + 1, zone="UTC")

    def _glued(self, at: int) -> bool:
        return self.row[at + 1].start == self.row[at].end

    def _letters(self, i: int) -> int:
        """Abbreviations count only in capitals beside a time or a day: "et", "est", "art" are words too."""
        atom = self.row[i]
        printed = self.text[atom.start : atom.end]
        if not printed.isupper() or not (self._clock_before() or self._clock_after(i)):
            return 0
        zone = zones.zone_of_letters(atom.text, self.country)
        return self._add(Sort.ZONE, i, i + 1, zone=zone) if zone else 0

    def _clock_before(self) -> bool:
        for item in reversed(self.found[-2:]):
            if item.sort in (Sort.TIME, Sort.DATE, Sort.ZONE):
                return True
            if item.sort is not Sort.MARK or self.text[item.start] not in "(,/":
                return False
        return False

    def _clock_after(self, i: int) -> bool:
        return i + 1 < len(self.row) and time_at(self.row, i + 1) is not None

    def _text(self, i: int) -> str:
        return self.row[i].text if i < len(self.row) else ""

    def _add(
        self,
        sort: Sort,
        i: int,
        end: int,
        *,
        senses: frozenset[Sense] = NOTHING,
        date: Printed | None = None,
        time: time | None = None,
        zone: str = "",
    ) -> int:
        start, stop = self.row[i].start, self.row[end - 1].end
        text = self.row[i].text if end == i + 1 else " ".join(atom.text for atom in self.row[i:end])
        self.found.append(Item(sort, start, stop, text, senses, date, time, zone, self.struck))
        return end
