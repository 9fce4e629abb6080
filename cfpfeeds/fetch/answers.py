"""What an HTTP answer means: a page, or an error in words that a person can act on."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from cfpfeeds.errors import BlockedError, FetchError
from cfpfeeds.fetch import media
from cfpfeeds.fetch.challenge import challenge, kind_of_wall
from cfpfeeds.fetch.exchange import Answer
from cfpfeeds.fetch.pdf import with_text
from cfpfeeds.fetch.pretence import no_such_page
from cfpfeeds.model import Cause, Page, Validators

LONGEST_PAUSE_S = 31 * 86_400.0
REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PAGES = frozenset({200, 203})
_BY_HAND = "save the page in a browser and run `cfpfeeds import`"
_REASONS = {
    401: "it asks for a log-in",
    402: "it asks for money",
    403: f"the host refuses this client; {_BY_HAND}",
    404: "there is no such page; has the address changed?",
    407: "a proxy asks for a log-in",
    410: "the page is gone for good",
    429: "we ask too often for this host's taste",
    451: "the page is withheld for legal reasons",
}
_CAUSES = {
    401: Cause.LOG_IN,
    402: Cause.REFUSED,
    403: Cause.REFUSED,
    404: Cause.NOT_FOUND,
    407: Cause.LOG_IN,
    410: Cause.NOT_FOUND,
    451: Cause.REFUSED,
}
_BLOCKING = frozenset({401, 402, 403, 407, 451})
_LONGEST_VALIDATOR = 1000
_MOST_WORDS = 200


def page(url: str, final_url: str, answer: Answer, now: datetime) -> Page:
    """The page in `answer`, asked for as `url`. Raises FetchError or BlockedError if there is none in it.

    A PDF comes as its words (`pdf.with_text`), which raises ExtractError for one that cannot be read.
    """
    kind, charset = media.declared(answer.headers.get("content-type", ""))
    media_type = kind if kind and kind != media.UNKNOWN else _guessed(final_url, answer.body)
    wall = "cf-mitigated" in answer.headers and "challenge page (Cloudflare)"
    if wall := wall or challenge(media_type, answer.body, final_url, answer.status):
        reason = f"{wall} instead of the content; {_BY_HAND}"
        raise BlockedError(url, reason, status=answer.status, cause=kind_of_wall(wall))
    if answer.status not in _PAGES:
        raise refusal(url, answer, now)
    if not answer.body.strip():
        raise FetchError(url, "answered with an empty body", status=answer.status, cause=Cause.EMPTY)
    if pretence := no_such_page(media_type, answer.body, url, final_url):
        raise FetchError(url, f"answered {answer.status}, but {pretence}", status=answer.status, cause=Cause.SOFT_404)
    found = Page(
        url=url,
        final_url=final_url,
        status=answer.status,
        media_type=media_type,
        body=answer.body,
        fetched_at=now,
        charset=charset,
        validators=Validators(_validator(answer.headers, "etag"), _validator(answer.headers, "last-modified")),
    )
    return with_text(found)


def refusal(url: str, answer: Answer, now: datetime) -> FetchError:
    """The error that an answer without a page amounts to."""
    status = answer.status
    reason = _REASONS.get(status) or ("the host has trouble" if status >= 500 else "that is no page")
    pause = retry_after_s(answer.headers.get("retry-after", ""), now)
    kind = BlockedError if status in _BLOCKING else FetchError
    cause = _CAUSES.get(status, Cause.TROUBLE)
    return kind(url, f"answered {status}: {reason}", status=status, retry_after_s=pause, cause=cause)


def not_taken(url: str, answer: Answer, now: datetime) -> FetchError:
    """The error that an answer to a form amounts to, with the first words that the host said."""
    said = " ".join(answer.body.decode("utf-8", "replace").split())[:_MOST_WORDS]
    moved = f"it leads to {answer.headers['location'][:200]}" if "location" in answer.headers else ""
    told = f"answered {answer.status}: {moved or said}".rstrip(": ")
    pause = retry_after_s(answer.headers.get("retry-after", ""), now)
    return FetchError(url, told, status=answer.status, retry_after_s=pause)


def retry_after_s(value: str, now: datetime) -> float | None:
    """The pause that a Retry-After header asks for, as seconds or date (RFC 9110 10.2.3), at most 31 days."""
    text = value.strip()
    if re.fullmatch(r"[0-9]+", text):
        return min(float(text[:20]), LONGEST_PAUSE_S)
    try:
        until = parsedate_to_datetime(text)
        until = until if until.tzinfo else until.replace(tzinfo=UTC)
        return min(max((until - now).total_seconds(), 0.0), LONGEST_PAUSE_S)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _guessed(url: str, body: bytes) -> str:
    return media.by_extension(httpx.URL(url).path) or media.sniffed(body)


def _validator(headers: httpx.Headers, name: str) -> str:
    value: str = headers.get(name, "")
    return value if len(value) <= _LONGEST_VALIDATOR and value.isascii() and value.isprintable() else ""
