"""Families of sources: two lines make a source, every key can be overruled, and slips of the pen are named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cfpfeeds.config import Source
from cfpfeeds.config.load import parse
from cfpfeeds.config.templates import all_templates
from cfpfeeds.errors import ConfigError
from cfpfeeds.extract.cards import CardsRules
from cfpfeeds.extract.feed import FeedRules

DOCS = (Path(__file__).parents[2] / "docs" / "sources.md").read_text(encoding="utf-8")


def source(*lines: str) -> Source:
    [found] = parse("\n".join(("[[source]]", *lines))).sources
    return found


def problems(*lines: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        source(*lines)
    return list(caught.value.problems)


def test_one_more_journal_is_two_lines() -> None:
    found = source('template = "springer-journal"', 'journal = "43999"')
    assert found.id == "springer-43999"
    assert found.url == "https://link.springer.com/journal/43999/collections"
    assert isinstance(found.rules, CardsRules)


@pytest.mark.parametrize("name", list(all_templates()))
def test_every_template_makes_a_source_of_its_example(name: str) -> None:
    template = all_templates()[name]
    assert template.example.keys() == template.needs.keys()
    found = source(f'template = "{name}"', *(f'{word} = "{value}"' for word, value in template.example.items()))
    told = found.model_dump_json()
    assert not any(f"<{word}>" in told for word in template.needs)
    assert found.enabled or "import" in found.note


@pytest.mark.parametrize("name", list(all_templates()))
def test_every_template_is_documented_with_its_words(name: str) -> None:
    [row] = re.findall(rf"^\| `{name}` \| .*$", DOCS, re.MULTILINE)
    template = all_templates()[name]
    assert template.about in row
    assert all(f"`{word}`" in row and f"`{template.example[word]}`" in row for word in template.needs)
    assert row.endswith("| by saved page |" if template.table.get("enabled") is False else "| polled |")


def test_what_the_source_says_wins() -> None:
    found = source(
        'id = "my-journal"',
        'template = "sage-journal"',
        'journal = "hsm"',
        "enabled = true",
        'every = "3d"',
        'disciplines = ["nursing"]',
    )
    assert (found.id, found.enabled, found.every.days, found.disciplines) == ("my-journal", True, 3, ("nursing",))


def test_a_source_that_names_its_journal_is_called_after_it() -> None:
    found = source('template = "bmc-journal"', 'journal = "bmcnurs"', 'venue = "BMC Nursing"')
    assert (found.name, found.venue) == ("BMC Nursing", "BMC Nursing")


def test_a_name_of_its_own_stays() -> None:
    assert source('template = "bmc-journal"', 'journal = "bmcnurs"', 'venue = "A"', 'name = "B"').name == "B"


def test_rules_are_overruled_key_by_key() -> None:
    found = source('template = "springer-journal"', 'journal = "1"', 'rules.marker = "main"')
    assert isinstance(found.rules, CardsRules)
    assert (found.rules.marker, found.rules.item) == ("main", "article.app-card-collection")


def test_rules_of_another_kind_replace_those_of_the_template() -> None:
    found = source('template = "springer-journal"', 'journal = "1"', 'rules.kind = "feed"')
    assert isinstance(found.rules, FeedRules)


def test_headers_and_labels_are_added_to_those_of_the_template() -> None:
    found = source('template = "jmir-journal"', 'journal = "games"', 'number = "15"', 'headers = { "X-More" = "1" }')
    assert found.headers == {"X-JOURNAL-ID": "15", "X-More": "1"}


def test_an_id_made_of_an_address_is_a_plain_one() -> None:
    assert source('template = "wordpress-blog"', 'site = "Blogs.example.org/a_b"').id == "blog-blogs-example-org-a-b"


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        pytest.param(['template = "springer-jurnal"'], "did you mean `springer-journal`?", id="misspelt"),
        pytest.param(['template = "zzz"'], "known are springer-journal, bmc-journal", id="unknown"),
        pytest.param(["template = 7"], "no template", id="no-text"),
        pytest.param(
            ['template = "springer-journal"'], "`journal` is missing: template springer-journal", id="missing"
        ),
        pytest.param(['template = "springer-journal"', "journal = 43999"], 'like journal = "43999"', id="a-number"),
        pytest.param(['template = "springer-journal"', 'journal = "a b"'], "must fit into an address", id="a-blank"),
        pytest.param(
            ['template = "springer-journal"', 'journal = "1"', 'isn = "2"'], "`isn` is unknown", id="too-much"
        ),
        pytest.param(['journal = "43999"'], "`journal` is unknown", id="no-template"),
        pytest.param(
            ['template = "springer-journal"', 'journal = "1"', 'rules.titel = "h2"'], "did you mean", id="rule-misspelt"
        ),
    ],
)
def test_a_slip_of_the_pen_is_named_with_its_mend(lines: list[str], words: str) -> None:
    assert any(words in problem for problem in problems(*lines)), problems(*lines)


def test_two_sources_of_one_template_and_journal_need_ids_of_their_own() -> None:
    twice = '[[source]]\ntemplate = "springer-journal"\njournal = "1"\n'
    with pytest.raises(ConfigError, match='source "springer-1": `id` is used by sources number 1 and 2'):
        parse(twice + twice)
