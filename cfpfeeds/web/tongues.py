"""In which language a page is asked for: "/de/nursing/" is "/nursing/" in German. Nothing else decides it.

No header and no cookie is looked at, so that one address is one page, in every cache and as a file. What stands at an
address without a language is the operator's choice, English as a rule. Feeds, calendars and data have one address each,
and are in English: with a language before it they lead there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextvars import ContextVar
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flask import Flask
from jinja2 import Environment
from markupsafe import Markup, escape

from cfpfeeds.languages import ENGLISH, Language, language_of, number, speaking, spoken, translations
from cfpfeeds.model import Site

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_FILES = (".rss", ".atom", ".json", ".ics", ".opml", ".xml", ".txt", ".js", ".ico", ".svg")
_NO_PAGES = frozenset({"api", "static", "healthz", "readyz", "metrics", "oembed"})


_home: ContextVar[str] = ContextVar("cfpfeeds_home_language", default=ENGLISH)
"""The language whose pages have no prefix: the first that the application of the present request was made with."""


class Tongues:
    """WSGI middleware: takes the language from the front of an address and speaks it while the page is made.

    Of `codes` the first is the language of addresses without one.
    """

    def __init__(self, app: WSGIApplication, codes: Sequence[str], root: str) -> None:
        self._app, self._codes, self._root = app, tuple(codes), root

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        home, path = self._codes[0], environ["PATH_INFO"]
        code, page = language_and_path(path, self._codes)
        if code != home:
            if page == "" or is_file(page):
                return self._redirected(environ, start_response, page or f"/{code}/")
            environ["PATH_INFO"] = page
        token = _home.set(home)
        try:
            with speaking(ENGLISH if is_file(page) else code):
                return list(self._app(environ, start_response))
        finally:
            _home.reset(token)

    def _redirected(self, environ: WSGIEnvironment, start_response: StartResponse, path: str) -> Iterable[bytes]:
        asked = f"?{environ['QUERY_STRING']}" if environ.get("QUERY_STRING") else ""
        # PATH_INFO is bytes in latin-1's clothes (PEP 3333); two slashes in front would name another host.
        target = quote("/" + path.encode("latin-1").decode("utf-8", "replace").lstrip("/"), safe="/:@!$&'()*+,;=~-._")
        start_response(
            "308 Permanent Redirect",
            [("Location", f"{self._root}{target}{asked}"), ("Content-Length", "0"), ("Cache-Control", "max-age=86400")],
        )
        return [b""]


def language_and_path(path: str, codes: Sequence[str]) -> tuple[str, str]:
    """The language of a page, and its path without a prefix ("" where the prefix is all there is).

    The first of `codes` has no prefix.
    """
    code, slash, rest = path.removeprefix("/").partition("/")
    return (code, f"{slash}{rest}") if code in codes[1:] else (codes[0], path)


def is_file(path: str) -> bool:
    """Whether something other than a page stands at a path."""
    return path.endswith(_FILES) or path.removeprefix("/").partition("/")[0] in _NO_PAGES


def prefix_of(code: str) -> str:
    """What stands before the path of a page in a language: "/de"; "" in the language of the house."""
    return "" if code == _home.get() else f"/{code}"


def page_root(root: str) -> str:
    """What stands before the path of a page in the spoken language, below the `root` of the service."""
    return f"{root}{prefix_of(spoken().code)}"


def place_of(site: Site) -> Site:
    """The service as addresses of its pages in the spoken language begin."""
    return replace(site, base_url=page_root(site.base_url))


def teach(app: Flask, site: Site, root: str, codes: Sequence[str]) -> None:
    """Give templates the words of the spoken language, and what differs with it."""
    _with_words(app.jinja_env)
    languages = tuple(language_of(code) for code in codes)

    @app.context_processor
    def of_the_language() -> dict[str, Any]:
        """`root` begins the address of a page, `files` that of anything else."""
        return {
            "root": page_root(root),
            "files": root,
            "place": place_of(site),
            "language": spoken(),
            "languages": languages,
            "prefix_of": prefix_of,
            **_marks(spoken()),
        }


def _marks(language: Language) -> dict[str, Markup]:
    """Attributes for words of unknown and of English origin, where the page is in another language."""
    is_english = language.code == ENGLISH
    return {
        "foreign": Markup("") if is_english else Markup(' lang=""'),
        "in_english": Markup("") if is_english else Markup(' lang="en"'),
    }


def _with_words(environment: Environment) -> None:
    """Jinja's i18n with functions of our own: theirs would take every translation for finished markup."""
    environment.add_extension("jinja2.ext.i18n")
    environment.policies["ext.i18n.trimmed"] = True
    environment.newstyle_gettext = True  # type: ignore[attr-defined]
    environment.globals.update(
        gettext=_said,
        ngettext=_counted,
        pgettext=_meant,
        to=_link,
        end=Markup("</a>"),
        strong=_strong,
        code=_code,
    )


def _said(message: str, /, **values: Any) -> Markup:
    return _filled(translations().gettext(message), values)


def _counted(one: str, many: str, amount: int, /, **values: Any) -> Markup:
    return _filled(translations().ngettext(one, many, amount), {**values, "num": amount})


def _meant(context: str, message: str, /, **values: Any) -> Markup:
    return _filled(translations().pgettext(context, message), values)


def _filled(message: str, values: dict[str, Any]) -> Markup:
    """A translation is text: what is no markup among its values is escaped, and so is the translation itself."""
    told = {name: number(value) if type(value) is int else value for name, value in values.items()}
    return Markup(escape(message) % told)


def _link(address: str) -> Markup:
    return Markup('<a href="{}">').format(address)


def _strong(text: str) -> Markup:
    return Markup("<strong>{}</strong>").format(text)


def _code(text: str) -> Markup:
    return Markup("<code>{}</code>").format(text)
