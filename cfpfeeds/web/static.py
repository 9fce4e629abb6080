"""Our own style sheet, script and icons, read once; their addresses carry a digest and hold for ever."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from importlib.resources import files

from flask import Response, abort, request

from cfpfeeds.model import Site
from cfpfeeds.render.document import document, lasting
from cfpfeeds.web.answers import Answer, Ready
from cfpfeeds.web.headers import PAGE_CACHE, static_lines

_TYPES = {
    "site.css": "text/css; charset=utf-8",
    "copy.js": "text/javascript; charset=utf-8",
    "filter.js": "text/javascript; charset=utf-8",
    "language.js": "text/javascript; charset=utf-8",
    "own-time.js": "text/javascript; charset=utf-8",
    "embed.css": "text/css; charset=utf-8",
    "embed-height.js": "text/javascript; charset=utf-8",
    "favicon.svg": "image/svg+xml",
    "favicon.ico": "image/vnd.microsoft.icon",
}


NAMES = tuple(_TYPES)


class Static:
    """The files of `static/`, held in memory."""

    def __init__(self, site: Site, root: str, clock: Callable[[], datetime]) -> None:
        self._root = root
        self._digests: dict[str, str] = {}
        self._lasting: dict[str, Ready] = {}
        self._passing: dict[str, Ready] = {}
        now = clock()
        for name, media_type in _TYPES.items():
            body = files("cfpfeeds.web").joinpath("static", name).read_bytes()
            made = lasting(document(name, media_type, body, now))
            self._digests[name] = hashlib.sha256(body).hexdigest()[:12]
            self._lasting[name] = Ready(made, static_lines(site), now)
            self._passing[name] = Ready(made, static_lines(site, PAGE_CACHE), now)

    def address(self, name: str) -> str:
        """The address of a file, which changes with its content."""
        return f"{self._root}/static/{name}?v={self._digests[name]}"

    def view(self, name: str) -> Response:
        """/static/NAME: for ever where the digest is this one, for a short while otherwise."""
        if name not in _TYPES:
            abort(404)
        current = request.args.get("v") == self._digests[name]
        return on_the_wire((self._lasting if current else self._passing)[name].answer(request.environ))

    def favicon(self, ending: str) -> Response:
        """Where browsers look that were not told."""
        return on_the_wire(self._passing[f"favicon.{ending}"].answer(request.environ))


def read_static(name: str) -> str:
    """The text of a file that ships with the package."""
    return files("cfpfeeds.web").joinpath("static", name).read_text(encoding="utf-8")


def on_the_wire(answer: Answer) -> Response:
    """An answer as Flask wants it."""
    return Response(answer.body, answer.status, headers=list(answer.headers))
