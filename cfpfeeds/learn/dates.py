"""Where the dates of records of data stand: single fields, fields of several days, rows of tables inside a record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cfpfeeds.extract.rows import TELLING, Date, Deadlines, Stage
from cfpfeeds.learn import words
from cfpfeeds.learn.reader import Reader, due
from cfpfeeds.learn.values import leaves, spoken
from cfpfeeds.model import DeadlineText, Kind

STAGES = (
    Stage(
        match=r"(?i)^(?!.*(?:notif|camera|final|revis|accept))(?=.*\b(?:papers?|manuscripts?|full)\b)",
        kind=Kind.SUBMISSION,
    ),
    Stage(match=r"(?i)abstract|proposal|pr[ée]cis|expression|letter of in", kind=Kind.ABSTRACT),
    Stage(match=r"(?i)notif|accept|decision", kind=Kind.NOTIFICATION),
    Stage(match=r"(?i)camera|final version", kind=Kind.CAMERA_READY),
    Stage(match=r"(?i)publi|revis|review|rebuttal|workshop|conference|event|start|open|posted|regist", kind=Kind.OTHER),
)
"""What the label of a row says of its stage."""

_NOTED = (
    Stage(match=r"(?i)^\W*(?:\w+\s+){0,2}(?:abstracts?|titles?)\b(?!.*\b(?:papers?|full)\b)", kind=Kind.ABSTRACT),
    Stage(match=r"(?i)^\W*(?:notification|rebuttal|camera|revision|resubmission|review)", kind=Kind.OTHER),
)
_NO_DUE = re.compile(
    r"publi|expir|posted|created|updated|modified|start|open|event|notif|camera|link|url|note|days", re.I
)
_PLAIN = re.compile(
    r"(?:cfp|call for papers|submissions?|submission date|papers?|abstracts?|full papers?)(?: ext(?:ended)?)?"
)
_DAY = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|%[yY]-\d\d-\d\d|\b\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\b\d{1,2}\W+\w{3,}|\w{3,}\W+\d{1,2}\b"
)
_YEARS = {"%Y": -1, "%y": 0}
"""Signs for a year, as the lists of one family of pages write them: the year before the conference, and its own."""


def may_hold_dates(record: Mapping[str, Any]) -> bool:
    """Whether some value in a record, or in a row inside it, looks like a day."""
    return any(_DAY.search(str(value)) for value in record.values() if isinstance(value, (str, list, Mapping, int)))


def dates_of(records: Sequence[Mapping[str, Any]], reader: Reader, zone: str = "") -> tuple[Deadlines, ...]:
    """Tables of rules for everything that is named as a deadline and read as one; none where nothing is."""
    single = tuple(_single(records, reader, zone))
    return single or tuple(_rows(records, reader, zone))


def _single(
    records: Sequence[Mapping[str, Any]], reader: Reader, zone: str, *, inside: bool = False
) -> Iterator[Deadlines]:
    """Fields of the record itself. A field for the extended day stands in for the one that it extends."""
    found = [path for path in _paths(records) if _is_due(path, [record.get(path) for record in records], reader)]
    extended = {base: path for path in found for base in found if path != base and _extends(path, base)}
    flat, several = list[Date](), list[str]()
    for path in found:
        if path in extended.values():
            continue
        if any(isinstance(record.get(path), list) for record in records):
            several.append(path)
            continue
        longer = extended.get(path, "")
        text, was = (f"{{{longer}|{path}}}", f"{{{path}}}") if longer else (f"{{{path}}}", "")
        told = _told_by_note(records) if inside and len(found) <= 2 and kind_of(path, reader) is Kind.SUBMISSION else {}
        flat.append(Date(**{"text": text, "was": was, "label": spoken(path), "kind": kind_of(path, reader), **told}))
    if flat:
        yield Deadlines(zone=zone, dates=tuple(flat[:6]), **_signs(records))
    for path in several[:4]:
        day = Date(text="{.}", label=spoken(path), kind=kind_of(path, reader))
        yield Deadlines(rows=path, zone=zone, dates=(day,), **_signs(records))


def _told_by_note(records: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What a short note in each row ("Abstract", "Round 2") says of its day; nothing where rows have none."""
    name = next(
        (key for record in records for key in record if re.fullmatch(r"comment|note|label|track", str(key))), ""
    )
    said = [str(record.get(name) or "") for record in records]
    if not name or max(map(len, said)) > 80:
        return {}
    return {"label": f'{{{name}|"deadline"}}', "stage_on": f"{{{name}}}", "stages": _NOTED}


