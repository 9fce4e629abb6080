"""docs/sources.md names every key that sources.toml may hold, and no other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from cfpfeeds.config import Settings, Source, load
from cfpfeeds.config.load import parse
from cfpfeeds.extract.base import Rules

ROOT = Path(__file__).parent.parent.parent
DOCS = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")

HEADINGS = {
    "Settings": "## `[settings]`",
    "Source": "## `[[source]]`",
    "Rules": "### Every shape",
    "CardsRules": "### `cards`",
    "ListingRules": "### `listing`",
    "OutlineRules": "### `outline`",
    "ArticleRules": "### `article`",
    "CallFields": "### What `list`, `json`, `feed` and `ical` share",
    "Mailbox": "## `[source.mailbox]`",
    "Details": "## `[source.details]`",
    "IcalRules": "### `ical`",
    "ListRules": "### `list`",
    "JsonRules": "### `json`",
    "FeedRules": "### `feed`",
    "Paging": "### `paging`",
    "Deadlines": "### `deadlines`",
    "Date": "### `dates`",
    "Stage": "### `stages`",
    "Test": "### `keep` and `drop`",
    "Equal": "### `must_equal`",
    "Picked": "### Values by pattern",
}


def models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for model in annotation.__mro__:
            if issubclass(model, BaseModel) and model.model_fields:
                yield model
        for field in annotation.model_fields.values():
            yield from models_in(field.annotation)
    for part in get_args(annotation):
        yield from models_in(part)


MODELS = sorted({*models_in(Settings), *models_in(Source)}, key=lambda model: model.__name__)


def own_keys(model: type[BaseModel]) -> set[str]:
    """The keys that a model adds to its base or gives another default; `kind` of a shape belongs to all shapes."""
    inherited = getattr(model.__mro__[1], "model_fields", None) or {}
    own = {
        field.alias or name
        for name, field in model.model_fields.items()
        if name not in inherited or field.get_default() != inherited[name].get_default()
    }
    if model is Rules:
        return own | {"kind"}
    return own - {"kind"} if issubclass(model, Rules) else own


MODELS = [model for model in MODELS if own_keys(model)]


def documented_keys(heading: str) -> list[str]:
    _, _, rest = DOCS.partition(f"\n{heading}\n")
    section = re.split(r"\n##", rest, maxsplit=1)[0]
    table = section.partition("| key |")[2]
    return re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_key_is_documented_once_and_no_other(model: type[BaseModel]) -> None:
    keys = documented_keys(HEADINGS[model.__name__])
    assert sorted(keys) == sorted(own_keys(model))


def test_the_example_is_right(tmp_path: Path) -> None:
    example = re.search(r"```toml\n(.*?)```", DOCS, re.DOTALL)
    assert example is not None
    file = tmp_path / "sources.toml"
    file.write_text(example[1], encoding="utf-8")
    [source] = load(file).sources
    assert source.addresses() == ("https://press.example/calls/nursing", "https://press.example/calls/midwifery")


@pytest.mark.parametrize("table", [Settings, Source])
def test_printed_defaults_are_the_real_ones(table: type[BaseModel]) -> None:
    section = DOCS.partition(f"\n{HEADINGS[table.__name__]}\n")[2].partition("\n## ")[0]
    printed = dict(re.findall(r"^\| `(\w+)` \| `([^`]+)` \|", section, re.MULTILINE))
    lines = "\n".join(f"{key} = {value}" for key, value in printed.items())
    head = "[[source]]\nid = 'a'\nname = 'a'\nurl = 'https://a.example/'\nrules.kind = 'feed'\n"
    config = parse(f"[settings]\n{lines}" if table is Settings else head + lines)
    assert len(printed) > 6
    assert (config.settings if table is Settings else config.sources[0]) == (
        Settings() if table is Settings else parse(head).sources[0]
    )
