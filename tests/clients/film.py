"""The story played once: what every program showed after each step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.clients import programs
from tests.clients.programs import Copied, Khal, Newsboat, Shown, Vdirsyncer
from tests.clients.story import STEPS, Step
from tests.clients.world import BEGAN, Printed, Running, list_file, press_page
from tests.commands.mirror import Answer

CALENDAR, WITH_ALARMS = "/all/deadlines.ics", "/filter/deadlines.ics?remind=7d,1d"
CALLS, CHANGES = "/all/calls.rss", "/all/changes.rss"
SAVED = {
    "calendar.ics": CALENDAR,
    "alarms.ics": WITH_ALARMS,
    "empty.ics": "/religion/deadlines.ics",
    "calls.rss": CALLS,
    "calls.atom": "/all/calls.atom",
}
READ_BY = {
    "libical": ("calendar.ics", "alarms.ics", "empty.ics"),
    "ical.js": ("calendar.ics", "alarms.ics", "empty.ics"),
    "ical": ("calendar.ics", "alarms.ics", "empty.ics"),
    "feedparser": ("calls.rss", "calls.atom"),
    "fastfeedparser": ("calls.rss", "calls.atom"),
}


@dataclass
class Scene:
    """What there was to see after one step. `read` is by library and file; the rest by the programs that keep state."""

    folder: Path
    outcomes: dict[str, str] = field(default_factory=dict)
    read: dict[tuple[str, str], list[dict[str, Any]]] = field(default_factory=dict)
    copied: Copied = field(default_factory=Copied)
    copied_again: Copied = field(default_factory=Copied)
    files: int = 0
    khal: list[dict[str, str]] = field(default_factory=list)
    newsboat: dict[str, list[Shown]] = field(default_factory=dict)


class Sources:
    """What the three sources print, step by step."""

    def __init__(self) -> None:
        self._listed: dict[str, dict[str, Printed]] = {"press": {}, "hub": {}, "crawler": {}}

    def turn(self, step: Step) -> Mapping[str, Answer]:
        """What they answer from this step on."""
        for source, news in (("press", step.press), ("hub", step.hub), ("crawler", step.crawler)):
            for name, printed in news.items():
                self._listed[source].pop(name, None)
                if printed is not None:
                    self._listed[source][name] = printed
        press, hub, crawler = (list(calls.values()) for calls in self._listed.values())
        return {"press": press_page(press), "hub": list_file(hub), "crawler": list_file(crawler), **step.instead}


def played(service: Running, home: Path) -> list[Scene]:
    """Play the story; every program that is installed looks at each step."""
    sources, scenes = Sources(), []
    watchers = list(_watchers(service, home))
    for number, step in enumerate(STEPS):
        scene = Scene(home / f"step{number}")
        scene.folder.mkdir()
        answers = sources.turn(step)
        for day in (*step.before, step.day):
            outcomes = service.poll(BEGAN + timedelta(days=day), answers)
            scene.outcomes = {o.source_id: o.kind.value for o in outcomes}
        for name, path in SAVED.items():
            (scene.folder / name).write_bytes(service.get(path))
        for watch in watchers:
            watch(scene)
        scenes.append(scene)
    for library, names in READ_BY.items():
        if programs.is_here(library):
            _read(library, names, scenes, home)
    return scenes


def _watchers(service: Running, home: Path) -> Any:
    if programs.is_here("vdirsyncer"):
        vdirsyncer = Vdirsyncer(home / "vdirsyncer", service.url + CALENDAR)
        khal = Khal(home / "vdirsyncer", vdirsyncer.folder)

        def keep(scene: Scene) -> None:
            scene.copied, scene.copied_again = vdirsyncer.sync(), vdirsyncer.sync()
            scene.files = len(vdirsyncer.files())
            scene.khal = khal.events("2026-11-01", 400)

        yield keep
    if programs.is_here("newsboat"):
        newsboat = Newsboat(home / "newsboat", service.url + CALLS, service.url + CHANGES)

        def look(scene: Scene) -> None:
            newsboat.reload()
            scene.newsboat = {path: newsboat.look(service.url + path) for path in (CALLS, CHANGES)}

        yield look


def _read(library: str, names: tuple[str, ...], scenes: list[Scene], home: Path) -> None:
    wanted = [(scene, name) for scene in scenes for name in names]
    found = programs.read(library, home, [scene.folder / name for scene, name in wanted])
    for (scene, name), events in zip(wanted, found, strict=True):
        scene.read[library, name] = events
