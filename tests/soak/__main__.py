"""`python -m tests.soak MINUTES`: simulated days as fast as they go; prints what the process holds as they pass."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from tests.soak.run import Measure, soak

if __name__ == "__main__":
    until = time.monotonic() + 60 * float(sys.argv[1])

    def told(day: float, measure: Measure) -> None:
        sys.stdout.write(f"day {day:.0f}: {measure}\n")
        sys.stdout.flush()

    with tempfile.TemporaryDirectory() as folder:
        world = soak(Path(folder), lambda _: time.monotonic() < until, told)
    sys.stdout.write(f"{world.day:.0f} days, every call that was still listed is known\n")
