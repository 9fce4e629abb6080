"""Why the sightings of a call are one call, and why those that look like it are not."""

from __future__ import annotations

from dataclasses import dataclass

from cfpfeeds.merge.around import Look, SightingId, Surroundings
from cfpfeeds.merge.evidence import ENOUGH, Evidence, weigh
from cfpfeeds.merge.setting import Setting, setting_of
from cfpfeeds.model import Call, Known, Overrides, Sighting

_MOST_STRANGERS = 10
_BY_AN_OPERATOR = "an operator says so"


@dataclass(frozen=True, slots=True)
class Tie:
    """What ties a sighting to another, or keeps it from it: `reasons` with their points, or a single `veto`."""

    sighting: Sighting
    other: Sighting | None = None
    points: int = 0
    reasons: tuple[str, ...] = ()
    veto: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A call, what ties each of its sightings to the rest, and the nearest of those that were kept apart."""

    call: Call
    ties: tuple[Tie, ...]
    strangers: tuple[Tie, ...]
    overrides: tuple[str, ...] = ()


def explain(name: str, look: Look, overrides: Overrides) -> Explanation | None:
    """The evidence for the call of that id (of now or before); None when there is no such call."""
    around = Surroundings(Known(), look)
    around.ask_for([name])
    if len(around.calls) != 1:
        return None
    [call] = around.calls.values()
    own = sorted(around.of_call(call.id), key=lambda one: (around.sightings[one].first_seen is None, one))
    around.gather(own)
    setting = setting_of(around.everything(), around.crowded)
    ties = [_strongest(one, own, around, setting) for one in own]
    return Explanation(call, tuple(ties), _strangers(own, around, setting), _said(call, own, around, overrides))


def _strongest(one: SightingId, own: list[SightingId], around: Surroundings, setting: Setting) -> Tie:
    sighting = around.sightings[one]
    weighed = [(weigh(around.traits(one), around.traits(other), setting), other) for other in own if other != one]
    if not weighed:
        return Tie(sighting)
    found, other = max(weighed, key=lambda pair: (pair[0].points, pair[1]))
    tie = _tie(sighting, around.sightings[other], found)
    if found.veto or found.points < ENOUGH:
        return Tie(sighting, tie.other, tie.points, (*tie.reasons, _BY_AN_OPERATOR), tie.veto)
    return tie


def _strangers(own: list[SightingId], around: Surroundings, setting: Setting) -> tuple[Tie, ...]:
    nearest: dict[SightingId, Tie] = {}
    for one in own:
        for other in around.neighbours(one) - set(own):
            found = weigh(around.traits(one), around.traits(other), setting)
            tie = _tie(around.sightings[other], around.sightings[one], found)
            if other not in nearest or _nearness(tie) > _nearness(nearest[other]):
                nearest[other] = tie
    ranked = sorted(nearest.values(), key=lambda tie: (*(-n for n in _nearness(tie)), tie.sighting.id))
    return tuple(ranked[:_MOST_STRANGERS])


def _nearness(tie: Tie) -> tuple[int, int]:
    return (not tie.veto, tie.points)


def _tie(sighting: Sighting, other: Sighting, found: Evidence) -> Tie:
    return Tie(sighting, other, 0 if found.veto else found.points, found.reasons, found.veto)


def _said(call: Call, own: list[SightingId], around: Surroundings, overrides: Overrides) -> tuple[str, ...]:
    names = {call.id, *(around.sightings[one].founded for one in own), *("/".join(one) for one in own)}
    told = [f"same: {', '.join(group)}" for group in overrides.same if names & set(group)]
    told += [f"apart: {', '.join(group)}" for group in overrides.apart if names & set(group)]
    told += [f"fix: {fix.field} ({fix.reason}; until {fix.until})" for fix in overrides.fixes if fix.call in names]
    return tuple(told + ["hidden"] * call.hidden)
