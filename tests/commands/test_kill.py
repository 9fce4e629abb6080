"""A poll that is killed or interrupted at any moment costs nothing: the next one finds all calls, each once."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from cfpfeeds.store import open_store
from tests.builders import a_listing
from tests.commands.mirror import Answer, Mirror, a_mirror, a_table, place, started, written

SOURCES = [f"press-{letter}" for letter in "abcd"]
CALLS_EACH = 25
MOMENTS = 6
PATIENCE_S = 60
Shown = list[tuple[str, list[tuple[str, str]]]]

_SUBJECTS = (
    "Nursing",
    "Robotics",
    "Archives",
    "Soil",
    "Migration",
    "Schools",
    "Proteins",
    "Housing",
    "Poetry",
    "Tides",
)
_ANGLES = ("history of", "measurement in", "ethics of", "teaching about", "future of")


def _listing(source_id: str) -> bytes:
    """The calls of one source; the last is on the lists of all sources, so that merging has something to do."""
    own = [
        {
            "title": f"The {angle} {subject.lower()} in the region {source_id[-1].upper()}",
            "venue": f"Journal of {subject}",
            "link": f"https://{source_id}.example/calls/{subject}-{angle[:3]}",
            "due": f"2027-{1 + (place_in_list % 12):02d}-{1 + (place_in_list % 28):02d}",
        }
        for place_in_list, (subject, angle) in enumerate((s, a) for s in _SUBJECTS for a in _ANGLES)
    ]
    shared = {"title": "Light in old paintings", "venue": "Art Letters", "link": "https://art.example/light"}
    return a_listing(*own[: CALLS_EACH - 1], shared | {"due": "2027-06-30"})


@pytest.fixture
def mirror() -> Iterator[Mirror]:
    with a_mirror({place(source_id): Answer(_listing(source_id)) for source_id in SOURCES}) as mirror:
        mirror.pause_s = 0.015
        yield mirror


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Programs started now hear SIGINT; those that a shell put in the background inherit that it is ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def polling(folder: Path, mirror: Mirror, database: Path) -> subprocess.Popen[str]:
    """A poll that has begun to fetch."""
    mirror.asked.clear()
    argv = ("poll", "--database", str(database), "--mirror", mirror.url, "--as-of", "2026-11-24")
    process = started(folder, *argv)
    until = time.monotonic() + PATIENCE_S
    while not mirror.asked and process.poll() is None and time.monotonic() < until:
        time.sleep(0.005)
    return process


def ended_well(process: subprocess.Popen[str]) -> None:
    out, err = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0, out + err


def shown(database: Path) -> Shown:
    """Every call as a reader sees it: title and deadlines, in order, doubles and all."""
    with closing(open_store(f"sqlite:///{database}")) as store:
        return sorted((c.title, [(e.slot, str(e.deadline.date)) for e in c.entries]) for c in store.calls())


def listed(database: Path) -> int:
    """How many calls the feed of everything holds."""
    with closing(open_store(f"sqlite:///{database}")) as store:
        document = store.document("/all/calls.rss")
        return document.body.count(b"<item>") if document else 0


def flaws(database: Path) -> list[object]:
    """What SQLite finds broken, and sightings that belong to no call."""
    with closing(sqlite3.connect(database)) as connection:
        found = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        found += connection.execute("PRAGMA foreign_key_check").fetchall()
        lost = "SELECT source_id, key FROM sightings WHERE call_id NOT IN (SELECT id FROM calls)"
        return found + connection.execute(lost).fetchall()


def test_a_poll_killed_at_any_moment_is_made_good_by_the_next(tmp_path: Path, mirror: Mirror) -> None:
    written(tmp_path, *(a_table(source_id) for source_id in SOURCES))
    undisturbed = tmp_path / "undisturbed.sqlite"
    process = polling(tmp_path, mirror, undisturbed)
    began = time.monotonic()
    ended_well(process)
    lasts_s = time.monotonic() - began
    expected, in_feed = shown(undisturbed), listed(undisturbed)
    assert len(expected) == len(SOURCES) * (CALLS_EACH - 1) + 1
    assert in_feed > 0

    chance = random.Random(2027)
    half_done = []
    for number in range(MOMENTS):
        database = tmp_path / f"killed-{number}.sqlite"
        process = polling(tmp_path, mirror, database)
        time.sleep((number + chance.random()) / MOMENTS * lasts_s * 0.95)
        process.kill()
        process.communicate(timeout=PATIENCE_S)
        if process.returncode == -signal.SIGKILL:
            half_done.append((len(shown(database)), listed(database)))
        assert flaws(database) == []
        ended_well(polling(tmp_path, mirror, database))
        assert flaws(database) == []
        assert shown(database) == expected
        assert listed(database) == in_feed
    assert len(half_done) >= MOMENTS // 2, "most kills came too late to hit the poll"
    assert len(set(half_done)) > 1, "all kills hit the same moment"


def test_one_database_killed_again_and_again_loses_nothing(tmp_path: Path, mirror: Mirror) -> None:
    written(tmp_path, *(a_table(source_id) for source_id in SOURCES))
    database = tmp_path / "calls.sqlite"
    for pause_s in (0.05, 0.2, 0.4):
        process = polling(tmp_path, mirror, database)
        time.sleep(pause_s)
        process.kill()
        process.communicate(timeout=PATIENCE_S)
        assert flaws(database) == []
    ended_well(polling(tmp_path, mirror, database))
    calls = shown(database)
    assert len(calls) == len({title for title, _ in calls}) == len(SOURCES) * (CALLS_EACH - 1) + 1
    assert all(len(deadlines) == 1 for _, deadlines in calls)


@pytest.mark.usefixtures("interruptible")
def test_an_interrupted_poll_ends_without_a_traceback(tmp_path: Path, mirror: Mirror) -> None:
    written(tmp_path, *(a_table(source_id) for source_id in SOURCES))
    mirror.pause_s = 0.2
    process = polling(tmp_path, mirror, tmp_path / "calls.sqlite")
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 130, out + err
    assert "Traceback" not in err
    assert flaws(tmp_path / "calls.sqlite") == []
