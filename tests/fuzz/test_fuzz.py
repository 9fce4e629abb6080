"""A short run of the fuzzer; `python -m tests.fuzz 60` is the long one."""

from __future__ import annotations

from pathlib import Path

from tests.fuzz.run import fuzz


def test_bent_bytes_neither_crash_nor_hang_any_door(tmp_path: Path) -> None:
    tried, wrong = fuzz(tmp_path, seed=2026, inputs=400)
    assert wrong == []
    assert len(tried) == 7
