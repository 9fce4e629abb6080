"""The whole service as files (`cfpfeeds build`): asked for page by page, written where something differs.

What depends on what somebody types (search, personal subscriptions, the JSON interface) needs the server and is left
out; pages do not offer it then. `/about` becomes `about/index.html`, `/all/?page=2` becomes `all/page-2/index.html`.
"""

from __future__ import annotations

import gzip
import html
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlsplit

from flask.testing import FlaskClient

from cfpfeeds.built import BuiltFolder, built_folder
from cfpfeeds.config import Config
from cfpfeeds.errors import UsageError
from cfpfeeds.hosting import headers_file, htaccess
from cfpfeeds.languages import gettext, speaking, spoken
from cfpfeeds.model import Site
from cfpfeeds.render import CHANGE_FORMATS, FORMATS
from cfpfeeds.render.document import brotlied, gzipped
from cfpfeeds.store import Store
from cfpfeeds.web import create_app
from cfpfeeds.web.catalogue import JOURNAL, SOURCE
from cfpfeeds.web.documents import finished_paths, list_slugs
from cfpfeeds.web.static import NAMES

_TWINS: tuple[tuple[str, Callable[[bytes], bytes]], ...] = ((".gz", gzipped), (".br", brotlied))
_HTML = "text/html"
_PAGES = ("/", "/about", "/embed", "/status", f"/{JOURNAL}/")
_FIXED = (
    *_PAGES,
    "/embed.js",
    "/status.atom",
    "/robots.txt",
    "/sitemap.xml",
    "/llms.txt",
    "/favicon.ico",
)
_WITH_QUERY = re.compile(r'href="(?P<folder>[^"?]*/)\?(?P<query>[^"]*)"')
_WITHIN = re.compile(r'href="(?P<address>[^"?]*/(?:month/(?:\d{4}-\d\d/)?|timeline/))"')

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Built:
    """How many files there are now, how many of them were written, and how many were taken away."""

    files: int
    written: int
    removed: int


def build(
    store: Store,
    config: Config,
    site: Site,
    folder: Path,
    clock: Callable[[], datetime],
    progress: Progress = lambda done, total: None,
    is_live: bool = True,
) -> Built:
    """Write the service into `folder`, each file whole or not at all; unchanged files are not touched.

    Raises UsageError when the folder holds something else or cannot be written.
    """
    with built_folder(folder) as files:
        builder = _Builder(store, config, site, files, clock, is_live)
        builder.write_all(progress)
        builder.write_moved()
        removed = files.remove_rest()
    return Built(len(files.names), files.written, removed)


