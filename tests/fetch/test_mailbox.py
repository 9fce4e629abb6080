"""Mail as a source: a server that speaks IMAP on loopback, mailboxes and folders of messages."""

from __future__ import annotations

import os
import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cfpfeeds.config import Source
from cfpfeeds.config.load import parse
from cfpfeeds.errors import BlockedError, ConfigError, FetchError
from cfpfeeds.extract import extract_by_first
from cfpfeeds.fetch import HttpFetcher, MailRequest
from cfpfeeds.model import Cause, Outcome, OutcomeKind, Page
from cfpfeeds.poll import poll_source
from cfpfeeds.store import Store
from tests.builders import a_store, minter

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def letter(subject: str, words: str = "Papers are due on 1 May 2027.") -> bytes:
    head = (
        f"From: A <a@lists.example>\r\nTo: b@lists.example\r\nSubject: {subject}\r\nMessage-ID: <{subject[:9]}@l>\r\n"
    )
    return f"{head}Date: Mon, 02 Nov 2026 10:00:00 +0000\r\n\r\n{words}\r\n".replace("> ", ">").encode()


@dataclass
class Imap:
    """A server with one user and one folder; `said` lists the commands it heard."""

    letters: list[bytes] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    port: int = 0
    breaks_off: bool = False


@contextmanager
def a_server(*letters: bytes, **more: Any) -> Iterator[Imap]:
    imap = Imap(list(letters), **more)

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"* OK ready\r\n")
            while line := self.rfile.readline():
                tag, _, command = line.decode().strip().partition(" ")
                imap.said.append(command)
                if imap.breaks_off and command.startswith("UID FETCH"):
                    return
                for answer in _answers(imap, command):
                    self.wfile.write(answer)
                verdict = b"NO" if _refused(command) else b"OK"
                self.wfile.write(tag.encode() + b" " + verdict + b" done\r\n")
                if command == "LOGOUT":
                    return

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    imap.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield imap
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _refused(command: str) -> bool:
    return (command.startswith("LOGIN") and "right" not in command) or command.startswith('EXAMINE "None"')


def _answers(imap: Imap, command: str) -> Iterator[bytes]:
    if command == "CAPABILITY":
        yield b"* CAPABILITY IMAP4rev1\r\n"
    elif command.startswith("EXAMINE") and not _refused(command):
        yield f"* {len(imap.letters)} EXISTS\r\n".encode()
    elif command.startswith("UID SEARCH"):
        yield b"* SEARCH " + b" ".join(str(n).encode() for n in range(1, len(imap.letters) + 1)) + b"\r\n"
    elif found := re.match(r"UID FETCH (\d+)", command):
        body = imap.letters[int(found[1]) - 1]
        yield f"* {found[1]} FETCH (UID {found[1]} BODY[]<0> {{{len(body)}}}\r\n".encode() + body + b")\r\n"
    elif command == "LOGOUT":
        yield b"* BYE\r\n"


def fetched(request: MailRequest, password: str = "right") -> Page:
    with HttpFetcher(
        contact="",
        clock=lambda: NOW,
        monotonic=lambda: 0.0,
        sleep=lambda _: None,
        secret=lambda name: password if name == "CALLS" else "",
    ) as fetcher:
        return fetcher.mail(request)


def asked(imap: Imap, **more: Any) -> MailRequest:
    told = {"server": "127.0.0.1", "port": imap.port, "user": "calls", "password_env": "CALLS", "tls": False, **more}
    return MailRequest(url="https://lists.example/", timeout_s=5, **told)


SOURCE = """[[source]]
id = "mail"
name = "Mail"
url = "https://lists.example/"
complete = false
mailbox = {{ {mailbox} }}
[source.rules]
kind = "article"
keep = "call for papers"
"""


def titles(page: Page) -> list[str]:
    [source] = parse(SOURCE.format(mailbox='path = "x"')).sources
    return [call.title for call in extract_by_first(page, source.all_rules).calls]


