"""`python -m benchmarks.pages [CALLS]`: how long each page takes when so many calls are open at once, and its size.

The application answers in this process, by a clock that stands still. *Started* is the first request of a process,
which reads and sorts all calls; *woken* the first after a poll has changed one call; *first* makes a page that nobody
has asked for since, *again* serves it as it is kept. Seconds are of the processor; bytes as they are, and as gzip sends
them.
"""

from __future__ import annotations

import gzip
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from flask.testing import FlaskClient

from benchmarks.publication import NOW, calls, fill
from cfpfeeds import disciplines
from cfpfeeds.config import Config
from cfpfeeds.languages import LANGUAGES
from cfpfeeds.model import Outcome, OutcomeKind, Plan, Site, SourceState
from cfpfeeds.publish import publish
from cfpfeeds.store import open_store
from cfpfeeds.web import create_app

USUAL = 20_000
_DAYS_OPEN = 45
PAGES = (
    "/",
    "/de/",
    "/all/",
    "/all/?page=2",
    "/all/?sort=title",
    "/computer-science/",
    "/all/?q=care",
    "/all/?q=nosuchword",
    "/all/?q=Pflege",
    "/all/?kind=special_issue&within=30d",
    "/filter/",
    "/filter/?q=care&discipline=nursing&remind=7d",
    "/filter/calls.rss?q=care",
    "/filter/deadlines.ics?q=care",
    "/api/calls",
    "/api/calls?q=care&limit=200",
    "/all/month/",
    "/all/month/2026-12/",
    "/all/?on=2026-12-31",
    "/all/timeline/",
    "/journal/",
    "/journal/journal-7/",
    "/source/press/",
    "/calls/call0000007",
    "/all/embed?count=50",
    "/embed?list=all",
    "/status",
    "/sitemap.xml",
)


def timed(client: FlaskClient, path: str) -> tuple[float, bytes]:
    """Seconds of the processor for one answer, and its body. Raises AssertionError where it is not 200."""
    began = time.process_time()
    answer = client.get(path)
    body = answer.data
    taken = time.process_time() - began
    assert answer.status_code == 200, f"{path} answers {answer.status_code}"
    return taken, body


def main(many: int) -> None:
    names = {found.slug: found.name for found in disciplines.all_disciplines()}
    site = Site("https://calls.example.org", discipline_names=names, source_names={"press": "Example Press"})
    config = Config.model_validate({"settings": {"languages": LANGUAGES}, "sources": [_SOURCE]})
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(open_store(f"sqlite:///{Path(folder)}/calls.sqlite")) as store,
    ):
        fill(store, many, a_day=-(-many // _DAYS_OPEN))
        publish(store, site, now=NOW)
        moments = [0.0]
        client = create_app(store, config, site, lambda: NOW, monotonic=lambda: moments[0]).test_client()
        started = timed(client, "/")[0]
        changed = replace(next(calls(1)), title="Another title")
        store.apply(Plan(calls=(changed,)), SourceState("press"), Outcome("press", OutcomeKind.UPDATED, "", NOW))
        moments[0] += 2.0
        woken = timed(client, "/")[0]
        sys.stdout.write(f"started: {started:.2f} s, woken: {woken:.2f} s\n\n")
        sys.stdout.write("| address | first, s | again, ms | kB | gzip, kB |\n")
        sys.stdout.write("|---|--:|--:|--:|--:|\n")
        for path in PAGES:
            first, body = timed(client, path)
            again = min(timed(client, path)[0] for _ in range(3))
            small = len(gzip.compress(body, 6))
            sys.stdout.write(
                f"| `{path}` | {first:.2f} | {again * 1e3:.1f} | {len(body) / 1e3:.0f} | {small / 1e3:.0f} |\n"
            )
            sys.stdout.flush()


_SOURCE = {"id": "press", "name": "Example Press", "url": "https://press.example/", "format": "auto"}


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else USUAL)
