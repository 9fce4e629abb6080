"""The sightings of one source's listing: what is printed for each call, with what its own page adds, cleaned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from cfpfeeds import details
from cfpfeeds.config import Source
from cfpfeeds.fetch import Fetcher
from cfpfeeds.gather import Listing, gather_loads, get_one, read_saved
from cfpfeeds.issn import is_possible
from cfpfeeds.model import Page, Problem, RawCall, Sighting, Status
from cfpfeeds.normalise import Context, normalise


def read_listing(
    source: Source, saved: Sequence[Page], fetcher: Fetcher, kept: dict[str, Page], now: datetime
) -> Listing:
    """The pages of a listing, saved or fetched, and those of its calls where the source says that they count."""
    listing = read_saved(source, saved) if saved else gather_loads(source, fetcher, kept)
    if source.details is not None:
        follow_details(source, listing, kept, None if saved else fetcher, now)
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
        return get_one(source, fetcher, url, known)

    pairs = list(zip(listing.pages, listing.extractions, strict=True))
    wanted = [details.address_of(call, page, source) for page, e in pairs for call in e.calls if undated(call, page)]
    asking = None if fetcher is None else get
    listing.details = details.follow(source, [url for url in wanted if url], kept, asking, now)
    listing.problems += listing.details.problems
    listing.asked += listing.details.asked
    listing.extractions = [
        details.enriched(source, e, page, listing.details.pages, partial(undated, page=page)) for page, e in pairs
    ]


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
                problems += _wrong_numbers(read)
    return list(found.values()), problems


def _wrong_numbers(sighting: Sighting) -> list[Problem]:
    where = f"{sighting.source_id}: {sighting.where or sighting.title[:80]}"
    wrong = [issn for issn in sighting.issns if not is_possible(issn)]
    return [Problem(where, f"the ISSN {issn} is misprinted: its check digit does not fit") for issn in wrong]


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
        warning=one.warning or other.warning,
    )
