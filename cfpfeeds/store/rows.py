"""Values to JSON text and back. Pydantic's TypeAdapter knows dataclasses, dates and enums."""

from __future__ import annotations

from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from cfpfeeds.errors import StoreError

T = TypeVar("T")


_ADAPTERS: dict[Any, TypeAdapter[Any]] = {}
"""One a noun: building it costs a thousand times what using it does."""


def _adapter(noun: type[object]) -> TypeAdapter[Any]:
    if noun not in _ADAPTERS:
        _ADAPTERS[noun] = TypeAdapter(noun)
    return _ADAPTERS[noun]


def dump(value: object) -> str:
    """The JSON text of a noun."""
    return _adapter(type(value)).dump_json(value).decode()


def load(noun: type[T], text: str) -> T:
    """The noun that `dump` wrote; StoreError when the text is damaged."""
    try:
        return cast(T, _adapter(noun).validate_json(text))
    except ValidationError as error:
        raise StoreError(f"the database holds a damaged {noun.__name__}: {error.error_count()} faults") from error
