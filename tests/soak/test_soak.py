"""A simulated month; `python -m tests.soak 240` is the long run."""

from __future__ import annotations

from pathlib import Path

from tests.soak.run import Measure, World, soak


def test_a_month_of_faults_lose_no_call_and_leak_neither_files_nor_threads(tmp_path: Path) -> None:
    measures: list[Measure] = []

    def note(world: World) -> None:
        if world.day in (0, 30):
            measures.append(Measure.now())

    world = soak(tmp_path, lambda day: day <= 30, note)
    first, last = measures
    assert world.faults > 30
    assert world.polls > 400
    assert last.files <= first.files + 3
    assert last.threads <= first.threads
