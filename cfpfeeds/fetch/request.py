"""What is asked of a fetcher. Sizes in bytes after decompression, times in seconds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from cfpfeeds.model import NotModified, Page, Validators


@dataclass(frozen=True, slots=True)
class Request:
    """One page to fetch, and how far to go for it.

    `validators` make it a conditional GET. `hosts` are further hosts that a redirect may lead to. `timeout_s` covers
    the whole answer, redirects included, waiting for our turn excluded. `gap_s` is the least pause between two
    requests to one host. `allow_private` permits private and loopback addresses. `browser` asks for what the page shows
    after its scripts have run.
    """

    url: str
    validators: Validators = field(default_factory=Validators)
    headers: tuple[tuple[str, str], ...] = ()
    max_bytes: int = 8_000_000
    hosts: tuple[str, ...] = ()
    timeout_s: float = 40.0
    gap_s: float = 1.0
    allow_private: bool = False
    browser: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """Values to send to `url` as a form (POST). No redirect is followed: what it says is for that address alone."""

    url: str
    fields: tuple[tuple[str, str], ...]
    timeout_s: float = 10.0
    allow_private: bool = False


@dataclass(frozen=True, slots=True)
class MailRequest:
    """Which mail to read: of `server`, or at `path`; at most the newest `most` messages of the last `days` days.

    `url` is what the page is called. `password_env` names the environment variable that holds the password of `user`.
    `tls` False is for a server on this machine.
    """

    url: str
    server: str = ""
    port: int = 0
    user: str = ""
    password_env: str = ""
    folder: str = "INBOX"
    path: str = ""
    days: int = 90
    most: int = 200
    tls: bool = True
    timeout_s: float = 40.0
    max_bytes: int = 8_000_000


class Poster(Protocol):
    """Whatever takes a form to where it belongs."""

    def post(self, form: Form) -> None:
        """Send it. Raises FetchError unless it was accepted (2xx)."""


class Fetcher(Protocol):
    """Whatever gets a page: the network, an archive, a script in a test."""

    def fetch(self, request: Request) -> Page | NotModified:
        """The page, or word that it is what it was. Raises FetchError, BlockedError where the host refuses us."""

    def mail(self, request: MailRequest) -> Page:
        """Messages as one mailbox page. Raises FetchError, BlockedError where the server does not know the user."""
