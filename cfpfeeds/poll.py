"""The order of the steps for one source: fetch, extract, normalise, guard, merge, store.

Errors of one source become a stored outcome here and nowhere else; a StoreError is everybody's and goes on.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlsplit

from cfpfeeds import __version__, details, guard, schedule
from cfpfeeds.config import Mailbox, Source
from cfpfeeds.details import Followed
from cfpfeeds.errors import BlockedError, ExtractError, FetchError, StoreError
from cfpfeeds.extract import extract_by_first
from cfpfeeds.fetch import Fetcher, MailRequest, Request
from cfpfeeds.merge import keys_of, plan
from cfpfeeds.model import (
    Cause,
    ChangeKind,
    Extraction,
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
    Validators,
)
from cfpfeeds.normalise import Context, normalise
from cfpfeeds.store import Store

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Listing:
    """What the pages of one source gave together. `whole` False: a page was missed, so absence proves nothing."""

    pages: list[Page] = field(default_factory=list)
    extractions: list[Extraction] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    whole: bool = True
    details: Followed = field(default_factory=Followed)

    @property
    def stated_total(self) -> int | None:
        """How many calls the pages say there are, without those records that were read and are no open calls."""
        totals = [e.stated_total for e in self.extractions if e.stated_total is not None]
        return max(max(totals) - sum(e.left_out for e in self.extractions), 0) if totals else None

    @property
    def everything(self) -> list[Page]:
        """The pages of the list and those of its calls."""
        return [*self.pages, *self.details.pages.values()]

    def unrecognised(self) -> str:
        """Why no page is the one that the rules know; "" when at least one is."""
        if any(e.recognised for e in self.extractions):
            return ""
        return next((e.reason for e in self.extractions if e.reason), "the page is not the one that the rules know")

    def cause(self, found: int) -> Cause:
        """What is wrong with a listing of `found` calls that is not believed."""
        if self.unrecognised():
            return next((e.cause for e in self.extractions if e.cause), Cause.OTHER_PAGE)
        return Cause.CUT_SHORT if found < (self.stated_total or 0) else Cause.DOUBTFUL


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
    try:
        kept = store.pages(source.id)
        listing = read_saved(source, saved) if saved else gather(source, fetcher, kept)
        if source.details is not None:
            follow_details(source, listing, kept, None if saved else fetcher, now)
        return _take(
            source, store, state, listing, now=now, mint=mint, every=every, elapsed_s=elapsed_s, fetched=not saved
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
    store.apply(Plan(), _next_state(source, state, outcome, (), every), outcome)
    return outcome


def _pause(error: FetchError, now: datetime) -> datetime | None:
    return None if error.retry_after_s is None else now + timedelta(seconds=error.retry_after_s)


def gather(source: Source, fetcher: Fetcher, cached: dict[str, Page]) -> Listing:
    """All pages of a source's listing, each asked for once, read as they come so that paging can be followed."""
    if source.mailbox is not None:
        mail = fetcher.mail(_mail_of(source, source.mailbox))
        read = extract_by_first(mail, source.all_rules) if mail.body else Extraction(recognised=True)
        return Listing(pages=[mail], extractions=[read])
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
        try:
            page = _get(source, fetcher, address, cached)
            extraction = extract_by_first(page, source.all_rules)
        except (FetchError, ExtractError) as error:
            if listing.pages and address not in addresses and _past_the_end(error):
                continue
            first_error = first_error or error
            listing.whole = False
            listing.problems.append(Problem(address, str(error)))
            if isinstance(error, BlockedError) or (not listing.pages and len(seen) >= 3):
                break  # the host does not want us, or is down: the other pages would only be more of the same
            continue
        if twin := _twin(page, extraction, listing.pages):
            listing.problems.append(
                Problem(address, f"holds the same as {twin.url}: the host ignores what was asked for")
            )
            if address not in addresses:
                listing.whole = False  # the pager goes in a circle: nobody knows what its last pages hold
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


def _mail_of(source: Source, box: Mailbox) -> MailRequest:
    return MailRequest(
        url=source.url,
        server=box.server,
        port=box.port,
        user=box.user,
        password_env=box.password_env,
        folder=box.folder,
        path=box.path,
        days=box.days,
        most=box.most,
        tls=box.tls,
        timeout_s=source.timeout.total_seconds(),
        max_bytes=source.max_bytes,
    )


def _twin(page: Page, extraction: Extraction, pages: Sequence[Page]) -> Page | None:
    """An earlier page with the same bytes, if they hold calls at all."""
    return next((other for other in pages if other.body == page.body), None) if extraction.calls else None


