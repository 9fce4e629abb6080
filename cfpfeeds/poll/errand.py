"""One poll of one source from the moment its pages are read: judge, mend if need be, merge, store."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from cfpfeeds import __version__, guard, mending, schedule
from cfpfeeds.config import Source
from cfpfeeds.disciplines import fingerprint
from cfpfeeds.gather import Listing
from cfpfeeds.learn import Mended
from cfpfeeds.merge import keys_of, plan
from cfpfeeds.model import (
    ChangeKind,
    Kind,
    Known,
    Outcome,
    OutcomeKind,
    Overrides,
    Page,
    Plan,
    Problem,
    Sighting,
    SourceState,
)
from cfpfeeds.poll.sightings import context_of, read_calls
from cfpfeeds.store import Look, Store

_LONG_OVER = timedelta(days=60)
"""Longer than a changed deadline may wait for confirmation, and than a source is watched after a deadline."""

_REDESIGNED = "the page was redesigned and its rules mended by themselves; `cfpfeeds repair` writes them down"


@dataclass(frozen=True, slots=True)
class _Read:
    """A listing with what was made of it. `source` has the rules that it was read by."""

    source: Source
    listing: Listing
    sightings: list[Sighting]
    problems: list[Problem]
    verdict: guard.Verdict


@dataclass(frozen=True, slots=True)
class Errand:
    """A poll of `source`, as sources.toml has it. `every`: its pause between polls; `fetched` False: pages were saved.

    `believe`: a person has looked, so that a listing which the guard would doubt is taken as it is.
    """

    source: Source
    store: Store
    state: SourceState
    now: datetime
    mint: Callable[[], str]
    every: timedelta
    elapsed_s: Callable[[], float]
    overrides: Overrides
    fetched: bool
    believe: bool

    def take(self, listing: Listing, again: Callable[[Source, dict[str, Page]], Listing]) -> Outcome:
        """Store what a believable listing says. `again` reads the pages once more by other rules, from those given."""
        listed = self.store.listing(self.source.id, since=self._since)
        settled = not guard.unsettled(listed) and not any(p.polls for p in self.state.pending)
        if listing.whole and settled and _digest(listing.source or self.source, listing) == self.state.digest:
            return self._unchanged(listing, listed)
        read = self._judged(listing, listed)
        if self._is_doubted(read) and (new := self._mended(read, listed)) is not None:
            other = self._judged(again(new, listing.known()), listed)
            other.listing.asked += listing.asked
            if other.verdict.kind is OutcomeKind.UPDATED:
                other.problems.append(Problem(self.source.id, f"{_REDESIGNED}: {read.verdict.reason}"))
                read = other
        if self._is_doubted(read):
            return self._doubted(read, listed)
        outcome = self._stored(read)
        if outcome.kind.healthy and read.source.rules != self.source.rules:
            mending.pin(self.store, self.source, read.source.rules)
        return outcome

    @property
    def _since(self) -> date | None:
        """What was over by then is of no interest while it is not listed; where absence counts, until it is gone."""
        return None if self.source.complete else self.now.date() - _LONG_OVER

    def _own(self, known: Known) -> list[Sighting]:
        """What this source says of its calls, without what other sources say of them."""
        return [s for s in known.sightings if s.source_id == self.source.id]

    def _judged(self, listing: Listing, listed: Sequence[Sighting]) -> _Read:
        ruled = listing.source or self.source
        sightings, problems = read_calls(ruled, listing)
        listed = self._with_listed_again(listed, sightings)
        seen = guard.Reading(
            sightings,
            listed,
            reason=listing.unrecognised(),
            problems=len(problems),
            stated_total=listing.stated_total,
            size=_size(listing),
            saved=not self.fetched,
            recall=mending.recall(listed, sightings, self.now.date()),
        )
        complete, may_be_empty = self.source.complete, self.source.may_be_empty
        verdict = guard.judge(self.state, seen, now=self.now, complete=complete, may_be_empty=may_be_empty)
        return _Read(ruled, listing, sightings, problems, verdict)

    def _with_listed_again(self, listed: Sequence[Sighting], now: Sequence[Sighting]) -> Sequence[Sighting]:
        """`listed` with what the store knows of calls that had been given up, or were over, and are listed now."""
        again = {one.key for one in now} - {one.key for one in listed}
        return self.store.listing(self.source.id, [one.key for one in now], self._since) if again else listed

    def _is_doubted(self, read: _Read) -> bool:
        trusted = self.believe and not read.listing.unrecognised()
        return read.verdict.kind is OutcomeKind.SUSPICIOUS and not trusted

    def _mended(self, read: _Read, listed: Sequence[Sighting]) -> Source | None:
        """The source with mended rules, if it may mend itself and they find the known calls again."""
        if self.source.repair != "auto" or (found := _mending(read, listed)) is None or not found.comparison.good:
            return None
        return mending.with_rules(read.source, found.proposal.rules)

    def _hint(self, read: _Read, listed: Sequence[Sighting]) -> str:
        """What a person can do about a page that was redesigned; "" where nothing is found to be done."""
        if (found := _mending(read, listed)) is None:
            return ""
        again, moved = len(found.comparison.same), len(found.comparison.moved)
        total = again + moved + len(found.comparison.gone)
        return f"; `cfpfeeds repair {self.source.id}` has new rules that find {again + moved} of {total} known calls"

    def _unchanged(self, listing: Listing, listed: Sequence[Sighting]) -> Outcome:
        usual = guard.usual_count(self.state)
        outcome = Outcome(self.source.id, OutcomeKind.UNCHANGED, "nothing has changed", self.now, usual)
        outcome = replace(outcome, seconds=self.elapsed_s(), warning=guard.quiet(self.state.habits, self.now))
        after = next_state(self.source, self.state, outcome, listed, self.every, listing.asked)
        after = replace(after, habits=guard.learn_again(self.state.habits))
        looked = listing.everything if listing.details.asked else None  # when each was last looked at
        self.store.apply(Plan(), after, outcome, pages=looked)
        return outcome

    def _doubted(self, read: _Read, listed: Sequence[Sighting]) -> Outcome:
        found, verdict = len(read.sightings), read.verdict
        reason = verdict.reason + self._hint(read, listed)
        outcome = Outcome(self.source.id, verdict.kind, reason, self.now, found, problems=tuple(read.problems))
        outcome = replace(outcome, seconds=self.elapsed_s(), cause=read.listing.cause(found))
        after = next_state(self.source, self.state, outcome, (), self.every, read.listing.asked)
        self.store.apply(Plan(), replace(after, doubt=verdict.doubt), outcome)
        return outcome

    def _stored(self, read: _Read) -> Outcome:
        listing = read.listing

        def decide(known: Known, look: Look) -> tuple[Plan, SourceState, Outcome]:
            listed = self._own(known)
            steady = guard.steady(
                read.sightings,
                listed,
                self.state.pending,
                formers=_formers(known),
                now=self.now,
                trusted=self.believe or not self.fetched,
            )
            present = {s.key for s in read.sightings}
            complete = read.source.complete and listing.whole
            spared: frozenset[str] = frozenset()
            if complete:
                spared = guard.spared(listed, present, self.state, every=self.every, now=self.now)
            made = plan(
                steady.sightings,
                known,
                source_id=self.source.id,
                now=self.now,
                mint=self.mint,
                complete=complete,
                look=look,
                overrides=self.overrides,
                spared=spared,
            )
            outcome = _summary(self.source, made, len(read.sightings), (*read.problems, *steady.problems), self.now)
            after = self._learnt(read, listed, steady, outcome)
            counted = complete and any(s.key not in present and s.key not in spared for s in listed)
            after = replace(after, absence_at=self.now if counted else self.state.absence_at)
            warning = read.verdict.reason or guard.quiet(after.habits, self.now)
            return made, after, replace(outcome, seconds=self.elapsed_s(), warning=warning)

        return self.store.decide(
            self.source.id, read.sightings, decide, pages=listing.everything, keys_of=keys_of, since=self._since
        )

    def _learnt(self, read: _Read, listed: Sequence[Sighting], steady: guard.Steadied, outcome: Outcome) -> SourceState:
        """The state after a believed poll, with what it teaches of the source's habits."""
        present, listing, habits = {s.key for s in read.sightings}, read.listing, self.state.habits
        if any(s.misses and s.key in present for s in listed):
            habits = guard.returned(habits, self.now)
        if listing.whole:
            news, total = bool(outcome.new or outcome.changed), listing.stated_total is not None
            habits = guard.learn(habits, read.sightings, size=_size(listing), total=total, news=news, now=self.now)
        after = replace(
            next_state(self.source, self.state, outcome, steady.sightings, self.every, listing.asked),
            habits=habits,
            pending=steady.pending,
            doubt=None,
            digest=_digest(read.source, listing) if listing.whole else "",
        )
        return replace(after, usual_count=guard.usual_count(after))


