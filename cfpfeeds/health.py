"""How each source is doing, in words, from what its polls have left behind; and what of that is worth telling.

Nothing here asks for the time: a source is ill because of its polls, not because hours have passed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cfpfeeds.model import HubState, Outcome, OutcomeKind, SourceState

MISSES = 3
"""Bad polls in a row after which a source is ill, unless the operator says otherwise: one bad poll is weather."""

_NAMES = {
    OutcomeKind.SUSPICIOUS: "what it answers is not believed",
    OutcomeKind.BLOCKED: "it refuses us",
    OutcomeKind.FAILED: "it cannot be read",
    OutcomeKind.CRASHED: "cfpfeeds has a fault with it",
}


class Level(StrEnum):
    """How a source is, from best to worst; NEW has not been polled, OFF never is."""

    WELL = "well"
    ODD = "odd"
    MISSED = "missed"
    ILL = "ill"
    NEW = "new"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Health:
    """One source. `words` are a sentence for a person; `trend` the calls of the last polls, None for a bad one."""

    source_id: str
    name: str
    level: Level
    words: str
    last_good: datetime | None = None
    next_poll: datetime | None = None
    failures: int = 0
    calls: int = 0
    trend: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """A source has fallen ill (after `MISSES` bad polls in a row) or is well again."""

    source_id: str
    name: str
    at: datetime
    ill: bool
    words: str


def assess(
    source_id: str,
    name: str,
    *,
    enabled: bool,
    state: SourceState | None,
    polls: Sequence[Outcome],
    misses: int = MISSES,
) -> Health:
    """How one source is. `polls` are its last outcomes, oldest first."""
    trend = tuple(o.calls if o.kind.healthy else None for o in polls)
    if not enabled:
        return Health(source_id, name, Level.OFF, "Switched off.", trend=trend)
    if state is None or not polls:
        return Health(source_id, name, Level.NEW, "Not polled yet.")
    last = polls[-1]
    level = _level(last, state.failures, misses)
    calls = last.calls if last.kind.healthy else state.usual_count
    return Health(
        source_id, name, level, _words(last, state), state.last_success, state.next_due, state.failures, calls, trend
    )


def _level(last: Outcome, failures: int, misses: int) -> Level:
    if last.kind.healthy:
        return Level.ODD if last.warning else Level.WELL
    return Level.ILL if failures >= misses else Level.MISSED


def _words(last: Outcome, state: SourceState) -> str:
    if last.kind.healthy:
        return f"Read, but {last.warning}." if last.warning else "Read."
    times = "once" if state.failures == 1 else f"{state.failures} times in a row"
    return f"Missed {times}: {_NAMES[last.kind]} ({last.reason})."


def events(source_id: str, name: str, polls: Sequence[Outcome], misses: int = MISSES) -> list[Event]:
    """When the source fell ill and when it was well again, oldest first; `polls` are its outcomes, oldest first."""
    found: list[Event] = []
    missed = 0
    for poll in polls:
        if poll.kind.healthy:
            if missed >= misses:
                found.append(Event(source_id, name, poll.at, False, f"{name} can be read again: {poll.calls} calls."))
            missed = 0
            continue
        missed += 1
        if missed == misses:
            words = f"{name}: {_NAMES[poll.kind]} since {misses} polls. {poll.reason}"
            found.append(Event(source_id, name, poll.at, True, words))
    return found


def not_up_to_date(states: Mapping[str, SourceState], names: Mapping[str, str], misses: int = MISSES) -> dict[str, str]:
    """Source id to "NAME (last read 3 January 2026)" for every source that is ill and known by name."""
    return {
        source_id: f"{names[source_id]} ({_last_read(state)})"
        for source_id, state in sorted(states.items())
        if state.failures >= misses and source_id in names
    }


def _last_read(state: SourceState) -> str:
    return f"last read {state.last_success:%Y-%m-%d}" if state.last_success else "never read"


def to_tell(
    states: Mapping[str, SourceState], names: Mapping[str, str], misses: int = MISSES
) -> list[tuple[str, bool]]:
    """The sources whose operator must hear that they are ill (True) or well again (False), and has not yet."""
    return [
        (source_id, not state.warned)
        for source_id, state in sorted(states.items())
        if source_id in names and (state.failures >= misses if not state.warned else state.failures == 0)
    ]


_BARS = "▁▂▃▄▅▆▇█"
_GAP = "×"


def picture(trend: Sequence[int | None]) -> str:
    """The trend as a line of bars, the highest of them the most calls; a bad poll is a cross."""
    most = max((count for count in trend if count is not None), default=0) or 1
    return "".join(_GAP if n is None else _BARS[round(n / most * (len(_BARS) - 1))] for n in trend)


def hub_words(state: HubState, waiting: int) -> str:
    """How it stands with the hub, in a sentence or two for operators and readers."""
    told = f"last told on {state.told_at:%Y-%m-%d at %H:%M} UTC" if state.told_at else "nothing told yet"
    words = f"The hub that tells subscribers of changes ({state.url}): {told}; {waiting} feeds wait."
    if state.failures:
        words += f" It has failed {state.failures} times in a row: {state.said}."
    elif state.said:
        words += f" It took no word {state.said}."
    return words
