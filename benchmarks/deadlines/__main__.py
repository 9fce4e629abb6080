"""`python -m benchmarks.deadlines [LABELS.jsonl]`: a table of how well and how fast labelled calls are read."""

from __future__ import annotations

import argparse
import json
import math
import statistics
import time
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.deadlines.labels import Document, documents
from benchmarks.deadlines.readers import READERS, Reader
from benchmarks.deadlines.scoring import Score, Shown, score
from benchmarks.limits import OutOfTime, limit

_PATIENT = 1.0


@dataclass
class Results:
    """What one reader made of all documents. `firsts` and `bests` are seconds of the processor."""

    shown: list[tuple[Document, Shown]] = field(default_factory=list)
    firsts: list[float] = field(default_factory=list)
    bests: list[float] = field(default_factory=list)
    ended: int = 0


def timed(reader: Reader, document: Document, longest: float) -> tuple[Shown, float]:
    """What it shows, nothing if it takes too long, and the seconds it took.

    Of this thread: the clock of the process counts in ticks while a limit is set.
    """
    start = time.thread_time()
    try:
        with limit(longest):
            shown = reader(document)
    except OutOfTime:
        return frozenset(), math.inf
    return shown, time.thread_time() - start


def measured(found: list[Document], names: list[str], runs: int, longest: float) -> dict[str, Results]:
    """Document by document, all readers in turn, so that a busy moment of the machine meets all of them."""
    results = {name: Results() for name in names}
    for name in names:  # tables are loaded once
        timed(READERS[name], found[0], longest)
    for document in found:
        for run in range(runs):
            for name in names:
                result = results[name]
                if run and result.bests[-1] > _PATIENT:
                    continue
                shown, seconds = timed(READERS[name], document, longest)
                if run:
                    result.bests[-1] = min(result.bests[-1], seconds)
                    continue
                result.shown.append((document, shown))
                result.firsts.append(min(seconds, longest))
                result.bests.append(min(seconds, longest))
                result.ended += seconds == math.inf
    return results


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m benchmarks.deadlines", description=__doc__)
    asked.add_argument("labels", nargs="?", type=Path, help="default: the project's own corpus")
    asked.add_argument("--runs", type=int, default=5, help="runs of each document; the best counts")
    asked.add_argument("--limit", type=float, default=10, help="seconds after which a reader shows nothing")
    asked.add_argument("--reader", action="append", choices=READERS, help="only these")
    asked.add_argument("--predictions", type=Path, help="a folder for what each reader shows, one JSON line a document")
    options = asked.parse_args()
    found = documents(options.labels)
    results = measured(found, options.reader or list(READERS), options.runs, options.limit)
    print(f"{len(found)} documents, {sum(label.required for d in found for label in d.labels)} deadlines asked for\n")
    show(results)
    for name, result in results.items() if options.predictions else ():
        _write(result, options.predictions / f"{name.replace(', ', '-').replace(' ', '-')}.jsonl")


COLUMNS = (
    "reader",
    "precision",
    "recall",
    "F1",
    "wrong shown",
    "missed",
    "ms, mean",
    "median",
    "first run",
    "x cfpfeeds",
)


def show(results: dict[str, Results]) -> None:
    """Prints the table in Markdown."""
    print(f"| {' | '.join(COLUMNS)} |\n|---{'|--:' * (len(COLUMNS) - 1)}|")
    base = results.get("cfpfeeds")
    for name, result in results.items():
        told = score(result.shown)
        mean = statistics.mean(result.bests)
        ratio = f"{mean / statistics.mean(base.bests):.1f}" if base else ""
        milliseconds = (mean, statistics.median(result.bests), statistics.mean(result.firsts))
        cells = [*_shares(told), *(f"{1000 * value:.1f}" for value in milliseconds), ratio]
        print(f"| {name} | {' | '.join(cells)} |")
    for name, result in results.items():
        if result.ended:
            print(
                f"\n{name} was ended by the limit in {result.ended} documents, which count as read without a deadline."
            )


def _shares(told: Score) -> list[str]:
    counts = [f"{told.precision:.3f}", f"{told.recall:.3f}", f"{told.f1:.3f}"]
    return [*counts, f"{100 * told.wrong_share:.1f} %", f"{100 * told.missed_share:.1f} %"]


def _write(result: Results, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        for document, shown in result.shown:
            days = [{"kind": kind, "date": day} for kind, day in sorted(shown)]
            file.write(json.dumps({"id": document.name, "deadlines": days}) + "\n")


if __name__ == "__main__":
    main()
