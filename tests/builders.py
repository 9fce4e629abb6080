"""Values with sensible defaults: a test overrides what it is about."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cfpfeeds.config import Config, Source
from cfpfeeds.store import Store, open_store


def a_source(**more: Any) -> Source:
    """A JSON listing of {"calls": [{"title", "venue", "link", "due"}]}."""
    rules = {
        "kind": "list",
        "items": "calls",
        "title": "{title}",
        "venue": "{venue}",
        "url": "{link}",
        "format": "json",
        "deadlines": [{"dates": [{"text": "{due}", "kind": "submission"}]}],
    }
    table = {"id": "press", "name": "Example Press", "url": "https://press.example/calls.json", "rules": rules, **more}
    return Source.model_validate(table)


def a_config(*sources: Source) -> Config:
    return Config(sources=sources or (a_source(),))


def a_listing(*calls: dict[str, str]) -> bytes:
    """The bytes of a listing; each call has a title, venue and link unless it says otherwise."""
    filled = [
        {"venue": "Journal of Care", "link": f"https://press.example/{n}", "title": f"Call {n}", "due": "2027-03-01"}
        | c
        for n, c in enumerate(calls)
    ]
    return json.dumps({"calls": filled}).encode()


def minter() -> Callable[[], str]:
    """Ids that count: call1, call2, ..."""
    numbers = itertools.count(1)
    return lambda: f"call{next(numbers)}"


def a_store(folder: Path) -> Store:
    return open_store(f"sqlite:///{folder}/calls.sqlite")
