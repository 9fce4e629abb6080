"""The rooms are a test, not a poster: who may import whom, and who may ask for the time."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "cfpfeeds"

# room: (rooms it may import, outside packages it may import)
ROOMS: dict[str, tuple[str, str]] = {
    "__init__": ("", ""),
    "model": ("", ""),
    "errors": ("", ""),
    "text": ("", "nh3"),
    "limits": ("", ""),
    "addresses": ("text", ""),
    "languages": ("", "babel"),
    "deadlines": ("model text", "babel jdatetime"),
    "disciplines": ("model text", ""),
    "extract": (
        "model errors text limits",
        "pydantic lxml markdown_it selectolax yaml fastfeedparser feedparser icalendar",
    ),
    "learn": ("model errors text addresses extract deadlines normalise", "pydantic selectolax"),
    "normalise": ("model text addresses deadlines disciplines issn", "nh3"),
    "merge": ("model text addresses", "rapidfuzz"),
    "guard": ("model text", ""),
    "schedule": ("model", ""),
    "issn": ("", ""),
    "leave_out": ("model text", ""),
    "health": ("model", ""),
    "config": ("model errors text extract disciplines languages leave_out", "pydantic"),
    "fetch": ("model errors limits __init__", "httpx httpcore protego selectolax pypdfium2 playwright"),
    "store": ("model errors", "sqlalchemy alembic pydantic filelock"),
    "render": ("model errors text addresses health languages", "brotli feedgen icalendar lxml nh3"),
    "mending": ("model errors text config extract guard learn normalise store", "pydantic"),
    "details": ("model errors addresses config extract", ""),
    "gather": ("model errors config details fetch extract mending", ""),
    "poll": (
        "model errors gather details mending learn config disciplines fetch issn normalise guard schedule merge store"
        " __init__",
        "",
    ),
    "stock": ("model disciplines render store", ""),
    "publish": ("model disciplines health leave_out render stock store", ""),
    "hub": ("model errors fetch store", ""),
    "inbox": ("model errors addresses config fetch", ""),
    "alerts": ("model health store", "httpx"),
    "jobs": ("model errors config fetch inbox poll publish schedule store", ""),
    "web": (
        "model errors text health config disciplines issn languages store render __init__",
        "prometheus_client flask werkzeug granian jinja2 markupsafe lxml _typeshed",
    ),
    "demo": ("", ""),
}
BUILDERS = {"building", "built", "classifying", "doctor", "operations", "reasons", "screens", "serving", "single"}
BUILDERS |= {"hosting", "tending", "together", "cli", "wsgi", "__main__"}
"""The rooms at the door: they build everything, and nobody imports them but each other."""

PURE = {"model", "errors", "text", "addresses", "deadlines", "disciplines", "extract", "learn", "normalise", "merge"}
PURE |= {"guard", "issn", "languages", "leave_out", "schedule", "health", "limits", "render"}
IMPURE_MODULES = {"socket", "subprocess", "random", "secrets", "threading", "os", "tempfile", "urllib.request", "httpx"}
CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time")}


def modules() -> list[Path]:
    return sorted(p for p in PACKAGE.rglob("*.py") if "migrations" not in p.parts)


def room_of(path: Path) -> str:
    inside = path.relative_to(PACKAGE)
    return inside.parts[0] if len(inside.parts) > 1 else inside.stem


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written out in full"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def own_room(name: str) -> str:
    """The room that an import from cfpfeeds names; `from cfpfeeds import guard` names a room, `__version__` none."""
    part = name.split(".")[1]
    return part if (PACKAGE / part).is_dir() or (PACKAGE / f"{part}.py").is_file() else "__init__"


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_room_imports_only_what_it_may_know(path: Path) -> None:
    room = room_of(path)
    if room in BUILDERS:
        return
    rooms, outside = (set(words.split()) for words in ROOMS[room])
    for name in imported(path):
        top = name.split(".")[0]
        if top == "cfpfeeds":
            assert own_room(name) in rooms | {room}, f"{room} may not import {name}"
        elif top not in sys.stdlib_module_names:
            assert top in outside, f"{room} may not import {name}"


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_only_the_commands_own_the_clock(path: Path) -> None:
    if room_of(path) in {"cli", "wsgi"}:
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            owner = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
            assert (owner, node.attr) not in CLOCKS, f"{path.name}:{node.lineno} asks for the time"


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_pure_rooms_touch_neither_network_nor_chance(path: Path) -> None:
    if room_of(path) in PURE:
        touched = {name for name in imported(path) if name in IMPURE_MODULES or name.split(".")[0] in IMPURE_MODULES}
        assert not touched


def test_every_room_is_in_the_table() -> None:
    assert {room_of(path) for path in modules()} - BUILDERS == set(ROOMS) - {"demo"} | (
        {"demo"} if list((PACKAGE / "demo").glob("*.py")) else set()
    )
