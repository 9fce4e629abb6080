"""Writes docs/faults.md anew from what the faults really lead to."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.faults.catalogue import FAULTS, SOURCES
from tests.faults.trial import TABLE, Trial, row

HEAD = """# What a source can do to us, and what comes of it

Each line is a fault that a server in `tests/faults` commits over a real connection, and the outcome of the poll. After
every one of them all calls that were known are served unchanged, and the next good poll is a good poll. `suspicious`,
`blocked` and `failed` change nothing; where the outcome is `unchanged` or `updated`, the guard held back what was wrong
in single calls, or only a new call was added, cleaned.

| the source | outcome |
|---|---|
"""

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, Trial.begun(Path(folder)) as trial:
        for source_id in SOURCES:
            trial.good_day(source_id)
        lines = []
        for fault in FAULTS:
            lines.append(row(fault, trial.bad_day(fault).kind))
            trial.good_day(fault.source)
    TABLE.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
