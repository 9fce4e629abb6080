"""`python -m fuzz.replay FILE...`: what kept inputs do now. Needs no fuzzer. Exit status 1 while any still fails."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from fuzz.failures import failure
from fuzz.targets import chosen


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m fuzz.replay", description=__doc__)
    asked.add_argument("files", nargs="+", type=Path)
    failed = 0
    for path in asked.parse_args().files:
        data = path.read_bytes()
        found = failure(data)
        failed += found is not None
        name, body = chosen(data)
        print(
            f"{path.name}: {name} {body[:80]!r}: {f'{found.kind} at {found.place}: {found.said}' if found else 'well'}"
        )
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