class TestAServer:
    def test_its_letters_are_calls(self) -> None:
        with a_server(letter("Call for papers: Care"), letter("Dinner")) as imap:
            page = fetched(asked(imap))
        assert (page.url, page.media_type, page.fetched_at) == ("https://lists.example/", "application/mbox", NOW)
        assert titles(page) == ["Call for papers: Care"]

    def test_nothing_is_changed_on_it(self) -> None:
        with a_server(letter("Call for papers: Care")) as imap:
            fetched(asked(imap, folder="Lists/Calls"))
        assert 'EXAMINE "Lists/Calls"' in imap.said
        assert not any(re.match(r"SELECT|STORE|UID STORE|EXPUNGE|.*BODY\[\]", command) for command in imap.said)
        assert any("BODY.PEEK[]" in command for command in imap.said)

    def test_only_what_arrived_lately_is_asked_for(self) -> None:
        with a_server() as imap:
            fetched(asked(imap, days=30))
        assert "UID SEARCH SINCE 25-Oct-2026" in imap.said

    def test_the_newest_letters_are_taken(self) -> None:
        with a_server(*(letter(f"Call for papers: {n}") for n in range(12))) as imap:
            page = fetched(asked(imap, most=2))
        assert titles(page) == ["Call for papers: 10", "Call for papers: 11"]

    def test_an_empty_folder_is_an_empty_list(self) -> None:
        with a_server() as imap:
            assert fetched(asked(imap)).body == b""

    def test_the_same_letters_are_the_same_bytes(self) -> None:
        with a_server(letter("Call for papers: Care")) as imap:
            assert fetched(asked(imap)).body == fetched(asked(imap)).body

    def test_a_line_that_begins_with_from_parts_no_letter(self) -> None:
        with a_server(letter("Call for papers: Care", "x\r\nFrom now on\r\ny")) as imap:
            assert len(titles(fetched(asked(imap)))) == 1

    def test_a_wrong_password_is_a_log_in_that_blocks(self) -> None:
        with a_server() as imap, pytest.raises(BlockedError, match="does not know calls") as caught:
            fetched(asked(imap), password="wrong")
        assert caught.value.cause == Cause.LOG_IN
        assert "wrong" not in str(caught.value)

    def test_a_password_that_is_not_set_is_named(self) -> None:
        with a_server() as imap, pytest.raises(FetchError, match=r"environment variable CALLS .* is not set"):
            fetched(asked(imap), password="")

    def test_a_folder_that_is_not_there(self) -> None:
        with a_server() as imap, pytest.raises(FetchError, match="no folder 'None'"):
            fetched(asked(imap, folder="None"))

    def test_a_server_that_breaks_off(self) -> None:
        with (
            a_server(letter("Call for papers"), breaks_off=True) as imap,
            pytest.raises(FetchError, match="mail server"),
        ):
            fetched(asked(imap))

    def test_a_server_that_is_not_there(self) -> None:
        with a_server() as imap:
            request = asked(imap)
        with pytest.raises(FetchError, match="does not answer"):
            fetched(request)

    def test_a_server_without_the_tls_that_was_asked_for(self) -> None:
        with a_server() as imap, pytest.raises(FetchError, match="does not answer"):
            fetched(asked(imap, tls=True))


