"""Telling the operator that a source is ill, or well again: one message for all, by mail or to a webhook.

A message that cannot be delivered is logged and tried again after the next polls.
"""

from __future__ import annotations

import logging
import smtplib
import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import urlsplit

import httpx

from cfpfeeds.health import to_tell
from cfpfeeds.model import SourceState
from cfpfeeds.store import Store

_log = logging.getLogger(__name__)

_TIMEOUT_S = 20.0
_MOST_LINES = 50


@dataclass(frozen=True, slots=True)
class Ways:
    """How the operator is reached; an empty address is no way. `server` is smtp://host:port or smtps://host:port."""

    webhook: str = ""
    mail: str = ""
    server: str = "smtp://localhost:25"
    sender: str = ""
    user: str = ""
    password: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """What is told: a subject and a line for each source."""

    subject: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join((self.subject, "", *self.lines))


def tell(
    store: Store,
    names: Mapping[str, str],
    ways: Ways,
    *,
    misses: int,
    status_page: str,
    client: httpx.Client | None = None,
) -> int:
    """Tell of every source that has fallen ill or is well again since the last time; how many that were.

    `client` stands in for the network. Never raises for a message that cannot be delivered.
    """
    if not (ways.webhook or ways.mail):
        return 0
    states = store.states()
    news = to_tell(states, names, misses)
    if not news:
        return 0
    message = compose(news, states, names, {s: o.reason for s, o in store.outcomes().items()}, status_page)
    sent = [_sent(_post, ways.webhook, message, client)] if ways.webhook else []
    sent += [_sent(_mail, ways, message)] if ways.mail else []
    if not any(sent):
        return 0
    store.set_warned(dict(news))
    return len(news)


def compose(
    news: Sequence[tuple[str, bool]],
    states: Mapping[str, SourceState],
    names: Mapping[str, str],
    reasons: Mapping[str, str],
    status_page: str,
) -> Message:
    """The message about `news`: the ill ones first, each with its reason."""
    ill = [source_id for source_id, is_ill in news if is_ill]
    well = [source_id for source_id, is_ill in news if not is_ill]
    lines = [f"{names[s]}: missed {states[s].failures} times in a row. {_line(reasons.get(s, ''))}" for s in ill]
    lines += [f"{names[s]}: can be read again." for s in well]
    counted = [f"{len(group)} {word}" for group, word in ((ill, "not read"), (well, "read again")) if group]
    shown = lines[:_MOST_LINES] + ([f"and {len(lines) - _MOST_LINES} more"] if len(lines) > _MOST_LINES else [])
    return Message(f"cfpfeeds: sources {', '.join(counted)}", (*shown, "", f"All sources: {status_page}"))


def _line(text: str) -> str:
    """One line, so that what a source answers can forge neither a header nor a further line."""
    return " ".join(text.split())[:500]


def _sent(way: Callable[..., None], *arguments: object) -> bool:
    try:
        way(*arguments)
    except (httpx.HTTPError, httpx.InvalidURL, OSError, smtplib.SMTPException, ValueError) as error:
        _log.warning("the operator could not be told: %s: %s", type(error).__name__, _line(str(error)))
        return False
    return True


def _post(address: str, message: Message, client: httpx.Client | None) -> None:
    payload = {"text": message.text, "subject": message.subject, "lines": list(message.lines)}
    post = client.post if client else httpx.post
    post(address, json=payload, timeout=_TIMEOUT_S, follow_redirects=False).raise_for_status()


def _mail(ways: Ways, message: Message) -> None:
    mail = EmailMessage()
    mail["Subject"], mail["To"], mail["From"] = message.subject, ways.mail, ways.sender or ways.mail
    mail.set_content(message.text)
    server = urlsplit(ways.server)
    host, secure = server.hostname or "localhost", server.scheme == "smtps"
    context = ssl.create_default_context()
    if secure:
        connection: smtplib.SMTP = smtplib.SMTP_SSL(host, server.port or 465, timeout=_TIMEOUT_S, context=context)
    else:
        connection = smtplib.SMTP(host, server.port or 25, timeout=_TIMEOUT_S)
    with connection:
        if not secure and connection.has_extn("starttls"):
            connection.starttls(context=context)
        if ways.user:
            connection.login(ways.user, ways.password)
        connection.send_message(mail)
