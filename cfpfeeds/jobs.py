"""Who runs `poll` and when: several sources at once, one write at a time, in a loop that ends when told to."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from cfpfeeds import inbox, schedule
from cfpfeeds.config import Config, Source
from cfpfeeds.errors import CfpfeedsError, StoreError, UsageError
from cfpfeeds.fetch import Fetcher
from cfpfeeds.model import Outcome, OutcomeKind, Page, Site
from cfpfeeds.poll import keep_up, poll_source
from cfpfeeds.publish import publish
from cfpfeeds.store import Store

_log = logging.getLogger(__name__)

_WORKERS = 4
"""Sources read at once: enough that one slow host does not hold up the rest."""

_LOOK_AGAIN_S = 60.0
"""How often the loop looks for a source that has come due, in seconds."""

_LONGEST_PAUSE_S = 900.0

_LEVELS = {
    OutcomeKind.UPDATED: logging.INFO,
    OutcomeKind.UNCHANGED: logging.INFO,
    OutcomeKind.SUSPICIOUS: logging.WARNING,
    OutcomeKind.BLOCKED: logging.WARNING,
    OutcomeKind.FAILED: logging.WARNING,
    OutcomeKind.CRASHED: logging.ERROR,
}


class Fragments(OrderedDict[str, bytes]):
    """Finished events of calendars by content, the latest used last.

    The calendar of all calls shows every event, so what a publication that wrote a calendar has not used is past or
    changed; some of it is kept for a while, since changes are taken back.
    """

    def __init__(self, spare: int = 1_000) -> None:
        super().__init__()
        self._spare = spare
        self._used: set[str] = set()

    def __getitem__(self, key: str) -> bytes:
        found = super().__getitem__(key)
        self._used.add(key)
        self.move_to_end(key)
        return found

    def settle(self) -> None:
        """A publication is done: forget the longest unused but `spare`, if it used any."""
        kept = len(self._used) + self._spare
        while self._used and len(self) > kept:
            self.popitem(last=False)
        self._used.clear()


class Runner:
    """Polls sources with one fetcher into one store. `clock` gives aware UTC, `monotonic` seconds.

    `tell` is called after each round, so that the operator hears of ill sources; `announce` after each publication,
    to begin telling the hub, which must not take time.
    """

    def __init__(
        self,
        config: Config,
        store: Store,
        fetcher: Fetcher,
        *,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float],
        mint: Callable[[], str],
        tell: Callable[[], int] = lambda: 0,
        announce: Callable[[], None] = lambda: None,
    ) -> None:
        self._config, self._store, self._fetcher = config, store, fetcher
        self._clock, self._monotonic, self._mint = clock, monotonic, mint
        self._fragments = Fragments()
        self._tell, self._announce = tell, announce

    def poll(
        self, sources: Sequence[Source], done: Callable[[Outcome], None] = lambda _: None, *, believe: bool = False
    ) -> list[Outcome]:
        """Poll `sources` once, several at a time; outcomes in the order of `sources`. `believe`: see `poll_source`."""
        self.keep_up()
        outcomes: dict[str, Outcome] = {}
        with ThreadPoolExecutor(max_workers=_WORKERS) as pool:
            waiting = [pool.submit(self._poll_one, source, believe) for source in sources]
            try:
                for future in as_completed(waiting):
                    outcome = future.result()
                    outcomes[outcome.source_id] = outcome
                    done(outcome)
            except BaseException:
                for future in waiting:
                    future.cancel()
                raise
        return [outcomes[source.id] for source in sources]

    def take_inboxes(self, sources: Sequence[Source]) -> list[Outcome]:
        """Read what lies in the watched folders of `sources`, a page at a time, and put each page away."""
        outcomes = []
        for source in sources:
            for path in inbox.waiting(Path(source.inbox), self._clock()) if source.inbox else ():
                try:
                    outcomes.append(self._take_saved(source, path))
                except UsageError as error:  # the folder cannot be written to: the page stays where it is
                    _log.error("source=%s inbox: %s", source.id, error)
        return outcomes

    def _take_saved(self, source: Source, path: Path) -> Outcome:
        now = self._clock()
        try:
            page = inbox.saved_page_of(source, path, now)
        except CfpfeedsError as error:
            outcome = Outcome(source.id, OutcomeKind.FAILED, str(error), now)
        else:
            outcome = self._poll_one(source, saved=[page])
        inbox.put_away(path, "" if outcome.kind.healthy else outcome.reason)
        return outcome

    def _poll_one(self, source: Source, believe: bool = False, saved: Sequence[Page] = ()) -> Outcome:
        began = self._monotonic()
        outcome = poll_source(
            source,
            self._store,
            self._fetcher,
            now=self._clock(),
            mint=self._mint,
            every=self._config.settings.every,
            saved=saved,
            elapsed_s=lambda: self._monotonic() - began,
            overrides=self._config.overrides,
            believe=believe,
        )
        _log.log(
            _LEVELS[outcome.kind],
            "source=%s outcome=%s calls=%d new=%d changed=%d problems=%d seconds=%.1f reason=%r warning=%r",
            *(source.id, outcome.kind.value, outcome.calls, outcome.new, outcome.changed),
            *(len(outcome.problems), outcome.seconds, outcome.reason, outcome.warning),
        )
        return outcome

    def publish(self, site: Site, progress: Callable[[int, int], None] = lambda done, total: None) -> int:
        """Make the documents anew whose inputs changed."""
        written = publish(
            self._store,
            site,
            now=self._clock(),
            keep_past_days=self._config.settings.keep_past_days,
            leave_out=self._config.leave_out.told(),
            fragments=self._fragments,
            misses=self._config.settings.misses,
            progress=progress,
        )
        self._fragments.settle()
        return written

    def keep_up(self) -> bool:
        """Carry out what has changed in the operator's overrides; see `poll.keep_up`."""
        return keep_up(self._store, self._config.overrides, now=self._clock(), mint=self._mint)

    def due(self) -> list[Source]:
        """The enabled sources whose time has come: who has waited longest first, every host in its turn."""
        states, now = self._store.states(), self._clock()
        due = [
            source
            for source in self._config.sources
            if source.enabled and (source.id not in states or schedule.is_due(states[source.id], now))
        ]
        due.sort(key=lambda source: state.next_due or now if (state := states.get(source.id)) else now)
        return schedule.in_turn(due, lambda source: urlsplit(source.url).hostname or "")

    def run(
        self,
        site: Site,
        stop: threading.Event,
        changed: Callable[[], tuple[Config, Site] | None] = lambda: None,
    ) -> None:
        """Publish what is there, then poll whatever is due, until `stop` is set.

        `changed` is asked before each round for another configuration to go on with, None for the same.

        A database that cannot be written (a full disk, a lock) is tried again, ever more rarely; what is published is
        served meanwhile.
        """
        pause_s = _LOOK_AGAIN_S
        while not stop.is_set():
            if (other := changed()) is not None:
                self._config, site = other
            try:
                self._round(site, stop)
                pause_s = _LOOK_AGAIN_S
            except StoreError as error:
                _log.error("nothing can be stored, so nothing is polled for %.0f s: %s", pause_s, error)
                stop.wait(pause_s)
                pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)
                continue
            stop.wait(_LOOK_AGAIN_S)

    def _round(self, site: Site, stop: threading.Event) -> None:
        """Everything that is due, a few at a time, so that the first calls are served while the rest is being read."""
        self.keep_up()
        self.take_inboxes(self._config.sources)
        self.publish(site)
        self._announce()
        due = self.due()
        for start in range(0, len(due), _WORKERS):
            if stop.is_set():
                return
            self.poll(due[start : start + _WORKERS])
            self.publish(site)
            self._announce()
        if due:
            self._tell()
