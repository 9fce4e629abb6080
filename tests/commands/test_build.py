"""`cfpfeeds build`: the service as files, complete, linked among themselves, written only where something differs."""

from __future__ import annotations

import errno
import gzip
import html
import json
import os
import re
import shutil
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

import brotli
import pytest

from cfpfeeds.building import Built, build, file_of
from cfpfeeds.config import Config
from cfpfeeds.errors import UsageError
from cfpfeeds.model import Plan, SourceState
from cfpfeeds.web.documents import finished_paths
from tests.web.samples import CONFIG, Service, a_call, a_filled_service, a_service


def in_languages(*codes: str) -> Config:
    return CONFIG.model_copy(update={"settings": CONFIG.settings.model_copy(update={"languages": codes})})


ENGLISH = in_languages("en")


def built(service: Service, folder: Path, config: Config = ENGLISH) -> Built:
    return build(service.store, config, service.site, folder, service.clock)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    filled = a_filled_service(tmp_path_factory.mktemp("data"))
    crowd = [a_call(f"many{n:03}", title=f"Call number {n}") for n in range(120)]
    filled.add(*crowd)
    filled.publish()
    return filled


@pytest.fixture(scope="module")
def site(service: Service, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "site"
    built(service, folder)
    return folder


def test_every_feed_and_calendar_is_there_byte_for_byte(service: Service, site: Path) -> None:
    for path in finished_paths():
        assert (site / path.lstrip("/")).read_bytes() == service.client.get(path).data


@pytest.mark.parametrize(
    "name",
    [
        "index.html",
        "404.html",
        "about/index.html",
        "nursing/index.html",
        "nursing/page-2/index.html",
        "nursing/closed/index.html",
        "nursing/on-2026-12-24/page-2/index.html",
        "nursing/embed/index.html",
        "nursing/frame/index.html",
        "calls/extended/index.html",
        "calls/extended.ics",
        "journal/journal-of-care/deadlines.ics",
        "source/crawler/changes.atom",
        "nursing/calls-2026-11.rss",
        "robots.txt",
        "sitemap.xml",
        "embed.js",
        "static/site.css",
    ],
)
def test_a_file_is_there_with_its_compressed_twins(site: Path, name: str) -> None:
    assert brotli.decompress((site / f"{name}.br").read_bytes()) == (site / name).read_bytes()
    assert gzip.decompress((site / f"{name}.gz").read_bytes()) == (site / name).read_bytes()


@pytest.mark.parametrize("name", [".htaccess", "_headers"])
def test_what_hosts_read_is_there_without_twins(site: Path, name: str) -> None:
    assert (site / name).stat().st_size
    assert list(site.glob(f"{name}.*")) == []


def test_every_link_among_the_pages_leads_to_a_file(site: Path) -> None:
    lost = set()
    for page in site.rglob("*.html"):
        for address in re.findall(r'(?:href|src)="([^"]+)"', page.read_text(encoding="utf-8")):
            parts = urlsplit(html.unescape(address).removeprefix("https://calls.example.org"))
            if parts.scheme or parts.netloc or not parts.path.startswith("/"):
                continue
            target = site / unquote(parts.path).lstrip("/")
            if not target.is_file() and not (target / "index.html").is_file():
                lost.add(address)
            if parts.query and not parts.path.startswith("/static/"):
                lost.add(address)
    assert lost == set()


def test_pages_are_there_in_every_language_and_feeds_once(service: Service, tmp_path: Path) -> None:
    site = tmp_path / "site"
    built(service, site, CONFIG)
    for name in ("index.html", "nursing/index.html", "calls/extended/index.html", "all/page-2/index.html"):
        pages = [site / code / name for code in ("", "de", "fr", "es", "zh")]
        assert len({page.read_bytes() for page in pages}) == len(pages)
    assert [name for code in ("de", "fr", "es", "zh") for name in (site / code).rglob("*.ics")] == []


def test_pages_offer_nothing_that_needs_a_server(site: Path) -> None:
    for name in ("index.html", "nursing/index.html", "404.html", "embed/index.html"):
        page = (site / name).read_text(encoding="utf-8")
        assert "<form" not in page
        assert "/filter/" not in page
    assert "/api/" not in (site / "llms.txt").read_text(encoding="utf-8")


def test_a_second_build_writes_nothing(service: Service, site: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()}
    again = built(service, site)
    assert (again.written, again.removed) == (0, 0)
    after = {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()}
    assert after == before


def test_a_second_build_compresses_nothing(service: Service, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(body: bytes) -> bytes:
        raise AssertionError("compressed again what is there")

    monkeypatch.setattr("cfpfeeds.building._TWINS", ((".gz", never), (".br", never)))
    assert built(service, site).written == 0


@pytest.mark.parametrize("lost", ["all/calls.rss", "all/calls.rss.gz", "all/calls.rss.br"])
def test_a_build_that_was_cut_off_leaves_no_twin_of_other_bytes(
    service: Service, site: Path, lost: str, tmp_path: Path
) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(site, folder)
    for suffix in ("", ".gz", ".br"):  # the file is the last of the three to be written
        (folder / f"all/calls.rss{suffix}").write_bytes(b"of an earlier build")
    (folder / lost).unlink()
    built(service, folder)
    whole = (folder / "all/calls.rss").read_bytes()
    assert whole == (site / "all/calls.rss").read_bytes()
    assert gzip.decompress((folder / "all/calls.rss.gz").read_bytes()) == whole
    assert brotli.decompress((folder / "all/calls.rss.br").read_bytes()) == whole


def test_only_what_a_change_touches_is_written_and_a_merged_call_leads_on(tmp_path: Path) -> None:
    calls = [a_call(f"c{n}", disciplines=("nursing",) if n else ("law",)) for n in range(3)]
    service, config = a_service(tmp_path, *calls), in_languages("en", "de")
    service.publish()
    first = built(service, tmp_path / "site", config)
    assert first.written == first.files
    law = (tmp_path / "site/law/deadlines.ics").stat().st_mtime_ns
    service.store.apply(Plan(aliases=(("c2", "c1"),)), SourceState("press"), service.store.outcomes()["press"])
    service.publish()
    second = built(service, tmp_path / "site", config)
    assert 0 < second.written < first.files / 2
    assert (tmp_path / "site/law/deadlines.ics").stat().st_mtime_ns == law
    page = (tmp_path / "site/calls/c2/index.html").read_text(encoding="utf-8")
    assert 'content="0; url=https://calls.example.org/calls/c1"' in page
    german = (tmp_path / "site/de/calls/c2/index.html").read_text(encoding="utf-8")
    assert '<a href="https://calls.example.org/de/calls/c1">ein anderer</a>' in german
    calendar = (tmp_path / "site/calls/c2.ics").read_bytes()
    assert calendar == (tmp_path / "site/calls/c1.ics").read_bytes()
    third = built(service, tmp_path / "site", config)
    assert (third.written, third.removed) == (0, 0)


def test_what_is_no_longer_served_is_taken_away(tmp_path: Path) -> None:
    service = a_service(tmp_path, a_call("one", venue="Old Journal"))
    service.publish()
    built(service, tmp_path / "site")
    assert (tmp_path / "site/journal/old-journal/calls.rss").is_file()
    service.add(a_call("one", venue="New Journal"))
    service.publish()
    assert built(service, tmp_path / "site").removed > 0
    assert not (tmp_path / "site/journal/old-journal/calls.rss").exists()


def test_a_folder_with_other_things_in_it_is_refused_and_left_alone(tmp_path: Path) -> None:
    service = a_service(tmp_path, a_call("one"))
    service.publish()
    (tmp_path / "home").mkdir()
    (tmp_path / "home/thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(UsageError, match="not empty and no earlier build"):
        built(service, tmp_path / "home")
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["thesis.txt"]


def test_a_damaged_list_of_files_never_removes_what_lies_outside(tmp_path: Path) -> None:
    service = a_service(tmp_path, a_call("one"))
    service.publish()
    folder = tmp_path / "site"
    folder.mkdir()
    (tmp_path / "precious").write_text("kept", encoding="utf-8")
    names = ["../precious", str(tmp_path / "precious")]
    (folder / ".cfpfeeds-build.json").write_text(json.dumps(names), encoding="utf-8")
    built(service, folder)
    assert (tmp_path / "precious").read_text(encoding="utf-8") == "kept"


def test_a_service_below_a_path_links_below_it(tmp_path: Path) -> None:
    service = a_service(tmp_path, a_call("one"), base_url="https://pages.example.org/cfp")
    service.publish()
    built(service, tmp_path / "site")
    page = (tmp_path / "site/nursing/index.html").read_text(encoding="utf-8")
    assert 'href="/cfp/calls/one"' in page
    assert (tmp_path / "site/journal/journal-of-care/index.html").is_file()


def test_pages_follow_the_clock_and_feeds_do_not(tmp_path: Path) -> None:
    service = a_service(tmp_path, a_call("one"))
    service.publish()
    built(service, tmp_path / "site")
    feeds = {path: path.read_bytes() for path in (tmp_path / "site/nursing").glob("[cd]*.*")}
    assert len(feeds) >= 14
    service.clock.now += timedelta(days=1)
    service.publish()
    built(service, tmp_path / "site")
    assert {path: path.read_bytes() for path in (tmp_path / "site/nursing").glob("[cd]*.*")} == feeds
    assert "29 days left" in (tmp_path / "site/nursing/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("path", "is_page", "name"),
    [
        ("/", True, "index.html"),
        ("/about", True, "about/index.html"),
        ("/all/?page=2", True, "all/page-2/index.html"),
        ("/all/?show=closed&page=3", True, "all/closed/page-3/index.html"),
        ("/all/?on=2026-12-24&page=2", True, "all/on-2026-12-24/page-2/index.html"),
        ("/nursing/calls.rss", False, "nursing/calls.rss"),
    ],
)
def test_where_an_address_lies(path: str, is_page: bool, name: str) -> None:
    assert file_of(path, is_page) == name


def test_a_first_build_that_was_killed_is_taken_up_again_and_leaves_nothing_behind(tmp_path: Path) -> None:
    service = a_service(tmp_path / "data", a_call("one"), a_call("two"))
    service.publish()
    whole = tmp_path / "whole"
    built(service, whole)
    site = tmp_path / "site"
    (site / "calls" / "gone").mkdir(parents=True)
    (site / "calls" / "gone" / "index.html").write_text("a call that was withdrawn meanwhile")
    (site / "calls" / ".cfpfeeds-build.part").write_bytes(b"half a pa")
    (site / ".cfpfeeds-build.begun").write_text("calls/gone/index.html\ncalls/one.ics\nabou")
    assert built(service, site).removed == 1
    assert files_in(site) == files_in(whole)


def test_a_build_that_cannot_go_on_says_why_and_the_next_one_ends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = a_service(tmp_path / "data", a_call("one"))
    service.publish()
    whole, site = tmp_path / "whole", tmp_path / "site"
    built(service, whole)

    def full(source: object, target: Path) -> None:
        if target.name == "one.ics":
            raise OSError(errno.ENOSPC, "No space left on device", str(target))
        moved(source, target)

    moved = os.rename
    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(UsageError, match=r"one\.ics cannot be written: No space left on device"):
        built(service, site)
    assert not list(site.rglob("*.part"))
    monkeypatch.undo()
    built(service, site)
    assert files_in(site) == files_in(whole)


@pytest.mark.parametrize("place", ["/proc/site", "a file/site"], ids=["read-only", "below-a-file"])
def test_a_place_that_cannot_be_written_is_one_clear_line(tmp_path: Path, place: str) -> None:
    (tmp_path / "a file").write_text("")
    service = a_service(tmp_path / "data")
    with pytest.raises(UsageError, match=r"cannot be (written|built into): [A-Z]"):
        built(service, tmp_path / place)


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
