"""What markup may ask of a parser: read once, in time that grows with the page, before the tree is built.

Parsers of HTML take time that grows with the square of the nesting, of the attributes of one element, and of the
formatting elements closed in the wrong order: a page of one megabyte could hold a poll up for minutes.
"""

from __future__ import annotations

import re

_SMALL = 50_000
"""Characters: what is shorter cannot do harm."""

_DEPTH = 5_000
_MISNESTED = 20_000
_ATTRIBUTES = 5_000
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})")
_WHOLE_TAG = re.compile(r"""<[a-zA-Z](?>[^>=]+|=\s*+(?:"[^"]*"|'[^']*')?+)*+""")
_LONG_TAG = 4 * _ATTRIBUTES
_VALUE = re.compile(r"""=\s*(?:"[^"]*"|'[^']*')""")
_BLANKS = re.compile(r"[\s/]+")
# Elements that have no end, and those whose end is left out so often that it says nothing about nesting.
_FLAT = (
    frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track"})
    | {"wbr", "p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "option", "optgroup", "colgroup"}
    | {"rp", "rt", "html", "head", "body"}
)
_FORMATTING = frozenset(
    {"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"}
)


def too_much(markup: str) -> str:
    """Why no parser should be given this markup, in words; "" where it may."""
    if len(markup) <= _SMALL:
        return ""
    return too_many_attributes(markup) or _nesting(markup)


def too_many_attributes(markup: str) -> str:
    """Why no parser, which compares every attribute of a tag with all others, should be given it; "" if it may."""
    if len(markup) > _SMALL:
        for tag in _WHOLE_TAG.finditer(markup):
            if tag.end() - tag.start() > _LONG_TAG and _attributes(tag[0]) > _ATTRIBUTES:
                return f"an element has more than {_ATTRIBUTES} attributes"
    return ""


def _attributes(tag: str) -> int:
    """How many attributes a tag has at most; they need no blank between them, and a value may hold anything."""
    return len(_BLANKS.findall(_VALUE.sub(" ", tag)))


def _nesting(markup: str) -> str:
    stack: list[str] = []
    misnested = 0
    for found in _TAG.finditer(markup):
        name = found[2].lower()
        if name in _FLAT:
            continue
        if not found[1]:
            stack.append(name)
            if len(stack) > _DEPTH:
                return f"elements are nested more than {_DEPTH} deep"
        elif stack and stack.pop() != name and name in _FORMATTING:
            misnested += 1
            if misnested > _MISNESTED:
                return f"more than {_MISNESTED} elements are closed in the wrong order"
    return ""
