"""Pages that a person saved."""

from __future__ import annotations

import gzip
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cfpfeeds.errors import FetchError, UsageError
from cfpfeeds.fetch import page_from_file
from cfpfeeds.fetch.saved import _described

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
SAVED = datetime(2027, 2, 3, 4, 5, 6, tzinfo=UTC)


def a_file(folder: Path, name: str, content: bytes | str, at: datetime = SAVED) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        pytest.param("a.html", "<p>x</p>", "text/html", id="html"),
        pytest.param("a.JSON", "[]", "application/json", id="json"),
        pytest.param("a.xml", "<rss/>", "application/xml", id="xml"),
        pytest.param("a.yaml", "a: 1", "application/yaml", id="yaml"),
        pytest.param("a.md", "# x", "text/markdown", id="markdown"),
        pytest.param("a.txt", "x", "text/plain", id="text"),
        pytest.param("a.eml", "Subject: CfP\n\nx", "message/rfc822", id="mail"),
        pytest.param("page", "<html><p>x", "text/html", id="by-looks"),
    ],
)
def test_knows_the_kind_of_a_file(tmp_path: Path, name: str, content: str, media_type: str) -> None:
    page = page_from_file(a_file(tmp_path, name, content), url="https://a.example/", now=NOW)
    assert (page.media_type, page.body, page.status) == (media_type, content.encode(), 200)


@pytest.mark.parametrize(
    ("html", "url"),
    [
        pytest.param(
            "<!DOCTYPE html>\n<!-- saved from url=(0028)https://press.example/calls/ -->\n<html>",
            "https://press.example/calls/",
            id="browser-note",
        ),
        pytest.param(
            "<!DOCTYPE html><html><!--\n Page saved with SingleFile \n url: https://press.example/s \n saved date: "
            "Wed Feb 03 2027 05:05:06 GMT+0100 (CET)\n--><head>",
            "https://press.example/s",
            id="single-file",
        ),
        pytest.param(
            '<link rel="Canonical" href=" https://press.example/c ">', "https://press.example/c", id="canonical"
        ),
        pytest.param('<link rel="canonical" href="/c">', "", id="canonical-is-relative"),
        pytest.param('<link rel="canonical" href="javascript:x">', "", id="canonical-is-no-address"),
        pytest.param("<p>x</p>", "", id="nothing"),
    ],
)
def test_finds_where_a_page_came_from(tmp_path: Path, html: str, url: str) -> None:
    path = a_file(tmp_path, "a.html", html)
    page = page_from_file(path, now=NOW)
    assert page.url == page.final_url == url
    assert page.fetched_at == SAVED
    assert page_from_file(path, url="https://given.example/", now=NOW).url == "https://given.example/"


@pytest.mark.parametrize(
    ("modified", "fetched_at"),
    [
        pytest.param(SAVED, SAVED, id="as-saved"),
        pytest.param(datetime(2030, 1, 1, tzinfo=UTC), NOW, id="in-the-future"),
        pytest.param(datetime(1980, 1, 1, tzinfo=UTC), NOW, id="before-the-web"),
    ],
)
def test_a_page_is_as_old_as_its_file(tmp_path: Path, modified: datetime, fetched_at: datetime) -> None:
    assert page_from_file(a_file(tmp_path, "a.html", "<p>", modified), now=NOW).fetched_at == fetched_at


def test_the_date_in_the_file_is_better_than_the_date_of_the_file(tmp_path: Path) -> None:
    date = "Wed Feb 03 2027 05:05:06 GMT+0100 (CET)"
    html = f"<!--\n Page saved with SingleFile \n url: https://a.example/ \n saved date: {date}\n-->"
    assert page_from_file(a_file(tmp_path, "a.html", html, NOW), now=NOW).fetched_at == SAVED


MHTML = """From: <Saved by Blink>
Snapshot-Content-Location: https://press.example/calls
Subject: Calls
Date: Wed, 3 Feb 2027 04:05:06 -0000
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="B"

--B
Content-Type: text/html; charset=windows-1252
Content-Transfer-Encoding: quoted-printable
Content-Location: https://press.example/calls

<p>Caf=E9</p>
--B
Content-Type: image/png
Content-Transfer-Encoding: base64
Content-Location: https://press.example/x.png

AAAA
--B--
"""


