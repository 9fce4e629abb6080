"""Web archives of Safari: a property list that holds the page and all that it loaded."""

from __future__ import annotations

import plistlib
from typing import Any
from xml.parsers.expat import ExpatError

MEDIA_TYPE = "application/x-webarchive"
MAGIC = b"bplist00"
_MAIN = "WebMainResource"


class WebArchiveError(Exception):
    """The bytes are no web archive that can be read."""


def main_page(body: bytes) -> tuple[bytes, str, str, str]:
    """Content, media type, charset and address of the archived page. Raises WebArchiveError."""
    try:
        told = plistlib.loads(body)
    except (ValueError, KeyError, TypeError, IndexError, OverflowError, RecursionError, ExpatError) as error:
        raise WebArchiveError("the web archive is broken or cut short") from error
    main = told.get(_MAIN) if isinstance(told, dict) else None
    content = main.get("WebResourceData") if isinstance(main, dict) else None
    if not isinstance(main, dict) or not isinstance(content, bytes):
        raise WebArchiveError("the file is a property list, but no web archive")
    return content, _word(main, "WebResourceMIMEType"), _word(main, "WebResourceTextEncodingName"), _address(main)


def _address(main: dict[str, Any]) -> str:
    address = _word(main, "WebResourceURL")
    return address if address.startswith(("http://", "https://")) else ""


def _word(main: dict[str, Any], name: str) -> str:
    value = main.get(name)
    return value if isinstance(value, str) else ""
