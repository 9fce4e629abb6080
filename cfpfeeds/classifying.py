"""Calls from a file, each with its disciplines: what `cfpfeeds classify` prints."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cfpfeeds import disciplines
from cfpfeeds.config import Source
from cfpfeeds.disciplines import Verdict
from cfpfeeds.errors import UsageError

_TEXTS = ("title", "venue", "summary", "acronym")


def classified(path: Path, source: Source | None = None, *, fields: bool, why: bool) -> Iterator[dict[str, Any]]:
    """One answer a line of `path` (JSON lines of id, title, venue, and maybe summary, acronym and labels).

    `source` gives the meaning of its own labels and what is fixed for all its calls. With `fields` a whole field may
    stand where nothing says which of its disciplines. Raises UsageError that names file and line.
    """
    for call_id, call in _calls(path):
        verdict = disciplines.explain(
            **{name: call.get(name) or "" for name in _TEXTS},
            labels=call.get("labels") or (),
            fixed=source.disciplines if source else (),
            mapping=source.labels if source else {},
            fields=fields,
        )
        yield {"id": call_id, "disciplines": list(verdict.disciplines), **_told(verdict, why)}


def _calls(path: Path) -> Iterator[tuple[Any, Mapping[str, Any]]]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            call = _call(line, f"{path}:{number}")
            yield call.get("id", number), call


def _call(line: str, where: str) -> Mapping[str, Any]:
    try:
        call = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{where}: not a line of JSON ({error})") from error
    if not isinstance(call, dict):
        raise UsageError(f'{where}: must be an object, like {{"id": "1", "title": "…", "venue": "…"}}')
    if odd := [name for name in _TEXTS if not isinstance(call.get(name) or "", str)]:
        raise UsageError(f"{where}: `{odd[0]}` must be text")
    labels = call.get("labels") or []
    if not isinstance(labels, list) or not all(isinstance(label, str) for label in labels):
        raise UsageError(f"{where}: `labels` must be a list of texts")
    return call


def _told(verdict: Verdict, why: bool) -> dict[str, Any]:
    told: dict[str, Any] = {"confidence": verdict.confidence}
    if why:
        told["why"] = [
            {"evidence": heard.kind, "words": heard.words, "weights": dict(heard.weights)} for heard in verdict.why
        ]
    return told
