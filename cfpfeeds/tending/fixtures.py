"""Saved pages with the calls they are known to hold: what `add` keeps beside sources.toml and `check` reads again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cfpfeeds.config import Source
from cfpfeeds.errors import CfpfeedsError, UsageError
from cfpfeeds.model import Page
from cfpfeeds.single import read_page
from cfpfeeds.tending.file import replace_file

_FOLDER = "fixtures"
_COMPARED = ("title", "venue", "url", "status", "deadlines")


@dataclass(frozen=True, slots=True)
class Difference:
    """How what a fixture yields now differs from what it yielded when it was kept; `words` is "" if it does not."""

    source_id: str
    calls: int
    words: str


def folder_of(config: Path, source_id: str) -> Path:
    """Where the fixture of a source lies: `fixtures/<id>` beside the configuration."""
    return config.resolve().parent / _FOLDER / source_id


def save(config: Path, source_id: str, page: Page, calls: Sequence[Mapping[str, Any]]) -> Path:
    """Keep a page with its calls. Raises UsageError where the folder cannot be written."""
    folder = folder_of(config, source_id)
    told = {
        "url": page.url,
        "final_url": page.final_url,
        "media_type": page.media_type,
        "charset": page.charset,
        "fetched_at": page.fetched_at.astimezone(UTC).isoformat(timespec="seconds"),
        "calls": [{key: call[key] for key in _COMPARED} for call in calls],
    }
    replace_file(folder / "expected.json", json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    try:
        (folder / "page").write_bytes(page.body)
    except OSError as error:
        raise UsageError(f"{folder / 'page'} cannot be written: {error.strerror or error}") from error
    return folder


def load(config: Path, source_id: str) -> tuple[Page, list[dict[str, Any]]] | None:
    """The page that was kept, and its calls; None where none was. Raises UsageError for a broken one."""
    folder = folder_of(config, source_id)
    if not (folder / "expected.json").is_file():
        return None
    try:
        told = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
        page = Page(
            url=told["url"],
            final_url=told["final_url"],
            status=200,
            media_type=told["media_type"],
            body=(folder / "page").read_bytes(),
            fetched_at=datetime.fromisoformat(told["fetched_at"]),
            charset=told["charset"],
        )
        return page, list(told["calls"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"the fixture {folder} is broken: {error}; remove it or add the source again") from error


def verify(config: Path, source: Source) -> Difference | None:
    """Read the fixture of a source by its rules of today; None where there is no fixture."""
    kept = load(config, source.id)
    if kept is None:
        return None
    page, wanted = kept
    try:
        found = read_page(page, source)
    except CfpfeedsError as error:
        return Difference(source.id, 0, str(error))
    if found["reason"]:
        return Difference(source.id, 0, f"not recognised: {found['reason']}")
    now = [{key: call[key] for key in _COMPARED} for call in found["calls"]]
    return Difference(source.id, len(now), _compared(wanted, now))


def _compared(wanted: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]]) -> str:
    before = {(call["title"], call["url"]): call for call in wanted}
    after = {(call["title"], call["url"]): call for call in now}
    lost = [title for title, url in before if (title, url) not in after]
    new = [title for title, url in after if (title, url) not in before]
    other = [key[0] for key, call in before.items() if key in after and after[key] != call]
    parts = [
        f"{what} {len(titles)} ({titles[0][:60]!r})"
        for what, titles in (("lost", lost), ("new", new), ("changed", other))
        if titles
    ]
    return ", ".join(parts)
