"""Addresses of calls: one spelling to show, one to know a page by, one to compare."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, parse_qs, quote, urlsplit, urlunsplit

from cfpfeeds.text import clean_line

_DEFAULT_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9_.-]+|\[[0-9a-f:.]+\]")

# Who followed which advertisement, letter or visit; never what the page shows.
_TRACKING = re.compile(
    r"utm_\w+|_gl|_ga(?:_\w+)?|_gid|gclid|gbraid|wbraid|dclid|fbclid|msclkid|yclid|twclid|igshid|li_fat_id"
    r"|mc_[a-z]+|mkt_tok|_hsenc|_hsmi|__hs\w+|vero_id|oly_\w+_id|wt[._]mc_id"
    r"|phpsessid|jsessionid|aspsessionid\w*|cfid|cftoken|sessionid|session_id",
    re.IGNORECASE,
)
_SESSION_TOKEN = re.compile(r"[0-9A-Za-z_-]{16,}")
_SESSION_IN_PATH = re.compile(r";(?:jsessionid|phpsessid)=[^/?#]*", re.IGNORECASE)
_TEXT_FRAGMENT = re.compile(r":~:.*", re.DOTALL)
_SAFE_IN_PATH = "/%:@!$&'()*+,;=~-._"
_SAFE_IN_QUERY = _SAFE_IN_PATH + "?"

# A letter program's wrapper: host, then the query field that holds the real address.
_WRAPPERS = (
    (re.compile(r"(?:[\w-]+\.)*safelinks\.protection\.outlook\.com"), "url"),
    (re.compile(r"(?:www\.)?google\.[a-z.]{2,6}"), "q"),
    (re.compile(r"(?:www\.)?google\.[a-z.]{2,6}"), "url"),
)
_SAME_HOST = {"dx.doi.org": "doi.org"}
_WWW = re.compile(r"(?:www\.)+(?=[^.]+\.)")
_FRONT_PAGE = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)


def tidy(url: str) -> str:
    """The address to show: unwrapped, without tracking, percent-encoded; "" for what is not http or https.

    Trailing slash and fragment stay, since some servers and pages need them.
    """
    parts = _split(url)
    return urlunsplit(parts) if parts else ""


def host_of(url: str) -> str:
    """The host of an address without its "www."; "" for none. Raises ValueError for what is no address."""
    return bare_host(urlsplit(url).hostname or "")


def bare_host(host: str) -> str:
    return host.removeprefix("www.")


def canonical(url: str) -> str:
    """The address that names the page: `tidy`, and without fragment and trailing slash; idempotent.

    A fragment that begins with "/" or "!" stays: there a script shows another page under it.
    """
    parts = _split(url)
    if parts is None:
        return ""
    path = parts.path.rstrip("/")
    if parts.netloc.endswith("frontiersin.org"):
        path = re.sub(r"(?:/magazine|/)+$", "", path)
    fragment = parts.fragment if parts.fragment.startswith(("/", "!")) else ""
    return urlunsplit(parts._replace(path=path, fragment=fragment))


def comparable(url: str) -> str:
    """`canonical` without what two lists spell differently: http or https, "www.", "index.html"; idempotent.

    For comparison only: the result need not lead anywhere.
    """
    name = canonical(url)
    if not name:
        return ""
    parts = urlsplit(name)
    host = re.sub(r":(?:80|443)$", "", parts.netloc)
    host = _WWW.sub("", host)
    path = parts.path
    while (shorter := _FRONT_PAGE.sub("", path).rstrip("/")) != path:
        path = shorter
    return canonical(urlunsplit(parts._replace(scheme="https", netloc=_SAME_HOST.get(host, host), path=path)))


@lru_cache(maxsize=256)  # one address is asked for several times in a row
def _split(url: str) -> SplitResult | None:
    parts = _parse(url)
    while parts is not None and (inner := _wrapped(parts)):
        parts = _parse(inner)
    if parts is None:
        return None
    return parts._replace(
        path=quote(_SESSION_IN_PATH.sub("", parts.path), safe=_SAFE_IN_PATH),
        query=quote(_without_tracking(parts.query), safe=_SAFE_IN_QUERY),
        fragment=quote(_TEXT_FRAGMENT.sub("", parts.fragment), safe=_SAFE_IN_QUERY),
    )


def _parse(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(clean_line(url))
        host, port = _host(parts), parts.port
    except ValueError:  # a port that is no number, a bracket that is never closed, a host that IDNA forbids
        return None
    if parts.scheme not in _DEFAULT_PORTS or not host:
        return None
    if port is not None and port != _DEFAULT_PORTS[parts.scheme]:
        host = f"{host}:{port}"
    return parts._replace(netloc=host)


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").strip(".")
    if not host.isascii():
        host = host.encode("idna").decode("ascii").lower()
    if ":" in host:
        host = f"[{host}]"
    return host if _HOST.fullmatch(host) else ""


def _wrapped(parts: SplitResult) -> str:
    for host, name in _WRAPPERS:
        if not host.fullmatch(parts.netloc) or (name != "url" and parts.path != "/url"):
            continue
        for inner in parse_qs(parts.query).get(name, []):
            if _parse(inner) is not None:
                return inner
    return ""


def _without_tracking(query: str) -> str:
    return "&".join(field for field in query.split("&") if field and not _is_tracking(field))


def _is_tracking(field: str) -> bool:
    name, _, value = field.partition("=")
    # "sid" is a session on some sites and the number of an item on others: only a long token is a session.
    return bool(_TRACKING.fullmatch(name)) or (name.lower() == "sid" and bool(_SESSION_TOKEN.fullmatch(value)))
