"""The readers that are compared: each takes a document and returns kinds with days."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, time
from functools import partial

import datefinder
import dateparser
from babel import Locale
from dateparser.search import search_dates

from benchmarks.deadlines import stages
from benchmarks.deadlines.labels import Document
from benchmarks.deadlines.scoring import Shown
from benchmarks.deadlines.visible import lines
from cfpfeeds.deadlines.names import LANGUAGES
from cfpfeeds.model import State
from cfpfeeds.single import read_page

Reader = Callable[[Document], Shown]


def cfpfeeds(document: Document) -> Shown:
    """What `cfpfeeds extract --manifest` yields."""
    calls = read_page(document.page, None, language=document.language)["calls"]
    printed = [deadline for call in calls for deadline in call["deadlines"]]
    return frozenset((d["kind"], d["date"]) for d in printed if d["date"] and d["state"] == State.ACTIVE.value)


def _settings(document: Document) -> dict[str, object]:
    return {
        "RELATIVE_BASE": datetime.combine(document.posted, time()),
        "PREFER_DATES_FROM": "future",
        "REQUIRE_PARTS": ["day", "month"],
        "PARSERS": ["absolute-time"],
    }


def by_dateparser(strategy: str, document: Document) -> Shown:
    """dateparser's search, line by line where a figure stands: a whole document takes it up to twice as long."""
    languages, settings = [document.language], _settings(document)

    def days(line: str) -> Iterator[stages.Found]:
        at = 0
        for printed, moment in search_dates(line, languages=languages, settings=settings, strategy=strategy) or ():
            start = line.find(printed, at)
            if start >= 0:
                at = start + len(printed)
                yield stages.Found(moment.date().isoformat(), start, at)

    return _near_words(document, days)


def by_datefinder(strict: bool, document: Document) -> Shown:
    """datefinder, line by line where a figure stands; `strict`: only days with their year."""
    base = datetime.combine(document.posted, time())
    first = "month" if document.language == "en" else "day"

    def days(line: str) -> Iterator[stages.Found]:
        found = datefinder.find_dates(
            line, index=True, base_date=base, first=first, allow_month_only=False, strict=strict
        )
        for moment, (start, end) in found:
            yield stages.Found(moment.date().isoformat(), start, end)

    return _near_words(document, days)


def _month_names() -> str:
    names = {
        re.escape(name.rstrip("."))
        for code in LANGUAGES
        for width in ("wide", "abbreviated")
        for name in Locale.parse(code).months["format"][width].values()
        if not name[0].isdigit()
    }
    return "|".join(sorted(names | {"Sept"}, key=len, reverse=True))


_MONTH = rf"(?:{_month_names()})\b\.?"
_TH = r"(?:st|nd|rd|th|er|º|ª|\.)?"
_DATES = re.compile(
    rf"\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{4}}年\d{{1,2}}月\d{{1,2}}日|\d{{1,2}}月\d{{1,2}}日"
    rf"|(?:\d{{4}}년 ?)?\d{{1,2}}월 ?\d{{1,2}}일"
    rf"|\b\d{{1,2}}{_TH}[ -](?:of |de )?{_MONTH}(?:(?:,? | de |-)\d{{4}})?"
    rf"|\b{_MONTH} \d{{1,2}}{_TH}(?!\d)(?:,? \d{{4}})?"
    r"|\b\d{1,2}[./]\d{1,2}[./]\d{4}",
    re.I,
)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|º|ª)\b", re.I)


def by_keywords(document: Document) -> Shown:
    """Our own plain reader: dates by regular expressions, made certain by dateparser."""
    languages, settings = [document.language], _settings(document)

    def days(line: str) -> Iterator[stages.Found]:
        for found in _DATES.finditer(line):
            moment = dateparser.parse(_ORDINAL.sub("", found[0]), languages=languages, settings=settings)
            if moment is not None:
                yield stages.Found(moment.date().isoformat(), found.start(), found.end())

    return _near_words(document, days)


def _near_words(document: Document, days: Callable[[str], Iterator[stages.Found]]) -> Shown:
    """Days with the nearest stage word; the words may stand on a line above or below."""
    found, at, text = [], 0, lines(document)
    for line in text:
        if any(character.isdigit() for character in line):
            found += [stages.Found(one.day, at + one.start, at + one.end) for one in days(line)]
        at += len(line) + 1
    return stages.kinds("\n".join(text), found)


READERS: dict[str, Reader] = {
    "cfpfeeds": cfpfeeds,
    "dateparser": partial(by_dateparser, "split"),
    "dateparser, n-grams": partial(by_dateparser, "ngram"),
    "datefinder": partial(by_datefinder, False),
    "datefinder, strict": partial(by_datefinder, True),
    "nearest keyword": by_keywords,
}
"""All but the first give their days to the nearest-keyword rule."""
