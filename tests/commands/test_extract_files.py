"""`cfpfeeds extract` on whatever a person may have saved."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from cfpfeeds.cli import main
from tests.pdfs import a_pdf, lines

HTML = b"<html><h1>Call for papers: ageing at home</h1><p>Papers are due on 1 March 2027.</p></html>"
MAIL = (
    b"From: Ann Lee <ann@a.example>\nSubject: Call for papers: ageing at home\nMessage-ID: <1@a.example>\n"
    b"Date: Wed, 4 Nov 2026 04:05:06 +0000\n\nPapers are due on 1 March.\n\n"
    b"On 3 May 2026 Bo wrote:\n> Papers: 1 April\n"
)
PDF = a_pdf(lambda pdf: lines(pdf, "Call for papers: ageing at home", "Papers: 1 March 2027"))


Run = Callable[[Path], tuple[int, str]]


@pytest.fixture
def extracted(capsys: pytest.CaptureFixture[str]) -> Run:
    """`cfpfeeds extract FILE --json`: its exit status, and all that it printed."""

    def run(path: Path) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            main(["extract", str(path), "--url", "https://a.example/c", "--as-of", "2026-11-25", "--json"])
        told = capsys.readouterr()
        return int(ended.value.code or 0), told.out + told.err

    return run


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("call.html", HTML, id="html"),
        pytest.param("call.html.gz", gzip.compress(HTML), id="html-packed"),
        pytest.param("call.pdf", PDF, id="pdf"),
        pytest.param("call.pdf.gz", gzip.compress(PDF), id="pdf-packed"),
        pytest.param("download", PDF, id="pdf-without-a-name"),
        pytest.param("call.eml", MAIL, id="mail"),
        pytest.param("list.mbox", b"From ann@a.example Wed Nov  4 04:05:06 2026\n" + MAIL, id="mailbox"),
        pytest.param(
            "call.txt",
            b"Call for papers: ageing at home\n\nPapers       1 March 2027\nTalks        2 May 2028\n",
            id="text",
        ),
    ],
)
def test_a_saved_call_yields_its_deadline(extracted: Run, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    status, output = extracted(tmp_path / name)
    (call,) = json.loads(output)["calls"]
    assert status == 0
    assert "ageing at home" in call["title"]
    assert ("submission", "2027-03-01") in [(one["kind"], one["date"]) for one in call["deadlines"]]
    assert "2026-04-01" not in output


def test_every_message_of_a_mailbox_is_read(extracted: Run, tmp_path: Path) -> None:
    other = MAIL.replace(b"ageing at home", b"care abroad").replace(b"<1@", b"<2@")
    line = b"From ann@a.example Wed Nov  4 04:05:06 2026\n"
    (tmp_path / "list.mbox").write_bytes(line + MAIL + b"\n" + line + other)
    assert len(json.loads(extracted(tmp_path / "list.mbox")[1])["calls"]) == 2


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        pytest.param("a.pdf", a_pdf(lambda pdf: lines(pdf, "x"), password="p"), "asks for a password", id="encrypted"),
        pytest.param("a.pdf", PDF[:300], "is broken", id="cut"),
        pytest.param("a.pdf", a_pdf(lambda pdf: pdf.line(1, 1, 9, 9)), "a scan?", id="scanned"),
        pytest.param("a.mbox", b"nothing of the kind", "is no mailbox", id="no-mailbox"),
    ],
)
def test_what_cannot_be_read_says_why(extracted: Run, tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(content)
    status, output = extracted(tmp_path / name)
    assert (status, reason in output, "Traceback" in output) == (1, True, False)