def _past_the_end(error: FetchError | ExtractError) -> bool:
    """WordPress answers 400 (rest_post_invalid_page_number) after the last page if that was full: none is missing."""
    return isinstance(error, FetchError) and error.status == 400


def _get(source: Source, fetcher: Fetcher, address: str, cached: dict[str, Page]) -> Page:
    """One page, by a conditional GET where an earlier copy is kept; `instead` addresses stand in for the first.

    A host that has refused one address is not asked for another. Refused anywhere is refused, not absent.
    """
    failures: list[FetchError] = []
    refused: set[str] = set()
    for url in (address, *source.alternatives(address)):
        host = urlsplit(url).netloc
        if host in refused:
            continue
        try:
            return _get_one(source, fetcher, url, cached.get(url))
        except FetchError as error:
            failures.append(error)
            if isinstance(error, BlockedError):
                refused.add(host)
    raise next((error for error in failures if isinstance(error, BlockedError)), failures[-1])


def _get_one(source: Source, fetcher: Fetcher, url: str, known: Page | None) -> Page:
    request = Request(
        url=url,
        validators=known.validators if known and source.fetch == "plain" else Validators(),
        headers=tuple(source.headers.items()),
        max_bytes=source.max_bytes,
        hosts=source.hosts,
        timeout_s=source.timeout.total_seconds(),
        gap_s=source.gap.total_seconds(),
        allow_private=source.allow_private,
        browser=source.fetch == "browser",
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
        listing.extractions.append(extract_by_first(page, source.all_rules))
    return listing


def follow_details(
    source: Source, listing: Listing, kept: dict[str, Page], fetcher: Fetcher | None, now: datetime
) -> None:
    """Add to the calls of `listing` what their own pages say, where the list gives them no day."""

    def undated(raw: RawCall, page: Page) -> bool:
        read = normalise(raw, context_of(source, page))
        if isinstance(read, Problem) or read.status in (Status.CLOSED, Status.ROLLING):
            return False
        return not any(d.kind.is_due and d.date for d in read.deadlines)

    def get(url: str, known: Page | None) -> Page:
        assert fetcher is not None
        return _get_one(source, fetcher, url, known)

    pairs = list(zip(listing.pages, listing.extractions, strict=True))
    wanted = [details.address_of(call, page, source) for page, e in pairs for call in e.calls if undated(call, page)]
    asking = None if fetcher is None else get
    listing.details = details.follow(source, [url for url in wanted if url], kept, asking, now)
    listing.problems += listing.details.problems
    listing.extractions = [
        details.enriched(source, e, page, listing.details.pages, partial(undated, page=page)) for page, e in pairs
    ]


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
) -> Outcome:
    digest = _digest(source, listing)
    if listing.whole and digest == state.digest:
        outcome = Outcome(source.id, OutcomeKind.UNCHANGED, "nothing has changed", now, state.usual_count)
        outcome = replace(outcome, seconds=elapsed_s())
        listed = store.known(source.id, ()).sightings  # a deadline that is near asks for a closer watch
        looked = listing.everything if listing.details.asked else None  # when each was last looked at
        store.apply(Plan(), _next_state(source, state, outcome, listed, every), outcome, pages=looked)
        return outcome
    sightings, problems = read_calls(source, listing)
    reason = listing.unrecognised()
    verdict = guard.judge(
        state,
        recognised=not reason,
        reason=reason,
        found=len(sightings),
        stated_total=listing.stated_total,
        problems=len(problems),
        may_be_empty=source.may_be_empty,
        saved=not fetched,
    )
    if verdict.kind is OutcomeKind.SUSPICIOUS:
        outcome = Outcome(source.id, verdict.kind, verdict.reason, now, len(sightings), problems=tuple(problems))
        outcome = replace(outcome, seconds=elapsed_s(), cause=listing.cause(len(sightings)))
        store.apply(Plan(), _next_state(source, state, outcome, (), every), outcome)
        return outcome

    def decide(known: Known) -> tuple[Plan, SourceState, Outcome]:
        complete = source.complete and listing.whole
        made = plan(sightings, known, source_id=source.id, now=now, mint=mint, complete=complete)
        outcome = replace(_summary(source, made, len(sightings), problems, now), seconds=elapsed_s())
        after = replace(
            _next_state(source, state, outcome, sightings, every),
            usual_count=guard.learn(state, len(sightings)) if listing.whole else state.usual_count,
            digest=digest if listing.whole else "",
        )
        return made, after, outcome

    return store.decide(source.id, sightings, decide, pages=listing.everything, keys_of=keys_of)


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
