"""Good days and bad days of sources, polled over real sockets on loopback."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from cfpfeeds.fetch import HttpFetcher
from cfpfeeds.model import Outcome, OutcomeKind
from cfpfeeds.poll import poll_source
from cfpfeeds.store import Store
from tests.builders import a_store, minter
from tests.fakes import NOW
from tests.faults.catalogue import SOURCES, Fault, well
from tests.faults.server import Behaviour, FaultServer, a_fault_server, answers

TABLE = Path(__file__).parents[2] / "docs" / "faults.md"
_PATIENT, _HASTY = timedelta(seconds=30), timedelta(seconds=1)
"""How long a page may take: little only where the fault is to take long, so that a busy machine fails no test."""

_ALLOWED = answers(b"", status="404 Not Found")


class Trial:
    """One store and one server over many days. `born` counts the calls that faults may have brought."""

    def __init__(self, store: Store, server: FaultServer) -> None:
        self.store, self.server, self.born = store, server, 0
        self._hours, self._mint = 0, minter()

    @classmethod
    @contextmanager
    def begun(cls, folder: Path) -> Iterator[Trial]:
        store = a_store(folder)
        with a_fault_server() as server:
            yield cls(store, server)
        store.close()

    @property
    def now(self) -> datetime:
        return NOW + timedelta(hours=self._hours)

    def good_day(self, source_id: str) -> Outcome:
        self.server.behave, self.server.robots = well(source_id), _ALLOWED
        return self._polled(source_id, _PATIENT)

    def bad_day(self, fault: Fault) -> Outcome:
        self.server.behave, self.server.robots = fault.behave, fault.robots
        self.born += fault.new
        return self._polled(fault.source, _HASTY if fault.slow else _PATIENT)

    def next_day(self, source_id: str, behave: Behaviour) -> Outcome:
        """A day after the last poll, the source behaving like this."""
        self.server.behave, self.server.robots = behave, _ALLOWED
        return self._polled(source_id, _PATIENT, hours=24)

    def _polled(self, source_id: str, timeout: timedelta, hours: int = 1) -> Outcome:
        self._hours += hours
        now = self.now
        source = SOURCES[source_id].model_copy(update={"timeout": timeout})
        with HttpFetcher(
            contact="", clock=lambda: now, monotonic=time.monotonic, sleep=time.sleep, mirror=self.server.url
        ) as fetcher:
            return poll_source(source, self.store, fetcher, now=now, mint=self._mint, every=timedelta(hours=1))


def row(fault: Fault, kind: OutcomeKind) -> str:
    """The line of the table that says what comes of a fault."""
    return f"| {fault.name} | {kind.value} |"
