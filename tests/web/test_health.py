"""What the service says of its sources, to people and to machines."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from lxml import etree
from prometheus_client.parser import text_string_to_metric_families

from cfpfeeds.languages import LANGUAGES, speaking
from cfpfeeds.model import Cause, Outcome, OutcomeKind, Plan, SourceState
from cfpfeeds.web.poll_words import cause_words
from tests.web.samples import NOW, Service, a_filled_service, a_service

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def served(tmp_path: Path) -> Service:
    return a_filled_service(tmp_path)


def polled(served: Service, source_id: str, *kinds: OutcomeKind) -> None:
    """So many further polls of a source, an hour apart."""
    failures = 0
    for number, kind in enumerate(kinds, 1):
        at = NOW + timedelta(hours=number)
        failures = 0 if kind.healthy else failures + 1
        state = SourceState(source_id, at, NOW, at, failures, usual_count=77)
        served.store.apply(Plan(), state, Outcome(source_id, kind, "no <answer>", at, calls=77, seconds=1.5))


def test_the_status_page_draws_a_trend_and_tells_of_misses(served: Service) -> None:
    polled(served, "press", OutcomeKind.UNCHANGED, OutcomeKind.FAILED, OutcomeKind.FAILED)
    page = served.client.get("/status").get_data(as_text=True)
    assert "Missed 2 times in a row" in page
    assert "no &lt;answer&gt;" in page
    assert "××" in page
    assert "2 bad polls" in page
    assert 'id="press"' in page


def test_the_status_page_says_what_the_page_really_was(served: Service) -> None:
    state = SourceState("press", NOW, NOW, NOW, 1, usual_count=77)
    outcome = Outcome("press", OutcomeKind.BLOCKED, "answered 200 with a test", NOW, cause=Cause.CHALLENGE)
    served.store.apply(Plan(), state, outcome)
    page = served.client.get("/status").get_data(as_text=True)
    assert "A test for browsers or humans stood in place of the page; it is never solved." in page


@pytest.mark.parametrize("cause", Cause)
def test_every_cause_has_a_sentence_of_its_own(cause: Cause) -> None:
    assert cause_words(cause).endswith(".")
    assert [other for other in Cause if cause_words(other) == cause_words(cause)] == [cause]


@pytest.mark.parametrize("cause", Cause)
@pytest.mark.parametrize("code", LANGUAGES[1:])
def test_every_cause_is_told_in_the_language_of_the_page(code: str, cause: Cause) -> None:
    english = cause_words(cause)
    with speaking(code):
        assert cause_words(cause) not in ("", english)


def test_the_status_feed_has_an_entry_when_a_source_falls_ill_and_when_it_is_well(served: Service) -> None:
    quiet = served.client.get("/status.atom")
    assert quiet.status_code == 200
    assert etree.fromstring(quiet.data).findall(f"{ATOM}entry") == []
    polled(served, "press", *[OutcomeKind.FAILED] * 4, OutcomeKind.UNCHANGED)
    told = served.client.get("/status.atom")
    assert told.headers["Content-Type"].startswith("application/atom+xml")
    feed = etree.fromstring(told.data)
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")]
    assert titles == ["Example Press can be read again", "Example Press cannot be read"]
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
    assert len(set(ids)) == 2
    again = served.client.get("/status.atom", headers={"If-None-Match": told.headers["ETag"]})
    assert again.status_code == 304


def test_readiness_waits_for_the_first_feeds(tmp_path: Path, served: Service) -> None:
    empty = a_service(tmp_path / "empty")
    waiting = empty.client.get("/readyz")
    assert (waiting.status_code, waiting.json["status"]) == (503, "unavailable")
    ready = served.client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json["sources"] == {"well": 2, "missed": 0, "new": 1, "off": 1} | ready.json["sources"]
    assert ready.headers["Cache-Control"] == "no-store"
    assert served.client.get("/healthz").json["status"] == "ok"


def test_prometheus_reads_the_metrics(served: Service) -> None:
    polled(served, "press", *[OutcomeKind.BLOCKED] * 3)
    answer = served.client.get("/metrics")
    assert answer.headers["Content-Type"].startswith("text/plain")
    found = {
        (sample.name, sample.labels.get("source", ""), sample.labels.get("outcome", "")): sample.value
        for family in text_string_to_metric_families(answer.get_data(as_text=True))
        for sample in family.samples
    }
    assert found["cfpfeeds_source_up", "press", ""] == 0
    assert found["cfpfeeds_source_up", "crawler", ""] == 1
    assert found["cfpfeeds_source_failures", "press", ""] == 3
    assert found["cfpfeeds_source_outcome", "press", "blocked"] == 1
    assert found["cfpfeeds_source_outcome", "press", "failed"] == 0
    assert found["cfpfeeds_source_poll_seconds", "press", ""] == 1.5
    assert found["cfpfeeds_source_last_success_timestamp_seconds", "press", ""] == NOW.timestamp()
    assert found["cfpfeeds_calls", "", ""] > found["cfpfeeds_open_calls", "", ""] > 0


def test_feeds_name_the_sources_that_are_not_up_to_date_and_never_as_items(served: Service) -> None:
    before = served.store.document("/all/calls.json")
    polled(served, "press", OutcomeKind.FAILED, OutcomeKind.FAILED)
    served.publish()
    assert served.store.document("/all/calls.json") == before
    polled(served, "press", *[OutcomeKind.FAILED] * 3)
    served.publish()
    assert before is not None
    for path in ("/all/calls.json", "/all/calls.rss", "/all/calls.atom", "/all/deadlines.ics"):
        after = served.store.document(path)
        assert after is not None
        words = after.body.replace(b"\r\n ", b"").decode()
        assert "Not up to date: Example Press (last read 2026-11-24)" in words
    after = served.store.document("/all/calls.json")
    assert after is not None
    assert after.body.count(b'"id"') == before.body.count(b'"id"')
    assert after.modified == before.modified
    polled(served, "press", OutcomeKind.UNCHANGED)
    served.publish()
    assert served.store.document("/all/calls.json") == before
