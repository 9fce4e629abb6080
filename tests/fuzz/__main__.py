"""`python -m tests.fuzz MINUTES [SEED]`: the long run, outside CI. Exit status 1, and the inputs that went wrong."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.fuzz.run import fuzz

if __name__ == "__main__":
    minutes, seed = float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with tempfile.TemporaryDirectory() as folder:
        tried, wrong = fuzz(Path(folder), seed=seed, seconds=60 * minutes)
    sys.stdout.write(f"{dict(tried)}, {sum(tried.values())} inputs, {len(wrong)} wrong\n")
    for line in wrong[:50]:
        sys.stdout.write(line + "\n")
    sys.exit(1 if wrong else 0)
