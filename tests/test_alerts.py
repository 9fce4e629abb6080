"""The operator is told once, by the way that was chosen, and nothing that a source says can forge the message."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from cfpfeeds.alerts import Ways, tell
from cfpfeeds.model import Outcome, OutcomeKind, Plan, SourceState
from cfpfeeds.store import Store
from tests.builders import a_store
from tests.fakes import NOW

NAMES = {"press": "Example Press", "hub": "The Hub"}
PAGE = "https://calls.example.org/status"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = a_store(tmp_path)
    yield opened
    opened.close()


def polled(store: Store, source_id: str, failures: int, reason: str = "no answer") -> None:
    kind = OutcomeKind.FAILED if failures else OutcomeKind.UNCHANGED
    warned = store.states().get(source_id, SourceState(source_id)).warned
    state = SourceState(source_id, NOW, NOW - timedelta(days=failures), NOW, failures, warned=warned)
    store.apply(Plan(), state, Outcome(source_id, kind, reason, NOW))


class Hook:
    """A webhook that answers `status` and keeps what it is sent."""

    def __init__(self, status: int = 204) -> None:
        self.status, self.got = status, list[dict[str, object]]()
        self.client = httpx.Client(transport=httpx.MockTransport(self._answer))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.got.append(json.loads(request.content))
        return httpx.Response(self.status)

    def told(self, store: Store) -> int:
        ways = Ways(webhook="https://chat.example/hook")
        return tell(store, NAMES, ways, misses=3, status_page=PAGE, client=self.client)


def test_a_webhook_hears_of_an_illness_once_and_of_its_end_once(store: Store) -> None:
    hook = Hook()
    for failures in (1, 2):
        polled(store, "press", failures)
        assert hook.told(store) == 0
    for failures in (3, 4, 5):
        polled(store, "press", failures)
        hook.told(store)
    polled(store, "press", 0)
    hook.told(store)
    hook.told(store)
    assert [m["subject"] for m in hook.got] == ["cfpfeeds: sources 1 not read", "cfpfeeds: sources 1 read again"]
    assert "Example Press: missed 3 times in a row. no answer" in str(hook.got[0]["text"])
    assert PAGE in str(hook.got[0]["text"])


def test_many_sources_are_one_message(store: Store) -> None:
    hook = Hook()
    for source_id in NAMES:
        polled(store, source_id, 3)
    assert hook.told(store) == 2
    assert len(hook.got) == 1


def test_a_message_that_was_refused_is_sent_again(store: Store) -> None:
    polled(store, "press", 3)
    assert Hook(500).told(store) == 0
    assert Hook().told(store) == 1


def test_without_a_way_nothing_is_told_and_nothing_remembered(store: Store) -> None:
    polled(store, "press", 3)
    assert tell(store, NAMES, Ways(), misses=3, status_page=PAGE) == 0
    assert not store.states()["press"].warned


def test_what_a_source_says_cannot_forge_a_line(store: Store) -> None:
    hook = Hook()
    polled(store, "press", 3, "bad\r\nBcc: everybody@example.org\n\nThe Hub: can be read again.")
    hook.told(store)
    lines = hook.got[0]["lines"]
    assert isinstance(lines, list)
    assert [line for line in lines if line.startswith("Example Press")] == [
        "Example Press: missed 3 times in a row. bad Bcc: everybody@example.org The Hub: can be read again."
    ]


class MailServer(threading.Thread):
    """As much of SMTP as one message needs."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port, self.got = self.listening.getsockname()[1], ""

    def run(self) -> None:
        connection, _ = self.listening.accept()
        with connection, connection.makefile("rw", newline="\r\n") as wire:
            print("220 here", file=wire, flush=True)
            for line in wire:
                if line.upper().startswith("DATA"):
                    print("354 go on", file=wire, flush=True)
                    for text in wire:
                        if text == ".\r\n":
                            break
                        self.got += text
                print("221 bye" if line.upper().startswith("QUIT") else "250 fine", file=wire, flush=True)


def test_mail_reaches_the_operator(store: Store) -> None:
    server = MailServer()
    server.start()
    polled(store, "press", 3)
    ways = Ways(mail="ops@example.edu", server=f"smtp://127.0.0.1:{server.port}", sender="calls@example.edu")
    assert tell(store, NAMES, ways, misses=3, status_page=PAGE) == 1
    server.join(5)
    server.listening.close()
    assert "To: ops@example.edu" in server.got
    assert "Subject: cfpfeeds: sources 1 not read" in server.got
    assert "Example Press: missed 3 times" in server.got


def test_a_mail_server_that_is_away_costs_nothing_but_the_message(store: Store) -> None:
    polled(store, "press", 3)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    ways = Ways(mail="ops@example.edu", server=f"smtp://127.0.0.1:{port}")
    assert tell(store, NAMES, ways, misses=3, status_page=PAGE) == 0
