"""Shape `json`: a REST answer, page by page, or JSON inside an HTML page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Literal
from urllib.parse import urljoin

from pydantic import Field, field_validator
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from cfpfeeds.errors import ExtractError
from cfpfeeds.extract.base import Portion, unrecognised
from cfpfeeds.extract.bodies import is_web_page, refuse_web_page, text_of_body, what_page
from cfpfeeds.extract.fields import CallFields, call_of, is_call, plain, stranger
from cfpfeeds.extract.paging import Paging, page_after
from cfpfeeds.extract.records import Record, look
from cfpfeeds.limits import too_much
from cfpfeeds.model import Cause, Extraction, Page, Problem, RawCall

_UNDEFINED = re.compile(r"(?<=[:,\[])\s*undefined(?=\s*[,}\]])")
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)
_WHOLE_NUMBER = re.compile(r"\d{1,9}", re.ASCII)


class JsonRules(CallFields):
    """Rules of the shape `json`. With `script` or `assigned` the JSON stands in a web page."""

    kind: Literal["json"] = "json"
    items: tuple[str, ...] = Field(default=("",), min_length=1, description="the paths of the records; all are read")
    script: str = Field(default="", description="CSS selector of the script elements whose whole text is JSON")
    assigned: str = Field(default="", description='the name that a script assigns it to: "window.INITIAL_STATE"')
    total: str = Field(default="", description="the path of the number of all records")
    printed_total: str = Field(default="", description="CSS selector of what prints that number in the page around it")
    paging: Paging | None = Field(default=None, description="how the next page is asked for")

    @field_validator("script", "printed_total")
    @classmethod
    def _is_selector(cls, selector: str) -> str:
        try:
            LexborHTMLParser("").css(selector or "*")
        except (SelectolaxError, ValueError) as error:
            raise ValueError(f"is no CSS selector: {selector!r}") from error
        return selector


def extract(page: Page, rules: JsonRules) -> Extraction:
    """Every record of the answer, or of the data inside the page, that the rules let through.

    Raises ExtractError for what is no JSON, and for a web page where a bare answer was expected.
    """
    text = text_of_body(page)
    embedded = bool(rules.script or rules.assigned) and is_web_page(text)
    if not embedded:
        refuse_web_page(page, text, "JSON")
    if rules.marker and not _marked(text, rules.marker, embedded):
        return unrecognised(f"the page does not hold {rules.marker!r}{what_page(text) if embedded else ''}")
    documents = list(_embedded(text, rules)) if embedded else [_decode(page, text)]
    if not documents:
        return unrecognised(f"no data inside the page{what_page(text)}")
    found = [(document, items) for document in documents for items in _lists(document, rules)]
    if not found:
        return unrecognised(f"no list of records in the data{_complaint(documents[0])}")
    extraction = _read(page, rules, found)
    return replace(extraction, stated_total=_printed(text, rules)) if embedded and rules.printed_total else extraction


def _read(page: Page, rules: JsonRules, found: list[tuple[object, list[object]]]) -> Extraction:
    calls: list[RawCall] = []
    problems: list[Problem] = []
    known: set[str] = set()
    portion = Portion(((place, document) for document, items in found for place in enumerate(items, 1)), rules)
    for (number, item), document in portion:
        if number == 1:
            known = {call.key for call in calls} - {""}
        where = f"record {number}"
        if not isinstance(item, Mapping):
            problems.append(Problem(where, "is no table of fields and was left out"))
            continue
        record = Record((item,), document, plain if rules.html else str)
        if why := stranger(record, rules):
            return unrecognised(f"{where}: {why}", Cause.FILTER_IGNORED)
        if is_call(record, rules) and record.bare().value(rules.key) not in known:
            call, odd = call_of(record, rules, where)
            calls += [call] if call else []
            problems += odd
    document, count = found[0][0], sum(len(items) for _, items in found)
    follow = _follow(page, rules.paging, document, count) if rules.paging else ()
    total, left_out = _number(document, rules.total), max(count - len(calls) - len(problems), 0)
    told = (*problems, *portion.problems(page.url))
    return Extraction(True, tuple(calls), follow, told, total, left_out=left_out, whole=not portion.cut)


def _lists(document: object, rules: JsonRules) -> Iterator[list[object]]:
    for path in rules.items:
        items = look(document, path)
        if isinstance(items, list):
            yield items
        elif isinstance(items, Mapping) and path:
            yield [items]  # a list of one that `look` has opened, or a single record


def _complaint(document: object) -> str:
    """What an answer that is no list says instead: WordPress sends {"code": ..., "message": ...}."""
    said = [str(look(document, name) or "") for name in ("code", "error", "message")]
    words = " ".join(word for word in said if word)[:200]
    return f", which says: {words}" if words else ""


def _marked(text: str, marker: str, embedded: bool) -> bool:
    if not embedded:
        return marker in text
    return not too_much(text) and LexborHTMLParser(text).css_first(marker) is not None


def _decode(page: Page, text: str) -> object:
    try:
        return _opened(_DECODER.decode(text))
    except (ValueError, RecursionError) as error:
        reason = str(error) or "it is nested too deep"
        raise ExtractError(page.url, f"cannot be read as JSON: {reason}") from error


def _opened(data: object) -> object:
    """The data itself where the JSON is a text that holds JSON, as some pages print it."""
    return _DECODER.decode(data) if isinstance(data, str) and data.lstrip()[:1] in ("{", "[") else data


def _embedded(text: str, rules: JsonRules) -> Iterator[object]:
    """What can be decoded of the JSON inside a page: whole scripts first, then assigned values."""
    if too_much(text):
        return
    tree = LexborHTMLParser(text)
    codes = [node.text() for node in tree.css(rules.script)] if rules.script else []
    codes += [_assigned(node.text(), rules.assigned) for node in tree.css("script")] if rules.assigned else []
    for code in codes:
        # Scripts are no JSON: they may hold `undefined`, which is mended only where decoding fails.
        for attempt in (code.lstrip(), _UNDEFINED.sub(" null", code).lstrip()):
            try:
                data = _opened(_DECODER.raw_decode(attempt)[0])
            except (ValueError, RecursionError):
                continue
            yield data
            break


def _assigned(code: str, name: str) -> str:
    """The code behind the assignment to a name; "" where there is none."""
    match = re.search(re.escape(name) + r"""["'\]]{0,2}\s*=\s*(?:JSON\.parse\(\s*)?(?=[\[{"])""", code)
    return code[match.end() :] if match else ""


def _number(document: object, path: str) -> int | None:
    text = str(look(document, path)) if path else ""
    return int(text) if _WHOLE_NUMBER.fullmatch(text) else None


def _printed(text: str, rules: JsonRules) -> int | None:
    node = LexborHTMLParser(text).css_first(rules.printed_total)
    found = re.search(r"\d[\d,.]{0,12}", node.text()) if node is not None else None
    return int(re.sub(r"\D", "", found[0])) if found else None


def _follow(page: Page, paging: Paging, document: object, count: int) -> tuple[str, ...]:
    """The address of the next page, if there is one."""
    if paging.next:
        link = look(document, paging.next)
        return (urljoin(page.final_url or page.url, link),) if isinstance(link, str) and link else ()
    return page_after(page.url, paging, count, _number(document, paging.pages))
