"""Changes to sources.toml that leave comments, order and layout of the file as they are."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Table

from cfpfeeds.config.load import parse
from cfpfeeds.errors import ConfigError, UsageError


def is_shipped(path: Path, cwd: Path) -> bool:
    """Whether a configuration came with the program, inside an installed package or beside it in a checkout, and is
    not the one of the folder in which somebody works. It is never written to unasked.
    """
    package = Path(str(files("cfpfeeds"))).resolve()
    return path.resolve().parent in (package, package.parent) and path.resolve().parent != cwd.resolve()


def with_source(text: str, source: Mapping[str, Any], comment: str = "") -> str:
    """The file with one more `[[source]]` at its end. Raises ConfigError if the result would not be right."""
    added = tomlkit.document()
    table = _table({key: value for key, value in source.items() if key != "rules"})
    table.add(tomlkit.nl())
    table.add("rules", _table(source["rules"]))
    many = tomlkit.aot()
    many.append(table)
    added.add("source", many)
    head = "".join(f"# {line}\n" for line in comment.splitlines())
    whole = text.rstrip("\n") + ("\n\n" if text.strip() else "") + head + tomlkit.dumps(added).strip("\n") + "\n"
    parse(whole)
    return whole


def with_rules(text: str, source_id: str, rules: Mapping[str, Any]) -> str:
    """The file with other rules for one source. Raises UsageError where it is not in it, ConfigError as above."""
    try:
        document = tomlkit.parse(text)
    except TOMLKitError as error:
        raise ConfigError([f"the file is not valid TOML: {error}"]) from error
    sources = document.get("source")
    for table in sources if isinstance(sources, AoT) else ():
        if table.get("id") == source_id:
            table.pop("format", None)
            table["rules"] = _table(rules)
            whole = tomlkit.dumps(document)
            parse(whole)
            return whole
    raise UsageError(f"the file has no [[source]] with the id {source_id!r}")


def replace_file(path: Path, text: str) -> None:
    """Write the whole file or nothing. Raises UsageError with the reason."""
    try:
        mode = path.stat().st_mode if path.exists() else 0o644
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as file:
            file.write(text)
        os.chmod(file.name, mode & 0o777)
        os.replace(file.name, path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}") from error


def read_file(path: Path) -> str:
    """The text of the file; "" for one that is not there yet."""
    try:
        return path.read_bytes().decode("utf-8-sig") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from error


def _table(values: Mapping[str, Any]) -> Table:
    table = tomlkit.table()
    for key, value in values.items():
        table.add(key, _item(value))
    return table


def _item(value: Any) -> Any:
    if isinstance(value, str) and "\\" in value and "'" not in value:
        return tomlkit.string(value, literal=True)
    if isinstance(value, (list, tuple)):
        if value and all(isinstance(one, Mapping) for one in value):
            rows = tomlkit.aot()
            for one in value:
                rows.append(_table(one))
            return rows
        return [_item(one) for one in value]
    if isinstance(value, Mapping):
        return _table(value)
    return value
