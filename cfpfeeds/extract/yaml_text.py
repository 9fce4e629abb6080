"""YAML as printed: every plain value stays the text that stands in the file, whatever YAML 1.1 would make of it.

A day that does not exist, a time of day that YAML takes for a number in base 60, "NO" for Norway: none of them is
changed, and none of them spoils its neighbours. Built from the parser's events, not by its loader, which recurses in C
and takes the whole process down on a file that is nested deep enough.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import yaml

from cfpfeeds.errors import CfpfeedsError

_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))

NODE_LIMIT, DEPTH_LIMIT = 2_000_000, 100
"""How many values a file may have once its aliases are written out, and how deep it may be nested."""


class YamlError(CfpfeedsError):
    """The text is not YAML that we are willing to read; the message says where and why."""


def load(text: str) -> tuple[object, list[str]]:
    """The data of a YAML document and what was odd about its writing. Raises YamlError.

    Values are texts, lists, tables and None; tags are ignored. Aliases and merges are followed, but not into a document
    that would be larger than NODE_LIMIT when written out ("billion laughs").
    """
    text, removed = _FORBIDDEN.subn("", text)
    builder = _Builder()
    if removed:
        builder.odd.append(f"holds {removed} characters that YAML forbids")
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            builder.take(event)
    except yaml.YAMLError as error:
        raise YamlError(" ".join(str(error).split())[:300]) from error
    return builder.root, builder.odd


@dataclass(slots=True)
class _Open:
    """A list or table that is not closed yet. `size` counts its values with aliases written out."""

    value: list[object] | dict[str, object]
    anchor: str | None
    line: int
    name: str | None = None
    size: int = 1
    merged: list[Mapping[str, object]] = field(default_factory=list)


class _Builder:
    def __init__(self) -> None:
        self.root: object = None
        self.odd: list[str] = []
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[object, int]] = {}
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            value = None if event.implicit[0] and not event.style and event.value in _NULLS else event.value
            self._close(value, 1, event.anchor)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            if len(self._open) >= DEPTH_LIMIT:
                raise YamlError(f"line {_line(event)}: nested more than {DEPTH_LIMIT} deep")
            empty: list[object] | dict[str, object] = {} if isinstance(event, yaml.MappingStartEvent) else []
            self._open.append(_Open(empty, event.anchor, _line(event)))
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            done = self._open.pop()
            self._close(_with_merged(done), done.size, done.anchor)
        elif isinstance(event, yaml.AliasEvent):
            if event.anchor not in self._anchors:
                raise YamlError(f"line {_line(event)}: *{event.anchor} stands before what it names is done")
            self._put(*self._anchors[event.anchor])
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise YamlError("more than one document in the file")

    def _close(self, value: object, size: int, anchor: str | None) -> None:
        if anchor:
            self._anchors[anchor] = (value, size)
        self._put(value, size)

    def _put(self, value: object, size: int) -> None:
        """Hang a finished value into the list or table that is open."""
        if not self._open:
            self.root = value
            return
        place = self._open[-1]
        place.size += size
        if place.size > NODE_LIMIT:
            raise YamlError(f"line {place.line}: more than {NODE_LIMIT} values when its aliases are written out")
        if isinstance(place.value, list):
            place.value.append(value)
        elif place.name is None:
            self._name(place, value)
        else:
            self._fill(place, place.name, value)
            place.name = None

    def _name(self, place: _Open, value: object) -> None:
        if isinstance(value, list | dict):
            raise YamlError(f"line {place.line}: a name that is no text")
        place.name = "" if value is None else str(value)

    def _fill(self, place: _Open, name: str, value: object) -> None:
        assert isinstance(place.value, dict)
        tables = [table for table in (value if isinstance(value, list) else [value]) if isinstance(table, Mapping)]
        if name == "<<" and tables:
            place.merged += tables
            return
        if name in place.value:
            self.odd.append(f"line {place.line}: `{name}` stands more than once in one table; the last one is read")
        place.value[name] = value


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0


def _with_merged(done: _Open) -> object:
    """The table with what is merged into it: its own values win, then the first of the merged."""
    if not done.merged or not isinstance(done.value, dict):
        return done.value
    whole: dict[str, object] = {}
    for table in reversed(done.merged):
        whole.update(table)
    return {**whole, **done.value}
