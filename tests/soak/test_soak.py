"""A simulated month; `python -m tests.soak 240` is the long run."""

from __future__ import annotations

from pathlib import Path

from tests.soak.run import Measure, soak


def test_a_month_of_faults_lose_no_call_and_leak_neither_files_nor_threads(tmp_path: Path) -> None:
    measures: list[Measure] = []
    soak(tmp_path, lambda day: day <= 30, lambda _, measure: measures.append(measure))
    first, *_, last = measures
    assert last.files <= first.files + 3
    assert last.threads <= first.threads
