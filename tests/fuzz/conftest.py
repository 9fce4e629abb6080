"""The fuzzer needs limits on seconds of the processor, which Windows has not."""

from __future__ import annotations

import sys

collect_ignore_glob = ["test_*.py"] if sys.platform == "win32" else []
