"""The pages of one source's listing: fetched one after the other, each read as it comes, so that paging is followed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from cfpfeeds import mending
from cfpfeeds.config import Mailbox, Source
from cfpfeeds.details import Followed
from cfpfeeds.errors import BlockedError, ExtractError, FetchError
from cfpfeeds.extract import extract_by_first
from cfpfeeds.fetch import Fetcher, MailRequest, Request
from cfpfeeds.model import Cause, Extraction, Page, Problem, Validators


@dataclass(slots=True)
class Listing:
    """What the pages of one source gave together. `whole` False: a page was missed, so absence proves nothing.

    `source` has the rules that the pages were read by; None where they are those of the source that was asked for.
    `asked` counts the pages that were asked for, those that failed included.
    """

    pages: list[Page] = field(default_factory=list)
    extractions: list[Extraction] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    whole: bool = True
    source: Source | None = None
    details: Followed = field(default_factory=Followed)
    asked: int = 0

    @property
    def stated_total(self) -> int | None:
        """How many calls the pages say there are, without those records that were read and are no open calls."""
        if not all(e.whole for e in self.extractions):
            return None  # fewer were read, and a problem says so
        totals = [e.stated_total for e in self.extractions if e.stated_total is not None]
        return max(max(totals) - sum(e.left_out for e in self.extractions), 0) if totals else None

    @property
    def everything(self) -> list[Page]:
        """The pages of the list and those of its calls."""
        return [*self.pages, *self.details.pages.values()]

    def known(self) -> dict[str, Page]:
        """The pages by their addresses, so that they need not be sent once more."""
        return {page.url: page for page in self.everything}

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


def gather_loads(source: Source, fetcher: Fetcher, cached: dict[str, Page]) -> Listing:
    """The listing, loaded as often as `loads` says: what differs from load to load is united, missed by none."""
    listing = gather(source, fetcher, cached)
    for _ in range(source.loads - 1):
        more = gather(listing.source or source, fetcher, {})
        listing.pages += more.pages
        listing.extractions += [replace(one, left_out=0) for one in more.extractions]  # the same records once more
        listing.problems += [problem for problem in more.problems if problem not in listing.problems]
        listing.whole = listing.whole and more.whole
        listing.asked += more.asked
    return listing


def gather(source: Source, fetcher: Fetcher, cached: dict[str, Page]) -> Listing:
    """All pages of a source's listing, each asked for once, read as they come so that paging can be followed."""
    if source.mailbox is not None:
        mail = fetcher.mail(mail_request(source, source.mailbox))
        read = extract_by_first(mail, source.all_rules) if mail.body else Extraction(recognised=True)
        return Listing(pages=[mail], extractions=[read], whole=read.whole, asked=1)
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
            source = mending.resolved(source, page)
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
        listing.whole = listing.whole and extraction.whole
        queue += [url for url in extraction.follow if url not in seen and url not in queue]
    if queue:
        listing.whole = False
        if not first_error:
            listing.problems.append(Problem(source.id, f"stopped after max_pages = {source.max_pages} pages"))
    if first_error and not listing.pages:
        raise first_error
    listing.source = source
    return listing


def mail_request(source: Source, box: Mailbox) -> MailRequest:
    """What to ask of the mailbox that stands in place of a page."""
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
            return get_one(source, fetcher, url, cached.get(url))
        except FetchError as error:
            failures.append(error)
            if isinstance(error, BlockedError):
                refused.add(host)
    raise next((error for error in failures if isinstance(error, BlockedError)), failures[-1])


def get_one(source: Source, fetcher: Fetcher, url: str, known: Page | None) -> Page:
    """One page, as the source says that its pages are asked for. Raises FetchError."""
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
        source = listing.source = mending.resolved(source, page)
        listing.pages.append(page)
        listing.extractions.append(extract_by_first(page, source.all_rules))
    return listing
