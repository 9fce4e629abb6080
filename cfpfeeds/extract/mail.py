"""Mail messages and mailboxes: one letter a call, with its own subject, day and list."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.errors import MessageError
from email.message import Message
from email.policy import EmailPolicy
from email.utils import parsedate_to_datetime
from itertools import islice

from selectolax.lexbor import LexborHTMLParser

from cfpfeeds.errors import ExtractError
from cfpfeeds.extract.bodies import is_web_page
from cfpfeeds.extract.charsets import decoded
from cfpfeeds.extract.html import blocks, text_of
from cfpfeeds.extract.mail_text import letters_in, own_words, unflowed, without_prefixes
from cfpfeeds.extract.plain import text_blocks
from cfpfeeds.model import DeadlineText, Page

MAIL, MBOX = "message/rfc822", "application/mbox"

_REFUSALS = (ValueError, LookupError, TypeError, AttributeError, RecursionError, OverflowError, MessageError)
"""What `email` raises for headers and bodies that it cannot make sense of."""
_ENVELOPE = re.compile(
    rb"^From [^\r\n]{1,200}?([A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d [^\r\n]{0,12}?\d{4})"
    rb"[^\r\n]{0,20}\r?$",
    re.M,
)
_ESCAPED_FROM = re.compile(rb"^>(>*From )", re.M)
_MOST_MESSAGES = 2_000
_MOST_BOUNDARIES = 100
_MOST_PARTS = 1_000
_NESTED = "this message is nested too deeply, or broken"
_PART = re.compile(rb"^--\S", re.M)
_LONGEST_HEADER = 4_000
_STUB = 0.3
"""Text this much shorter than the HTML of the same message, in parts, says only that there is HTML."""
_EARLIEST_YEAR = 1990
_FEW_LETTERS = 150
_QUOTES = "blockquote[type=cite], .gmail_quote, .yahoo_quoted, .protonmail_quote"
_FURNITURE = ".gmail_signature, .moz-signature, .moz-cite-prefix, .gmail_attr, #Signature"
_LINK = re.compile(r"<?\s*(https?://[^\s<>]+)")
_LIST_ID = re.compile(r"\s*\"?([^<\"]*?)\"?\s*<([^<>\s.]+)[^<>]*>")


@dataclass(frozen=True, slots=True)
class Letter:
    """One message as a call. `problem` says why there are no `parts`; `where` names it within the mailbox."""

    title: str
    key: str
    posted: str
    url: str
    label: str
    where: str
    parts: tuple[DeadlineText, ...]
    problem: str = ""


class _Policy(EmailPolicy):
    """The modern policy; headers of any length would take it any time."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_LONGEST_HEADER]


_POLICY = _Policy()


def letters(page: Page) -> Iterator[Letter]:
    """The letters of a message or mailbox. Raises ExtractError for bytes that are no mail at all."""
    messages = list(_messages(page.body)) if page.media_type == MBOX else [(page.body, "")]
    if not messages:
        raise ExtractError(page.url, "is no mailbox: no line begins a message")
    for number, (body, stamp) in enumerate(messages, 1):
        place = page.url if len(messages) == 1 else f"{page.url} message {number}"
        yield _letter(page, body, stamp, place)


def unread(page: Page) -> str:
    """That a mailbox holds more messages than are read, in words; "" for one that does not."""
    longer = page.media_type == MBOX and next(islice(_ENVELOPE.finditer(page.body), _MOST_MESSAGES, None), None)
    return f"holds more than {_MOST_MESSAGES:,} messages: only the first {_MOST_MESSAGES:,} were read" if longer else ""


def _messages(body: bytes) -> Iterator[tuple[bytes, str]]:
    """The messages of a mailbox (RFC 4155), each with the date of the line that begins it."""
    starts = list(islice(_ENVELOPE.finditer(body), _MOST_MESSAGES + 1))
    for number, start in enumerate(starts[:_MOST_MESSAGES]):
        end = starts[number + 1].start() if number + 1 < len(starts) else len(body)
        yield _ESCAPED_FROM.sub(rb"\1", body[start.end() : end].lstrip(b"\r\n")), start[1].decode("ascii", "replace")


def _letter(page: Page, body: bytes, stamp: str, place: str) -> Letter:
    problem = _too_much(body)
    try:
        message = email.message_from_bytes(b"" if problem else body, policy=_POLICY)
    except _REFUSALS:
        problem = _NESTED
    if problem:
        return Letter("", "", "", "", "", place, (), problem)
    sender = _header(message, "From").partition("<")[0].strip(' "')
    subject = without_prefixes(_header(message, "Subject"), _list_names(message))
    parts = _parts(page, message, is_reply=bool(_header(message, "In-Reply-To")))
    first = next((part.text for part in parts if letters_in(part.text) > 2), "")
    link = _LINK.match(_header(message, "Archived-At"))
    listed = _list_names(message)
    return Letter(
        title=subject or first,
        key=_header(message, "Message-ID").strip("<> "),
        posted=_day(message, stamp, page.fetched_at),
        url=link[1] if link else "",
        label=listed[0] if listed else "",
        where=f"{place} from {sender}" if sender else place,
        parts=parts,
        problem="" if first else _why_empty(message),
    )


