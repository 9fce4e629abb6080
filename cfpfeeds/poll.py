"""The order of the steps for one source: fetch, extract, normalise, guard, merge, store.

Errors of one source become a stored outcome here and nowhere else; a StoreError is everybody's and goes on.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from cfpfeeds import __version__, guard, schedule
from cfpfeeds.config import Source
from cfpfeeds.errors import BlockedError, ExtractError, FetchError, StoreError
from cfpfeeds.extract import extract
from cfpfeeds.fetch import Fetcher, Request
from cfpfeeds.merge import keys_of, plan
from cfpfeeds.model import (
    ChangeKind,
    Extraction,
    Kind,
    Known,
    Outcome,
    OutcomeKind,
    Page,
    Plan,
    Problem,
    Sighting,
    SourceState,
    Validators,
)
from cfpfeeds.normalise import Context, normalise
from cfpfeeds.store import Store

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Listing:
    """What the pages of one source gave together. `whole` False: a page was missed, so absence proves nothing.

    `asked` counts the pages that were asked for, those that failed included.
    """

    pages: list[Page] = field(default_factory=list)
    extractions: list[Extraction] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    whole: bool = True
    asked: int = 0

    @property
    def stated_total(self) -> int | None:
        totals = [e.stated_total for e in self.extractions if e.stated_total is not None]
        return max(totals, default=None)

    def unrecognised(self) -> str:
        """Why no page is the one that the rules know; "" when at least one is."""
        if any(e.recognised for e in self.extractions):
            return ""
        return next((e.reason for e in self.extractions if e.reason), "the page is not the one that the rules know")


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
    believe: bool = False,
) -> Outcome:
    """Poll one source once and store what follows. `saved` pages are read instead of fetching.

    `believe`: a person has looked, so that a listing which the guard would doubt is taken as it is.

    `now` is aware UTC. Never raises for what the source does; raises StoreError when nothing can be stored.
    """
    state = store.states().get(source.id) or SourceState(source.id)
    try:
        listing = read_saved(source, saved) if saved else gather_loads(source, fetcher, store.pages(source.id))
        return _take(
            source,
            store,
            state,
            listing,
            now=now,
            mint=mint,
            every=every,
            elapsed_s=elapsed_s,
            fetched=not saved,
            believe=believe,
        )
    except StoreError:
        raise
    except BlockedError as error:
        outcome = Outcome(source.id, OutcomeKind.BLOCKED, str(error), now, retry_after=_pause(error, now))
    except FetchError as error:
        outcome = Outcome(source.id, OutcomeKind.FAILED, str(error), now, retry_after=_pause(error, now))
    except ExtractError as error:
        outcome = Outcome(source.id, OutcomeKind.FAILED, str(error), now)
    except Exception as error:  # noqa: BLE001 - the one place where a bug is kept from ending the other sources
        _log.exception("source %s crashed", source.id)
        outcome = Outcome(source.id, OutcomeKind.CRASHED, f"a fault in cfpfeeds: {type(error).__name__}: {error}", now)
    outcome = replace(outcome, seconds=elapsed_s())
    store.apply(Plan(), _next_state(source, state, outcome, (), every), outcome)
    return outcome


def _pause(error: FetchError, now: datetime) -> datetime | None:
    return None if error.retry_after_s is None else now + timedelta(seconds=error.retry_after_s)


def gather_loads(source: Source, fetcher: Fetcher, cached: dict[str, Page]) -> Listing:
    """The listing, loaded as often as `loads` says: what differs from load to load is united, missed by none."""
    listing = gather(source, fetcher, cached)
    for _ in range(source.loads - 1):
        more = gather(source, fetcher, {})
        listing.pages += more.pages
        listing.extractions += more.extractions
        listing.problems += [problem for problem in more.problems if problem not in listing.problems]
        listing.whole = listing.whole and more.whole
        listing.asked += more.asked
    return listing


def gather(source: Source, fetcher: Fetcher, cached: dict[str, Page]) -> Listing:
    """All pages of a source's listing, each asked for once, read as they come so that paging can be followed."""
    listing, seen = Listing(), set[str]()
    first_error: FetchError | ExtractError | None = None
    addresses = source.addresses()
    queue = list(addresses)
    limit = max(source.max_pages, len(queue))
    while queue and len(seen) < limit:
        address = queue.pop(0)
        if address in seen:
            continue
        seen.add(address)
        listing.asked += 1
        try:
            page = _get(source, fetcher, address, cached)
            extraction = extract(page, source.rules)
        except (FetchError, ExtractError) as error:
            if listing.pages and address not in addresses and _past_the_end(error):
                continue
            first_error = first_error or error
            listing.whole = False
            listing.problems.append(Problem(address, str(error)))
            if isinstance(error, BlockedError) or (not listing.pages and len(seen) >= 3):
                break  # the host does not want us, or is down: the other pages would only be more of the same
            continue
        listing.pages.append(page)
        listing.extractions.append(extraction)
        queue += [url for url in extraction.follow if url not in seen and url not in queue]
    if queue:
        listing.whole = False
        if not first_error:
            listing.problems.append(Problem(source.id, f"stopped after max_pages = {source.max_pages} pages"))
    if first_error and not listing.pages:
        raise first_error
    return listing


