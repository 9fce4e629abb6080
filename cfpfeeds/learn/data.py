"""Data in JSON, an answer of its own or inside a web page: which list holds the calls, and which field is what."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from cfpfeeds.errors import ExtractError
from cfpfeeds.extract import json as json_shape
from cfpfeeds.extract.bodies import text_of_body
from cfpfeeds.extract.json import JsonRules
from cfpfeeds.extract.markup import address_of
from cfpfeeds.learn import words
from cfpfeeds.learn.proposal import Proposal, confidence
from cfpfeeds.learn.reader import Reader, due
from cfpfeeds.learn.records import Listed, has_title, rules_of
from cfpfeeds.learn.spots import id_of
from cfpfeeds.model import Extraction, Page

_MOST_LISTS, _DEEPEST, _MOST_LINKS = 40, 9, 5000
_ASSIGNED = re.compile(
    r"(?:^|[;\s])(?:var\s+|let\s+|const\s+)?((?:window|self)?\.?[A-Za-z_$][\w.$]{2,40})\s*=\s*(?:JSON\.parse\(\s*)?(?=[\[{\"'])"
)


def learn_answer(page: Page, reader: Reader) -> Proposal | None:
    """Rules for an answer in JSON; None where no list in it holds calls."""
    try:
        document = json.loads(text_of_body(page))
    except (ValueError, RecursionError):
        return None
    return _best(page, [Listed(path, records) for path, records in _lists(document)], reader)


def learn_embedded(page: Page, tree: LexborHTMLParser, reader: Reader) -> Proposal | None:
    """Rules for the JSON inside a web page: JSON-LD, data blocks, plain assignments. No script is run."""
    found: list[Listed] = []
    for node in tree.css("script"):
        text = node.text() or ""
        if len(text) < 40 or ("{" not in text and "[" not in text):
            continue
        kind = (node.attributes.get("type") or "").lower()
        if "json" in kind:
            found += _of_block(node, text, kind)
        elif not kind or "javascript" in kind:
            found += _of_assignments(text)
    links = [address_of(link, page) for link in tree.css("a[href]")[:_MOST_LINKS]]
    return _best(page, [replace(one, links=[*filter(None, links), page.final_url]) for one in found], reader)


def _of_block(node: LexborNode, text: str, kind: str) -> Iterator[Listed]:
    data = _json(text)
    selector = f"script{id_of(node)}" if id_of(node) else f'script[type="{kind}"]'
    for path, records in _lists(data):
        yield Listed(path, records, script=selector)


def _of_assignments(code: str) -> Iterator[Listed]:
    for match in list(_ASSIGNED.finditer(code))[:12]:
        try:
            data = json.JSONDecoder().raw_decode(code[match.end() :])[0]
        except (ValueError, RecursionError):
            continue
        for path, records in _lists(_json(data) if isinstance(data, str) else data):
            yield Listed(path, records, assigned=match[1])


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
            if tables and len(tables) == len(value) and any(has_title(one) for one in tables[:3]):
                number += 1
                yield path, tables
        elif isinstance(value, Mapping) and depth < _DEEPEST:
            waiting += [
                (f"{path}.{key}" if path else str(key), inner, depth + 1) for key, inner in list(value.items())[:80]
            ]


def _best(page: Page, lists: Sequence[Listed], reader: Reader) -> Proposal | None:
    found = [proposal for one in lists if (proposal := _proposed(page, one, reader)) is not None]
    return max(found, key=lambda proposal: (proposal.confidence, len(proposal.extraction.calls)), default=None)


def _proposed(page: Page, one: Listed, reader: Reader) -> Proposal | None:
    rules = rules_of(page, one, reader)
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
    dated = sum(bool(due(reader.read(call.deadlines))) for call in extraction.calls)
    called = sum(bool(words.CALL.search(f"{call.title} {call.url}")) for call in extraction.calls)
    number = len(extraction.calls)
    return dated >= 0.3 * number or called >= 0.8 * number or (dated > 0 and bool(words.CALL_ADDRESS.search(page.url)))
