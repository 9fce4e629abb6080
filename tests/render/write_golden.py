"""Writes the golden files anew: `python -m tests.render.write_golden`, from the root of the repository.

Run it only after a change that is meant to change outputs, and read the difference before committing it: every
subscriber will fetch what changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cfpfeeds.render import FORMATS
from cfpfeeds.render.ics import call_calendar
from cfpfeeds.render.opml import opml
from tests.render.samples import GOLDEN, SAMPLES, SEEN, SITE, a_feed

FOLDER = Path(__file__).parent / "golden"


def golden() -> Iterator[tuple[str, bytes]]:
    """(file name, bytes) of everything that is compared."""
    for fmt in FORMATS:
        yield fmt.filename, fmt.function(GOLDEN, SITE, None)
        yield f"empty-{fmt.filename}", fmt.function(a_feed(), SITE, None)
    yield "call.ics", call_calendar(SAMPLES[0], SITE)
    other = a_feed(slug="history-art-law", title="Calls for papers: History, art & law")
    yield "subscriptions.opml", opml([("", GOLDEN), ("Arts & humanities", other)], SITE, SEEN)


if __name__ == "__main__":
    for name, body in golden():
        (FOLDER / name).write_bytes(body)
