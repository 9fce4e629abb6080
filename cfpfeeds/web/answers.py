"""From finished bytes to an HTTP answer: conditions, codings and validators (RFC 9110 8.8, 12.5.3, 13)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from cfpfeeds.model import Document

Headers = list[tuple[str, str]]

_TAG = re.compile(r'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")')
_CODING = re.compile(r"\s*([^\s;,]+)\s*(?:;\s*q\s*=\s*([0-9.]{1,6})\s*)?")
_ALSO_CALLED = {"x-gzip": "gzip"}
_REPEATED_ON_304 = frozenset({"content-type", "content-length", "content-encoding"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes on the wire. Whoever sends it leaves out the `body` for HEAD, and keeps its Content-Length."""

    status: int
    headers: Headers
    body: bytes


class Ready:
    """A document with its header lines written out once, so that an answer costs no more than choosing among them.

    `extra` are the lines that every answer of its kind carries. `modified` is written as it is: no later than now.
    """

    def __init__(self, document: Document, extra: Sequence[tuple[str, str]], now: datetime) -> None:
        self.document = document
        self._modified = min(document.modified, now).astimezone(UTC).replace(microsecond=0)
        self._tag = document.etag.removeprefix("W/")
        lasting = [
            ("Content-Type", document.media_type),
            ("ETag", document.etag),
            ("Last-Modified", format_datetime(self._modified, usegmt=True)),
            ("Vary", "Accept-Encoding"),
            *extra,
        ]
        self._plain: Headers = [*lasting, ("Content-Length", str(len(document.body)))]
        self._packed = {
            coding: ([*lasting, ("Content-Encoding", coding), ("Content-Length", str(len(body)))], body)
            for coding, body in (("br", document.brotli), ("gzip", document.gzip))
            if body
        }
        self._unchanged: Headers = [line for line in lasting if line[0].lower() not in _REPEATED_ON_304]

    @property
    def size(self) -> int:
        """Bytes that it holds in memory, near enough."""
        return len(self.document.body) + len(self.document.gzip) + len(self.document.brotli)

    def answer(self, environ: Mapping[str, object]) -> Answer:
        """The answer to a GET or HEAD with these request headers (WSGI spelling)."""
        if self._is_known_to(environ):
            return Answer(304, self._unchanged, b"")
        coding = best_coding(str(environ.get("HTTP_ACCEPT_ENCODING", "")), tuple(self._packed))
        headers, body = self._packed.get(coding, (self._plain, self.document.body))
        return Answer(200, headers, body)

    def _is_known_to(self, environ: Mapping[str, object]) -> bool:
        """RFC 9110 13.2.2: If-None-Match decides when it names any tag; If-Modified-Since only without it."""
        names = str(environ.get("HTTP_IF_NONE_MATCH", ""))
        if names:
            if names.strip() == "*":
                return True
            if tags := _TAG.findall(names):
                return self._tag in tags
        since = http_date(str(environ.get("HTTP_IF_MODIFIED_SINCE", "")))
        return since is not None and self._modified <= since


def http_date(text: str) -> datetime | None:
    """The moment that an HTTP date names, in UTC; None for anything else, and for junk."""
    if not text:
        return None
    try:
        moment = parsedate_to_datetime(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def best_coding(header: str, codings: Sequence[str]) -> str:
    """Which of `codings`, best first, an Accept-Encoding header lets us send; "" for none of them.

    One is welcome when it is named, or by "*", and not with weight 0. Among those that are, weights decide, then the
    order of `codings`.
    """
    header = header.lower()
    if not header:
        return ""
    weights = {_ALSO_CALLED.get(match[1], match[1]): _weight(match[2]) for match in _CODING.finditer(header)}
    welcome = {coding: weights.get(coding, weights.get("*", 0.0)) for coding in codings}
    best = max(codings, key=lambda coding: welcome[coding], default="")
    return best if best and welcome[best] else ""


def _weight(text: str | None) -> float:
    try:
        return float(text or "1")
    except ValueError:
        return 0.0
