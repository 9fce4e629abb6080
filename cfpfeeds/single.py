"""One page, read without a store: what `cfpfeeds extract` prints."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cfpfeeds import mending
from cfpfeeds.config import Source
from cfpfeeds.deadlines import Explained
from cfpfeeds.errors import CfpfeedsError, UsageError
from cfpfeeds.extract import extract_by_first
from cfpfeeds.extract.article import ArticleRules
from cfpfeeds.fetch import HttpFetcher, Request
from cfpfeeds.model import Deadline, NotModified, Page, Problem, RawCall, Sighting
from cfpfeeds.normalise import Context, explain_deadlines, normalise
from cfpfeeds.normalise.refusals import why_no_title
from cfpfeeds.operations import saved_page
from cfpfeeds.poll import context_of, united


def extract_page(
    where: str, url: str, source: Source | None, clock: Callable[[], datetime], mirror: str
) -> dict[str, Any]:
    """What a file or an address yields, as `--json` prints it."""
    page = page_at(where, url, clock, mirror)
    return {"id": where, "url": page.url, **read_page(page, source)}


def explain_page(
    where: str, url: str, source: Source | None, clock: Callable[[], datetime], mirror: str
) -> Iterator[tuple[RawCall, tuple[Explained, ...]]]:
    """Each call of a page with how its printed dates were understood."""
    page = page_at(where, url, clock, mirror)
    context = context_of(source, page) if source else _context(page, "")
    for raw in extract_by_first(page, source.all_rules if source else (ArticleRules(),)).calls:
        yield raw, explain_deadlines(raw, context)


def page_at(where: str, url: str, clock: Callable[[], datetime], mirror: str) -> Page:
    """The page that an address answers with, or that a file holds."""
    if not where.startswith(("http://", "https://")):
        return saved_page(Path(where), url, clock())
    with HttpFetcher(contact="", clock=clock, monotonic=time.monotonic, sleep=time.sleep, mirror=mirror) as fetcher:
        answer = fetcher.fetch(Request(url=where))
    if isinstance(answer, NotModified):
        raise UsageError(f"{where} answered 304 to a plain request")
    return answer


def extract_manifest(manifest: Path, source: Source | None, now: datetime) -> Iterator[dict[str, Any]]:
    """One result a line of `manifest` (JSON lines of id, file, url, as_of, language); a bad page is a result too."""
    try:
        lines = manifest.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{manifest} cannot be read: {error}") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            asked = json.loads(line)
            if odd := [key for key in ("url", "language") if not isinstance(asked.get(key, ""), str)]:
                raise TypeError(f"{odd[0]} is no text")
            path = manifest.parent / asked["file"]
            as_of = date.fromisoformat(asked["as_of"]) if asked.get("as_of") else None
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UsageError(
                f"{manifest}:{number}: each line needs id and file, as_of as 2026-11-24 ({error})"
            ) from error
        moment = datetime(as_of.year, as_of.month, as_of.day, 12, tzinfo=UTC) if as_of else now
        head = {"id": asked.get("id", asked["file"]), "url": asked.get("url", "")}
        try:
            page = saved_page(path, head["url"], moment)
            yield {**head, **read_page(page, source, language=asked.get("language", ""))}
        except CfpfeedsError as error:
            yield {**head, "calls": [], "problems": [str(error)], "reason": str(error)}


def read_page(page: Page, source: Source | None, language: str = "") -> dict[str, Any]:
    """The calls of one page with the field names of the JSON outputs."""
    source = mending.resolved(source, page) if source else None
    rules = source.all_rules if source else (ArticleRules(),)
    context = context_of(source, page) if source else _context(page, language)
    extraction = extract_by_first(page, rules)
    found: dict[str, Sighting] = {}
    odd = list(extraction.problems)
    for raw in extraction.calls:
        read = normalise(raw, context)
        read = read if source else _renamed(raw, context, read)
        if isinstance(read, Problem):
            odd.append(read)
        else:
            found[read.key] = united(found[read.key], read) if read.key in found else read
    problems = [f"{p.where}: {p.message}" for p in odd]
    return {
        "calls": [call_json(sighting) for sighting in found.values()],
        "problems": problems,
        "reason": "" if extraction.recognised else extraction.reason,
    }


def _renamed(raw: RawCall, context: Context, one: Sighting | Problem) -> Sighting | Problem:
    """The same call under a neutral name where only its title was none ("Important dates"): a person chose the page."""
    if isinstance(one, Sighting) or not why_no_title(raw.title, alone=False):
        return one
    host = urlsplit(raw.url).hostname or ""
    return normalise(replace(raw, title=f"Call for papers ({host})" if host else "Call for papers"), context)


def _context(page: Page, language: str) -> Context:
    return Context(source_id="page", page_url=page.url, fetched_on=page.fetched_at.date(), language=language)


def call_json(sighting: Sighting) -> dict[str, Any]:
    """One call as `--json` prints it."""
    return {
        "title": sighting.title,
        "venue": sighting.venue,
        "url": sighting.url,
        "status": sighting.status.value,
        "disciplines": list(sighting.disciplines),
        "deadlines": [deadline_json(d) for d in sighting.deadlines],
    }


def deadline_json(deadline: Deadline) -> dict[str, Any]:
    """One deadline as `--json` prints it; what is unknown is null."""
    at = deadline.time
    return {
        "kind": deadline.kind.value,
        "date": deadline.date.isoformat() if deadline.date else None,
        "time": at.isoformat("seconds" if at.second else "minutes") if at else None,
        "zone": deadline.zone or None,
        "state": deadline.state.value,
        "round": deadline.round or None,
        "track": deadline.track or None,
        "text": deadline.text,
        "guesses": [guess.value for guess in deadline.guesses],
    }
