"""The pages of lists. Each view gathers values and hands them to a template; nothing is written anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from ipaddress import ip_address
from itertools import groupby
from typing import Any
from urllib.parse import quote, urlsplit

from flask import Flask, abort, request
from werkzeug.wrappers import Response

from cfpfeeds import disciplines
from cfpfeeds.config import Config
from cfpfeeds.languages import gettext
from cfpfeeds.model import CallKind, Discipline
from cfpfeeds.render import FORMATS
from cfpfeeds.render.data import list_schema, script_json, site_schema
from cfpfeeds.render.links import subscribe
from cfpfeeds.store import UNCLASSIFIED
from cfpfeeds.web.catalogue import JOURNAL, SOURCE, Catalogue, Listed, Venue, belonging, shelves
from cfpfeeds.web.folders import Folders, of_list
from cfpfeeds.web.matching import Matcher
from cfpfeeds.web.names import list_of, meant
from cfpfeeds.web.periods import all_due, month_in, picture_of, sheet_of
from cfpfeeds.web.queries import PAGE_SIZE, SORTS, Query, in_order, is_due_on, read_query
from cfpfeeds.web.rendering import Pages
from cfpfeeds.web.words import list_name

_FILES = frozenset(fmt.filename for fmt in FORMATS)
_SHORT_LIST = 8
_CLOSED_SHOWN = 20
_WITHOUT_SLASH = frozenset({"status", "about"})


class Views:
    """The pages of lists and those that lead to them."""

    def __init__(self, pages: Pages, folders: Folders, config: Config) -> None:
        self._pages, self._library, self._folders, self._config = pages, pages.library, folders, config

    def register(self, app: Flask) -> None:
        """Tie addresses to views."""
        rules: tuple[tuple[str, Callable[..., Response]], ...] = (
            ("/", self.home),
            ("/about", self.about),
            ("/journal", self.journals_without_slash),
            ("/journal/", self.journals),
            ("/source", self.sources),
            ("/source/", self.sources_with_slash),
            ("/<slug>", self.list_without_slash),
            ("/<slug>/", self.list),
            ("/<slug>/month/", self.month),
            ("/<slug>/month/<when>/", self.month_named),
            ("/<slug>/timeline/", self.timeline),
            ("/<slug>/<filename>", self.list_file),
        )
        for rule, view in rules:
            app.add_url_rule(rule, view.__name__, view, methods=["GET"], strict_slashes=True)
        named: tuple[tuple[str, Callable[..., Response]], ...] = (
            ("", self.named_without_slash),
            ("/", self.named),
            ("/<filename>", self.named_file),
        )
        for kind in (JOURNAL, SOURCE):  # a word before the placeholder, so that no other rule can take it
            for ending, view in named:
                rule, name = f"/{kind}/<name>{ending}", f"{kind}_{view.__name__}"
                app.add_url_rule(rule, name, view, methods=["GET"], strict_slashes=True, defaults={"kind": kind})

    def home(self) -> Response:
        """What it is, what is due next, what is new, and all disciplines."""
        catalogue = self._library.catalogue()

        def values() -> dict[str, Any]:
            return {
                "catalogue": catalogue,
                "due": [one for one in catalogue.open() if one.next][:_SHORT_LIST],
                "newest": catalogue.newest(_SHORT_LIST),
                "shelves": shelves(),
                "sources": sum(source.enabled for source in self._config.sources),
                "query": Query(),
                "schema": script_json(site_schema(self._library.site)),
            }

        return self._pages.made("/", "home.html", values, self._pages.is_first_run)

    def list(self, slug: str) -> Response:
        """One list: how to subscribe, its open calls, and the closed ones folded."""
        if slug in _WITHOUT_SLASH:
            return self._pages.moved(f"/{slug}")
        found = list_of(slug)
        if found is None:
            abort(404)
        if found.slug != slug:
            return self._pages.moved(f"/{found.slug}/", 301)
        query = read_query(request.args)
        catalogue = self._library.catalogue()
        path = f"/{slug}/{query.address()}"
        first_run = self._pages.is_first_run
        return self._pages.made(path, "list.html", lambda: self._list_values(found, query, catalogue), first_run)

    def _list_values(self, found: Discipline, query: Query, catalogue: Catalogue) -> dict[str, Any]:
        running = self._wished(catalogue.open(found.slug, query.words), query)
        closed = self._wished(catalogue.closed(found.slug, query.words), query)
        chosen = closed if query.closed else running
        pages = max(1, -(-len(chosen) // PAGE_SIZE))
        if query.page > pages:
            abort(404)
        shown = chosen[(query.page - 1) * PAGE_SIZE : query.page * PAGE_SIZE]
        return {
            "found": found,
            "schema": script_json(list_schema(found, (one.call for one in shown), self._library.site)),
            "field": disciplines.get(found.parent) if found.parent else None,
            "leaves": [leaf for slug in found.leaves if (leaf := disciplines.get(slug))],
            "catalogue": catalogue,
            "query": query,
            "meant": [one for one in meant(query.words) if one.slug != found.slug],
            "running": running,
            "closed": closed,
            "closed_shown": _CLOSED_SHOWN,
            "total": len(chosen),
            "pages": pages,
            "shown": shown,
            "sorts": SORTS,
            "kinds": list(CallKind),
            "ways": subscribe(
                self._library.site, found.slug, gettext("Calls for papers: %(name)s", name=list_name(found))
            ),
            "source": self._config.find(found.slug.removeprefix(f"{SOURCE}/")) if "/" in found.slug else None,
            "is_journal": found.slug.startswith(f"{JOURNAL}/"),
            "is_private": _is_private(self._library.site.base_url),
            "is_unclassified": found.slug == UNCLASSIFIED,
        }

    def journals(self) -> Response:
        """Every journal and conference that has had a call here."""
        catalogue = self._library.catalogue()
        return self._pages.made("/journal/", "journals.html", lambda: {"venues": _by_letter(catalogue.venues.values())})

    def journals_without_slash(self) -> Response:
        """/journal is /journal/."""
        return self._pages.moved("/journal/")

    def sources(self) -> Response:
        """All sources stand on one page."""
        return self._pages.moved("/status")

    def sources_with_slash(self) -> Response:
        """/source/ as well."""
        return self._pages.moved("/status")

    def named(self, kind: str, name: str) -> Response:
        """The calls of one journal, or those that one source lists."""
        found = self._named(kind, name)
        query = read_query(request.args)
        catalogue = self._library.catalogue()
        path = f"/{found.slug}/{query.address()}"
        return self._pages.made(path, "list.html", lambda: self._list_values(found, query, catalogue))

    def named_without_slash(self, kind: str, name: str) -> Response:
        """/journal/NAME is /journal/NAME/."""
        if kind == JOURNAL and name in _FILES:
            abort(404)
        return self._pages.moved(f"/{quote(self._named(kind, name).slug)}/")

    def named_file(self, kind: str, name: str, filename: str) -> Response:
        """A feed or calendar of one journal or source."""
        found = self._named(kind, name)
        answer = self._folders.answer(of_list(found.slug, found.name, belonging(found.slug)), filename)
        if answer is None:
            abort(404)
        return answer

    def _named(self, kind: str, name: str) -> Discipline:
        """The list of a journal or source, under the slug of its folder."""
        venue = self._library.catalogue().venues.get(name.lower()) if kind == JOURNAL else None
        source = self._config.find(name) if kind == SOURCE else None
        if venue is not None:
            return Discipline(f"{JOURNAL}/{venue.slug}", venue.name)
        if source is None:
            abort(404)
        return Discipline(f"{SOURCE}/{source.id}", source.name)

    def _wished(self, listed: Sequence[Listed], query: Query) -> Sequence[Listed]:
        if not query.wishes.is_empty:
            library = self._library
            matcher = Matcher(query.wishes, library.site, library.catalogue().texts, library.now())
            listed = [one for one in listed if matcher.takes(one.call)]
        if query.on:
            listed = [one for one in listed if is_due_on(one, query.on)]
        return in_order(listed, query.sort)

    def month(self, slug: str, when: str = "") -> Response:
        """A month of a list as a sheet of days; without a name the present one."""
        found, now = self._plain_list(slug), self._library.now()
        month = month_in(when) if when else now.date().replace(day=1)
        if month is None:
            abort(404)
        if found.slug != slug:
            return self._pages.moved(f"/{found.slug}/month/{month:%Y-%m}/", 301)

        def values() -> dict[str, Any]:
            due = all_due(self._library.catalogue().open(found.slug))
            return {"found": found, "now": now, "sheet": sheet_of(month, due)}

        return self._pages.made(f"/{slug}/month/{when}/" if when else f"/{slug}/month/", "month.html", values)

    def month_named(self, slug: str, when: str) -> Response:
        """The month that an address names."""
        return self.month(slug, when)

    def timeline(self, slug: str) -> Response:
        """The time ahead of a list as a picture."""
        found, now = self._plain_list(slug), self._library.now()
        if found.slug != slug:
            return self._pages.moved(f"/{found.slug}/timeline/", 301)

        def values() -> dict[str, Any]:
            return {"found": found, "picture": picture_of(self._library.catalogue().open(found.slug), now)}

        return self._pages.made(f"/{slug}/timeline/", "timeline.html", values)

    def _plain_list(self, slug: str) -> Discipline:
        found = list_of(slug)
        if found is None:
            abort(404)
        return found

    def list_without_slash(self, slug: str) -> Response:
        """/nursing is /nursing/."""
        found = list_of(slug)
        if found is None:
            abort(404)
        return self._pages.moved(f"/{found.slug}/")

    def list_file(self, slug: str, filename: str) -> Response:
        """An archive of a list, or a feed of it under one of its other names; the rest is finished and never comes
        here."""
        found = list_of(slug)
        if found is None:
            abort(404)
        if found.slug != slug:
            return self._pages.moved(f"/{found.slug}/{quote(filename)}", 301)
        answer = self._folders.answer(of_list(found.slug, found.name, belonging(found.slug)), filename)
        if answer is None:
            abort(404)
        return answer

    def about(self) -> Response:
        """What this is, what a deadline here means, and how slow calendar programs are."""
        return self._pages.made("/about", "about.html", dict)


def _by_letter(venues: Iterable[Venue]) -> list[tuple[str, list[Venue]]]:
    """Venues under their first letters; what begins with no letter under "#"."""

    def letter(venue: Venue) -> str:
        first = venue.slug[0].upper()
        return first if first.isalpha() else "#"

    return [(first, list(named)) for first, named in groupby(sorted(venues, key=letter), key=letter)]


def _is_private(base_url: str) -> bool:
    """Whether the service has an address that only this machine or network knows."""
    host = urlsplit(base_url).hostname or ""
    try:
        return not ip_address(host).is_global
    except ValueError:
        return host == "localhost" or "." not in host or host.endswith((".local", ".internal", ".localhost"))
