"""What every command is told: the configuration, the database, the mirror and the clock."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from cfpfeeds import operations
from cfpfeeds.config import Config, default_path, load
from cfpfeeds.config.models import Source
from cfpfeeds.config.values import base_address
from cfpfeeds.errors import UsageError
from cfpfeeds.operations import Service

OUT = Console()
ERR = Console(stderr=True)


@dataclass(frozen=True, slots=True)
class Options:
    """What every command is told. `as_of` None: the real clock."""

    config: Path
    database: str
    mirror: str
    as_of: date | None

    def clock(self) -> Callable[[], datetime]:
        """The clock of this run, aware UTC: the real one, or noon of the day that was asked for."""
        if self.as_of is None:
            return lambda: datetime.now(UTC)
        fixed = datetime(self.as_of.year, self.as_of.month, self.as_of.day, 12, tzinfo=UTC)
        return lambda: fixed

    def load(self) -> Config:
        return load(self.config)

    def database_url(self, config: Config) -> str:
        """--database, else the setting, else a file in the user's data folder."""
        return operations.database_url(self.database or config.settings.database)

    def service(self, config: Config, base_url: str = "") -> Service:
        return Service(config, self.database_url(config), self.clock(), mirror=self.mirror, base_url=base_url)


def _day(_context: click.Context, _option: click.Parameter, value: str | None) -> date | None:
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter(f"{value!r} is not a day such as 2026-11-24") from error


def base_of(_context: click.Context, _option: click.Parameter, value: str) -> str:
    """A public address that was typed, without a slash at its end."""
    try:
        return base_address(value)
    except ValueError as error:
        raise click.BadParameter(f"{value!r} {error}") from error


def common_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that every command takes."""
    for option in (
        click.option("--as-of", callback=_day, envvar="CFPFEEDS_AS_OF", metavar="DATE", help="Act as if it were DATE."),
        click.option(
            "--mirror", envvar="CFPFEEDS_MIRROR", default="", metavar="URL", help="Fetch URL/host/path instead."
        ),
        click.option("--database", envvar="CFPFEEDS_DATABASE", default="", metavar="URL", help="Where data is kept."),
        click.option("--config", envvar="CFPFEEDS_CONFIG", default="", metavar="FILE", help="Instead of sources.toml."),
    ):
        command = option(command)
    return command


def options_of(config: str, database: str, mirror: str, as_of: date | None) -> Options:
    """What `common_options` were given, as one value."""
    path = Path(config) if config else default_path(os.environ, Path.cwd())
    return Options(path, database, mirror, as_of)


def find_source(config: Config, source_id: str) -> Source:
    """The source of that id. Raises UsageError if there is none."""
    found = config.find(source_id)
    if found is None:
        raise UsageError(operations.no_such_source(config, source_id))
    return found


def own_address(host: str, port: int) -> str:
    """Where a server that listens there is found from this machine."""
    shown = f"[{host}]" if ":" in host else {"0.0.0.0": "127.0.0.1"}.get(host, host)
    return f"http://{shown}:{port}"
