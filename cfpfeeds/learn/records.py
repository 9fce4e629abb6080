"""Records of data: which field is the title, which the address, and which hold deadlines, by names and values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from cfpfeeds.extract.fields import Test
from cfpfeeds.extract.json import JsonRules
from cfpfeeds.extract.markup import line_of
from cfpfeeds.extract.paging import Paging
from cfpfeeds.extract.records import look
from cfpfeeds.extract.rows import TELLING, Date, Deadlines, Stage
from cfpfeeds.learn import words
from cfpfeeds.learn.proposal import CALLS_IN_NEWS
from cfpfeeds.learn.reader import Reader, due
from cfpfeeds.model import DeadlineText, Kind, Page

_MOST_RECORDS = 40
_TITLES = (
    "title.rendered",
    "title",
    "name",
    "headline",
    "topic",
    "heading",
    "label",
    "conference",
    "item.name",
    "item.headline",
)
_LINKS = ("link", "url", "href", "permalink", "website", "homepage", "item.url", "item.@id", "@id", "path", "slug_url")
_VENUES = (
    "journal.displayName",
    "journal.name",
    "journal.title",
    "journal",
    "journalTitle",
    "journal_title",
    "journalName",
    "venue",
    "publication",
    "series",
)
_BODIES = (
    "content.rendered",
    "content",
    "description",
    "body",
    "summary",
    "excerpt.rendered",
    "text",
    "item.description",
)
_POSTED = ("date", "datePublished", "published", "publishDate", "created", "created_at", "pubDate", "posted")
_KEYS = ("id", "contentId", "uuid", "guid", "slug", "announcement_id", "key")
_STAGES = (
    Stage(match=r"(?i)abstract|proposal|pr[ée]cis|expression|letter of in", kind=Kind.ABSTRACT),
    Stage(match=r"(?i)notif|accept|decision", kind=Kind.NOTIFICATION),
    Stage(match=r"(?i)camera|final version", kind=Kind.CAMERA_READY),
    Stage(match=r"(?i)publi|revis|review|workshop|conference|event|start|open|posted|registration", kind=Kind.OTHER),
)
_NAMES_A_PAGE = re.compile(r"\d{4,}|[a-z0-9]+(?:-[a-z0-9]+)+")
"""A number or a short name with hyphens, as they stand in addresses."""

_NO_DUE = re.compile(r"publi|expir|posted|created|updated|modified|start|open|event|notif|camera", re.I)


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of records: where in the page its data stand (`script`, `assigned`) and by which path."""

    path: str
    records: Sequence[Mapping[str, Any]]
    script: str = ""
    assigned: str = ""
    links: Sequence[str] = ()


def has_title(record: Mapping[str, Any]) -> bool:
    """Whether a table has a field that may be a title."""
    return any(_text(record, path) for path in _TITLES)


def rules_of(page: Page, one: Listed, reader: Reader) -> JsonRules | None:
    """Rules for a list of records; None where they have no titles."""
    seen = list(one.records[:_MOST_RECORDS])
    title = next((path for path in _TITLES if _share(seen, path, _titular) >= 0.6), "")
    if not title:
        return None
    due_paths = _due_fields(seen, reader)
    rows = () if due_paths else _rows_of_dates(seen, reader)
    bodies = [path for path in _BODIES if path != title and _share(seen, path, lambda text: len(text) > 30) >= 0.3]
    markup = any(
        "<" in _text(record, path) or "&" in _text(record, path) for record in seen for path in (title, *bodies)
    )
    wordpress = urlsplit(page.url).path.find("/wp-json/") >= 0 or title == "title.rendered"
    titles = [_text(record, title) for record in seen]
    named = [bool(re.search(CALLS_IN_NEWS, text)) for text in titles]
    of_calls = bool(words.CALL_ADDRESS.search(f"{page.url} {one.path}")) or all(named) or bool(due_paths or rows)
    return JsonRules(
        items=(one.path,),
        script=one.script,
        assigned=one.assigned,
        title=f"{{{title}}}",
        key=next((f"{{{path}}}" for path in _KEYS if _unique(seen, path)), ""),
        url=next((f"{{{path}}}" for path in _LINKS if _share(seen, path, _is_address) >= 0.6), "")
        or _address_pattern(seen, one.links),
        venue=next((f"{{{path}}}" for path in _VENUES if _share(seen, path, bool) >= 0.5), ""),
        summary=f"{{{bodies[0]}}}" if bodies else "",
        posted=next((f"{{{path}}}" for path in _POSTED if _share(seen, path, _is_day) >= 0.6), ""),
        html=markup,
        prose=tuple(bodies[:1]),
        deadlines=(
            *(
                Deadlines(dates=(Date(text=f"{{{path}}}", label=_spoken(path), kind=_kind(path, reader)),))
                for path in due_paths
            ),
            *rows,
        ),
        keep=() if of_calls or not any(named) else (Test(on=f"{{{title}}}", match=CALLS_IN_NEWS),),
        paging=_paging(page) if wordpress and not one.path else None,
    )


