"""A store in miniature: applies plans, and answers only what it is asked for, as the real one does."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence

from cfpfeeds.merge import keys_of, plan, revise
from cfpfeeds.model import Call, Known, Overrides, Plan, Sighting
from tests.merge.samples import DAY, NOW


class World:
    def __init__(self) -> None:
        self.calls: dict[str, Call] = {}
        self.retired: dict[str, Call] = {}
        self.aliases: dict[str, str] = {}
        self.sightings: dict[tuple[str, str], Sighting] = {}
        self.overrides = Overrides()
        self._numbers = itertools.count(1)

    def poll(
        self, sightings: Sequence[Sighting], source_id: str = "press", day: float = 0, complete: bool = True
    ) -> Plan:
        """One poll of one source, `day` days after the first."""
        made = plan(
            sightings,
            self._known(source_id, sightings),
            source_id=source_id,
            now=NOW + day * DAY,
            mint=self._mint,
            complete=complete,
            look=self.look,
            overrides=self.overrides,
        )
        return self._apply(made)

    def set(self, day: float = 0, **overrides: object) -> Plan:
        """Other overrides from now on, carried out at once."""
        before, self.overrides = self.overrides, Overrides(**overrides)  # type: ignore[arg-type]
        names = before.named | self.overrides.named
        now = NOW + day * DAY
        return self._apply(revise(names, self.look, now=now, mint=self._mint, overrides=self.overrides))

    def partition(self) -> set[frozenset[tuple[str, str]]]:
        """Which sightings stand together."""
        groups: dict[str, set[tuple[str, str]]] = {}
        for sighting in self.sightings.values():
            groups.setdefault(sighting.call_id, set()).add(sighting.id)
        return {frozenset(group) for group in groups.values()}

    def call_of(self, source_id: str, key: str = "k1") -> Call:
        return self.calls[self.sightings[source_id, key].call_id]

    def look(self, keys: Collection[str], ids: Collection[str]) -> Known:
        wanted = set(keys)
        found = {s.call_id for s in self.sightings.values() if wanted & set(keys_of(s))}
        found |= {self.aliases.get(one, one) for one in ids}
        found |= {s.call_id for s in self.sightings.values() if "/".join(s.id) in ids}
        return self._of(found)

    def _known(self, source_id: str, sightings: Sequence[Sighting]) -> Known:
        own = {s.call_id for s in self.sightings.values() if s.source_id == source_id}
        shared = self.look({key for s in sightings for key in keys_of(s)}, ())
        return self._of(own | {call.id for call in shared.calls})

    def _of(self, call_ids: set[str]) -> Known:
        return Known(
            tuple(call for call in self.calls.values() if call.id in call_ids),
            tuple(s for s in self.sightings.values() if s.call_id in call_ids),
            tuple(self.retired[old] for old, new in self.aliases.items() if new in call_ids and old in self.retired),
        )

    def _mint(self) -> str:
        return f"c{next(self._numbers)}"

    def _apply(self, made: Plan) -> Plan:
        for call in made.calls:
            self.calls[call.id] = call
            self.aliases.pop(call.id, None)
            self.retired.pop(call.id, None)
        self.sightings |= {s.id: s for s in made.sightings}
        for old, new in made.aliases:
            self.aliases = {gone: new if lives == old else lives for gone, lives in self.aliases.items()} | {old: new}
            if old in self.calls:
                self.retired[old] = self.calls.pop(old)
        assert {s.call_id for s in self.sightings.values()} == set(self.calls)
        return made
