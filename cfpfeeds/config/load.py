"""Reading the file sources.toml: every problem of the whole file at once, or a `Config`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from cfpfeeds.config.complaints import sentences, thing
from cfpfeeds.config.models import Config, LeaveOutRules, OwnDiscipline, Settings, Source, repeated
from cfpfeeds.config.overrides import Apart, Fix, Hide, Same, overrides_of
from cfpfeeds.config.own import checked_taxonomy, name_of
from cfpfeeds.config.templates import expanded
from cfpfeeds.config.values import closest
from cfpfeeds.disciplines import Taxonomy
from cfpfeeds.errors import ConfigError
from cfpfeeds.model import Overrides

_FILE = "sources.toml"
_OVERRIDES: dict[str, type[BaseModel]] = {"same": Same, "apart": Apart, "fix": Fix, "hide": Hide}
_TOP_LEVEL = ["settings", "source", "discipline", "leave_out", *_OVERRIDES]
_Table = TypeVar("_Table", bound=BaseModel)


def default_path(env: Mapping[str, str], cwd: Path) -> Path:
    """Where sources.toml lies: CFPFEEDS_CONFIG, else the one in `cwd`, else the one that was shipped.

    A wheel holds the shipped file inside the package, a checkout holds it beside the package.
    """
    if chosen := env.get("CFPFEEDS_CONFIG"):
        return cwd / Path(chosen).expanduser()
    package = Path(str(files("cfpfeeds")))
    places = [cwd / _FILE, package / _FILE, package.parent / _FILE]
    return next((place for place in places if place.is_file()), places[1])


def load(path: Path) -> Config:
    """What the file at `path` says. Raises ConfigError with all its problems, each a whole sentence."""
    try:
        return _with_folders(parse(path.read_bytes().decode("utf-8-sig")), path.resolve().parent)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ConfigError([f"{path} is not written in UTF-8 (line {line})."]) from error
    except OSError as error:
        raise ConfigError([f"{path} cannot be read: {error.strerror or error}."]) from error
    except ConfigError as error:
        raise ConfigError([f"{path}: {problem}" for problem in error.problems]) from error


def _with_folders(config: Config, beside: Path) -> Config:
    """The same with watched folders as whole paths: a relative one lies beside the file."""
    sources = tuple(
        source.model_copy(update={"inbox": str(beside / Path(source.inbox).expanduser())}) if source.inbox else source
        for source in config.sources
    )
    return config.model_copy(update={"sources": sources})


def parse(text: str) -> Config:
    """What `text` says, in the same way as `load`."""
    tables = _toml(text)
    problems = list(_strange_tables(tables))
    settings = _checked(Settings, tables.get("settings", {}), "settings", problems)
    leave_out = _checked(LeaveOutRules, tables.get("leave_out", {}), "leave_out", problems)
    raw_own = _many(tables, "discipline", problems)
    own = [_checked(OwnDiscipline, raw, name_of(raw, number), problems) for number, raw in raw_own]
    disciplines = tuple(one for one in own if one is not None)
    taxonomy = checked_taxonomy(disciplines, [raw for _, raw in raw_own], problems)
    sources = _sources(tables, taxonomy, problems)
    overrides = _overrides(tables, problems)
    if problems or settings is None or leave_out is None:
        raise ConfigError(problems)
    return Config(settings=settings, sources=sources, disciplines=disciplines, leave_out=leave_out, overrides=overrides)


def _many(tables: Mapping[str, Any], key: str, problems: list[str]) -> list[tuple[int, dict[str, Any]]]:
    """The tables [[key]], each with its number in the file from 1."""
    raw = tables.get(key, [])
    if not isinstance(raw, list) or not all(isinstance(one, dict) for one in raw):
        problems.append(f"each `{key}` must be a table of its own: begin it with a line [[{key}]].")
        return []
    return list(enumerate(raw, start=1))


def _sources(tables: Mapping[str, Any], taxonomy: Taxonomy | None, problems: list[str]) -> tuple[Source, ...]:
    """The sources that are right; those made from a template with what the template says."""
    whole = [(number, *expanded(raw)) for number, raw in _many(tables, "source", problems)]
    read = [_source(table, wrong, thing(table, number), problems, taxonomy) for number, table, wrong in whole]
    problems += _repeated_ids([table for _, table, _ in whole])
    return tuple(source for source in read if source is not None)


def _overrides(tables: Mapping[str, Any], problems: list[str]) -> Overrides:
    found: dict[str, tuple[Any, ...]] = {}
    for name, table in _OVERRIDES.items():
        raw_tables = _many(tables, name, problems)
        read = [_checked(table, raw, f"{name} number {number}", problems) for number, raw in raw_tables]
        found[name] = tuple(one for one in read if one is not None)
    return overrides_of(**found)


def _toml(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ConfigError(["the file is nested too deeply to be read."]) from error
    except ValueError as error:  # TOMLDecodeError, and an integer of more than 4,300 digits
        end = f"at line {text.count(chr(10)) + 1}, the end of the file"
        reason = str(error).replace("at end of document", end)
        raise ConfigError([f"the file is not valid TOML: {reason}."]) from error


def _strange_tables(tables: Mapping[str, Any]) -> Iterator[str]:
    for key in tables:
        if key not in _TOP_LEVEL:
            yield f"`{key[:80]}` is unknown at the top of the file{closest(key, _TOP_LEVEL) or '.'}"


def _checked(
    model: type[_Table], raw: Any, where: str, problems: list[str], context: Taxonomy | None = None
) -> _Table | None:
    try:
        return model.model_validate(raw, context=context)
    except ValidationError as error:
        problems += sentences(error, model, raw, where)
    except (OverflowError, RecursionError) as error:  # what `re` says to a{99999999999}, and to its like
        problems.append(f"{where}: holds a value that nobody could work with: {error}.")
    return None


def _source(
    table: dict[str, Any], wrong: list[str], where: str, problems: list[str], taxonomy: Taxonomy | None
) -> Source | None:
    problems += [f"{where}: {words}" if words.endswith("?") else f"{where}: {words}." for words in wrong]
    return None if wrong else _checked(Source, table, where, problems, taxonomy)


def _repeated_ids(raw_sources: list[dict[str, Any]]) -> Iterator[str]:
    for source_id in repeated(raw["id"] for raw in raw_sources if isinstance(raw.get("id"), str)):
        numbers = [str(n) for n, raw in enumerate(raw_sources, start=1) if raw.get("id") == source_id]
        listed = ", ".join(numbers[:-1]) + " and " + numbers[-1]
        yield f'source "{source_id[:80]}": `id` is used by sources number {listed}; each source needs its own.'
