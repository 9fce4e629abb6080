"""Data in JSON, an answer of its own or inside a web page: which list holds the calls, and which field is what."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from cfpfeeds.errors import ExtractError
from cfpfeeds.extract import json as json_shape
from cfpfeeds.extract.bodies import text_of_body
from cfpfeeds.extract.fields import Test
from cfpfeeds.extract.json import JsonRules
from cfpfeeds.extract.markup import line_of
from cfpfeeds.extract.paging import Paging
from cfpfeeds.extract.records import look
from cfpfeeds.extract.rows import TELLING, Date, Deadlines
from cfpfeeds.learn import locate, words
from cfpfeeds.learn.locate import Reader
from cfpfeeds.learn.proposal import CALLS_IN_NEWS, Proposal, confidence
from cfpfeeds.learn.spots import id_of
from cfpfeeds.model import DeadlineText, Extraction, Page

_MOST_LISTS, _MOST_RECORDS, _DEEPEST = 40, 40, 9
_ASSIGNED = re.compile(
    r"(?:^|[;\s])(?:var\s+|let\s+|const\s+)?((?:window|self)?\.?[A-Za-z_$][\w.$]{2,40})\s*=\s*(?:JSON\.parse\(\s*)?(?=[\[{\"'])"
)
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
_NO_DUE = re.compile(r"publi|expir|posted|created|updated|modified|start|open|event|notif|camera", re.I)


@dataclass(frozen=True, slots=True)
class _List:
    """A list of records: where in the page its data stand (`script`, `assigned`) and by which path."""

    path: str
    records: Sequence[Mapping[str, Any]]
    script: str = ""
    assigned: str = ""


def learn_answer(page: Page, reader: Reader) -> Proposal | None:
    """Rules for an answer in JSON; None where no list in it holds calls."""
    try:
        document = json.loads(text_of_body(page))
    except (ValueError, RecursionError):
        return None
    return _best(page, [_List(path, records) for path, records in _lists(document)], reader)


def learn_embedded(page: Page, tree: LexborHTMLParser, reader: Reader) -> Proposal | None:
    """Rules for the JSON inside a web page: JSON-LD, data blocks, plain assignments. No script is run."""
    found: list[_List] = []
    for node in tree.css("script"):
        text = node.text() or ""
        if len(text) < 40 or ("{" not in text and "[" not in text):
            continue
        kind = (node.attributes.get("type") or "").lower()
        if "json" in kind:
            found += _of_block(node, text, kind)
        elif not kind or "javascript" in kind:
            found += _of_assignments(text)
    return _best(page, found, reader)


def _of_block(node: LexborNode, text: str, kind: str) -> Iterator[_List]:
    data = _json(text)
    selector = f"script{id_of(node)}" if id_of(node) else f'script[type="{kind}"]'
    for path, records in _lists(data):
        yield _List(path, records, script=selector)


def _of_assignments(code: str) -> Iterator[_List]:
    for match in list(_ASSIGNED.finditer(code))[:12]:
        try:
            data = json.JSONDecoder().raw_decode(code[match.end() :])[0]
        except (ValueError, RecursionError):
            continue
        for path, records in _lists(_json(data) if isinstance(data, str) else data):
            yield _List(path, records, assigned=match[1])


def _json(value: Any) -> Any:
    """The data of a text, also where that is JSON inside a JSON text."""
    for _ in range(2):
        if not isinstance(value, str):
            break
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return None
    return value


def _lists(document: Any) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    """Every list of tables in the data with its path, outer ones first."""
    waiting: list[tuple[str, Any, int]] = [("", document, 0)]
    number = 0
    while waiting and number < _MOST_LISTS:
        path, value, depth = waiting.pop(0)
        if isinstance(value, list):
            tables = [one for one in value if isinstance(one, Mapping)]
            if tables and len(tables) == len(value):
                number += 1
                yield path, tables
        elif isinstance(value, Mapping) and depth < _DEEPEST:
            waiting += [
                (f"{path}.{key}" if path else str(key), inner, depth + 1) for key, inner in list(value.items())[:80]
            ]


def _best(page: Page, lists: Sequence[_List], reader: Reader) -> Proposal | None:
    found = [proposal for one in lists if (proposal := _proposed(page, one, reader)) is not None]
    return max(found, key=lambda proposal: (proposal.confidence, len(proposal.extraction.calls)), default=None)


def _proposed(page: Page, one: _List, reader: Reader) -> Proposal | None:
    rules = _rules(page, one, reader)
    if rules is None:
        return None
    try:
        extraction = json_shape.extract(page, rules)
    except ExtractError:
        return None
    if not extraction.recognised or not extraction.calls:
        return None
    if not _are_calls(extraction, page, rules, reader):
        return None
    what = (
        "JSON-LD" if "ld+json" in rules.script else "data inside the page" if rules.script or rules.assigned else "JSON"
    )
    return Proposal(
        rules=rules,
        extraction=extraction,
        confidence=confidence(extraction.calls, reader),
        how=f"{len(extraction.calls)} records in {what}" + (f" at {one.path}" if one.path else ""),
        declared=True,
    )


def _are_calls(extraction: Extraction, page: Page, rules: JsonRules, reader: Reader) -> bool:
    dated = sum(bool(locate.due(reader.read(call.deadlines))) for call in extraction.calls)
    called = sum(bool(words.CALL.search(f"{call.title} {call.url}")) for call in extraction.calls)
    number = len(extraction.calls)
    return dated >= 0.3 * number or called >= 0.8 * number or (dated > 0 and bool(words.CALL_ADDRESS.search(page.url)))


def _rules(page: Page, one: _List, reader: Reader) -> JsonRules | None:
    seen = list(one.records[:_MOST_RECORDS])
    title = next((path for path in _TITLES if _share(seen, path, _titular) >= 0.6), "")
    if not title:
        return None
    due = _due_fields(seen, reader)
    bodies = [path for path in _BODIES if path != title and _share(seen, path, lambda text: len(text) > 30) >= 0.3]
    markup = any(
        "<" in _text(record, path) or "&" in _text(record, path) for record in seen for path in (title, *bodies)
    )
    wordpress = urlsplit(page.url).path.find("/wp-json/") >= 0 or title == "title.rendered"
    titles = [_text(record, title) for record in seen]
    named = [bool(re.search(CALLS_IN_NEWS, text)) for text in titles]
    of_calls = bool(words.CALL_ADDRESS.search(f"{page.url} {one.path}")) or all(named) or bool(due)
    return JsonRules(
        items=(one.path,),
        script=one.script,
        assigned=one.assigned,
        title=f"{{{title}}}",
        key=next((f"{{{path}}}" for path in _KEYS if _unique(seen, path)), ""),
        url=next((f"{{{path}}}" for path in _LINKS if _share(seen, path, _is_address) >= 0.6), ""),
        venue=next((f"{{{path}}}" for path in _VENUES if _share(seen, path, bool) >= 0.5), ""),
        summary=f"{{{bodies[0]}}}" if bodies else "",
        posted=next((f"{{{path}}}" for path in _POSTED if _share(seen, path, _is_day) >= 0.6), ""),
        html=markup,
        prose=tuple(bodies[:1]),
        deadlines=tuple(Deadlines(dates=(Date(text=f"{{{path}}}", label=_spoken(path)),)) for path in due),
        keep=() if of_calls or not any(named) else (Test(on=f"{{{title}}}", match=CALLS_IN_NEWS),),
        paging=_paging(page) if wordpress and not one.path else None,
    )


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
        if any(locate.due(reading) for reading in readings):
            found.append(path)
    return found[:6]


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
