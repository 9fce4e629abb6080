"""All calls as readers look for them at one moment: by discipline and words, open first, next deadline first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache

from cfpfeeds import disciplines
from cfpfeeds.model import Call, Discipline, Entry, Kind, State, Status
from cfpfeeds.store import UNCLASSIFIED
from cfpfeeds.text import fold
from cfpfeeds.web.texts import Texts, wanted
from cfpfeeds.web.words import list_name

_OPEN = frozenset({Status.OPEN, Status.ROLLING, Status.UNDATED})
_NEVER = datetime.max.replace(tzinfo=UTC)
_MOST_SHOWN = 4
_MOST_OF_A_SLUG = 100
_OPTIONAL = re.compile(
    r"\boptional|\bencouraged?\b|not (?:required|mandatory|compulsory|necessary)|\bvoluntar|\bmay (?:submit|send)|\bif "
    r"(?:you )?wish|\bfreiwillig|\bfacultati|\bopcional",
    re.IGNORECASE,
)
JOURNAL, SOURCE = "journal", "source"
"""The folders of lists that are no discipline."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A call as of one moment.

    `next` is the first thing that is still due, None if no day is known for it. `shown` are the stages that a row of a
    list names, `unshown` how many it leaves to the page of the call. `is_late` says that papers are still due, but only
    from those who have handed in an abstract.
    """

    call: Call
    status: Status
    next: Entry | None
    shown: tuple[Entry, ...]
    unshown: int
    is_late: bool = False

    @property
    def is_open(self) -> bool:
        return self.status in _OPEN

    @property
    def needs_status(self) -> bool:
        """Whether the stages alone do not say if papers are wanted."""
        return not self.shown or self.status not in (Status.OPEN, Status.UNDATED)


@dataclass(frozen=True, slots=True)
class Venue:
    """A journal or conference by its slug, under the name by which most calls know it."""

    slug: str
    name: str
    open: int
    calls: int


class Catalogue:
    """The calls as of `now`. Lists come out in the order in which a reader wants them.

    What has not changed since `before` is taken from there.
    """

    def __init__(self, calls: Sequence[Call], texts: Texts, now: datetime, before: Catalogue | None = None) -> None:
        self.now, self.texts = now, texts
        self.calls = calls
        texts.keep_only(call.id for call in calls)
        known = before._listed if before and before.now == now else {}
        listed = [
            held if (held := known.get(call.id)) and held.call is call else listed_at(call, now) for call in calls
        ]
        self._listed: dict[str, Listed] = {one.call.id: one for one in listed}
        self._open = sorted((one for one in listed if one.is_open), key=_by_next_deadline)
        self._closed = sorted((one for one in listed if not one.is_open), key=_by_closing, reverse=True)

    def call(self, call_id: str) -> Call | None:
        """The call of this id."""
        held = self._listed.get(call_id)
        return held.call if held else None

    @property
    def is_empty(self) -> bool:
        return not self._listed

    @property
    def size(self) -> int:
        """How many calls are known."""
        return len(self._listed)

    def open(self, slug: str = "all", words: str = "") -> list[Listed]:
        """Open calls of a list, next deadline first; those without a day after, newest first."""
        return self._chosen(self._open, slug, words)

    def closed(self, slug: str = "all", words: str = "") -> list[Listed]:
        """Closed and withdrawn calls of a list, the latest closed first."""
        return self._chosen(self._closed, slug, words)

    def newest(self, most: int) -> list[Listed]:
        """The open calls that were published last."""
        return sorted(self._open, key=lambda one: (one.call.published_at, one.call.id), reverse=True)[:most]

    @cached_property
    def open_counts(self) -> dict[str, int]:
        """How many open calls each list has."""
        lists: dict[str, list[str]] = {}
        for one in disciplines.all_disciplines():
            for slug in disciplines.leaves_of(one.slug):
                lists.setdefault(slug, []).append(one.slug)
        counts = Counter(
            name
            for listed in self._open
            for name in {name for slug in listed.call.disciplines for name in lists.get(slug, ())}
        )
        known = {one.slug: counts[one.slug] for one in disciplines.all_disciplines()}
        unplaced = sum(not listed.call.disciplines for listed in self._open)
        return {UNCLASSIFIED: unplaced, **known, "all": len(self._open)}

    @cached_property
    def venues(self) -> dict[str, Venue]:
        """Every venue of any call by its slug, in the order of their names."""
        names: dict[str, Counter[str]] = {}
        running = Counter(venue_slug(one.call.venue) for one in self._open)
        for call in self.calls:
            if slug := venue_slug(call.venue):
                names.setdefault(slug, Counter())[call.venue] += 1
        found = [
            Venue(slug, max(spelt, key=lambda name: (spelt[name], name)), running[slug], spelt.total())
            for slug, spelt in names.items()
        ]
        return {venue.slug: venue for venue in sorted(found, key=lambda venue: (fold(venue.name), venue.slug))}

    def _chosen(self, listed: Sequence[Listed], slug: str, words: str) -> list[Listed]:
        within = belonging(slug)
        chosen = [one for one in listed if within(one.call)]
        if not words.strip():
            return chosen
        search = wanted(words)
        return [one for one in chosen if search.is_in(self.texts.of(one.call))]


@dataclass(frozen=True, slots=True)
class Shelf:
    """A field with its leaves, as the home page lists them."""

    field: Discipline
    leaves: tuple[Discipline, ...]


def shelves() -> tuple[Shelf, ...]:
    """All fields by name, each with its leaves by name, as the spoken language calls them; a field that is one
    discipline has no leaves."""
    every = disciplines.all_disciplines()
    found = [
        Shelf(field, tuple(sorted((d for d in every if d.parent == field.slug), key=_by_name)))
        for field in every
        if not field.parent
    ]
    return tuple(sorted(found, key=lambda shelf: _by_name(shelf.field)))


def _by_name(one: Discipline) -> str:
    return fold(list_name(one))


@lru_cache(maxsize=16_384)
def venue_slug(name: str) -> str:
    """The name of a venue as its address spells it: "journal-of-care"; "" for none."""
    return fold(name).replace(" ", "-")[:_MOST_OF_A_SLUG].strip("-")


def listed_at(call: Call, now: datetime) -> Listed:
    """A call with its status and what is due next as of `now`."""
    due = sorted(
        (e for e in call.entries if e.deadline.kind.is_due and e.deadline.state is State.ACTIVE),
        key=lambda e: (e.deadline.closes_at or _NEVER, e.slot),
    )
    ahead = [e for e in due if e.deadline.closes_at is not None and e.deadline.closes_at >= now]
    # Of many rounds only those ahead matter; of few, a passed abstract deadline tells that the call is half closed.
    named = due if len(due) <= _MOST_SHOWN else (ahead or due[-1:])
    shown = tuple(named[:_MOST_SHOWN])
    following = ahead[0] if ahead else None
    return Listed(call, call.status_at(now), following, shown, len(named) - len(shown), _is_late(due, ahead))


def _is_late(due: Sequence[Entry], ahead: Sequence[Entry]) -> bool:
    """Whether every paper that is still due belongs to a round whose compulsory abstract stage has passed.

    An abstract stage without a round belongs to every round. Where the words make it optional it closes nothing.
    """
    abstracts = [entry for entry in due if entry.deadline.kind is Kind.ABSTRACT and entry.deadline.date]
    if not abstracts:
        return False
    waiting = [entry for entry in ahead if entry.deadline.kind is Kind.SUBMISSION]
    passed = {_round(entry) for entry in abstracts if entry not in ahead and not _OPTIONAL.search(entry.deadline.text)}
    still_due = {_round(entry) for entry in abstracts if entry in ahead}
    anywhere = ("", "")
    return bool(waiting) and all(
        (_round(entry) in passed or anywhere in passed) and not still_due & {_round(entry), anywhere}
        for entry in waiting
    )


def _round(entry: Entry) -> tuple[str, str]:
    return fold(entry.deadline.round), fold(entry.deadline.track)


def belonging(slug: str) -> Callable[[Call], bool]:
    """Whether a call is in a list: all, a discipline, "journal/NAME" or "source/ID"."""
    if slug == "all":
        return lambda _: True
    if slug == UNCLASSIFIED:
        return lambda call: not call.disciplines
    kind, _, name = slug.partition("/")
    if name and kind == JOURNAL:
        return lambda call: venue_slug(call.venue) == name
    if name:
        return lambda call: name in call.source_ids
    leaves = disciplines.leaves_of(slug)
    return lambda call: not leaves.isdisjoint(call.disciplines)


def _by_next_deadline(one: Listed) -> tuple[bool, date, datetime, float, str]:
    """By day and then by instant; without a day, newest published first."""
    if one.next is None or one.next.deadline.date is None:
        return (True, date.max, _NEVER, -one.call.published_at.timestamp(), one.call.id)
    end = one.next.deadline.closes_at or _NEVER
    return (False, one.next.deadline.date, end, 0.0, one.call.title)


def _by_closing(one: Listed) -> tuple[datetime, str]:
    return (one.call.closes_at or one.call.updated_at, one.call.id)
