"""The dates of one record: rows of dates, their stages, and what tells them apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import Field, field_validator, model_validator

from cfpfeeds.extract.records import Pattern, Picked, Record, Table, Template, Value, fits, paths
from cfpfeeds.model import DeadlineText, Kind

TELLING = re.compile(r"d[ae]{1,3}d[-_ ]?l|\bdue|cfp|closing", re.IGNORECASE)
"""Names of fields that sound like a deadline."""

_NO_TRACK = re.compile(
    r"(?:(?:full|regular|papers?|abstracts?|submissions?|deadlines?|due|date|for|of|the|aoe)[^\w]*)+", re.IGNORECASE
)
_YEAR = re.compile(r"[12]\d{3}")


class Stage(Table):
    """What stage a date belongs to if a pattern fits: {match = "^abstract", kind = "abstract"}."""

    match: Pattern
    kind: Kind


class Date(Table):
    """One date of a row. `text` is a template: "{deadline}", not "deadline"."""

    text: Value = Field(description="the date as printed, with its time if one is")
    was: Template = Field(default="", description="the date that stood there before and no longer holds")
    label: Template = Field(default="", description="what the list calls it")
    kind: Kind | None = Field(default=None, description="its stage, unless one of `stages` fits")
    stage_on: Template = Field(default="", description="the text that `stages` are tried on")
    stages: tuple[Stage, ...] = Field(default=(), description="the first that fits names the stage")
    track: Value = Field(default="", description="what kind of paper it is for")
    required: bool = Field(default=False, description="a row without it is a problem")

    @field_validator("text")
    @classmethod
    def _reads_something(cls, text: Value) -> Value:
        if not paths(template := _template(text)):
            raise ValueError(f"reads nothing: write {{{template}}} to read the field of that name")
        return text


class Deadlines(Table):
    """One [[source.rules.deadlines]]: rows of dates inside a record, or the record itself as the only row.

    A row with a single date may be written flat, without `dates`.
    """

    rows: str = Field(default="", description="the path of the rows; empty means that the record is the row")
    unless: str = Field(default="", description="a path: where something stands there, this table is not for us")
    dates: tuple[Date, ...] = Field(description="the dates of a row")
    zone: Template = Field(default="", description="the zone of the row, or else of the record")
    round: Value = Field(default="", description="which of several rounds the row is")
    year: Template = Field(default="{year}", description="the year of the edition, for `years`")
    years: dict[str, int] = Field(default={}, description="signs in a date that stand for that year plus a number")
    ignore: tuple[str, ...] = Field(default=(), description="names in a row that only sound like a deadline")

    @model_validator(mode="before")
    @classmethod
    def _from_flat(cls, table: Any) -> Any:
        if not isinstance(table, dict) or "dates" in table or "text" not in table:
            return table
        date = {name: value for name, value in table.items() if name in Date.model_fields}
        return {"dates": [date], **{name: value for name, value in table.items() if name not in date}}

    def templates(self) -> Iterator[str]:
        """Every template that is read from a row."""
        yield self.zone
        yield from (_template(value) for value in (self.round, *(date.track for date in self.dates)))
        for date in self.dates:
            yield from (_template(date.text), date.was, date.label, date.stage_on)


def deadlines_of(record: Record, tables: Iterable[Deadlines]) -> tuple[tuple[DeadlineText, ...], list[str]]:
    """Every date of a record in printed order, with what was odd about its rows."""
    found: list[DeadlineText] = []
    odd: list[str] = []
    for table in tables:
        if not table.unless or record.alone().find(table.unless) is None:
            found += _read_table(record, table, odd)
    return tuple(found), odd


def _read_table(record: Record, table: Deadlines, odd: list[str]) -> list[DeadlineText]:
    if not table.rows:
        return _read_row(record, table, "the record", odd)
    value = record.alone().find(table.rows)
    rows = value if isinstance(value, list) else [] if value is None else [value]
    found: list[DeadlineText] = []
    for number, row in enumerate(rows, 1):
        name = f"row {number} of `{table.rows}`"
        dates = _read_row(record.inner(row), table, name, odd)
        if not dates:
            odd.append(f"{name} holds no date")
        odd += [f"{name}: `{key}` sounds like a deadline, but nothing reads it" for key in _unread(row, table)]
        found += dates
    return _told_apart(found)


def _read_row(row: Record, table: Deadlines, name: str, odd: list[str]) -> list[DeadlineText]:
    """The dates of one row. Only the zone may come from further out: a date that is missing in a row is missing."""
    alone, zone = row.alone(), row.fill(table.zone)
    found = []
    for date in table.dates:
        text, was = alone.value(date.text), alone.fill(date.was)
        if not text and date.required:
            odd.append(f"{name}: {_template(date.text)} is missing")
        if not text:
            continue
        text = _with_year(text, row, table, name, odd)
        found.append(
            DeadlineText(
                text=f"~~{was}~~ {text}" if was and was != text else text,
                label=alone.fill(date.label),
                zone=zone,
                kind=_stage(alone, date),
                round=alone.value(table.round),
                track=alone.value(date.track),
            )
        )
    return found


def _stage(row: Record, date: Date) -> Kind | None:
    text = row.fill(date.stage_on)
    return next((stage.kind for stage in date.stages if fits(stage.match, text)), date.kind)


def _with_year(text: str, row: Record, table: Deadlines, name: str, odd: list[str]) -> str:
    """The date with its signs for a year ("%Y-05-31", in sec-deadlines the year before the conference) resolved."""
    for sign, offset in table.years.items():
        if sign not in text:
            continue
        year = row.fill(table.year)
        if not _YEAR.fullmatch(year):
            odd.append(f"{name}: {text!r} needs a year, but the record has none")
            return text
        text = text.replace(sign, str(int(year) + offset))
    return text


def _told_apart(dates: Sequence[DeadlineText]) -> list[DeadlineText]:
    """The dates, where several would look alike, with a track (their label) or, failing that, a round (their order).

    The one whose label says no more than "paper submission deadline" is the main track and needs no name.
    Order is that of the dates as ISO text: lists are not always sorted, and appending must not renumber.
    """
    alike: dict[tuple[Kind | None, str, str], list[int]] = {}
    for place, date in enumerate(dates):
        alike.setdefault((date.kind, date.round, date.track), []).append(place)
    apart = list(dates)
    for places in alike.values():
        labels = {dates[place].label for place in places} - {""}
        if len(places) > 1 and len(labels) == len(places):
            plain = {label for label in labels if _NO_TRACK.fullmatch(label)}
            for place in places:
                label = dates[place].label
                apart[place] = replace(dates[place], track="" if plain == {label} else label)
        elif len(places) > 1 and not dates[places[0]].round:
            ranked = sorted(places, key=lambda place: dates[place].text.rpartition("~~")[2].strip())
            for number, place in enumerate(ranked, 1):
                apart[place] = replace(dates[place], round=str(number))
    return apart


def _unread(row: object, table: Deadlines) -> list[str]:
    if not isinstance(row, Mapping):
        return []
    known = {*table.ignore, *(path for template in table.templates() for path in paths(template))}
    return [str(name) for name in row if TELLING.search(str(name)) and str(name) not in known]


def _template(value: Value) -> str:
    return value.on if isinstance(value, Picked) else value
