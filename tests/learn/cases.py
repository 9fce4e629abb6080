"""Pages with the calls that a careful reader finds on them, and the comparison with what was learnt."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from cfpfeeds.config import Config
from cfpfeeds.model import Page
from cfpfeeds.tending.add import Finder, Learnt, Nothing
from cfpfeeds.text import fold

PAGES = Path(__file__).parent / "pages"
_TYPES = {".md": "text/plain", ".yml": "text/plain", ".csv": "text/plain"}
"""Hosts of repositories serve files as plain text: the ending of the address says what they are."""


@dataclass(frozen=True, slots=True)
class Case:
    """One page. `calls` hold title (or several `titles` that would do), url and deadlines as (kind, day)."""

    name: str
    file: Path
    url: str
    as_of: date
    calls: tuple[Mapping[str, Any], ...]
    kind: str = "listing"

    @property
    def moment(self) -> datetime:
        return datetime(self.as_of.year, self.as_of.month, self.as_of.day, 12, tzinfo=UTC)

    @property
    def page(self) -> Page:
        kind = _TYPES.get(self.file.suffix, "text/html")
        return Page(self.url, self.url, 200, kind, self.file.read_bytes(), self.moment, charset="utf-8")


def cases(folder: Path = PAGES) -> list[Case]:
    """Every page of a folder that has a file of the same name beside it, ending in .json."""
    return [_case(path) for path in sorted(folder.glob("*.json"))]


def _case(path: Path) -> Case:
    told = json.loads(path.read_text(encoding="utf-8"))
    file = next(other for other in path.parent.glob(f"{path.stem}.*") if other.suffix != ".json")
    return Case(
        path.stem,
        file,
        told["url"],
        date.fromisoformat(told["as_of"]),
        tuple(told["calls"]),
        told.get("kind", "listing"),
    )


@dataclass(slots=True)
class Score:
    """What a page, or many, came to. `right` records have title, link and deadlines; `false` ones are no calls."""

    expected: int = 0
    found: int = 0
    titled: int = 0
    right: int = 0
    false: int = 0
    wrong: tuple[str, ...] = ()

    def __add__(self, other: Score) -> Score:
        return Score(
            self.expected + other.expected,
            self.found + other.found,
            self.titled + other.titled,
            self.right + other.right,
            self.false + other.false,
            self.wrong + other.wrong,
        )


def learnt(case: Case) -> Learnt | Nothing:
    """What `cfpfeeds add FILE --url URL` finds."""
    return Finder(Config(), lambda: case.moment, "").from_page(case.page)


def score(case: Case, found: Learnt | Nothing) -> Score:
    """The comparison of what was found with what is there."""
    calls = found.calls if isinstance(found, Learnt) else ()
    return compared(case.calls, calls)


def compared(expected: Sequence[Mapping[str, Any]], calls: Sequence[Mapping[str, Any]]) -> Score:
    """Each expected call takes the found one with its title (and address, where a title stands twice)."""
    left = list(calls)
    result = Score(expected=len(expected), found=len(calls))
    wrong: list[str] = []
    for want in expected:
        titles = {fold(title) for title in (want["title"], *want.get("titles", ()))}
        same = [call for call in left if fold(call["title"]) in titles]
        if not same:
            wrong.append(f"missed: {want['title']}")
            continue
        call = next((one for one in same if one["url"] == want["url"]), same[0])
        left.remove(call)
        result.titled += 1
        complaints = list(_complaints(want, call))
        wrong += complaints
        result.right += not complaints
    result.false = len(left)
    result.wrong = (*wrong, *(f"false: {call['title']}" for call in left))
    return result


def _complaints(want: Mapping[str, Any], call: Mapping[str, Any]) -> Iterator[str]:
    if call["url"] not in (want["url"], *want.get("urls", ())):
        yield f"link of {want['title'][:40]}: {call['url']}, not {want['url']}"
    days = set(due(call["deadlines"]))
    wanted = {tuple(one) for one in want["deadlines"]}
    if days != wanted:
        yield f"days of {want['title'][:40]}: {sorted(days)}, not {sorted(wanted)}"
    if "venue" in want and fold(call["venue"]) != fold(want["venue"]):
        yield f"journal of {want['title'][:40]}: {call['venue']!r}, not {want['venue']!r}"


def due(deadlines: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Stage and day of what authors must hand in."""
    for one in deadlines:
        if one["date"] and one["state"] == "active" and one["kind"] in ("abstract", "submission"):
            yield one["kind"], one["date"]
