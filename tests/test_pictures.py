"""The screenshots that the documents show: named, small, with a palette, as scripts/screenshots.py takes them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "screenshots"
PICTURES = sorted(FOLDER.glob("*.png"))
_COLOUR_TYPE, _PALETTE = 25, 3  # of a PNG file: where it stands, and what it says of one with a palette


def test_the_folder_says_what_every_picture_shows() -> None:
    named = re.findall(r"`([\w-]+\.png)`", (FOLDER / "README.md").read_text(encoding="utf-8"))
    assert sorted(named) == [path.name for path in PICTURES]
    script = (ROOT / "scripts" / "screenshots.py").read_text(encoding="utf-8")
    assert sorted(re.findall(r'^    "([\w-]+)": Shot\(', script, re.MULTILINE)) == sorted(
        path.stem for path in PICTURES
    )


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_a_picture_is_small(path: Path) -> None:
    raw = path.read_bytes()
    assert len(raw) < 250_000
    assert raw[_COLOUR_TYPE] == _PALETTE


def test_all_pictures_together_are_small() -> None:
    assert sum(path.stat().st_size for path in PICTURES) < 4_000_000


def test_the_readme_shows_pictures_that_are_there() -> None:
    shown = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert len(shown) == 3
    assert all((ROOT / path).is_file() for path in shown)
