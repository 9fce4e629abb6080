"""Mail as a source: a folder of an IMAP server, an mbox file, or a folder of messages, as one mailbox page.

Nothing is changed on the server: folders are examined, not selected, and messages are peeked at.
"""

from __future__ import annotations

import imaplib
import mailbox
import re
import ssl
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import mktime_tz, parsedate_tz
from pathlib import Path

from cfpfeeds.errors import BlockedError, FetchError
from cfpfeeds.fetch.media import MBOX
from cfpfeeds.fetch.request import MailRequest
from cfpfeeds.model import Cause, Page

_LARGEST_MESSAGE = 500_000
_FROM = re.compile(rb"^(>*From )", re.MULTILINE)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""IMAP dates are English whatever the locale says (RFC 3501)."""


def read_mail(request: MailRequest, password: str, now: datetime) -> Page:
    """The mailbox as a page (application/mbox), oldest message first; without any message its body is empty.

    Raises BlockedError where the server refuses the user, FetchError for everything else.
    """
    messages = _at_path(request, now) if request.path else _on_server(request, password, now)
    kept: list[bytes] = []
    size = 0
    for message in reversed(messages):  # the newest are the ones to have
        size += len(message)
        if len(kept) >= request.most or size > request.max_bytes:
            break
        kept.append(message)
    body = b"".join(_as_mbox(reversed(kept)))
    return Page(request.url, request.url, 200, MBOX, body, now)


def _as_mbox(messages: Iterable[bytes]) -> Iterator[bytes]:
    for message in messages:
        unix = message.replace(b"\r\n", b"\n").rstrip(b"\n")
        yield b"From - Thu Jan  1 00:00:00 1970\n" + _FROM.sub(rb">\1", unix) + b"\n\n"


def _on_server(request: MailRequest, password: str, now: datetime) -> list[bytes]:
    try:
        connection = _connected(request)
    except (OSError, imaplib.IMAP4.error) as error:
        raise FetchError(request.url, f"the mail server {request.server} does not answer: {error}") from error
    try:
        _log_in(connection, request, password)
        return _fetched(connection, request, now)
    except imaplib.IMAP4.error as error:
        raise FetchError(request.url, f"the mail server {request.server} says: {error}") from error
    except OSError as error:
        raise FetchError(request.url, f"the mail server {request.server} broke off: {error}") from error
    finally:
        _end(connection)


def _connected(request: MailRequest) -> imaplib.IMAP4:
    if request.tls:
        context = ssl.create_default_context()
        return imaplib.IMAP4_SSL(request.server, request.port or 993, ssl_context=context, timeout=request.timeout_s)
    return imaplib.IMAP4(request.server, request.port or 143, timeout=request.timeout_s)


def _log_in(connection: imaplib.IMAP4, request: MailRequest, password: str) -> None:
    if not password:
        reason = f"the environment variable {request.password_env} with the password of {request.user} is not set"
        raise FetchError(request.url, reason, cause=Cause.LOG_IN)
    try:
        connection.login(request.user, password)
    except imaplib.IMAP4.error as error:
        reason = f"the mail server {request.server} does not know {request.user} by this password"
        raise BlockedError(request.url, reason, cause=Cause.LOG_IN) from error


def _fetched(connection: imaplib.IMAP4, request: MailRequest, now: datetime) -> list[bytes]:
    quoted = '"' + request.folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if connection.select(quoted, readonly=True)[0] != "OK":
        raise FetchError(request.url, f"there is no folder {request.folder!r} on {request.server}")
    since = (now - timedelta(days=request.days)).date()
    _, found = connection.uid("SEARCH", f"SINCE {since.day}-{_MONTHS[since.month - 1]}-{since.year}")
    numbers = b" ".join(part for part in found if isinstance(part, bytes)).split()
    messages = []
    for number in sorted(numbers, key=int)[-request.most :]:
        _, parts = connection.uid("FETCH", number.decode("ascii"), f"(BODY.PEEK[]<0.{_LARGEST_MESSAGE}>)")
        messages += [part[1] for part in parts if isinstance(part, tuple) and isinstance(part[1], bytes)]
    return messages


def _end(connection: imaplib.IMAP4) -> None:
    try:
        connection.logout()
    except (OSError, imaplib.IMAP4.error):
        connection.shutdown()


def _at_path(request: MailRequest, now: datetime) -> list[bytes]:
    path, since = Path(request.path).expanduser(), now - timedelta(days=request.days)
    try:
        if path.is_dir():
            return [file.read_bytes()[:_LARGEST_MESSAGE] for file in _files(path, since)]
        box = mailbox.mbox(path, create=False)
        try:
            keys = [key for key, message in box.iteritems() if _arrived_since(message, since)]
            return [box.get_bytes(key)[:_LARGEST_MESSAGE] for key in keys]
        finally:
            box.close()
    except (OSError, mailbox.Error) as error:
        reason = getattr(error, "strerror", None) or error
        raise FetchError(request.url, f"the mail at {path} cannot be read: {reason}") from error


def _arrived_since(message: mailbox.mboxMessage, since: datetime) -> bool:
    """Whether the line that parts the messages, or else a header, says so; a message without any day is one to read.

    Some programs write 1970 on every such line, so only the newest of the days said counts.
    """
    received, sent = message.get("Received", ""), message.get("Date", "")
    said = (" ".join(message.get_from().split()[1:]), str(received).rpartition(";")[2], str(sent))
    days = [day for day in map(_day, said) if day]
    return not days or max(days) >= since


def _day(said: str) -> datetime | None:
    if not (parts := parsedate_tz(said)):
        return None
    try:
        return datetime.fromtimestamp(mktime_tz(parts), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _files(folder: Path, since: datetime) -> list[Path]:
    """The messages of a Maildir, or of a folder of saved ones, oldest first."""
    places = [folder / "cur", folder / "new"] if (folder / "cur").is_dir() else [folder]
    files = [path for place in places if place.is_dir() for path in place.iterdir() if path.is_file()]
    dated = [(path.stat().st_mtime, path) for path in files if not path.name.startswith(".")]
    return [path for at, path in sorted(dated) if datetime.fromtimestamp(at, UTC) >= since]
