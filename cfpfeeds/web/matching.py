"""Which calls a selection takes. Nothing is dropped for what is unknown: a call without a language is in every one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from cfpfeeds import disciplines
from cfpfeeds.model import Call, Entry, Kind, Site, State
from cfpfeeds.render.select import DUE
from cfpfeeds.store import UNCLASSIFIED
from cfpfeeds.text import fold
from cfpfeeds.web.selection import Selection
from cfpfeeds.web.texts import Texts, any_is_in, wanted


class Matcher:
    """A selection made ready to be asked about many calls, as of a given instant (aware UTC)."""

    def __init__(self, selection: Selection, site: Site, texts: Texts, as_of: datetime) -> None:
        self._selection, self._texts = selection, texts
        self._slugs = frozenset(slug for chosen in selection.disciplines for slug in disciplines.leaves_of(chosen))
        self._searches = tuple(wanted(line) for line in selection.words)
        self._venues = tuple(f" {fold(venue)} " for venue in selection.venues)
        self._sources = _sources(selection.sources, site)
        self._last_day = as_of.date() + timedelta(days=selection.within) if selection.within else None

    def chosen(self, calls: Iterable[Call]) -> Iterator[Call]:
        """The calls that are wanted, in their order, with their entries as they are."""
        return (call for call in calls if self.takes(call))

    def for_calendar(self, calls: Iterable[Call]) -> Iterator[Call]:
        """The calls that are wanted, with those entries that may stand in the calendar."""
        if self._last_day is None:
            yield from self.chosen(calls)
            return
        for call in self.chosen(calls):
            yield replace(call, entries=tuple(entry for entry in call.entries if self._is_near(entry)))

    def takes(self, call: Call) -> bool:
        """Whether a call is wanted."""
        chosen = self._selection
        return (
            self._is_in_disciplines(call)
            and (not chosen.kinds or call.kind in chosen.kinds)
            and (not chosen.languages or not call.language or call.language in chosen.languages)
            and (not chosen.sources or not self._sources.isdisjoint(call.source_ids))
            and (not chosen.abstract_only or any(_holds(entry, {Kind.ABSTRACT}) for entry in call.entries))
            and self._has_stage(call)
            and (not self._venues or self._is_at_venue(call))
            and (not self._searches or any_is_in(self._searches, self._texts.of(call)))
        )

    def _is_in_disciplines(self, call: Call) -> bool:
        if not self._selection.disciplines:
            return True
        return not self._slugs.isdisjoint(call.disciplines or (UNCLASSIFIED,))

    def _has_stage(self, call: Call) -> bool:
        if not self._selection.stages and self._last_day is None:
            return True
        stages = frozenset(self._selection.stages) or DUE
        return any(_holds(entry, stages) and self._is_near(entry) for entry in call.entries)

    def _is_near(self, entry: Entry) -> bool:
        """Whether the day, or one shown before it, is within the horizon: an entry that was near and is extended
        must not leave the calendars that hold it."""
        if self._last_day is None:
            return True
        days = (entry.deadline.date, *(former.date for former in entry.former))
        return any(day is not None and day <= self._last_day for day in days)

    def _is_at_venue(self, call: Call) -> bool:
        named = f" {fold(' '.join((call.venue, call.acronym, call.event)))} "
        return any(venue in named for venue in self._venues)


def _holds(entry: Entry, stages: Iterable[Kind]) -> bool:
    return entry.deadline.kind in stages and entry.deadline.state is not State.SUPERSEDED


def _sources(chosen: Iterable[str], site: Site) -> frozenset[str]:
    """The ids of the sources that are named by id, or by words of their names: "Sage"."""
    named = [f" {fold(source)} " for source in chosen]
    own = frozenset(source.lower() for source in chosen)
    by_name = (source_id for source_id, name in site.source_names.items() if _any_in(named, f" {fold(name)} "))
    return own.union(by_name)


def _any_in(named: Iterable[str], text: str) -> bool:
    return any(words in text for words in named if words.strip())
