"""Every shipped source on a page of ours in its layout: what it reads, as lines that a person can check.

cases.toml names the pages, `expected/` holds the lines. `python -m tests.sources.write_expected` writes them anew; look
at the difference before you keep it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from cfpfeeds.config import Config, Source, load
from cfpfeeds.config.templates import expanded
from cfpfeeds.errors import CfpfeedsError
from cfpfeeds.extract import extract_by_first
from cfpfeeds.fetch.pdf import with_text
from cfpfeeds.gather import Listing
from cfpfeeds.model import Deadline, Page, Problem, Sighting, State
from cfpfeeds.operations import demo_pages
from cfpfeeds.poll import follow_details, read_calls
from tests.sources import pdf_pages

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
_MEDIA = {"html": "text/html", "json": "application/json", "xml": "application/rss+xml", "yml": "application/yaml"}
_MEDIA |= {"ics": "text/calendar", "pdf": "application/pdf", "md": "text/markdown"}


@dataclass(frozen=True, slots=True)
class Case:
    """One page of one source, read as of a day. `details` are files of pages of single calls by their address."""

    name: str
    source: str
    page: str
    as_of: date
    url: str = ""
    details: Mapping[str, str] | None = None


@cache
def shipped() -> Config:
    return load(ROOT / "sources.toml")


@cache
def families() -> Mapping[str, str]:
    """The template of every shipped source by its id; a source of its own is its own family."""
    raw = tomllib.loads((ROOT / "sources.toml").read_text("utf-8"))["source"]
    return {expanded(table)[0]["id"]: table.get("template", expanded(table)[0]["id"]) for table in raw}


@cache
def cases() -> tuple[Case, ...]:
    raw = tomllib.loads((HERE / "cases.toml").read_text("utf-8"))
    return tuple(Case(name=name, **fields) for name, fields in raw.items())


def source_of(case: Case) -> Source:
    found = shipped().find(case.source)
    assert found is not None, case.source
    return found


def page_of(case: Case, file: str = "", url: str = "") -> Page:
    """The page as it would have been fetched, PDF files as their words."""
    file = file or case.page
    address = url or case.url or source_of(case).addresses()[0]
    moment = datetime(case.as_of.year, case.as_of.month, case.as_of.day, 12, tzinfo=UTC)
    if file.startswith("demo:"):
        body = (demo_pages() / file.removeprefix("demo:")).read_bytes()
    elif file.startswith("pdf:"):
        body = pdf_pages.PAGES[file.removeprefix("pdf:")]()
    else:
        body = (HERE / "pages" / file).read_bytes()
    kind = "pdf" if file.startswith("pdf:") else "xml" if "feed/" in file else "json" if "wp-json" in file else ""
    media = _MEDIA.get(kind or file.rpartition(".")[2], "text/html")
    return with_text(Page(address, address, 200, media, body, moment))


def read(case: Case) -> tuple[list[Sighting], list[Problem]]:
    """The calls of a case as a poll would read them."""
    source, page = source_of(case), page_of(case)
    listing = Listing(pages=[page], extractions=[extract_by_first(page, source.all_rules)])
    assert listing.extractions[0].recognised, listing.extractions[0].reason
    details = {url: page_of(case, file, url) for url, file in (case.details or {}).items()}
    follow_details(source, listing, details, None, page.fetched_at)
    return read_calls(source, listing)


def lines(case: Case) -> str:
    """What a case yields: a line a call, then a line that begins with "!" for each problem."""
    try:
        sightings, problems = read(case)
    except CfpfeedsError as error:
        return f"! {error}\n"
    told = [*map(_call_line, sightings), *(f"! {problem.message}" for problem in problems)]
    return "".join(f"{line}\n" for line in told)


def expected_file(case: Case) -> Path:
    return HERE / "expected" / f"{case.name}.txt"


def _call_line(call: Sighting) -> str:
    days = "; ".join(_days(call.deadlines)) or "no day"
    return " | ".join((call.title, call.venue, call.url, call.status.value, days, ", ".join(call.disciplines)))


def _days(deadlines: tuple[Deadline, ...]) -> Iterator[str]:
    for one in deadlines:
        day = one.date.isoformat() if one.date else f"({one.text})"
        at = f" {one.time:%H:%M}" if one.time else ""
        zone = f" {one.zone}" if one.zone else ""
        names = "".join(f" [{name}]" for name in (one.round, one.track) if name)
        state = "" if one.state is State.ACTIVE else f" {one.state.value}"
        guesses = "".join(f" ?{guess.value}" for guess in one.guesses)
        yield f"{one.kind.value} {day}{at}{zone}{names}{state}{guesses}"
