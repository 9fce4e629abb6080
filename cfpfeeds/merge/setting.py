"""What only the neighbours of a sighting can tell of it: addresses of whole pages, rounds of one edition."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from cfpfeeds.merge.likeness import listed_twice, one_wording, other_wording, together
from cfpfeeds.merge.traits import Traits

_LOOKED_AT = 20
"""Of the sightings under one address: enough to see whether it is one call's."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What only the neighbours of a sighting can tell.

    `shared` are addresses under which one source lists several calls at once: they name a page, not a call.
    `rounds` are sightings whose source lists their edition in several parts.
    """

    shared: frozenset[str] = frozenset()
    rounds: frozenset[tuple[str, str]] = frozenset()


def setting_of(members: Iterable[Traits], crowded: Iterable[str] = ()) -> Setting:
    """The setting of sightings that are all there is, or all that share a key with those in question.

    `crowded` are match keys under which more sightings stand than were gathered.
    """
    under: dict[tuple[str, str], list[Traits]] = defaultdict(list)
    editions: dict[tuple[str, str, int], list[Traits]] = defaultdict(list)
    for one in members:
        if one.address:
            under[one.sighting.source_id, one.address].append(one)
        for name in one.names:
            if one.edition:
                editions[one.sighting.source_id, name, one.edition].append(one)
    shared = {address for (_, address), listed in under.items() if _several(listed)}
    shared |= {key.removeprefix("u|") for key in crowded if key.startswith("u|")}
    rounds = {one.sighting.id for listed in editions.values() for one in listed if _has_sibling(one, listed)}
    return Setting(frozenset(shared), frozenset(rounds))


def _several(listed: list[Traits]) -> bool:
    """Whether one address stands at several calls, not at several listings of one."""
    return any(
        together(one, other) and not one_wording(one, other) for one, other in combinations(listed[:_LOOKED_AT], 2)
    )


def _has_sibling(one: Traits, listed: list[Traits]) -> bool:
    return any(
        other is not one
        and other.parts == one.parts
        and together(one, other)
        and not listed_twice(one, other)
        and not other_wording(one, other)
        for other in listed
    )
