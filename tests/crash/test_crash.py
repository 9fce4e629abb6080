"""A write that is killed, or that finds the disk full, leaves what was there before or what should come after.

`CRASH_POINTS=50` disturbs each of the operations fifty times; `python -m tests.crash.worker` says what came of it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.crash.operations import OPERATIONS

POINTS = int(os.environ.get("CRASH_POINTS", "6"))


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, int]]:
    folder = tmp_path_factory.mktemp("crash")
    argv = [sys.executable, "-m", "tests.crash.worker", str(folder), str(POINTS), "2026"]
    done = subprocess.run(argv, cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    found: dict[str, dict[str, int]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_disturbed_write_is_made_good_by_the_next(results: dict[str, dict[str, int]], operation: str) -> None:
    found = results[operation]
    assert found["clean"] == POINTS
    assert found["faults"] == 0
    assert found["killed"] == (POINTS + 1) // 2


@pytest.mark.parametrize("operation", [name for name, operation in OPERATIONS.items() if operation.atomic])
def test_a_disturbed_write_leaves_the_old_state_or_the_new_one(
    results: dict[str, dict[str, int]], operation: str
) -> None:
    found = results[operation]
    assert found["between"] == 0
    assert found["old"] + found["new"] == POINTS
    assert found["old"] > 0


@pytest.mark.parametrize("operation", ["build", "first-build"])
def test_a_disturbed_build_leaves_no_half_file(results: dict[str, dict[str, int]], operation: str) -> None:
    assert results[operation]["half files"] == 0
    assert results[operation]["between"] > 0


def test_some_writes_really_found_the_disk_full(results: dict[str, dict[str, int]]) -> None:
    assert sum(found["refused"] for found in results.values()) > 0
