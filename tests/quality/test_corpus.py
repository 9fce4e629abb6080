"""The corpus itself is sound: large and varied enough, and its labels can be true."""

from __future__ import annotations

import unicodedata
from collections import Counter
from datetime import date

import pytest

from cfpfeeds.model import Kind, zone_info
from tests.quality import corpus

PHRASES = tuple(corpus.phrases())
DOCUMENTS = tuple(corpus.documents())
EVERY = (*PHRASES, *DOCUMENTS)
LANGUAGES = {
    "en", "de", "fr", "es", "pt", "it", "nl", "sv", "da", "nb", "pl", "cs", "ru", "uk", "tr",
    "el", "zh", "ja", "ko", "id", "vi", "ar", "fa", "he",
}  # fmt: skip
OTHER_CALENDAR = "era"
"""Tag of the dates whose day is written in another calendar or in words."""


def suffix(name: str) -> str:
    return name.rpartition(".")[2]


def numbers(text: str) -> set[int]:
    """The numbers in a text, in the digits of any script."""
    plain = "".join(str(unicodedata.decimal(c)) if unicodedata.decimal(c, None) is not None else c for c in text)
    return {int(run) for run in "".join(c if c in "0123456789" else " " for c in plain).split()}


def test_it_is_large_enough() -> None:
    assert len(PHRASES) >= 450
    assert len(DOCUMENTS) >= 80
    shapes = Counter(suffix(case.name) for case in DOCUMENTS)
    assert shapes["html"] >= 25
    assert shapes["md"] >= 15
    assert shapes["txt"] >= 30


@pytest.mark.parametrize("cases", [PHRASES, DOCUMENTS], ids=["phrases", "documents"])
def test_it_holds_every_language_that_is_read(cases: tuple[corpus.Case, ...]) -> None:
    assert {case.language for case in cases} == LANGUAGES


def test_no_text_stands_in_it_twice() -> None:
    assert [name for name, count in Counter(case.name for case in EVERY).items() if count > 1] == []
    assert [text for text, count in Counter(case.text for case in DOCUMENTS).items() if count > 1] == []


def test_every_document_is_labelled_and_every_label_has_its_document() -> None:
    files = {path.name for path in corpus.DOCUMENTS.iterdir()} - {corpus.LABELS.name}
    assert files == {case.name for case in DOCUMENTS}


def test_a_document_is_named_after_its_language() -> None:
    assert [case.name for case in DOCUMENTS if not case.name.startswith(f"{case.language}-")] == []


def test_tags_are_known_and_every_case_has_one() -> None:
    known = corpus.PHENOMENA | corpus.SHAPES | {corpus.MISREAD}
    assert {tag for case in EVERY for tag in case.tags} <= known
    assert {tag for case in PHRASES for tag in case.tags} <= corpus.PHENOMENA | {corpus.MISREAD}
    assert [case.name for case in EVERY if not case.tags - {corpus.MISREAD}] == []


@pytest.mark.parametrize("tag", sorted(corpus.PHENOMENA))
def test_every_phenomenon_is_there_more_than_once(tag: str) -> None:
    assert sum(tag in case.tags for case in EVERY) >= 2


@pytest.mark.parametrize("tag", sorted(corpus.SHAPES))
def test_every_shape_of_document_is_there(tag: str) -> None:
    assert any(tag in case.tags for case in DOCUMENTS)


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in EVERY])
def test_labels_can_be_true(case: corpus.Case) -> None:
    assert case.status in {"", *corpus.STATUSES}
    assert not (case.status and case.wanted)
    printed = numbers(case.text)
    for label in case.wanted:
        assert label.kinds <= {kind.value for kind in Kind} - {"other"}
        day = date.fromisoformat(label.date)
        assert 2024 <= day.year <= 2027
        assert OTHER_CALENDAR in case.tags or day.day in printed, f"{case.name} does not print the day of {label.date}"
        assert not label.zone or zone_info(label.zone), label.zone
    assert len({(label.kinds, label.date) for label in case.wanted}) == len(case.wanted)


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in EVERY if "extension" in case.tags])
def test_what_was_extended_ends_with_a_day_that_stands(case: corpus.Case) -> None:
    assert any(not label.superseded for label in case.wanted)


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in EVERY if "no-call" in case.tags])
def test_what_is_no_call_has_nothing_due(case: corpus.Case) -> None:
    assert not any(label.due for label in case.wanted)
