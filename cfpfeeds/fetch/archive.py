"""A folder of pages that answers like the web: the demo polls it, and so can any archive of saved files."""

from __future__ import annotations

import hashlib
from importlib.resources.abc import Traversable
from pathlib import Path
from urllib.parse import unquote

import httpx

from cfpfeeds.fetch import media

_INDEXES = ("index.html", "index.json", "index.xml")
_ROBOTS = b"User-agent: *\nAllow: /\n"


class ArchiveTransport(httpx.BaseTransport):
    """Answers https://host/path from the file root/host/path.

    A query belongs to the file name, as "list?page=2" or, where file systems know no "?", "list@page=2". A path that
    ends in "/" means index.html, index.json or index.xml. What is not there is answered with 404.
    """

    def __init__(self, root: Path | Traversable) -> None:
        self._root = root

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/robots.txt":
            return httpx.Response(200, content=_ROBOTS, headers={"Content-Type": "text/plain"})
        file = self._file(request.url)
        if file is None:
            return httpx.Response(404, content=b"not in this archive\n", headers={"Content-Type": "text/plain"})
        body = file.read_bytes()
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        if etag in request.headers.get("If-None-Match", ""):
            return httpx.Response(304, headers={"ETag": etag})
        return httpx.Response(200, content=body, headers={"ETag": etag, "Content-Type": _media_type(file.name, body)})

    def _file(self, url: httpx.URL) -> Path | Traversable | None:
        *folders, name = [unquote(part) for part in url.raw_path.decode("ascii").partition("?")[0].split("/")[1:]]
        parts = [url.host, *folders]
        if any(
            part in ("", ".", "..") or "/" in part or "\\" in part or "\0" in part for part in [*parts, name or "-"]
        ):
            return None
        query = unquote(url.query.decode("ascii"))
        folder = self._root.joinpath(*parts)
        stems = [name] if name else list(_INDEXES)
        names = [f"{stem}{mark}{query}" for stem in stems for mark in "?@"] if query else stems
        return next((file for one in names if "/" not in one and (file := folder.joinpath(one)).is_file()), None)


def _media_type(name: str, body: bytes) -> str:
    known = media.by_extension(name.partition("@")[0])
    # A page without an extension is a web page unless it clearly is something else.
    found = known or media.sniffed(body).replace("text/plain", "text/html")
    return f"{found}; charset=utf-8" if found.startswith("text/") else found
