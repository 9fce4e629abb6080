"""The shipped sources.toml: right, honest, and with the sources that were promised."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from cfpfeeds.config import Config, load

SHIPPED = Path(__file__).parent.parent / "sources.toml"
REFUSING = {"journals.sagepub.com", "www.sciencedirect.com"}


@pytest.fixture(scope="module")
def shipped() -> Config:
    return load(SHIPPED)


def hosts(config: Config, *, enabled: bool) -> set[str]:
    return {urlsplit(url).hostname or "" for s in config.sources if s.enabled is enabled for url in s.addresses()}


def test_the_promised_sources_are_on(shipped: Config) -> None:
    promised = {
        "ccfddl.com",
        "raw.githubusercontent.com",
        "collections.plos.org",
        "callforpapers.taylorandfrancis.com",
        "www.nature.com",
        "bmchealthservres.biomedcentral.com",
        "link.springer.com",
        "humanfactors.jmir.org",
        "www.wikicfp.com",
        "blogs.bmj.com",
    }
    assert promised <= hosts(shipped, enabled=True)


def test_the_three_deadline_lists_are_on(shipped: Config) -> None:
    assert {"ccf-deadlines", "ai-deadlines", "sec-deadlines"} <= {s.id for s in shipped.sources if s.enabled}


def test_publishers_that_refuse_programs_are_off_but_complete(shipped: Config) -> None:
    assert hosts(shipped, enabled=False) >= REFUSING
    assert hosts(shipped, enabled=True).isdisjoint(REFUSING)


def test_hosts_that_ask_for_a_pause_get_it(shipped: Config) -> None:
    gaps = {s.id: s.gap.total_seconds() for s in shipped.sources}
    assert gaps["wikicfp"] >= 5
    assert gaps["upenn"] >= 60
