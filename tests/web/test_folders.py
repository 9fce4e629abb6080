"""Journals, sources, changes and archives as folders with pages, feeds and calendars of their own."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from cfpfeeds.model import Change, ChangeKind
from tests.web.samples import SEEN, Service, a_call, a_filled_service, a_service
from tests.web.test_pages import text_of


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return a_filled_service(tmp_path_factory.mktemp("served"))


@pytest.mark.parametrize("folder", ["journal/journal-of-care", "source/press", "filter", "nursing", "all"])
@pytest.mark.parametrize(
    ("filename", "media_type"),
    [
        ("calls.rss", "application/rss+xml; charset=utf-8"),
        ("calls.atom", "application/atom+xml; charset=utf-8"),
        ("calls.json", "application/feed+json"),
        ("deadlines.ics", "text/calendar; charset=utf-8; method=PUBLISH"),
        ("changes.rss", "application/rss+xml; charset=utf-8"),
        ("changes.atom", "application/atom+xml; charset=utf-8"),
        ("changes.json", "application/feed+json"),
        ("calls-2026-11.rss", "application/rss+xml; charset=utf-8"),
        ("calls-2026-11.json", "application/feed+json"),
    ],
)
def test_every_folder_has_every_file(served: Service, folder: str, filename: str, media_type: str) -> None:
    served.clock.now += timedelta(days=14)
    served.publish()
    try:
        answer = served.client.get(f"/{folder}/{filename}")
    finally:
        served.clock.now -= timedelta(days=14)
        served.publish()
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, media_type)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert f"https://calls.example.org/{folder}/{filename}" in answer.get_data(as_text=True).replace("\r\n ", "")


def test_the_changes_of_a_discipline_are_finished_and_tell_what_moved(served: Service) -> None:
    assert served.store.document("/nursing/changes.atom") is not None
    items = json.loads(served.client.get("/nursing/changes.json").data)["items"]
    assert [item["title"].partition(":")[0] for item in items] == [
        "Submission extended to 3 December 2026 23",
        "New",
    ]
    assert json.loads(served.client.get("/law/changes.json").data)["items"] == []


def test_a_change_makes_the_feed_of_changes_anew(tmp_path: Path) -> None:
    service = a_service(tmp_path, a_call("one"))
    service.publish()
    first = service.client.get("/nursing/changes.rss")
    service.add(changes=(Change("one", SEEN + timedelta(days=1), ChangeKind.WITHDRAWN, "status", "open", "withdrawn"),))
    service.publish()
    second = service.client.get("/nursing/changes.rss")
    assert b"<title>Withdrawn: Care at the edges" not in first.data
    assert b"<title>Withdrawn: Care at the edges" in second.data
    assert first.headers["ETag"] != second.headers["ETag"]


def test_a_journal_has_a_page_with_its_calls_alone(served: Service) -> None:
    page = served.client.get("/journal/journal-of-care/")
    assert page.status_code == 200
    assert "Night work and the body clock" in text_of(page)
    assert "Provable Networks" not in text_of(page)
    assert 'href="/journal/journal-of-care/"' in served.client.get("/calls/extended").get_data(as_text=True)
    assert 'href="/journal/journal-of-care/"' in served.client.get("/journal/").get_data(as_text=True)


def test_a_source_has_a_page_with_what_it_lists(served: Service) -> None:
    page = text_of(served.client.get("/source/crawler/"))
    assert "Crawled calls" in page
    assert "Night work and the body clock" in page
    assert "Safe staffing" not in page


@pytest.mark.parametrize(
    ("path", "status", "target"),
    [
        ("/journal", 308, "/journal/"),
        ("/source/", 308, "/status"),
        ("/journal/journal-of-care", 308, "/journal/journal-of-care/"),
        ("/source/press", 308, "/source/press/"),
    ],
)
def test_folders_answer_with_a_slash(served: Service, path: str, status: int, target: str) -> None:
    answer = served.client.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (status, target)


@pytest.mark.parametrize(
    "path",
    [
        "/journal/nope/",
        "/journal/nope/calls.rss",
        "/source/nope/",
        "/source/press/calls.doc",
        "/nursing/calls-1999-01.rss",
        "/nursing/calls-2026-11.ics",
        "/journal/calls.rss",
    ],
)
def test_what_is_not_there_is_not_found(served: Service, path: str) -> None:
    assert served.client.get(path).status_code == 404
