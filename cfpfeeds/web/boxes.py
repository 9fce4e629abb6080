"""An embedded list as an address asks for it: which, of it what, and how it looks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from cfpfeeds.web.selection import Selection

THEMES = ("auto", "light", "dark")
LEVELS = (2, 3, 4)
MOST_SHOWN, _USUALLY_SHOWN = 50, 10
_COLOUR = re.compile(r"[0-9a-f]{6}")


@dataclass(frozen=True, slots=True)
class Look:
    """How an embedded list looks. What makes no sense in an address is ignored, so that a box is never an error."""

    count: int = _USUALLY_SHOWN
    level: int = 2
    theme: str = "auto"
    accent: str = ""

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters that differ from what is usual, in a fixed order."""
        usual = Look()
        named = [("count", self.count), ("level", self.level), ("theme", self.theme), ("accent", self.accent)]
        return [(name, str(value)) for name, value in named if value != getattr(usual, name)]


@dataclass(frozen=True, slots=True)
class Box:
    """One embedded list: which, of it what, and how."""

    slug: str
    name: str
    selection: Selection
    look: Look

    @property
    def query(self) -> str:
        """The query string of its address, "" for the usual."""
        return "&".join(part for part in (self.selection.query(), urlencode(self.look.pairs())) if part)


def read_look(arguments: Mapping[str, str]) -> Look:
    """The look that a query string asks for."""
    count, level = arguments.get("count", ""), arguments.get("level", "").removeprefix("h")
    theme, accent = arguments.get("theme", "").lower(), arguments.get("accent", "").lower().removeprefix("#")
    return Look(
        count=number_in(count, 1, MOST_SHOWN, _USUALLY_SHOWN),
        level=number_in(level, LEVELS[0], LEVELS[-1], LEVELS[0]),
        theme=theme if theme in THEMES else THEMES[0],
        accent=accent if _COLOUR.fullmatch(accent) else "",
    )


def number_in(text: str, least: int, most: int, usual: int) -> int:
    """The whole number that a text names, brought between its bounds; `usual` where it names none."""
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        return usual
    return min(max(int(text), least), most)
