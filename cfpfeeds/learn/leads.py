"""What a site offers for programs beside a page: addresses that are worth a look, the most telling first."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from cfpfeeds.errors import ExtractError
from cfpfeeds.extract.bodies import text_of_body
from cfpfeeds.extract.html import line_of, parse
from cfpfeeds.extract.markup import address_of, base_of
from cfpfeeds.learn import words
from cfpfeeds.model import Page

_FEEDS = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/json")
_NO_CALLS = re.compile(r"comment|oembed|article|toc|current|volume|most-?read|latest", re.I)
_TYPE_OF_CALLS = re.compile(r"/([a-z0-9_-]*(?:call|cfp|special-?_?issue|collection)[a-z0-9_-]*)/?", re.I)
_LOCATION = re.compile(r"<loc>\s*(https?://[^<\s]{1,2000})\s*</loc>", re.I)
_MOST_LOCATIONS = 50_000
_JOURNAL_SYSTEM = re.compile(r"open journal systems", re.I)


@dataclass(frozen=True, slots=True)
class Lead:
    """An address with what is hoped for there."""

    url: str
    why: str


_SHOWN_FILE = re.compile(
    r"https?://(?:www\.)?(?:github\.com/([^/]+/[^/]+)/blob/(.+)|([\w.-]*gitlab[\w.-]*)/(.+?)/-/blob/(.+))", re.I
)
_DATA = re.compile(r"\.(?:ya?ml|toml|csv|tsv|json|md|markdown|ics|xml|txt)$", re.I)


def bare_file(url: str) -> str:
    """The address of a file itself where that of the page which shows it in a repository was given; else the same."""
    found = _SHOWN_FILE.fullmatch(url.partition("#")[0].partition("?")[0])
    if found is None or not _DATA.search(url.partition("#")[0].partition("?")[0]):
        return url
    if found[1]:
        return f"https://raw.githubusercontent.com/{found[1]}/{found[2]}"
    return f"https://{found[3]}/{found[4]}/-/raw/{found[5]}"


def leads_of(page: Page) -> list[Lead]:
    """Interfaces and feeds that a web page declares; none for anything else. No address is guessed without a sign."""
    try:
        tree = parse(page) if "html" in page.media_type else None
    except ExtractError:
        return []
    if tree is None:
        return []
    found = [*_wordpress(tree, page), *_journal_system(tree, page), *_feeds(tree, page)]
    here = page.final_url or page.url
    return list({lead.url: lead for lead in found if lead.url and lead.url != here}.values())


def sitemap_of(page: Page) -> Lead:
    """The map of the site, which names a page of calls where the one that was asked for is none."""
    return Lead(urljoin(page.final_url or page.url, "/sitemap.xml"), "site map")


def of_sitemap(site_map: Page, asked: str) -> list[Lead]:
    """Pages of calls that a site map names, the shortest addresses first: a list stands above its calls."""
    text = text_of_body(site_map)
    addresses = [html.unescape(found.strip()) for found in _LOCATION.findall(text)[:_MOST_LOCATIONS]]
    wanted = [url for url in dict.fromkeys(addresses) if words.CALL_ADDRESS.search(urlsplit(url).path) and url != asked]
    return [Lead(url, f"page in the site map: {url}") for url in sorted(wanted, key=lambda url: (len(url), url))[:3]]


def _wordpress(tree: LexborHTMLParser, page: Page) -> list[Lead]:
    """WordPress names its interface in the head; the path of the page may name a type of post."""
    link = tree.css_first('link[rel="https://api.w.org/"]')
    root = address_of(link, page, base_of(tree, page))
    if not root:
        return []
    root = root if "?" in root else root.rstrip("/") + "/"
    kinds = dict.fromkeys(
        match.replace("-", form) for match in _TYPE_OF_CALLS.findall(urlsplit(page.url).path) for form in ("_", "-")
    )
    found = [Lead(f"{root}wp/v2/{kind}?per_page=100", "WordPress interface") for kind in kinds]
    return [*found, Lead(f"{root}wp/v2/posts?search=call+for+papers&per_page=50", "WordPress posts")]


def _journal_system(tree: LexborHTMLParser, page: Page) -> list[Lead]:
    """Open Journal Systems: announcements as a feed, or as a page."""
    generator = tree.css_first("meta[name=generator]")
    if generator is None or not _JOURNAL_SYSTEM.search(generator.attributes.get("content") or ""):
        return []
    path = urlsplit(page.final_url or page.url).path
    match = re.match(r"(.*?/index\.php/[^/]+|/[^/]+(?=/announcement))", path)
    if match is None:
        return []
    base = urljoin(page.final_url or page.url, match[1])
    feed = Lead(
        f"{base}/gateway/plugin/AnnouncementFeedGatewayPlugin/rss2", "announcements as RSS (Open Journal Systems)"
    )
    return (
        [feed]
        if "/announcement" in path
        else [feed, Lead(f"{base}/announcement", "announcements (Open Journal Systems)")]
    )


def _feeds(tree: LexborHTMLParser, page: Page) -> list[Lead]:
    found = []
    for link in tree.css("link[rel~=alternate][type]"):
        kind = (link.attributes.get("type") or "").lower().partition(";")[0].strip()
        title = link.attributes.get("title") or ""
        url = address_of(link, page, base_of(tree, page))
        if (
            kind in _FEEDS
            and url
            and not (_NO_CALLS.search(f"{title} {url}") and not words.CALL.search(f"{title} {url}"))
        ):
            found.append(Lead(url, f"feed {title!r}" if title else "feed"))
    for link in tree.css("a[href]"):
        url = address_of(link, page, base_of(tree, page))
        if re.search(r"\.(?:rss|atom)$|/(?:feed|rss)/?$", urlsplit(url).path) and words.CALL.search(
            f"{line_of(link)} {url}"
        ):
            found.append(Lead(url, "feed"))
    return found
