"""Programs that a test needs from outside: a developer may do without, CI may not."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn

import pytest

NODE_MODULES = Path(__file__).parent / "node_modules"


def missing(name: str) -> NoReturn:
    """Skip a test whose program is not installed; fail it where every program is asked for (`.ci/run`)."""
    if os.environ.get("CFPFEEDS_CLIENTS") == "required":
        pytest.fail(f"{name} is not installed; .ci/run installs it", pytrace=False)
    pytest.skip(f"{name} is not installed; .ci/run shows how to get it")


def from_npm(path: str) -> Path:
    """A file of a package that tests/package.json names."""
    found = NODE_MODULES / path
    if not found.is_file():
        missing(path.partition("/")[0])
    return found
