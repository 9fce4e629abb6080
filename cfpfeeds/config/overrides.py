"""What operators know better than the sources: the tables [[same]], [[apart]], [[fix]] and [[hide]]."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from cfpfeeds import model
from cfpfeeds.config import values
from cfpfeeds.model import Deadline, Kind, Status

_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d))?(?: (\S+))?")
_HOW = 'must be a day such as "2027-03-01", with or without a time and a zone ("2027-03-01 17:00 Europe/Rome")'
_KINDS = [kind.value for kind in Kind if kind is not Kind.OTHER]

Named = Annotated[str, Field(min_length=3, max_length=400)]
"""A call by its id, or a sighting as `cfpfeeds why` prints it: the source's id, a slash, its key."""


class _Override(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)


class Same(_Override):
    """One table [[same]]: calls that are one, whatever the evidence says."""

    calls: Annotated[tuple[Named, ...], Field(min_length=2)]
    reason: values.Line = ""


class Apart(_Override):
    """One table [[apart]]: calls or sightings that must not be merged with each other."""

    calls: Annotated[tuple[Named, ...], Field(min_length=2)]
    reason: values.Line = ""


class Fix(_Override):
    """One table [[fix]]: the value that a field of a call has for a while, whatever the sources say."""

    call: Named
    field: Literal[
        "title", "venue", "url", "event", "place", "status",
        "abstract", "submission", "notification", "camera_ready", "event_start", "event_end",
    ]  # fmt: skip
    value: Annotated[str, Field(min_length=1, max_length=500)]
    reason: Annotated[values.Line, Field(min_length=1)]
    until: date

    @field_validator("value", mode="before")
    @classmethod
    def _toml_days_are_days(cls, value: Any) -> Any:
        if isinstance(value, datetime):
            return value.isoformat(" ", "minutes")
        return value.isoformat() if isinstance(value, date) else value

    @field_validator("value")
    @classmethod
    def _value_fits_the_field(cls, value: str, info: ValidationInfo) -> str:
        field = info.data.get("field", "")
        if field in _KINDS:
            deadline_of(field, value)
        elif field == "status" and value not in [status.value for status in Status]:
            raise ValueError(f"must be one of {', '.join(status.value for status in Status)}")
        return values.address(value) if field == "url" else value

    @field_validator("until", mode="before")
    @classmethod
    def _a_day_in_quotes_will_do(cls, value: Any) -> Any:
        if isinstance(value, str):
            try:
                return date.fromisoformat(value)
            except ValueError as error:
                raise ValueError("must be a day such as 2027-03-01") from error
        return value

    def told(self) -> model.Fix:
        """The same as merge understands it."""
        value = deadline_of(self.field, self.value) if self.field in _KINDS else self.value
        return model.Fix(self.call, self.field, value, self.reason, self.until)


class Hide(_Override):
    """One table [[hide]]: a call that is shown nowhere."""

    call: Named
    reason: values.Line = ""


def deadline_of(kind: str, value: str) -> Deadline:
    """The deadline that a value of [[fix]] names. Raises ValueError with what it should look like."""
    match = _DAY.fullmatch(value)
    if match is None:
        raise ValueError(_HOW)
    zone = match[3] or ""
    if zone and model.zone_info(zone) is None:
        raise ValueError(f"names the unknown zone {zone}: write AoE, UTC, UTC+02:00 or a name such as Europe/Rome")
    try:
        at = time.fromisoformat(match[2]) if match[2] else None
        return Deadline(Kind(kind), date.fromisoformat(match[1]), at, zone)
    except ValueError as error:
        raise ValueError(f"{_HOW}; no calendar has this one") from error


def overrides_of(
    same: tuple[Same, ...], apart: tuple[Apart, ...], fix: tuple[Fix, ...], hide: tuple[Hide, ...]
) -> model.Overrides:
    """All tables together as merge understands them."""
    return model.Overrides(
        same=tuple(one.calls for one in same),
        apart=tuple(one.calls for one in apart),
        fixes=tuple(one.told() for one in fix),
        hidden=tuple(one.call for one in hide),
    )