def _too_much(body: bytes) -> str:
    """Why the library, which reads all parts at once and in each other, should not be given a message; "" if it may."""
    lower = body.lower()
    if lower.count(b"boundary=") > _MOST_BOUNDARIES:
        return _NESTED
    if b"multipart/" in lower and next(islice(_PART.finditer(body), _MOST_PARTS, None), None):
        return f"this message has more than {_MOST_PARTS:,} parts: it was not read"
    return ""


def _header(message: Message, name: str) -> str:
    try:
        return " ".join(str(message.get(name) or "").split())
    except _REFUSALS:
        return ""


def _list_names(message: Message) -> list[str]:
    """What a mailing list calls itself: its name, its address; RFC 2919."""
    found = _LIST_ID.match(_header(message, "List-Id"))
    return [name for name in (found[1], found[2]) if name] if found else []


def _day(message: Message, stamp: str, now: datetime) -> str:
    """The day of the message; where its date is missing or impossible, the day that a mail server noted."""
    received = _header(message, "Received").rpartition(";")[2]
    printed = _header(message, "Date")
    for text in (printed, f"{printed} 00:00:00", received, _from_stamp(stamp)):
        try:
            day = parsedate_to_datetime(text).date()
        except _REFUSALS:
            continue
        if date(_EARLIEST_YEAR, 1, 1) <= day <= now.date() + timedelta(days=1):
            return day.isoformat()
    return ""


def _from_stamp(stamp: str) -> str:
    """ "Wed Feb  3 04:05:06 2027" in the order of a mail's date."""
    words = stamp.split()
    return f"{words[2]} {words[1]} {words[-1]} {words[3]}" if len(words) >= 5 else ""


def _leaves(message: Message) -> Iterator[tuple[Message, str, bool]]:
    """The parts that hold something, in order, with their type and whether they are attached files."""
    waiting = [message]
    for _ in range(_MOST_PARTS + _MOST_BOUNDARIES):
        if not waiting:
            return
        part = waiting.pop(0)
        inside = part.get_payload()
        if isinstance(inside, list):
            waiting = [one for one in inside if isinstance(one, Message)] + waiting
            continue
        try:
            yield part, part.get_content_type(), part.get_content_disposition() == "attachment"
        except _REFUSALS:
            yield part, "text/plain", False


def _parts(page: Page, message: Message, *, is_reply: bool) -> tuple[DeadlineText, ...]:
    plain: list[str] = []
    web: list[str] = []
    for part, kind, attached in _leaves(message):
        readable = kind in ("text/plain", "text/html") or kind.startswith("multipart/")
        if readable and not attached:
            text = _text(page, part)
            if kind == "text/html" or is_web_page(text):
                web.append(text)
            else:
                plain.append(own_words(_unflowed(part, text), is_reply=is_reply))
    told = "\n\n".join(plain)
    read = _from_web("\n".join(web)) if web else ()
    if letters_in(told) >= _STUB * sum(letters_in(part.text) for part in read):
        return text_blocks(told)
    return read


def _text(page: Page, part: Message) -> str:
    try:
        # A multipart without parts holds its text as it came.
        body = (
            str(part.get_payload()).encode("utf-8", "replace")
            if part.get_content_maintype() == "multipart"
            else part.get_payload(decode=True)
        )
        charset = part.get_content_charset() or ""
    except _REFUSALS:
        return ""
    if not isinstance(body, bytes):
        return ""
    return decoded(Page(page.url, page.final_url, 200, "text/plain", body, page.fetched_at, charset))


def _unflowed(part: Message, text: str) -> str:
    try:
        flowed, delsp = str(part.get_param("format", "")), str(part.get_param("delsp", ""))
    except _REFUSALS:
        return text
    return unflowed(text, delete_space=delsp.lower() == "yes") if flowed.lower() == "flowed" else text


def _from_web(markup: str) -> tuple[DeadlineText, ...]:
    """The blocks of an HTML message without quotes and signatures; with the quotes where they are all there is."""
    for unwanted, fewest in ((f"{_QUOTES}, {_FURNITURE}", _FEW_LETTERS), (_FURNITURE, 1)):
        tree = LexborHTMLParser(markup)
        for node in tree.css(unwanted):
            node.decompose()
        root = tree.body
        if root is not None and letters_in(text_of(root)) >= fewest:
            return blocks(root)
    return blocks(markup)


def _why_empty(message: Message) -> str:
    names = [_name(part) for part, kind, attached in _leaves(message) if attached or kind == "application/pdf"]
    if names := [name for name in names if name]:
        return f"the message has no text; save its attachment and read that: {', '.join(names[:3])}"
    return "the message has no text"


def _name(part: Message) -> str:
    try:
        return part.get_filename() or ""
    except _REFUSALS:
        return ""
