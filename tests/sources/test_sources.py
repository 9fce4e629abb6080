"""Every shipped source reads a page in its layout, and gives exactly the calls that a person has looked at."""

from __future__ import annotations

import pytest

from cfpfeeds.extract import extract_by_first
from cfpfeeds.normalise import read_deadlines
from cfpfeeds.poll import context_of
from tests.sources.cases import Case, cases, expected_file, families, lines, page_of, shipped, source_of
from tests.sources.table import FILE, access, addresses, text

CASES = cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_page_of_the_layout_gives_exactly_these_calls(case: Case) -> None:
    assert lines(case).splitlines() == expected_file(case).read_text("utf-8").splitlines()


def test_every_shipped_source_or_one_of_its_family_has_a_page() -> None:
    tried = {families()[case.source] for case in CASES}
    assert [source for source, family in families().items() if family not in tried] == []


def test_no_expectation_is_left_without_its_case() -> None:
    kept = {file.stem for file in expected_file(CASES[0]).parent.glob("*.txt")}
    assert kept == {case.name for case in CASES}


def test_the_days_of_a_call_that_is_not_for_papers_are_read_all_the_same() -> None:
    case = next(case for case in CASES if case.name == "alliance-support-centre")
    page = page_of(case)
    [raw] = extract_by_first(page, source_of(case).all_rules).calls
    days = [
        (str(d.date), d.state.value, d.zone) for d in read_deadlines(raw, context_of(source_of(case), page)).deadlines
    ]
    assert days == [("2024-02-23", "superseded", ""), ("2024-03-04", "active", "Europe/Berlin")]


def test_the_table_of_sources_is_what_the_program_does() -> None:
    assert FILE.read_text("utf-8") == text(), "write it anew: python -m tests.sources.table"


def test_every_family_says_how_it_is_reached_and_no_other() -> None:
    assert set(access()) == set(families().values())


def test_what_is_known_of_an_address_that_was_not_fetched_is_told() -> None:
    families_by_source = families()
    told = {families_by_source.get(name, name) for name in addresses()}
    assert told <= set(families_by_source.values())
    assert {family for family, (words, _) in access().items() if words in ("unverified", "by hand")} <= told


def test_a_source_that_refuses_programs_is_off_and_one_that_is_off_says_why() -> None:
    for source in shipped().sources:
        words = access()[families()[source.id]][0]
        assert source.enabled or source.note, source.id
        assert not (source.enabled and words.startswith(("refused", "only for browsers", "by hand"))), source.id
