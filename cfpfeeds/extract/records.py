"""Values out of nested data by templates: what the shapes `list`, `json` and `feed` share.

A template is text with `{path}` in it. A path is dotted ("journal.displayName"); "." is the record itself, and a
leading "/" starts at the top of the page's data. `{a|b|"words"}` takes the first that is not empty. `[...]` is left out
as a whole when one of its own values is empty: "{title}[ {year}][: {description}]".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_PIECE = re.compile(r"\[([^\[\]]*)\]|([^\[\]]+)")
_LITERAL = re.compile(r'"([^"]*)"')
_BRACKETS = re.compile(r"(?:[^\[\]{}]|\{[^\[\]{}]+\}|\[(?:[^\[\]{}]|\{[^\[\]{}]+\})*\])*")

PATTERN_LIMIT, SUBJECT_LIMIT = 500, 5_000
"""How long a pattern of the configuration, and a text it is tried on, may be."""


def _template(value: str) -> str:
    if not _BRACKETS.fullmatch(value):
        raise ValueError("is no template: every { needs a name and a }, every [ a ], and neither stands in its like")
    return value


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"is no regular expression: {error}") from error
    return value


Template = Annotated[str, Field(max_length=2_000), AfterValidator(_template)]
Pattern = Annotated[str, Field(max_length=PATTERN_LIMIT), AfterValidator(_pattern)]


class Table(BaseModel):
    """The base of every table inside rules; an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Picked(Table):
    """A value found by pattern in another: {on = "{title}", match = "^(AMJ|AMR)", names = {AMJ = "..."}}."""

    on: Template = Field(description="the template whose text is searched")
    match: Pattern = Field(description="the pattern; its first group, or all of it, is the value")
    names: dict[str, str] = Field(default={}, description="what a value found is called instead")


Value = Template | Picked
"""How a field of a call is had from a record."""


@dataclass(slots=True)
class Record:
    """One record: `layers` are looked through in order (an edition, then its series), `top` is the whole page's data.

    `plain` makes text of a value that may be markup. `odd` collects what was found where a text should be.
    """

    layers: tuple[object, ...]
    top: object = None
    plain: Callable[[str], str] = str
    odd: list[str] = field(default_factory=list)

    def inner(self, value: object) -> Record:
        """The record of something inside this one, which falls back on this one's layers and shares its `odd`."""
        return Record((value, *self.layers), self.top, self.plain, self.odd)

    def alone(self) -> Record:
        """The same without what it falls back on: a date that is missing in a row is missing."""
        return Record(self.layers[:1], self.top, self.plain, self.odd)

    def bare(self) -> Record:
        """The same with values as they stand: in an address "&copyownerid=" is no copyright sign."""
        return Record(self.layers, self.top, str, self.odd)

    def find(self, path: str) -> object:
        """What stands at `path`; None where nothing does. An empty value counts as nothing: a series fills it in."""
        if path.startswith("/"):
            return look(self.top, path[1:])
        if path == ".":
            return self.layers[0]
        found = (look(layer, path) for layer in self.layers)
        return next((value for value in found if not _is_empty(value)), None)

    def raw(self, path: str) -> str:
        """The text at `path` as it stands, markup and all."""
        texts = []
        for value in flat(self.find(path)):
            if isinstance(value, Mapping):
                self.odd.append(f"`{path}` holds a table where a text should be")
            else:
                texts.append(printed(value))
        return ", ".join(text for text in texts if text)

    def fill(self, template: str) -> str:
        """The template with every value put in, on one line of trimmed text."""
        return "".join(self._pieces(template)).strip()

    def value(self, wanted: Value) -> str:
        """The text of a field, by template or by pattern."""
        if isinstance(wanted, str):
            return self.fill(wanted)
        found = search(wanted.match, self.fill(wanted.on))
        return wanted.names.get(found, found)

    def _pieces(self, template: str) -> Iterator[str]:
        for optional, always in _PIECE.findall(template):
            parts = _PLACEHOLDER.split(optional or always)
            parts[1::2] = [self._first(names) for names in parts[1::2]]
            if always or all(parts[1::2]):
                yield "".join(parts)

    def _first(self, names: str) -> str:
        for name in names.split("|"):
            literal = _LITERAL.fullmatch(name)
            if text := literal[1] if literal else self.plain(self.raw(name)).strip():
                return text
        return ""


def look(value: object, path: str) -> object:
    """What stands at a dotted path in nested tables and lists; None where nothing does.

    A key may itself hold dots. A list of one stands for its only member; from a longer one every member's value is
    taken.
    """
    if not path or value is None:
        return value
    if isinstance(value, Mapping):
        if path in value:
            return value[path]
        name, _, rest = path.partition(".")
        return look(value.get(name), rest) if rest else None
    if isinstance(value, list):
        found = [look(member, path) for member in value]
        found = [member for member in found if member is not None]
        return found[0] if len(found) == 1 else found or None
    return None


def flat(value: object) -> list[object]:
    """The members of a list, however deep, without empty ones; a single value as a list of one."""
    if isinstance(value, list):
        return [inner for member in value for inner in flat(member)]
    return [] if _is_empty(value) else [value]


def printed(value: object) -> str:
    """A single value as the file prints it, or nearly: days and times in ISO 8601, with a blank between them."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def search(pattern: str, text: str) -> str:
    """The first group, or else the whole, of the first place where the pattern fits; "" where it fits nowhere.

    Only the first few thousand characters are searched: a pattern of the configuration meets a stranger's text.
    """
    match = re.search(pattern, text[:SUBJECT_LIMIT])
    if match is None:
        return ""
    return next((group for group in match.groups() if group), "") if match.re.groups else match[0]


def fits(pattern: str, text: str) -> bool:
    """Whether the pattern fits somewhere in the first few thousand characters."""
    return re.search(pattern, text[:SUBJECT_LIMIT]) is not None


@lru_cache(maxsize=256)
def paths(template: str) -> tuple[str, ...]:
    """The paths that a template reads."""
    names = (name for names in _PLACEHOLDER.findall(template) for name in names.split("|"))
    return tuple(name for name in names if not _LITERAL.fullmatch(name))


def _is_empty(value: object) -> bool:
    return value is None or value == "" or value == [] or value == {}
