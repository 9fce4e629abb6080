"""Values to JSON text and back. Pydantic's TypeAdapter knows dataclasses, dates and enums."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from cfpfeeds.errors import StoreError
from cfpfeeds.model import Sighting
from cfpfeeds.store.tables import FOREVER, GIVEN_UP

T = TypeVar("T")

_UNDATED = timedelta(days=365)

_ADAPTERS: dict[Any, TypeAdapter[Any]] = {}
"""One a noun: building it costs a thousand times what using it does."""


def _adapter(noun: type[object]) -> TypeAdapter[Any]:
    if noun not in _ADAPTERS:
        _ADAPTERS[noun] = TypeAdapter(noun)
    return _ADAPTERS[noun]


def dump(value: object) -> str:
    """The JSON text of a noun."""
    return _adapter(type(value)).dump_json(value).decode()


def current_until(sighting: Sighting) -> str:
    """The day until which a sighting matters to the polls of its source although it is not listed, in ISO 8601.

    That is the last day by which something is due; a year after it was first seen where no day is printed; `GIVEN_UP`
    once its source has given it up.
    """
    if sighting.gone:
        return GIVEN_UP
    days = [one.date for one in sighting.deadlines if one.date and one.kind.is_due]
    seen = sighting.first_seen
    return str(max(days)) if days else str(seen.date() + _UNDATED) if seen else FOREVER


def load(noun: type[T], text: str) -> T:
    """The noun that `dump` wrote; StoreError when the text is damaged."""
    try:
        return cast(T, _adapter(noun).validate_json(text))
    except ValidationError as error:
        raise StoreError(f"the database holds a damaged {noun.__name__}: {error.error_count()} faults") from error
