"""Soft 404: an answer of 200 that says in words, or by where it leads, that there is no such page."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

_LARGEST = 300_000
_FRONT = frozenset({"", "/", "/index.html", "/index.php", "/home", "/default.aspx"})
_SAYS_SO = re.compile(
    r"(?:error\W*)?(?:404\b.{0,40}(?:not found|error|page)|404$|(?:the |this |that )?(?:page|file|content|resource)"
    r"(?: that)?(?: you(?: have|'ve|’ve)? (?:requested|are looking for|were looking for))?"
    r" (?:(?:was|is|could|can|cannot|has|does|no)\W?){1,3}(?:not |been |longer |n't |’t )*(?:be )?"
    r"(?:found|available|exist|exists|removed|deleted)\b|not found$|page not found|seite nicht gefunden"
    r"|page (?:introuvable|non trouvée)|página no encontrada|página não encontrada|pagina non trovata)",
    re.IGNORECASE,
)


def no_such_page(media_type: str, body: bytes, asked: str, final_url: str) -> str:
    """How a page says that it is not there, as the end of a sentence; "" for a page like any other."""
    if _is_front(asked, final_url):
        return "it leads to the front page of the site: there is no such page any more"
    if "html" not in media_type or len(body) > _LARGEST:
        return ""
    page = LexborHTMLParser(body.replace(b"\0", b""))
    for node in (page.css_first("title"), page.css_first("h1")):
        words = " ".join((node.text() or "").split()) if node is not None else ""
        if _SAYS_SO.match(words):
            return f"the page says that there is none ({words[:60]!r})"
    return ""


def _is_front(asked: str, final_url: str) -> bool:
    one, other = urlsplit(asked), urlsplit(final_url)
    same = (one.hostname or "").removeprefix("www.") == (other.hostname or "").removeprefix("www.")
    deep = one.path.lower() not in _FRONT
    return same and deep and other.path.lower() in _FRONT and (not other.query or other.query == "cookieSet=1")
