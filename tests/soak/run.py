"""Simulated days at high speed, with faults: what grows, and whether every true call is still there at the end."""

from __future__ import annotations

import gc
import json
import logging
import os
import random
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import httpx

from cfpfeeds.config import Config
from cfpfeeds.fetch import HttpFetcher
from cfpfeeds.jobs import Runner
from cfpfeeds.model import Site
from tests.builders import a_source, a_store, minter
from tests.fakes import NOW

SOURCES = 8
LISTED = 30
_LIFE_DAYS = 60


@dataclass
class World:
    """Sources whose lists move with the days, and that lie or fail one time in five."""

    day: float = 0.0
    polls: int = 0
    faults: int = 0
    chance: random.Random = field(default_factory=lambda: random.Random(1))

    def now(self) -> datetime:
        return NOW + timedelta(days=self.day)

    @property
    def calls(self) -> int:
        """How many calls have ever been listed."""
        return SOURCES * (LISTED + int(self.day) // (_LIFE_DAYS // LISTED))

    def listing(self, source: int) -> list[dict[str, str]]:
        """The calls of one source on this day: a new one every other day, each for sixty days."""
        last = int(self.day) // (_LIFE_DAYS // LISTED)
        return [
            {
                "title": f"Number {100 + n} of the list {source}",
                "venue": f"Journal {n % 5}",
                "link": f"https://s{source}.example/{n}",
                "due": str((NOW + timedelta(days=2 * n + _LIFE_DAYS + 20)).date()),
            }
            for n in range(last - LISTED, last)
        ]

    def answer(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/robots.txt":
            return httpx.Response(404)
        calls = self.listing(int(request.url.host.removeprefix("s").partition(".")[0]))
        fate = self.chance.randrange(25)
        self.faults += fate <= 4
        if fate == 0:
            raise httpx.ReadTimeout("slow")
        if fate == 1:
            return httpx.Response(self.chance.choice((403, 404, 429, 500, 503)))
        if fate == 2:
            calls = []
        if fate == 3:
            calls = calls[: len(calls) // 3]
        if fate == 4:
            return httpx.Response(200, text="<title>Just a moment...</title>", headers={"Content-Type": "text/html"})
        return httpx.Response(200, content=json.dumps({"calls": calls}), headers={"Content-Type": "application/json"})


@dataclass(frozen=True)
class Measure:
    """What a process holds: megabytes, open files, threads."""

    megabytes: float
    files: int
    threads: int

    @staticmethod
    def now() -> Measure:
        gc.collect()
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        files = len(os.listdir("/proc/self/fd"))
        return Measure(pages * os.sysconf("SC_PAGE_SIZE") / 1e6, files, threading.active_count())


def soak(folder: Path, go_on: Callable[[float], bool], note: Callable[[World], None]) -> World:
    """Poll and publish, six hours a step, while `go_on` says so; `note` is told of every day that has passed."""
    world = World()
    sources = [
        a_source(id=f"s{n}", name=f"Source {n}", url=f"https://s{n}.example/calls.json", every="6h", gap="0s")
        for n in range(SOURCES)
    ]
    ticks = [0.0]
    fetcher = HttpFetcher(
        contact="",
        clock=world.now,
        monotonic=lambda: ticks[0],
        sleep=lambda _: None,
        transport=httpx.MockTransport(world.answer),
    )
    site = Site("https://calls.example.org", source_names={s.id: s.name for s in sources})
    logging.getLogger("cfpfeeds").setLevel(logging.ERROR)
    with closing(a_store(folder)) as store, fetcher:
        config = Config(sources=tuple(sources))
        runner = Runner(config, store, fetcher, clock=world.now, monotonic=time.monotonic, mint=minter())
        while go_on(world.day):
            world.polls += len(runner.poll(runner.due()))
            if world.day == int(world.day):
                runner.publish(site)
                note(world)
            world.day += 0.25
            ticks[0] += 21_600
        titles = {call.title for call in store.calls()}
        missing = [
            call["title"] for n in range(SOURCES) for call in world.listing(n)[:-8] if call["title"] not in titles
        ]
        assert not missing, missing[:5]
        assert store.recent_changes(1)
    return world
