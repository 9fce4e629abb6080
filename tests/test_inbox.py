"""Watched folders and saved pages: what is taken, by which address, and where it goes."""

from __future__ import annotations

import os
import plistlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cfpfeeds import inbox
from cfpfeeds.config import Settings, Source, load
from cfpfeeds.config.models import Config
from cfpfeeds.errors import FetchError
from cfpfeeds.fetch import page_from_file
from cfpfeeds.jobs import Runner
from cfpfeeds.model import ChangeKind, OutcomeKind
from cfpfeeds.store import Store
from tests.builders import a_listing, a_source, a_store, minter
from tests.fakes import FakeFetcher

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
SAVED = datetime(2027, 2, 3, 4, 5, 6, tzinfo=UTC)


def put(folder: Path, name: str, content: bytes | str = "<p>x</p>", at: datetime = SAVED) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path


class TestWhatIsTaken:
    def test_pages_come_oldest_first(self, tmp_path: Path) -> None:
        put(tmp_path, "b.html", at=SAVED)
        put(tmp_path, "a.mhtml", at=SAVED + timedelta(hours=1))
        assert [path.name for path in inbox.waiting(tmp_path, NOW)] == ["b.html", "a.mhtml"]

    @pytest.mark.parametrize(
        "name", ["a.html.part", "a.crdownload", ".hidden.html", "~a.html", "style.css", "logo.png", "a.html.tmp"]
    )
    def test_what_is_unfinished_or_no_page_is_left(self, tmp_path: Path, name: str) -> None:
        put(tmp_path, name)
        assert inbox.waiting(tmp_path, NOW) == []

    def test_a_page_that_is_still_written_to_waits(self, tmp_path: Path) -> None:
        put(tmp_path, "a.html", at=NOW - timedelta(seconds=1))
        assert inbox.waiting(tmp_path, NOW) == []
        assert len(inbox.waiting(tmp_path, NOW + timedelta(seconds=5))) == 1

    def test_what_was_put_away_and_the_folder_of_pictures_are_left(self, tmp_path: Path) -> None:
        for folder in ("read", "refused", "a_files"):
            put(tmp_path / folder, "b.html")
        assert inbox.waiting(tmp_path, NOW) == []

    def test_a_folder_that_is_not_there_holds_nothing(self, tmp_path: Path) -> None:
        assert inbox.waiting(tmp_path / "none", NOW) == []

    def test_a_folder_stands_for_the_pages_in_it_and_a_page_with_pictures_for_itself(self, tmp_path: Path) -> None:
        put(tmp_path / "pages", "1.html")
        put(tmp_path / "pages", "2.html")
        put(tmp_path / "pages" / "1_files", "frame.html")
        pictures = put(tmp_path / "a_files", "frame.html").parent
        found = inbox.saved_files([tmp_path / "pages", tmp_path / "x.html", pictures])
        assert [path.name for path in found] == ["1.html", "2.html", "x.html", "a_files"]


class TestWhereItGoes:
    def test_a_page_that_was_read_is_kept_with_its_pictures(self, tmp_path: Path) -> None:
        path = put(tmp_path, "a.html")
        put(tmp_path / "a_files", "x.png")
        assert inbox.put_away(path) == tmp_path / "read" / "a.html"
        assert (tmp_path / "read" / "a_files" / "x.png").is_file()
        assert not path.exists()

    def test_a_refused_page_has_the_reason_beside_it(self, tmp_path: Path) -> None:
        inbox.put_away(put(tmp_path, "a.html"), "the page has no .calls")
        assert (tmp_path / "refused" / "a.html.txt").read_text() == "the page has no .calls\n"

    def test_nothing_is_overwritten(self, tmp_path: Path) -> None:
        for content in ("one", "two"):
            inbox.put_away(put(tmp_path, "a.html", content))
        assert sorted(path.name for path in (tmp_path / "read").iterdir()) == ["a-2.html", "a.html"]


def a_web_archive(url: str = "https://press.example/calls", **more: object) -> bytes:
    main = {
        "WebResourceData": "<p>Café</p>".encode("latin-1"),
        "WebResourceMIMEType": "text/html",
        "WebResourceTextEncodingName": "ISO-8859-1",
        "WebResourceURL": url,
    }
    return plistlib.dumps({"WebMainResource": main | more, "WebSubresources": []}, fmt=plistlib.FMT_BINARY)


