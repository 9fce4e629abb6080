"""The programs that people read feeds and calendars with, each run as a process of its own with a home of its own."""

from __future__ import annotations

import ctypes.util
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
READERS = Path(__file__).parent / "readers"
OWN = ROOT / ".venv-clients" / "bin"
NODE_MODULES = ROOT / "tests" / "node_modules"
PATIENCE_S = 60


def is_here(name: str) -> bool:
    """Whether a program can be run; `scripts/clients` installs them all."""
    return {
        "vdirsyncer": (OWN / "vdirsyncer").is_file(),
        "khal": (OWN / "khal").is_file() and (OWN / "vdirsyncer").is_file(),
        "newsboat": shutil.which("newsboat") is not None,
        "libical": ctypes.util.find_library("ical") is not None and (OWN / "python").is_file(),
        "ical.js": shutil.which("node") is not None and (NODE_MODULES / "ical.js").is_dir(),
        "ical": (OWN / "python").is_file(),
        "feedparser": (OWN / "python").is_file(),
        "fastfeedparser": (OWN / "python").is_file(),
    }[name]


def needs(name: str) -> None:
    """Skip the test without the program, but fail where all of them are asked for (CFPFEEDS_CLIENTS=required)."""
    if is_here(name):
        return
    if os.environ.get("CFPFEEDS_CLIENTS") == "required":
        pytest.fail(f"{name} is not installed; scripts/clients installs it")
    pytest.skip(f"{name} is not installed; scripts/clients installs it")


def run(home: Path, *argv: str | Path, together: bool = False) -> str:
    """What a program says on standard output, `together` with its notes; fails with both when it ends with an error."""
    kept = {"PATH", "LANG", "LD_LIBRARY_PATH"}
    folders = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CONFIG", "DATA", "CACHE", "STATE")}
    environment = {name: value for name, value in os.environ.items() if name in kept}
    done = subprocess.run(
        [str(part) for part in argv],
        env={**environment, **folders, "HOME": str(home), "LC_ALL": "C.UTF-8", "TZ": "UTC"},
        cwd=home,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert done.returncode == 0, (argv, done.stdout[-2000:], done.stderr[-2000:])
    return done.stdout + done.stderr if together else done.stdout


@dataclass(frozen=True)
class Copied:
    """What one run of vdirsyncer wrote and deleted."""

    written: int = 0
    deleted: int = 0


class Vdirsyncer:
    """A folder of events that vdirsyncer keeps like the calendar at an address."""

    def __init__(self, home: Path, address: str) -> None:
        self.folder = home / "calendar"
        self.folder.mkdir(parents=True)
        self._home, self._config = home, home / "vdirsyncer.conf"
        self._config.write_text(
            f"""
[general]
status_path = "{home}/status"

[pair calls]
a = "there"
b = "here"
collections = null
conflict_resolution = "a wins"

[storage there]
type = "http"
url = "{address}"

[storage here]
type = "filesystem"
path = "{self.folder}"
fileext = ".ics"
"""
        )
        self._run("discover", "calls")

    def _run(self, *argv: str) -> str:
        return run(self._home, OWN / "vdirsyncer", "-c", self._config, *argv, together=True)

    def sync(self) -> Copied:
        """Bring the folder up to date."""
        said = self._run("sync")
        return Copied(said.count("Copying (uploading)") + said.count("Copying (updating)"), said.count("Deleting"))

    def files(self) -> list[Path]:
        """One file an event."""
        return sorted(self.folder.glob("*.ics"))


class Khal:
    """What khal shows of a folder of events."""

    def __init__(self, home: Path, folder: Path) -> None:
        self._home, self._config = home, home / "khal.conf"
        self._config.write_text(
            f"""
[calendars]
[[calls]]
path = {folder}
readonly = True

[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
default_timezone = UTC
local_timezone = UTC

[sqlite]
path = {home}/khal.db
"""
        )

    def events(self, first: str, days: int) -> list[dict[str, str]]:
        """Every event from `first` on."""
        shown = ("start", "end", "title", "status", "cancelled")
        wanted = [part for name in shown for part in ("--json", name)]
        said = run(self._home, OWN / "khal", "-c", self._config, "list", "--once", *wanted, first, f"{days}d")
        return [event for day in said.splitlines() if day for event in json.loads(day)]


@dataclass(frozen=True)
class Shown:
    """An item as newsboat shows it."""

    title: str
    content: str
    unread: bool


class Newsboat:
    """Feeds in newsboat, whose reader opens everything that is new at each look."""

    def __init__(self, home: Path, *addresses: str) -> None:
        home.mkdir(parents=True)
        self._home = home
        (home / "urls").write_text("".join(f"{address}\n" for address in addresses))
        (home / "config").write_text("")

    def look(self, address: str) -> list[Shown]:
        """The items of a feed that it shows; those that are unread are read afterwards."""
        with closing(sqlite3.connect(self._home / "cache.db")) as kept, kept:
            rows = kept.execute(
                "SELECT title, content, unread FROM rss_item WHERE feedurl = ? AND deleted = 0 ORDER BY id", (address,)
            ).fetchall()
            kept.execute("UPDATE rss_item SET unread = 0 WHERE feedurl = ?", (address,))
        return [Shown(title, content, bool(unread)) for title, content, unread in rows]

    def reload(self) -> None:
        """Ask for every feed, as the program does at its start."""
        own = ("-u", self._home / "urls", "-c", self._home / "cache.db", "-C", self._home / "config")
        run(self._home, "newsboat", *own, "-x", "reload")


def read(name: str, home: Path, files: Sequence[Path]) -> list[list[dict[str, Any]]]:
    """What a library reads from each of `files`."""
    argv: dict[str, tuple[str | Path, ...]] = {
        "libical": (OWN / "python", READERS / "by_libical.py"),
        "ical": (OWN / "python", READERS / "by_ical.py"),
        "ical.js": ("node", READERS / "by_ical_js.mjs"),
        "feedparser": (OWN / "python", READERS / "by_feedparser.py", "feedparser"),
        "fastfeedparser": (OWN / "python", READERS / "by_feedparser.py", "fastfeedparser"),
    }
    found: list[list[dict[str, Any]]] = json.loads(run(home, *argv[name], *files))
    return found
