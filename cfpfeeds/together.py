"""Records of a file, read without a store: what `cfpfeeds merge` prints."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from cfpfeeds import deadlines
from cfpfeeds.addresses import tidy
from cfpfeeds.errors import UsageError
from cfpfeeds.merge import clusters
from cfpfeeds.model import CallKind, DeadlineText, Kind, Sighting
from cfpfeeds.normalise.fields import edition_of, kind_of
from cfpfeeds.normalise.titles import undecorated
from cfpfeeds.text import clean_line, plain_line

_DATES = (
    ("abstract_deadline", Kind.ABSTRACT),
    ("deadline", Kind.SUBMISSION),
    ("start", Kind.EVENT_START),
    ("end", Kind.EVENT_END),
)
_KINDS = {**{kind.value: kind for kind in CallKind}, "special-issue": CallKind.SPECIAL_ISSUE}


def merge_file(path: Path) -> Iterator[dict[str, str]]:
    """For each record of `path` (a JSON object a line) its id and that of its cluster: the smallest id in it.

    Raises UsageError for a file or a line that cannot be read, and for an id that stands there twice.
    """
    sightings = list(read_records(path))
    labels = clusters(sightings)
    smallest: dict[int, str] = {}
    for sighting, label in zip(sightings, labels, strict=True):
        smallest[label] = min(smallest.get(label, sighting.key), sighting.key)
    for sighting, label in zip(sightings, labels, strict=True):
        yield {"record_id": sighting.key, "cluster_id": smallest[label]}


def read_records(path: Path) -> Iterator[Sighting]:
    """The records of a file as sightings; see docs/merging.md for the names of their fields."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from error
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            sighting = sighting_of(record)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UsageError(f"{path}:{number}: each line needs an id and a title ({error})") from error
        if sighting.key in seen:
            raise UsageError(f"{path}:{number}: the id {sighting.key!r} stands there twice")
        seen.add(sighting.key)
        yield sighting


def sighting_of(record: Mapping[str, Any]) -> Sighting:
    """One record as a sighting. Its key is the record's id; its source what the record names, else the record itself.

    Raises KeyError without id or title, ValueError for a day that is none.
    """
    key, printed = str(record["id"]), plain_line(str(record["title"]))
    venue = plain_line(_text(record, "venue", "journal"))
    full, event = plain_line(_text(record, "full_name")), clean_line(_text(record, "event", "date"))
    kind = _KINDS.get(_text(record, "kind"))
    journal = kind not in (None, CallKind.CONFERENCE, CallKind.OTHER) or bool(_text(record, "journal"))
    listed = _text(record, "acronym") or ("" if journal or "deadlines" in record else printed)
    title = undecorated(f"{printed}: {full}" if full and full != printed else printed)
    kind = kind or kind_of(title, None, event=event, acronym=listed)
    acronym, year = edition_of(listed, _text(record, "year"), title, kind)
    if kind is not CallKind.CONFERENCE and not _text(record, "acronym"):
        acronym = ""
    return Sighting(
        source_id=_text(record, "source", "source_id") or key,
        key=key,
        title=title,
        venue=venue,
        url=tidy(_text(record, "url", "link")),
        deadlines=deadlines.read(list(_phrases(record))).deadlines,
        kind=kind,
        acronym=acronym,
        year=year,
        event=event,
        place=plain_line(_text(record, "place")),
        first_seen=_moment(_text(record, "first_seen")),
        missing_since=_after(_moment(_text(record, "last_seen"))),
    )


def _phrases(record: Mapping[str, Any]) -> Iterator[DeadlineText]:
    zone, label = _text(record, "timezone", "zone"), _text(record, "round_label")
    rounds = record.get("rounds") or ()
    for field, kind in _DATES:
        if (said := _text(record, field)) and not (rounds and field == "deadline"):
            yield DeadlineText(said, zone=zone, kind=kind, round=label if kind.is_due else "")
    for one in rounds:
        for field, kind in _DATES[:2]:
            if said := _text(one, field):
                yield DeadlineText(said, zone=zone, kind=kind, round=_text(one, "label"))
    for one in record.get("deadlines") or ():
        if isinstance(one, str):
            yield DeadlineText(one, zone=zone, kind=Kind.SUBMISSION)
        elif said := " ".join(filter(None, (_text(one, "date"), _text(one, "time")))) or _text(one, "text", "deadline"):
            stage = Kind(_text(one, "kind") or Kind.SUBMISSION)
            yield DeadlineText(
                said, zone=_text(one, "zone") or zone, kind=stage, round=_text(one, "round", "label"),
                track=_text(one, "track"),
            )  # fmt: skip


def _text(record: Mapping[str, Any], *names: str) -> str:
    return next((str(record[name]) for name in names if record.get(name)), "")


def _moment(said: str) -> datetime | None:
    if not said:
        return None
    day = date.fromisoformat(said[:10])
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _after(last: datetime | None) -> datetime | None:
    return last + timedelta(days=1) if last else None
