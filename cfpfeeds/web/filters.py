"""Personal subscriptions: `/filter/...` by address alone, `/s/<code>/...` short, and the page that builds them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from flask import Flask, abort, redirect, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from cfpfeeds import disciplines
from cfpfeeds.config import Config
from cfpfeeds.errors import UsageError
from cfpfeeds.languages import gettext
from cfpfeeds.model import CallKind, Kind, Shape
from cfpfeeds.render.labels import LANGUAGES
from cfpfeeds.render.links import ICS_FILE, RSS_FILE, Subscribe, list_file, subscribe
from cfpfeeds.store import UNCLASSIFIED
from cfpfeeds.web.catalogue import Catalogue, shelves
from cfpfeeds.web.codes import pack, unpack
from cfpfeeds.web.folders import Folder, Folders
from cfpfeeds.web.headers import PAGE_CACHE, page_lines
from cfpfeeds.web.matching import Matcher
from cfpfeeds.web.names import asked, list_of
from cfpfeeds.web.pages import Library
from cfpfeeds.web.selection import MOST_OF_AN_ADDRESS, Selection, alarm_text, read_selection, told
from cfpfeeds.web.static import on_the_wire
from cfpfeeds.web.tongues import page_root

FOLDER = "filter"
_SHOWN = 25
_MOST_FIELDS = 500
_ALARMS = ("30d", "14d", "7d", "3d", "1d", "12h")
_HORIZONS = (30, 60, 90, 180, 365)
_OTHER_NAMES = {"calls.ics": ICS_FILE, "deadlines.rss": RSS_FILE}
_STAGES = (Kind.ABSTRACT, Kind.SUBMISSION, Kind.NOTIFICATION, Kind.CAMERA_READY, Kind.EVENT_START)


class Filters:
    """The views of personal subscriptions. Nothing about a reader is stored: the address is the subscription."""

    def __init__(self, library: Library, folders: Folders, config: Config, root: str) -> None:
        self._library, self._folders, self._config, self._root = library, folders, config, root

    def register(self, app: Flask) -> None:
        """Tie addresses to views."""
        for rule, view in (
            (f"/{FOLDER}", self.without_slash),
            (f"/{FOLDER}/", self.builder),
            (f"/{FOLDER}/<filename>", self.file),
            ("/s/<code>", self.short_page),
            ("/s/<code>/", self.short_page),
            ("/s/<code>/<filename>", self.short_file),
        ):
            app.add_url_rule(rule, f"filter_{view.__name__}", view, methods=["GET"], strict_slashes=True)

    def without_slash(self) -> Response:
        """/filter is /filter/."""
        return redirect(f"{page_root(self._root)}/{FOLDER}/{asked(request.query_string)}", 308)

    def file(self, filename: str) -> Response:
        """A feed or the calendar of the selection in the query string."""
        if filename in _OTHER_NAMES:
            return redirect(f"{self._root}/{FOLDER}/{_OTHER_NAMES[filename]}{asked(request.query_string)}", 308)
        selection = read_selection(request.args)
        return self._document(FOLDER, selection.query(), filename, selection)

    def short_file(self, code: str, filename: str) -> Response:
        """A feed or the calendar of the selection in the code."""
        return self._document(f"s/{code}", "", filename, _selection_of(unpack(code)))

    def _document(self, slug: str, query: str, filename: str, selection: Selection) -> Response:
        folder = Folder(
            slug,
            told(selection, self._library.site),
            lambda calls: self._matcher(selection).chosen(calls),
            lambda calls: self._matcher(selection).for_calendar(calls),
            query,
            selection.choices(),
        )
        answer = self._folders.answer(folder, filename)
        if answer is None:
            abort(404)
        return answer

    def _matcher(self, selection: Selection) -> Matcher:
        texts = self._library.catalogue().texts
        return Matcher(selection, self._library.site, texts, self._library.as_of())

    def short_page(self, code: str) -> Response:
        """The builder with the selection of a code."""
        query = _selection_of(unpack(code)).query()
        return redirect(f"{page_root(self._root)}/{FOLDER}/{'?' if query else ''}{query}", 302)

    def builder(self) -> Response:
        """Choose, see the matching calls, copy the address; an address that one has already can be changed here."""
        if given := request.args.get("address", "").strip():
            query = selection_in(given).query()
            return redirect(f"{page_root(self._root)}/{FOLDER}/{'?' if query else ''}{query}", 302)
        selection = read_selection(request.args)
        name = f"/{FOLDER}/?{selection.query()}"
        lines = page_lines(self._library.site, PAGE_CACHE)
        ready = self._library.page(name, lambda: self._page(selection), lines, "text/html; charset=utf-8")
        return on_the_wire(ready.answer(request.environ))

    def _page(self, selection: Selection) -> str:
        catalogue, site = self._library.catalogue(), self._library.site
        matcher = self._matcher(selection)
        found = [one for one in catalogue.open() if matcher.takes(one.call)]
        return render_template(
            "filter.html",
            path=f"/{FOLDER}/",
            own_address=f"/{FOLDER}/{'?' if selection.query() else ''}{selection.query()}",
            selection=selection,
            told=told(selection, site),
            found=found,
            shown=found[:_SHOWN],
            catalogue=catalogue,
            ways=self._ways(selection),
            **self._options(selection, catalogue),
        )

    def _ways(self, selection: Selection) -> dict[str, Any]:
        """The addresses of a selection; the short ones where the plain ones are too long for some programs."""
        site, query = self._library.site, selection.query()
        name = gettext("Calls for papers: %(name)s", name=told(selection, site))
        feeds = selection.without_choices().query()
        plain = _mixed(subscribe(site, FOLDER, name, query), subscribe(site, FOLDER, name, feeds))
        short = _mixed(subscribe(site, f"s/{pack(query)}", name), subscribe(site, f"s/{pack(feeds)}", name))
        return {
            "plain": plain,
            "short": short,
            "is_long": _longest(plain) > MOST_OF_AN_ADDRESS,
            "is_too_long": _longest(short) > MOST_OF_AN_ADDRESS,
            "best": short if _longest(plain) > MOST_OF_AN_ADDRESS else plain,
            "length": _longest(plain),
            "example": list_file(site, "nursing", ICS_FILE),
        }

    def _options(self, selection: Selection, catalogue: Catalogue) -> dict[str, Any]:
        languages = sorted({call.language for call in catalogue.calls if call.language} | set(selection.languages))
        return {
            "shelves": shelves(),
            "unclassified": disciplines.get(UNCLASSIFIED),
            "kinds": list(CallKind),
            "stages": _STAGES,
            "languages_of_calls": languages,
            "sources": [source for source in self._config.sources if source.enabled or source.id in selection.sources],
            "alarms": _with(_ALARMS, map(alarm_text, selection.remind)),
            "chosen_alarms": [alarm_text(before) for before in selection.remind],
            "horizons": _with(_HORIZONS, [selection.within] if selection.within else []),
            "shapes": list(Shape),
            "label_languages": LANGUAGES,
        }


def selection_in(address: str) -> Selection:
    """The selection behind an address of ours, whatever its format: /filter/..., /s/<code>/... or /nursing/....

    Raises UsageError for an address that holds none.
    """
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise UsageError(_no_address()) from error
    steps = [step for step in parts.path.split("/") if step]
    for place, step in enumerate(steps):
        if step == FOLDER:
            return _selection_of(parts.query)
        if step == "s" and place + 1 < len(steps):
            return _selection_of(unpack(steps[place + 1]))
        if found := list_of(step):
            own = "" if found.slug == "all" else f"discipline={found.slug}&"
            return _selection_of(f"{own}{parts.query}")
    raise UsageError(_no_address())


def _selection_of(query: str) -> Selection:
    try:
        pairs = parse_qsl(query, max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise UsageError(gettext("an address takes at most %(most)s choices", most=_MOST_FIELDS)) from error
    return read_selection(MultiDict(pairs))


def _no_address() -> str:
    return gettext("“address” takes an address of a feed, calendar or page of this service")


def _mixed(calendar: Subscribe, feeds: Subscribe) -> Subscribe:
    return replace(calendar, rss=feeds.rss, atom=feeds.atom, json=feeds.json)


def _longest(ways: Subscribe) -> int:
    return len(max(ways.https, ways.webcal, key=len))


def _with(usual: Any, chosen: Any) -> list[Any]:
    return [*usual, *(one for one in chosen if one not in usual)]
