"""Calls that an operator does not want to show: by host, venue or publisher. No judgement of ours is in here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from cfpfeeds.model import Call
from cfpfeeds.text import fold


class LeaveOut:
    """What an operator leaves out. Nothing is deleted: without its rule a call is back at the next publication."""

    def __init__(self, hosts: Iterable[str] = (), venues: Iterable[str] = (), publishers: Iterable[str] = ()) -> None:
        self._hosts = tuple(host.lower().removeprefix("www.") for host in hosts)
        self._venues = {fold(venue): venue for venue in venues}
        self._publishers = {f" {fold(publisher)} ": publisher for publisher in publishers}

    def rules(self) -> tuple[str, ...]:
        """Every rule as `why` names it."""
        return (
            *(f"host {host}" for host in self._hosts),
            *(f"venue {venue}" for venue in self._venues.values()),
            *(f"publisher {publisher}" for publisher in self._publishers.values()),
        )

    def why(self, call: Call) -> str:
        """The rule by which a call is left out; "" if it is shown."""
        if self._hosts and (host := self._host_of(call)):
            return f"host {host}"
        for name in (call.venue, call.acronym, call.title) if self._venues else ():
            if venue := self._venues.get(fold(name)):
                return f"venue {venue}"
        if self._publishers:
            told = f" {fold(f'{call.venue} {call.title} {call.summary}')} "
            for words, publisher in self._publishers.items():
                if words in told:
                    return f"publisher {publisher}"
        return ""

    def shown(self, calls: Iterable[Call]) -> tuple[Call, ...]:
        """The calls that no rule leaves out, in their order."""
        return tuple(self.each_shown(calls))

    def each_shown(self, calls: Iterable[Call]) -> Iterator[Call]:
        """The same, one at a time."""
        return (call for call in calls if not self.why(call))

    def _host_of(self, call: Call) -> str:
        try:
            asked = (urlsplit(call.url).hostname or "").lower()
        except ValueError:
            return ""
        return next((host for host in self._hosts if asked == host or asked.endswith(f".{host}")), "")
