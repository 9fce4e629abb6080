"""`python -m fuzz`: bytes that no person would write, through every reader, for a while.

Every defect is kept once, as the smallest input that still shows it, in the folder of failures; the run goes on.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["cfpfeeds"]):
    from fuzz import seeds
    from fuzz.chance import FOUND, Tally
    from fuzz.failures import LONGEST, failure, keep
    from fuzz.targets import TARGETS, addressed, chosen


class Run:
    """Counts inputs by target, keeps the first of every defect, and tells what it did when its time is up."""

    def __init__(self, folder: Path, seconds: float, names: list[str]) -> None:
        self.folder, self.names = folder, names
        self.end = time.monotonic() + seconds - 1  # libFuzzer ends the process without a last word of ours
        self.tally, self.told = Tally(), False

    def __call__(self, data: bytes) -> None:
        if not data:
            return
        name, body = chosen(data)
        if self.names and name not in self.names:
            name = self.names[data[0] % len(self.names)]
        data = addressed(name, body)
        found = failure(data, LONGEST)
        if self.tally.note(name, found, data) and found:
            print(keep(found, data, self.folder), flush=True)
        if not self.told and time.monotonic() > self.end:
            self.told = True
            print(self.tally, flush=True)


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    asked.add_argument("--seconds", type=int, default=300, help="how long the run is")
    asked.add_argument("--target", action="append", choices=tuple(TARGETS), help="only this one; may be repeated")
    asked.add_argument("--longest", type=int, default=4096, help="the longest input in bytes")
    asked.add_argument("--folder", type=Path, default=FOUND, help="where seeds, corpus and failures lie")
    asked.add_argument("--seed", type=int, default=0, help="of chance; 0: another one every time")
    options = asked.parse_args()
    corpus, failures = options.folder / "corpus", options.folder / "failures"
    seeds.write(corpus, options.target or TARGETS)
    seeds.write_dictionary(options.folder / "words.dict")
    run = Run(failures, options.seconds, options.target or [])
    settings = [
        f"-max_total_time={options.seconds}",
        f"-max_len={options.longest}",
        f"-dict={options.folder / 'words.dict'}",
        f"-artifact_prefix={failures}/",
        f"-seed={options.seed}",
        "-timeout=60",
        "-rss_limit_mb=2048",
        "-print_final_stats=1",
    ]
    failures.mkdir(parents=True, exist_ok=True)
    atheris.Setup([sys.argv[0], *settings, str(corpus)], run)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
