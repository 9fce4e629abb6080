"""How programs find their way about: robots.txt, the sitemap, llms.txt."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from urllib.parse import quote

from flask import Flask, request
from lxml import etree
from werkzeug.wrappers import Response

from cfpfeeds.languages import ENGLISH, language_of
from cfpfeeds.model import Site
from cfpfeeds.render.links import call_page, home, list_page
from cfpfeeds.web.catalogue import JOURNAL, Catalogue
from cfpfeeds.web.documents import list_slugs
from cfpfeeds.web.headers import feed_lines
from cfpfeeds.web.pages import Library
from cfpfeeds.web.static import on_the_wire

_XHTML = "http://www.w3.org/1999/xhtml"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_MOST_ADDRESSES = 50_000


class Signposts:
    """The views of robots.txt, sitemap.xml and llms.txt."""

    def __init__(self, library: Library, codes: Sequence[str], is_static: bool = False) -> None:
        self._library, self._codes, self._is_static = library, codes, is_static

    def register(self, app: Flask) -> None:
        """Tie addresses to views."""
        for name, view in (("robots.txt", self.robots), ("sitemap.xml", self.sitemap), ("llms.txt", self.llms)):
            app.add_url_rule(f"/{name}", view.__name__, view, methods=["GET"])

    def robots(self) -> Response:
        """Everything may be fetched by all: calendar fetchers obey this file (H11)."""
        told = "# Readers, calendar programs and search engines are all welcome.\nUser-agent: *\nDisallow:\n\n"
        return self._answer("/robots.txt", lambda: f"{told}Sitemap: {self._library.site.base_url}/sitemap.xml\n")

    def sitemap(self) -> Response:
        """Every page that does not depend on what somebody typed."""

        def made() -> str:
            return sitemap(self._library.catalogue(), self._library.site, self._codes)

        return self._answer("/sitemap.xml", made, "application/xml; charset=utf-8")

    def llms(self) -> Response:
        """What this is and where the data are, for programs that read prose."""
        return self._answer("/llms.txt", lambda: llms(self._library.site, self._is_static))

    def _answer(self, path: str, make: Callable[[], str], media_type: str = "text/plain; charset=utf-8") -> Response:
        ready = self._library.page(path, make, feed_lines(self._library.site), media_type)
        return on_the_wire(ready.answer(request.environ))


def sitemap(catalogue: Catalogue, site: Site, codes: Sequence[str] = (ENGLISH,)) -> str:
    """The sitemap (sitemaps.org): pages of the service, lists, journals, then calls, newest first.

    Each with its address in every language; the first of `codes` has no prefix.
    """
    root = etree.Element("urlset", nsmap={None: _SITEMAP, "xhtml": _XHTML})
    fixed = [home(site), f"{site.base_url}/about", f"{site.base_url}/{JOURNAL}/", f"{site.base_url}/embed"]
    lists = [list_page(site, slug) for slug in list_slugs()]
    venues = [f"{site.base_url}/{JOURNAL}/{quote(slug)}/" for slug in catalogue.venues]
    calls = [(call_page(site, call.id), call.updated_at) for call in catalogue.calls]
    known: list[tuple[str, datetime | None]] = [(address, None) for address in (*fixed, *lists, *venues)]
    for address, changed in [*known, *calls][:_MOST_ADDRESSES]:
        entry = etree.SubElement(root, "url")
        etree.SubElement(entry, "loc").text = address
        if changed:
            etree.SubElement(entry, "lastmod").text = changed.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        for tag, place in _in_languages(address.removeprefix(site.base_url), site, codes):
            etree.SubElement(entry, f"{{{_XHTML}}}link", rel="alternate", hreflang=tag, href=place)
    return str(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True), "utf-8")


def _in_languages(path: str, site: Site, codes: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The address of a page in each language by its tag; none where there is only one language."""
    if len(codes) > 1:
        for code in codes:
            prefix = "" if code == codes[0] else f"/{code}"
            yield language_of(code).tag, f"{site.base_url}{prefix}{path}"
        yield "x-default", f"{site.base_url}{path}"


def llms(site: Site, is_static: bool = False) -> str:
    """The text of /llms.txt (llmstxt.org); without what needs a server if `is_static`."""
    base = site.base_url
    api = f"- [Calls as JSON]({base}/api/calls): filters, paging, no key; [OpenAPI document]({base}/api/openapi.json)\n"
    own = f"- [A subscription of one's own]({base}/filter/)\n"
    return f"""# {site.title}

> Open calls for papers of every field, merged from publishers, organisers and deadline lists into one list without
> duplicates. Each deadline carries the words it was read from, its source, and what it was before.

Status and dates are facts as printed by the sources; where a source names no day there is no date. "inferred" marks
what was not printed (a year, a stage). AoE means that a deadline holds until the day is over in UTC-12. A call is open
until its last submission deadline has passed everywhere. Please name the source of a call when you cite a deadline.

## Data

{"" if is_static else api}- [Open calls as JSON Feed]({base}/all/calls.json): deadlines as data under `_cfpfeeds`
- [What has changed]({base}/all/changes.json): new, extended, brought forward, withdrawn
- [All deadlines as a calendar]({base}/all/deadlines.ics)
- [All feeds as OPML]({base}/subscriptions.opml)

## Pages

- [Disciplines]({base}/#disciplines): each is a folder, as {base}/nursing/ with calls.json, deadlines.ics
- [Journals and conferences]({base}/journal/)
{"" if is_static else own}- [How it works]({base}/about)
- [The state of every source]({base}/status)
"""