def _past_the_end(error: FetchError | ExtractError) -> bool:
    """WordPress answers 400 (rest_post_invalid_page_number) after the last page if that was full: none is missing."""
    return isinstance(error, FetchError) and error.status == 400


def _get(source: Source, fetcher: Fetcher, address: str, cached: dict[str, Page]) -> Page:
    """One page, by a conditional GET where an earlier copy is kept; `instead` addresses stand in for the first."""
    tried = [address, *source.alternatives(address)]
    for number, url in enumerate(tried):
        try:
            return _get_one(source, fetcher, url, cached.get(url))
        except FetchError:
            if number == len(tried) - 1:
                raise
    raise AssertionError("a source has at least one address")


def _get_one(source: Source, fetcher: Fetcher, url: str, known: Page | None) -> Page:
    request = Request(
        url=url,
        validators=known.validators if known else Validators(),
        headers=tuple(source.headers.items()),
        max_bytes=source.max_bytes,
        hosts=source.hosts,
        timeout_s=source.timeout.total_seconds(),
        gap_s=source.gap.total_seconds(),
        allow_private=source.allow_private,
    )
    answer = fetcher.fetch(request)
    if isinstance(answer, Page):
        return answer
    if known is None:
        raise FetchError(url, "answered 304 to a request that named no earlier copy", status=304)
    return known


def read_saved(source: Source, pages: Sequence[Page]) -> Listing:
    """What saved pages yield; absence proves nothing, since nobody knows whether all pages were saved."""
    listing = Listing(whole=False)
    for page in pages:
        listing.pages.append(page)
        listing.extractions.append(extract(page, source.rules))
    return listing


