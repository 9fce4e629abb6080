"""Which id each group of sightings has: minted once, kept through everything, given back when a call falls apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from cfpfeeds.model import Call, Sighting

SightingId = tuple[str, str]
_LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(slots=True)
class Identities:
    """For each sighting its call, for some the id that was minted for them, and which ids now answer for others."""

    call_of: dict[SightingId, str] = field(default_factory=dict)
    founded: dict[SightingId, str] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    merged: list[tuple[str, str]] = field(default_factory=list)


def identify(
    groups: Sequence[Sequence[Sighting]],
    calls: Mapping[str, Call],
    retired: Mapping[str, Call],
    mint: Callable[[], str],
) -> Identities:
    """Ids for `groups`: of those that a group has a claim to, the oldest; the others redirect to it."""
    known = {s.id: s for group in groups for s in group}
    found = Identities()
    claims = _claims(groups)
    for number, group in enumerate(groups):
        claimed = sorted(claims.get(number, ()), key=lambda call_id: (_age(call_id, group, calls, retired), call_id))
        members = sorted(group, key=_seniority)
        if not claimed:
            claimed = [mint()]
            found.founded[members[0].id] = claimed[0]
        lives = claimed[0]
        found.call_of |= {s.id: lives for s in members}
        for gone in claimed[1:]:
            found.aliases[gone] = lives
            if gone in calls:
                found.merged.append((gone, lives))
    _keep_founders(known, found)
    return found


def _claims(groups: Sequence[Sequence[Sighting]]) -> dict[int, set[str]]:
    """Each id belongs to one group: that of the sighting it was minted for, else that of its oldest sighting."""
    holder: dict[str, tuple[tuple[object, ...], int]] = {}
    for number, group in enumerate(groups):
        for sighting in group:
            for call_id, founder in (
                (sighting.founded, True),
                (sighting.call_id, sighting.founded == sighting.call_id),
            ):
                rank = (not founder, *_seniority(sighting))
                if call_id and (call_id not in holder or rank < holder[call_id][0]):
                    holder[call_id] = (rank, number)
    claims: dict[int, set[str]] = {}
    for call_id, (_, number) in holder.items():
        claims.setdefault(number, set()).add(call_id)
    return claims


def _seniority(sighting: Sighting) -> tuple[datetime, str, str]:
    return (sighting.first_seen or _LAST, *sighting.id)


def _age(call_id: str, group: Sequence[Sighting], calls: Mapping[str, Call], retired: Mapping[str, Call]) -> datetime:
    call = calls.get(call_id) or retired.get(call_id)
    if call is not None:
        return call.published_at
    return min((s.first_seen for s in group if s.first_seen and call_id in (s.founded, s.call_id)), default=_LAST)


def _keep_founders(known: Mapping[SightingId, Sighting], found: Identities) -> None:
    """An id of before ids remembered their founders gets one now, so that it too is given back."""
    founders = {s.founded for s in known.values()}
    for sighting in sorted(known.values(), key=_seniority):
        call_id = sighting.call_id
        if call_id and call_id not in founders and not sighting.founded and sighting.id not in found.founded:
            found.founded[sighting.id] = call_id
            founders.add(call_id)
