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
    from fuzz.failures import Failure, failure, kept, minimised

_HERE = Path(__file__).parent


class Run:
    """Counts inputs and keeps the first of every defect."""

    def __init__(self, folder: Path, seconds: float) -> None:
        self.folder = folder
        self.end = time.monotonic() + seconds
        self.known: set[tuple[str, str]] = set()
        self.inputs = 0

    def __call__(self, data: bytes) -> None:
        self.inputs += 1
        found = failure(data)
        if found is None or (found.kind, found.place) in self.known:
            return
        self.known.add((found.kind, found.place))
        smallest = minimised(data, lambda shorter: _alike(failure(shorter), found))
        path = kept(found, smallest, self.folder)
        print(f"{found.kind} at {found.place}: {found.said}\n    {smallest[:300]!r}\n    kept in {path}", flush=True)


def _alike(one: Failure | None, two: Failure) -> bool:
    return one is not None and (one.kind, one.place) == (two.kind, two.place)


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    asked.add_argument("--seconds", type=int, default=300, help="how long the run is")
    asked.add_argument("--longest", type=int, default=4096, help="the longest input in bytes")
    asked.add_argument("--folder", type=Path, default=_HERE / "found", help="where seeds, corpus and failures lie")
    asked.add_argument("--seed", type=int, default=0, help="of chance; 0: another one every time")
    options = asked.parse_args()
    corpus, failures = options.folder / "corpus", options.folder / "failures"
    seeds.write(corpus)
    seeds.write_dictionary(options.folder / "words.dict")
    run = Run(failures, options.seconds)
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
