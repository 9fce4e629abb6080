"""Pages that a person saved: what `cfpfeeds import` and `cfpfeeds extract FILE` read."""

from __future__ import annotations

import email
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.errors import MessageError
from email.message import Message
from email.utils import parsedate_to_datetime
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from cfpfeeds.errors import FetchError, UsageError
from cfpfeeds.fetch import media
from cfpfeeds.fetch.pdf import with_text
from cfpfeeds.fetch.unpack import GZIP_MAGIC, UnpackError, gunzipped
from cfpfeeds.model import Page

_LARGEST = 50_000_000
_HEAD = 200_000
_MARK_OF_THE_WEB = re.compile(rb"<!--\s*saved from url=\(\d{1,6}\)(https?://[^\s<>\"]{1,2000}?)\s*-->", re.IGNORECASE)
_SINGLE_FILE = re.compile(
    rb"<!--\s*Page saved with SingleFile\s+url: (https?://\S{1,2000})\s+saved date: ([^\n]{1,100})"
)
_JS_DATE = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{2}) (\d{4}) (\d{2}:\d{2}:\d{2}) GMT([+-]\d{4})")
_SNAPSHOT = b"\nSnapshot-Content-Location:"
_PICTURES = "_files"
"""What browsers add to the name of a page for the folder of its pictures."""
_EARLIEST_YEAR = 1995


@dataclass(frozen=True, slots=True)
class _Found:
    """What a saved file says of itself; "" and None for what it does not say."""

    body: bytes
    media_type: str
    charset: str = ""
    url: str = ""
    saved_at: datetime | None = None


def page_from_file(path: Path, *, url: str = "", now: datetime) -> Page:
    """The page in a saved file, read as if it had been fetched when it was saved.

    `url` is where it came from; if it is "", the browser's own note in the file or its canonical link tells, and if
    they do not, the page's address stays "". `fetched_at` is the date in the file or else the file's, never later
    than `now`. A PDF comes as its words (`pdf.with_text`). Raises UsageError for a file that cannot be read, FetchError
    for one too large or broken, ExtractError for a PDF without words that could be read.
    """
    path = _page_in(path) if path.is_dir() else path
    body, modified = _read(path)
    name = path.name
    found = _described(body, _kind(name, body))
    address = url or found.url
    saved_at = found.saved_at or modified
    return with_text(
        Page(
            url=address,
            final_url=address,
            status=200,
            media_type=found.media_type,
            body=found.body,
            fetched_at=saved_at if saved_at.year >= _EARLIEST_YEAR and saved_at < now else now,
            charset=found.charset,
        )
    )


def _page_in(folder: Path) -> Path:
    """The page of a folder: the one beside it that it holds the pictures of, its index, or the only one in it."""
    beside = [folder.with_name(folder.name.removesuffix(_PICTURES) + end) for end in (".html", ".htm")]
    inside = [folder / "index.html", folder / "index.htm"]
    wanted = [*beside, *inside] if folder.name.endswith(_PICTURES) else inside
    for path in wanted:
        if path.is_file():
            return path
    pages: list[Path] = sorted(path for path in folder.iterdir() if path.suffix.lower() in (".html", ".htm", ".mhtml"))
    if len(pages) != 1:
        raise UsageError(f"{folder} cannot be read: it is a folder; name the page in it")
    return pages[0]


def _read(path: Path) -> tuple[bytes, datetime]:
    try:
        with path.open("rb") as file:
            body = file.read(_LARGEST + 1)
        modified = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except (OSError, ValueError, OverflowError) as error:
        raise UsageError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from error
    try:
        content = gunzipped(body, _LARGEST) if body.startswith(GZIP_MAGIC) else body
    except UnpackError as error:
        raise FetchError(str(path), "the gzip file is broken or cut short") from error
    if content is None or len(content) > _LARGEST:
        raise FetchError(str(path), f"larger than {_LARGEST / 1e6:g} MB")
    if not content.strip():
        raise FetchError(str(path), "the file is empty")
    return content, modified


def _kind(name: str, body: bytes) -> str:
    """What the file's name says; but mail is often saved as text, and web archives as mail."""
    named, looks = media.by_extension(name), media.sniffed(body)
    if named == media.MAIL and (looks == media.MBOX or _SNAPSHOT in body[:_HEAD]):
        return media.MBOX if looks == media.MBOX else "multipart/related"
    return looks if named in ("", "text/plain") and looks in (media.MAIL, media.MBOX) else named or looks


def _described(body: bytes, media_type: str) -> _Found:
    if media_type == "multipart/related":
        return _from_mhtml(body)
    if "html" not in media_type:
        return _Found(body, media_type)
    head = body[:_HEAD]
    if match := _SINGLE_FILE.search(head):
        return _Found(body, media_type, url=_text(match[1]), saved_at=_js_date(_text(match[2])))
    if match := _MARK_OF_THE_WEB.search(head):
        return _Found(body, media_type, url=_text(match[1]))
    return _Found(body, media_type, url=_canonical(head))


def _from_mhtml(body: bytes) -> _Found:
    """The main page of a web archive (RFC 2557), as browsers save it."""
    message = email.message_from_bytes(body)
    for part in message.walk():
        if part.get_content_maintype() == "text" and "html" in part.get_content_subtype():
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                at = str(message.get("Snapshot-Content-Location") or part.get("Content-Location") or "")
                charset = media.declared(str(part.get("Content-Type", "")))[1]
                return _Found(content, "text/html", charset, at if at.startswith("http") else "", _date(message))
    return _Found(body, "multipart/related")


def _date(message: Message) -> datetime | None:
    try:
        return parsedate_to_datetime(str(message.get("Date", ""))).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError, MessageError):
        return None


def _js_date(text: str) -> datetime | None:
    """What JavaScript prints for a date: "Fri Jan 05 2024 10:00:00 GMT+0100 (CET)"."""
    if match := _JS_DATE.match(text):
        try:
            return datetime.strptime(" ".join(match.groups()), "%b %d %Y %H:%M:%S %z").astimezone(UTC)
        except (ValueError, OverflowError):
            return None
    return None


def _canonical(head: bytes) -> str:
    link = LexborHTMLParser(head.replace(b"\0", b"")).css_first("link[rel~=canonical i][href]")
    address = (link.attributes.get("href") or "").strip() if link is not None else ""
    return address if re.match(r"https?://\S+$", address) else ""


def _text(found: bytes) -> str:
    return found.decode("utf-8", "replace")