class _Builder:
    def __init__(
        self, store: Store, config: Config, site: Site, files: BuiltFolder, clock: Callable[[], datetime], is_live: bool
    ) -> None:
        self._store, self._config, self._site, self._files = store, config, site, files
        self._root = urlsplit(site.base_url).path.rstrip("/")
        app = create_app(store, config, site, clock, look_again_s=3600.0, is_static=True, is_live=is_live)
        self._client: FlaskClient = app.test_client()
        self._calls = tuple(config.leave_out.told().shown(store.calls()))

    def write_all(self, progress: Progress) -> None:
        """Every address that does not depend on what somebody types."""
        folders = [*list_slugs(), *self._venues(), *(f"{SOURCE}/{source.id}" for source in self._config.sources)]
        fixed = [*_FIXED, *sorted(finished_paths()), *(f"/static/{name}" for name in NAMES)]
        works: list[tuple[Callable[[str], object], str]] = [
            *((self._write, path) for path in fixed),
            *((self._write_folder, slug) for slug in folders),
            *((self._write_call, call.id) for call in self._calls),
        ]
        for code in self._config.settings.page_languages()[1:]:
            works += self._works_in(code, folders)
        for done, (work, name) in enumerate(works, 1):
            work(name)
            progress(done, len(works))
        self._write_file("404.html", self._client.get("/no-such-page").data)
        self._write_headers()

    def _works_in(self, code: str, folders: Iterable[str]) -> list[tuple[Callable[[str], object], str]]:
        """The pages in another language. Feeds, calendars and our own files are there once for all languages."""
        return [
            *((self._write, f"/{code}{path}") for path in _PAGES),
            *((self._write_folder_page, f"/{code}/{slug}") for slug in folders),
            *((self._write, f"/{code}/calls/{quote(call.id)}") for call in self._calls),
        ]

    def _venues(self) -> list[str]:
        page = self._client.get(f"/{JOURNAL}/").get_data(as_text=True)
        return sorted(set(re.findall(rf'href="{self._root}/({JOURNAL}/[^"/]+)/"', page)))

    def _write_folder(self, slug: str) -> None:
        """A list: its page with all further pages, its feeds and calendar, its archives."""
        self._write_folder_page(f"/{slug}")
        for fmt in (*FORMATS, *CHANGE_FORMATS):
            self._write(f"/{slug}/{fmt.filename}")
        for stem in self._archives(slug):
            for ending in ("rss", "atom", "json"):
                self._write(f"/{slug}/{stem}.{ending}")

    def _write_folder_page(self, path: str) -> None:
        self._write_pages(f"{path}/")
        self._write(f"{path}/embed")
        self._write(f"{path}/frame")

    def _archives(self, slug: str) -> Iterator[str]:
        address = f"/{slug}/calls.json"
        while address := str(self._json(address).get("next_url", "")):
            address = urlsplit(address).path.removeprefix(self._root)
            yield address.rpartition("/")[2].removesuffix(".json")

    def _json(self, path: str) -> Mapping[str, object]:
        found: Mapping[str, object] = json.loads(self._client.get(path).data)
        return found

    def _write_pages(self, path: str) -> None:
        """A page and every page that its links continue, such as the closed calls."""
        waiting, seen = [path], {path}
        while waiting:
            page = self._write(waiting.pop())
            for address in _continued(page, self._site.base_url, self._root):
                if address not in seen and address.startswith(path):
                    seen.add(address)
                    waiting.append(address)

    def _write_call(self, call_id: str) -> None:
        self._write(f"/calls/{quote(call_id)}")
        self._write(f"/calls/{quote(call_id)}.ics")

    def write_moved(self) -> None:
        """A call that was merged away since the last build: its calendar is that of the one that lives, its page leads
        there."""
        for name in self._files.before:
            match = re.fullmatch(r"calls/([^/]+)\.ics", name)
            living = self._store.resolve(match[1]) if match and name not in self._files.names else ""
            if match and living and living != match[1]:
                self._write_file(name, self._client.get(f"/calls/{living}.ics").data)
                self._write_leading(match[1], living)

    def _write_leading(self, gone: str, living: str) -> None:
        """In every language the page that leads from a call to the one that it was found to be."""
        codes = self._config.settings.page_languages()
        for code in codes:
            folder = "" if code == codes[0] else f"{code}/"
            target = html.escape(f"{self._site.base_url}/{folder}calls/{living}")
            with speaking(code):
                self._write_file(f"{folder}calls/{gone}/index.html", _leading_to(target).encode())

    def _write(self, path: str) -> str:
        """Write what an address answers with; its text, "" where it is no page."""
        answer = self._client.get(path, headers={"Accept-Encoding": "gzip"})
        if answer.status_code != 200:
            raise UsageError(f"{path} answered {answer.status_code}: run `cfpfeeds poll` first, or see its log")
        body = gzip.decompress(answer.data) if answer.headers.get("Content-Encoding") == "gzip" else answer.data
        is_page = answer.mimetype == _HTML
        text = body.decode() if is_page else ""
        if is_page:
            body = _with_plain_links(text).encode()
        self._write_file(file_of(path, is_page), body)
        return text

    def _write_file(self, name: str, body: bytes) -> None:
        """A file with its compressed twins, written only where the bytes differ from what is there."""
        self._files.put_with_twins(name, body, _TWINS)

    def _write_headers(self) -> None:
        """Types and headers for those hosts that read them from files: Apache, and what understands `_headers`."""
        self._files.put(".htaccess", htaccess(self._site).encode())
        self._files.put("_headers", headers_file(self._site).encode())


def file_of(path: str, is_page: bool) -> str:
    """The name of the file for an address: "/all/?page=2" is "all/page-2/index.html"."""
    parts = urlsplit(path)
    name = _plain(parts.path, parts.query).strip("/")
    if not is_page:
        return name
    return f"{name}/index.html" if name else "index.html"


def _plain(folder: str, query: str) -> str:
    """An address without its query string, where that only names a page of a list; the address itself otherwise."""
    asked = dict(parse_qsl(query))
    if not query or asked.keys() - {"page", "show", "on"}:
        return f"{folder}?{query}" if query else folder
    closed = "closed/" if asked.get("show") == "closed" else ""
    day = f"on-{asked['on']}/" if "on" in asked else ""
    page = f"page-{asked['page']}/" if asked.get("page", "1") != "1" else ""
    return f"{folder}{day}{closed}{page}"


def _with_plain_links(page: str) -> str:
    return _WITH_QUERY.sub(lambda match: f'href="{_plain(match["folder"], html.unescape(match["query"]))}"', page)


def _continued(page: str, base_url: str, root: str) -> Iterator[str]:
    """The addresses of further pages of a list that a page links to, or names as the address of its own."""
    for match in _WITHIN.finditer(page):
        yield match["address"].removeprefix(base_url).removeprefix(root)
    for match in _WITH_QUERY.finditer(page):
        query = html.unescape(match["query"])
        if "?" not in _plain(match["folder"], query):
            yield f"{match['folder'].removeprefix(root)}?{query}"


def _leading_to(target: str) -> str:
    said = gettext("This call was found to be the same as %(link)sanother one%(end)s.", link="{link}", end="{end}")
    told = html.escape(said).replace("{link}", f'<a href="{target}">').replace("{end}", "</a>")
    return (
        f'<!doctype html>\n<html lang="{spoken().tag}">\n<head><meta charset="utf-8"><title>{gettext("Moved")}</title>'
        f'<meta http-equiv="refresh" content="0; url={target}"><link rel="canonical" href="{target}"></head>\n'
        f"<body><p>{told}</p></body>\n</html>\n"
    )
