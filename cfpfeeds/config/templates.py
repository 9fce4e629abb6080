"""Families of sources: what `template = "springer-journal"` stands for, filled in with the words of one source.

The templates themselves are data, in templates.toml beside this module.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from cfpfeeds.config.values import closest, named

_PLACE = re.compile(r"<([a-z_]+)>")
_NO_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Template:
    """One family. `needs` says what each word to fill in means, `example` gives one of each that is right."""

    name: str
    about: str
    needs: Mapping[str, str]
    example: Mapping[str, str]
    table: Mapping[str, Any]


@cache
def all_templates() -> Mapping[str, Template]:
    """Every template that is shipped, by name."""
    text = files("cfpfeeds.config").joinpath("templates.toml").read_text(encoding="utf-8")
    return {
        name: Template(name, raw["about"], raw["needs"], raw["example"], raw["source"])
        for name, raw in tomllib.loads(text).items()
    }


def expanded(raw: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The table of one source with its template put in, and what is wrong, each as the end of a sentence.

    What the table says itself wins: key by key in `labels`, `headers` and `rules`; rules of another kind replace those
    of the template altogether.
    """
    own = dict(raw)
    if "template" not in own:
        return own, []
    name = own.pop("template")
    known = all_templates()
    if not isinstance(name, str) or name not in known:
        hint = closest(str(name), list(known)) or f"; known are {', '.join(known)}"
        return own, [f'`template` names "{str(name)[:60]}", which is no template{hint}']
    template = known[name]
    words = {word: own.pop(word, None) for word in template.needs}
    if problems := [problem for word, value in words.items() if (problem := _wrong(template, word, value))]:
        return own, problems
    return _laid_over(_filled(template.table, words), own), []


def _wrong(template: Template, word: str, value: object) -> str:
    meaning = template.needs[word]
    example = f'{word} = "{template.example[word]}"'
    if value is None:
        return f"`{word}` is missing: template {template.name} needs {meaning}, like {example}"
    if not isinstance(value, str):
        return f"`{word}` must be text in quotes, like {example}"
    try:
        named(value)
    except ValueError as error:
        return f"`{word}` {error}, like {example}"
    return ""


def _filled(table: Mapping[str, Any], words: Mapping[str, Any]) -> dict[str, Any]:
    filled: dict[str, Any] = _with_words(table, words)
    filled["id"] = _NO_SLUG.sub("-", filled["id"].lower()).strip("-")
    return filled


def _with_words(value: Any, words: Mapping[str, Any]) -> Any:
    if isinstance(value, str):
        return _PLACE.sub(lambda place: words.get(place[1], place[0]), value)
    if isinstance(value, Mapping):
        return {key: _with_words(inner, words) for key, inner in value.items()}
    return [_with_words(inner, words) for inner in value] if isinstance(value, list) else value


def _laid_over(below: dict[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """The template's table under the operator's. A source that names its journal is called after it."""
    if above.get("venue") and "name" not in above:
        below["name"] = above["venue"]
    return {**below, **dict(_merged(below, above))}


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in above.items():
        under = below.get(key)
        if (
            isinstance(value, Mapping)
            and isinstance(under, Mapping)
            and value.get("kind", None)
            in (
                None,
                under.get("kind"),
            )
        ):
            yield key, {**under, **value}
        else:
            yield key, value
