"""The sightings around those that changed: as many as can bear on which of them are one call, and no more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Set
from dataclasses import replace

from cfpfeeds.merge.evidence import ENOUGH, weigh
from cfpfeeds.merge.group import LARGEST_BLOCK
from cfpfeeds.merge.setting import setting_of
from cfpfeeds.merge.traits import Traits, keys_of_traits, traits_of
from cfpfeeds.model import Call, Known, Sighting

Look = Callable[[Collection[str], Collection[str]], Known]
"""Asks the store for the calls that share one of some match keys, and for calls by their ids."""

SightingId = tuple[str, str]


class Surroundings:
    """All that is known so far, as it will be after this poll; asks for more when it is needed."""

    def __init__(self, known: Known, look: Look | None = None) -> None:
        self.sightings: dict[SightingId, Sighting] = {}
        self.calls: dict[str, Call] = {}
        self.retired: dict[str, Call] = {}
        self.crowded: set[str] = set()
        self._look = look
        self._asked: set[str] = set()
        self._traits: dict[SightingId, Traits] = {}
        self._keys: dict[SightingId, tuple[str, ...]] = {}
        self._under: dict[str, set[SightingId]] = defaultdict(set)
        self._of_call: dict[str, set[SightingId]] = defaultdict(set)
        self._unread: dict[SightingId, None] = {}
        self.add(known)

    def add(self, known: Known) -> None:
        """Take in what the store holds; what this poll has already decided of a sighting stays."""
        self.calls |= {call.id: call for call in known.calls if call.id not in self.calls}
        self.retired |= {call.id: call for call in known.retired}
        self.crowded |= known.crowded
        for sighting in known.sightings:
            if sighting.id not in self.sightings:
                self.put(sighting)

    def put(self, sighting: Sighting) -> None:
        """A sighting as it is after this poll, in place of what was known of it."""
        old = self.sightings.get(sighting.id)
        if old is not None:
            self._of_call[old.call_id].discard(old.id)
            for key in self._keys.pop(old.id, ()):
                self._under[key].discard(old.id)
            self._traits.pop(old.id, None)
        self.sightings[sighting.id] = sighting
        self._unread[sighting.id] = None  # a poll in which nothing changed never needs to compare anything
        if sighting.call_id:
            self._of_call[sighting.call_id].add(sighting.id)

    def assign(self, sighting_id: SightingId, call_id: str, founded: str) -> None:
        """The call of a sighting from now on: nothing that could be compared changes with it."""
        old = self.sightings[sighting_id]
        self._of_call[old.call_id].discard(sighting_id)
        self._of_call[call_id].add(sighting_id)
        self.sightings[sighting_id] = replace(old, call_id=call_id, founded=founded)

    def traits(self, sighting_id: SightingId) -> Traits:
        """What can be compared of a sighting, worked out once."""
        if sighting_id not in self._traits:
            self._traits[sighting_id] = traits_of(self.sightings[sighting_id])
        return self._traits[sighting_id]

    def keys(self, sighting_id: SightingId) -> tuple[str, ...]:
        if sighting_id not in self._keys:
            self._keys[sighting_id] = keys_of_traits(self.traits(sighting_id))
        return self._keys[sighting_id]

    def of_call(self, call_id: str) -> set[SightingId]:
        """The sightings of a call, as far as they are known."""
        return self._of_call.get(call_id, set())

    def everything(self) -> list[Traits]:
        return [self.traits(sighting_id) for sighting_id in self.sightings]

    def ask_for(self, call_ids: Collection[str]) -> None:
        """Calls by their ids, with their sightings."""
        if self._look and call_ids:
            self.add(self._look((), call_ids))

    def gather(
        self, touched: Iterable[SightingId], tied: Iterable[tuple[SightingId, SightingId]] = ()
    ) -> set[SightingId]:
        """`touched`, whoever shares a key with them, and on from there whatever is tied to one by evidence.

        Beyond the answer nothing could be joined with a sighting in it. `tied` are pairs to follow without evidence.
        """
        beside: dict[SightingId, set[SightingId]] = defaultdict(set)
        for one, other in tied:
            beside[one].add(other)
            beside[other].add(one)
        inside: set[SightingId] = set()
        ring = set(touched)
        first = True
        while ring:
            self._expand(ring)
            inside |= ring
            found = {other for one in ring for other in self.neighbours(one)} if first else self._joinable(ring, inside)
            found |= {other for one in ring for other in self.of_call(self.sightings[one].call_id) | beside[one]}
            ring, first = found - inside, False
        return inside

    def _expand(self, ring: Iterable[SightingId]) -> None:
        keys = {key for one in ring for key in self.keys(one)} - self._asked
        self._asked |= keys
        if self._look and keys:
            self.add(self._look(sorted(keys), ()))
        for one in self._unread:
            for key in self.keys(one):
                self._under[key].add(one)
        self._unread.clear()

    def neighbours(self, one: SightingId) -> set[SightingId]:
        """Those that share with `one` a key that tells something, as far as they have been gathered."""
        return {other for key in self.keys(one) if self._tells(key) for other in self._under[key]} - {one}

    def _tells(self, key: str) -> bool:
        return key not in self.crowded and len(self._under[key]) <= LARGEST_BLOCK

    def _joinable(self, ring: Collection[SightingId], inside: Set[SightingId]) -> set[SightingId]:
        near = {one: self.neighbours(one) for one in ring}
        known = {sighting_id for found in near.values() for sighting_id in found} | set(ring)
        setting = setting_of([self.traits(sighting_id) for sighting_id in sorted(known)], self.crowded)
        joinable: set[SightingId] = set()
        for one in ring:
            for other in near[one] - inside - joinable:
                weighed = weigh(self.traits(one), self.traits(other), setting)
                if not weighed.veto and weighed.points >= ENOUGH:
                    joinable.add(other)
        return joinable
