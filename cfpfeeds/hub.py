"""Telling the hub which feeds have changed (W3C WebSub 4), after a publication and apart from all polls.

What is still to be told lies in the store, written in the transaction that replaced the feeds: a crash, a hub that is
down and a restart lose nothing. The hub is asked one feed at a time, since not every hub takes several in one request.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from cfpfeeds.errors import CfpfeedsError, FetchError
from cfpfeeds.fetch import Form, Poster
from cfpfeeds.model import HubState, Site
from cfpfeeds.store import Store

_log = logging.getLogger(__name__)

MOST_AT_ONCE = 100
"""Feeds told in one round; the others follow in the next."""

_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
_OF_THIS_FEED = frozenset({400, 409, 422})
"""Answers that speak of the feed, not of the hub: asking again would bring the same."""

_JOIN_S = 2.0


def announce(
    store: Store,
    site: Site,
    poster: Poster,
    now: datetime,
    *,
    allow_private: bool = False,
    stop: Callable[[], bool] = lambda: False,
) -> int:
    """Tell the hub of the feeds that have changed since it was last told; how many it has heard of.

    A hub that fails is left alone, at first for a minute, then twice as long each time up to six hours, or as long as
    it asks. `now` is aware UTC. Raises StoreError, never FetchError.
    """
    waiting, state = store.pings() if site.hub else {}, store.hub_state(site.hub)
    if not waiting or (state.not_before is not None and now < state.not_before):
        return 0
    told: dict[str, str] = {}
    refused = ""
    for path, etag in list(waiting.items())[:MOST_AT_ONCE]:
        if stop():
            break
        try:
            poster.post(_ping(site, path, allow_private))
        except FetchError as error:
            if error.status not in _OF_THIS_FEED:
                heard = now if told else state.told_at
                store.settle_pings(told, replace(_failed(state, error, now), told_at=heard))
                _log.warning("hub=%s waiting=%d reason=%r", site.hub, len(waiting) - len(told), error.reason)
                return len(told)
            refused = f"of {path} it {error.reason}"
        told[path] = etag
    store.settle_pings(told, HubState(site.hub, said=refused, told_at=now))
    _log.info("hub=%s told=%d waiting=%d", site.hub, len(told), len(waiting) - len(told))
    return len(told)


def _ping(site: Site, path: str, allow_private: bool) -> Form:
    """Both names that hubs know for the topic are given."""
    topic = f"{site.base_url}{path}"
    fields = (("hub.mode", "publish"), ("hub.url", topic), ("hub.topic", topic))
    return Form(site.hub, fields, allow_private=allow_private)


def _failed(state: HubState, error: FetchError, now: datetime) -> HubState:
    pause = min(_FIRST_PAUSE * 2 ** min(state.failures, 20), _LONGEST_PAUSE)
    if error.retry_after_s is not None:
        pause = max(pause, timedelta(seconds=error.retry_after_s))
    return replace(state, failures=state.failures + 1, said=error.reason, not_before=now + pause)


class Herald:
    """Carries `tell` out in a thread of its own, one at a time, so that no poll waits for a hub.

    `tell` gets a question that says whether to stop, and answers how many feeds it told of.
    """

    def __init__(self, tell: Callable[[Callable[[], bool]], int]) -> None:
        self._tell, self._stop = tell, threading.Event()
        self._thread: threading.Thread | None = None

    def wake(self) -> None:
        """Begin to tell, unless that is going on."""
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._run, name="herald", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Stop after the request in hand; what is untold waits in the store."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(_JOIN_S)

    def _run(self) -> None:
        try:
            while not self._stop.is_set() and self._tell(self._stop.is_set) >= MOST_AT_ONCE:
                pass
        except CfpfeedsError as error:
            _log.warning("the hub was not told: %s", error)
