"""What a host sends, and what stands in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cfpfeeds.model.deadlines import DeadlineText
from cfpfeeds.model.words import CallKind, Cause

PDF_LAYOUT = "application/vnd.cfpfeeds.pdf-layout+json"
"""The media type of a PDF file as `fetch` hands it on: words with their places, never the file itself."""


@dataclass(frozen=True, slots=True)
class Validators:
    """What a conditional GET sends back (RFC 9110 13.1)."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Bytes with where they came from. `url` as asked, `final_url` after redirects, both without any mirror."""

    url: str
    final_url: str
    status: int
    media_type: str
    body: bytes
    fetched_at: datetime
    charset: str = ""
    validators: Validators = Validators()


@dataclass(frozen=True, slots=True)
class NotModified:
    """The answer 304: the page is what it was."""

    url: str
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Problem:
    """Something odd in one record, that its neighbours survive. `where` names source, record or page."""

    where: str
    message: str


@dataclass(frozen=True, slots=True)
class RawCall:
    """A call as printed: strings only, nothing guessed, nothing cleaned but white space.

    `posted` is the day it was published, `revised` the day its page was last changed.
    """

    title: str
    key: str = ""
    venue: str = ""
    url: str = ""
    deadlines: tuple[DeadlineText, ...] = ()
    summary: str = ""
    labels: tuple[str, ...] = ()
    status_text: str = ""
    posted: str = ""
    language: str = ""
    acronym: str = ""
    year: str = ""
    event: str = ""
    place: str = ""
    kind: CallKind | None = None
    where: str = ""
    revised: str = ""
    warning: str = ""
    issn: str = ""


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one page yields.

    `recognised` False: this is not the page that the rules know, so an empty `calls` means nothing; `reason` says why,
    `cause` what it is instead. `follow` are further pages of the listing. `stated_total` is the count that the page
    itself prints; `left_out` counts records that were read and are no open calls, so that the two can be compared.
    `whole` False: records of the page were not read, as a problem says, so that absence proves nothing.
    """

    recognised: bool
    calls: tuple[RawCall, ...] = ()
    follow: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    stated_total: int | None = None
    reason: str = ""
    left_out: int = 0
    cause: Cause | None = None
    whole: bool = True