def _mending(read: _Read, listed: Sequence[Sighting]) -> Mended | None:
    """Rules that find the known calls again in the first page; None where there are none."""
    pages = read.listing.pages
    return mending.mended(read.source, pages, listed, context_of(read.source, pages[0])) if pages else None


def _size(listing: Listing) -> int:
    """Bytes of the list's pages together."""
    return sum(len(page.body) for page in listing.pages)


def _formers(known: Known) -> dict[tuple[str, Kind], frozenset[date]]:
    """The days that each call named before, by stage."""
    found: dict[tuple[str, Kind], frozenset[date]] = {}
    for call in known.calls:
        for entry in call.entries:
            days = {former.date for former in entry.former if former.date}
            place = call.id, entry.deadline.kind
            found[place] = found.get(place, frozenset()) | days
    return found


def _digest(source: Source, listing: Listing) -> str:
    """Names the bytes, the rules and the reader, so that unchanged pages are read again when we have learnt more."""
    told = hashlib.sha256(f"{__version__}\n{source.model_dump_json()}{fingerprint()}".encode())
    bodies = [hashlib.sha256(page.body).digest() for page in listing.everything]
    for body in bodies if source.loads == 1 else sorted(set(bodies)):  # which load answers how is chance
        told.update(body)
    return told.hexdigest()


