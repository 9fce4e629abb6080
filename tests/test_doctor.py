"""What the doctor finds, and how grave it is."""

from __future__ import annotations

import shutil
import socket
from collections import namedtuple
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from cfpfeeds.doctor import Finding, Grade, examine, in_clear
from cfpfeeds.model import HubState, Outcome, OutcomeKind, Plan, SourceState
from cfpfeeds.store import poller_lock
from tests.builders import a_store
from tests.commands.mirror import a_table, written
from tests.fakes import NOW

SETTINGS = (
    '[settings]\nbase_url = "https://c.example.org"\ncontact = "a@example.org"\nwebhook = "https://chat.example/x"\n'
)


def findings(folder: Path, settings: str = SETTINGS, offline: bool = True) -> list[Finding]:
    path = written(folder, settings, a_table())
    return list(examine(path, lambda _: f"sqlite:///{folder}/calls.sqlite", NOW, offline=offline))


def bad(found: list[Finding]) -> list[str]:
    return [f"{one.what}: {one.words}" for one in found if one.grade is Grade.BAD]


def polled(folder: Path, days: float = -1, failures: int = 0) -> None:
    at = NOW + timedelta(days=days)
    kind = OutcomeKind.FAILED if failures else OutcomeKind.UNCHANGED
    with closing(a_store(folder)) as store:
        state = SourceState("press", at, at, at, failures)
        store.apply(Plan(), state, Outcome("press", kind, "no answer", at))


def test_a_sound_service_has_nothing_to_mend(tmp_path: Path) -> None:
    polled(tmp_path)
    found = findings(tmp_path)
    assert {one.grade for one in found} == {Grade.OK}
    assert {"version", "configuration", "disk", "clock", "network", "database", "permissions"} <= {
        o.what for o in found
    }


def test_a_hub_that_fails_is_told_and_nothing_is_said_of_none(tmp_path: Path) -> None:
    polled(tmp_path)
    assert [one for one in findings(tmp_path) if one.what == "hub"] == []
    with closing(a_store(tmp_path)) as store:
        store.settle_pings({}, HubState("https://hub.example/", 3, "answered 502"))
    found = [one for one in findings(tmp_path, SETTINGS + 'hub = "https://hub.example/"\n') if one.what == "hub"]
    assert [one.grade for one in found] == [Grade.WARN]
    assert "3 times in a row: answered 502" in found[0].words


@pytest.mark.parametrize(
    ("address", "told"),
    [
        pytest.param("https://calls.example.org", False, id="https"),
        pytest.param("http://127.0.0.1:8080", False, id="this-machine"),
        pytest.param("http://[::1]:8080", False, id="this-machine-by-ipv6"),
        pytest.param("http://localhost:8080/calls", False, id="this-machine-by-name"),
        pytest.param("", False, id="none"),
        pytest.param("http://calls.example.org", True, id="http"),
    ],
)
def test_an_address_in_clear_is_told_of_since_no_guide_could_show_its_lists(address: str, told: bool) -> None:
    assert ("show no frame" in in_clear(address)) is told


def test_a_service_that_has_never_run_is_sound(tmp_path: Path) -> None:
    assert bad(findings(tmp_path)) == []


def test_what_is_wrong_in_the_configuration_is_told_and_nothing_else_looked_at(tmp_path: Path) -> None:
    found = findings(tmp_path, '[settings]\ntitel = "x"\n')
    assert "titel" in bad(found)[0]
    assert {one.what for one in found} == {"version", "configuration"}


def test_what_an_operator_should_set_is_a_warning(tmp_path: Path) -> None:
    warned = [one.words for one in findings(tmp_path, "[settings]\n") if one.grade is Grade.WARN]
    assert [word for word in ("contact", "base_url", "webhook") if any(word in words for words in warned)] == [
        "contact",
        "base_url",
        "webhook",
    ]


@pytest.mark.parametrize(
    ("free", "grade"), [(5_000_000_000, Grade.OK), (500_000_000, Grade.WARN), (50_000_000, Grade.BAD)]
)
def test_a_disk_that_fills_up_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, grade: Grade
) -> None:
    usage = namedtuple("usage", "total used free")(10**12, 0, free)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    assert [one.grade for one in findings(tmp_path) if one.what == "disk"] == [grade]


def test_a_damaged_database_is_bad(tmp_path: Path) -> None:
    (tmp_path / "calls.sqlite").write_bytes(b"no database" * 999)
    assert "no sound database" in bad(findings(tmp_path))[0]


def test_a_clock_that_jumped_back_is_bad(tmp_path: Path) -> None:
    polled(tmp_path, days=3)
    assert "jumped back" in bad(findings(tmp_path))[0]


def test_an_ill_source_is_a_warning(tmp_path: Path) -> None:
    polled(tmp_path, failures=4)
    assert ["4 times in a row" in one.words for one in findings(tmp_path) if one.what == "source"] == [True]


def test_a_poller_at_work_is_named(tmp_path: Path) -> None:
    polled(tmp_path)
    said = [one.words for one in findings(tmp_path) if one.what == "database"]
    assert "no poller runs" in said[0]
    with poller_lock(f"sqlite:///{tmp_path}/calls.sqlite"):
        said = [one.words for one in findings(tmp_path) if one.what == "database"]
    assert "a poller is at work" in said[0]


def test_files_that_everybody_may_write_are_bad(tmp_path: Path) -> None:
    polled(tmp_path)
    (tmp_path / "calls.sqlite").chmod(0o666)
    written(tmp_path, SETTINGS, a_table()).chmod(0o666)
    path = tmp_path / "sources.toml"
    found = list(examine(path, lambda _: f"sqlite:///{tmp_path}/calls.sqlite", NOW, offline=True))
    assert [line.partition(":")[0] for line in bad(found)] == ["permissions", "permissions"]


def test_names_that_do_not_resolve_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*_: object, **__: object) -> list[object]:
        raise socket.gaierror("no")

    monkeypatch.setattr(socket, "getaddrinfo", lost)
    assert "no host's name resolves" in bad(findings(tmp_path, offline=False))[0]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [object()])
    assert bad(findings(tmp_path, offline=False)) == []
