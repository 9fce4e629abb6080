"""Reading the file sources.toml: every problem of the whole file at once, or a `Config`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from cfpfeeds.config.complaints import sentences, thing
from cfpfeeds.config.models import Config, Settings, Source, repeated
from cfpfeeds.config.templates import expanded
from cfpfeeds.config.values import closest
from cfpfeeds.errors import ConfigError

_FILE = "sources.toml"
_TOP_LEVEL = ["settings", "source"]
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
    raw_sources = tables.get("source", [])
    sources = []
    if isinstance(raw_sources, list) and all(isinstance(raw, dict) for raw in raw_sources):
        told = [expanded(raw) for raw in raw_sources]
        for number, (table, wrong) in enumerate(told, start=1):
            sources.append(_source(table, wrong, thing(table, number), problems))
        problems += _repeated_ids([table for table, _ in told])
    else:
        problems.append("each `source` must be a table of its own: begin it with a line [[source]].")
    if problems or settings is None:
        raise ConfigError(problems)
    return Config(settings=settings, sources=tuple(source for source in sources if source is not None))


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


def _checked(model: type[_Table], raw: Any, where: str, problems: list[str]) -> _Table | None:
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        problems += sentences(error, model, raw, where)
    except (OverflowError, RecursionError) as error:  # what `re` says to a{99999999999}, and to its like
        problems.append(f"{where}: holds a value that nobody could work with: {error}.")
    return None


def _source(table: dict[str, Any], wrong: list[str], where: str, problems: list[str]) -> Source | None:
    problems += [f"{where}: {words}" if words.endswith("?") else f"{where}: {words}." for words in wrong]
    return None if wrong else _checked(Source, table, where, problems)


def _repeated_ids(raw_sources: list[dict[str, Any]]) -> Iterator[str]:
    for source_id in repeated(raw["id"] for raw in raw_sources if isinstance(raw.get("id"), str)):
        numbers = [str(n) for n, raw in enumerate(raw_sources, start=1) if raw.get("id") == source_id]
        listed = ", ".join(numbers[:-1]) + " and " + numbers[-1]
        yield f'source "{source_id[:80]}": `id` is used by sources number {listed}; each source needs its own.'
