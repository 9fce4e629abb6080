"""From one record to one raw call: the rules that `list`, `json` and `feed` share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from pydantic import Field

from cfpfeeds.extract.base import Rules
from cfpfeeds.extract.html import blocks, text_of
from cfpfeeds.extract.records import Pattern, Picked, Record, Table, Template, Value, fits, flat, paths
from cfpfeeds.extract.rows import TELLING, Deadlines, deadlines_of
from cfpfeeds.model import DeadlineText, Problem, RawCall

_ESCAPED_MARKUP = re.compile(r"&lt;/?[a-zA-Z]")
_DIGIT = re.compile(r"\d")


class Test(Table):
    """A pattern that must fit somewhere in a value: {on = "{title}", match = "(?i)call for papers"}."""

    on: Template
    match: Pattern

    def passes(self, record: Record) -> bool:
        return fits(self.match, record.fill(self.on))


class Equal(Table):
    """A value that every record of the right answer has: {on = "{journal_id}", equals = "6"}."""

    on: Template
    equals: str


class CallFields(Rules):
    """Where each field of a call stands in a record. All are templates; see `records`."""

    title: Value = Field(description="what the call is named; a record without one is a problem")
    key: Value = Field(default="", description="what tells this call from the others of the source, for good")
    url: Value = Field(default="", description="the page of the call")
    venue: Value = Field(default="", description="the journal or the conference series")
    acronym: Value = Field(default="", description="the short name of a conference")
    year: Value = Field(default="", description="the year of the edition")
    event: Value = Field(default="", description="when the event takes place, in words")
    place: Value = Field(default="", description="where the event takes place")
    summary: Value = Field(default="", description="what the call is about")
    status: Value = Field(default="", description="the printed state: open, closed")
    posted: Value = Field(default="", description="when the call was published")
    language: Value = Field(default="", description="the language tag of the call")
    warning: Value = Field(default="", description="what the source itself says against the call")
    issn: Value = Field(default="", description="the ISSN of the journal")
    labels: tuple[Template, ...] = Field(default=(), description="subjects or tags; a list gives one label a member")
    split_labels: Pattern = Field(default="", description="what parts several labels in one text")
    html: bool = Field(default=False, description="values are markup: tags go, entities are decoded")
    prose: tuple[str, ...] = Field(default=(), description="paths of running text in which deadlines may stand")
    read_prose: Literal["undated", "always"] = Field(
        default="undated", description="whether prose is read for every call, or only where no field holds a date"
    )
    deadlines: tuple[Deadlines, ...] = Field(default=(), description="where the dates stand")
    keep: tuple[Test, ...] = Field(default=(), description="only records for which one of these fits are calls")
    drop: tuple[Test, ...] = Field(default=(), description="records for which one of these fits are no calls")
    must_equal: tuple[Equal, ...] = Field(default=(), description="another value means: the answer to something else")
    ignore: tuple[str, ...] = Field(default=(), description="names that sound like a deadline but are none of ours")


def is_call(record: Record, rules: CallFields) -> bool:
    """Whether `keep` and `drop` let the record through."""
    if rules.keep and not any(test.passes(record) for test in rules.keep):
        return False
    return not any(test.passes(record) for test in rules.drop)


def stranger(record: Record, rules: CallFields) -> str:
    """Why the record belongs to another answer than the one asked for; "" if it does not."""
    for wanted in rules.must_equal:
        if (found := record.fill(wanted.on)) != wanted.equals:
            return f"{wanted.on} is {found!r}, not {wanted.equals!r}: the answer to another question"
    return ""


def call_of(record: Record, rules: CallFields, where: str) -> tuple[RawCall | None, list[Problem]]:
    """The raw call of one record with what was odd about it; no call without a title.

    `where` names the record as long as it has no key of its own.
    """
    title = record.value(rules.title)
    bare = record.bare()
    key = bare.value(rules.key)
    where = key or title or where
    if not title:
        return None, [Problem(where, "has no title and was left out")]
    deadlines, odd = deadlines_of(record, rules.deadlines)
    call = RawCall(
        title=title,
        key=key,
        venue=record.value(rules.venue),
        url=bare.value(rules.url).replace("&amp;", "&"),
        deadlines=deadlines + _prose(record, rules, deadlines),
        summary=record.value(rules.summary),
        labels=_labels(record, rules),
        status_text=record.value(rules.status),
        posted=record.value(rules.posted),
        language=record.value(rules.language),
        acronym=record.value(rules.acronym),
        year=record.value(rules.year),
        event=record.value(rules.event),
        place=record.value(rules.place),
        where=where,
        warning=record.value(rules.warning),
        issn=record.value(rules.issn),
    )
    odd += [*_unread(record, rules), *dict.fromkeys(record.odd)]
    return call, [Problem(where, words) for words in odd]


def keyed_apart(calls: Sequence[RawCall]) -> tuple[tuple[RawCall, ...], list[Problem]]:
    """The calls of one list, the second and later ones of a key under a key of their own, each with a problem."""
    seen: Counter[str] = Counter()
    kept, problems = [], []
    for call in calls:
        seen[call.key] += 1
        if call.key and (number := seen[call.key]) > 1:
            problems.append(Problem(call.where, f"the key {call.key!r} is used {number} times in one list"))
            call = replace(call, key=f"{call.key}~{number}")
        kept.append(call)
    return tuple(kept), problems


def plain(value: str) -> str:
    """The text of a value that is markup, escaped once more or not."""
    return text_of(_unescaped(value)) if "<" in value or "&" in value else value


def _unescaped(value: str) -> str:
    if "<" in value or not _ESCAPED_MARKUP.search(value):
        return value
    return value.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")


def _prose(record: Record, rules: CallFields, fields: Iterable[DeadlineText]) -> tuple[DeadlineText, ...]:
    if rules.read_prose == "undated" and any(_DIGIT.search(part.text) for part in fields):
        return ()
    markup = (_unescaped(record.raw(path)) for path in rules.prose)
    return tuple(block for text in markup if text for block in blocks(text))


def _labels(record: Record, rules: CallFields) -> tuple[str, ...]:
    found: list[str] = []
    for template in rules.labels:
        whole = paths(template)
        if len(whole) == 1 and template == f"{{{whole[0]}}}":
            values = [record.inner(value).fill("{.}") for value in flat(record.find(whole[0]))]
        else:
            values = [record.fill(template)]
        found += [part for value in values for part in _split(value, rules.split_labels)]
    return tuple(dict.fromkeys(label for label in found if label))


def _split(value: str, separator: str) -> list[str]:
    return [part.strip() for part in re.split(separator, value)] if separator else [value]


def _unread(record: Record, rules: CallFields) -> list[str]:
    """Names in the record itself that sound like a deadline and that no rule reads: most often a slip of the pen."""
    if not rules.deadlines or not isinstance(record.layers[0], Mapping):
        return []
    known = {*rules.ignore, *_read(rules)}
    names = [str(name) for name in record.layers[0] if TELLING.search(str(name)) and str(name) not in known]
    return [f"`{name}` sounds like a deadline, but nothing reads it" for name in names]


def _read(rules: CallFields) -> set[str]:
    values = [getattr(rules, name) for name in type(rules).model_fields]
    templates = [value.on for value in values if isinstance(value, Picked)]
    templates += [value for value in values if isinstance(value, str)]
    templates += [*rules.labels, *(template for table in rules.deadlines for template in table.templates())]
    named = [path for template in templates for path in paths(template)]
    named += [path for table in rules.deadlines for path in (table.rows, table.unless)]
    return {path for name in (*named, *rules.prose) for path in (name, name.partition(".")[0])}
