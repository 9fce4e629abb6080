"""A changed file is noticed once, a wrong one never takes hold."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from cfpfeeds.config import Watch


def test_a_change_is_told_once(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_text('[settings]\ntitle = "One"\n')
    watch = Watch(path)
    assert watch.changed() is None
    path.write_text('[settings]\ntitle = "Two and more"\n')
    config = watch.changed()
    assert config is not None
    assert config.settings.title == "Two and more"
    assert watch.changed() is None


def test_a_file_with_problems_is_named_and_changes_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "sources.toml"
    path.write_text("")
    watch = Watch(path)
    path.write_text('[settings]\ntitel = "One"\n')
    with caplog.at_level(logging.ERROR):
        assert watch.changed() is None
        assert watch.changed() is None
    assert [record.message for record in caplog.records if "titel" in record.message] == caplog.messages
    assert len(caplog.messages) == 1


def test_a_file_that_is_away_for_a_moment_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_text("")
    watch = Watch(path)
    path.unlink()
    assert watch.changed() is None
    path.write_text('[settings]\ntitle = "Back again"\n')
    assert watch.changed() is not None
