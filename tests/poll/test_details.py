"""Pages of single calls: followed where the list names no day, a few at a poll, and left in peace in between."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cfpfeeds.errors import BlockedError, FetchError
from cfpfeeds.model import Outcome, OutcomeKind
from cfpfeeds.poll import poll_source
from cfpfeeds.store import Store
from tests.builders import a_listing, a_source, a_store, minter
from tests.fakes import NOW, FakeFetcher

URL = "https://press.example/calls.json"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = a_store(tmp_path)
    yield opened
    opened.close()


def detail(due: str, title: str = "Care") -> bytes:
    return f"<html><body><main><h1>{title}</h1><p>Submission deadline: {due}</p></main></body></html>".encode()


class Site(FakeFetcher):
    """The list and its pages; what was asked for since the last poll, without the list."""

    def details(self) -> list[str]:
        asked = [request.url for request in self.asked if request.url != URL]
        self.asked.clear()
        return asked


def polled(store: Store, site: Site, day: int = 0, **more: Any) -> Outcome:
    source = a_source(details={"most": 2, "again": "7d"}, **more)
    return poll_source(source, store, site, now=NOW + timedelta(days=day), mint=minter(), every=timedelta(hours=12))


def days(store: Store) -> dict[str, str]:
    return {c.title: str(c.entries[0].deadline.date) if c.entries else "none" for c in store.calls()}


def undated(*numbers: int) -> bytes:
    return a_listing(*({"title": f"Call {n}", "link": f"https://press.example/{n}", "due": ""} for n in numbers))


def test_a_call_without_a_day_gets_it_from_its_own_page(store: Store) -> None:
    site = Site({URL: undated(1), "https://press.example/1": detail("1 May 2027")})
    polled(store, site)
    assert days(store) == {"Call 1": "2027-05-01"}


def test_a_call_with_a_day_in_the_list_needs_no_page(store: Store) -> None:
    site = Site({URL: a_listing({"due": "2027-03-01"}), "https://press.example/0": detail("1 May 2027")})
    polled(store, site)
    assert site.details() == []
    assert days(store) == {"Call 0": "2027-03-01"}


def test_a_standing_call_needs_no_page(store: Store) -> None:
    site = Site({URL: a_listing({"due": "Ongoing"})})
    polled(store, site)
    assert site.details() == []


def test_at_most_so_many_pages_are_asked_for_at_a_poll_in_the_order_of_the_list(store: Store) -> None:
    pages = {f"https://press.example/{n}": detail(f"{n} May 2027") for n in (1, 2, 3)}
    site = Site({URL: undated(3, 1, 2), **pages})
    polled(store, site)
    assert site.details() == ["https://press.example/3", "https://press.example/1"]
    assert days(store) == {"Call 3": "2027-05-03", "Call 1": "2027-05-01", "Call 2": "none"}
    polled(store, site, day=1)
    assert site.details() == ["https://press.example/2"]
    assert days(store) == {"Call 3": "2027-05-03", "Call 1": "2027-05-01", "Call 2": "2027-05-02"}


def test_a_page_that_was_read_costs_nothing_until_its_time_comes(store: Store) -> None:
    site = Site({URL: undated(1), "https://press.example/1": detail("1 May 2027")})
    polled(store, site)
    site.details()
    for day in (1, 3, 6):
        assert polled(store, site, day=day).kind is OutcomeKind.UNCHANGED
        assert site.details() == []
    assert days(store) == {"Call 1": "2027-05-01"}


def test_a_page_is_looked_at_again_by_a_conditional_request_and_then_rests_again(store: Store) -> None:
    site = Site({URL: undated(1), "https://press.example/1": detail("1 May 2027")})
    polled(store, site)
    site.details()
    outcome = polled(store, site, day=8)
    assert site.asked[-1].validators.etag
    assert outcome.kind is OutcomeKind.UNCHANGED
    assert site.details() == ["https://press.example/1"]
    polled(store, site, day=9)
    assert site.details() == []


def test_an_extension_on_the_page_of_a_call_is_noticed(store: Store) -> None:
    site = Site({URL: undated(1), "https://press.example/1": detail("1 May 2027")})
    polled(store, site)
    site.pages["https://press.example/1"] = detail("1 June 2027")
    polled(store, site, day=2)
    assert days(store) == {"Call 1": "2027-05-01"}
    assert polled(store, site, day=8).changed == 1
    assert days(store) == {"Call 1": "2027-06-01"}


def test_new_pages_come_before_those_that_are_to_be_looked_at_again(store: Store) -> None:
    pages = {f"https://press.example/{n}": detail(f"{n} May 2027") for n in (1, 2, 3)}
    site = Site({URL: undated(1, 2), **pages})
    polled(store, site)
    site.details()
    site.pages[URL] = undated(1, 2, 3)
    polled(store, site, day=8)
    assert site.details() == ["https://press.example/3", "https://press.example/1"]


def test_a_page_that_is_gone_leaves_the_call_and_is_not_asked_for_again(store: Store) -> None:
    site = Site({URL: undated(1)})
    outcome = polled(store, site)
    assert days(store) == {"Call 1": "none"}
    assert any("404" in problem.message for problem in outcome.problems)
    site.details()
    polled(store, site, day=1)
    assert site.details() == []


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(FetchError("https://press.example/1", "answered 500", status=500), id="trouble"),
        pytest.param(BlockedError("https://press.example/1", "answered 403", status=403), id="refused"),
    ],
)
def test_a_page_that_cannot_be_had_keeps_what_is_known(store: Store, error: Exception) -> None:
    site = Site({URL: undated(1), "https://press.example/1": detail("1 May 2027")})
    polled(store, site)
    site.pages["https://press.example/1"] = error
    polled(store, site, day=8)
    assert days(store) == {"Call 1": "2027-05-01"}


def test_a_host_that_refuses_one_page_is_asked_for_no_other(store: Store) -> None:
    refusal = BlockedError("https://press.example/1", "answered 403", status=403)
    site = Site({URL: undated(1, 2), "https://press.example/1": refusal})
    assert polled(store, site).kind is OutcomeKind.UPDATED
    assert site.details() == ["https://press.example/1"]


@pytest.mark.parametrize(
    ("link", "hosts", "asked"),
    [
        pytest.param("https://www.press.example/a", [], True, id="the-same-with-www"),
        pytest.param("/a", [], True, id="relative"),
        pytest.param("https://other.example/a", [], False, id="another-site"),
        pytest.param("https://other.example/a", ["other.example"], True, id="a-host-that-is-allowed"),
        pytest.param(URL, [], False, id="the-list-itself"),
        pytest.param(f"{URL}#call-1", [], False, id="a-place-in-the-list"),
        pytest.param("https://[broken", [], False, id="no-address"),
    ],
)
def test_only_pages_of_the_same_site_are_followed(store: Store, link: str, hosts: list[str], asked: bool) -> None:
    site = Site({URL: a_listing({"link": link, "due": ""})})
    polled(store, site, hosts=hosts)
    assert bool(site.details()) is asked


def test_a_source_that_does_not_ask_for_details_gets_none(store: Store) -> None:
    site = Site({URL: undated(1), "https://press.example/1": detail("1 May 2027")})
    poll_source(a_source(), store, site, now=NOW, mint=minter(), every=timedelta(hours=12))
    assert site.details() == []


def test_a_page_that_its_rules_do_not_know_changes_nothing_and_is_named(store: Store) -> None:
    site = Site({URL: undated(1), "https://press.example/1": detail("1 May 2027")})
    source = a_source(details={"rules": {"marker": ".call"}})
    outcome = poll_source(source, store, site, now=NOW, mint=minter(), every=timedelta(hours=12))
    assert days(store) == {"Call 1": "none"}
    assert [p.message for p in outcome.problems] == ["the page has no .call"]
