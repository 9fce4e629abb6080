"""What a source itself says against a call goes with the call, in the source's words, from the page to every reader."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cfpfeeds.config import Config
from cfpfeeds.extract import extract
from cfpfeeds.extract.cards import CardsRules
from cfpfeeds.model import Caution, Outcome, Page
from cfpfeeds.poll import poll_source
from cfpfeeds.publish import publish
from cfpfeeds.store import Store
from cfpfeeds.web import create_app
from tests.builders import a_listing, a_source, a_store, minter
from tests.fakes import NOW, FakeFetcher
from tests.web.samples import a_site

WARNED = {"warn": "Not vetted by us", "issn": "0360-5443"}
RULES = a_source().rules.model_dump() | {"warning": "{warn}", "issn": "{issn}"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = a_store(tmp_path)
    yield opened
    opened.close()


def polled(store: Store, call: dict[str, str], source_id: str = "press") -> Outcome:
    source = a_source(id=source_id, url=f"https://{source_id}.example/calls.json", rules=RULES)
    fetcher = FakeFetcher({source.url: a_listing(call)})
    return poll_source(source, store, fetcher, now=NOW, mint=minter(), every=timedelta(hours=12))


def served(store: Store, path: str) -> Any:
    publish(store, a_site(), now=NOW)
    app = create_app(store, Config(), a_site(), lambda: NOW, look_again_s=0.0)
    return app.test_client().get(path)


def test_a_warning_is_carried_with_its_source(store: Store) -> None:
    polled(store, WARNED)
    assert store.calls()[0].cautions == (Caution("Not vetted by us", "press"),)


def test_a_call_without_one_has_none(store: Store) -> None:
    outcome = polled(store, {"issn": "0360-5442"})
    assert store.calls()[0].cautions == ()
    assert not outcome.problems
    assert "Before you submit" not in served(store, f"/calls/{store.calls()[0].id}").get_data(as_text=True)


def test_an_issn_that_cannot_be_right_is_a_problem_of_the_poll_and_the_call_survives(store: Store) -> None:
    outcome = polled(store, WARNED)
    assert outcome.calls == 1
    assert [p.message for p in outcome.problems] == ["the ISSN 0360-5443 is misprinted: its check digit does not fit"]


def test_the_page_of_the_call_shows_both_and_says_who_speaks(store: Store) -> None:
    polled(store, WARNED)
    page = served(store, f"/calls/{store.calls()[0].id}").get_data(as_text=True)
    assert re.search(r"Warning at Example Press: <q[^>]*>Not vetted by us</q>", page)
    assert "The ISSN 0360-5443" in page
    assert "judges no journal" in page


@pytest.mark.parametrize("name", ["calls.rss", "calls.atom", "calls.json", "deadlines.ics"])
def test_feeds_and_calendars_show_the_warning(store: Store, name: str) -> None:
    polled(store, WARNED)
    answer = served(store, f"/all/{name}")
    text = (
        json.dumps(answer.get_json(), ensure_ascii=False) if name.endswith(".json") else answer.get_data(as_text=True)
    )
    assert "Warning at Example Press: “Not vetted by us”" in text.replace("\r\n ", "")


def test_a_strangers_warning_is_text_and_not_markup(store: Store) -> None:
    polled(store, {"warn": "<b>Do</b> <script>alert(1)</script>not 1 < 2"})
    page = served(store, f"/calls/{store.calls()[0].id}").get_data(as_text=True)
    assert "alert(1)" not in page
    assert store.calls()[0].cautions[0].text == "Do not 1 < 2"


def test_a_card_may_hold_warning_and_issn() -> None:
    html = '<div class="c"><h2><a href="/1">Ageing</a></h2><p class="w">Hijacked, it is said</p><i>1361-9209</i></div>'
    page = Page("https://a.example/", "https://a.example/", 200, "text/html", html.encode(), NOW)
    [call] = extract(page, CardsRules(item=".c", title="h2", warning=".w", issn="i")).calls
    assert (call.warning, call.issn) == ("Hijacked, it is said", "1361-9209")
