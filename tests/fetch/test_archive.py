"""A folder of pages that answers like the web."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from cfpfeeds.errors import FetchError
from cfpfeeds.fetch import ArchiveTransport, HttpFetcher, Request
from cfpfeeds.model import NotModified, Page

from .scripted import Time

FILES = {
    "press.example/calls": "<h1>Calls</h1>",
    "press.example/about/index.html": "<p>About</p>",
    "press.example/api/index.json": '{"calls": []}',
    "press.example/feed/index.xml": "<rss/>",
    "press.example/list?page=2": "<p>Second</p>",
    "press.example/list@page=3": "<p>Third</p>",
    "press.example/data.yml": "- a: 1",
    "press.example/a b": "<p>blank</p>",
    "secret.txt": "not under a host",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, content in FILES.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    return tmp_path


def fetcher_of(root: Path | zipfile.Path, time: Time) -> HttpFetcher:
    return HttpFetcher(
        contact="", clock=time.clock, monotonic=time.monotonic, sleep=time.sleep, transport=ArchiveTransport(root)
    )


@pytest.mark.parametrize(
    ("path", "body", "media_type"),
    [
        pytest.param("/calls", "<h1>Calls</h1>", "text/html", id="no-extension"),
        pytest.param("/about/", "<p>About</p>", "text/html", id="index"),
        pytest.param("/api/", '{"calls": []}', "application/json", id="index-json"),
        pytest.param("/feed/", "<rss/>", "application/xml", id="index-xml"),
        pytest.param("/list?page=2", "<p>Second</p>", "text/html", id="query"),
        pytest.param("/list?page=3", "<p>Third</p>", "text/html", id="query-after-an-at"),
        pytest.param("/data.yml", "- a: 1", "application/yaml", id="extension"),
        pytest.param("/a%20b", "<p>blank</p>", "text/html", id="percent"),
    ],
)
def test_answers_from_files(root: Path, path: str, body: str, media_type: str) -> None:
    time = Time()
    with fetcher_of(root, time) as fetcher:
        page = fetcher.fetch(Request(f"https://press.example{path}"))
        assert isinstance(page, Page)
        assert (page.body.decode(), page.media_type) == (body, media_type)
        again = fetcher.fetch(Request(f"https://press.example{path}", validators=page.validators))
    assert isinstance(again, NotModified)
    assert time.slept == []


@pytest.mark.parametrize(
    "address",
    [
        "https://press.example/other",
        "https://press.example/calls?page=2",
        "https://press.example/list",
        "https://press.example/about",
        "https://other.example/calls",
        "https://press.example/..%2Fsecret.txt",
        "https://press.example/%2e%2e/secret.txt",
        "https://press.example/x%5C..%5Csecret.txt",
        "https://press.example/%00",
        "https://press.example/calls/",
        "https://press.example//calls",
        "https://press.example/list?page=/../../../secret.txt",
    ],
)
def test_what_is_not_there_is_404(root: Path, address: str) -> None:
    with fetcher_of(root, Time()) as fetcher, pytest.raises(FetchError, match="answered 404"):
        fetcher.fetch(Request(address))


def test_reads_pages_from_inside_a_zipped_package(root: Path, tmp_path: Path) -> None:
    archive = tmp_path / "pages.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("press.example/calls", "<h1>Calls</h1>")
    with fetcher_of(zipfile.Path(archive), Time()) as fetcher:
        page = fetcher.fetch(Request("https://press.example/calls"))
    assert isinstance(page, Page)
    assert page.body == b"<h1>Calls</h1>"
