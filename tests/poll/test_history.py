"""A lying history replayed day by day: no call is lost, nothing untrue is told, and everything true is told once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from cfpfeeds.config import Source
from cfpfeeds.model import Kind, OutcomeKind, State, Status
from cfpfeeds.poll import poll_source
from cfpfeeds.store import Store
from tests.builders import a_source, a_store, minter
from tests.fakes import FakeFetcher
from tests.poll import history

RULES = {
    "kind": "list",
    "format": "json",
    "items": "calls",
    "title": "{title}",
    "url": "{url}",
    "deadlines": [
        {
            "rows": "dates",
            "dates": [{"text": "{abstract}", "kind": "abstract"}, {"text": "{paper}", "kind": "submission"}],
        }
    ],
}


def tracker(number: int, journal: str) -> Source:
    where = f"https://tracker.example/{number}.json"
    return a_source(id=f"t{number}", name=journal, venue=journal, url=where, authority="list", rules=RULES)


@pytest.fixture(scope="module")
def replayed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Counter[str]]]:
    store, mint = a_store(tmp_path_factory.mktemp("history")), minter()
    outcomes: Counter[str] = Counter()
    for now, listings in history.history():
        for number, (journal, body) in enumerate(listings.items()):
            source = tracker(number, journal)
            fetcher = FakeFetcher({source.url: body})
            outcome = poll_source(source, store, fetcher, now=now, mint=mint, every=timedelta(days=1))
            outcomes[outcome.kind.value] += 1
    yield store, outcomes
    store.close()


def test_the_history_is_as_bad_as_real_ones(replayed: tuple[Store, Counter[str]]) -> None:
    _, outcomes = replayed
    assert outcomes[OutcomeKind.SUSPICIOUS.value] > 50
    assert outcomes.keys() <= {"updated", "unchanged", "suspicious"}


def test_a_reader_is_told_all_that_is_true_once_and_nothing_else(replayed: tuple[Store, Counter[str]]) -> None:
    store, _ = replayed
    titles = {call.id: call.title for call in store.calls()}
    told = [(c.kind.value, titles[c.call_id], c.new) for c in store.recent_changes(9999)]
    assert sorted(told) == history.TRUTH


def test_no_call_is_closed_or_doubled_by_a_broken_poll(replayed: tuple[Store, Counter[str]]) -> None:
    store, _ = replayed
    assert {call.status for call in store.calls()} == {Status.OPEN}
    assert max(Counter(call.title for call in store.calls()).values()) == 1


def test_every_day_shown_at_the_end_is_the_true_one(replayed: tuple[Store, Counter[str]]) -> None:
    store, _ = replayed
    true = {c.title: c for journal in history._STEADY for c in history._true(journal, history.DAYS)}
    for call in store.calls():
        shown = {e.deadline.kind: e.deadline for e in call.entries}
        if call.title in true:
            assert shown[Kind.SUBMISSION].date == history.BEGAN + timedelta(days=true[call.title].deadline)
        for deadline in shown.values():
            assert deadline.state is State.ACTIVE
            assert date(2026, 1, 1) < (deadline.date or date.min) < date(2027, 1, 1)


def test_an_extension_is_told_on_the_first_day_on_which_its_list_is_believed(
    replayed: tuple[Store, Counter[str]],
) -> None:
    store, _ = replayed
    titles = {call.id: call.title for call in store.calls()}
    on = {titles[c.call_id]: c.at.date() for c in store.recent_changes(9999) if c.kind.value == "extended"}
    printed = {title: history.BEGAN + timedelta(days=on) for title, (on, _) in history._EXTENDED.items()}
    late = {title: (on[title] - printed[title]).days for title in printed}
    assert late == {"Rope bridges": 0, "Timetables on islands": 0, "Gravel roads": 0}
