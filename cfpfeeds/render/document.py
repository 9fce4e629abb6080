"""Finished bytes made ready to serve: compressed, named by their content, dated by their data."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import replace
from datetime import datetime

import brotli

from cfpfeeds.model import Document

_GZIP_LEVEL = 6
_BROTLI_QUALITY = 5
"""Quality 11 takes some sixty times as long and saves another tenth; a change re-makes dozens of documents."""

_TAG_LENGTH = 32


def document(path: str, media_type: str, body: bytes, modified: datetime) -> Document:
    """The document with its gzip variant and ETag. `path` starts with "/"; `modified` is aware UTC, cut to seconds.

    The tag is weak, since one tag names the plain and the compressed bytes (RFC 9110 8.8.3); the compressed ones hold
    no time and no file name, so that the same body always gives the same document.
    """
    digest = hashlib.sha256(body).hexdigest()[:_TAG_LENGTH]
    return Document(
        path=path,
        media_type=media_type,
        body=body,
        gzip=gzipped(body),
        etag=f'W/"{digest}"',
        modified=modified.replace(microsecond=0),
    )


def lasting(made: Document) -> Document:
    """The same with its Brotli variant: for what is made once and asked for thousands of times."""
    return replace(made, brotli=brotlied(made.body))


def gzipped(body: bytes) -> bytes:
    """The same bytes for the same body on every day: no time and no name within."""
    return gzip.compress(body, _GZIP_LEVEL, mtime=0)


def brotlied(body: bytes) -> bytes:
    """The body in Brotli (RFC 7932)."""
    return bytes(brotli.compress(body, quality=_BROTLI_QUALITY))
