"""Stand-ins for the outside: a fetcher that follows a script."""

from __future__ import annotations

from datetime import UTC, datetime

from cfpfeeds.errors import FetchError
from cfpfeeds.fetch import Request
from cfpfeeds.model import NotModified, Page, Validators

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


class FakeFetcher:
    """Answers from `pages` (address to bytes, or an error to raise); 304 when the ETag sent is the present one."""

    def __init__(self, pages: dict[str, bytes | Exception], media_type: str = "application/json") -> None:
        self.pages, self.media_type = pages, media_type
        self.asked: list[Request] = []

    def fetch(self, request: Request) -> Page | NotModified:
        self.asked.append(request)
        answer = self.pages.get(request.url, FetchError(request.url, "answered 404", status=404))
        if isinstance(answer, Exception):
            raise answer
        etag = f'"{hash(answer)}"'
        if request.validators.etag == etag:
            return NotModified(request.url, NOW)
        validators = Validators(etag=etag)
        return Page(request.url, request.url, 200, self.media_type, answer, NOW, "utf-8", validators)
