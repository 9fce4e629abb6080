"""Every shipped source reads a page in its layout, and gives exactly the calls that a person has looked at."""

from __future__ import annotations

import pytest

from tests.sources.cases import Case, cases, expected_file, lines, shipped

CASES = cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_page_of_the_layout_gives_exactly_these_calls(case: Case) -> None:
    assert lines(case).splitlines() == expected_file(case).read_text("utf-8").splitlines()


def test_every_shipped_source_or_one_of_its_family_has_a_page() -> None:
    tried = {case.source for case in CASES}
    families = {shipped().find(source).rules.model_dump_json() for source in tried}  # type: ignore[union-attr]
    missing = [
        source.id
        for source in shipped().sources
        if source.id not in tried and source.rules.model_dump_json() not in families
    ]
    assert missing == []


def test_no_expectation_is_left_without_its_case() -> None:
    kept = {file.stem for file in expected_file(CASES[0]).parent.glob("*.txt")}
    assert kept == {case.name for case in CASES}
