"""The order of the steps for one source: fetch, extract, normalise, guard, merge, store.

Errors of one source become a stored outcome here and nowhere else; a StoreError is everybody's and goes on.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from cfpfeeds import mending
from cfpfeeds.config import Source
from cfpfeeds.errors import BlockedError, ExtractError, FetchError, StoreError
from cfpfeeds.fetch import Fetcher
from cfpfeeds.model import Cause, Outcome, OutcomeKind, Overrides, Page, Plan, SourceState
from cfpfeeds.poll.errand import Errand, next_state
from cfpfeeds.poll.sightings import context_of, follow_details, read_calls, read_listing, united
from cfpfeeds.poll.upkeep import keep_up
from cfpfeeds.store import Store

__all__ = ["context_of", "follow_details", "keep_up", "poll_source", "read_calls", "read_listing", "united"]

_log = logging.getLogger(__name__)
_NO_OVERRIDES = Overrides()


def poll_source(
    source: Source,
    store: Store,
    fetcher: Fetcher,
    *,
    now: datetime,
    mint: Callable[[], str],
    every: timedelta,
    saved: Sequence[Page] = (),
    elapsed_s: Callable[[], float] = lambda: 0.0,
    overrides: Overrides = _NO_OVERRIDES,
    believe: bool = False,
) -> Outcome:
    """Poll one source once and store what follows. `saved` pages are read instead of fetching.

    `believe`: a person has looked, so that a listing which the guard would doubt is taken as it is.

    `now` is aware UTC. Never raises for what the source does; raises StoreError when nothing can be stored.
    """
    state = store.states().get(source.id) or SourceState(source.id)
    errand = Errand(
        source,
        store,
        state,
        now=now,
        mint=mint,
        every=source.every or every,
        elapsed_s=elapsed_s,
        overrides=overrides,
        fetched=not saved,
        believe=believe,
    )
    try:
        ruled = mending.in_force(source, store)
        return errand.take(
            read_listing(ruled, saved, fetcher, store.pages(source.id), now),
            lambda new, known: read_listing(new, saved, fetcher, known, now),
        )
    except StoreError:
        raise
    except BlockedError as error:
        outcome = Outcome(source.id, OutcomeKind.BLOCKED, str(error), now, retry_after=_pause(error, now))
        outcome = replace(outcome, cause=Cause(error.cause))
    except FetchError as error:
        outcome = Outcome(source.id, OutcomeKind.FAILED, str(error), now, retry_after=_pause(error, now))
        outcome = replace(outcome, cause=Cause(error.cause))
    except ExtractError as error:
        outcome = Outcome(source.id, OutcomeKind.FAILED, str(error), now, cause=Cause.UNREADABLE)
    except Exception as error:  # noqa: BLE001 - the one place where a bug is kept from ending the other sources
        _log.exception("source %s crashed", source.id)
        outcome = Outcome(source.id, OutcomeKind.CRASHED, f"a fault in cfpfeeds: {type(error).__name__}: {error}", now)
    outcome = replace(outcome, seconds=elapsed_s())
    store.apply(Plan(), next_state(source, state, outcome, (), source.every or every), outcome)
    return outcome


def _pause(error: FetchError, now: datetime) -> datetime | None:
    return None if error.retry_after_s is None else now + timedelta(seconds=error.retry_after_s)
