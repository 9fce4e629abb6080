"""Labelled documents: files with the deadlines that a careful person finds in them.

One JSON object a line: `id`, `file` (beside the labels), `language`, `reference_date` (from which a missing year is
counted) and `expected`, a list of `kind`, `date` and what is said under `Label`.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from cfpfeeds.fetch.saved import page_from_file
from cfpfeeds.model import Page
from tests.quality import corpus

AUTHORS = frozenset({"abstract", "submission"})
CURRENT = AUTHORS | {"proposal"}


@dataclass(frozen=True)
class Label:
    """One labelled day, or month if `date` has no day.

    `also`: other kinds that are right too; a proposal may be called abstract or submission. `superseded`: it was
    replaced and may not be shown. `optional`: neither asked for nor counted as wrong, like a month.
    """

    kind: str
    date: str
    superseded: bool = False
    optional: bool = False
    also: frozenset[str] = frozenset()

    @property
    def is_month(self) -> bool:
        return len(self.date) < len("2026-01-01")

    @property
    def kinds(self) -> frozenset[str]:
        return self.also | {self.kind} | (AUTHORS if self.kind == "proposal" else frozenset())

    @property
    def required(self) -> bool:
        return self.kind in AUTHORS and not (self.superseded or self.optional or self.is_month)

    def covers(self, day: str) -> bool:
        return day == self.date or (self.is_month and day.startswith(self.date))


@dataclass(frozen=True)
class Document:
    """One labelled document as it was saved; `posted` is the day from which a missing year is counted."""

    name: str
    language: str
    posted: date
    labels: tuple[Label, ...]
    page: Page


def documents(labels: Path | None) -> list[Document]:
    """The documents of a file of labels; without one those of the project's own corpus."""
    if labels is None:
        told = tomllib.loads(corpus.LABELS.read_text("utf-8"))
        return [_of_corpus(corpus.DOCUMENTS / name, table) for name, table in told.items()]
    rows = [json.loads(line) for line in labels.read_text("utf-8").splitlines() if line.strip()]
    return [_of_row(row, labels.parent) for row in rows]


def _of_row(row: Mapping[str, Any], folder: Path) -> Document:
    posted = date.fromisoformat(row["reference_date"])
    page = page_from_file(folder / row["file"], url="", now=noon(posted))
    return Document(row["id"], row["language"], posted, tuple(map(_label, row["expected"])), page)


def _label(entry: Mapping[str, Any]) -> Label:
    day = entry["date"][:7] if entry.get("precision") == "month" else entry["date"]
    superseded, optional = bool(entry.get("superseded")), bool(entry.get("optional"))
    return Label(entry["kind"], day, superseded, optional, frozenset(entry.get("also", ())))


def _of_corpus(path: Path, told: Mapping[str, Any]) -> Document:
    posted = told["read_on"]
    page = replace(page_from_file(path, now=noon(posted)), fetched_at=noon(posted))
    wanted = map(corpus.wanted, told["wanted"])
    return Document(path.name, told["language"], posted, tuple(_of_wanted(want) for want in wanted), page)


def _of_wanted(want: corpus.Wanted) -> Label:
    first = min(want.kinds & AUTHORS or want.kinds)
    return Label(first, want.date, want.superseded, want.optional, want.kinds - {first})


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
