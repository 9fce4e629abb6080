"""The elements of a page as the learner sees them, walked once: where each stands, and what its names are worth.

A name (class, id, data-test) is lasting if a person gave it: no hash, no running number, no matter of layout or state.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from cfpfeeds.extract.html import is_furniture, line_of
from cfpfeeds.extract.markup import HEADINGS, HIDDEN
from cfpfeeds.extract.pieces import DAY

_MOST = 60_000
_DEEPEST = 150
_IDENTIFIER = re.compile(r"[A-Za-z_][\w-]*")
_HASHED = re.compile(
    r"(?:^|[-_])(?=[a-zA-Z0-9]*\d)(?=[a-zA-Z0-9]*[a-zA-Z])[a-zA-Z0-9]{5,}$|^(?:css|sc|jss|emotion|svelte|makeStyles)-|__(?=[a-zA-Z0-9]*(?:\d|[a-z][A-Z]))[a-zA-Z0-9]{5}$"
    r"|\d{3,}|^[a-zA-Z]{1,2}$"
)
_NUMBERED = re.compile(r"[-_]?\d+$")
_PASSING = re.compile(
    r"(?:^|[-_])(?:odd|even|first|last|active|open|opened|closed|current|selected|hover|focus|visible|hidden|show|shown|collapsed?"
    r"|expanded|sticky|featured|new|extended|alt|is|has|js|no)(?:[-_]|$)"
    r"|^(?:col|row|container|wrapper|grid|flex|pull|float|clearfix|cf|bg|border|rounded|shadow|m[trblxy]?|p[trblxy]?|w|h|d|u|g|gap"
    r"|font|justify|align|space|overflow|relative|absolute|offset|wp|size|ng|v|animate|fade|sm|md|lg|xl|xs|min|max|leading|tracking"
    r"|cursor|transition|duration|z)(?:[-_:].*|\d*)$"
    r"|^(?:line|left|right|top|bottom|text|block|inline|items|order|position|list-style)[-_:].*|:|^(?:mso|western|style\d)",
    re.I,
)
_ASIDE = re.compile(
    r"widget(?:_\w+)?|widget-?area|side-?bar(?:\d|-\w+)?|(?:main|site|top|sub|mega|footer|primary)[-_]?(?:nav|menu)(?:[-_]\w+)?|menu|nav"
    r"|navbar(?:-\w+)?|navigation|breadcrumbs?|footer(?:-\w+)?|related(?:[-_]\w+)?|recent[-_]?(?:posts?|entries)|tag-?cloud"
    r"|social(?:-\w+)?|pagination|pager",
    re.I,
)
_BANNER = re.compile(r"(?:site|page|main|top)?[-_]?(?:header|banner|masthead|branding|top ?links?)", re.I)
_SPOKEN = ("data-label", "data-title", "data-th")
"""What style sheets of narrow screens print before a cell: the title of its column."""
_WORDS = re.compile(r"[^\W\d_][^\d\"\[\]\\]{1,40}")
_TESTED = (
    "data-label",
    "data-title",
    "data-th",
    "data-test",
    "data-testid",
    "data-qa",
    "itemprop",
    "itemtype",
    "typeof",
    "property",
    "role",
)


@dataclass(slots=True, eq=False)
class Spot:
    """One element, the `place`-th child of its parent. `dated` counts the days in its text, `linked` the links.

    `furniture` says that it is on every page of a site, `aside` that its class says so, which is less sure.
    """

    node: LexborNode
    tag: str
    parent: Spot | None
    order: int
    furniture: bool
    names: tuple[str, ...]
    children: list[Spot] = field(default_factory=list)
    place: int = 0
    aside: bool = False
    dated: int = 0
    linked: int = 0
    size: int = 0

    @property
    def path(self) -> str:
        """The tags from the body down: `body > main > ul > li`."""
        found, here = [], self
        while here is not None:
            found.append(here.tag)
            here = here.parent  # type: ignore[assignment]
        return " > ".join(reversed(found))


def spots_of(tree: LexborHTMLParser) -> list[Spot]:
    """Every visible element below the body, in page order."""
    body = tree.body
    if body is None:
        return []
    found: list[Spot] = []
    waiting: list[tuple[LexborNode, Spot | None, int]] = [(body, None, 0)]
    while waiting and len(found) < _MOST:
        node, parent, depth = waiting.pop()
        tag = node.tag or ""
        if tag in HIDDEN or tag.startswith("-") or depth > _DEEPEST:
            continue
        furniture = (parent is not None and parent.furniture) or (tag not in HEADINGS and is_furniture(node, tag))
        spot = Spot(node, tag, parent, len(found), furniture, names_of(node))
        spot.aside = (parent is not None and parent.aside) or _is_aside(node)
        found.append(spot)
        if parent is not None:
            spot.place = len(parent.children)
            parent.children.append(spot)
        waiting.extend((child, spot, depth + 1) for child in reversed(list(node.iter())))
    _count(found)
    return found


def _is_aside(node: LexborNode) -> bool:
    attributes = node.attributes
    if any(_ASIDE.fullmatch(name) for name in (attributes.get("class") or "").split()):
        return node.tag not in ("body", "main", "article", *HEADINGS)
    name = (attributes.get("id") or "").strip()
    return bool(_ASIDE.fullmatch(name) or _BANNER.fullmatch(name)) and node.tag not in ("body", "main", *HEADINGS)


def _count(spots: list[Spot]) -> None:
    """Days, links and characters of every element, from the innermost outwards."""
    for spot in reversed(spots):
        own = "".join((child.text_content or "") for child in spot.node.iter(include_text=True) if child.tag == "-text")
        spot.size += len(" ".join(own.split()))
        if spot.tag == "a" and spot.node.attributes.get("href"):
            spot.linked += 1
        if not spot.dated and (own.strip() or spot.tag in ("p", "li", "td", "div", "time", "dd")) and spot.size < 2000:
            spot.dated = len(DAY.findall(line_of(spot.node))) if _may_hold_day(spot.node) else 0
        if spot.parent is not None:
            spot.parent.size += spot.size
            spot.parent.linked += spot.linked
            spot.parent.dated += spot.dated


def _may_hold_day(node: LexborNode) -> bool:
    return any(character.isdigit() for character in node.text())


def names_of(node: LexborNode) -> tuple[str, ...]:
    """The lasting names of an element as pieces of a selector: ".call-card", "[data-test=title]"."""
    attributes = node.attributes
    found = []
    for name in _TESTED:
        value = (attributes.get(name) or "").strip()
        is_name = bool(value) and bool(_IDENTIFIER.fullmatch(value)) and not _HASHED.search(value)
        is_name |= name in _SPOKEN and bool(_WORDS.fullmatch(value))
        is_type = bool(value) and name in ("itemtype", "typeof") and '"' not in value
        if is_name or is_type:
            found.append(f'[{name}="{value}"]')
    classes = (attributes.get("class") or "").split()
    found += [f".{name}" for name in classes if is_lasting(name)]
    return tuple(dict.fromkeys(found))[:5]


def is_lasting(name: str) -> bool:
    """Whether a class or id is one that a person gave to a kind of thing."""
    if not _IDENTIFIER.fullmatch(name) or len(name) > 60:
        return False
    return not (_HASHED.search(name) or _PASSING.search(name) or _NUMBERED.search(name))


def id_of(node: LexborNode) -> str:
    """The id of an element as a selector, if it is a lasting one."""
    name = (node.attributes.get("id") or "").strip()
    return f"#{name}" if name and is_lasting(name) else ""
