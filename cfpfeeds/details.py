"""The pages of single calls: which to ask for, when to look again, and what they add to a list without deadlines.

A page is asked for again when `details.again` has passed; until then the copy that is kept speaks for it and costs
nothing. One that is gone is kept as an empty page, so that nobody asks for it at every poll.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from cfpfeeds.addresses import bare_host, host_of
from cfpfeeds.config import Source
from cfpfeeds.errors import BlockedError, ExtractError, FetchError
from cfpfeeds.extract import extract
from cfpfeeds.model import Extraction, Page, Problem, RawCall

Get = Callable[[str, Page | None], Page]
"""How a page is fetched, by a conditional request where an earlier copy is given. Raises FetchError."""

_GONE = frozenset({404, 410})


@dataclass(slots=True)
class Followed:
    """The pages of calls by the address in the list, each to be kept. `asked` counts requests."""

    pages: dict[str, Page] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    asked: int = 0


def follow(
    source: Source, wanted: Sequence[str], known: Mapping[str, Page], get: Get | None, now: datetime
) -> Followed:
    """The pages at the `wanted` addresses, at most `details.most` of them asked for, the rest from `known`.

    Pages never seen come first, in the order of the list, which most keep newest first; then those whose last look is
    longest ago. Without `get` nothing is asked. The host's refusal ends the asking; other errors leave the kept copy.
    """
    followed = Followed({url: known[url] for url in wanted if url in known})
    if source.details is None or get is None:
        return followed
    stale = [url for url, page in followed.pages.items() if now - page.fetched_at >= source.details.again]
    new = [url for url in dict.fromkeys(wanted) if url not in known]
    for url in [*new, *sorted(stale, key=lambda url: known[url].fetched_at)][: source.details.most]:
        followed.asked += 1
        try:
            followed.pages[url] = replace(get(url, known.get(url)), url=url, fetched_at=now)
        except BlockedError as error:
            followed.problems.append(Problem(url, str(error)))
            break
        except (FetchError, ExtractError) as error:
            followed.problems.append(Problem(url, str(error)))
            if isinstance(error, FetchError) and error.status in _GONE:
                followed.pages[url] = Page(url, url, error.status, "text/plain", b"", now)
    return followed


def address_of(call: RawCall, page: Page, source: Source) -> str:
    """Where the page of a call lies; "" for none, for another site, and for the list itself."""
    try:
        url = urljoin(page.final_url or page.url, call.url).partition("#")[0] if call.url else ""
        host = host_of(url)
    except ValueError:
        return ""
    hosts = {*map(host_of, source.addresses()), *map(bare_host, source.hosts), host_of(page.final_url)}
    return url if host in hosts and url not in (page.url, page.final_url) else ""


def enriched(
    source: Source, extraction: Extraction, page: Page, pages: Mapping[str, Page], needs: Callable[[RawCall], bool]
) -> Extraction:
    """The calls of one page of the list, those that need it with what their own pages say."""
    if source.details is None or not pages:
        return extraction
    problems: list[Problem] = []
    calls = []
    for call in extraction.calls:
        detail = pages.get(address_of(call, page, source))
        if detail is not None and detail.body and needs(call):
            calls.append(_with(call, detail, source, problems))
        else:
            calls.append(call)
    return replace(extraction, calls=tuple(calls), problems=(*extraction.problems, *problems))


def _with(call: RawCall, page: Page, source: Source, problems: list[Problem]) -> RawCall:
    assert source.details is not None  # `enriched` has looked
    if urlsplit(page.final_url).path in ("", "/"):
        problems.append(Problem(page.url, "leads to the front page of the site and was left out"))
        return call
    try:
        found = extract(page, source.details.rules)
    except ExtractError as error:
        problems.append(Problem(page.url, str(error)))
        return call
    if not found.recognised:
        problems.append(Problem(page.url, found.reason))
    for detail in found.calls[:1]:
        return replace(
            call,
            deadlines=call.deadlines + detail.deadlines,
            summary=call.summary or detail.summary,
            posted=call.posted or detail.posted,
            venue=call.venue or detail.venue,
        )
    return call