def _take(
    source: Source,
    store: Store,
    state: SourceState,
    listing: Listing,
    *,
    now: datetime,
    mint: Callable[[], str],
    every: timedelta,
    elapsed_s: Callable[[], float],
    fetched: bool,
    believe: bool,
) -> Outcome:
    every = source.every or every
    digest = _digest(source, listing)
    listed = [s for s in store.known(source.id, ()).sightings if s.source_id == source.id]
    settled = not guard.unsettled(listed) and not any(p.polls for p in state.pending)
    if listing.whole and digest == state.digest and settled:
        outcome = Outcome(source.id, OutcomeKind.UNCHANGED, "nothing has changed", now, guard.usual_count(state))
        outcome = replace(outcome, seconds=elapsed_s(), warning=guard.quiet(state.habits, now))
        after = replace(
            _next_state(source, state, outcome, listed, every, listing.asked), habits=guard.learn_again(state.habits)
        )
        store.apply(Plan(), after, outcome)  # a deadline that is near asks for a closer watch
        return outcome
    sightings, problems = read_calls(source, listing)
    size = sum(len(page.body) for page in listing.pages)
    seen = guard.Reading(
        sightings, listed, listing.unrecognised(), len(problems), listing.stated_total, size, saved=not fetched
    )
    may_be_empty = source.may_be_empty
    verdict = guard.judge(state, seen, now=now, complete=source.complete, may_be_empty=may_be_empty)
    if verdict.kind is OutcomeKind.SUSPICIOUS and (seen.reason or not believe):
        outcome = Outcome(source.id, verdict.kind, verdict.reason, now, len(sightings), problems=tuple(problems))
        outcome = replace(outcome, seconds=elapsed_s())
        after = replace(_next_state(source, state, outcome, (), every, listing.asked), doubt=verdict.doubt)
        store.apply(Plan(), after, outcome)
        return outcome

    def decide(known: Known) -> tuple[Plan, SourceState, Outcome]:
        listed = [s for s in known.sightings if s.source_id == source.id]
        steady = guard.steady(
            sightings, listed, state.pending, formers=_formers(known), now=now, trusted=believe or not fetched
        )
        present = {s.key for s in sightings}
        complete = source.complete and listing.whole
        spared = guard.spared(listed, present, state, every=every, now=now) if complete else frozenset()
        made = plan(steady.sightings, known, source_id=source.id, now=now, mint=mint, complete=complete, spared=spared)
        outcome = _summary(source, made, len(sightings), (*problems, *steady.problems), now)
        news = bool(outcome.new or outcome.changed)
        habits = state.habits
        if any(s.misses and s.key in present for s in listed):
            habits = guard.returned(habits, now)
        if listing.whole:
            total = listing.stated_total is not None
            habits = guard.learn(habits, sightings, size=size, total=total, news=news, now=now)
        warning = verdict.reason or guard.quiet(habits, now)
        outcome = replace(outcome, seconds=elapsed_s(), warning=warning)
        after = _next_state(source, state, outcome, steady.sightings, every, listing.asked)
        counted = complete and any(s.key not in present and s.key not in spared for s in listed)
        after = replace(
            after,
            habits=habits,
            pending=steady.pending,
            doubt=None,
            absence_at=now if counted else state.absence_at,
            digest=digest if listing.whole else "",
        )
        return made, replace(after, usual_count=guard.usual_count(after)), outcome

    return store.decide(source.id, sightings, decide, pages=listing.pages, keys_of=keys_of)


def _formers(known: Known) -> dict[tuple[str, Kind], frozenset[date]]:
    """The days that each call named before, by stage."""
    found: dict[tuple[str, Kind], frozenset[date]] = {}
    for call in known.calls:
        for entry in call.entries:
            days = {former.date for former in entry.former if former.date}
            place = call.id, entry.deadline.kind
            found[place] = found.get(place, frozenset()) | days
    return found


def _digest(source: Source, listing: Listing) -> str:
    """Names the bytes, the rules and the reader, so that unchanged pages are read again when we have learnt more."""
    told = hashlib.sha256(f"{__version__}\n{source.model_dump_json()}".encode())
    bodies = [hashlib.sha256(page.body).digest() for page in listing.pages]
    for body in bodies if source.loads == 1 else sorted(set(bodies)):  # which load answers how is chance
        told.update(body)
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
                found[read.key] = _united(found[read.key], read) if read.key in found else read
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


def _united(one: Sighting, other: Sighting) -> Sighting:
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
    source: Source,
    state: SourceState,
    outcome: Outcome,
    sightings: Iterable[Sighting],
    every: timedelta,
    asked: int = 1,
) -> SourceState:
    good = outcome.kind.healthy
    same_day = state.last_attempt is not None and state.last_attempt.date() == outcome.at.date()
    after = replace(
        state,
        last_attempt=outcome.at,
        last_success=outcome.at if good else state.last_success,
        failures=0 if good else state.failures + 1,
        asked_today=asked + (state.asked_today if same_day else 0),
    )
    due = schedule.next_due(
        after,
        outcome,
        every=source.every or every,
        deadlines=[d.date for s in sightings for d in s.deadlines if d.date is not None and d.kind.is_due],
        now=outcome.at,
        seed=source.id,
        budget=source.budget,
        asked=asked,
    )
    return replace(after, next_due=due)
