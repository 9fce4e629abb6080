"""The application factory: what every request shares, and what an error looks like to a reader."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException

from cfpfeeds import disciplines
from cfpfeeds.config import Config
from cfpfeeds.errors import CfpfeedsError, StoreError, UsageError
from cfpfeeds.languages import N_, gettext
from cfpfeeds.model import Site
from cfpfeeds.render import FORMATS, links, mistakes
from cfpfeeds.render import words as render_words
from cfpfeeds.store import Store
from cfpfeeds.web import history_words, poll_words, words
from cfpfeeds.web.api import FOLDER as API
from cfpfeeds.web.api import Api
from cfpfeeds.web.caches import Watch
from cfpfeeds.web.call_views import CallViews
from cfpfeeds.web.documents import FinishedDocuments
from cfpfeeds.web.embeds import Embeds
from cfpfeeds.web.filters import Filters
from cfpfeeds.web.folders import Folders
from cfpfeeds.web.found import Signposts
from cfpfeeds.web.gate import Gate
from cfpfeeds.web.headers import RETRY_AFTER_S, SHORT_CACHE, feed_lines, page_lines, preflight_lines
from cfpfeeds.web.health_views import HealthViews
from cfpfeeds.web.names import near
from cfpfeeds.web.pages import Library
from cfpfeeds.web.rendering import Pages
from cfpfeeds.web.shelf import Shelf
from cfpfeeds.web.static import Static
from cfpfeeds.web.tongues import Tongues, teach
from cfpfeeds.web.views import Views

_FEED_ENDINGS = (".rss", ".atom", ".json", ".ics", ".opml")
_SAID = {
    400: N_("This address asks for something that cannot be given"),
    404: N_("There is no such page here"),
    405: N_("This address can only be read"),
    500: N_("Something went wrong on our side"),
    503: N_("The data cannot be read just now"),
}
_ADVICE = {
    500: N_("It has been written down for the operator. Feeds and calendars are served from finished files and go on."),
    503: N_("Please try again in a minute. Feeds and calendars are served from finished files and go on."),
}


def create_app(
    store: Store,
    config: Config,
    site: Site,
    clock: Callable[[], datetime],
    *,
    monotonic: Callable[[], float] = time.monotonic,
    look_again_s: float = 1.0,
    is_static: bool = False,
    is_live: bool = True,
) -> Flask:
    """The application over `store`. `clock` gives aware UTC; addresses come from `site`, never from the Host header.

    The store is asked at most every `look_again_s` seconds whether anything has changed. With `is_static` pages offer
    nothing that needs a server: see `building`. `is_live` False says that `clock` stands still, so that pages do not
    count by the clock of their reader.
    """
    disciplines.adopt(config.own_disciplines())
    app = Flask(__name__, static_folder=None)
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False  # werkzeug's own redirects would name the host that the client made up
    root = urlsplit(site.base_url).path.rstrip("/")
    watch = Watch(store, monotonic, look_again_s)
    static = Static(site, root, clock)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        is_static=is_static,
        is_live=is_live,
        site=site,
        formats=FORMATS,
        links=links,
        mistakes=mistakes,
        say=render_words,
        words=words,
        history=history_words,
        polls=poll_words,
        static=static.address,
    )
    tongues = config.settings.page_languages()
    teach(app, site, root, tongues)
    library = Library(store, site, watch, clock, config.leave_out.told().shown)
    folders = Folders(library, Shelf(library), config)
    Filters(library, folders, config, root).register(app)
    Embeds(library, config, root).register(app)
    Api(library, root).register(app)
    Signposts(library, tongues, is_static).register(app)
    pages = Pages(library, root)
    CallViews(pages).register(app)
    Views(pages, folders, config).register(app)
    HealthViews(library, config).register(app)
    app.add_url_rule("/static/<name>", "static", static.view, methods=["GET"])
    app.add_url_rule("/favicon.<any(ico, svg):ending>", "favicon", static.favicon, methods=["GET"])
    _register_errors(app, site)
    app.wsgi_app = Tongues(app.wsgi_app, tongues, root)  # type: ignore[method-assign]
    app.wsgi_app = FinishedDocuments(app.wsgi_app, store, site, watch, clock)  # type: ignore[method-assign]
    settings = config.settings
    app.wsgi_app = Gate(  # type: ignore[method-assign]
        app.wsgi_app,
        a_minute=settings.requests_a_minute,
        proxies=settings.proxies,
        base_url=site.base_url,
        monotonic=monotonic,
    )
    return app


def _register_errors(app: Flask, site: Site) -> None:
    for_pages, for_feeds, preflight = (
        page_lines(site, SHORT_CACHE),
        feed_lines(site, SHORT_CACHE),
        preflight_lines(site),
    )

    @app.before_request
    def answer_preflight() -> Response | None:
        if request.method == "OPTIONS" and _is_for_programs(request.path):
            return Response(status=204, headers=list(preflight))
        return None

    @app.after_request
    def add_lines(response: Response) -> Response:
        for name, line in for_feeds if _is_for_programs(request.path) else for_pages:
            response.headers.setdefault(name, line)
        if response.status_code >= 500:
            response.headers["Cache-Control"] = "no-store"
        return response

    @app.errorhandler(HTTPException)
    def refuse(error: HTTPException) -> Response:
        return _problem(error.code or 500, "", error.get_response().headers.get("Allow", ""))

    @app.errorhandler(CfpfeedsError)
    def explain(error: CfpfeedsError) -> Response:
        if isinstance(error, UsageError):
            return _problem(400, str(error))
        if isinstance(error, StoreError):
            app.logger.warning("%s", error)
        return _problem(503, "")


def _is_for_programs(path: str) -> bool:
    """Whether scripts of other sites may read what answers there."""
    return path.endswith(_FEED_ENDINGS) or path == API or path.startswith(f"{API}/")


def _problem(status: int, told: str, allow: str = "") -> Response:
    """An error as a page that helps; small where a program asked for a feed, and data where it asked for data."""
    heading = gettext(_SAID[status]) if status in _SAID else gettext("This request cannot be answered")
    told = told or (gettext(_ADVICE[status]) if status in _ADVICE else "")
    if request.path.startswith(f"{API}/"):
        body = json.dumps({"status": status, "title": heading, "detail": told or heading}, ensure_ascii=False)
        response = Response(body + "\n", status, content_type="application/problem+json")
    else:
        small = request.path.endswith(_FEED_ENDINGS)
        found = near(request.path) if status == 404 else ()
        page = render_template("problem.html", small=small, status=status, heading=heading, told=told, near=found)
        response = Response(page, status, content_type="text/html; charset=utf-8")
    if allow:
        response.headers["Allow"] = allow
    if status == 503:
        response.headers["Retry-After"] = str(RETRY_AFTER_S)
    return response
