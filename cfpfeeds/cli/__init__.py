"""The commands: argv, environment, the clock and exit statuses. Everything is built here and handed down.

Exit status 0: done. 1: it could not be done, or a source crashed. 2: the configuration or the command is wrong.
"""

from __future__ import annotations

import logging
import os
import sys
from typing import NoReturn

import click
from rich.logging import RichHandler

from cfpfeeds import __version__
from cfpfeeds.cli import asking, running, tending, upkeep
from cfpfeeds.cli.options import ERR
from cfpfeeds.errors import CfpfeedsError, ConfigError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="cfpfeeds")
@click.option("-v", "--verbose", is_flag=True, help="Say more of what is going on.")
def cli(verbose: bool) -> None:
    """Calls for papers of every field as feeds and calendars."""
    level = logging.INFO if verbose else logging.ERROR
    if ERR.is_terminal:
        handler = RichHandler(console=ERR, show_path=False, markup=False, rich_tracebacks=False)
        logging.basicConfig(level=level, format="%(message)s", handlers=[handler])
    else:  # a log file or a journal: one line a source, never folded
        logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(message)s")
    for noisy in ("httpx", "httpcore", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


for command in (
    *(running.serve, running.poller, running.demo, running.poll, running.import_, running.announce),
    *(running.build,),
    *(asking.extract, asking.classify, asking.merge, asking.why),
    *(tending.check, tending.add, tending.repair),
    *(upkeep.doctor, upkeep.backup, upkeep.restore_),
):
    cli.add_command(command)


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
    except OSError as error:
        if error.filename is None:
            raise
        click.echo(f"cfpfeeds: {os.fsdecode(error.filename)}: {error.strerror}", err=True)
        sys.exit(1)
