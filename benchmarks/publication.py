"""`python -m benchmarks.publication [CALLS...]`: what a publication takes when ever more calls have come and gone.

Each store holds so many calls ever seen, a call a day of which the last `OPEN` are open; one publication makes every
document, another one, without a change, none. Each runs in a process of its own. What is printed: the most memory that
Python held at once, the growth of the process (both in MB), and seconds of the processor.
"""

from __future__ import annotations

import multiprocessing
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cfpfeeds import disciplines
from cfpfeeds.model import (
    Call,
    Change,
    ChangeKind,
    Deadline,
    Entry,
    Kind,
    Outcome,
    OutcomeKind,
    Plan,
    Site,
    SourceState,
)
from cfpfeeds.publish import publish
from cfpfeeds.store import Store, open_store

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SIZES = (2_000, 10_000, 50_000)
OPEN = 500
_A_DAY = 10
_BATCH = 1_000
_SITE = Site("https://calls.example.org", source_names={"press": "Example Press"})
_WORDS = "Contributions on the care of older people in towns and villages are asked for; methods of every kind count. "


def calls(many: int, a_day: int = _A_DAY) -> Iterator[Call]:
    """So many calls, ten a day unless told otherwise, the youngest of yesterday; each is open for fifty days."""
    leaves = [found.slug for found in disciplines.all_disciplines() if found.parent]
    for n in range(many):
        seen = NOW - timedelta(days=1 + n // a_day)
        due = (seen + timedelta(days=OPEN // _A_DAY)).date()
        text = f"Papers are due by {due:%d %B %Y}."
        entry = Entry("submission", Deadline(Kind.SUBMISSION, due, text=text), "press", 0, seen, seen)
        yield Call(
            id=f"call{n:07d}",
            title=f"Number {n} of the special issues on care",
            venue=f"Journal {n % 97}",
            url=f"https://press.example/calls/{n}",
            published_at=seen,
            updated_at=seen,
            entries=(entry,),
            disciplines=tuple(sorted({leaves[n % len(leaves)], leaves[n * 7 % len(leaves)]})),
            summary=_WORDS * 10,
            source_ids=("press",),
        )


def fill(store: Store, many: int, a_day: int = _A_DAY) -> None:
    """Put the calls and what was told of them into the store, oldest first."""
    ready = list(calls(many, a_day))[::-1]
    for start in range(0, many, _BATCH):
        some = tuple(ready[start : start + _BATCH])
        new = tuple(Change(call.id, call.published_at, ChangeKind.NEW, source_id="press") for call in some)
        outcome = Outcome("press", OutcomeKind.UPDATED, "", NOW, calls=len(some))
        store.apply(Plan(calls=some, changes=new), SourceState("press"), outcome)


def measured(path: str, traced: bool, answer: multiprocessing.Queue[tuple[float, float, float]]) -> None:
    """Publish; megabytes of Python's at most, megabytes by which the process has grown, seconds of the processor."""
    with closing(open_store(path)) as store:
        store.version()
        before = held_at_most()
        if traced:
            tracemalloc.start()
        began = time.process_time()
        publish(store, _SITE, now=NOW)
        taken = time.process_time() - began
        most = tracemalloc.get_traced_memory()[1] / 1e6 if traced else 0.0
        grown = held_at_most() - before
    answer.put((most, grown, taken))


def held_at_most() -> float:
    """The most memory this process has ever had, in megabytes; from Linux, since `getrusage` tells its parent's."""
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1e3


def apart(path: str, traced: bool) -> tuple[float, float, float]:
    context = multiprocessing.get_context("spawn")
    answer: multiprocessing.Queue[tuple[float, float, float]] = context.Queue()
    child = context.Process(target=measured, args=(path, traced, answer))
    child.start()
    found = answer.get()
    child.join()
    return found


def main(sizes: list[int]) -> None:
    sys.stdout.write(
        "| calls ever seen | Python at most, MB | process grows by, MB | first, s | without a change, s |\n"
    )
    sys.stdout.write("|--:|--:|--:|--:|--:|\n")
    for many in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = f"sqlite:///{Path(folder)}/calls.sqlite"
            with closing(open_store(path)) as store:
                fill(store, many)
            _, grown, first = apart(path, traced=False)
            _, _, again = apart(path, traced=False)
            most, _, _ = apart(path, traced=True)
        sys.stdout.write(f"| {many:,} | {most:.0f} | {grown:.0f} | {first:.1f} | {again:.1f} |\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main([int(many) for many in sys.argv[1:]] or list(SIZES))
