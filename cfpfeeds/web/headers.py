"""The header lines that every answer of one kind carries, in one place."""

from __future__ import annotations

from cfpfeeds.model import Site

Lines = tuple[tuple[str, str], ...]

FEED_METHODS = "GET, HEAD, OPTIONS"
_HOUR, _DAY, _WEEK, _YEAR = 3600, 86_400, 604_800, 31_536_000

PAGE_CACHE = f"public, max-age=300, stale-while-revalidate={_HOUR}, stale-if-error={_DAY}"
FEED_CACHE = f"public, max-age=1800, stale-while-revalidate={_HOUR}, stale-if-error={_WEEK}"
STATIC_CACHE = f"public, max-age={_YEAR}, immutable"
SHORT_CACHE = "public, max-age=60"
NO_CACHE = "no-cache"

RETRY_AFTER_S = 60
"""When a reader should ask again who came before the first poll was done."""

RULES = (
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    "script-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
)
_POLICY = "; ".join((*RULES, "frame-ancestors 'self'"))


def everywhere(site: Site) -> Lines:
    """For every answer of whatever kind."""
    lines = (("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "strict-origin-when-cross-origin"))
    if site.base_url.startswith("https://"):
        return (*lines, ("Strict-Transport-Security", f"max-age={_YEAR}"))
    return lines


def page_lines(site: Site, cache: str = PAGE_CACHE) -> Lines:
    """For pages: no frame of strangers, nothing from elsewhere, no inline script or style.

    No Cross-Origin-Opener-Policy: with one, a browser refuses to open a call from an embed in a sandbox.
    """
    return (
        ("Cache-Control", cache),
        ("Content-Security-Policy", _POLICY),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        *everywhere(site),
    )


def embed_lines(site: Site, style: str) -> Lines:
    """For what stands in frames of others: any page may hold it (H23); `style` names an inline sheet by its digest."""
    rules = "; ".join((*RULES, "frame-ancestors *"))
    return (
        ("Cache-Control", PAGE_CACHE),
        ("Content-Security-Policy", rules.replace("style-src 'self'", f"style-src 'self' {style}".rstrip())),
        ("Access-Control-Allow-Origin", "*"),
        ("Cross-Origin-Resource-Policy", "cross-origin"),
        *everywhere(site),
    )


def script_lines(site: Site) -> Lines:
    """For the script that others put into their pages: readable across origins, so that they can pin its digest."""
    return (
        ("Cache-Control", f"public, max-age={_DAY}, stale-while-revalidate={_WEEK}, stale-if-error={_WEEK}"),
        ("Access-Control-Allow-Origin", "*"),
        ("Cross-Origin-Resource-Policy", "cross-origin"),
        *everywhere(site),
    )


def feed_lines(site: Site, cache: str = FEED_CACHE) -> Lines:
    """For feeds and calendars: any page may read them, and their validators, without credentials."""
    return (
        ("Cache-Control", cache),
        ("Access-Control-Allow-Origin", "*"),
        ("Access-Control-Expose-Headers", "ETag, Last-Modified"),
        ("Cross-Origin-Resource-Policy", "cross-origin"),
        *everywhere(site),
    )


def hub_lines(site: Site, path: str) -> Lines:
    """For a feed that the hub is told of: where subscribers look first for hub and topic (W3C WebSub 4)."""
    return (("Link", f'<{site.hub}>; rel="hub", <{site.base_url}{path}>; rel="self"'),)


def preflight_lines(site: Site) -> Lines:
    """For OPTIONS on a feed: If-None-Match is not a safelisted header, so browsers ask first (Fetch 3.2)."""
    return (
        ("Allow", FEED_METHODS),
        ("Access-Control-Allow-Origin", "*"),
        ("Access-Control-Allow-Methods", "GET, HEAD"),
        ("Access-Control-Allow-Headers", "If-None-Match, If-Modified-Since, Accept, Accept-Encoding, Cache-Control"),
        ("Access-Control-Max-Age", str(_DAY)),
        ("Cache-Control", f"public, max-age={_DAY}"),
        *everywhere(site),
    )


def static_lines(site: Site, cache: str = STATIC_CACHE) -> Lines:
    """For our own style sheet, script and icons; an address that carries their digest holds for ever.

    A frame in a sandbox has no origin of its own, so what it needs must be open to all.
    """
    return (
        ("Cache-Control", cache),
        ("Access-Control-Allow-Origin", "*"),
        ("Cross-Origin-Resource-Policy", "cross-origin"),
        *everywhere(site),
    )
