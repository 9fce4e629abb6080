"""Records of data, field by field: what stands at a path, in how many of them, and what its name says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from cfpfeeds.extract.records import look

_MOST_FIELDS, _DEEPEST = 80, 3


def leaves(record: Mapping[str, Any], above: str = "", depth: int = 0) -> Iterator[str]:
    """The paths of single values; a list of one counts as its member."""
    for key, value in list(record.items())[:_MOST_FIELDS]:
        path = f"{above}.{key}" if above else str(key)
        if isinstance(value, Mapping) and depth < _DEEPEST:
            yield from leaves(value, path, depth + 1)
        elif isinstance(value, (str, int, float)) or (isinstance(value, list) and len(value) == 1) or _is_plain(value):
            yield path


def _is_plain(value: object) -> bool:
    """Whether a value is a list of texts, as tags are."""
    return isinstance(value, list) and bool(value) and all(isinstance(one, str) for one in value)


def spoken(path: str) -> str:
    """A field's name as words: "submissionDeadline" is "submission deadline"."""
    name = path.rpartition(".")[2]
    return re.sub(r"[_\W]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)).strip().lower()


def text_at(record: Mapping[str, Any], path: str) -> str:
    """The text or number at a path; "" for anything else."""
    value = look(record, path)
    return str(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""


def share(records: Sequence[Mapping[str, Any]], path: str, test: Callable[[str], object]) -> float:
    """In how many of the records the value passes a test, 0 to 1; a list of texts counts as its first."""
    return sum(bool(test(_first(record, path))) for record in records) / max(len(records), 1)


def _first(record: Mapping[str, Any], path: str) -> str:
    value = look(record, path)
    return str(value[0]) if isinstance(value, list) and _is_plain(value) else text_at(record, path)


def unique(records: Sequence[Mapping[str, Any]], path: str) -> bool:
    """Whether every record has a value there and no two have the same."""
    values = [text_at(record, path) for record in records]
    return all(values) and len(set(values)) == len(values)
