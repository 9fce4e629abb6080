"""The head of a Markdown file: fields between lines of "---" (YAML) or "+++" (TOML), as static sites write them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date

from cfpfeeds.extract import yaml_text
from cfpfeeds.model import DeadlineText

_MOST = 20_000
_DEADLINE = re.compile(r"deadline|(?:^|[_-])due(?:$|[_-])", re.I)
_WORD = re.compile(r"[^\W_]+")
_HEADS = {"---": re.compile(r"^---[ \t]*$", re.M), "+++": re.compile(r"^\+\+\+[ \t]*$", re.M)}


def parted(text: str) -> tuple[dict[str, str], str]:
    """The fields of the head as printed, and the text after it; no fields and the whole text where there is no head."""
    text = text.lstrip("\ufeff\n\r ")
    mark = text[:3]
    if mark not in _HEADS or text[3:4] not in ("\n", "\r", " "):
        return {}, text
    end = _HEADS[mark].search(text, 4, _MOST)
    if end is None:
        return {}, text
    head, rest = text[4 : end.start()], text[end.end() :]
    return _fields(head, mark), rest


def _fields(head: str, mark: str) -> dict[str, str]:
    try:
        found: object = tomllib.loads(head) if mark == "+++" else yaml_text.load(head)[0]
    except (tomllib.TOMLDecodeError, yaml_text.YamlError, RecursionError):
        return {}
    if not isinstance(found, Mapping):
        return {}
    return {str(name): str(value) for name, value in found.items() if _is_plain(value) or "date" in str(name)}


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int | date) and not isinstance(value, bool)


def deadlines_of(fields: Mapping[str, str]) -> tuple[DeadlineText, ...]:
    """The fields that are deadlines by their name ("abstract_deadline"), as phrases; they are printed by the site."""
    return tuple(
        DeadlineText(f"{' '.join(_WORD.findall(name))}: {value}", prose=True)
        for name, value in fields.items()
        if _DEADLINE.search(name) and value.strip()
    )
