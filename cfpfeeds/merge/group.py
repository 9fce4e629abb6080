"""Which of many sightings are one call: joined from the strongest evidence down, never against a veto.

The answer depends on the set of sightings alone, never on the order in which they came.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, groupby

from cfpfeeds.merge.evidence import ENOUGH, Evidence, weigh
from cfpfeeds.merge.setting import Setting, setting_of
from cfpfeeds.merge.traits import Traits, keys_of_traits, traits_of
from cfpfeeds.model import Sighting

LARGEST_BLOCK = 100
"""A key that more sightings share says nothing (one address for a whole list), and would cost time squared."""

_ENOUGH_ON_AVERAGE = 1
"""Over all pairs of two groups: a chain of neighbours is no proof that its ends are one."""

_NO_GAP = 32

Pair = tuple[int, int]
Strength = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Groups:
    """`labels` holds a number for each sighting, the same for those of one call.

    `disputed` are the sightings that go equally well with two groups that cannot be one, with a rival of each.
    """

    labels: tuple[int, ...]
    disputed: tuple[tuple[int, tuple[int, ...]], ...] = ()


def clusters(sightings: Sequence[Sighting]) -> tuple[int, ...]:
    """For each sighting the place, in `sightings`, of one that stands for its call: the same for all of one call."""
    return group([traits_of(sighting) for sighting in sightings]).labels


def group(
    members: Sequence[Traits],
    *,
    bound: Iterable[Pair] = (),
    parted: Iterable[Pair] = (),
    setting: Setting | None = None,
) -> Groups:
    """The groups among `members`. `bound` pairs stand together whatever the evidence, `parted` ones never.

    `setting` is given when more is known around the members than they show themselves.
    """
    order = sorted(range(len(members)), key=lambda n: members[n].sighting.id)
    place = {number: at for at, number in enumerate(order)}
    apart = frozenset(_pair(place[a], place[b]) for a, b in parted)
    work = _Grouping([members[n] for n in order], apart, setting or setting_of(members))
    for _, level in groupby(work.candidates(), key=lambda found: found[0]):
        work.take([pair for _, pair in level])
    for first, second in sorted(_pair(place[a], place[b]) for a, b in bound):
        work.bind(first, second)  # last, so that what each brings along comes too
    labels = tuple(order[work.label[place[n]]] for n in range(len(members)))
    disputed = tuple((order[one], tuple(order[r] for r in rivals)) for one, rivals in sorted(work.disputed.items()))
    return Groups(labels, disputed)


def _pair(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)


def pairs_sharing_a_key(members: Sequence[Traits]) -> set[Pair]:
    """The pairs worth weighing; a key that very many share makes none."""
    # Digests in arrays, not texts in a dictionary: a tenth of the memory. Two texts of one digest make a pair too many.
    digests, owners = array("q"), array("l")
    for number, traits in enumerate(members):
        for key in keys_of_traits(traits):
            digests.append(hash(key))
            owners.append(number)
    found: set[Pair] = set()
    for _, places in groupby(sorted(range(len(digests)), key=digests.__getitem__), key=digests.__getitem__):
        block = [owners[place] for place in places]
        if 1 < len(block) <= LARGEST_BLOCK:
            found.update(combinations(block, 2))
    return found


@dataclass(slots=True)
class _Grouping:
    members: Sequence[Traits]
    held: frozenset[Pair]
    setting: Setting
    parted: set[Pair] = field(init=False)
    label: list[int] = field(init=False)
    disputed: dict[int, tuple[int, ...]] = field(default_factory=dict)
    _of: dict[int, list[int]] = field(init=False)
    _weighed: dict[Pair, int | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.label = list(range(len(self.members)))
        self.parted = set(self.held)
        self._of = {number: [number] for number in self.label}

    def points(self, one: int, other: int) -> int | None:
        """What speaks for one call; None where something forbids it."""
        pair = _pair(one, other)
        if pair not in self._weighed:
            self._note(pair, self._weigh(pair))
        return self._weighed[pair]

    def _weigh(self, pair: Pair) -> Evidence:
        return weigh(self.members[pair[0]], self.members[pair[1]], self.setting)

    def _note(self, pair: Pair, weighed: Evidence) -> None:
        self._weighed[pair] = None if weighed.veto else weighed.points

    def candidates(self) -> list[tuple[Strength, Pair]]:
        """Every pair that shares a key and has evidence enough, the strongest first."""
        found = []
        for pair in pairs_sharing_a_key(self.members):
            weighed = self._weigh(pair)
            if not weighed.veto and weighed.points >= ENOUGH:
                self._note(pair, weighed)
                found.append(((-weighed.points, _NO_GAP if weighed.gap is None else weighed.gap), pair))
        return sorted(found)

    def take(self, level: Sequence[Pair]) -> None:
        """Join what is equally well proved, save where one group could go to two that cannot be one call."""
        wished: dict[int, set[int]] = defaultdict(set)
        for one, other in level:
            a, b = self.label[one], self.label[other]
            if a != b and self.may_join(a, b):
                wished[a].add(b)
                wished[b].add(a)
        for a in sorted(wished):
            rivals = [b for b in sorted(wished[a]) if not all(b == c or self.may_join(b, c) for c in wished[a])]
            if rivals:
                self._leave_apart(a, rivals)
        for one, other in level:
            self.join(self.label[one], self.label[other])

    def _leave_apart(self, a: int, rivals: Sequence[int]) -> None:
        self.disputed[a] = tuple(rivals)
        for rival in rivals:
            self.parted |= {_pair(*pair) for pair in self._across(a, rival)}

    def may_join(self, a: int, b: int) -> bool:
        """Whether no pair across the two groups is forbidden, and on average there is something to be said for it."""
        total = 0
        for one, other in self._across(a, b):
            if _pair(one, other) in self.parted or (points := self.points(one, other)) is None:
                return False
            total += points
        return total >= _ENOUGH_ON_AVERAGE * len(self._of[a]) * len(self._of[b])

    def _across(self, a: int, b: int) -> Iterator[Pair]:
        return ((one, other) for one in self._of[a] for other in self._of[b])

    def join(self, a: int, b: int) -> None:
        """Make two groups one, if nothing speaks against it."""
        if a != b and self.may_join(a, b):
            self._unite(a, b)

    def bind(self, one: int, other: int) -> None:
        """Join against vetoes too, but never what an operator holds apart."""
        a, b = self.label[one], self.label[other]
        if a != b and not any(_pair(*pair) in self.held for pair in self._across(a, b)):
            self._unite(a, b)

    def _unite(self, a: int, b: int) -> None:
        into, gone = _pair(a, b)
        for number in self._of[gone]:
            self.label[number] = into
        self._of[into] += self._of.pop(gone)
