"""The rules of the shipped sources.toml, and pages to try them on."""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from cfpfeeds.config.templates import expanded
from cfpfeeds.extract import AnyRules, Rules
from cfpfeeds.model import Page

SHIPPED = tomllib.loads((Path(__file__).parents[2] / "sources.toml").read_text("utf-8"))
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def tables() -> dict[str, dict[str, Any]]:
    told = (expanded(table)[0] for table in SHIPPED["source"])
    return {table["id"]: table for table in told}


def rules_of(source_id: str) -> Rules:
    return rules(tables()[source_id]["rules"])


def rules(table: dict[str, Any]) -> Rules:
    return TypeAdapter(AnyRules).validate_python(table)


def a_page(body: str | bytes, url: str = "https://lists.example/data", charset: str = "") -> Page:
    body = body.encode() if isinstance(body, str) else body
    return Page(url, url, 200, "text/plain", body, NOW, charset)


def a_json_page(data: object, url: str = "https://rest.example/calls") -> Page:
    return a_page(json.dumps(data), url)