class TestFilesAndFolders:
    def test_a_mailbox_file(self, tmp_path: Path) -> None:
        body = b"".join(b"From a@b Mon Nov  2 10:00:00 2026\n" + letter(f"Call for papers: {n}") for n in (1, 2))
        (tmp_path / "calls.mbox").write_bytes(body.replace(b"\r\n", b"\n"))
        page = fetched(MailRequest(url="https://lists.example/", path=str(tmp_path / "calls.mbox")))
        assert titles(page) == ["Call for papers: 1", "Call for papers: 2"]

    @pytest.mark.parametrize(
        ("parted", "more", "kept"),
        [
            pytest.param("a@b Mon Nov  2 10:00:00 2026", "", True, id="arrived-lately"),
            pytest.param("a@b Fri Jan  2 10:00:00 2026", "", False, id="arrived-long-ago"),
            pytest.param("- Thu Jan  1 00:00:00 1970", "Date: Mon, 02 Nov 2026 10:00:00 +0000", True, id="sent-lately"),
            pytest.param(
                "- Thu Jan  1 00:00:00 1970", "Date: Fri, 02 Jan 2026 10:00:00 +0000", False, id="sent-long-ago"
            ),
            pytest.param("-", "Received: by m; Mon, 2 Nov 2026 10:00:00 +0000", True, id="received-lately"),
            pytest.param("-", "Received: by m; Fri, 2 Jan 2026 10:00:00 +0000", False, id="received-long-ago"),
            pytest.param("-", "", True, id="no-day-at-all"),
            pytest.param("-", "Date: yesterday", True, id="a-day-that-is-none"),
            pytest.param("-", "Date: Mon, 02 Nov 99999 10:00:00 +0000", True, id="a-year-that-is-none"),
        ],
    )
    def test_an_old_message_of_a_mailbox_file_is_left(self, tmp_path: Path, parted: str, more: str, kept: bool) -> None:
        head = "".join(f"{line}\n" for line in (f"From {parted}", "Subject: Call for papers: Care", more) if line)
        (tmp_path / "calls.mbox").write_text(f"{head}\nPapers are due on 1 May 2027.\n\n")
        page = fetched(MailRequest(url="https://lists.example/", path=str(tmp_path / "calls.mbox"), days=90))
        assert (titles(page) if page.body else []) == (["Call for papers: Care"] if kept else [])

    @pytest.mark.parametrize("inside", ["", "new", "cur"])
    def test_a_folder_of_messages_or_a_maildir(self, tmp_path: Path, inside: str) -> None:
        for name in ("cur", "new", "tmp") if inside else ():
            (tmp_path / name).mkdir()
        for number, age in ((1, 5), (2, 1), (3, 400)):
            path = tmp_path / inside / f"{number}.eml"
            path.write_bytes(letter(f"Call for papers: {number}"))
            at = (NOW - timedelta(days=age)).timestamp()
            os.utime(path, (at, at))
        page = fetched(MailRequest(url="https://lists.example/", path=str(tmp_path)))
        assert titles(page) == ["Call for papers: 1", "Call for papers: 2"]

    def test_a_place_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(FetchError, match="cannot be read"):
            fetched(MailRequest(url="https://lists.example/", path=str(tmp_path / "none")))


@pytest.mark.parametrize(
    ("mailbox", "words"),
    [
        pytest.param('folder = "a"', "needs either `server`", id="no-place"),
        pytest.param('server = "a.example", path = "b"', "needs either `server`", id="two-places"),
        pytest.param('server = "a.example", user = "b"', "password_env", id="no-password"),
        pytest.param('server = "a.example", user = "b", password_env = "C", tls = false', "must use TLS", id="no-tls"),
        pytest.param('server = "a.example", user = "b", password = "c"', "`mailbox.password` is unknown", id="secret"),
    ],
)
def test_a_mailbox_that_cannot_be_meant_is_refused(mailbox: str, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse(SOURCE.format(mailbox=mailbox))
    assert any(words in problem for problem in caught.value.problems), caught.value.problems


def test_mail_is_never_a_complete_list() -> None:
    with pytest.raises(ConfigError, match="complete = false"):
        parse(SOURCE.format(mailbox='path = "x"').replace("complete = false\n", ""))


def test_a_poll_reads_mail_and_an_empty_mailbox_closes_nothing(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    with a_server(letter("Call for papers: Care")) as imap:
        told = f'server = "127.0.0.1", port = {imap.port}, user = "calls", password_env = "CALLS", tls = false'
        [source] = parse(SOURCE.format(mailbox=told).replace("complete", "may_be_empty = true\ncomplete")).sources
        first = polled(source, store)
        imap.letters.clear()
        second = polled(source, store)
    calls = store.calls()
    store.close()
    assert (first.kind, first.new) == (OutcomeKind.UPDATED, 1)
    assert second.kind.healthy
    assert [call.title for call in calls] == ["Care"]


def polled(source: Source, store: Store) -> Outcome:
    with HttpFetcher(
        contact="",
        clock=lambda: NOW,
        monotonic=lambda: 0.0,
        sleep=lambda _: None,
        secret=lambda _: "right",
    ) as fetcher:
        return poll_source(source, store, fetcher, now=NOW, mint=minter(), every=timedelta(hours=12))