def _summary(source: Source, made: Plan, found: int, problems: Sequence[Problem], now: datetime) -> Outcome:
    new = {c.call_id for c in made.changes if c.kind is ChangeKind.NEW}
    changed = {c.call_id for c in made.changes} - new
    everything = (*problems, *made.problems)
    if new or changed:
        kind, reason = OutcomeKind.UPDATED, f"{len(new)} new, {len(changed)} changed"
    else:
        kind, reason = OutcomeKind.UNCHANGED, "nothing that a reader cares about has changed"
    return Outcome(source.id, kind, reason, now, found, len(new), len(changed), everything)


def next_state(
    source: Source,
    state: SourceState,
    outcome: Outcome,
    sightings: Iterable[Sighting],
    every: timedelta,
    asked: int = 1,
) -> SourceState:
    """How the source stands after a poll that ended in `outcome`; days in `sightings` ask for a closer watch.

    `every` is the source's own pause between polls, `asked` how many pages were asked for.
    """
    good = outcome.kind.healthy
    same_day = state.last_attempt is not None and state.last_attempt.date() == outcome.at.date()
    after = replace(
        state,
        last_attempt=outcome.at,
        last_success=outcome.at if good else state.last_success,
        failures=0 if good else state.failures + 1,
        asked_today=asked + (state.asked_today if same_day else 0),
    )
    due = schedule.next_due(
        after,
        outcome,
        every=every,
        deadlines=[d.date for s in sightings for d in s.deadlines if d.date is not None and d.kind.is_due],
        now=outcome.at,
        seed=source.id,
        budget=source.budget,
        asked=asked,
    )
    return replace(after, next_due=due)
