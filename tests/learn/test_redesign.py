"""A page is redesigned: it is noticed, nothing is lost meanwhile, and new rules find the calls again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from cfpfeeds import mending
from cfpfeeds.config import Source
from cfpfeeds.model import Outcome, OutcomeKind, Page
from cfpfeeds.poll import context_of, poll_source
from cfpfeeds.store import Store
from cfpfeeds.tending.add import Learnt
from tests.builders import a_store, minter
from tests.fakes import FakeFetcher
from tests.learn.cases import Case, cases, learnt
from tests.learn.redesigns import REDESIGNS, Redesign, page

BY_NAME = {case.name: case for case in cases()}
AT_LEAST = 10


class OnTheDay(FakeFetcher):
    """A fetcher whose pages are of the fixture's day."""

    def __init__(self, case: Case, body: bytes) -> None:
        super().__init__({case.url: body}, "text/html")
        self._moment = case.moment

    def fetch(self, request):  # type: ignore[no-untyped-def]
        answer = super().fetch(request)
        return replace(answer, fetched_at=self._moment)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = a_store(tmp_path)
    yield opened
    opened.close()


def source_of(case: Case, **more: str) -> Source:
    """The source that `add` would write, paging left out: there is one page."""
    found = learnt(case)
    assert isinstance(found, Learnt)
    rules = (
        found.source.rules.model_copy(update={"next": ""})
        if found.source.rules.kind == "listing"
        else found.source.rules
    )
    return found.source.model_copy(update={"rules": rules, **more})


def polled(store: Store, case: Case, source: Source, body: bytes, days: int = 0) -> Outcome:
    return poll_source(
        source,
        store,
        OnTheDay(case, body),
        now=case.moment + timedelta(days=days),
        mint=minter(),
        every=timedelta(hours=12),
    )


def shown(store: Store) -> list[tuple[str, list[date | None]]]:
    return sorted((call.title, [deadline.date for deadline in call.deadlines]) for call in store.calls())


def redesigned(case: Case, redesign: Redesign) -> bytes:
    return redesign.change(case).encode()


@pytest.mark.parametrize("redesign", REDESIGNS, ids=lambda redesign: redesign.name)
def test_a_redesign_is_noticed_and_loses_nothing(store: Store, redesign: Redesign) -> None:
    case = BY_NAME[redesign.fixture]
    source = source_of(case)
    assert polled(store, case, source, case.file.read_bytes()).kind is OutcomeKind.UPDATED
    before = shown(store)
    outcome = polled(store, case, source, redesigned(case, redesign), days=1)
    assert outcome.kind in (OutcomeKind.SUSPICIOUS, OutcomeKind.FAILED), outcome.reason
    assert shown(store) == before


def test_at_least_ten_of_twelve_redesigns_are_mended_with_all_days_unchanged(tmp_path: Path) -> None:
    shares = {}
    for number, redesign in enumerate(REDESIGNS):
        case = BY_NAME[redesign.fixture]
        folder = tmp_path / str(number)
        folder.mkdir()
        store = a_store(folder)
        source = source_of(case)
        polled(store, case, source, case.file.read_bytes())
        known = store.known(source.id, ()).sightings
        store.close()
        new = Page(case.url, case.url, 200, "text/html", redesigned(case, redesign), case.moment, "utf-8")
        found = mending.mended(source, [new], known, context_of(source, new))
        shares[redesign.name] = found.comparison.share if found else 0.0
    mended = [name for name, share in shares.items() if share >= 0.9]
    assert len(mended) >= AT_LEAST, shares


@pytest.mark.parametrize("redesign", REDESIGNS[:3], ids=lambda redesign: redesign.name)
def test_a_source_that_may_mend_itself_goes_on_and_keeps_the_rules(store: Store, redesign: Redesign) -> None:
    case = BY_NAME[redesign.fixture]
    source = source_of(case, repair="auto")
    polled(store, case, source, case.file.read_bytes())
    before = shown(store)
    body = redesigned(case, redesign)
    outcome = polled(store, case, source, body, days=1)
    assert outcome.kind.healthy, outcome.reason
    assert any("redesigned" in problem.message for problem in outcome.problems)
    assert shown(store) == before
    again = polled(store, case, source, body, days=2)
    assert again.kind is OutcomeKind.UNCHANGED
    assert again.problems == ()
    assert mending.in_force(source, store).rules != source.rules


def test_edited_rules_end_a_mending(store: Store) -> None:
    case = BY_NAME["cards-with-intro"]
    source = source_of(case, repair="auto")
    polled(store, case, source, case.file.read_bytes())
    polled(store, case, source, redesigned(case, REDESIGNS[0]), days=1)
    edited = source.model_copy(update={"rules": source.rules.model_copy(update={"drop": "nothing"})})
    assert mending.in_force(edited, store).rules == edited.rules


def test_a_source_does_not_mend_itself_where_deadlines_differ(store: Store) -> None:
    case = BY_NAME["cards-with-intro"]
    source = source_of(case, repair="auto")
    polled(store, case, source, case.file.read_bytes())
    before = shown(store)
    other = redesigned(case, REDESIGNS[0]).replace(b"31 May 2024", b"30 June 2024")
    outcome = polled(store, case, source, other, days=1)
    assert outcome.kind is OutcomeKind.SUSPICIOUS
    assert "cfpfeeds repair" in outcome.reason
    assert shown(store) == before


def test_a_page_that_keeps_its_titles_and_loses_every_deadline_is_suspicious(store: Store) -> None:
    case = BY_NAME["cards-with-intro"]
    source = source_of(case)
    polled(store, case, source, case.file.read_bytes())
    before = shown(store)
    body = case.file.read_text(encoding="utf-8").replace(
        "<strong>Deadline for Submissions</strong>:", "<b>Erscheint</b>:"
    )
    outcome = polled(store, case, source, body.encode(), days=1)
    assert outcome.kind is OutcomeKind.SUSPICIOUS
    assert "had a deadline" in outcome.reason
    assert shown(store) == before


def test_an_auto_source_learns_once_and_keeps_what_it_learnt(store: Store) -> None:
    case = BY_NAME["cards-hashed-classes"]
    source = Source.model_validate({"id": "auto", "name": "Auto", "url": case.url, "format": "auto"})
    outcome = polled(store, case, source, case.file.read_bytes())
    assert (outcome.kind, outcome.calls) == (OutcomeKind.UPDATED, 5)
    pinned = mending.in_force(source, store).rules
    assert pinned.kind == "listing"
    more = case.file.read_text(encoding="utf-8").replace("Guest editors welcome", "All welcome")
    assert polled(store, case, source, more.encode(), days=1).kind is OutcomeKind.UNCHANGED
    assert mending.in_force(source, store).rules == pinned


def test_an_auto_source_without_calls_fails_with_the_reason(store: Store) -> None:
    case = BY_NAME["none-news"]
    source = Source.model_validate({"id": "auto", "name": "Auto", "url": case.url, "format": "auto"})
    outcome = polled(store, case, source, case.file.read_bytes())
    assert outcome.kind is OutcomeKind.FAILED
    assert "call" in outcome.reason or "deadline" in outcome.reason
    assert mending.in_force(source, store).rules.kind == "auto"


def test_an_empty_list_is_not_taken_for_a_redesign(store: Store) -> None:
    case = BY_NAME["cards-with-intro"]
    source = source_of(case)
    polled(store, case, source, case.file.read_bytes())
    outcome = polled(store, case, source, page("<p>No call is open at present.</p>").encode(), days=1)
    assert outcome.kind is OutcomeKind.SUSPICIOUS
    assert "cfpfeeds repair" not in outcome.reason
