"""The commands as they are typed: what they print, what they leave behind, and how they end."""

from __future__ import annotations

import ctypes
import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cfpfeeds import cli
from cfpfeeds.cli.options import Options
from cfpfeeds.store import open_store, opening
from tests.builders import a_listing
from tests.commands.mirror import Answer, Mirror, a_mirror, a_table, place, started, written

ARTICLE = """<!doctype html><html lang="en"><head><title>Call for papers: Night work</title></head><body><main>
<h1>Call for papers: Night work in hospitals</h1><p>The Journal of Night Work invites papers on shifts.</p>
<p>Submission deadline: 15 March 2027</p></main></body></html>"""


@dataclass
class Ended:
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]

    def complains_once(self, *words: str) -> None:
        """One line on stderr that holds `words`; nothing on stdout, no traceback."""
        assert self.out == ""
        assert len(self.err.splitlines()) == 1, self.err
        assert "Traceback" not in self.err
        for word in words:
            assert word in self.err


Run = Callable[..., Ended]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """`cfpfeeds ARGV` in this process, in an empty folder, with a database of its own."""
    for name in [name for name in os.environ if name.startswith(("CFPFEEDS_", "XDG_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("CFPFEEDS_DATABASE", str(tmp_path / "calls.sqlite"))
    monkeypatch.chdir(tmp_path)

    def command(*argv: str) -> Ended:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main(list(argv))
        said = capsys.readouterr()
        return Ended(int(ended.value.code or 0), said.out, said.err)

    return command


@pytest.fixture
def mirror() -> Iterator[Mirror]:
    """Two sources that are well: a press with two calls, a society with one."""
    press = a_listing({"title": "Care at night", "due": "2027-03-01"}, {"title": "Care by day", "due": "2027-04-01"})
    society = a_listing(
        {"title": "Walls and roofs", "venue": "Building Quarterly", "link": "https://society.example/9"}
    )
    with a_mirror({place("press"): Answer(press), place("society"): Answer(society)}) as mirror:
        yield mirror


@pytest.fixture
def two(tmp_path: Path) -> Path:
    return written(tmp_path, a_table("press"), a_table("society"))


def poll(run: Run, mirror: Mirror, *argv: str, as_of: str = "2026-11-24") -> Ended:
    return run("poll", "--mirror", mirror.url, "--as-of", as_of, *argv)


def rows(tmp_path: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(tmp_path / "calls.sqlite")) as database:
        return database.execute(query).fetchall()


def titles(tmp_path: Path) -> list[str]:
    return sorted(json.loads(body)["title"] for (body,) in rows(tmp_path, "SELECT body FROM calls"))


# --- poll


@pytest.mark.usefixtures("two")
def test_poll_shows_a_row_a_source(run: Run, mirror: Mirror, tmp_path: Path) -> None:
    ended = poll(run, mirror)
    assert ended.status == 0
    cells = [[cell.strip() for cell in line.split("│")[1:-1]] for line in ended.out.splitlines() if "│" in line]
    assert [row[:6] for row in cells] == [
        ["press", "updated", "2", "2", "0", "0"],
        ["society", "updated", "1", "1", "0", "0"],
    ]
    assert all(heading in ended.out for heading in ("source", "outcome", "calls", "new", "changed", "problems"))
    assert titles(tmp_path) == ["Care at night", "Care by day", "Walls and roofs"]


@pytest.mark.usefixtures("two")
def test_poll_json_is_one_object_a_source(run: Run, mirror: Mirror) -> None:
    ended = poll(run, mirror, "--json")
    assert ended.status == 0
    assert [line["source"] for line in ended.lines] == ["press", "society"]
    press = ended.lines[0]
    assert press.pop("seconds") >= 0
    assert press == {
        "source": "press",
        "outcome": "updated",
        "reason": "2 new, 0 changed",
        "cause": None,
        "at": "2026-11-24T12:00:00+00:00",
        "calls": 2,
        "new": 2,
        "changed": 0,
        "problems": [],
        "warning": "",
    }


@pytest.mark.usefixtures("two")
def test_poll_of_a_named_source_asks_no_other(run: Run, mirror: Mirror) -> None:
    ended = poll(run, mirror, "--json", "society")
    assert [line["source"] for line in ended.lines] == ["society"]
    assert [path for path, _ in mirror.asked] == [place("society")]


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("day", ["2026-11-24", "2026-11-25"])
def test_a_second_poll_asks_conditionally_and_changes_no_document(
    run: Run, mirror: Mirror, tmp_path: Path, day: str
) -> None:
    poll(run, mirror)
    everything = "SELECT path, etag, modified, body, gzip FROM documents ORDER BY path"
    documents, calls = rows(tmp_path, everything), rows(tmp_path, "SELECT * FROM calls ORDER BY id")
    mirror.asked.clear()
    ended = poll(run, mirror, "--json", as_of=day)
    assert ended.status == 0
    assert [line["outcome"] for line in ended.lines] == ["unchanged", "unchanged"]
    assert sorted(path for path, _ in mirror.asked) == [place("press"), place("society")]
    assert all(etag for _, etag in mirror.asked)
    assert len(documents) > 100
    assert rows(tmp_path, everything) == documents
    assert rows(tmp_path, "SELECT * FROM calls ORDER BY id") == calls


@pytest.mark.usefixtures("two")
def test_a_moved_deadline_is_a_change(run: Run, mirror: Mirror) -> None:
    poll(run, mirror)
    mirror.answers[place("society")].body = a_listing(
        {
            "title": "Walls and roofs",
            "venue": "Building Quarterly",
            "link": "https://society.example/9",
            "due": "2027-05-05",
        }
    )
    ended = poll(run, mirror, "--json", as_of="2026-11-26")
    assert [(line["outcome"], line["new"], line["changed"]) for line in ended.lines] == [
        ("unchanged", 0, 0),
        ("updated", 0, 1),
    ]


SICK = {
    "gone": (Answer(b"nothing here", 404, "text/plain"), "", "failed", "404"),
    "broken": (Answer(b"oops", 500, "text/plain"), "", "failed", "500"),
    "refusing": (Answer(b"go away", 403, "text/html"), "", "blocked", "403"),
    "hanging": (Answer(a_listing({}), pause_s=30), 'timeout = "1s"', "failed", "1"),
    "empty": (Answer(b""), "", "failed", "empty"),
    "no-calls": (Answer(a_listing()), "", "suspicious", "no call at all"),
    "a-web-page": (
        Answer(b"<!doctype html><title>Sorry</title><p>Sorry", media_type="text/html"),
        "",
        "failed",
        "web page",
    ),
    "too-large": (Answer(a_listing({"title": "x" * 5000})), "max_bytes = 1000", "failed", "1000"),
}


def test_each_sick_source_has_its_reason_and_the_good_one_is_updated(run: Run, mirror: Mirror, tmp_path: Path) -> None:
    written(tmp_path, *(a_table(name, more) for name, (_, more, _, _) in SICK.items()), a_table("press"))
    mirror.answers.update({place(name): answer for name, (answer, _, _, _) in SICK.items()})
    ended = poll(run, mirror, "--json")
    found = {line["source"]: line for line in ended.lines}
    for name, (_, _, outcome, word) in SICK.items():
        assert found[name]["outcome"] == outcome, found[name]
        assert word in found[name]["reason"], found[name]
    assert (found["press"]["outcome"], found["press"]["new"]) == ("updated", 2)
    assert ended.status == 0
    assert titles(tmp_path) == ["Care at night", "Care by day"]


@pytest.mark.usefixtures("two")
def test_the_reason_of_a_sick_source_stands_below_the_table(run: Run, mirror: Mirror) -> None:
    mirror.answers[place("society")] = Answer(b"oops", 500, "text/plain")
    ended = poll(run, mirror)
    reasons = [line for line in ended.out.splitlines() if line.startswith("society: failed: ")]
    assert len(reasons) == 1
    assert "500" in reasons[0]


@pytest.mark.parametrize("name", SICK)
def test_the_last_good_calls_outlive_a_sick_poll(run: Run, mirror: Mirror, tmp_path: Path, name: str) -> None:
    answer, more, outcome, _ = SICK[name]
    written(tmp_path, a_table("press"))
    assert poll(run, mirror).status == 0
    documents = rows(tmp_path, "SELECT path, body FROM documents ORDER BY path")
    written(tmp_path, a_table("press", more))
    mirror.answers[place("press")] = answer
    ended = poll(run, mirror, "--json", as_of="2026-11-25")
    assert [line["outcome"] for line in ended.lines] == [outcome]
    assert ended.status == 1, "not one source was well"
    assert titles(tmp_path) == ["Care at night", "Care by day"]
    assert rows(tmp_path, "SELECT path, body FROM documents ORDER BY path") == documents


def test_one_odd_record_costs_nothing_but_itself(run: Run, mirror: Mirror, tmp_path: Path) -> None:
    written(tmp_path, a_table("press"))
    mirror.answers[place("press")].body = b'{"calls": [7, {"title": "Sound", "link": "https://press.example/1"}]}'
    ended = poll(run, mirror, "--json")
    assert ended.lines[0]["calls"] == 1
    assert [problem["where"] for problem in ended.lines[0]["problems"]] == ["record 1"]
    assert titles(tmp_path) == ["Sound"]


# --- what was typed or written wrongly


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    "argv",
    [
        pytest.param(("poll", "pres"), id="poll"),
        pytest.param(("import", "pres", "page.html"), id="import"),
        pytest.param(("extract", "page.html", "--source", "pres"), id="extract"),
    ],
)
def test_an_unknown_source_is_answered_with_the_nearest(run: Run, argv: tuple[str, ...]) -> None:
    ended = run(*argv)
    assert ended.status == 2
    ended.complains_once("'pres'", "did you mean press?")


@pytest.mark.parametrize(
    "argv",
    [
        pytest.param(("poll",), id="poll"),
        pytest.param(("check",), id="check"),
        pytest.param(("serve",), id="serve"),
        pytest.param(("import", "press", "page.html"), id="import"),
    ],
)
def test_all_problems_of_a_configuration_are_told_at_once(run: Run, tmp_path: Path, argv: tuple[str, ...]) -> None:
    written(tmp_path, '[settings]\nevry = "12h"', a_table("press", "langauge = 'en'"), a_table("society", "gap = 3"))
    ended = run(*argv)
    assert ended.status == 2
    assert ended.out == ""
    assert "Traceback" not in ended.err
    first, second, third = ended.err.splitlines()
    assert "evry" in first
    assert "did you mean `every`?" in first
    assert "press" in second
    assert "did you mean `language`?" in second
    assert "society" in third
    assert "gap" in third
    assert not (tmp_path / "calls.sqlite").exists()


@pytest.mark.parametrize(
    ("argv", "word"),
    [
        pytest.param(("poll", "--as-of", "tomorrow"), "'tomorrow' is not a day such as", id="as-of that is no day"),
        pytest.param(
            ("poll", "--as-of", "2026-02-30"), "'2026-02-30' is not a day such as", id="as-of no calendar has"
        ),
        pytest.param(("poll", "--as-off", "2026-02-20"), "--as-of", id="misspelt option"),
        pytest.param(("pol",), "pol", id="misspelt command"),
        pytest.param(("serve", "--port", "70000"), "70000", id="port out of range"),
        pytest.param(("extract",), "file or an address", id="extract without a page"),
        pytest.param(("extract", "missing.html"), "missing.html", id="extract of no file"),
        pytest.param(("extract", "--manifest", "missing.jsonl"), "missing.jsonl", id="no manifest"),
        pytest.param(("import", "press", "missing.html"), "missing.html", id="import of no file"),
        pytest.param(("check", "--config", "missing.toml"), "missing.toml", id="no configuration"),
        pytest.param(("check", "--mirror", "nowhere"), "nowhere", id="mirror that is no address"),
    ],
)
@pytest.mark.usefixtures("two")
def test_a_wrong_command_is_told_what_is_wrong(run: Run, argv: tuple[str, ...], word: str) -> None:
    ended = run(*argv)
    assert ended.status == 2
    assert ended.out == ""
    assert word in ended.err
    assert "Traceback" not in ended.err


# --- databases that cannot be used


def _a_text_file(path: Path) -> None:
    path.write_bytes(b"Dear diary, this is not a database at all.\n" * 100)


def _a_folder(path: Path) -> None:
    path.mkdir()


def _damaged(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.executescript("CREATE TABLE meta (name, value); CREATE TABLE other (x);")
    path.write_bytes(path.read_bytes()[:100] + b"\xff" * (path.stat().st_size - 100))


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("command", ["poll", "check", "serve"])
@pytest.mark.parametrize("spoil", [_a_text_file, _a_folder, _damaged])
def test_a_file_that_is_no_database_is_one_clear_line(
    run: Run, tmp_path: Path, spoil: Callable[[Path], None], command: str
) -> None:
    spoil(tmp_path / "calls.sqlite")
    ended = run(command)
    assert ended.status == 1
    ended.complains_once("calls.sqlite")


@pytest.mark.usefixtures("two")
def test_a_folder_that_cannot_be_made_is_one_clear_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file stands here")
    ended = run("poll", "--database", str(tmp_path / "taken" / "calls.sqlite"))
    assert ended.status == 1
    ended.complains_once("folder cannot be made")


@pytest.mark.usefixtures("two")
def test_an_address_that_is_no_database_is_one_clear_line(run: Run) -> None:
    ended = run("poll", "--database", "oracel://somewhere/calls")
    assert ended.status == 1
    ended.complains_once("oracel")


@pytest.mark.usefixtures("two")
def test_a_locked_database_is_one_clear_line(
    run: Run, mirror: Mirror, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert poll(run, mirror).status == 0
    monkeypatch.setattr(opening, "_BUSY_TIMEOUT_MS", 200)
    with closing(sqlite3.connect(tmp_path / "calls.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        ended = poll(run, mirror)
    assert ended.status == 1
    ended.complains_once("another program holds it")


@pytest.mark.usefixtures("two")
def test_a_lock_that_comes_in_mid_poll_is_one_clear_line(
    run: Run, mirror: Mirror, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert poll(run, mirror).status == 0
    monkeypatch.setattr(opening, "_BUSY_TIMEOUT_MS", 200)
    with closing(sqlite3.connect(tmp_path / "calls.sqlite", isolation_level=None)) as other:
        ask = Options.service

        def service(*args: Any, **more: Any) -> Any:
            made = ask(*args, **more)
            other.execute("BEGIN IMMEDIATE")
            return made

        monkeypatch.setattr(Options, "service", service)
        ended = poll(run, mirror)
    assert ended.status == 1
    ended.complains_once("another program holds it")


def _without_the_rights_of_root() -> None:
    """In the child: permissions count for root too from here on (Linux; elsewhere tests seldom run as root)."""
    if os.geteuid() == 0:
        for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
            ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP


@pytest.mark.parametrize("what", ["folder", "file"])
@pytest.mark.usefixtures("two")
def test_a_database_that_may_not_be_written_is_one_clear_line(tmp_path: Path, run: Run, what: str) -> None:
    folder = tmp_path / "theirs"
    folder.mkdir()
    if what == "file":
        assert run("check", "--database", str(folder / "calls.sqlite")).status == 0
        (folder / "calls.sqlite").chmod(0o400)
    folder.chmod(0o500)
    argv = ("poll", "--database", str(folder / "calls.sqlite"))
    process = started(tmp_path, *argv, preexec_fn=_without_the_rights_of_root)
    try:
        out, err = process.communicate(timeout=30)
    finally:
        folder.chmod(0o700)
    ended = Ended(process.returncode, out, err)
    assert ended.status == 1, ended
    ended.complains_once("calls.sqlite", "folder")


# --- check, extract, import


@pytest.mark.usefixtures("two")
def test_check_says_that_all_is_right_and_how_each_source_does(run: Run, mirror: Mirror) -> None:
    poll(run, mirror, "press")
    ended = run("check")
    assert ended.status == 0
    assert "sources.toml: no problem found in 2 sources." in ended.out
    lines = {word: line for line in ended.out.splitlines() for word in ("press", "society") if f" {word} " in line}
    assert "updated" in lines["press"]
    assert "2026-11-24 12:00 UTC" in lines["press"]
    assert "never polled" in lines["society"]


@pytest.mark.usefixtures("two")
def test_check_json_is_one_object_a_source(run: Run, mirror: Mirror) -> None:
    mirror.answers[place("society")] = Answer(b"oops", 500, "text/plain")
    poll(run, mirror)
    ended = run("check", "--json")
    assert ended.status == 0
    press, society = ended.lines
    assert (press["source"], press["outcome"], press["failures"], press["calls"]) == ("press", "updated", 0, 2)
    assert press["last_success"] == "2026-11-24T12:00:00+00:00"
    assert press["next_due"] > press["last_success"]
    assert (society["source"], society["outcome"], society["failures"]) == ("society", "failed", 1)
    assert society["last_success"] is None
    assert "500" in society["reason"]


def _saved(folder: Path) -> Path:
    path = folder / "night.html"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def test_extract_prints_what_one_page_yields(run: Run, tmp_path: Path) -> None:
    page, url = _saved(tmp_path), "https://press.example/night"
    ended = run("extract", str(page), "--url", url, "--as-of", "2026-11-24", "--json")
    assert ended.status == 0
    (found,) = ended.lines
    assert (found["id"], found["url"], found["reason"]) == (str(page), url, "")
    (call,) = found["calls"]
    assert "Night work in hospitals" in call["title"]
    assert [(d["kind"], d["date"], d["time"], d["zone"], d["state"]) for d in call["deadlines"]] == [
        ("submission", "2027-03-15", None, None, "active")
    ]
    assert "15 March 2027" in call["deadlines"][0]["text"]


def test_extract_for_a_person_names_call_and_deadline(run: Run, tmp_path: Path) -> None:
    ended = run("extract", str(_saved(tmp_path)), "--as-of", "2026-11-24")
    assert ended.status == 0
    assert "Night work in hospitals" in ended.out
    assert "submission: 2027-03-15" in ended.out
    assert "1 call\n" in ended.out


@pytest.mark.usefixtures("two")
def test_extract_reads_an_address_by_the_rules_of_a_source(run: Run, mirror: Mirror) -> None:
    url = "https://press.example/calls.json"
    ended = run("extract", url, "--source", "press", "--mirror", mirror.url, "--json")
    assert [call["title"] for call in ended.lines[0]["calls"]] == ["Care at night", "Care by day"]


def test_extract_of_an_address_that_is_gone_ends_with_1(run: Run, mirror: Mirror) -> None:
    ended = run("extract", "https://press.example/gone", "--mirror", mirror.url)
    assert ended.status == 1
    ended.complains_once("https://press.example/gone", "404")


def test_extract_of_a_manifest_is_one_line_a_page_and_survives_a_bad_one(run: Run, tmp_path: Path) -> None:
    _saved(tmp_path)
    asked = [
        {"id": "one", "file": "night.html", "url": "https://press.example/night", "as_of": "2026-11-24"},
        {"id": "two", "file": "missing.html", "url": "https://press.example/gone"},
        {"id": "three", "file": "night.html", "url": "https://press.example/again", "as_of": "2026-11-24"},
    ]
    manifest = tmp_path / "manifest.jsonl"
    manifest.write_text("\n\n".join(json.dumps(line) for line in asked), encoding="utf-8")
    ended = run("extract", "--manifest", str(manifest))
    assert ended.status == 0
    assert [line["id"] for line in ended.lines] == ["one", "two", "three"]
    assert [len(line["calls"]) for line in ended.lines] == [1, 0, 1]
    assert "missing.html" in ended.lines[1]["reason"]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("{", id="no JSON"),
        pytest.param('"night.html"', id="a bare text"),
        pytest.param('["night.html"]', id="a list"),
        pytest.param('{"id": "one"}', id="no file"),
        pytest.param('{"file": 7}', id="a number for a file"),
        pytest.param('{"file": "a.html", "url": 7}', id="a number for an address"),
        pytest.param('{"file": "a.html", "as_of": "soon"}', id="no day"),
        pytest.param('{"file": "a.html", "as_of": 7}', id="a number for a day"),
    ],
)
def test_a_line_of_a_manifest_that_cannot_be_read_is_named(run: Run, tmp_path: Path, line: str) -> None:
    manifest = tmp_path / "manifest.jsonl"
    manifest.write_text(f"\n{line}\n", encoding="utf-8")
    ended = run("extract", "--manifest", str(manifest))
    assert ended.status == 2
    ended.complains_once("manifest.jsonl:2:")


@pytest.mark.usefixtures("two")
def test_import_reads_a_saved_page_as_a_poll(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "saved.json"
    page.write_bytes(a_listing({"title": "Care at dawn"}))
    ended = run("import", "press", str(page), "--as-of", "2026-11-24")
    assert ended.status == 0
    assert "press" in ended.out
    assert "updated" in ended.out
    assert titles(tmp_path) == ["Care at dawn"]
    ((feed,),) = rows(tmp_path, "SELECT body FROM documents WHERE path = '/all/calls.rss'")
    assert b"Care at dawn" in feed


@pytest.mark.usefixtures("two")
def test_import_of_another_page_changes_nothing_and_ends_with_1(run: Run, tmp_path: Path) -> None:
    ended = run("import", "press", str(_saved(tmp_path)))
    assert ended.status == 1
    assert "press: failed: " in ended.out
    assert titles(tmp_path) == []


@pytest.mark.parametrize("command", ["serve", "demo", "poll", "check", "extract", "import"])
def test_every_command_explains_itself(run: Run, command: str) -> None:
    ended = run(command, "--help")
    assert ended.status == 0
    assert f"cfpfeeds {command}" in ended.out
    assert command in run("--help").out


_NO_SUCH_NAME = "x" * 300
"""A name that no disk takes: to look at it is an error, as with one in a folder that may not be looked into."""


@pytest.mark.parametrize(
    "argv",
    [
        ("backup", _NO_SUCH_NAME),
        ("restore", _NO_SUCH_NAME),
        ("import", "press", _NO_SUCH_NAME),
        ("add", _NO_SUCH_NAME),
        ("extract", _NO_SUCH_NAME),
        ("merge", _NO_SUCH_NAME),
        ("classify", _NO_SUCH_NAME),
        ("repair", "press", _NO_SUCH_NAME),
        ("check", "--config", _NO_SUCH_NAME),
        ("poll", "--database", f"sqlite:///{_NO_SUCH_NAME}"),
        ("backup", "copy", "--database", f"sqlite:///{_NO_SUCH_NAME}"),
    ],
    ids=lambda argv: "-".join(argv).replace(_NO_SUCH_NAME, "name"),
)
def test_a_file_that_cannot_even_be_looked_at_is_one_clear_line(run: Run, two: Path, argv: tuple[str, ...]) -> None:
    open_store(f"sqlite:///{two.parent}/calls.sqlite").close()
    ended = run(*argv)
    assert ended.status > 0
    ended.complains_once("xxx")


def test_the_doctor_goes_on_past_a_database_that_cannot_even_be_looked_at(run: Run, two: Path) -> None:
    ended = run("doctor", "--offline", "--database", f"sqlite:///{_NO_SUCH_NAME}")
    assert "network" in ended.out
    assert ended.err == ""