class TestWebArchivesOfSafari:
    @pytest.mark.parametrize("name", ["a.webarchive", "saved-page"])
    def test_the_page_comes_with_its_address_charset_and_day(self, tmp_path: Path, name: str) -> None:
        page = page_from_file(put(tmp_path, name, a_web_archive()), now=NOW)
        assert (page.url, page.media_type, page.charset) == ("https://press.example/calls", "text/html", "iso8859-1")
        assert (page.body, page.fetched_at) == ("<p>Café</p>".encode("latin-1"), SAVED)

    def test_an_address_that_is_none_of_the_web_is_not_taken(self, tmp_path: Path) -> None:
        assert page_from_file(put(tmp_path, "a.webarchive", a_web_archive("file:///x")), now=NOW).url == ""

    @pytest.mark.parametrize(
        "content",
        [
            pytest.param(a_web_archive()[:-20], id="cut"),
            pytest.param(b"bplist00garbage", id="garbage"),
            pytest.param(plistlib.dumps({"a": 1}, fmt=plistlib.FMT_BINARY), id="another-list"),
            pytest.param(plistlib.dumps(["a"], fmt=plistlib.FMT_BINARY), id="no-table"),
        ],
    )
    def test_what_is_no_web_archive_is_refused(self, tmp_path: Path, content: bytes) -> None:
        with pytest.raises(FetchError, match="web archive"):
            page_from_file(put(tmp_path, "a.webarchive", content), now=NOW)


@pytest.mark.parametrize(
    ("noted", "url"),
    [
        pytest.param("https://press.example/calls?page=2", "https://press.example/calls?page=2", id="its-own"),
        pytest.param("https://www.press.example/x", "https://www.press.example/x", id="www"),
        pytest.param("https://evil.example/x", "https://press.example/calls.json", id="another-host"),
        pytest.param("", "https://press.example/calls.json", id="none"),
    ],
)
def test_the_address_in_the_file_counts_if_it_is_one_of_the_source(tmp_path: Path, noted: str, url: str) -> None:
    note = f"<!-- saved from url=(0001){noted} -->\n" if noted else ""
    path = put(tmp_path, "a.html", f"<!DOCTYPE html>\n{note}<html><p>x</html>")
    page = inbox.saved_page_of(a_source(), path, NOW)
    assert (page.url, page.fetched_at) == (url, SAVED)


def test_a_relative_inbox_lies_beside_the_file(tmp_path: Path) -> None:
    table = "[[source]]\nid = 'a'\nname = 'a'\nurl = 'https://a.example/'\ninbox = 'in/a'\nrules.kind = 'feed'\n"
    [source] = load(put(tmp_path, "sources.toml", table)).sources
    assert source.inbox == str(tmp_path / "in" / "a")


class TestTheRunner:
    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[Store]:
        opened = a_store(tmp_path)
        yield opened
        opened.close()

    def runner(self, source: Source, store: Store) -> Runner:
        config = Config(settings=Settings(), sources=(source,))
        return Runner(config, store, FakeFetcher({}), clock=lambda: NOW, monotonic=lambda: 0.0, mint=minter())

    def test_a_source_that_is_switched_off_is_fed_by_its_folder(self, tmp_path: Path, store: Store) -> None:
        folder = tmp_path / "in"
        source = a_source(inbox=str(folder), enabled=False)
        put(folder, "calls.json", a_listing({"title": "Care at home"}))
        [outcome] = self.runner(source, store).take_inboxes([source])
        assert (outcome.kind, outcome.new) == (OutcomeKind.UPDATED, 1)
        assert [call.title for call in store.calls()] == ["Care at home"]
        assert [path.name for path in (folder / "read").iterdir()] == ["calls.json"]

    def test_each_page_is_believed_or_refused_on_its_own(self, tmp_path: Path, store: Store) -> None:
        folder = tmp_path / "in"
        source = a_source(inbox=str(folder))
        put(folder, "1.json", "<html><title>Sign in</title></html>")
        put(folder, "2.json", a_listing({"title": "Care at home"}))
        put(folder, "3.html.gz", b"\x1f\x8b\x08broken")
        outcomes = self.runner(source, store).take_inboxes([source])
        assert sorted(outcome.kind.value for outcome in outcomes) == ["failed", "failed", "updated"]
        refused = {path.name for path in (folder / "refused").iterdir()}
        assert refused == {"1.json", "1.json.txt", "3.html.gz", "3.html.gz.txt"}
        assert "gzip" in (folder / "refused" / "3.html.gz.txt").read_text()

    def test_a_saved_page_is_read_once(self, tmp_path: Path, store: Store) -> None:
        folder = tmp_path / "in"
        source = a_source(inbox=str(folder))
        put(folder, "calls.json", a_listing({}))
        runner = self.runner(source, store)
        runner.take_inboxes([source])
        assert runner.take_inboxes([source]) == []

    def test_a_saved_page_closes_no_call_that_it_does_not_hold(self, tmp_path: Path, store: Store) -> None:
        folder = tmp_path / "in"
        source = a_source(inbox=str(folder))
        runner = self.runner(source, store)
        for name, title in (("1.json", "Care"), ("2.json", "Pain"), ("3.json", "Sleep"), ("4.json", "Work")):
            put(folder, name, a_listing({"title": title, "link": f"https://press.example/{title}"}))
            runner.take_inboxes([source])
        assert {call.title for call in store.calls()} == {"Care", "Pain", "Sleep", "Work"}
        assert ChangeKind.WITHDRAWN not in [change.kind for change in store.recent_changes(99)]
