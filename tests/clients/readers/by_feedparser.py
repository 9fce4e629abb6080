"""Feeds as feedparser or fastfeedparser reads them: its name and files in argv, one JSON list of lists out."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path


def items(library: str, path: str) -> list[dict[str, str]]:
    found = importlib.import_module(library).parse(Path(path).read_bytes())
    if found.get("bozo"):
        raise SystemExit(f"{path}: {found['bozo_exception']}")
    return [
        {"id": one["id"], "title": one["title"], "link": one["link"], "published": one["published"]}
        for one in found["entries"]
    ]


json.dump([items(sys.argv[1], path) for path in sys.argv[2:]], sys.stdout)
