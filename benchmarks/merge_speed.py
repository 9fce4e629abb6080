"""How long merging takes, how much memory it needs, and how both grow.

usage: python -m benchmarks.merge_speed [--largest 1000000]

Each size runs in a process of its own, so that the peak of memory is its own. Sightings are made up (merge_data.py).
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from benchmarks.merge_data import sightings
from cfpfeeds.merge import RECIPE, clusters, keys_of, plan
from cfpfeeds.model import Known, Outcome, OutcomeKind, Plan, Sighting, SourceState
from cfpfeeds.store import Look, open_store

_SIZES = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)
_NOW = datetime(2026, 11, 24, tzinfo=UTC)


def batch(count: int) -> dict[str, float]:
    """`count` sightings grouped from nothing: seconds, peak of memory in MB (and before), calls found."""
    made = sightings(count)
    before = _peak_mb()
    began, worked = time.perf_counter(), time.process_time()
    labels = clusters(made)
    seconds, work = time.perf_counter() - began, time.process_time() - worked
    return {
        "sightings": count,
        "seconds": seconds,
        "of one core": work,
        "MB": _peak_mb(),
        "MB before": before,
        "calls": len(set(labels)),
    }


def poll(stored: int, new: int) -> dict[str, float]:
    """A source of `new` sightings polled for the first time into a store of `stored`: seconds with all writing."""
    made = sightings(stored + new)
    news = [
        _of_one_source(s, n) for n, s in enumerate(sightings(stored + new, seed=1)[stored // 2 : stored // 2 + new])
    ]
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/calls.sqlite")
        ids = (f"c{n}" for n in itertools.count())
        began = time.perf_counter()
        filled = plan(made[:stored], Known(), source_id="", now=_NOW, mint=lambda: next(ids), complete=False)
        from_nothing = time.perf_counter() - began
        outcome, state = Outcome("", OutcomeKind.UPDATED, "", _NOW), SourceState("")
        store.apply(filled, state, outcome, keys_of=keys_of)
        stored_in = time.perf_counter() - began
        store.set_meta("matching", RECIPE)
        spent: dict[str, float] = {}

        def decide(known: Known, look: Look) -> tuple[Plan, SourceState, Outcome]:
            started = time.perf_counter()
            later = _NOW + timedelta(days=1)
            done = plan(news, known, source_id="new", now=later, mint=lambda: next(ids), complete=True, look=look)
            spent["plan"] = time.perf_counter() - started
            spent["joined"] = sum(s.founded == "" for s in done.sightings)
            return done, state, outcome

        began, worked = time.perf_counter(), time.process_time()
        store.decide("new", news, decide, pages=(), keys_of=keys_of)
        whole, work = time.perf_counter() - began, time.process_time() - worked
        store.close()
    return {
        "stored": stored,
        "new": new,
        "seconds": whole,
        "of one core": work,
        "of which plan": spent["plan"],
        "joined": spent["joined"],
        "plan of all from nothing": from_nothing,
        "with writing": stored_in,
        "MB": _peak_mb(),
    }


def _of_one_source(sighting: Sighting, number: int) -> Sighting:
    return replace(sighting, source_id="new", key=f"n{number}")


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _apart(*argv: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.merge_speed", *argv], capture_output=True, text=True, check=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("--largest", type=int, default=1_000_000)
    told.add_argument("--batch", type=int, help=argparse.SUPPRESS)
    told.add_argument("--poll", type=int, nargs=2, help=argparse.SUPPRESS)
    asked = told.parse_args()
    if asked.batch:
        print(json.dumps(batch(asked.batch)))
        return
    if asked.poll:
        print(json.dumps(poll(*asked.poll)))
        return
    rows = [_apart("--batch", str(size)) for size in _SIZES if size <= asked.largest]
    print("| sightings | calls | seconds | seconds of one core | µs of it a sighting | peak MB (before) |")
    print("|---|---|---|---|---|---|")
    for row in rows:
        each = row["of one core"] / row["sightings"] * 1e6
        print(
            f"| {row['sightings']:,.0f} | {row['calls']:,.0f} | {row['seconds']:.2f} "
            f"| {row['of one core']:.2f} | {each:.0f} | {row['MB']:.0f} ({row['MB before']:.0f}) |"
        )
    print(f"\ngrowth exponent (least squares over all sizes): {_slope(rows):.2f}")
    for size in (10_000, 100_000):
        row = _apart("--poll", str(size), "1000")
        print("\n" + ", ".join(f"{name} {value:,.2f}" for name, value in row.items()))


def _slope(rows: list[dict[str, float]]) -> float:
    xs, ys = ([math.log(row[name]) for row in rows] for name in ("sightings", "of one core"))
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)) / sum((x - mean_x) ** 2 for x in xs)


if __name__ == "__main__":
    main()
