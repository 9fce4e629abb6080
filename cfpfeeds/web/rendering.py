"""Pages from templates: made once for each moment, answered like finished documents, and led to by their own names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from cfpfeeds.web.headers import NO_CACHE, PAGE_CACHE, page_lines
from cfpfeeds.web.names import asked
from cfpfeeds.web.pages import Library
from cfpfeeds.web.static import on_the_wire
from cfpfeeds.web.tongues import page_root

_HTML = "text/html; charset=utf-8"


class Pages:
    """Pages over one library. `root` is the path below which the service is mounted, "" for a host of its own."""

    def __init__(self, library: Library, root: str) -> None:
        self.library, self._root = library, root

    def made(self, path: str, template: str, values: Callable[[], dict[str, Any]], first_run: bool = False) -> Response:
        """The page at a path; `values` is asked only if the page is not held for this moment."""

        def make() -> str:
            return render_template(template, first_run=first_run, path=path, **values())

        lines = page_lines(self.library.site, NO_CACHE if first_run else PAGE_CACHE)
        return on_the_wire(self.library.page(path, make, lines, _HTML).answer(request.environ))

    @property
    def is_first_run(self) -> bool:
        """Whether nothing has been read and published yet."""
        return self.library.catalogue().is_empty and self.library.store.document("/all/calls.rss") is None

    def moved(self, path: str, code: int = 308) -> Response:
        """A redirect to another path of ours, in the spoken language, with what was asked for."""
        return redirect(f"{page_root(self._root)}{path}{asked(request.query_string)}", code)
