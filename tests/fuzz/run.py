"""Bends seeds and tries them, until the time or the number is up."""

from __future__ import annotations

import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.fuzz.targets import bent, targets

LONGEST_S = 10
"""Seconds that one input may take before it counts as a hang."""


class Hang(BaseException):
    """No Exception, so that nothing on the way takes it for an error of its own."""


@contextmanager
def bounded() -> Iterator[None]:
    def ring(*_: object) -> None:
        raise Hang

    former = signal.signal(signal.SIGALRM, ring)
    signal.alarm(LONGEST_S)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, former)


def fuzz(folder: Path, *, seed: int, inputs: int = 0, seconds: float = 0.0) -> tuple[Counter[str], list[str]]:
    """How many inputs were tried by target, and what went wrong, with the input as `repr`."""
    chance, tried, wrong = random.Random(seed), Counter[str](), list[str]()
    doors = targets(folder)
    until = time.monotonic() + seconds
    while (sum(tried.values()) < inputs) if inputs else (time.monotonic() < until):
        door = chance.choice(doors)
        data = bent(chance.choice(door.seeds), chance)
        tried[door.name] += 1
        try:
            with bounded():
                door.try_it(data)
        except Hang:
            wrong.append(f"{door.name} hangs on {data[:2000]!r}")
        except Exception as error:  # noqa: BLE001 - every one of them is a find
            wrong.append(f"{door.name}: {type(error).__name__}: {error} on {data[:2000]!r}")
    return tried, wrong
