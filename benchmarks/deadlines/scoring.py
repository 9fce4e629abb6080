"""How readings are compared with labels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.deadlines.labels import AUTHORS, CURRENT, Document, Label

Shown = frozenset[tuple[str, str]]
"""What a reader shows of one document: kinds with days, only those that count now."""


@dataclass
class Score:
    """Counts over documents. A day counts once for each kind it is shown under."""

    documents: int = 0
    asking: int = 0
    right: int = 0
    false: int = 0
    found: int = 0
    required: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return _share(self.right, self.right + self.false)

    @property
    def recall(self) -> float:
        return _share(self.found, self.required)

    @property
    def f1(self) -> float:
        return _share(2 * self.precision * self.recall, self.precision + self.recall)

    @property
    def wrong_share(self) -> float:
        """The share of documents that show some abstract or submission day that is none."""
        return _share(self.wrong, self.documents)

    @property
    def missed_share(self) -> float:
        """Of the documents that hold such a day, the share in which none of them is found."""
        return _share(self.missed, self.asking)


def score(readings: Iterable[tuple[Document, Shown]]) -> Score:
    """Abstract and submission deadlines, kind and day exact; what was superseded must not be shown."""
    total = Score()
    for document, everything in readings:
        shown = frozenset((kind, day) for kind, day in everything if kind in AUTHORS)
        _add(total, document.labels, shown)
    return total


def _add(total: Score, labels: tuple[Label, ...], shown: Shown) -> None:
    live = [label for label in labels if not label.superseded]
    required: dict[tuple[str, str], frozenset[str]] = {}
    for label in live:
        if label.required:
            key = label.kind, label.date
            required[key] = required.get(key, frozenset()) | label.kinds
    total.documents += 1
    total.required += len(required)
    total.found += sum(any(d == day and kind in kinds for kind, d in shown) for (_, day), kinds in required.items())
    for kind, day in shown:
        if any(d == day and kind in kinds for (_, d), kinds in required.items()):
            total.right += 1
        elif not any(label.covers(day) and kind in label.kinds for label in live):
            total.false += 1
    total.wrong += any(_is_wrong(day, live) for _, day in shown)
    days = {day for _, day in shown}
    total.asking += bool(required)
    total.missed += bool(required) and not any(day in days for _, day in required)


def _is_wrong(day: str, live: list[Label]) -> bool:
    """Whether a shown day is no deadline of authors at all, of whichever stage."""
    if any(label.covers(day) for label in live if label.kind in CURRENT):
        return False
    return not any(label.date == day and label.kinds & AUTHORS for label in live)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
