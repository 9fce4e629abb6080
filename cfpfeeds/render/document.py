"""Finished bytes made ready to serve: compressed, named by their content, dated by their data."""

from __future__ import annotations

import gzip
import hashlib
from datetime import datetime

from cfpfeeds.model import Document

_GZIP_LEVEL = 6
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
        gzip=gzip.compress(body, _GZIP_LEVEL, mtime=0),
        etag=f'W/"{digest}"',
        modified=modified.replace(microsecond=0),
    )
