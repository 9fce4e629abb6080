"""What docs/deploying.md tells an operator to type is there: commands, variables, settings and names of metrics."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from cfpfeeds.cli import cli
from cfpfeeds.config.models import Settings

ROOT = Path(__file__).parents[1]
TOLD = (ROOT / "docs" / "deploying.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", TOLD, re.M | re.S)


def code() -> str:
    return "".join(path.read_text(encoding="utf-8") for path in (ROOT / "cfpfeeds").rglob("*.py"))


def test_every_command_is_one_of_the_program() -> None:
    typed = set(re.findall(r"(?:^|/bin/|`)cfpfeeds ([a-z]+)", TOLD, re.M))
    assert {"serve", "backup", "restore", "doctor", "check"} <= typed
    assert typed <= set(cli.commands)


def test_every_variable_is_read_somewhere() -> None:
    named, program = set(re.findall(r"CFPFEEDS_[A-Z_]+", TOLD)), code()
    assert "CFPFEEDS_DATABASE" in named
    assert {name for name in named if f'"{name}"' not in program} == set()


def test_the_settings_are_settings() -> None:
    (table,) = (tomllib.loads(body) for kind, body in BLOCKS if kind == "toml")
    assert Settings.model_validate(table["settings"]).proxies == 1


def test_the_alerts_ask_for_metrics_that_there_are() -> None:
    program = code()
    named = {name for kind, body in BLOCKS if kind == "yaml" for name in re.findall(r"cfpfeeds_[a-z_]+", body)}
    assert len(named) == 3
    for name in named:
        assert name in program or f'_family("{name.removeprefix("cfpfeeds_source_")}"' in program, name
