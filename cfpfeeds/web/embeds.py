"""Lists in the pages of others: the page for an iframe, the bare fragment, oEmbed, and the page that builds them."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from html import escape
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from flask import Flask, abort, render_template, request
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from cfpfeeds.config import Config
from cfpfeeds.errors import UsageError
from cfpfeeds.languages import gettext, speaking
from cfpfeeds.model import Discipline
from cfpfeeds.render.links import RSS_FILE, list_file, list_page
from cfpfeeds.web.boxes import LEVELS, MOST_SHOWN, THEMES, Box, number_in, read_look
from cfpfeeds.web.catalogue import JOURNAL, SOURCE, Listed, shelves
from cfpfeeds.web.colours import accent_style
from cfpfeeds.web.headers import embed_lines, page_lines, script_lines
from cfpfeeds.web.matching import Matcher
from cfpfeeds.web.names import list_of
from cfpfeeds.web.pages import Library
from cfpfeeds.web.selection import Selection, read_selection, told
from cfpfeeds.web.static import on_the_wire, read_static
from cfpfeeds.web.tongues import language_and_path, page_root, place_of
from cfpfeeds.web.words import list_name

SCRIPT = "/embed.js"
_FILTER = "filter"
_HTML = "text/html; charset=utf-8"
_WIDTH, _HEIGHT = 600, 520


class Embeds:
    """The views of embedded lists, over one library."""

    def __init__(self, library: Library, config: Config, root: str) -> None:
        self._library, self._config, self._root = library, config, root
        self._script = read_static("embed.js")

    def register(self, app: Flask) -> None:
        """Tie addresses to views."""
        rules: tuple[tuple[str, Callable[..., Response]], ...] = (
            ("/embed", self.builder),
            (SCRIPT, self.script),
            ("/oembed", self.oembed),
            ("/<slug>/embed", self.box),
            ("/<slug>/frame", self.frame),
            ("/<slug>/fragment", self.fragment),
        )
        for rule, view in rules:
            app.add_url_rule(rule, f"embed_{view.__name__}", view, methods=["GET"])
        # Words stand before placeholders in the address, so that no other rule can take it.
        for ending, plain, named in (
            ("embed", self.box, self.named_box),
            ("frame", self.frame, self.named_frame),
            ("fragment", self.fragment, self.named_fragment),
        ):
            app.add_url_rule(f"/{_FILTER}/{ending}", f"embed_own_{ending}", plain, defaults={"slug": _FILTER})
            for kind in (JOURNAL, SOURCE):
                path, name = f"/{kind}/<name>/{ending}", f"embed_{kind}_{ending}"
                app.add_url_rule(path, name, named, methods=["GET"], defaults={"kind": kind})

    def box(self, slug: str) -> Response:
        """The page for the iframe that our script makes: it tells its height."""
        return self._boxed(slug, "embed", tells_height=True)

    def frame(self, slug: str) -> Response:
        """The page for an iframe of fixed height: no script at all, so that no sandbox has anything to refuse."""
        return self._boxed(slug, "frame", tells_height=False)

    def _boxed(self, slug: str, ending: str, *, tells_height: bool) -> Response:
        box = self._asked(slug)
        sheet = accent_style(box.look.accent)
        lines = embed_lines(self._library.site, _source_of(sheet))

        def make() -> str:
            return self._rendered("embed.html", box, sheet, tells_height=tells_height)

        return self._page(f"/{slug}/{ending}?{box.query}", make, lines)

    def fragment(self, slug: str) -> Response:
        """The list alone, without page, style and script: for servers that put parts together."""
        box = self._asked(slug)
        lines = embed_lines(self._library.site, "")
        return self._page(f"/{slug}/fragment?{box.query}", lambda: self._rendered("fragment.html", box, ""), lines)

    def named_box(self, kind: str, name: str) -> Response:
        """The same for a journal or source."""
        return self.box(f"{kind}/{name}")

    def named_frame(self, kind: str, name: str) -> Response:
        """The same for a journal or source."""
        return self.frame(f"{kind}/{name}")

    def named_fragment(self, kind: str, name: str) -> Response:
        """The same for a journal or source."""
        return self.fragment(f"{kind}/{name}")

    def script(self) -> Response:
        """The one line's script; what it does never changes."""
        lines = script_lines(self._library.site)
        return self._page(SCRIPT, lambda: self._script, lines, "text/javascript; charset=utf-8")

    def _asked(self, slug: str) -> Box:
        return self.box_of(slug, request.args) or abort(404)

    def box_of(self, slug: str, arguments: MultiDict[str, str]) -> Box | None:
        """The box of a list with what a query string asks of it; None if there is no such list."""
        selection = read_selection(arguments).without_choices()
        found = self._found(slug, selection)
        return Box(found.slug, list_name(found), selection, read_look(arguments)) if found else None

    def _found(self, slug: str, selection: Selection) -> Discipline | None:
        kind, _, name = slug.partition("/")
        if slug == _FILTER:
            return Discipline(_FILTER, told(selection, self._library.site))
        if kind == JOURNAL and name:
            venue = self._library.catalogue().venues.get(name)
            return Discipline(slug, venue.name) if venue else None
        if kind == SOURCE and name:
            source = self._config.find(name)
            return Discipline(slug, source.name) if source else None
        return list_of(slug)

    def _shown(self, box: Box) -> list[Listed]:
        library, catalogue = self._library, self._library.catalogue()
        listed = catalogue.open("all" if box.slug == _FILTER else box.slug)
        if not box.selection.is_empty:
            matcher = Matcher(box.selection, library.site, catalogue.texts, library.as_of())
            listed = [one for one in listed if matcher.takes(one.call)]
        return listed

    def _rendered(self, template: str, box: Box, sheet: str, *, tells_height: bool = False) -> str:
        listed = self._shown(box)
        site, query = self._library.site, box.selection.query()
        ahead = f"?{query}" if query and box.slug == _FILTER else ""
        return render_template(
            template,
            box=box,
            look=box.look,
            shown=listed[: box.look.count],
            total=len(listed),
            now=self._library.now(),
            page=f"{list_page(place_of(site), box.slug)}{ahead}",
            calendar=f"{list_file(site, box.slug, 'deadlines.ics')}{ahead}",
            sheet=Markup(sheet),
            tells_height=tells_height,
        )

    def oembed(self) -> Response:
        """What a site shows for the address of a list (oembed.com 2.3)."""
        if request.args.get("format", "json") != "json":
            return Response("only JSON is given\n", 501, content_type="text/plain; charset=utf-8")
        code, path = self._page_at(request.args.get("url", ""))
        with speaking(code):
            return self._rich(path)

    def _rich(self, address: str) -> Response:
        asked = urlsplit(address)
        slug = asked.path.strip("/").removesuffix("/embed").removesuffix("/frame")
        arguments = MultiDict(parse_qsl(asked.query))
        box = self.box_of(slug, arguments) or abort(404)
        width = number_in(request.args.get("maxwidth", ""), 1, _WIDTH, _WIDTH)
        height = number_in(request.args.get("maxheight", ""), 1, _HEIGHT, _HEIGHT)
        site = self._library.site
        answer = {
            "version": "1.0",
            "type": "rich",
            "title": _title(box),
            "provider_name": site.title,
            "provider_url": f"{site.base_url}/",
            "cache_age": 3600,
            "width": width,
            "height": height,
            "html": self._frame(box, str(width), height),
        }
        lines = embed_lines(site, "")
        body = json.dumps(answer, ensure_ascii=False) + "\n"
        name = f"/oembed?{box.slug}?{box.query}&{width}x{height}"
        return self._page(name, lambda: body, lines, "application/json")

    def _page_at(self, address: str) -> tuple[str, str]:
        """The language of an address of ours, and its path and query. Raises NotFound for any other address."""
        base, asked = urlsplit(self._library.site.base_url), urlsplit(address)
        if asked.netloc != base.netloc or not asked.path.startswith(base.path):
            abort(404)
        code, path = language_and_path(asked.path.removeprefix(base.path), self._config.settings.page_languages())
        return code, f"{path}?{asked.query}"

    def builder(self) -> Response:
        """Choose a list and a look, see the box, copy what a guide, blog or course takes."""
        slug = request.args.get("list", "") or ("all" if read_selection(request.args).is_empty else _FILTER)
        box = self.box_of(slug, request.args)
        if box is None:
            raise UsageError(gettext("“list” takes the folder of a list, such as nursing or journal/journal-of-care"))
        chosen, asked = box, f"/embed?list={quote(box.slug)}&{box.query}".rstrip("&")
        return self._page(
            asked,
            lambda: render_template(
                "embeds.html", path="/embed", own_address=asked if request.args else "", **self._builder_values(chosen)
            ),
            page_lines(self._library.site),
        )

    def _builder_values(self, box: Box) -> dict[str, Any]:
        site, ahead = self._library.site, f"?{box.query}" if box.query else ""
        place = place_of(site)
        own = box.selection.query()
        feed = list_file(site, box.slug, RSS_FILE) + (f"?{own}" if own and box.slug == _FILTER else "")
        page = list_page(place, box.slug) + (f"?{own}" if own and box.slug == _FILTER else "")
        link = f'<a href="{escape(page)}">{escape(_title(box))}</a>'
        named = f"{page_root('')}/{box.slug}".lstrip("/")
        data = f' data-list="{escape(named)}"' + (f' data-look="{escape(box.query)}"' if box.query else "")
        return {
            "box": box,
            "look": box.look,
            "shelves": shelves(),
            "themes": THEMES,
            "levels": LEVELS,
            "most": MOST_SHOWN,
            "feed": feed,
            "link": link,
            "frame": self._frame(box, "100%", _HEIGHT),
            "script": f'{link}\n<script src="{escape(site.base_url)}{SCRIPT}" async{data}></script>',
            "fragment": f"{list_page(place, box.slug)}fragment{ahead}",
            "oembed": page,
            "preview": f"{page_root(self._root)}/{quote(box.slug)}/frame{ahead}",
            "own": own,
        }

    def _frame(self, box: Box, width: str, height: int) -> str:
        ahead = f"?{box.query}" if box.query else ""
        address = escape(f"{list_page(place_of(self._library.site), box.slug)}frame{ahead}")
        title = escape(_title(box))
        return (
            f'<iframe src="{address}" title="{title}" width="{width}" height="{height}" '
            'loading="lazy" style="border:0"></iframe>'
        )

    def _page(
        self, name: str, make: Callable[[], str], lines: tuple[tuple[str, str], ...], media_type: str = _HTML
    ) -> Response:
        return on_the_wire(self._library.page(name, make, lines, media_type).answer(request.environ))


def _title(box: Box) -> str:
    return gettext("Calls for papers: %(name)s", name=box.name)


def _source_of(sheet: str) -> str:
    """How a policy names an inline style sheet: by its digest; "" for none."""
    if not sheet:
        return ""
    return f"'sha256-{base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()}'"
