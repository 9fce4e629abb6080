"""What a page says of itself: its heading, its language, its journal, its next page, what stands over its records."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from cfpfeeds.extract.listing import stated_total
from cfpfeeds.extract.markup import HEADINGS, address_of, line_of
from cfpfeeds.learn import words
from cfpfeeds.learn.spots import Spot, id_of, names_of
from cfpfeeds.model import Page

_NEXT = re.compile(
    r"(?:(?:go\s+to\s+)?(?:the\s+)?next(?:\s+(?:page|results?|\d+))?|older(?:\s+(?:posts?|entries))?|weiter|nächste(?:\s+seite)?"
    r"|suivante?s?|page\s+suivante|siguientes?|próxim[oa]s?|seguinte|successiv[ao]|następna|下一页|下一頁|次へ|次のページ|load\s+more|more\s+results)"
    r"?\s*(?:[›»>→⟩]|>>)*",
    re.IGNORECASE,
)
_PART = re.compile(r"\s+[|–—·•:]\s+|\s+-\s+|\s*\|\s*")
_FIGURES = re.compile(r"(?<![\d/-])(\d{1,2})([/-])(\d{1,2})\2(?:20)?\d\d(?![\d/-])")
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_].*)?", re.I)
_TOTAL = re.compile(
    r"(?:(?:showing|displaying|viewing|results?|items?|calls?|zeige|anzeige|affichage|mostrando)\W+)?"
    r"(?:(?:results?|items?|page)?\s*\d[\d,.]*\s*(?:-|–|to|bis|à|a)\s*\d[\d,.]*\s*(?:of|von|sur|de|di)\s*)?(?:about\s+)?\d[\d,.]*"
    r"(?:\s+(?:open|current|active|total|search|matching))*(?:\s+(?:results?|items?|entries|records|calls?(?:\s+for\s+papers)?|special\s+issues"
    r"|collections?|opportunities|announcements?|ergebnisse|treffer|résultats?|resultados?|risultati)(?:\s+found)?)\W*"
    r"|(?:showing|displaying|viewing)\W+\d[\d,.]*\s*(?:-|–|to)\s*\d[\d,.]*\s*of\s*\d[\d,.]*\W*",
    re.I,
)
_LONGEST_TOTAL = 60
_NEAR, _LONGEST_LEAD = 30, 600
_INLINE = frozenset({"a", "b", "strong", "em", "i", "span", "br", "u", "small", "sup", "sub", "time", "mark", "code"})
_ALL_HEADINGS = ", ".join(sorted(HEADINGS))


@dataclass(frozen=True, slots=True)
class Outlook:
    """`heading` is the h1 (else the title) of a page, `title` its own title without the site's name.

    `whole` is the title in its head, `named` the one that it gives to those who link to it.
    """

    heading: str
    title: str
    site: str
    language: str
    venue: str
    country: str = ""
    whole: str = ""
    named: str = ""

    @property
    def speaks(self) -> str:
        return f"{self.heading} {self.title}"


def outlook_of(tree: LexborHTMLParser) -> Outlook:
    """What stands in the head and over the content of a page."""
    title = " ".join((node.text() if (node := tree.css_first("head > title, title")) is not None else "").split())
    heading = next((line for node in tree.css("h1") if (line := line_of(node))), "") or title
    site = _meta(tree, "meta[property='og:site_name']") or _meta(tree, "meta[name='application-name']")
    root = tree.css_first("html")
    tag = _LANGUAGE.fullmatch((root.attributes.get("lang") or "").strip()) if root is not None else None
    parts = [part for part in _PART.split(title) if part]
    return Outlook(
        heading,
        parts[0] if parts else title,
        site,
        tag[1].lower() if tag else "",
        _venue(tree, parts, heading, site),
        country_of(tree.body.text(separator=" ") if tree.body is not None else ""),
        title,
        _meta(tree, "meta[property='og:title']"),
    )


def country_of(text: str) -> str:
    """A country that writes days as this text does, where plain figures show it (31/03 or 03/31); "" in doubt."""
    found = _FIGURES.findall(text)
    day_first = sum(int(one) > 12 for one, _, _ in found)
    month_first = sum(int(other) > 12 for _, _, other in found)
    if month_first > 1 and not day_first:
        return "US"
    return "GB" if day_first > 1 and not month_first else ""


def _venue(tree: LexborHTMLParser, parts: Sequence[str], heading: str, site: str) -> str:
    """The journal that the whole page is about; "" where it is not plain."""
    if told := _meta(tree, "meta[name='citation_journal_title']") or _of_data(tree):
        return told
    rest = [part for part in [*parts, *_PART.split(heading), site] if part and not words.CALL.search(part)]
    rest = [part for part in rest if words.JOURNAL.search(part) and len(part) <= 100 and not words.PLURAL.search(part)]
    return rest[0] if rest else ""


def _of_data(tree: LexborHTMLParser) -> str:
    for node in tree.css("script[type='application/ld+json']")[:10]:
        try:
            data = json.loads(node.text() or "")
        except (ValueError, RecursionError):
            continue
        if name := _periodical(data, 0):
            return name
    return ""


def _periodical(data: Any, depth: int) -> str:
    if depth > 4:
        return ""
    if isinstance(data, list):
        return next((name for one in data[:50] if (name := _periodical(one, depth + 1))), "")
    if isinstance(data, dict):
        if data.get("@type") == "Periodical" and isinstance(data.get("name"), str):
            return str(data["name"])
        return next(
            (name for key in ("@graph", "isPartOf", "mainEntity") if (name := _periodical(data.get(key), depth + 1))),
            "",
        )
    return ""


def _meta(tree: LexborHTMLParser, selector: str) -> str:
    node = tree.css_first(selector)
    return " ".join((node.attributes.get("content") or "").split()) if node is not None else ""


def context_of(spots: Sequence[Spot], first: Spot) -> str:
    """The heading that stands over an element, if one does: the nearest one before it that does not lie inside it."""
    around = set(_above(first))
    for spot in reversed(spots[: first.order]):
        if id(spot) in around:
            continue
        if spot.tag in HEADINGS and spot.tag != "h1" and not spot.furniture and _covers(spot, first):
            return line_of(spot.node)
    return ""


def lead_of(spots: Sequence[Spot], first: Spot) -> str:
    """The text between the heading over an element and the element: at most a few hundred characters."""
    around, said, size = set(_above(first)), list[str](), 0
    for spot in reversed(spots[max(0, first.order - _NEAR) : first.order]):
        if id(spot) in around or spot.tag not in ("p", "h2", "h3", "h4", "caption", "figcaption", "div", "span"):
            continue
        if spot.furniture or any(child.size for child in spot.children if child.tag not in _INLINE):
            continue
        if not spot.size or (spot.parent is not None and spot.parent.tag in ("p", "h2", "h3", "h4")):
            continue
        said.append(line_of(spot.node))
        size += spot.size
        if spot.tag in HEADINGS or size > _LONGEST_LEAD:
            break
    return " ".join(reversed(said))[-_LONGEST_LEAD:]


def _above(spot: Spot) -> Iterator[int]:
    """The elements around one, by identity."""
    here = spot.parent
    while here is not None:
        yield id(here)
        here = here.parent


def _covers(heading: Spot, spot: Spot) -> bool:
    """Whether a heading stands over an element rather than in a neighbour of it (another card, another column)."""
    place = heading.parent
    for _ in range(2):
        if place is None:
            return False
        here: Spot | None = spot
        while here is not None:
            if here is place:
                return True
            here = here.parent
        place = place.parent if len(place.children) <= 2 else None
    return False


def next_of(tree: LexborHTMLParser, page: Page, base: str) -> str:
    """A selector of the link to the next page; "" where there is none."""
    here = page.final_url or page.url
    for link in tree.css("a[href]"):
        attributes = link.attributes
        rel = (attributes.get("rel") or "").lower().split()
        said = f"{line_of(link)}".strip()
        label = (attributes.get("aria-label") or attributes.get("title") or "").strip()
        if "next" not in rel and not _says_next(said) and not _says_next(label):
            continue
        url = address_of(link, page, base)
        if not url or url.partition("#")[0] == here.partition("#")[0] or not _same_list(url, here):
            continue
        for selector in _next_selectors(link, rel, label):
            try:
                found = tree.css_first(selector)
            except (SelectolaxError, ValueError):
                continue
            if found is not None and found.mem_id == link.mem_id:
                return selector
    return ""


def _says_next(said: str) -> bool:
    return bool(said) and len(said) <= 30 and bool(_NEXT.fullmatch(said))


def _same_list(url: str, here: str) -> bool:
    """A next page lies at the same address with another number, or below it."""
    strip = re.compile(r"[?#].*|/(?:page|p)/\d+/?$|/\d+/?$|/$")
    one, two = strip.sub("", strip.sub("", url)), strip.sub("", strip.sub("", here))
    return one.split("//")[-1] == two.split("//")[-1] or not here


def _next_selectors(link: LexborNode, rel: Sequence[str], label: str) -> list[str]:
    found = ["a[rel~=next]"] if "next" in rel else []
    found += [f"a{name}" for name in names_of(link)]
    for above in (link.parent, link.parent.parent if link.parent is not None else None):
        if above is not None:
            classes = [
                f".{name}"
                for name in (above.attributes.get("class") or "").split()
                if re.fullmatch(r"[A-Za-z_][\w-]*", name)
            ]
            found += [f"{above.tag}{name} a" for name in (*names_of(above), *classes)]
            found += [f"{id_of(above)} a"] if id_of(above) else []
    classes = [
        f"a.{name}" for name in (link.attributes.get("class") or "").split() if re.fullmatch(r"[A-Za-z_][\w-]*", name)
    ]
    if label and '"' not in label:
        found.append(f'a[aria-label="{label}"]' if link.attributes.get("aria-label") else f'a[title="{label}"]')
    found += classes
    if link.parent is not None:
        for name in (*names_of(link.parent.parent or link.parent), *names_of(link.parent)):
            found += [f"{name} > :last-child a", f"{name} > a:last-child", f"{name} a:last-child"]
    return found


def total_of(spots: Sequence[Spot], records: int) -> str:
    """A selector of the line that states how many records there are in all; "" where none does, or not plainly."""
    for spot in spots:
        if spot.size > _LONGEST_TOTAL or spot.furniture or spot.tag in ("a", "button", "option", "li", "td"):
            continue
        said = line_of(spot.node) if any(character.isdigit() for character in spot.node.text()) else ""
        if not _TOTAL.fullmatch(said) or (stated := stated_total(said)) is None or stated < records:
            continue
        for selector in (id_of(spot.node), *(f"{spot.tag}{name}" for name in spot.names)):
            root = _root(spot)
            if selector and len(root.node.css(selector)) == 1:
                return selector
    return ""


def _root(spot: Spot) -> Spot:
    while spot.parent is not None:
        spot = spot.parent
    return spot


def marker_of(tree: LexborHTMLParser, heads: Sequence[Spot]) -> str:
    """A selector of what would be there without any record: the nearest named element around them all."""
    common = _around(heads)
    while common is not None and common.tag not in ("body", "html"):
        for selector in (id_of(common.node), *(f"{common.tag}{name}" for name in common.names)):
            if selector and len(tree.css(selector)) <= 3:
                return selector
        if common.tag in ("main", "table") and len(tree.css(common.tag)) == 1:
            return common.tag
        common = common.parent
    if tree.css_first("h1") is not None:
        return "h1"
    around = _around(heads)
    return around.path if around is not None and around.tag != "body" else ""


def _around(heads: Sequence[Spot]) -> Spot | None:
    """The innermost element that holds all of them, and is none of them."""
    first = heads[0].parent
    if len(heads) == 1:
        while first is not None and (first.tag in ("li", "tr", "tbody") or len(first.children) == 1):
            first = first.parent
        return first
    chain = []
    while first is not None:
        chain.append(first)
        first = first.parent
    for other in heads[1:]:
        above, seen = other.parent, set()
        while above is not None:
            seen.add(id(above))
            above = above.parent
        chain = [spot for spot in chain if id(spot) in seen]
    return chain[0] if chain else None
