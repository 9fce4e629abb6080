"""What static hosts read beside the files of a build: `.htaccess` (Apache) and `_headers` (hosts that know it).

Types, twins by what a reader accepts, and the header lines that the service itself would send, as far as a host can.
No page says who may frame it: `_headers` knows no exception for embeds, and a page without forms cannot be misused so.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from cfpfeeds.model import Site
from cfpfeeds.web.headers import (
    FEED_CACHE,
    PAGE_CACHE,
    RULES,
    STATIC_CACHE,
    Lines,
    everywhere,
    feed_lines,
    preflight_lines,
)

_TYPES = {
    ".rss": "application/rss+xml; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8; method=PUBLISH",
    ".opml": "text/x-opml; charset=utf-8",
}
_FEEDS = r"\.(rss|atom|json|ics|opml)"
_TWIN = r"(\.(br|gz))?$"
_TWINS = (("br", "br"), ("gzip", "gz"))
_POLICY = ("Content-Security-Policy", "; ".join(RULES))


def htaccess(site: Site) -> str:
    """For Apache 2.4 with `AllowOverride FileInfo`; what needs mod_rewrite or mod_headers is left out without them.

    `.br` and `.gz` mean an encoding here, and not Breton and an archive as in Apache's own tables.
    """
    parts = [
        "# Written by `cfpfeeds build`: see docs/static.md.",
        "AddDefaultCharset utf-8",
        *(f"AddType '{media_type}' {ending}" for ending, media_type in _TYPES.items()),
        "AddCharset utf-8 .css .js .txt",
        "RemoveType .br .gz",
        "RemoveLanguage .br",
        *(f"AddEncoding {coding} .{ending}" for coding, ending in _TWINS),
        f'<FilesMatch "^(calls|changes).*\\.json{_TWIN}">\n  ForceType application/feed+json\n</FilesMatch>',
        "<IfModule mod_rewrite.c>\n  RewriteEngine On\n  RewriteRule ^\\.cfpfeeds - [R=404,L]",
        *(_choice(coding, ending) for coding, ending in _TWINS),
        "</IfModule>\n<IfModule mod_headers.c>",
        *(f'  Header set {name} "{value}"' for name, value in (*everywhere(site), _POLICY)),
        f'  Header set Cache-Control "{PAGE_CACHE}"',
        "  Header merge Vary Accept-Encoding",
        _matching(rf"{_FEEDS}{_TWIN}", dict.fromkeys((*_shared(feed_lines(site)), *_shared(preflight_lines(site))))),
        _matching(rf"\.(css|js|svg){_TWIN}", (("Access-Control-Allow-Origin", "*"),)),
        "</IfModule>",
        f"ErrorDocument 404 {urlsplit(site.base_url).path.rstrip('/')}/404.html",
    ]
    return "\n".join((*parts, ""))


def _choice(coding: str, ending: str) -> str:
    wanted = rf"(^|[ ,]){coding}(?! *; *q=0(\.0*)? *(,|$))"
    return (
        f'  RewriteCond %{{HTTP:Accept-Encoding}} "{wanted}"\n'
        f"  RewriteCond %{{REQUEST_FILENAME}}.{ending} -f\n"
        f"  RewriteRule ^(.+)$ $1.{ending} [L,E=no-gzip:1,E=no-brotli:1]"
    )


def _matching(pattern: str, lines: Iterable[tuple[str, str]]) -> str:
    told = "".join(f'    Header set {name} "{value}"\n' for name, value in lines)
    return f'  <FilesMatch "{pattern}">\n{told}  </FilesMatch>'


def _shared(lines: Lines) -> Lines:
    """What feeds and the questions of browsers before them are answered with beside the file itself."""
    return tuple(
        line for line in lines if line[0].startswith("Access-Control-") or line == ("Cache-Control", FEED_CACHE)
    )


def headers_file(site: Site) -> str:
    """For hosts that read `_headers`, and compress by themselves."""
    told = [_at("/*", (*everywhere(site), _POLICY))]
    told += [_at("/static/*", (("Cache-Control", STATIC_CACHE), ("Access-Control-Allow-Origin", "*")))]
    told += [_at("/embed.js", (("Access-Control-Allow-Origin", "*"),))]
    told += [_at(f"/*{ending}", (("Content-Type", media_type),)) for ending, media_type in _TYPES.items()]
    for folder in ("/*/calls*.json", "/*/changes*.json"):
        told.append(_at(folder, (("Content-Type", "application/feed+json"),)))
    told += [_at(f"/*{ending}", _shared(feed_lines(site))) for ending in (*_TYPES, ".json")]
    return "\n".join((*told, ""))


def _at(path: str, lines: Lines) -> str:
    return "\n".join((path, *(f"  {name}: {value}" for name, value in lines)))
