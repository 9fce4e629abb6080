"""`cfpfeeds extract`, `classify`, `merge` and `why`: what is read and concluded; nothing is stored."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from cfpfeeds import classifying, disciplines, reasons, screens, single, together
from cfpfeeds.cli.options import OUT, common_options, find_source, options_of
from cfpfeeds.errors import UsageError


@click.command()
@click.argument("page", required=False)
@click.option("--url", default="", metavar="URL", help="The address that PAGE was saved from.")
@click.option("--source", "source_id", default="", metavar="ID", help="Read it by the rules of this source.")
@click.option("--manifest", type=click.Path(path_type=Path), help="Many at once: lines of id, file, url, as_of.")
@click.option("--explain", is_flag=True, help="Show which words led to which date.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a page, a line each.")
@common_options
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
    options = options_of(**common)
    config = options.load() if source_id else None
    source = find_source(config, source_id) if config else None
    disciplines.adopt(config.own_disciplines() if config else ())
    if manifest is not None:
        for line in single.extract_manifest(manifest, source, options.clock()()):
            click.echo(json.dumps(line, ensure_ascii=False))
        return
    if not page:
        raise UsageError("name a file or an address, or a --manifest of many")
    if explain:
        screens.explained(OUT, single.explain_page(page, url, source, options.clock(), options.mirror))
        return
    found = single.extract_page(page, url, source, options.clock(), options.mirror)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
    else:
        screens.extracted(OUT, found)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--source", "source_id", default="", metavar="ID", help="Read labels by the rules of this source.")
@click.option("--fields", is_flag=True, help="Name a whole field where nothing says which of its disciplines.")
@click.option("--explain", is_flag=True, help="Add what spoke for each discipline.")
@common_options
def classify(file: Path, source_id: str, fields: bool, explain: bool, **common: Any) -> None:
    """Which disciplines calls belong to: FILE holds lines of JSON with id, title and venue; nothing is stored."""
    config = options_of(**common).load()
    disciplines.adopt(config.own_disciplines())
    source = find_source(config, source_id) if source_id else None
    for line in classifying.classified(file, source, fields=fields, why=explain):
        click.echo(json.dumps(line, ensure_ascii=False))


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def merge(file: Path) -> None:
    """Which records of FILE (a JSON object a line) are the same call; nothing is stored.

    Prints a line a record: record_id, cluster_id. docs/merging.md names the fields that are read.
    """
    for line in together.merge_file(file):
        click.echo(json.dumps(line, ensure_ascii=False))


@click.command()
@click.argument("call")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@common_options
def why(call: str, as_json: bool, **common: Any) -> None:
    """Why the sightings of CALL (its id or its address here) are one call, and what was kept apart from it."""
    options = options_of(**common)
    config = options.load()
    service = options.service(config)
    found = service.explain(call)
    service.close()
    if as_json:
        click.echo(reasons.why_json(found))
    else:
        reasons.why(OUT, found)
