"""`cfpfeeds check`, `add` and `repair`: sources.toml and the pages that it names."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from cfpfeeds import operations, screens
from cfpfeeds.cli.options import OUT, Options, common_options, find_source, options_of
from cfpfeeds.config import Config
from cfpfeeds.doctor import in_clear
from cfpfeeds.tending import fixtures
from cfpfeeds.tending import repair as mend
from cfpfeeds.tending.add import Adding, Nothing, shown_as_json
from cfpfeeds.tending.fixtures import Difference


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a source, a line each.")
@common_options
def check(as_json: bool, **common: Any) -> None:
    """Is sources.toml right, and how is each source doing?"""
    options = options_of(**common)
    config = options.load()
    service = options.service(config)
    states, outcomes = service.store.states(), service.store.outcomes()
    left_out = operations.left_out(config, service.store.calls())
    strange = service.store.unknown_names(config.overrides.named)
    service.close()
    if problem := in_clear(config.settings.base_url):
        click.echo(f"{options.config}: {problem}.", err=True)
    for name in strange:
        click.echo(
            f"{options.config}: an override names {name!r}, but there is no such call or sighting here.", err=True
        )
    differences = [found for source in config.sources if (found := fixtures.verify(options.config, source))]
    if as_json:
        told = {found.source_id: found.words for found in differences}
        for source in config.sources:
            kept = {"fixture": told[source.id] or "as kept"} if source.id in told else {}
            click.echo(screens.health_json(source, states.get(source.id), outcomes.get(source.id), kept))
        for rule, calls in left_out.items():
            click.echo(json.dumps({"left_out": rule, "calls": calls}, ensure_ascii=False))
    else:
        _checked(options, config, states, outcomes, differences)
        screens.left_out(OUT, left_out)
    if any(found.words for found in differences):
        sys.exit(1)


def _checked(options: Options, config: Config, states: Any, outcomes: Any, differences: Sequence[Difference]) -> None:
    OUT.print(f"{options.config}: no problem found in {len(config.sources)} sources.", highlight=False, soft_wrap=True)
    screens.health(OUT, config, states, outcomes)
    screens.differences(OUT, differences)


@click.command()
@click.argument("page", metavar="URL|FILE")
@click.option("--url", default="", metavar="URL", help="The address that FILE was saved from.")
@click.option("--id", "source_id", default="", metavar="ID", help="What to call the source; else made of the address.")
@click.option("--name", default="", help="What readers see; else taken from the page.")
@click.option("--language", default="", metavar="TAG", help="The language of the page; else what the page says.")
@click.option("--country", default="", metavar="XX", help="Whose readers it is for: tells 3/4 from 4/3.")
@click.option("-y", "--yes", is_flag=True, help="Write without asking.")
@click.option("-n", "--dry-run", is_flag=True, help="Show what would be read and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, on one line.")
@common_options
def add(page: str, url: str, yes: bool, dry_run: bool, as_json: bool, **rest: Any) -> None:
    """Learn a page, show what it would yield, and write it into sources.toml."""
    told = {"id": rest.pop("source_id"), **{key: rest.pop(key) for key in ("name", "language", "country")}}
    named = bool(rest.get("config"))
    options = options_of(**rest)
    adding = Adding(options.config, Path.cwd(), options.clock(), options.mirror, named=named)
    found = adding.look(page, url, {key: value for key, value in told.items() if value})
    if as_json:
        click.echo(json.dumps(shown_as_json(found), ensure_ascii=False))
    else:
        screens.new_source(OUT, found)
    if isinstance(found, Nothing):
        sys.exit(1)
    if dry_run or not (yes or (not as_json and click.confirm(f"Add it to {adding.file}?", default=True))):
        return
    copies = adding.copies
    folder = adding.write(found)
    if copies and not as_json:
        OUT.print(f"{adding.file} is new: a copy of the list that came with cfpfeeds, which stays as it was.")
    if not as_json:
        OUT.print(f"Added {found.source.id} to {adding.file}; fixture in {folder}", highlight=False, soft_wrap=True)


@click.command()
@click.argument("source_id", metavar="SOURCE")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("-y", "--yes", is_flag=True, help="Write without asking.")
@click.option("-n", "--dry-run", is_flag=True, help="Show the difference and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, on one line.")
@common_options
def repair(source_id: str, files: tuple[Path, ...], yes: bool, dry_run: bool, as_json: bool, **common: Any) -> None:
    """New rules for a SOURCE whose page was redesigned, from its page or from saved FILES."""
    options = options_of(**common)
    config = options.load()
    source = find_source(config, source_id)
    service = options.service(config)
    try:
        found = mend.diagnose(service, options.config, source, files)
        if as_json:
            click.echo(json.dumps(mend.diagnosis_json(found), ensure_ascii=False))
        else:
            screens.diagnosis(OUT, found)
        if found.mended is None:
            sys.exit(0 if found.well else 1)
        if dry_run or not (yes or (not as_json and click.confirm("Use the mended rules?", default=False))):
            return
        mend.write(service, options.config, found)
    finally:
        service.close()
    if not as_json:
        OUT.print(f"{source_id} is mended; `cfpfeeds poll {source_id}` reads it again.", highlight=False)
