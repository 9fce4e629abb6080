"""What kind of bytes these are: by their header, by their file name, or by a look at them."""

from __future__ import annotations

import codecs
import json
import re
from email.message import Message

UNKNOWN = "application/octet-stream"
MAIL, MBOX = "message/rfc822", "application/mbox"

_BY_EXTENSION = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".json": "application/json",
    ".xml": "application/xml",
    ".rss": "application/rss+xml",
    ".atom": "application/atom+xml",
    ".yml": "application/yaml",
    ".yaml": "application/yaml",
    ".toml": "application/toml",
    ".csv": "text/csv",
    ".ics": "text/calendar",
    ".md": "text/markdown",
    ".txt": "text/plain",
    ".pdf": "application/pdf",
    ".eml": MAIL,
    ".mbox": MBOX,
    ".mhtml": "multipart/related",
    ".mht": "multipart/related",
}
_MAGIC = {b"%PDF-": "application/pdf", b"PK\x03\x04": "application/zip", b"\x1f\x8b": "application/gzip"}
_XML_ROOTS = (b"<?xml", b"<rss", b"<feed", b"<rdf:rdf", b"<urlset")
_HTML_TAG = re.compile(rb"<(?:!doctype html|html|head|body|title|h[1-6]|div|p|a|ul|table|script|meta)\b", re.IGNORECASE)
_ENVELOPE = re.compile(rb"From [^\r\n]{1,200}\d\d:\d\d:\d\d [^\r\n]{0,12}?\d{4}[^\r\n]{0,20}\r?\n[A-Za-z-]{2,40}:")
_HEADERS = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]{1,60}:[^\r\n]*\r?\n(?:[ \t]+\S[^\r\n]*\r?\n)*){3,}\r?\n")
_OF_EVERY_MAIL = (
    re.compile(rb"^(?:From|Sender):", re.M | re.I),
    re.compile(rb"^(?:Date|Message-ID|Received):", re.M | re.I),
)
_LOOK = 4096
_LONGEST_HEADERS = 65_536


def declared(header: str) -> tuple[str, str]:
    """Media type and charset of a Content-Type header; "" for what it does not say or says wrongly."""
    message = Message()
    message["Content-Type"] = "".join(char for char in header[:500] if char.isprintable())
    has_type = re.match(r"\s*[\w.+-]+/[\w.+-]+", header)
    charset = message.get_param("charset")
    return (message.get_content_type() if has_type else ""), _known_charset(charset)


def _known_charset(charset: object) -> str:
    try:
        return codecs.lookup(charset.strip("'\" ")).name if isinstance(charset, str) else ""
    except (LookupError, ValueError):
        return ""


def by_extension(name: str) -> str:
    """The media type that a file name announces, or ""; a query and ".gz" at its end do not count."""
    stem = name.lower().partition("?")[0].removesuffix(".gz")
    dot = stem.rfind(".")
    return _BY_EXTENSION.get(stem[dot:], "") if dot >= 0 else ""


def sniffed(body: bytes) -> str:
    """The media type that the bytes look like; text/plain for text of no known shape."""
    for magic, media_type in _MAGIC.items():
        if body.startswith(magic):
            return media_type
    head = body[:_LOOK].removeprefix(codecs.BOM_UTF8).lstrip()
    if head.lower().startswith(_XML_ROOTS):
        return "application/xhtml+xml" if b"<html" in head.lower() else "application/xml"
    if head[:1] in (b"{", b"[") and _is_json(body):
        return "application/json"
    if _ENVELOPE.match(head):
        return MBOX
    if (headers := _HEADERS.match(body[:_LONGEST_HEADERS])) and all(name.search(headers[0]) for name in _OF_EVERY_MAIL):
        return MAIL
    if _HTML_TAG.search(head):
        return "text/html"
    if b"\0" in head and not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return UNKNOWN
    return "application/yaml" if head.startswith(b"---\n") else "text/plain"


def _is_json(body: bytes) -> bool:
    try:
        json.loads(body)
    except (ValueError, RecursionError):
        return False
    return True
