"""Bytes to text where what is announced is wrong, missing or no encoding at all."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpfeeds.errors import ExtractError
from cfpfeeds.extract.html import decoded, parse
from cfpfeeds.model import Page

NOW = datetime(2026, 11, 24, tzinfo=UTC)
LONG = "Überblick über Fristen für Beiträge. "


def a_page(body: bytes, charset: str = "") -> Page:
    return Page("https://j.example/", "https://j.example/", 200, "text/html", body, NOW, charset)


@pytest.mark.parametrize(
    ("body", "charset", "text"),
    [
        pytest.param("Müll – 1".encode(), "iso-8859-1", "Müll – 1", id="utf-8-announced-as-latin-1"),
        pytest.param("Müll – 1".encode("cp1252"), "iso-8859-1", "Müll – 1", id="windows-dash-announced-as-latin-1"),
        pytest.param(b"\xef\xbb\xbfM\xc3\xbcll", "iso-8859-1", "Müll", id="mark-beats-header"),
        pytest.param("締切".encode("shift_jis"), "Shift_JIS", "締切", id="japanese"),
        pytest.param("締切".encode("iso2022_jp"), "iso-2022-jp", "締切", id="japanese-in-ascii-bytes"),
        pytest.param("截稿".encode("gb18030"), "gb2312", "截稿", id="chinese-beyond-its-label"),
        pytest.param((LONG * 3).encode() + b"\xff", "", LONG * 3 + "\ufffd", id="one-broken-byte"),
        pytest.param(b"M\xc3\xbcll \xff", "utf-8", "Müll \ufffd", id="broken-but-announced"),
        pytest.param(b"<meta charset='iso-8859-5'>" + "срок".encode("iso-8859-5"), "", "срок", id="meta"),
        pytest.param("due".encode("utf-16"), "", "due", id="utf-16"),
    ],
)
def test_text_is_what_its_author_wrote(body: bytes, charset: str, text: str) -> None:
    assert decoded(a_page(body, charset)).endswith(text)


@given(st.binary(max_size=60), st.sampled_from(["", "undefined", "idna", "utf-7", "rot13", "a\0b", "zip", "x" * 300]))
def test_no_bytes_and_no_name_of_an_encoding_break_it(body: bytes, charset: str) -> None:
    assert isinstance(decoded(a_page(body, charset)), str)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"%PDF-1.7\n...", id="pdf"),
        pytest.param(b"GIF89a...", id="image"),
        pytest.param(b"\x1f\x8b\x08\x00...", id="compressed"),
        pytest.param(bytes(range(32)) * 9, id="binary"),
    ],
)
def test_files_of_another_kind_are_refused(body: bytes) -> None:
    with pytest.raises(ExtractError, match="page"):
        parse(a_page(body))
