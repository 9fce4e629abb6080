"""`python -m tests.soak MINUTES`: simulated days as fast as they go; a line a minute says what the process holds."""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.soak.run import Measure, World, soak

_EVERY_S = 60.0


@dataclass
class Log:
    """Writes a line a minute, so that an end without warning loses little."""

    began: float = field(default_factory=time.monotonic)
    told: float = float("-inf")

    def __call__(self, world: World) -> None:
        if time.monotonic() - self.told < _EVERY_S:
            return
        self.told = time.monotonic()
        minutes = (self.told - self.began) / 60
        measure = Measure.now()
        sys.stdout.write(
            f"minute {minutes:.0f}: day {world.day:.0f}, {world.polls} polls, {world.faults} faults, "
            f"{world.calls} calls ever seen; {measure.megabytes:.1f} MB, {measure.files} files, "
            f"{measure.threads} threads\n"
        )
        sys.stdout.flush()


if __name__ == "__main__":
    until = time.monotonic() + 60 * float(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        world = soak(Path(folder), lambda _: time.monotonic() < until, Log())
    sys.stdout.write(f"{world.day:.0f} days, every call that was still listed is known\n")
