"""What is known before a poll, what it decides, and how the source stands after it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from datetime import datetime

from cfpfeeds.model.calls import Call, Change, Sighting
from cfpfeeds.model.deadlines import Deadline
from cfpfeeds.model.pages import Problem
from cfpfeeds.model.words import Cause, OutcomeKind


@dataclass(frozen=True, slots=True)
class Known:
    """What the store already holds about the calls that a poll may touch.

    Every call that has a sighting here is here with all its sightings. `retired` are calls that were merged into one
    of them, as they last were. `crowded` are match keys under which too many sightings stand to mean anything.
    """

    calls: tuple[Call, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    retired: tuple[Call, ...] = ()
    crowded: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class HubState:
    """What we remember about telling the hub `url`: bad answers in a row, what it said last, when it may be asked."""

    url: str = ""
    failures: int = 0
    said: str = ""
    not_before: datetime | None = None
    told_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Fix:
    """A value that an operator sets on a call, with the reason that is shown; it ends with the day `until`."""

    call: str
    field: str
    value: str | Deadline
    reason: str
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Overrides:
    """What operators know better. Calls are named by any id they ever had, sightings as "source/key"."""

    same: tuple[tuple[str, ...], ...] = ()
    apart: tuple[tuple[str, ...], ...] = ()
    fixes: tuple[Fix, ...] = ()
    hidden: tuple[str, ...] = ()

    @property
    def named(self) -> frozenset[str]:
        """Every name of a call or a sighting in them."""
        groups = (name for names in (*self.same, *self.apart) for name in names)
        return frozenset([*groups, *(fix.call for fix in self.fixes), *self.hidden])


@dataclass(frozen=True, slots=True)
class Plan:
    """What one poll changes; nothing happens until the store applies it in one transaction.

    `aliases` maps a call id that has been merged away to the one that lives on.
    """

    sightings: tuple[Sighting, ...] = ()
    calls: tuple[Call, ...] = ()
    changes: tuple[Change, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Habits:
    """What the last believable polls of one source were like, oldest first; the guard compares the next one with it.

    `counts` calls were read, `dated` of them named a day, the pages were `sizes` bytes long, `totals` says whether they
    printed how many calls there are. `changed` are the moments at which something was new, `returned` those at which a
    call came back that had been missing.
    """

    counts: tuple[int, ...] = ()
    dated: tuple[int, ...] = ()
    sizes: tuple[int, ...] = ()
    totals: tuple[bool, ...] = ()
    changed: tuple[datetime, ...] = ()
    returned: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class Pending:
    """A change of one deadline that waits until it has been read again: "" in `said` means that it has vanished.

    `place` names kind, round and track; `flips` counts how often the source has taken such a change back.
    """

    key: str
    place: str
    said: str
    since: datetime
    polls: int = 1
    flips: int = 0


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a suspicious poll read (as a digest), since when, and how often in a row it has been the same."""

    digest: str
    since: datetime
    polls: int = 1


@dataclass(frozen=True, slots=True)
class SourceState:
    """What we remember about polling one source. `digest` names the bytes, rules and reader last read.

    `absence_at` is when calls were last counted as missing, `asked_today` how many pages were asked for on the day
    (UTC) of `last_attempt`, `warned` whether the operator has been told that it is not well.
    """

    source_id: str
    last_attempt: datetime | None = None
    last_success: datetime | None = None
    next_due: datetime | None = None
    failures: int = 0
    usual_count: int = 0
    digest: str = ""
    habits: Habits = Habits()
    pending: tuple[Pending, ...] = ()
    doubt: Doubt | None = None
    absence_at: datetime | None = None
    asked_today: int = 0
    warned: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a poll ended, in words a person can act on. `retry_after` is set when the host asked for a pause.

    `cause` names what the page really was, where the poll was not healthy. `warning` is what is odd about a poll that
    was believed all the same.
    """

    source_id: str
    kind: OutcomeKind
    reason: str
    at: datetime
    calls: int = 0
    new: int = 0
    changed: int = 0
    problems: tuple[Problem, ...] = ()
    seconds: float = 0.0
    retry_after: datetime | None = None
    cause: Cause | None = None
    warning: str = ""
