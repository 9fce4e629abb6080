"""The commands: argv, environment, the clock and exit statuses. Everything is built here and handed down.

Exit status 0: done. 1: it could not be done, or a source crashed. 2: the configuration or the command is wrong.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NoReturn

import click
from rich.console import Console
from rich.logging import RichHandler

from cfpfeeds import __version__, operations, screens, serving, single
from cfpfeeds.config import Config, default_path, load
from cfpfeeds.config.models import Source
from cfpfeeds.errors import CfpfeedsError, ConfigError, UsageError
from cfpfeeds.model import OutcomeKind
from cfpfeeds.operations import Service
from cfpfeeds.tending import fixtures
from cfpfeeds.tending import repair as mend
from cfpfeeds.tending.add import Adding, Nothing, shown_as_json
from cfpfeeds.tending.fixtures import Difference

_OUT = Console()
_ERR = Console(stderr=True)
_DEMO_DAY = date(2024, 1, 5)


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


def _common(command: Callable[..., Any]) -> Callable[..., Any]:
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


def _options(config: str, database: str, mirror: str, as_of: date | None) -> Options:
    path = Path(config) if config else default_path(os.environ, Path.cwd())
    return Options(path, database, mirror, as_of)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="cfpfeeds")
@click.option("-v", "--verbose", is_flag=True, help="Say more of what is going on.")
def cli(verbose: bool) -> None:
    """Calls for papers of every field as feeds and calendars."""
    level = logging.INFO if verbose else logging.ERROR
    if _ERR.is_terminal:
        handler = RichHandler(console=_ERR, show_path=False, markup=False, rich_tracebacks=False)
        logging.basicConfig(level=level, format="%(message)s", handlers=[handler])
    else:  # a log file or a journal: one line a source, never folded
        logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(message)s")
    for noisy in ("httpx", "httpcore", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8080, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@_common
def serve(host: str, port: int, **common: Any) -> None:
    """Poll on schedule and serve feeds, calendars and pages."""
    options = _options(**common)
    config = options.load()
    base_url = config.settings.base_url or _own_address(host, port)
    url = options.database_url(config)
    service = options.service(config, base_url)  # opens and migrates before anything is started
    service.close()
    _OUT.print(f"cfpfeeds serves {base_url}/  (data: {url}; stop with Ctrl-C)", highlight=False, soft_wrap=True)
    environment = {
        "CFPFEEDS_CONFIG": str(options.config.resolve()),
        "CFPFEEDS_DATABASE": url,
        "CFPFEEDS_BASE_URL": base_url,
        "CFPFEEDS_MIRROR": options.mirror,
        "CFPFEEDS_AS_OF": options.as_of.isoformat() if options.as_of else "",
    }
    serving.serve(host, port, environment, poller=[sys.executable, "-m", "cfpfeeds", "--verbose", "poller"])


@cli.command(hidden=True)
@_common
def poller(**common: Any) -> None:
    """Poll whatever is due until stopped: the second process of `serve`."""
    options = _options(**common)
    service = options.service(options.load(), os.environ.get("CFPFEEDS_BASE_URL", ""))
    service.poll_for_ever()


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8080, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--database", default="", metavar="URL", help="Keep the demo's data; by default it is thrown away.")
def demo(host: str, port: int, database: str) -> None:
    """Show the whole product on bundled calls of January 2024, with no network."""
    with tempfile.TemporaryDirectory(prefix="cfpfeeds-demo-") as folder:
        url = operations.database_url(database or f"sqlite:///{folder}/demo.sqlite")
        options = Options(operations.demo_config(), url, "", _DEMO_DAY)
        config = options.load()
        base_url = _own_address(host, port)
        service = Service(config, url, options.clock(), base_url=base_url, archive=operations.demo_pages())
        outcomes = screens.polled(_OUT, service, [s for s in config.sources if s.enabled])
        service.close()
        screens.summary(_OUT, config, outcomes)
        _OUT.print(f"The demo is open at {base_url}/  (5 January 2024; stop with Ctrl-C)", highlight=False)
        environment = {
            "CFPFEEDS_CONFIG": str(options.config),
            "CFPFEEDS_DATABASE": url,
            "CFPFEEDS_BASE_URL": base_url,
            "CFPFEEDS_AS_OF": _DEMO_DAY.isoformat(),
        }
        serving.serve(host, port, environment, poller=None)


@cli.command()
@click.argument("source", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a source, a line each.")
@_common
def poll(source: tuple[str, ...], as_json: bool, **common: Any) -> None:
    """Poll all enabled sources once, or the SOURCEs named."""
    options = _options(**common)
    config = options.load()
    chosen = [_find(config, name) for name in source] or [s for s in config.sources if s.enabled]
    service = options.service(config)
    taken = service.take_inboxes(chosen if source else config.sources)
    outcomes = taken + screens.polled(_ERR, service, chosen)
    service.close()
    if as_json:
        for outcome in outcomes:
            click.echo(screens.outcome_json(outcome))
    else:
        screens.summary(_OUT, config, outcomes)
    if any(outcome.kind is OutcomeKind.CRASHED for outcome in outcomes):
        sys.exit(1)
    if outcomes and not any(outcome.kind.healthy for outcome in outcomes):
        sys.exit(1)


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a source, a line each.")
@_common
def check(as_json: bool, **common: Any) -> None:
    """Is sources.toml right, and how is each source doing?"""
    options = _options(**common)
    config = options.load()
    service = options.service(config)
    states, outcomes = service.store.states(), service.store.outcomes()
    service.close()
    differences = [found for source in config.sources if (found := fixtures.verify(options.config, source))]
    if as_json:
        told = {found.source_id: found.words for found in differences}
        for source in config.sources:
            kept = {"fixture": told[source.id] or "as kept"} if source.id in told else {}
            click.echo(screens.health_json(source, states.get(source.id), outcomes.get(source.id), kept))
    else:
        _checked(options, config, states, outcomes, differences)
    if any(found.words for found in differences):
        sys.exit(1)


def _checked(options: Options, config: Config, states: Any, outcomes: Any, differences: Sequence[Difference]) -> None:
    _OUT.print(f"{options.config}: no problem found in {len(config.sources)} sources.", highlight=False, soft_wrap=True)
    screens.health(_OUT, config, states, outcomes)
    screens.differences(_OUT, differences)


@cli.command()
@click.argument("page", required=False)
@click.option("--url", default="", metavar="URL", help="The address that PAGE was saved from.")
@click.option("--source", "source_id", default="", metavar="ID", help="Read it by the rules of this source.")
@click.option("--manifest", type=click.Path(path_type=Path), help="Many at once: lines of id, file, url, as_of.")
@click.option("--explain", is_flag=True, help="Show which words led to which date.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a page, a line each.")
@_common
def extract(
    page: str | None,
    url: str,
    source_id: str,
    manifest: Path | None,
    explain: bool,
    as_json: bool,
    **common: Any,
) -> None:
    """What one page (a file or an address) yields; nothing is stored."""
    options = _options(**common)
    config = options.load() if source_id else None
    source = _find(config, source_id) if config else None
    if manifest is not None:
        for line in single.extract_manifest(manifest, source, options.clock()()):
            click.echo(json.dumps(line, ensure_ascii=False))
        return
    if not page:
        raise UsageError("name a file or an address, or a --manifest of many")
    if explain:
        screens.explained(_OUT, single.explain_page(page, url, source, options.clock(), options.mirror))
        return
    found = single.extract_page(page, url, source, options.clock(), options.mirror)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
    else:
        screens.extracted(_OUT, found)


@cli.command()
@click.argument("page", metavar="URL|FILE")
@click.option("--url", default="", metavar="URL", help="The address that FILE was saved from.")
@click.option("--id", "source_id", default="", metavar="ID", help="What to call the source; else made of the address.")
@click.option("--name", default="", help="What readers see; else taken from the page.")
@click.option("--language", default="", metavar="TAG", help="The language of the page; else what the page says.")
@click.option("--country", default="", metavar="XX", help="Whose readers it is for: tells 3/4 from 4/3.")
@click.option("-y", "--yes", is_flag=True, help="Write without asking.")
@click.option("-n", "--dry-run", is_flag=True, help="Show what would be read and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, on one line.")
@_common
def add(page: str, url: str, yes: bool, dry_run: bool, as_json: bool, **rest: Any) -> None:
    """Learn a page, show what it would yield, and write it into sources.toml."""
    told = {"id": rest.pop("source_id"), **{key: rest.pop(key) for key in ("name", "language", "country")}}
    options = _options(**rest)
    adding = Adding(options.config, Path.cwd(), options.clock(), options.mirror)
    found = adding.look(page, url, {key: value for key, value in told.items() if value})
    if as_json:
        click.echo(json.dumps(shown_as_json(found), ensure_ascii=False))
    else:
        screens.new_source(_OUT, found)
    if isinstance(found, Nothing):
        sys.exit(1)
    if dry_run or not (yes or (not as_json and click.confirm(f"Add it to {adding.file}?", default=True))):
        return
    folder = adding.write(found)
    if not as_json:
        _OUT.print(f"Added {found.source.id} to {adding.file}; fixture in {folder}", highlight=False, soft_wrap=True)


@cli.command()
@click.argument("source_id", metavar="SOURCE")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("-y", "--yes", is_flag=True, help="Write without asking.")
@click.option("-n", "--dry-run", is_flag=True, help="Show the difference and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, on one line.")
@_common
def repair(source_id: str, files: tuple[Path, ...], yes: bool, dry_run: bool, as_json: bool, **common: Any) -> None:
    """New rules for a SOURCE whose page was redesigned, from its page or from saved FILES."""
    options = _options(**common)
    config = options.load()
    source = _find(config, source_id)
    service = options.service(config)
    try:
        found = mend.diagnose(service, options.config, source, files)
        if as_json:
            click.echo(json.dumps(mend.diagnosis_json(found), ensure_ascii=False))
        else:
            screens.diagnosis(_OUT, found)
        if found.mended is None:
            sys.exit(0 if found.well else 1)
        if dry_run or not (yes or (not as_json and click.confirm("Use the mended rules?", default=False))):
            return
        mend.write(service, options.config, found)
    finally:
        service.close()
    if not as_json:
        _OUT.print(f"{source_id} is mended; `cfpfeeds poll {source_id}` reads it again.", highlight=False)


@cli.command(name="import")
@click.argument("source_id", metavar="SOURCE")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@_common
def import_(source_id: str, files: tuple[Path, ...], **common: Any) -> None:
    """Read pages that a person saved (FILES) as a poll of SOURCE."""
    options = _options(**common)
    config = options.load()
    source = _find(config, source_id)
    service = options.service(config)
    outcome = service.take_saved(source, files)
    service.publish()
    service.close()
    screens.summary(_OUT, config, [outcome])
    if not outcome.kind.healthy:
        sys.exit(1)


def _find(config: Config, source_id: str) -> Source:
    found = config.find(source_id)
    if found is None:
        raise UsageError(operations.no_such_source(config, source_id))
    return found


def _own_address(host: str, port: int) -> str:
    shown = f"[{host}]" if ":" in host else {"0.0.0.0": "127.0.0.1"}.get(host, host)
    return f"http://{shown}:{port}"


def main(argv: list[str] | None = None) -> NoReturn:
    """Run one command. Whatever an operator can mend is one clear line (or one a problem), never a traceback."""
    try:
        cli.main(argv, standalone_mode=False, prog_name="cfpfeeds")
        sys.exit(0)
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except ConfigError as error:
        for problem in error.problems:
            click.echo(problem, err=True)
        sys.exit(error.exit_status)
    except CfpfeedsError as error:
        click.echo(f"cfpfeeds: {error}", err=True)
        sys.exit(error.exit_status)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
