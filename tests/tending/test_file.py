"""sources.toml grows and is mended without losing a comment."""

from __future__ import annotations

import pytest

from cfpfeeds.config.load import parse
from cfpfeeds.errors import ConfigError, UsageError
from cfpfeeds.tending.file import with_rules, with_source

FILE = """# Ours.
[settings]
title = "Calls"   # a name

# The first one.
[[source]]
id = "one"
name = "One"
url = "https://one.example/"

[source.rules]   # as of May
kind = "cards"
item = "li"      # each
title = "a"

[[source]]
id = "two"
name = "Two"
url = "https://two.example/"
rules.kind = "feed"
"""
NEW = {
    "id": "three",
    "name": "Three",
    "url": "https://three.example/",
    "rules": {"kind": "listing", "item": "li.call", "deadline": ["column: Due"], "keep": r"\bcall\b"},
}


def test_a_source_is_added_at_the_end_and_all_else_stays() -> None:
    whole = with_source(FILE, NEW, "Learnt today.")
    assert whole.startswith(FILE)
    assert '# Learnt today.\n[[source]]\nid = "three"' in whole
    assert [source.id for source in parse(whole).sources] == ["one", "two", "three"]
    assert parse(whole).sources[2].rules.model_dump()["keep"] == r"\bcall\b"


def test_an_empty_file_takes_its_first_source() -> None:
    assert [source.id for source in parse(with_source("", NEW)).sources] == ["three"]


def test_an_id_that_is_taken_is_refused() -> None:
    with pytest.raises(ConfigError, match="one"):
        with_source(FILE, {**NEW, "id": "one"})


@pytest.mark.parametrize("source_id", ["one", "two"])
def test_rules_are_replaced_and_comments_elsewhere_stay(source_id: str) -> None:
    whole = with_rules(FILE, source_id, {"kind": "listing", "item": "tr"})
    found = parse(whole).find(source_id)
    assert found is not None
    assert found.rules.model_dump()["item"] == "tr"
    assert "# Ours." in whole
    assert "# a name" in whole
    assert "# The first one." in whole
    assert len(parse(whole).sources) == 2


def test_an_unknown_source_cannot_be_mended() -> None:
    with pytest.raises(UsageError, match="three"):
        with_rules(FILE, "three", {"kind": "feed"})
