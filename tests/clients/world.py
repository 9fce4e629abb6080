"""Three sources on a loopback host, the service that polls them by a recorded clock, and its answers over HTTP."""

from __future__ import annotations

import html
import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
from werkzeug.serving import make_server

from cfpfeeds.config import load
from cfpfeeds.model import Outcome
from cfpfeeds.operations import Service
from cfpfeeds.web import create_app
from tests.commands.mirror import Answer, Mirror, a_mirror

BEGAN = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)

CONFIG = """
[settings]
contact = "librarian@library.example"
uid_domain = "calls.library.example"

[[source]]
id = "press"
name = "Harbour Press"
url = "https://press.example/calls"
gap = "0s"

[source.rules]
kind = "cards"
marker = "h1.calls"
item = "article.call"
title = "h2"
venue = ".journal"
prose = ".dates"
status = ".state"

[[source]]
id = "hub"
name = "Deadlines by hand"
url = "https://hub.example/list.json"
authority = "list"
gap = "0s"

[source.rules]
kind = "list"
format = "json"
items = "calls"
title = "{title}"
venue = "{journal}"
url = "{link}"
deadlines = [{ dates = [{ text = "{due}", kind = "submission" }] }]

[[source]]
id = "crawler"
name = "Crawled calls"
url = "https://crawler.example/found.json"
authority = "crawler"
may_be_empty = true
gap = "0s"

[source.rules]
kind = "list"
format = "json"
items = "calls"
key = "{number}"
title = "{title}"
venue = "{journal}"
url = "{link}"
deadlines = [{ dates = [{ text = "{due}", kind = "submission" }] }]
"""

PLACES = {"press": "/press.example/calls", "hub": "/hub.example/list.json", "crawler": "/crawler.example/found.json"}
BROKEN = Answer(b"the database is away", 503, "text/plain")


@dataclass(frozen=True)
class Printed:
    """A call as a source prints it. `dates` is the sentence or field in which the deadlines stand."""

    title: str
    journal: str
    link: str
    dates: str
    state: str = "Open"


def press_page(calls: Sequence[Printed]) -> Answer:
    """The publisher's page of cards."""
    cards = "".join(
        f'<article class="call"><h2><a href="{html.escape(call.link)}">{html.escape(call.title)}</a></h2>'
        f'<p class="journal">{html.escape(call.journal)}</p><p class="dates">{call.dates}</p>'
        f'<p class="state">{html.escape(call.state)}</p></article>\n'
        for call in calls
    )
    page = f'<!doctype html><html lang="en"><body><h1 class="calls">Calls for papers</h1>\n{cards}</body></html>'
    return Answer(page.encode(), media_type="text/html; charset=utf-8")


def list_file(calls: Sequence[Printed]) -> Answer:
    """The data file of a list, which numbers its records."""
    rows = [
        {"number": str(n), "title": c.title, "journal": c.journal, "link": c.link, "due": c.dates}
        for n, c in enumerate(calls, 1)
    ]
    return Answer(json.dumps({"calls": rows}).encode())


class Clock:
    """Stands until it is moved."""

    def __init__(self) -> None:
        self.now = BEGAN

    def __call__(self) -> datetime:
        return self.now


class Running:
    """The service as it runs: `poll` it, and read what it says at `url`."""

    def __init__(self, service: Service, mirror: Mirror, clock: Clock, url: str) -> None:
        self._service, self._mirror, self._clock, self.url = service, mirror, clock, url

    def poll(self, now: datetime, answers: Mapping[str, Answer]) -> list[Outcome]:
        """Poll every source at `now`, when it answers so, and publish."""
        self._clock.now = now
        self._mirror.answers = {PLACES[source]: answer for source, answer in answers.items()}
        outcomes = self._service.poll(self._service.config.sources)
        self._service.publish()
        return outcomes

    def get(self, path: str) -> bytes:
        """The bytes at an address of the service; fails unless it answers 200."""
        answer = httpx.get(f"{self.url}{path}", timeout=20, trust_env=False)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.content


@contextmanager
def running(folder: Path) -> Iterator[Running]:
    """The service with its sources, on free loopback ports, ended with the block."""
    clock = Clock()
    written = folder / "sources.toml"
    written.write_text(CONFIG, encoding="utf-8")
    with a_mirror({}) as mirror:
        server = make_server("127.0.0.1", 0, lambda _, start: start("503", []) and [], threaded=True)  # type: ignore[arg-type]
        url = f"http://127.0.0.1:{server.server_port}"
        service = Service(load(written), f"sqlite:///{folder}/calls.sqlite", clock, mirror=mirror.url, base_url=url)
        with closing(service):
            server.app = create_app(service.store, service.config, service.site, clock, look_again_s=0.0)
            thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
            thread.start()
            try:
                yield Running(service, mirror, clock, url)
            finally:
                server.shutdown()
                thread.join()
                server.server_close()
