"""Is a poll believable? A failure is never read as absence: what looks wrong changes nothing and says why."""

from __future__ import annotations

from dataclasses import dataclass

from cfpfeeds.model import OutcomeKind, SourceState

_ENOUGH_TO_JUDGE = 4
"""A list this short may well halve in one day."""

_SHRUNK = 0.5
_DRIFT = 0.05
"""Totals that pages state drift by one or two while one pages through them (Frontiers, Nature)."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """UPDATED: believe it. SUSPICIOUS: change nothing; `reason` is for the status page."""

    kind: OutcomeKind
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Recall:
    """What became of calls that were listed and are still open: how many were `known` and `found` again; of those
    found, how many had a day before (`dated`) and have one now.
    """

    known: int = 0
    found: int = 0
    dated: int = 0
    still_dated: int = 0


def judge(
    state: SourceState,
    *,
    recognised: bool,
    reason: str,
    found: int,
    stated_total: int | None,
    problems: int,
    may_be_empty: bool,
    saved: bool = False,
    recall: Recall = Recall(),
    complete: bool = True,
) -> Verdict:
    """Whether what one poll read may change anything.

    `found` calls were read, `problems` records were not; `stated_total` is the count that the page itself prints.
    A saved page may be one of several, so its size proves nothing. `recall` tells a redesign that the rules survive by
    halves: every title is there, but no day, or every title is another.
    """
    usual = state.usual_count
    if not recognised:
        return _doubt(f"this is not the page we know: {reason}")
    if problems > max(found, 2) and found < usual * _SHRUNK:
        return _doubt(f"{problems} records could not be read and only {found} could")
    if recall.dated >= 2 and recall.still_dated < recall.dated * _SHRUNK:
        return _doubt(f"of {recall.dated} calls that had a deadline only {recall.still_dated} still have one")
    if saved:
        return Verdict(OutcomeKind.UPDATED)
    if found == 0 and usual and not may_be_empty:
        return _doubt(f"no call at all, where {usual} are usual")
    if found == 0 and not usual and not may_be_empty:
        return _doubt("no call at all; if that is right, say may_be_empty = true")
    if usual >= _ENOUGH_TO_JUDGE and found <= usual * _SHRUNK and not may_be_empty:
        return _doubt(f"only {found} calls, where {usual} are usual")
    if complete and recall.known >= _ENOUGH_TO_JUDGE and not recall.found and found:
        return _doubt(f"none of the {recall.known} open calls that were listed is there")
    if stated_total is not None and found + problems < stated_total * (1 - _DRIFT) - 2:
        return _doubt(f"the page speaks of {stated_total} calls, {found} were read: the list was cut short")
    return Verdict(OutcomeKind.UPDATED)


def _doubt(reason: str) -> Verdict:
    return Verdict(OutcomeKind.SUSPICIOUS, reason)


def learn(state: SourceState, found: int) -> int:
    """The usual number of calls after a believable poll that found `found`: it grows at once and shrinks slowly."""
    if found >= state.usual_count:
        return found
    return max(found, (3 * state.usual_count + found) // 4)
