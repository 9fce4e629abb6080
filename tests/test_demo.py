"""The demo's pages give exactly the calls that they show."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cfpfeeds.config import Source, load
from cfpfeeds.extract import extract
from cfpfeeds.fetch import ArchiveTransport, HttpFetcher, Request
from cfpfeeds.model import Extraction, Page
from cfpfeeds.operations import demo_config, demo_pages

NOW = datetime(2024, 1, 5, 12, tzinfo=UTC)
SOURCES = {source.id: source for source in load(demo_config()).sources}
COUNTS = {
    "sage-hub": 38,
    "sage-hsm": 0,
    "nih-odp": 1,
    "who-bulletin": 1,
    "bmj-quality-safety": 1,
    "health-policy-planning": 1,
    "npj-mental-health": 1,
    "npj-digital-medicine": 1,
    "bmc-health-services": 4,
    "springer-regions": 4,
    "plos": 4,
    "bmc-digital-public-health": 1,
}


def read(source: Source) -> Extraction:
    with HttpFetcher(
        contact="",
        clock=lambda: NOW,
        monotonic=lambda: 0.0,
        sleep=lambda _: None,
        transport=ArchiveTransport(demo_pages()),
    ) as fetcher:
        page = fetcher.fetch(Request(url=source.url))
    assert isinstance(page, Page)
    return extract(page, source.rules)


def test_every_demo_source_is_counted() -> None:
    assert set(COUNTS) == set(SOURCES)


@pytest.mark.parametrize("source_id", COUNTS)
def test_a_demo_page_is_recognised_and_gives_its_calls(source_id: str) -> None:
    found = read(SOURCES[source_id])
    assert found.recognised, found.reason
    assert not found.problems
    assert len(found.calls) == COUNTS[source_id]
    assert all(call.title for call in found.calls)


@pytest.mark.parametrize(
    ("venue", "title", "words"),
    [
        pytest.param(
            "Journal of Interactive Marketing", "Intelligent Automation and AI", "deadline Aug 31, 2024", id="split"
        ),
        pytest.param(
            "Journal of Chinese Writing Systems",
            "Naxi Manuscripts",
            "deadline 10-Jan-2024 for abstract, 30-Jun-2024 for submission",
            id="two-stages",
        ),
        pytest.param("Social Marketing Quarterly", "Social Marketing’s Role in Racial Equity", "ongoing", id="ongoing"),
        pytest.param("Creative Nursing", "Social Violence", "deadline TBD", id="tbd"),
        pytest.param(
            "Clinical EEG and Neuroscience",
            "Commemorating the 100th year anniversary of EEG",
            "articles will be accepted on a rolling basis until early 2029",
            id="rolling",
        ),
        pytest.param(
            "World Futures Review",
            "Environmental Futures – advancing images of mutual human-nature relationships",
            "deadline feb 29, 2024: Abstract submission (300-500 words)",
            id="dash-in-title",
        ),
        pytest.param(
            "Journal of Tropical Futures: Sustainable Business, Governance & Development",
            "Special issue call for papers",
            "deadline May 6, 2024",
            id="hyphen",
        ),
        pytest.param(
            "Journal of Tropical Futures: Sustainable Business, Governance & Development",
            "General call for papers",
            "",
            id="nothing-after-it",
        ),
    ],
)
def test_the_hub_parts_title_and_deadline_words(venue: str, title: str, words: str) -> None:
    calls = {(call.venue, call.title): call for call in read(SOURCES["sage-hub"]).calls}
    assert " ".join(part.text for part in calls[venue, title].deadlines) == words


def test_a_call_under_two_disciplines_is_one_call_with_both_labels() -> None:
    calls = [call for call in read(SOURCES["sage-hub"]).calls if call.title.startswith("COVID-19")]
    assert [call.labels for call in calls] == [("Health & Nursing", "Public Health")]


def test_journals_without_a_call_give_none() -> None:
    venues = {call.venue for call in read(SOURCES["sage-hub"]).calls}
    assert "Journal of Psoriasis and Psoriatic Arthritis" not in venues
    assert len(venues) == 26
