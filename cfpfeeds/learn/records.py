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
from cfpfeeds.extract.rows import TELLING, Date, Deadlines
from cfpfeeds.learn import words
from cfpfeeds.learn.dates import kind_of, labelled_rows
from cfpfeeds.learn.proposal import CALLS_IN_NEWS
from cfpfeeds.learn.reader import Reader, due
from cfpfeeds.learn.values import leaves, share, spoken, text_at, unique
from cfpfeeds.model import DeadlineText, Page

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
    return any(text_at(record, path) for path in _TITLES)


def rules_of(page: Page, one: Listed, reader: Reader) -> JsonRules | None:
    """Rules for a list of records; None where they have no titles."""
    seen = list(one.records[:_MOST_RECORDS])
    title = next((path for path in _TITLES if share(seen, path, _titular) >= 0.6), "")
    if not title:
        return None
    due_paths = _due_fields(seen, reader)
    rows = () if due_paths else tuple(_rows_of_dates(seen, reader))
    bodies = [path for path in _BODIES if path != title and share(seen, path, lambda text: len(text) > 30) >= 0.3]
    markup = any(
        "<" in text_at(record, path) or "&" in text_at(record, path) for record in seen for path in (title, *bodies)
    )
    wordpress = urlsplit(page.url).path.find("/wp-json/") >= 0 or title == "title.rendered"
    titles = [text_at(record, title) for record in seen]
    named = [bool(re.search(CALLS_IN_NEWS, text)) for text in titles]
    of_calls = bool(words.CALL_ADDRESS.search(f"{page.url} {one.path}")) or all(named) or bool(due_paths or rows)
    return JsonRules(
        items=(one.path,),
        script=one.script,
        assigned=one.assigned,
        title=f"{{{title}}}",
        key=next((f"{{{path}}}" for path in _KEYS if unique(seen, path)), ""),
        url=next((f"{{{path}}}" for path in _LINKS if share(seen, path, _is_address) >= 0.6), "")
        or _address_pattern(seen, one.links),
        venue=next((f"{{{path}}}" for path in _VENUES if share(seen, path, bool) >= 0.5), ""),
        summary=f"{{{bodies[0]}}}" if bodies else "",
        posted=next((f"{{{path}}}" for path in _POSTED if share(seen, path, _is_day) >= 0.6), ""),
        html=markup,
        prose=tuple(bodies[:1]),
        deadlines=(
            *(
                Deadlines(dates=(Date(text=f"{{{path}}}", label=spoken(path), kind=kind_of(path, reader)),))
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
        names = {
            text_at(record, path): path for path in leaves(record) if _NAMES_A_PAGE.fullmatch(text_at(record, path))
        }
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
    counts = Counter(path for record in records for path in leaves(record))
    found = []
    for path, number in counts.items():
        name = path.rpartition(".")[2]
        if number < max(1, len(records) * 0.2) or not (TELLING.search(name) or words.DEADLINE.search(spoken(name))):
            continue
        if _NO_DUE.search(name) and not TELLING.search(name):
            continue
        readings = [
            reader.read([DeadlineText(text_at(record, path), label=spoken(path))])
            for record in records
            if text_at(record, path)
        ]
        if any(due(reading) for reading in readings):
            found.append(path)
    return found[:6]


def _rows_of_dates(records: Sequence[Mapping[str, Any]], reader: Reader) -> Iterator[Deadlines]:
    """The first list of labelled days inside each record: [{"label": "Abstracts", "date": "2027-01-15"}]."""
    for name in dict.fromkeys(key for record in records for key in record):
        rows = [row for record in records if isinstance(record.get(name), list) for row in record[name]]
        tables = [row for row in rows if isinstance(row, Mapping)]
        if tables and len(tables) == len(rows) and (found := labelled_rows(name, tables, reader)):
            yield found
            return


def _titular(text: str) -> bool:
    return words.is_title(line_of(text) if "<" in text or "&" in text else text)


def _is_address(text: str) -> bool:
    return text.startswith(("http://", "https://", "/")) and " " not in text


def _is_day(text: str) -> bool:
    return bool(re.match(r"\d{4}-\d\d-\d\d", text))
