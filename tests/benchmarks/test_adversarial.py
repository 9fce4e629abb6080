"""The hostile texts are as long as asked for, and the same every time."""

from __future__ import annotations

import pytest

from benchmarks.adversarial import files, pages, texts

LENGTH = 20_000
LONGEST_UNIT = 3000


@pytest.mark.parametrize("name", texts.NAMES)
def test_a_text_has_the_length_that_was_asked_for(name: str) -> None:
    assert LENGTH <= len(texts.text(name, LENGTH)) <= LENGTH + LONGEST_UNIT


@pytest.mark.parametrize("name", texts.NAMES)
def test_a_text_is_the_same_every_time(name: str) -> None:
    assert texts.text(name, 1000) == texts.text(name, 1000)


@pytest.mark.parametrize("name", [*pages.PAGES, *files.FILES])
def test_a_page_or_file_grows_with_the_length_that_was_asked_for(name: str) -> None:
    make = pages.PAGES[name] if name in pages.PAGES else files.FILES[name][1]
    assert LENGTH / 2 <= len(make(LENGTH)) <= LENGTH * 2 + LONGEST_UNIT
