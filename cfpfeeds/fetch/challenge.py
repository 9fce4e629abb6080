"""Pages that stand in front of the real one: challenges, consent walls, log-ins, refusals, often answered with 200.

Such a page must never be read as a listing without calls. But a wrong suspicion, poll after poll, loses calls too:
a page that could hold some (links in a list, much text) is never suspected for a script that it carries.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from cfpfeeds.limits import too_much
from cfpfeeds.model import Cause

_LARGEST = 200_000
_FEW_CHARACTERS = 180
_MANY_CHARACTERS = 1500
_SUSPECT_STATUSES = frozenset({200, 202, 203, 401, 403, 405, 429, 503})

# What stands in the markup of the wall itself.
_MARKS = {
    "Cloudflare": ("_cf_chl_opt", "cf-browser-verification", "cf-error-details"),
    "Radware": ("validate.perfdrive.com", "radware bot manager", "radware captcha"),
    "Incapsula": ("incapsula incident id",),
    "DataDome": ("captcha-delivery.com",),
    "PerimeterX": ("px-captcha",),
    "AWS WAF": ("gokuprops",),
    "Akamai": ("errors.edgesuite.net", "sec-if-cpt-container"),
    "Anubis": ("anubis_challenge", "/.within.website/x/cmd/anubis"),
    "Sucuri": ("sucuri website firewall", "sucuri_cloudproxy"),
    "F5": ("the requested url was rejected. please consult with your administrator",),
}
# Scripts that these firms also put into pages which they let through: they count only beside next to no text.
_SCRIPTS = {
    "Cloudflare": ("/cdn-cgi/challenge-platform/",),
    "Incapsula": ("_incapsula_resource",),
    "PerimeterX": ("_pxappid",),
    "AWS WAF": ("awswafintegration",),
}
_TITLES = re.compile(
    r"(?:just a moment|attention required|access (?:to this page )?(?:is |has been )?denied|request rejected"
    r"|pardon our interruption|are you a robot|verify(?:ing)? (?:that )?you are (?:a )?human|human verification"
    r"|making sure you(?:'|’)re not a bot|security check|checking your browser|one moment,? please|bot verification"
    r"|you have been blocked|radware|ddos-guard|(?:please )?enable (?:cookies|javascript))\b",
    re.IGNORECASE,
)
_REFUSALS = re.compile(
    r"(?:40[13] ?[-:]? ?)?(?:forbidden|unauthori[sz]ed)\b|cookies? (?:absent|required|disabled)", re.IGNORECASE
)
_LOG_IN = re.compile(r"(?:sign|log) ?-?in\b|single sign-on|shibboleth|authentication required", re.IGNORECASE)
_CONSENT = re.compile(
    r"before you continue|cookie (?:consent|preferences|wall)|we value your privacy|your privacy choices", re.IGNORECASE
)
_A_LOG_IN = "a log-in"
_ASKS_FOR_CONSENT = "it asks for consent"
_AN_EMPTY_SHELL = "next to no text and a script: only a browser gets further"
_KINDS = {_A_LOG_IN: Cause.LOG_IN, _ASKS_FOR_CONSENT: Cause.CONSENT, _AN_EMPTY_SHELL: Cause.NEEDS_BROWSER}
_REFUSED_ADDRESS = re.compile(r"[?&/](?:cookieabsent|error=cookies_not_supported|captcha)\b", re.IGNORECASE)


def challenge(media_type: str, body: bytes, final_url: str = "", status: int = 200) -> str:
    """What kind of wall this page is, as "challenge page (Cloudflare)", or "" for a page like any other."""
    if _REFUSED_ADDRESS.search(final_url):
        return "challenge page (it wants cookies or a captcha)"
    if "html" not in media_type or len(body) > _LARGEST or status not in _SUSPECT_STATUSES:
        return ""
    if too_much(body.decode("utf-8", "replace")):
        return ""  # no wall is like that; whoever reads the page will refuse it
    seen = _look(body)
    if seen.characters > _MANY_CHARACTERS or (seen.lists_links and seen.characters > _FEW_CHARACTERS):
        return ""
    what = _by_name(seen, status) or ("" if status >= 400 else _by_kind(seen))
    return f"challenge page ({what})" if what else ""


def kind_of_wall(wall: str) -> Cause:
    """What kind of page `challenge` has named."""
    words = wall.partition("(")[2].rstrip(")")
    return _KINDS.get(words, Cause.CHALLENGE)


@dataclass(frozen=True, slots=True)
class _Look:
    """What a visitor would see of a page, and a little of what he would not. `source` is the markup in lower case."""

    source: str
    title: str
    characters: int
    lists_links: bool
    could_hold_calls: bool
    asks_password: bool
    runs_script: bool
    holds_data: bool


def _by_name(seen: _Look, status: int) -> str:
    titled = _TITLES.match(seen.title)
    if status == 503 and not titled:
        return ""  # the firm's own word that the host behind it is down
    marks = dict(_MARKS)
    if seen.characters < _FEW_CHARACTERS and not seen.could_hold_calls:
        marks = {firm: (*_MARKS.get(firm, ()), *_SCRIPTS.get(firm, ())) for firm in {**_MARKS, **_SCRIPTS}}
    for firm, words in marks.items():
        if any(word in seen.source for word in words):
            return firm
    return f'"{seen.title[:60]}"' if titled else ""


def _by_kind(seen: _Look) -> str:
    if _REFUSALS.match(seen.title):
        return f'"{seen.title[:60]}"'
    if seen.asks_password and (_LOG_IN.search(seen.title) or seen.characters < _FEW_CHARACTERS):
        return _A_LOG_IN
    if _CONSENT.match(seen.title):
        return _ASKS_FOR_CONSENT
    if seen.characters < _FEW_CHARACTERS and seen.runs_script and not seen.could_hold_calls and not seen.holds_data:
        return _AN_EMPTY_SHELL
    return ""


def _look(body: bytes) -> _Look:
    page = LexborHTMLParser(body.replace(b"\0", b""))
    headings = (page.css_first("title"), page.css_first("h1"))
    title = " ".join(" ".join((node.text() or "") for node in headings if node is not None).split())
    scripts = page.css("script")
    data = any("json" in (script.attributes.get("type") or "") or len(script.text()) > 500 for script in scripts)
    runs = bool(scripts) or page.css_first("meta[http-equiv=refresh i], iframe") is not None
    password = page.css_first("input[type=password]") is not None
    page.strip_tags(["script", "style", "noscript", "template", "head"])
    text = page.body.text(separator=" ") if page.body is not None else ""
    return _Look(
        source=body.decode("utf-8", "replace").lower(),
        title=title,
        characters=len(" ".join(text.split())),
        lists_links=page.css_first("li a[href], article a[href], td a[href], h2 a[href], h3 a[href]") is not None,
        could_hold_calls=page.css_first("a[href], li, td, article") is not None,
        asks_password=password,
        runs_script=runs,
        holds_data=data,
    )
