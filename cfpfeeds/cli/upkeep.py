"""`cfpfeeds doctor`, `backup` and `restore`: the machine and the database."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from cfpfeeds import screens
from cfpfeeds.cli.options import OUT, common_options, options_of
from cfpfeeds.doctor import examine
from cfpfeeds.store import back_up, open_store, restore


@click.command()
@click.option("--offline", is_flag=True, help="Do not ask whether the hosts' names resolve.")
@common_options
def doctor(offline: bool, **common: Any) -> None:
    """Is everything in order: configuration, disk, clock, network, database, permissions, versions?"""
    options = options_of(**common)
    findings = examine(options.config, options.database_url, options.clock()(), offline=offline)
    if not screens.findings(OUT, findings):
        sys.exit(1)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@common_options
def backup(file: Path, **common: Any) -> None:
    """Copy the database to FILE while everything goes on."""
    options = options_of(**common)
    size = back_up(options.database_url(options.load()), file)
    OUT.print(f"{file}: {size:,} bytes, checked.", highlight=False, soft_wrap=True)


@click.command(name="restore")
@click.argument("file", type=click.Path(path_type=Path))
@common_options
def restore_(file: Path, **common: Any) -> None:
    """Put the copy FILE in the place of the database, which is kept beside it."""
    options = options_of(**common)
    url = options.database_url(options.load())
    kept = restore(url, file)
    open_store(url).close()  # a copy from an older release is brought up to date now, not at the next start
    said = f" The former one is {kept}." if kept else ""
    OUT.print(f"{file} is the database now.{said}", highlight=False, soft_wrap=True)
