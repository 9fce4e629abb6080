"""After a redesign: the calls that are known are looked for in the new page, and rules are proposed that find them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from cfpfeeds.addresses import comparable
from cfpfeeds.learn.judge import Memory
from cfpfeeds.learn.proposal import Proposal
from cfpfeeds.model import Kind, Problem, Sighting, State
from cfpfeeds.normalise import Context, normalise
from cfpfeeds.text import fold

ENOUGH = 0.9
"""The share of known calls that must be found again, with the same days, before rules may change by themselves."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What rules make of a page whose calls are known: titles that are the same, whose days differ, gone, or new."""

    same: tuple[str, ...]
    moved: tuple[tuple[str, str, str], ...]
    gone: tuple[str, ...]
    new: tuple[str, ...]

    @property
    def share(self) -> float:
        """The share of known calls that were found with unchanged days; 0 where none are known."""
        known = len(self.same) + len(self.moved) + len(self.gone)
        return len(self.same) / known if known else 0.0

    @property
    def good(self) -> bool:
        """Whether the rules may be taken over without asking."""
        return self.share >= ENOUGH


@dataclass(frozen=True, slots=True)
class Mended:
    """Rules for a redesigned page, with how the known calls fare under them."""

    proposal: Proposal
    comparison: Comparison


def still_open(known: Iterable[Sighting], today: date) -> list[Sighting]:
    """The calls that a page should still list: seen at the last good poll, and not past by their own days."""
    found = []
    for sighting in known:
        days = [day for _, day in due(sighting)]
        if not sighting.misses and (not days or max(days) >= today):
            found.append(sighting)
    return found


def due(sighting: Sighting) -> frozenset[tuple[Kind, date]]:
    """Stages and days by which something is to be handed in."""
    return frozenset(
        (one.kind, one.date) for one in sighting.deadlines if one.date and one.kind.is_due and one.state is State.ACTIVE
    )


def memory_of(known: Iterable[Sighting]) -> Memory:
    """What the learner should look for."""
    listed = list(known)
    return Memory(
        titles=frozenset(fold(sighting.title) for sighting in listed),
        addresses=frozenset(sighting.url for sighting in listed if sighting.url and sighting.url != sighting.where),
    )


def compare_with(known: Sequence[Sighting], proposal: Proposal, context: Context) -> Comparison:
    """How the known calls fare under proposed rules."""
    read = [normalise(raw, context) for raw in proposal.extraction.calls]
    return compared(known, [one for one in read if not isinstance(one, Problem)])


def compared(known: Sequence[Sighting], now: Sequence[Sighting]) -> Comparison:
    """Known calls against those read now: by title, else by an address that no other has."""
    titles = {fold(one.title): one for one in reversed(now)}
    links = _unique(now)
    taken: set[int] = set()
    same, moved, gone = [], [], []
    for sighting in known:
        found = titles.get(fold(sighting.title)) or links.get(comparable(sighting.url))
        if found is None:
            gone.append(sighting.title)
            continue
        taken.add(id(found))
        if due(found) == due(sighting):
            same.append(sighting.title)
        else:
            moved.append((sighting.title, _days(sighting), _days(found)))
    new = [one.title for one in now if id(one) not in taken]
    return Comparison(tuple(same), tuple(moved), tuple(gone), tuple(new))


def _unique(sightings: Sequence[Sighting]) -> dict[str, Sighting]:
    found: dict[str, Sighting | None] = {}
    for one in sightings:
        if name := comparable(one.url):
            found[name] = None if name in found else one
    return {name: one for name, one in found.items() if one is not None}


def _days(sighting: Sighting) -> str:
    return ", ".join(sorted(f"{day} {kind.value}" for kind, day in due(sighting))) or "no day"
