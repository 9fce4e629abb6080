"""`python -m fuzz.chance`: seeds bent by chance through every way in. Needs no library; the tests do it shortly.

Every defect is kept once, as the smallest input that still shows it, in the folder of failures; the run goes on. Exit
status 1 when there was one.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from fuzz.bending import bent
from fuzz.failures import LONGEST, Failure, failure, keep
from fuzz.seeds import seeds
from fuzz.targets import TARGETS, addressed, chosen

FOUND = Path(__file__).parent / "found"


@dataclass
class Tally:
    """How many inputs each target was given, and the first input of every defect."""

    tried: Counter[str] = field(default_factory=Counter)
    wrong: dict[Failure, bytes] = field(default_factory=dict)

    def note(self, name: str, found: Failure | None, data: bytes) -> bool:
        """Whether this is a defect that was not yet known."""
        self.tried[name] += 1
        new = found is not None and all(found.like(known) is False for known in self.wrong)
        if found is not None and new:
            self.wrong[found] = data
        return new

    def __str__(self) -> str:
        counts = ", ".join(f"{name} {self.tried[name]:,}" for name in TARGETS if self.tried[name])
        return f"{sum(self.tried.values()):,} inputs, {len(self.wrong)} defects\n{counts}"


def inputs(chance: random.Random, names: Sequence[str]) -> Iterator[bytes]:
    """Bent seeds without end, for each of the named targets in turn."""
    by_name = defaultdict(list)
    for seed in seeds():
        name, body = chosen(seed)
        by_name[name].append(body)
    for number in count():
        name = names[number % len(names)]
        yield addressed(name, bent(chance.choice(by_name[name]), chance))


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m fuzz.chance", description=__doc__)
    asked.add_argument("--seconds", type=int, default=300, help="how long the run is")
    asked.add_argument("--target", action="append", choices=tuple(TARGETS), help="only this one; may be repeated")
    asked.add_argument("--folder", type=Path, default=FOUND, help="where failures are kept")
    asked.add_argument("--seed", type=int, default=1, help="of chance")
    options = asked.parse_args()
    tally, end = Tally(), time.monotonic() + options.seconds
    for data in inputs(random.Random(options.seed), options.target or tuple(TARGETS)):
        found = failure(data, LONGEST)
        if tally.note(chosen(data)[0], found, data) and found:
            print(keep(found, data, options.folder / "failures"), flush=True)
        if time.monotonic() > end:
            break
    print(tally)
    sys.exit(1 if tally.wrong else 0)


if __name__ == "__main__":
    main()
