"""What a person must know to save a page for a source, on the status page and in a bookmark that tells it anywhere.

The bookmark is a script that a reader drags to the bar of her browser: it runs on the page that she looks at, never on
ours, whose policy allows no script in a link. It says what to do; it sends, saves and changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import PurePath
from urllib.parse import quote, urlsplit

from cfpfeeds.config import Source

_MOST_PLACES = 12
_LONGEST = 60_000
"""Characters in a bookmark: browsers cut what has more than some 64,000."""


@dataclass(frozen=True, slots=True)
class Saving:
    """One source that is read from saved pages. `places` are host and path of its pages, `folder` the last part of the
    watched folder's name, or empty."""

    id: str
    name: str
    places: tuple[str, ...]
    folder: str


def savings(sources: Iterable[Source], blocked: Collection[str]) -> tuple[Saving, ...]:
    """The sources whose pages a person saves: switched off, with a watched folder, or `blocked` at their last poll."""
    return tuple(
        Saving(source.id, source.name, _places(source), PurePath(source.inbox).name)
        for source in sources
        if source.mailbox is None and (source.inbox or source.id in blocked or _off_for_programs(source))
    )


def bookmark(found: Sequence[Saving], title: str) -> str:
    """The address of the bookmark, `javascript:...`; of so many sources that browsers would cut it, the first ones."""
    script = _packed(files("cfpfeeds.web").joinpath("bookmark.js").read_text(encoding="utf-8"))
    rows = [[one.id, one.name, list(one.places), one.folder] for one in found]
    while True:
        told = ",".join(json.dumps(value, ensure_ascii=False, separators=(",", ":")) for value in (rows, title))
        address = "javascript:" + quote(f"{script}({told})", safe="!()*,-./:;=?@_~$&+")
        if len(address) <= _LONGEST or not rows:
            return address
        rows = rows[: len(rows) * 4 // 5]


def _packed(script: str) -> str:
    """A script in one line: bookmarks hold no line breaks, and a comment would swallow what follows it."""
    lines = (line.strip() for line in script.splitlines())
    return " ".join(line for line in lines if line and not line.startswith("//"))


def _off_for_programs(source: Source) -> bool:
    """Whether it is switched off and a web page, which one can save; feeds and files of deadlines are not saved."""
    return not source.enabled and source.rules.kind not in ("feed", "ical", "list")


def _places(source: Source) -> tuple[str, ...]:
    """Host and path of the pages of a source, each once."""
    found = []
    for url in (*source.addresses()[:_MOST_PLACES], source.homepage, *(f"https://{host}" for host in source.hosts)):
        parts = urlsplit(url)
        if parts.hostname:
            query = f"?{parts.query}" if parts.query else ""
            found.append(parts.hostname.removeprefix("www.") + parts.path.rstrip("/") + query)
    return tuple(dict.fromkeys(found))[:_MOST_PLACES]
