"""The tables that ship with the package, read once: tab-separated, "#" begins a remark."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import resources


def rows(name: str) -> Iterator[list[str]]:
    """The rows of a shipped table as cells, without remarks, blank lines and the head."""
    lines = [line for line in _text(name).splitlines() if line and not line.startswith("#")]
    for line in lines[1:]:
        yield line.split("\t")


@cache
def _text(name: str) -> str:
    return resources.files("cfpfeeds.disciplines").joinpath(name).read_text(encoding="utf-8")
