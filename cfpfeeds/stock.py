"""What a publication keeps of all the calls that were ever seen: those that some list may show, and counts of the rest.

Calls pass by one at a time, so that a service of ten years needs no more memory than one of ten weeks.
"""

from __future__ import annotations

import hashlib
import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from cfpfeeds import disciplines
from cfpfeeds.model import Call, Change
from cfpfeeds.render.archive import month_of, newest_stem
from cfpfeeds.render.changes import MOST_CHANGES, told_changes
from cfpfeeds.render.select import for_calendar, for_feed
from cfpfeeds.store import UNCLASSIFIED
from cfpfeeds.store.rows import dump

ALL = "all"


class Stock:
    """The calls of each list, the changes it tells and the name of its newest archive.

    `digests` has the digest of each call that is kept, `content` that of all calls, in the order in which they came.
    """

    def __init__(
        self,
        slugs: Iterable[str],
        changes: Iterable[Change],
        calls: Iterable[Call],
        earliest: datetime,
        keep_past_days: int,
    ) -> None:
        """`changes` newest first; `calls` by id. Nothing is decided as of an earlier instant than `earliest`."""
        self.digests: dict[str, str] = {}
        self._lists_of = _lists_by_discipline(slugs)
        self._changes: defaultdict[str, list[Change]] = defaultdict(list)
        for change in changes:
            self._changes[change.call_id].append(change)
        self._earliest, self._keep_past_days = earliest, keep_past_days
        self._kept: defaultdict[str, list[Call]] = defaultdict(list)
        self._told: defaultdict[str, list[tuple[int, Change, Call]]] = defaultdict(list)
        self._months: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.content = self._take(calls)

    def calls(self, slug: str) -> Sequence[Call]:
        """The calls that the feed or the calendar of a list may show, by id."""
        return self._kept.get(slug, ())

    def changes(self, slug: str) -> tuple[tuple[Change, Call], ...]:
        """What a list tells of changes, newest first."""
        return tuple((change, call) for _, change, call in sorted(self._told.get(slug, ()), reverse=True))

    def newest_archive(self, slug: str, as_of: datetime) -> str:
        """The stem of the newest archive of a list, of all calls that were ever in it; "" if there is none."""
        return newest_stem(self._months[slug], as_of)

    def _take(self, calls: Iterable[Call]) -> str:
        whole = hashlib.sha256()
        for call in calls:
            digest = hashlib.sha256(dump(call).encode()).hexdigest()
            whole.update(digest.encode())
            slugs = self._slugs(call)
            for slug in slugs:
                self._months[slug][month_of(call)] += 1
            if self._keep(call, slugs) | self._tell(call, slugs):
                self.digests[call.id] = digest
        return whole.hexdigest()

    def _slugs(self, call: Call) -> set[str]:
        if not call.disciplines:
            return {ALL, UNCLASSIFIED}
        return {ALL}.union(*(self._lists_of.get(discipline, ()) for discipline in call.disciplines))

    def _keep(self, call: Call, slugs: Iterable[str]) -> bool:
        """What is open or has an event now was and had one earlier too, so that `earliest` leaves nothing out."""
        if not for_feed((call,), self._earliest) and not for_calendar((call,), self._earliest, self._keep_past_days):
            return False
        for slug in slugs:
            self._kept[slug].append(call)
        return True

    def _tell(self, call: Call, slugs: Iterable[str]) -> bool:
        told = told_changes(self._changes.get(call.id, ()), {call.id: call})
        for change, _ in told:
            for slug in slugs:
                push = heapq.heappush if len(self._told[slug]) < MOST_CHANGES else heapq.heappushpop
                push(self._told[slug], (change.number, change, call))
        return bool(told)


def _lists_by_discipline(slugs: Iterable[str]) -> Mapping[str, list[str]]:
    """The lists in which a call of a discipline stands: its own and that of its field."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for slug in slugs:
        if slug not in (ALL, UNCLASSIFIED):
            for leaf in disciplines.leaves_of(slug):
                found[leaf].append(slug)
    return found
