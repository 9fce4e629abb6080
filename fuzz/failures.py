"""What went wrong with an input: where, how it is made smaller, and where it is kept."""

from __future__ import annotations

import hashlib
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.limits import OutOfTime, limit
from fuzz.targets import TARGETS, chosen

LONGEST = 2.0
"""Seconds of the processor for one input of a few kilobytes."""
_PATIENCE = 120


@dataclass(frozen=True)
class Failure:
    """One defect: `place` is the innermost line of ours that was reached; a slow input has the target's name there."""

    kind: str
    place: str
    said: str

    def like(self, other: Failure) -> bool:
        """Whether it is the same defect: other words, or another input, at the same place."""
        return (self.kind, self.place) == (other.kind, other.place)


def failure(data: bytes, longest: float = LONGEST) -> Failure | None:
    """What goes wrong with an input; None if all is well."""
    if not data:
        return None
    name, body = chosen(data)
    try:
        with limit(longest):
            TARGETS[name](body)
    except OutOfTime:
        return Failure("slow", name, f"more than {longest:g} s")
    except Exception as error:
        return Failure(type(error).__name__, _place(error), str(error)[:200])
    return None


def _place(error: BaseException) -> str:
    ours = [frame for frame in traceback.extract_tb(error.__traceback__) if "cfpfeeds" in frame.filename]
    frame = (ours or list(traceback.extract_tb(error.__traceback__)))[-1]
    return f"{frame.filename.rpartition('cfpfeeds/')[2]}:{frame.lineno} {frame.name}"


def minimised(data: bytes, fails: Callable[[bytes], bool], patience: float = _PATIENCE) -> bytes:
    """The input without the pieces that it can lose and still fail, larger ones first; at most so many seconds."""
    end = time.monotonic() + patience
    size = len(data) // 2
    while size and time.monotonic() < end:
        at = 1  # the first byte picks the target
        while at < len(data) and time.monotonic() < end:
            shorter = data[:at] + data[at + size :]
            if fails(shorter):
                data = shorter
            else:
                at += size
        size //= 2
    return data


def keep(found: Failure, data: bytes, folder: Path) -> str:
    """Writes the smallest input that still shows a defect into a folder, and tells what it is."""

    def shows(shorter: bytes) -> bool:
        now = failure(shorter)
        return now is not None and now.like(found)

    smallest = minimised(data, shows)
    path = kept(found, smallest, folder)
    return f"{found.kind} at {found.place}: {found.said}\n    {smallest[:300]!r}\n    kept in {path}"


def kept(found: Failure, data: bytes, folder: Path) -> Path:
    """Writes an input where the next run, and a person, finds it: its name says what is wrong."""
    folder.mkdir(parents=True, exist_ok=True)
    name = "".join(c if c.isalnum() else "-" for c in f"{found.kind}-{found.place}")
    path = folder / f"{name}-{hashlib.sha256(data).hexdigest()[:8]}"
    path.write_bytes(data)
    return path
