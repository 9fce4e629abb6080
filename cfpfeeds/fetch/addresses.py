"""Addresses: which can be asked, where a redirect may lead, and how a mirror spells them."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

import httpx

from cfpfeeds.errors import FetchError, UsageError
from cfpfeeds.model import Cause

_LONGEST = 2000
"""What browsers, servers and the store take without fail."""


def readable(url: str) -> httpx.URL:
    """The address as httpx reads it, without fragment and user. Raises FetchError for what nobody could ask."""
    if len(url) > _LONGEST:
        raise FetchError(f"{url[:100]}...", f"an address of {len(url):,} characters; {_LONGEST:,} are asked at most")
    try:
        parsed = httpx.URL(url)
        if not is_askable(parsed):
            raise FetchError(url, "not an address that begins with http:// or https:// and names a host")
        return parsed.copy_with(fragment=None, userinfo=b"")
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError(url, f"not a valid address ({error})") from error


def is_askable(url: httpx.URL) -> bool:
    """Whether an address has a scheme, host and port that a request can go to."""
    return url.scheme in ("http", "https") and bool(url.host) and 0 < (url.port or 80) < 65_536


def netloc(url: httpx.URL) -> str:
    """Host and, if it is not the usual one, port: "press.example", "press.example:8080", "[::1]:80"."""
    return url.netloc.decode("ascii")


def same_site(host: str, asked: str) -> bool:
    """Whether two hosts differ at most by a leading "www."."""
    return host.removeprefix("www.") == asked.removeprefix("www.")


def redirect_target(location: str, at: httpx.URL, asked: httpx.URL, hosts: tuple[str, ...]) -> httpx.URL:
    """Where `location`, answered at `at`, leads. Raises FetchError if that is no place to follow it to."""
    try:
        target = at.join(location)
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError(str(asked), "redirected to something that is no address") from error
    if not is_askable(target):
        raise FetchError(str(asked), f"redirected to what is no http or https address: {location[:200]!r}")
    if not same_site(target.host, asked.host) and target.host not in hosts:
        reason = f"redirected to another host {target.host}; add it to `hosts` if that is right"
        raise FetchError(str(asked), reason, cause=Cause.MOVED)
    return target.copy_with(fragment=None, userinfo=b"")


def is_loopback(host: str) -> bool:
    """Whether a host name or literal address is this machine itself."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


@dataclass(frozen=True, slots=True)
class Mirror:
    """Where pages are fetched from instead: scheme://host/path?query becomes base/host/path?query.

    With `base` "" every address is its own mirror.
    """

    base: str = ""

    def __post_init__(self) -> None:
        if self.base:
            try:
                readable(self.base)
            except FetchError as error:
                example = "it must be an address such as http://127.0.0.1:8899"
                raise UsageError(f"the mirror {self.base!r} cannot be used: {example}") from error
        object.__setattr__(self, "base", self.base.rstrip("/"))

    @property
    def local(self) -> bool:
        """Whether the mirror runs on this machine, so that nobody is troubled by haste."""
        return bool(self.base) and is_loopback(readable(self.base).host)

    def of(self, url: httpx.URL) -> httpx.URL:
        """The address to ask when `url` is wanted."""
        if not self.base:
            return url
        return httpx.URL(f"{self.base}/{netloc(url)}{url.raw_path.decode('ascii')}")

    def original(self, location: str, at: httpx.URL) -> str:
        """The real address that a redirect from the mirror means, when `at` (a real address) was wanted.

        Both kinds of mirror exist: those that rewrite Location to themselves, and those that repeat what was archived.
        """
        if not self.base:
            return location
        ours = f"/{netloc(at)}/"
        if location.startswith(f"{self.base}/"):
            return f"{at.scheme}://{location.removeprefix(f'{self.base}/')}"
        prefix = readable(self.base).path.rstrip("/")
        if location.startswith(prefix + ours):
            return f"{at.scheme}:/{location.removeprefix(prefix)}"
        return location
