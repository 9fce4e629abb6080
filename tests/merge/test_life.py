"""Laws of an entry's life, whatever its sources do: how its version counts, when it is stamped, how it ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time

from hypothesis import given, settings
from hypothesis import strategies as st

from cfpfeeds.merge.slots import passed
from cfpfeeds.model import Authority, Call, Deadline, Entry, Guess, Kind, Sighting, State, Status
from cfpfeeds.render.select import for_calendar, is_cancelled
from tests.merge.samples import DAY, NOW, an_issue, due
from tests.merge.world import World

History = list[tuple[str, Sighting | None, int]]
"""Polls: who is asked, what it lists (None: nothing), how many days after the poll before."""

TODAY = NOW.date()
FUTURE = [TODAY + 500 * DAY, TODAY + 590 * DAY, TODAY + 650 * DAY]


def deadlines_of(days: list[date]) -> st.SearchStrategy[tuple[Deadline, ...]]:
    found = st.builds(
        due,
        st.sampled_from(days),
        st.sampled_from([Kind.ABSTRACT, Kind.SUBMISSION]),
        round=st.sampled_from(["", "1", "2"]),
        time=st.sampled_from([None, time(17)]),
        zone=st.sampled_from(["", "UTC"]),
        guesses=st.sampled_from([(), (Guess.YEAR,)]),
    )
    return st.lists(found, max_size=3, unique_by=lambda d: (d.kind, d.round)).map(tuple)


def polls_of(days: list[date]) -> st.SearchStrategy[History]:
    sightings = st.builds(
        an_issue,
        deadlines=deadlines_of(days),
        title=st.sampled_from(["Growing old in small towns", "Growing old in small towns, again"]),
        status=st.sampled_from([Status.OPEN, Status.OPEN, Status.CLOSED, Status.WITHDRAWN]),
        summary=st.sampled_from(["", "More words."]),
    )
    poll = st.tuples(st.sampled_from(["press", "hub"]), st.none() | sightings, st.integers(1, 6))
    return st.lists(poll, min_size=2, max_size=8)


POLLS = polls_of([TODAY - 20 * DAY, TODAY + 2 * DAY, TODAY + 9 * DAY, TODAY + 40 * DAY])


def as_told(source_id: str, sighting: Sighting) -> Sighting:
    authority = Authority.PUBLISHER if source_id == "press" else Authority.LIST
    return replace(sighting, source_id=source_id, authority=authority)


def when(deadline: Deadline) -> tuple[object, ...]:
    return deadline.date, deadline.time, deadline.zone, deadline.state, deadline.tentative


def shown(call: Call, entry: Entry) -> tuple[object, ...]:
    """What of the call and the entry a calendar shows."""
    said = [c for c in call.conflicts if c.field == entry.deadline.kind.value]
    closed = call.status is Status.CLOSED, is_cancelled(entry) and call.status is Status.WITHDRAWN
    return call.title, call.venue, closed, call.disciplines, entry.deadline, entry.source_id, entry.former, said


def lives(polls: History, world: World | None = None) -> Iterator[tuple[int, Call | None, Call]]:
    """Each call after each poll: the day, the call as it was before, the call as it is."""
    world, day = world or World(), 0
    for source_id, sighting, pause in polls:
        day += pause
        before = dict(world.calls)
        world.poll([as_told(source_id, sighting)] if sighting else [], source_id, day)
        for call_id, call in world.calls.items():
            yield day, before.get(call_id), call


@settings(max_examples=200)
@given(polls=POLLS)
def test_an_entry_counts_its_versions_and_is_stamped_when_it_changes_and_only_then(polls: History) -> None:
    for _, old, call in lives(polls):
        entries = {e.slot: e for e in call.entries}
        for was in old.entries if old else ():
            now = entries[was.slot]
            assert now.sequence - was.sequence == int(when(now.deadline) != when(was.deadline))
            assert (now.modified_at > was.modified_at) == (shown(call, now) != shown(old, was))


@settings(max_examples=200)
@given(polls=POLLS)
def test_no_stage_has_two_entries_that_stand_for_one_day_and_round(polls: History) -> None:
    for _, _, call in lives(polls):
        standing = [e.deadline for e in call.entries if not is_cancelled(e)]
        assert len({(d.kind, d.round, d.date) for d in standing}) == len(standing)


@settings(max_examples=200)
@given(polls=POLLS)
def test_what_had_passed_when_a_call_was_withdrawn_is_not_cancelled(polls: History) -> None:
    world = World()
    alone = [("press", sighting, pause) for _, sighting, pause in polls]  # nobody outranks what it says
    for day, old, call in lives(alone, world):
        if old is None or old.status is Status.WITHDRAWN or call.status is not Status.WITHDRAWN:
            continue
        named = {(d.kind, d.round, d.date) for s in world.sightings.values() for d in s.deadlines}
        entries = {e.slot: e.deadline for e in call.entries}
        for was in old.entries:
            now = entries[was.slot]
            stood = not is_cancelled(was) and was.deadline.date == now.date and (now.kind, now.round, now.date) in named
            assert not (stood and now.state is State.CANCELLED and passed(now, NOW + day * DAY))


@settings(max_examples=200)
@given(polls=polls_of(FUTURE))
def test_a_cancelled_event_that_has_left_the_calendar_comes_back_only_if_it_stands_again(polls: History) -> None:
    left: set[tuple[str, str]] = set()
    for day, _, call in lives([(source, sighting, 9 * pause) for source, sighting, pause in polls]):
        in_calendar = {e.slot for one in for_calendar([call], NOW + day * DAY, 9999) for e in one.entries}
        for entry in call.entries:
            place = (call.id, entry.slot)
            if not is_cancelled(entry):
                left.discard(place)
            elif entry.slot in in_calendar:
                assert place not in left
            else:
                left.add(place)