def _paths(records: Sequence[Mapping[str, Any]]) -> list[str]:
    names = dict.fromkeys(str(key) for record in records for key in record if not set(str(key)) & set("{}[]|."))
    return [name for name in names if sum(record.get(name) is not None for record in records) >= 0.1 * len(records)]


def _extends(path: str, base: str) -> bool:
    return bool(re.fullmatch(rf"(?:extended )?{re.escape(spoken(base))}(?: ext(?:ended|ension)?)?", spoken(path)))


def _signs(records: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    signed = any(sign in str(value) for record in records for value in record.values() for sign in _YEARS)
    return {"years": _YEARS} if signed else {}


def is_named_due(name: str) -> bool:
    """Whether a field's name says that something is due then."""
    said = spoken(name)
    if re.search(r"link|url|note|days", said) or (
        _NO_DUE.search(said) and not re.search(r"d[ae]{1,3}dl|deadline|\bdue", said)
    ):
        return False
    if re.search(r"notif|camera|regist(?!.*(?:abstract|paper))|review|rebuttal|workshop|tutorial", said):
        return False
    return bool(TELLING.search(name) or words.DEADLINE.search(said) or _PLAIN.fullmatch(said))


def _is_due(path: str, values: Sequence[object], reader: Reader) -> bool:
    if not is_named_due(path) or any(isinstance(one, Mapping) for value in values for one in _members(value)):
        return False
    texts = [str(one) for value in values for one in _members(value) if one is not None]
    plain = [re.sub(r"%[yY]", str(reader.on.year), text) for text in texts]
    return any(
        not text.startswith("http") and len(text) < 120 and due(reader.read([DeadlineText(text, kind=Kind.SUBMISSION)]))
        for text in plain
    )


def _members(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else [value]


def _rows(records: Sequence[Mapping[str, Any]], reader: Reader, zone: str) -> Iterator[Deadlines]:
    """Lists of tables inside a record: with fields named as deadlines, or each with a label and a day."""
    for name in _paths(records):
        value = [record[name] for record in records if isinstance(record.get(name), list | Mapping)]
        rows = [row for one in value for row in (one if isinstance(one, list) else [one]) if isinstance(row, Mapping)]
        if not rows:
            continue
        inner = list(_single(rows, reader, zone or _zone(rows), inside=True))
        if inner and not inner[0].rows:
            yield inner[0].model_copy(update={"rows": name})
        elif found := labelled_rows(name, rows, reader, zone or _zone(rows)):
            yield found


def _zone(rows: Sequence[Mapping[str, Any]]) -> str:
    name = next((str(key) for row in rows for key in row if re.fullmatch(r"time ?zone|tz", spoken(str(key)))), "")
    return f"{{{name}}}" if name else ""


def labelled_rows(name: str, rows: Sequence[Mapping[str, Any]], reader: Reader, zone: str = "") -> Deadlines | None:
    """Rows such as {"label": "Abstracts", "date": "2027-01-15"}; None where they are something else."""
    keys = dict.fromkeys(str(key) for row in rows for key in row)
    day = next((key for key in keys if all(re.match(r"\d{4}-\d\d-\d\d", str(row.get(key) or "")) for row in rows)), "")
    labels = [key for key in keys if re.search(r"label|name|type|kind|title|event", key, re.I)]
    labels.sort(key=lambda key: not re.search(r"label|title|name", key, re.I))
    if not day or not labels:
        return None
    stage = ": ".join(f"{{{key}}}" for key in reversed(labels[:2]))
    parts = [DeadlineText(str(row[day]), label=str(row.get(labels[0]) or "")) for row in rows]
    if not any(due(reader.read([part])) for part in parts):
        return None
    date = Date(text=f"{{{day}}}", label=f"{{{labels[0]}}}", kind=Kind.SUBMISSION, stage_on=stage, stages=STAGES)
    return Deadlines(rows=name, zone=zone, dates=(date,))


def kind_of(path: str, reader: Reader) -> Kind:
    """The stage that a field's name speaks of: a day in ISO form is read without its label."""
    read = reader.read([DeadlineText("15 January 2027", label=spoken(path), prose=True)]).deadlines
    return read[0].kind if read and read[0].kind.is_due else Kind.SUBMISSION


__all__ = ["STAGES", "dates_of", "is_named_due", "kind_of", "labelled_rows", "leaves", "may_hold_dates"]
