"""`cfpfeeds why` and what `cfpfeeds check` says of overrides, as they are typed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from cfpfeeds import cli
from cfpfeeds.operations import database_url
from cfpfeeds.store import open_store
from tests.builders import a_listing
from tests.commands.mirror import Answer, a_mirror, a_table, place, written

Run = Callable[..., tuple[int, str, str]]

PRESS = a_listing({"title": "Care at night", "link": "https://press.example/1"})
HUB = a_listing(
    {"title": "Care at night", "link": "https://hub.example/x"},
    {"title": "Care by day", "link": "https://hub.example/y"},
)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """`cfpfeeds ARGV` in an empty folder, after a poll of a press and a hub that lists its call and another."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("CFPFEEDS_DATABASE", str(tmp_path / "calls.sqlite"))
    monkeypatch.chdir(tmp_path)
    written(tmp_path, a_table("press"), a_table("hub"))

    def command(*argv: str) -> tuple[int, str, str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main(list(argv))
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    with a_mirror({place("press"): Answer(PRESS), place("hub"): Answer(HUB)}) as mirror:
        assert command("poll", "--mirror", mirror.url, "--as-of", "2026-11-24")[0] == 0
    return command


def ids() -> dict[str, str]:
    """The ids of all calls that are shown, by their titles."""
    store = open_store(database_url("calls.sqlite"))
    found = {call.title: call.id for call in store.calls()}
    store.close()
    return found


def test_why_prints_the_evidence_for_each_sighting_and_what_was_kept_apart(run: Run) -> None:
    call_id = ids()["Care at night"]
    status, out, _ = run("why", call_id)
    lines = out.splitlines()
    assert status == 0
    assert lines[0] == f"{call_id}  Care at night  (Journal of Care)"
    assert sum('"Care at night", seen 2026-11-24' in line for line in lines) == 2
    assert "+4 the title" in out
    assert "+6 the same days" in out
    assert "Looked alike and kept apart:" in out
    assert '"Care by day"' in out.partition("kept apart")[2]


def test_why_takes_the_address_of_a_call_and_prints_json(run: Run) -> None:
    call_id = ids()["Care at night"]
    _, out, _ = run("why", "--json", f"http://127.0.0.1:8080/calls/{call_id}")
    found = json.loads(out)
    assert found["id"] == call_id
    assert sorted(s["sighting"].partition("/")[0] for s in found["sightings"]) == ["hub", "press"]
    assert all(s["points"] >= 6 and s["veto"] is None for s in found["sightings"])


def test_why_of_a_call_that_is_not_there_is_one_clear_line(run: Run) -> None:
    assert run("why", "nonesuch") == (2, "", "cfpfeeds: no call has the id 'nonesuch'\n")


def test_check_names_overrides_that_mean_nothing_any_more(run: Run, tmp_path: Path) -> None:
    call_id = ids()["Care at night"]
    written(tmp_path, a_table("press"), a_table("hub"), f'[[same]]\ncalls = ["{call_id}", "nonesuch"]')
    status, _, err = run("check")
    assert status == 0
    assert (
        err == f"{tmp_path}/sources.toml: an override names 'nonesuch', but there is no such call or sighting here.\n"
    )


def test_apart_and_hide_work_from_the_file_at_the_next_poll(run: Run, tmp_path: Path) -> None:
    found = ids()
    listed = [s["sighting"] for s in json.loads(run("why", "--json", found["Care at night"])[1])["sightings"]]
    [press, hub] = sorted(listed, reverse=True)
    override = f'[[apart]]\ncalls = ["{press}", "{hub}"]\n[[hide]]\ncall = "{found["Care by day"]}"'
    written(tmp_path, a_table("press"), a_table("hub"), override)
    with a_mirror({place("press"): Answer(PRESS), place("hub"): Answer(HUB)}) as mirror:
        run("poll", "--mirror", mirror.url, "--as-of", "2026-11-25")
    assert "Care by day" not in ids()
    [alone] = json.loads(run("why", "--json", found["Care at night"])[1])["sightings"]
    assert alone["sighting"] in (press, hub)
