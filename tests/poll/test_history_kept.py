"""A source of many years: a poll costs what is listed, and nothing that ever was listed is forgotten."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from cfpfeeds.model import ChangeKind, Outcome
from cfpfeeds.poll import poll_source
from cfpfeeds.store import Store, finding, reading, rows
from tests.builders import a_listing, a_source, a_store, minter
from tests.fakes import NOW, FakeFetcher

_LISTED = 6
_DAYS = 30
"""Between two polls; a call is listed for six of them."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = a_store(tmp_path)
    yield opened
    opened.close()


def title_of(number: int) -> str:
    """A title that shares no word with others, so that nothing is read for likeness."""
    return f"{number:03d}".translate(str.maketrans("0123456789", "abcdefghij")) + "ology"


class Years:
    """A list that drops its oldest call and gets a new one from poll to poll."""

    def __init__(self, store: Store, complete: bool, dated: bool = True) -> None:
        self.store, self.mint, self.dated = store, minter(), dated
        self.source = a_source(complete=complete)
        self.turn = 0

    def entry(self, number: int) -> dict[str, str]:
        due = str((NOW + timedelta(days=(number + 8) * _DAYS)).date())
        link = f"https://press.example/subject-{number}"
        return {"title": title_of(number), "link": link, "due": due if self.dated else "any day"}

    def poll(self, *more: int) -> Outcome:
        listed = [*more, *range(self.turn, self.turn + _LISTED)]
        now = NOW + timedelta(days=self.turn * _DAYS)
        self.turn += 1
        fetcher = FakeFetcher({self.source.url: a_listing(*(self.entry(number) for number in listed))})
        return poll_source(self.source, self.store, fetcher, now=now, mint=self.mint, every=timedelta(days=_DAYS))


def read_in(monkeypatch: pytest.MonkeyPatch, years: Years) -> Counter[str]:
    """How many nouns of each kind a poll reads from the store."""
    read: Counter[str] = Counter()

    def counted(noun: type[object], text: str) -> object:
        read[noun.__name__] += 1
        return rows.load(noun, text)

    with monkeypatch.context() as patched:
        for module in (finding, reading):
            patched.setattr(module, "load", counted)
        years.poll()
    return read


@pytest.mark.parametrize("dated", [pytest.param(True, id="dated"), pytest.param(False, id="undated")])
@pytest.mark.parametrize("complete", [pytest.param(True, id="complete"), pytest.param(False, id="newest-only")])
def test_a_poll_reads_no_more_of_the_store_in_the_fifth_year_than_in_the_second(
    store: Store, monkeypatch: pytest.MonkeyPatch, complete: bool, dated: bool
) -> None:
    years = Years(store, complete, dated)
    while years.turn < 24:
        years.poll()
    second = read_in(monkeypatch, years)
    while years.turn < 60:
        years.poll()
    assert read_in(monkeypatch, years) == second
    assert second["Sighting"] > _LISTED
    assert len(store.calls()) == years.turn + _LISTED - 1


@pytest.mark.parametrize("complete", [pytest.param(True, id="complete"), pytest.param(False, id="newest-only")])
def test_a_call_that_is_listed_again_after_years_is_the_same_call(store: Store, complete: bool) -> None:
    years = Years(store, complete)
    years.poll()
    first = next(call for call in store.calls() if call.title == title_of(0))
    while years.turn < 40:
        years.poll()
    known = len(store.calls())
    years.poll(0)
    assert len(store.calls()) == known + 1  # the one that is new in every poll
    assert [call.id for call in store.calls() if call.title == first.title] == [first.id]
    assert [change.kind for change in store.changes_of(first.id)].count(ChangeKind.NEW) == 1
