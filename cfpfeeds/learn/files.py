"""A data file that somebody keeps by hand (YAML, TOML, CSV, JSON): which list holds calls, which field is what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any, Literal
from urllib.parse import urlsplit

from cfpfeeds.errors import ExtractError
from cfpfeeds.extract import list as list_shape
from cfpfeeds.extract.bodies import text_of_body
from cfpfeeds.extract.list import ListRules
from cfpfeeds.extract.records import paths
from cfpfeeds.extract.rows import TELLING, Deadlines
from cfpfeeds.learn import words
from cfpfeeds.learn.dates import dates_of, may_hold_dates
from cfpfeeds.learn.outlook import country_of
from cfpfeeds.learn.proposal import Finding, NoCalls, Proposal, confidence
from cfpfeeds.learn.reader import Reader
from cfpfeeds.learn.values import leaves, share, spoken, text_at, unique
from cfpfeeds.model import Page

Format = Literal["yaml", "json", "toml", "csv"]

_BY_ENDING: dict[str, Format] = {
    ".yml": "yaml",
    ".yaml": "yaml",
    ".toml": "toml",
    ".csv": "csv",
    ".tsv": "csv",
    ".json": "json",
}
_BY_TYPE: dict[str, Format] = {
    "application/yaml": "yaml",
    "application/x-yaml": "yaml",
    "text/yaml": "yaml",
    "text/x-yaml": "yaml",
    "application/toml": "toml",
    "text/csv": "csv",
    "text/tab-separated-values": "csv",
}
_SAMPLE, _MOST_LISTS, _DEEPEST, _MOST_TEXT = 40, 60, 6, 500_000
_TITLES = (
    r"title|name|conference(?: name| title)?|conf(?: name)?|event(?: name)?|workshop(?: name)?|meeting",
    r"special issue(?: title)?|call(?: title)?|issue title|topic|theme|heading",
    r"full ?name|long ?name|journal",
    r"acronym|abbrv?|abbreviation|short ?(?:name|title)?|series|venue",
)
_FULL = (r"full ?name|long ?name|full title|(?:conference|event|official) (?:name|title)", r"description|name")
_SHORT = (r"acronym|abbrv?|abbreviation|short ?(?:name|title)?",)
_LINKS = (
    r"link|url|web ?site|home ?page|web|site|href|call(?: (?:link|url))?",
    r"cfp (?:link|url)|cfp|(?:.* )?(?:link|url)",
)
_EVENTS = (r"date|dates|when|(?:conference|event|meeting) dates?",)
_STARTS, _ENDS = (r"start(?: date)?|date from|from|begin",), (r"end(?: date)?|date to|to|until",)
_PLACES = (r"place|location|where|city",)
_LABELS = (r"tags?|sub|subjects?|areas?|categor(?:y|ies)|fields?|topics?|disciplines?",)
_ZONES = (r"time ?zone|tz",)
_KEYS = (r"id|key|slug|uuid",)


@dataclass(frozen=True, slots=True)
class _Found:
    """A list of tables, where it stands, and, where each of them holds editions, the name of those."""

    path: str
    records: Sequence[Mapping[str, Any]]
    editions: str = ""


def format_of(page: Page) -> Format | None:
    """What a file is written in, by the ending of its address, else by its type; None for anything else."""
    ending = PurePosixPath(urlsplit(page.final_url or page.url).path).suffix.lower()
    by_type = _BY_TYPE.get(page.media_type)
    return by_type if "html" in page.media_type else _BY_ENDING.get(ending, by_type)


def learn_file(page: Page, written: Format, reader: Reader) -> Finding:
    """Rules for a data file, or why it holds no calls. Raises ExtractError for one that cannot be read."""
    text = text_of_body(page)
    base = ListRules(format=written, delimiter=_delimiter(text) if written == "csv" else ",", title="{.}")
    data, _ = list_shape.data_of(page, text, base)
    reader = replace(reader, country=reader.country or country_of(text[:_MOST_TEXT]))
    found = [proposal for one in _lists(data) if (proposal := _proposed(page, base, one, reader)) is not None]
    best = max(found, key=lambda one: (one.confidence, len(one.extraction.calls)), default=None)
    return best or NoCalls(
        f"the file is {written.upper()}, but no list in it holds titles and fields named as deadlines"
    )


def _delimiter(text: str) -> str:
    head = text.lstrip("\ufeff \r\n").partition("\n")[0]
    return max(",;\t|", key=head.count)


def _lists(data: object) -> Iterator[_Found]:
    """Every list of tables with its path, outer ones first; a list whose tables hold editions both ways."""
    waiting: list[tuple[str, object, int]] = [("", data, 0)]
    number = 0
    while waiting and number < _MOST_LISTS:
        path, value, depth = waiting.pop(0)
        if isinstance(value, list):
            tables = [one for one in value if isinstance(one, Mapping)]
            if tables and len(tables) * 2 > len(value):
                number += 1
                yield _Found(path, tables)
                yield from (_Found(path, _joined(tables, name), name) for name in _editions(tables))
        elif isinstance(value, Mapping) and depth < _DEEPEST:
            if not path:
                yield _Found("", [value])
            waiting += [
                (f"{path}.{key}" if path else str(key), one, depth + 1) for key, one in list(value.items())[:200]
            ]


def _editions(tables: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The fields that hold tables in most records, each with a year or an address of its own."""
    for name in dict.fromkeys(str(key) for table in tables[:_SAMPLE] for key in table):
        inner = [one for table in tables[:_SAMPLE] for one in _tables(table.get(name))]
        own = sum(any(re.fullmatch(r"year|link|url|website", spoken(key)) for key in one) for one in inner)
        if inner and own * 2 > len(inner) and sum(bool(_tables(t.get(name))) for t in tables) * 2 > len(tables):
            yield name


