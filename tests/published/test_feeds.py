"""Every feed of the demo meets its format: by schema, by feedparser, by the keys of JSON Feed, in all three alike."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import lxml.html
import pytest
from lxml import etree

from tests.published.conftest import BASE, FIRST, SECOND, Builds
from tests.published.feeds import read

_SCHEMAS = Path(__file__).parent / "schemas"
_ALLOWED = {"a", "del", "div", "em", "li", "p", "strong", "ul"}
_MOST_BYTES = 512 * 1024
_STEMS = ("calls", "changes")
_LISTS = ("all", "nursing", "business-management", "chemistry", "journal/creative-nursing", "source/sage-hub")


@cache
def schema(name: str) -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(str(_SCHEMAS / f"{name}.rng")))


@pytest.mark.parametrize("ending", ["rss", "atom", "opml"])
def test_every_file_meets_the_schema_of_its_format(builds: Builds, ending: str) -> None:
    rules, wrong, seen = schema(ending), [], 0
    for folder in (builds.first, builds.second):
        for path in folder.rglob(f"*.{ending}"):
            seen += 1
            raw = path.read_bytes()
            assert raw.startswith(b"<?xml version='1.0' encoding='UTF-8'?>\n<"), path
            assert b"<!DOCTYPE" not in raw
            if not rules.validate(etree.fromstring(raw)):
                wrong.append(f"{path}: {rules.error_log.last_error}")
    assert wrong == []
    assert seen >= (2 if ending == "opml" else 300)


@pytest.mark.parametrize(
    ("ending", "wrong"),
    [
        pytest.param("atom", ("<updated>", "<updated>yesterday "), id="atom-date"),
        pytest.param("atom", ('href="https://', 'href="'), id="atom-relative-link"),
        pytest.param("rss", ("<pubDate>Fri, 05 Jan 2024", "<pubDate>Fri, 5 Jan 24"), id="rss-date"),
        pytest.param("rss", ('isPermaLink="false"', 'isPermaLink="true"'), id="rss-guid"),
    ],
)
def test_a_slip_would_be_noticed(builds: Builds, ending: str, wrong: tuple[str, str]) -> None:
    text = (builds.first / "all" / f"calls.{ending}").read_text(encoding="utf-8")
    assert schema(ending).validate(etree.fromstring(text.encode()))
    assert not schema(ending).validate(etree.fromstring(text.replace(*wrong).encode()))


@pytest.mark.parametrize("stem", _STEMS)
@pytest.mark.parametrize("of", _LISTS)
def test_readers_see_the_same_items_in_every_format(builds: Builds, of: str, stem: str) -> None:
    for folder, now in ((builds.first, FIRST), (builds.second, SECOND)):
        found = {ending: read(folder / of / f"{stem}.{ending}") for ending in ("rss", "atom", "json")}
        ids = [item.id for item in found["rss"].items]
        assert len(ids) == len(set(ids)) <= 50
        assert of == "chemistry" or ids
        for ending, feed in found.items():
            assert (folder / of / f"{stem}.{ending}").stat().st_size <= _MOST_BYTES
            assert feed.page == f"{BASE}/{of}/"
            assert [item.id for item in feed.items] == ids
            published = [item.published for item in feed.items]
            assert published == sorted(published, reverse=True)
            for item in feed.items:
                assert item.published <= item.updated <= now
                assert item.title == " ".join(item.title.split())
                assert not any(sign in item.title for sign in ("&amp;", "&lt;", "&#"))
                assert item.link.startswith(f"{BASE}/calls/")


def test_every_feed_is_read_without_a_complaint_and_names_itself(builds: Builds) -> None:
    for path in sorted(builds.second.rglob("calls*.*")):
        if path.suffix not in (".rss", ".atom", ".json"):
            continue
        own = f"{BASE}/{path.relative_to(builds.second).as_posix()}"
        assert read(path).title
        if path.suffix == ".json":
            assert json.loads(path.read_bytes())["feed_url"] == own
        else:
            links = etree.parse(str(path)).iter("{http://www.w3.org/2005/Atom}link")
            assert [link.get("href") for link in links if link.get("rel") == "self"] == [own]


def test_bodies_hold_plain_markup_and_whole_addresses(builds: Builds) -> None:
    for item in read(builds.second / "all" / "calls.atom").items + read(builds.second / "all" / "changes.rss").items:
        body = lxml.html.fragment_fromstring(item.body, create_parent="div")
        assert {node.tag for node in body.iter()} <= _ALLOWED
        for node in body.iter():
            assert set(node.attrib) <= {"href", "lang", "dir"}, item.body
            assert urlsplit(node.get("href", BASE)).scheme in ("http", "https")
        assert lxml.html.tostring(body, encoding="unicode").count("<p>") == item.body.count("<p>")


def test_an_entry_of_atom_has_an_author_and_one_page(builds: Builds) -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    for path in builds.second.rglob("*.atom"):
        root = etree.parse(str(path)).getroot()
        for entry in root.iter(f"{atom}entry"):
            assert root.find(f"{atom}author") is not None or entry.find(f"{atom}author") is not None
            pages = [link for link in entry.iter(f"{atom}link") if link.get("rel", "alternate") == "alternate"]
            assert len(pages) == 1


def test_the_subscription_list_names_feeds_that_are_there_once_each(builds: Builds) -> None:
    outlines = etree.parse(str(builds.second / "subscriptions.opml")).iter("outline")
    feeds = [outline.get("xmlUrl") for outline in outlines if outline.get("xmlUrl")]
    assert len(feeds) == len(set(feeds)) > 50
    assert [feed for feed in feeds if not (builds.second / feed.removeprefix(f"{BASE}/")).is_file()] == []
