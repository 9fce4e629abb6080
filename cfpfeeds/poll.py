"""The order of the steps for one source: fetch, extract, normalise, guard, merge, store.

Errors of one source become a stored outcome here and nowhere else; a StoreError is everybody's and goes on.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from cfpfeeds import __version__, details, guard, mending, schedule
from cfpfeeds.config import Source
from cfpfeeds.errors import BlockedError, ExtractError, FetchError, StoreError
from cfpfeeds.fetch import Fetcher
from cfpfeeds.gather import Listing, gather, get_one, read_saved
from cfpfeeds.merge import keys_of, plan
from cfpfeeds.model import (
    Cause,
    ChangeKind,
    Known,
    Outcome,
    OutcomeKind,
    Page,
    Plan,
    Problem,
    RawCall,
    Sighting,
    SourceState,
    Status,
)
from cfpfeeds.normalise import Context, normalise
from cfpfeeds.store import Store

_REDESIGNED = "the page was redesigned and its rules mended by themselves; `cfpfeeds repair` writes them down"

_log = logging.getLogger(__name__)


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
) -> Outcome:
    """Poll one source once and store what follows. `saved` pages are read instead of fetching.

    `now` is aware UTC. Never raises for what the source does; raises StoreError when nothing can be stored.
    """
    state = store.states().get(source.id) or SourceState(source.id)
    errand = _Errand(source, store, state, now=now, mint=mint, every=every, elapsed_s=elapsed_s, fetched=not saved)

    def listing_of(ruled: Source, kept: dict[str, Page]) -> Listing:
        found = read_saved(ruled, saved) if saved else gather(ruled, fetcher, kept)
        follow_details(found.source or ruled, found, kept, None if saved else fetcher, now)
        return found

    try:
        listing = listing_of(mending.in_force(source, store), store.pages(source.id))
        return errand.take(listing, lambda new: listing_of(new, listing.known()))
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
    store.apply(Plan(), _next_state(source, state, outcome, (), every), outcome)
    return outcome


def _pause(error: FetchError, now: datetime) -> datetime | None:
    return None if error.retry_after_s is None else now + timedelta(seconds=error.retry_after_s)


@dataclass(frozen=True, slots=True)
class _Errand:
    """One poll of one source from the moment its pages are read: judge, mend if need be, merge, store.

    `source` is as sources.toml has it; a listing names the source with the rules that it was read by.
    """

    source: Source
    store: Store
    state: SourceState
    now: datetime
    mint: Callable[[], str]
    every: timedelta
    elapsed_s: Callable[[], float]
    fetched: bool

    def take(self, listing: Listing, again: Callable[[Source], Listing]) -> Outcome:
        """Store what a believable listing says. `again` reads the pages once more by other rules."""
        ruled = listing.source or self.source
        digest = _digest(ruled, listing)
        if listing.whole and digest == self.state.digest:
            return self._unchanged(listing)
        known = self.store.known(self.source.id, ()).sightings
        verdict, sightings, problems = self._judged(listing, known)
        if verdict.kind is OutcomeKind.SUSPICIOUS and (new := self._mended(ruled, listing, known)) is not None:
            other = again(new)
            second, sightings_again, problems_again = self._judged(other, known)
            if second.kind is OutcomeKind.UPDATED:
                note = Problem(self.source.id, f"{_REDESIGNED}: {verdict.reason}")
                verdict, sightings, problems, ruled = second, sightings_again, [*problems_again, note], new
                listing, digest = other, _digest(new, other)
        if verdict.kind is OutcomeKind.SUSPICIOUS:
            reason, cause = verdict.reason + self._hint(ruled, listing, known), listing.cause(len(sightings))
            return self._doubted(reason, cause, len(sightings), problems)
        outcome = self._stored(ruled, listing, digest, sightings, problems)
        if outcome.kind.healthy and ruled.rules != self.source.rules:
            mending.pin(self.store, self.source, ruled.rules)
        return outcome

    def _judged(
        self, listing: Listing, known: Sequence[Sighting]
    ) -> tuple[guard.Verdict, list[Sighting], list[Problem]]:
        ruled = listing.source or self.source
        sightings, problems = read_calls(ruled, listing)
        reason = listing.unrecognised()
        verdict = guard.judge(
            self.state,
            recognised=not reason,
            reason=reason,
            found=len(sightings),
            stated_total=listing.stated_total,
            problems=len(problems),
            may_be_empty=self.source.may_be_empty,
            saved=not self.fetched,
            recall=mending.recall(known, sightings, self.now.date()),
            complete=self.source.complete and listing.whole,
        )
        return verdict, sightings, problems

    def _mended(self, ruled: Source, listing: Listing, known: Sequence[Sighting]) -> Source | None:
        """The source with mended rules, if it may mend itself and they find the known calls again."""
        if self.source.repair != "auto" or not listing.pages:
            return None
        found = mending.mended(ruled, listing.pages, known, context_of(ruled, listing.pages[0]))
        if found is None or not found.comparison.good:
            return None
        return mending.with_rules(ruled, found.proposal.rules)

    def _hint(self, ruled: Source, listing: Listing, known: Sequence[Sighting]) -> str:
        """What a person can do about a page that was redesigned; "" where nothing is found to be done."""
        if not listing.pages:
            return ""
        found = mending.mended(ruled, listing.pages, known, context_of(ruled, listing.pages[0]))
        if found is None:
            return ""
        again, moved = len(found.comparison.same), len(found.comparison.moved)
        total = again + moved + len(found.comparison.gone)
        return f"; `cfpfeeds repair {self.source.id}` has new rules that find {again + moved} of {total} known calls"

    def _unchanged(self, listing: Listing) -> Outcome:
        outcome = Outcome(
            self.source.id, OutcomeKind.UNCHANGED, "nothing has changed", self.now, self.state.usual_count
        )
        outcome = replace(outcome, seconds=self.elapsed_s())
        listed = self.store.known(self.source.id, ()).sightings  # a deadline that is near asks for a closer watch
        after = _next_state(self.source, self.state, outcome, listed, self.every)
        looked = listing.everything if listing.details.asked else None  # when each was last looked at
        self.store.apply(Plan(), after, outcome, pages=looked)
        return outcome

    def _doubted(self, reason: str, cause: Cause, found: int, problems: Sequence[Problem]) -> Outcome:
        outcome = Outcome(self.source.id, OutcomeKind.SUSPICIOUS, reason, self.now, found, problems=tuple(problems))
        outcome = replace(outcome, seconds=self.elapsed_s(), cause=cause)
        self.store.apply(Plan(), _next_state(self.source, self.state, outcome, (), self.every), outcome)
        return outcome

    def _stored(
        self, ruled: Source, listing: Listing, digest: str, sightings: list[Sighting], problems: list[Problem]
    ) -> Outcome:
        def decide(known: Known) -> tuple[Plan, SourceState, Outcome]:
            complete = ruled.complete and listing.whole
            made = plan(sightings, known, source_id=ruled.id, now=self.now, mint=self.mint, complete=complete)
            outcome = replace(_summary(ruled, made, len(sightings), problems, self.now), seconds=self.elapsed_s())
            after = replace(
                _next_state(ruled, self.state, outcome, sightings, self.every),
                usual_count=guard.learn(self.state, len(sightings)) if listing.whole else self.state.usual_count,
                digest=digest if listing.whole else "",
            )
            return made, after, outcome

        return self.store.decide(ruled.id, sightings, decide, pages=listing.everything, keys_of=keys_of)


def follow_details(
    source: Source, listing: Listing, kept: dict[str, Page], fetcher: Fetcher | None, now: datetime
) -> None:
    """Add to the calls of `listing` what their own pages say, where the list gives them no day."""
    if source.details is None:
        return

    def undated(raw: RawCall, page: Page) -> bool:
        read = normalise(raw, context_of(source, page))
        if isinstance(read, Problem) or read.status in (Status.CLOSED, Status.ROLLING):
            return False
        return not any(d.kind.is_due and d.date for d in read.deadlines)

    def get(url: str, known: Page | None) -> Page:
        assert fetcher is not None
        return get_one(source, fetcher, url, known)

    pairs = list(zip(listing.pages, listing.extractions, strict=True))
    wanted = [details.address_of(call, page, source) for page, e in pairs for call in e.calls if undated(call, page)]
    asking = None if fetcher is None else get
    listing.details = details.follow(source, [url for url in wanted if url], kept, asking, now)
    listing.problems += listing.details.problems
    listing.extractions = [
        details.enriched(source, e, page, listing.details.pages, partial(undated, page=page)) for page, e in pairs
    ]


def _digest(source: Source, listing: Listing) -> str:
    """Names the bytes, the rules and the reader, so that unchanged pages are read again when we have learnt more."""
    told = hashlib.sha256(f"{__version__}\n{source.model_dump_json()}".encode())
    for page in listing.everything:
        told.update(hashlib.sha256(page.body).digest())
    return told.hexdigest()


def read_calls(source: Source, listing: Listing) -> tuple[list[Sighting], list[Problem]]:
    """The sightings of a listing, one a key, with whatever had to be left out as problems."""
    problems = list(listing.problems)
    found: dict[str, Sighting] = {}
    for page, extraction in zip(listing.pages, listing.extractions, strict=True):
        problems += extraction.problems
        context = context_of(source, page)
        for raw in extraction.calls:
            read = normalise(raw, context)
            if isinstance(read, Problem):
                problems.append(read)
            else:
                found[read.key] = united(found[read.key], read) if read.key in found else read
    return list(found.values()), problems


def context_of(source: Source, page: Page) -> Context:
    """What the configuration says about every call of a source."""
    fetched_on = page.fetched_at.date()
    return Context(
        source_id=source.id,
        page_url=page.final_url or page.url,
        fetched_on=fetched_on,
        language=source.language,
        country=source.country,
        venue=source.venue,
        zone=source.zone,
        kind=source.kind,
        authority=source.authority,
        disciplines=source.disciplines,
        labels=source.labels,
        oldest=fetched_on - timedelta(days=source.oldest_days) if source.oldest_days is not None else None,
    )


def united(one: Sighting, other: Sighting) -> Sighting:
    """The same call printed twice by one source, under two headings: one sighting with both."""
    return replace(
        one,
        disciplines=tuple(dict.fromkeys(one.disciplines + other.disciplines)),
        labels=tuple(dict.fromkeys(one.labels + other.labels)),
        deadlines=one.deadlines or other.deadlines,
        summary=one.summary or other.summary,
    )


def _summary(source: Source, made: Plan, found: int, problems: Sequence[Problem], now: datetime) -> Outcome:
    new = {c.call_id for c in made.changes if c.kind is ChangeKind.NEW}
    changed = {c.call_id for c in made.changes} - new
    everything = (*problems, *made.problems)
    if new or changed:
        kind, reason = OutcomeKind.UPDATED, f"{len(new)} new, {len(changed)} changed"
    else:
        kind, reason = OutcomeKind.UNCHANGED, "nothing that a reader cares about has changed"
    return Outcome(source.id, kind, reason, now, found, len(new), len(changed), everything)


def _next_state(
    source: Source, state: SourceState, outcome: Outcome, sightings: Iterable[Sighting], every: timedelta
) -> SourceState:
    good = outcome.kind.healthy
    after = replace(
        state,
        last_attempt=outcome.at,
        last_success=outcome.at if good else state.last_success,
        failures=0 if good else state.failures + 1,
    )
    days = [d.date for s in sightings for d in s.deadlines if d.date is not None and d.kind.is_due]
    due = schedule.next_due(after, outcome, every=source.every or every, deadlines=days, now=outcome.at, seed=source.id)
    return replace(after, next_due=due)