def test_reads_the_page_of_a_web_archive(tmp_path: Path) -> None:
    page = page_from_file(a_file(tmp_path, "a.mhtml", MHTML.replace("\n", "\r\n"), NOW), now=NOW)
    assert (page.url, page.media_type, page.charset) == ("https://press.example/calls", "text/html", "cp1252")
    assert page.body.strip() == b"<p>Caf\xe9</p>"
    assert page.fetched_at == SAVED


def test_a_web_archive_without_a_page_is_kept_as_it_is(tmp_path: Path) -> None:
    page = page_from_file(a_file(tmp_path, "a.mht", "Content-Type: image/png\n\nx"), now=NOW)
    assert page.media_type == "multipart/related"


def test_unpacks_a_gzip_file(tmp_path: Path) -> None:
    page = page_from_file(a_file(tmp_path, "a.html.gz", gzip.compress(b"<p>x</p>")), now=NOW)
    assert (page.body, page.media_type) == (b"<p>x</p>", "text/html")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(gzip.compress(b"x" * 60_000_000), "larger than 50 MB", id="bomb"),
        pytest.param(gzip.compress(b"x" * 999)[:-9], "broken or cut short", id="cut"),
        pytest.param(b" \n", "the file is empty", id="empty"),
    ],
)
def test_refuses_what_is_no_page(tmp_path: Path, content: bytes, reason: str) -> None:
    with pytest.raises(FetchError, match=reason):
        page_from_file(a_file(tmp_path, "a.html", content), now=NOW)


@pytest.mark.parametrize("name", ["missing.html", "."])
def test_a_file_that_cannot_be_read(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        page_from_file(tmp_path / name, now=NOW)


@given(st.binary(max_size=300), st.sampled_from(["text/html", "multipart/related", "text/plain"]))
def test_any_bytes_are_described(body: bytes, media_type: str) -> None:
    assume(not body.startswith(b"bplist00"))  # a broken web archive is refused
    assert isinstance(_described(body, media_type).url, str)


@given(st.text(alphabet="-=B\n:; ContentTypmulipar/xdhbyDa0123456789,é\x00", max_size=300))
def test_any_web_archive_is_described(text: str) -> None:
    assert (
        _described(b"Content-Type: multipart/related; boundary=B\n" + text.encode(), "multipart/related").body
        is not None
    )


MESSAGE = (
    "Received: from x\nFrom: Ann <a@a.example>\nDate: Wed, 3 Feb 2027 04:05:06 +0000\nSubject: CfP\n\n<p>Hello</p>\n"
)


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        pytest.param("a.mbox", "x", "application/mbox", id="mailbox"),
        pytest.param(
            "2027-February.txt.gz",
            f"From a at b  Wed Feb  3 04:05:06 2027\n{MESSAGE}",
            "application/mbox",
            id="archive-of-a-list",
        ),
        pytest.param("call.txt", MESSAGE, "message/rfc822", id="mail-saved-as-text"),
        pytest.param("call", MESSAGE, "message/rfc822", id="mail-by-looks"),
        pytest.param("a.eml", MHTML, "text/html", id="web-archive-saved-as-mail"),
        pytest.param("call.txt", "From: us\nTo: you\nDeadline: 1 May\n\nPapers", "text/plain", id="text-with-colons"),
    ],
)
def test_knows_mail_when_it_sees_it(tmp_path: Path, name: str, content: str, media_type: str) -> None:
    body = gzip.compress(content.encode()) if name.endswith(".gz") else content
    assert page_from_file(a_file(tmp_path, name, body), url="https://a.example/", now=NOW).media_type == media_type


@pytest.mark.parametrize("asked", ["Call.html", "Call_files", "site", "alone"])
def test_a_page_saved_with_its_folder_is_that_page(tmp_path: Path, asked: str) -> None:
    for folder in ("Call_files", "site", "alone"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "picture.png").write_bytes(b"x")
    for place in ("Call.html", "site/index.html", "site/other.html", "alone/page.htm"):
        (tmp_path / place).write_text("<h1>Care</h1>")
    assert page_from_file(tmp_path / asked, now=NOW).body == b"<h1>Care</h1>"


def test_a_folder_of_several_pages_is_none(tmp_path: Path) -> None:
    for name in ("a.html", "b.html"):
        (tmp_path / name).write_text("<p>x")
    with pytest.raises(UsageError, match="name the page in it"):
        page_from_file(tmp_path, now=NOW)