def _joined(tables: Sequence[Mapping[str, Any]], name: str) -> list[Mapping[str, Any]]:
    return [{**table, **one} for table in tables for one in _tables(table.get(name))]


def _tables(value: object) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _proposed(page: Page, base: ListRules, one: _Found, reader: Reader) -> Proposal | None:
    rules = _rules_of(base, one, reader)
    if rules is None:
        return None
    try:
        extraction = list_shape.extract(page, rules)
    except ExtractError:
        return None
    if not extraction.recognised or not extraction.calls:
        return None
    sure = confidence(extraction.calls, reader)
    where = f" at {one.path}" if one.path else ""
    how = f"{len(extraction.calls)} records of a {base.format.upper()} file{where}"
    return Proposal(rules=rules, extraction=extraction, confidence=sure, how=how, country=reader.country, declared=True)


def _rules_of(base: ListRules, one: _Found, reader: Reader) -> ListRules | None:
    """Rules for a list of records; None where they have no titles, or no field that is named as a deadline."""
    step = max(1, len(one.records) // _SAMPLE)
    seen = list(one.records[::step])
    title = _pick(seen, _TITLES, lambda text: bool(re.search(r"[^\W\d_]{2}", text)) and len(text) < 300, 0.6)
    if not title or not any(may_hold_dates(record) for record in seen):
        return None
    zone = _pick(seen, _ZONES, bool, 0.1)
    deadlines = dates_of(seen, reader, f"{{{zone}}}" if zone else "")
    if not deadlines:
        return None
    year = _pick(seen, (r"year|edition year",), lambda text: bool(re.fullmatch(r"(?:19|20)\d\d", text)), 0.5)
    short = _pick(seen, _SHORT, bool, 0.5)
    full = _pick(seen, _FULL, lambda text: len(words.substance(text).split()) >= 2, 0.4)
    name = _title(seen, title, full, year)
    return base.model_copy(
        update={
            "items": one.path,
            "editions": one.editions,
            "title": name,
            "key": _key(one.records, title, year),
            "url": _linked(seen),
            "acronym": f"{{{short}}}" if short and short != title else f"{{{title}}}" if _is_short(seen, title) else "",
            "year": f"{{{year}}}" if year else "",
            "event": _event(seen),
            "place": _template(_pick(seen, _PLACES, bool, 0.3)),
            "labels": tuple(filter(None, [_template(_pick(seen, _LABELS, bool, 0.3))])),
            "deadlines": deadlines,
            "ignore": _passed_over(seen, deadlines),
            "marker": _marker(base.format, deadlines[0]),
        }
    )


def _marker(written: Format, table: Deadlines) -> str:
    """Words that the file holds as long as it is the same kind of file: the name of the field with the deadlines."""
    text = table.dates[0].text
    name = (table.rows or (paths(text)[0] if isinstance(text, str) else "")).rpartition(".")[2]
    return f"{name}:" if written == "yaml" else f'"{name}"' if written == "json" else name


def _passed_over(seen: Sequence[Mapping[str, Any]], deadlines: Sequence[Deadlines]) -> tuple[str, ...]:
    """Names that sound like a deadline and are none of ours: of a workshop, of a notification."""
    used = {path for table in deadlines for template in table.templates() for path in paths(template)}
    used |= {table.rows for table in deadlines}
    names = dict.fromkeys(str(key) for record in seen for key in record if TELLING.search(str(key)))
    return tuple(name for name in names if name not in used)[:20]


def _title(seen: Sequence[Mapping[str, Any]], title: str, full: str, year: str) -> str:
    """The name, with its year where it has none in it, and with the full name behind an acronym."""
    if not _is_short(seen, title):
        return f"{{{title}}}"
    dated = sum(bool(re.search(r"(?:19|20)\d\d|['’]\d\d", text_at(record, title))) for record in seen)
    behind = f"[: {{{full}}}]" if full and full != title else ""
    return f"{{{title}}}" + (f"[ {{{year}}}]" if year and dated * 2 < len(seen) else "") + behind


def _is_short(seen: Sequence[Mapping[str, Any]], title: str) -> bool:
    """Whether most names are acronyms, or at least one word only."""
    named = [text for record in seen if (text := text_at(record, title))]
    return sum(len(words.substance(text).split()) <= 2 and len(text) <= 25 for text in named) * 2 > len(named)


def _key(seen: Sequence[Mapping[str, Any]], title: str, year: str) -> str:
    own = _pick(seen, _KEYS, bool, 0.95)
    if own and unique(seen, own):
        return f"{{{own}}}"
    return f"{{{title}}}[/{{{year}}}]" if year else ""


def _linked(seen: Sequence[Mapping[str, Any]]) -> str:
    def is_address(text: str) -> bool:
        return text.startswith(("http://", "https://"))

    first = _pick(seen, _LINKS, is_address, 0.3)
    if not first:
        return ""
    others = [path for path in _named(seen, _LINKS[1:]) if path != first and share(seen, path, is_address) > 0]
    return f"{{{'|'.join([first, *others[:1]])}}}"


def _event(seen: Sequence[Mapping[str, Any]]) -> str:
    if whole := _pick(seen, _EVENTS, bool, 0.5):
        return f"{{{whole}}}"
    start, end = _pick(seen, _STARTS, bool, 0.5), _pick(seen, _ENDS, bool, 0.3)
    return f"{{{start}}}" + (f"[ - {{{end}}}]" if end else "") if start else ""


def _pick(seen: Sequence[Mapping[str, Any]], names: Sequence[str], test: Any, least: float) -> str:
    """The first field, in the order of the names, whose values pass a test in at least that share of the records."""
    return next((path for path in _named(seen, names) if share(seen, path, test) >= least), "")


def _named(seen: Sequence[Mapping[str, Any]], names: Sequence[str]) -> Iterator[str]:
    paths = list(dict.fromkeys(path for record in seen for path in leaves(record) if not set(path) & set("{}[]|")))
    for pattern in names:
        yield from (path for path in paths if "." not in path and re.fullmatch(pattern, spoken(path)))
        yield from (path for path in paths if "." in path and re.fullmatch(pattern, spoken(path)))


def _template(path: str) -> str:
    return f"{{{path}}}" if path else ""
