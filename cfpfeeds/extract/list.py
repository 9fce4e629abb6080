"""Shape `list`: deadline lists kept as data files, in YAML, JSON, TOML or CSV, with or without editions in series."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Literal

from pydantic import Field

from cfpfeeds.errors import ExtractError
from cfpfeeds.extract import yaml_text
from cfpfeeds.extract.base import Portion, unrecognised
from cfpfeeds.extract.bodies import is_utf8, refuse_web_page, text_of_body
from cfpfeeds.extract.fields import CallFields, call_of, is_call, keyed_apart, plain, stranger
from cfpfeeds.extract.records import Record, look
from cfpfeeds.model import Cause, Extraction, Page, Problem, RawCall

_DEEPEST_KEY = 50
_DEEP_KEY = re.compile(rf"""(?:[ \t]*\.[ \t]*["'\w-]+){{{_DEEPEST_KEY}}}""")


class ListRules(CallFields):
    """Rules of the shape `list`: every field of a call is a template over one record of the file."""

    kind: Literal["list"] = "list"
    format: Literal["yaml", "json", "toml", "csv"] = Field(default="yaml", description="what the file is written in")
    delimiter: str = Field(default=",", min_length=1, max_length=1, description="what parts the columns of a CSV file")
    items: str = Field(default="", description="the path of the list of records; empty means the whole file")
    editions: str = Field(default="", description="the path, in a record, of its editions: each of them is a call")


def extract(page: Page, rules: ListRules) -> Extraction:
    """Every record of the file as a call.

    Raises ExtractError for a file that cannot be read, and for a web page in its place.
    """
    text = text_of_body(page)
    refuse_web_page(page, text, rules.format.upper())
    if rules.marker and rules.marker not in text:
        return unrecognised(f"the file does not hold {rules.marker!r}")
    data, odd = data_of(page, text, rules)
    if not is_utf8(page):
        odd.append("is not UTF-8: letters outside ASCII may be wrong")
    items = [] if data is None else look(data, rules.items)
    if not isinstance(items, list | Mapping):
        return unrecognised(f"no list of records {f'at `{rules.items}`' if rules.items else 'in the file'}")
    problems = [Problem(page.url, words) for words in odd]
    return _read(page, items if isinstance(items, list) else [items], data, rules, problems)


def _read(page: Page, items: list[object], data: object, rules: ListRules, problems: list[Problem]) -> Extraction:
    calls: list[RawCall] = []
    numbered = enumerate(items, 1)
    records = (found for number, item in numbered for found in _records(item, number, data, rules, problems))
    portion = Portion(records, rules)
    for where, record in portion:
        if why := stranger(record, rules):
            return unrecognised(f"{where}: {why}", Cause.FILTER_IGNORED)
        if is_call(record, rules):
            call, found = call_of(record, rules, where)
            calls += [call] if call else []
            problems += found
    apart, doubled = keyed_apart(calls)
    told = (*problems, *doubled, *portion.problems(page.url))
    return Extraction(recognised=True, calls=apart, problems=told, whole=not portion.cut)


def _records(
    item: object, number: int, data: object, rules: ListRules, problems: list[Problem]
) -> Iterator[tuple[str, Record]]:
    """The records of one item: the item itself, or its editions, each with its place in words."""
    where = f"record {number}"
    if not isinstance(item, Mapping):
        problems.append(Problem(where, f"is {_kind(item)} and no table of fields, and was left out"))
        return
    record = partial(Record, top=data, plain=plain if rules.html else str)
    if not rules.editions:
        yield where, record((item,))
        return
    where = Record((item,)).value(rules.title) or where
    editions = look(item, rules.editions)
    if not isinstance(editions, list | Mapping):
        problems.append(Problem(where, f"`{rules.editions}` is {_kind(editions)} and no list of editions"))
        return
    for place, edition in enumerate(editions if isinstance(editions, list) else [editions], 1):
        if isinstance(edition, Mapping):
            yield f"{where}, edition {place}", record((edition, item))
        else:
            problems.append(Problem(where, f"edition {place} is {_kind(edition)} and no table of fields"))


def _kind(value: object) -> str:
    if value is None:
        return "missing"
    if isinstance(value, list):
        return "a list"
    return "a table" if isinstance(value, Mapping) else f"the text {str(value)[:60]!r}"


def data_of(page: Page, text: str, rules: ListRules) -> tuple[object, list[str]]:
    """The data of the file with what was odd about its writing. Raises ExtractError."""
    try:
        if rules.format == "yaml":
            return yaml_text.load(text)
        if rules.format == "csv":
            return _rows(text, rules.delimiter)
        if rules.format == "toml":
            if _DEEP_KEY.search(text):  # tomllib takes the square of its length
                raise ValueError(f"a key is nested more than {_DEEPEST_KEY} deep")
            return tomllib.loads(text.replace("\r\n", "\n")), []
        return json.loads(text, parse_int=str, parse_float=str, parse_constant=str), []
    except (yaml_text.YamlError, csv.Error, ValueError, RecursionError) as error:
        reason = str(error) or type(error).__name__
        raise ExtractError(page.url, f"cannot be read as {rules.format.upper()}: {reason}") from error


def _rows(text: str, delimiter: str) -> tuple[object, list[str]]:
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    rows, odd = [], []
    for number, row in enumerate(reader, 1):
        if None in row:
            odd.append(f"record {number} has more columns than the head of the table")
        rows.append({name.strip(): value for name, value in row.items() if name is not None})
    return rows, odd