def _address_pattern(records: Sequence[Mapping[str, Any]], links: Sequence[str]) -> str:
    """The address of a record as a template, learnt from a link of the page that holds its number or short name."""
    parts: dict[str, list[str]] = {}
    for link in links:
        for part in urlsplit(link).path.split("/"):
            parts.setdefault(part, []).append(link)
    best: tuple[int, str] = (0, "")
    for record in records:
        names = {_text(record, path): path for path in _leaves(record) if _NAMES_A_PAGE.fullmatch(_text(record, path))}
        for link in {link for value in names for link in parts.get(value, ())}:
            split = urlsplit(link)
            pieces = split.path.split("/")
            filled = "/".join(f"{{{names[piece]}}}" if piece in names else piece for piece in pieces)
            best = max(best, (sum(piece in names for piece in pieces), f"{split.scheme}://{split.netloc}{filled}"))
    return best[1]


def _paging(page: Page) -> Paging | None:
    size = dict(parse_qsl(urlsplit(page.url).query)).get("per_page", "10")
    return Paging(parameter="page", size=int(size) if size.isdigit() else 10)


def _due_fields(records: Sequence[Mapping[str, Any]], reader: Reader) -> list[str]:
    """Paths whose names speak of a deadline and whose values the reader takes for one."""
    counts = Counter(path for record in records for path in _leaves(record))
    found = []
    for path, number in counts.items():
        name = path.rpartition(".")[2]
        if number < max(1, len(records) * 0.2) or not (TELLING.search(name) or words.DEADLINE.search(_spoken(name))):
            continue
        if _NO_DUE.search(name) and not TELLING.search(name):
            continue
        readings = [
            reader.read([DeadlineText(_text(record, path), label=_spoken(path))])
            for record in records
            if _text(record, path)
        ]
        if any(due(reading) for reading in readings):
            found.append(path)
    return found[:6]


def _rows_of_dates(records: Sequence[Mapping[str, Any]], reader: Reader) -> tuple[Deadlines, ...]:
    """A list of labelled days inside each record: [{"label": "Abstracts", "date": "2027-01-15"}]."""
    for name in dict.fromkeys(key for record in records for key in record):
        rows = [row for record in records if isinstance(record.get(name), list) for row in record[name]]
        tables = [row for row in rows if isinstance(row, Mapping)]
        if not tables or len(tables) < len(rows):
            continue
        keys = dict.fromkeys(key for row in tables for key in row)
        day = next((key for key in keys if all(re.match(r"\d{4}-\d\d-\d\d", _text(row, key)) for row in tables)), "")
        label = next((key for key in keys if re.search(r"label|name|type|kind|title|event", key, re.I)), "")
        if not day or not label:
            continue
        parts = [DeadlineText(_text(row, day), label=_text(row, label)) for row in tables]
        if any(due(reader.read([part])) for part in parts):
            return (
                Deadlines(
                    rows=name,
                    dates=(
                        Date(
                            text=f"{{{day}}}",
                            label=f"{{{label}}}",
                            kind=Kind.SUBMISSION,
                            stage_on=f"{{{label}}}",
                            stages=_STAGES,
                        ),
                    ),
                ),
            )
    return ()


def _kind(path: str, reader: Reader) -> Kind:
    """The stage that a field's name speaks of: a day in ISO form is read without its label."""
    read = reader.read([DeadlineText("15 January 2027", label=_spoken(path), prose=True)]).deadlines
    return read[0].kind if read else Kind.SUBMISSION


def _leaves(record: Mapping[str, Any], above: str = "", depth: int = 0) -> Iterator[str]:
    for key, value in list(record.items())[:80]:
        path = f"{above}.{key}" if above else str(key)
        if isinstance(value, Mapping) and depth < 3:
            yield from _leaves(value, path, depth + 1)
        elif isinstance(value, (str, int, float)) or (isinstance(value, list) and len(value) == 1):
            yield path


def _spoken(path: str) -> str:
    """A field's name as words: "submissionDeadline" is "submission deadline"."""
    name = path.rpartition(".")[2]
    return re.sub(r"[_\W]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)).strip().lower()


def _text(record: Mapping[str, Any], path: str) -> str:
    value = look(record, path)
    return str(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""


def _share(records: Sequence[Mapping[str, Any]], path: str, test: Any) -> float:
    return sum(bool(test(_text(record, path))) for record in records) / max(len(records), 1)


def _titular(text: str) -> bool:
    return words.is_title(line_of(text) if "<" in text or "&" in text else text)


def _is_address(text: str) -> bool:
    return text.startswith(("http://", "https://", "/")) and " " not in text


def _is_day(text: str) -> bool:
    return bool(re.match(r"\d{4}-\d\d-\d\d", text))


def _unique(records: Sequence[Mapping[str, Any]], path: str) -> bool:
    values = [_text(record, path) for record in records]
    return all(values) and len(set(values)) == len(values)
