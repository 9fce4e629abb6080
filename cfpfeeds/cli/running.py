"""`cfpfeeds serve`, `demo`, `poll`, `import`, `announce` and `build`: the service itself."""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import click

from cfpfeeds import operations, screens, serving
from cfpfeeds.cli.options import ERR, OUT, Options, base_of, common_options, find_source, options_of, own_address
from cfpfeeds.config import Watch
from cfpfeeds.errors import FetchError, UsageError
from cfpfeeds.model import OutcomeKind
from cfpfeeds.operations import Service
from cfpfeeds.store import without_password
from cfpfeeds.web.server import bindable

_DEMO_DAY = date(2024, 1, 5)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8080, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@common_options
def serve(host: str, port: int, **common: Any) -> None:
    """Poll on schedule and serve feeds, calendars and pages."""
    bindable(host, port)
    options = options_of(**common)
    config = options.load()
    base_url = config.settings.base_url or own_address(host, port)
    url = options.database_url(config)
    service = options.service(config, base_url)  # opens and migrates before anything is started
    service.close()
    told = f"cfpfeeds serves {base_url}/  (data: {without_password(url)}; stop with Ctrl-C)"
    OUT.print(told, highlight=False, soft_wrap=True)
    environment = {
        "CFPFEEDS_CONFIG": str(options.config.resolve()),
        "CFPFEEDS_DATABASE": url,
        "CFPFEEDS_BASE_URL": base_url,
        "CFPFEEDS_MIRROR": options.mirror,
        "CFPFEEDS_AS_OF": options.as_of.isoformat() if options.as_of else "",
    }
    serving.serve(host, port, environment, poller=[sys.executable, "-m", "cfpfeeds", "--verbose", "poller"])


@click.command(hidden=True)
@common_options
def poller(**common: Any) -> None:
    """Poll whatever is due until stopped: the second process of `serve`."""
    options = options_of(**common)
    service = options.service(options.load(), os.environ.get("CFPFEEDS_BASE_URL", ""))
    service.poll_for_ever(Watch(options.config))


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8080, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--database", default="", metavar="URL", help="Keep the demo's data; by default it is thrown away.")
def demo(host: str, port: int, database: str) -> None:
    """Show the whole product on bundled calls of January 2024, with no network."""
    bindable(host, port)
    with tempfile.TemporaryDirectory(prefix="cfpfeeds-demo-") as folder:
        url = operations.database_url(database or f"sqlite:///{folder}/demo.sqlite")
        options = Options(operations.demo_config(), url, "", _DEMO_DAY)
        config = options.load()
        base_url = own_address(host, port)
        service = Service(config, url, options.clock(), base_url=base_url, archive=operations.demo_pages())
        outcomes = screens.polled(OUT, service, [s for s in config.sources if s.enabled])
        service.close()
        screens.summary(OUT, config, outcomes)
        OUT.print(f"The demo is open at {base_url}/  (5 January 2024; stop with Ctrl-C)", highlight=False)
        environment = {
            "CFPFEEDS_CONFIG": str(options.config),
            "CFPFEEDS_DATABASE": url,
            "CFPFEEDS_BASE_URL": base_url,
            "CFPFEEDS_AS_OF": _DEMO_DAY.isoformat(),
        }
        serving.serve(host, port, environment, poller=None)


@click.command()
@click.argument("source", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a source, a line each.")
@click.option("--believe", is_flag=True, help="Take a SOURCE's list as it is, though it looks wrong: you have looked.")
@common_options
def poll(source: tuple[str, ...], as_json: bool, believe: bool, **common: Any) -> None:
    """Poll all enabled sources once, or the SOURCEs named."""
    if believe and not source:
        raise UsageError("--believe needs the SOURCE that you have looked at")
    options = options_of(**common)
    config = options.load()
    chosen = [find_source(config, name) for name in source] or [s for s in config.sources if s.enabled]
    service = options.service(config)
    taken = service.take_inboxes(chosen if source else config.sources)
    outcomes = taken + screens.polled(ERR, service, chosen, believe=believe)
    service.close()
    if as_json:
        for outcome in outcomes:
            click.echo(screens.outcome_json(outcome))
    else:
        screens.summary(OUT, config, outcomes)
    if any(outcome.kind is OutcomeKind.CRASHED for outcome in outcomes):
        sys.exit(1)
    if outcomes and not any(outcome.kind.healthy for outcome in outcomes):
        sys.exit(1)


@click.command(name="import")
@click.argument("source_id", metavar="SOURCE")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@common_options
def import_(source_id: str, files: tuple[Path, ...], **common: Any) -> None:
    """Read pages that a person saved (FILES) as a poll of SOURCE."""
    options = options_of(**common)
    config = options.load()
    source = find_source(config, source_id)
    service = options.service(config)
    outcome = service.take_saved(source, files)
    service.publish()
    service.close()
    screens.summary(OUT, config, [outcome])
    if not outcome.kind.healthy:
        sys.exit(1)


@click.command()
@common_options
def announce(**common: Any) -> None:
    """Tell the hub (`hub` in [settings]) which feeds have changed; `serve` does so by itself."""
    options = options_of(**common)
    config = options.load()
    if not config.settings.hub:
        raise UsageError("no `hub` is named in [settings]")
    service = options.service(config)
    told = 0
    while count := service.announce():
        told += count
    waiting, state = len(service.store.pings()), service.store.hub_state(config.settings.hub)
    service.close()
    OUT.print(f"{config.settings.hub}: told of {told} feeds, {waiting} wait.", highlight=False, soft_wrap=True)
    if waiting:
        raise FetchError(config.settings.hub, state.said)


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--base-url", callback=base_of, default="", metavar="URL", help="The public address of DIR, instead of the setting."
)
@common_options
def build(folder: Path, base_url: str, **common: Any) -> None:
    """Write the whole service into DIR as files that any web server can serve; only what changed is written."""
    options = options_of(**common)
    config = options.load()
    service = options.service(config, base_url)
    service.publish()
    built = screens.built(ERR, service, folder, options.as_of is None)
    service.close()
    OUT.print(f"{folder}: {built.files} files, {built.written} written, {built.removed} removed.", soft_wrap=True)
