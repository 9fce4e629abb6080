"""The labelled corpus, phrases and documents in our own words, and how a reading is compared with its labels.

Texts and labels are written from what a careful person reads, before the reader sees them; a label is never bent to
what the reader makes of it. What it is known to read wrongly carries the tag "misread". phrases.tsv begins with the
243 phrases that the reader was developed on; the rest of them, and all documents, were labelled before they were read.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from cfpfeeds.deadlines import read
from cfpfeeds.model import DeadlineText
from cfpfeeds.operations import saved_page
from cfpfeeds.single import deadline_json, read_page

HERE = Path(__file__).parent
DOCUMENTS = HERE / "documents"
LABELS = DOCUMENTS / "labels.toml"
STATUSES = {"rolling", "undated", "closed"}
DUE = {"abstract", "submission"}
MISREAD = "misread"
PHENOMENA = frozenset({
    "abstract", "submission", "notification", "camera-ready", "event", "rounds", "tracks", "window", "prose",
    "field", "none", "posted", "publication", "registration", "other-call", "no-call", "numbers", "extension",
    "struck", "arrow", "stale", "final", "time", "zone", "aoe", "no-year", "order", "two-digit-year", "weekday",
    "impossible", "vague", "relative", "rolling", "undated", "closed", "era", "full-width", "rtl",
})  # fmt: skip
SHAPES = frozenset({
    "table", "definition-list", "list", "headings", "label-above", "label-below", "label-behind", "time-element",
    "side-bar", "footer", "json-ld", "microdata", "accordion", "faq", "front-matter", "mail",
})  # fmt: skip

Answer = tuple[list[Mapping[str, Any]], str]
"""Deadlines as `--json` prints them, and the status that the words name ("" for none)."""


@dataclass(frozen=True)
class Wanted:
    """One labelled date; each of `kinds` is right. `time` and `zone` both "" are not asked for."""

    kinds: frozenset[str]
    date: str
    time: str = ""
    zone: str = ""
    superseded: bool = False
    optional: bool = False

    @property
    def due(self) -> bool:
        return bool(self.kinds & DUE) and not self.superseded


@dataclass(frozen=True)
class Dated:
    """One date as it was read."""

    kind: str
    date: str
    superseded: bool
    time: str
    zone: str


@dataclass(frozen=True)
class Case:
    """A text with everything that a careful person reads in it; `answer` reads it."""

    name: str
    language: str
    tags: frozenset[str]
    wanted: tuple[Wanted, ...]
    status: str
    text: str
    answer: Callable[[], Answer]

    @cached_property
    def _read(self) -> Answer:
        return self.answer()

    @property
    def read_status(self) -> str:
        return self._read[1]

    @property
    def dates(self) -> list[Dated]:
        return [
            Dated(d["kind"], d["date"], d["state"] != "active", (d["time"] or "")[:5], d["zone"] or "")
            for d in self._read[0]
            if d["date"] and d["kind"] != "other"
        ]


def phrases() -> Iterator[Case]:
    """One case a line of phrases.tsv, read as running text."""
    for line in (HERE / "phrases.tsv").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        language, posted, label, text, said, tags = line.split("\t")
        yield Case(
            name=f"{language} {posted} {label and label + ' > '}{text}",
            language=language,
            tags=frozenset(tags.split()),
            wanted=() if said in STATUSES or said == "-" else tuple(map(wanted, said.split(" + "))),
            status=said if said in STATUSES else "",
            text=text,
            answer=_phrase(DeadlineText(text, label=label, prose=True), date.fromisoformat(posted), language),
        )


def documents() -> Iterator[Case]:
    """One case a table of labels.toml, read as `cfpfeeds extract` reads a file: page, rules, normalise, reader."""
    for name, told in tomllib.loads(LABELS.read_text("utf-8")).items():
        path = DOCUMENTS / name
        yield Case(
            name=name,
            language=told["language"],
            tags=frozenset(told["tags"].split()),
            wanted=tuple(map(wanted, told["wanted"])),
            status=told.get("status", ""),
            text=path.read_text("utf-8"),
            answer=_document(path, told["read_on"], told["language"]),
        )


def wanted(entry: str) -> Wanted:
    """One label, "kind date [time] [zone] [sup] [opt]"; "abstract|submission" where either is right."""
    kinds, day, *rest = entry.split()
    times = [word for word in rest if re.fullmatch(r"\d\d:\d\d", word)]
    zones = [word for word in rest if word not in (*times, "sup", "opt")]
    return Wanted(frozenset(kinds.split("|")), day, "".join(times), "".join(zones), "sup" in rest, "opt" in rest)


def _phrase(part: DeadlineText, posted: date, language: str) -> Callable[[], Answer]:
    def answer() -> Answer:
        found = read((part,), posted=posted, language=language)
        return [deadline_json(d) for d in found.deadlines], found.status.value if found.status else ""

    return answer


def _document(path: Path, read_on: date, language: str) -> Callable[[], Answer]:
    def answer() -> Answer:
        noon = datetime(read_on.year, read_on.month, read_on.day, 12, tzinfo=UTC)
        page = replace(saved_page(path, f"https://calls.example/{path.name}", noon), fetched_at=noon)
        calls = read_page(page, None, language)["calls"]
        return [d for call in calls for d in call["deadlines"]], calls[0]["status"] if calls else ""

    return answer


@dataclass
class Score:
    """Counts over cases; `wrong` are the cases that show an abstract or submission day that is none."""

    right: int = 0
    shown: int = 0
    required: int = 0
    wrong: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    cases: int = 0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.shown + self.required) if self.shown + self.required else 1.0

    @property
    def wrong_share(self) -> float:
        return len(self.wrong) / self.cases if self.cases else 0.0


def score(cases: Iterable[Case]) -> Score:
    """Abstract and submission days, kind and day exact, superseded ones left out; optional ones count as nothing."""
    total = Score()
    for case in cases:
        shown = {(d.kind, d.date) for d in case.dates if d.kind in DUE and not d.superseded}
        due = [w for w in case.wanted if w.due]
        required = [w for w in due if not w.optional]
        total.right += sum(any((kind, w.date) in shown for kind in w.kinds) for w in required)
        total.shown += len(shown - {(kind, w.date) for w in due if w.optional for kind in w.kinds})
        total.required += len(required)
        total.cases += 1
        if {day for _, day in shown} - {w.date for w in due}:
            total.wrong += (case.name,)
        if differences(case):
            total.failed += (case.name,)
    return total


def differences(case: Case) -> str:
    """What the reading has and the labels have not, and the other way round; "" when they agree.

    That an event of one day ends on that day need not be labelled.
    """
    got = {(d.kind, d.date, d.superseded): (d.time, d.zone) for d in case.dates}
    asked = {w: {(kind, w.date, w.superseded) for kind in w.kinds} for w in case.wanted}
    allowed = {key for keys in asked.values() for key in keys}
    allowed |= {("event_end", day, old) for kind, day, old in allowed if kind == "event_start"}
    missing = ["|".join(sorted(map(_told, keys))) for w, keys in asked.items() if not (w.optional or keys & set(got))]
    extra = [_told(key) for key in got if key not in allowed]
    clocks = [
        f"{_told(key)} at {' '.join(got[key]).strip() or 'no time'}"
        for w, keys in asked.items()
        for key in keys & set(got)
        if (w.time or w.zone) and got[key] != (w.time, w.zone)
    ]
    status = f"status {case.read_status or 'none'}" if case.status and case.read_status != case.status else ""
    kinds = {"missing": missing, "extra": extra, "wrong clock": clocks}
    told = [f"{word} {', '.join(sorted(keys))}" for word, keys in kinds.items() if keys]
    return "; ".join(filter(None, [*told, status]))


def _told(key: tuple[str, str, bool]) -> str:
    kind, day, superseded = key
    return f"{kind} {day}{' sup' * superseded}"
