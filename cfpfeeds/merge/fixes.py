"""What operators have decided about one call: values that they set, and whether it is shown at all."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from cfpfeeds.merge.slots import Dated
from cfpfeeds.model import Call, Conflict, Deadline, Kind, Overrides, Sighting, Status

OPERATOR = "operator"
"""Stands for a source where a value is the operator's own."""

TEXTS = ("title", "venue", "url", "event", "place")
"""The fields that can be set to a text; besides them `status`, and every kind of deadline."""

_NEVER = datetime.min.replace(tzinfo=UTC)


class Fixes:
    """The overrides that concern the call known by `names`, on the day `today`."""

    def __init__(self, overrides: Overrides, names: Collection[str], today: date) -> None:
        self._fixes = [f for f in overrides.fixes if f.call in names and (f.until is None or today <= f.until)]
        self.hidden = any(name in names for name in overrides.hidden)

    @property
    def kinds(self) -> frozenset[Kind]:
        """The stages whose deadlines an operator set."""
        return frozenset(Kind(fix.field) for fix in self._fixes if isinstance(fix.value, Deadline))

    def status(self, said: Status) -> Status:
        """The status that an operator set, else what the sources have `said`."""
        fixed = [str(fix.value) for fix in self._fixes if fix.field == "status"]
        return Status(fixed[-1]) if fixed else said

    def deadlines(self, chosen: Sequence[Dated]) -> tuple[Dated, ...]:
        """The deadlines with those that an operator set in place of all others of their kind."""
        for fix in self._fixes:
            if isinstance(fix.value, Deadline):
                kind = Kind(fix.field)
                fixed = Dated(replace(fix.value, kind=kind, text=fix.reason), OPERATOR)
                chosen = [*(d for d in chosen if d.deadline.kind is not kind), fixed]
        return tuple(chosen)

    def applied(self, call: Call, best: Sighting) -> Call:
        """The call with the texts that an operator set; what they replace stays visible."""
        for fix in self._fixes:
            if isinstance(fix.value, Deadline):
                continue
            old = str(getattr(call, fix.field))
            if old and old != fix.value:
                seen = best.changed_at or best.first_seen or _NEVER
                lost = Conflict(fix.field, old, best.source_id, seen)
                call = replace(call, conflicts=(lost, *call.conflicts))
            if fix.field == "status":
                call = replace(call, status=Status(fix.value))
            elif fix.field in TEXTS:
                call = _with_text(call, fix.field, fix.value)
        return call


def _with_text(call: Call, field: str, value: str) -> Call:
    texts = {name: getattr(call, name) for name in TEXTS} | {field: value}
    return replace(
        call,
        title=texts["title"],
        venue=texts["venue"],
        url=texts["url"],
        event=texts["event"],
        place=texts["place"],
    )
