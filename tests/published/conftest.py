"""The demo as files on 5 January 2024, and again two weeks later, when its pages have moved on."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cfpfeeds.building import build
from cfpfeeds.config import Config, load
from cfpfeeds.operations import Service, demo_config, demo_pages

BASE = "https://calls.example.org"
FIRST = datetime(2024, 1, 5, 12, tzinfo=UTC)
SECOND = FIRST + timedelta(days=14)
_HUB = "journals.sagepub.com/open-call-for-papers"
_MOVED_ON = {
    "Brands and Branding in the Metaverse – deadline May 31, 2024": (
        "Brands and Branding in the Metaverse – deadline extended to June 30, 2024"
    ),
    "<li>Climate Change &amp; Health – Deadline March 1, 2024</li>": (
        "<li>Climate Change &amp; Health – Deadline March 1, 2024</li>"
        "<li>Health Care after the Flood – Deadline November 8, 2024</li>"
    ),
    "<li>Decolonising Media Futures – Deadline September 15, 2024</li>": "",
}
"""A deadline extended, a call added, a call no longer listed."""


@dataclass(frozen=True)
class Builds:
    """Two builds of one service, as folders."""

    first: Path
    second: Path

    def both(self, ending: str) -> list[tuple[Path, Path]]:
        """Every file with this ending that both builds have."""
        named = (path.relative_to(self.first) for path in sorted(self.first.rglob(f"*{ending}")))
        return [(self.first / name, self.second / name) for name in named if (self.second / name).exists()]


def _pages_moved_on(folder: Path) -> Path:
    shutil.copytree(demo_pages(), folder)
    hub = folder / _HUB
    text = hub.read_text(encoding="utf-8")
    for before, after in _MOVED_ON.items():
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    hub.write_text(text, encoding="utf-8")
    return folder


def _built(config: Config, database: str, archive: Path, now: datetime, folder: Path) -> None:
    service = Service(config, database, lambda: now, base_url=BASE, archive=archive)
    outcomes = service.poll(config.sources)
    assert all(outcome.kind.healthy for outcome in outcomes), outcomes
    service.publish()
    build(service.store, config, service.site, folder, service.clock)
    service.close()


@pytest.fixture(scope="session")
def builds(tmp_path_factory: pytest.TempPathFactory) -> Builds:
    work = tmp_path_factory.mktemp("demo")
    config, database = load(demo_config()), f"sqlite:///{work}/demo.sqlite"
    made = Builds(work / "first", work / "second")
    _built(config, database, demo_pages(), FIRST, made.first)
    _built(config, database, _pages_moved_on(work / "pages"), SECOND, made.second)
    return made
