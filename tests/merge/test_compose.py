"""Where sources disagree: who wins, and that the loser stays visible with source and day."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cfpfeeds.merge import compose
from cfpfeeds.model import Authority, Call, Guess, Kind, Sighting, State
from tests.merge.samples import DAY, NOW, SPRING, an_event, due


def at(source_id: str, authority: Authority = Authority.LIST, **more: Any) -> Sighting:
    return an_event(source_id, authority=authority, **{"first_seen": NOW, "changed_at": NOW, **more})


def made(*sightings: Sighting, previous: Call | None = None) -> Call:
    return compose("c1", sightings, previous, NOW)[0]


def conflicts(call: Call) -> list[tuple[str, str, str]]:
    return [(c.field, c.value, c.source_id) for c in call.conflicts]


def test_the_publisher_beats_a_list_and_a_list_a_crawler() -> None:
    days = {Authority.PUBLISHER: 0, Authority.LIST: 1, Authority.CRAWLER: 2}
    sightings = [at(a.value, a, deadlines=(due(SPRING + n * DAY),)) for a, n in days.items()]
    call = made(*sightings)
    assert [e.deadline.date for e in call.entries] == [SPRING]
    assert conflicts(call) == [
        ("submission", (SPRING + DAY).isoformat(), "list"),
        ("submission", (SPRING + 2 * DAY).isoformat(), "crawler"),
    ]
    assert conflicts(made(*sightings[1:]))[0][2] == "crawler"


def test_of_two_lists_the_one_that_changed_last_wins_and_the_other_is_dated_by_its_own_day() -> None:
    old = at("old", first_seen=NOW - 9 * DAY, changed_at=NOW - 9 * DAY)
    new = at("new", first_seen=NOW - 9 * DAY, changed_at=NOW - DAY, deadlines=(due(SPRING + 14 * DAY),))
    call = made(old, new)
    assert call.entries[0].deadline.date == SPRING + 14 * DAY
    assert [(c.source_id, c.seen_at) for c in call.conflicts] == [("old", NOW - 9 * DAY)]


def test_a_source_that_lists_a_call_anew_is_believed_at_once() -> None:
    before = at("press", key="before", title="Call", first_seen=NOW - 9 * DAY, misses=1, missing_since=NOW)
    after = at("press", key="after", title="Extended: Call", deadlines=(due(SPRING + 14 * DAY),))
    call = made(before, after)
    assert (call.title, call.entries[0].deadline.date) == ("Extended: Call", SPRING + 14 * DAY)
    assert made(before).title == "Call"


def test_other_titles_venues_places_and_days_are_kept_with_their_source() -> None:
    mine = at("press", Authority.PUBLISHER)
    theirs = at("hub", title="ICGA: Conference on Plant Sounds", place="Oslo", event="July 6-10, 2027", venue="ICGA")
    assert conflicts(made(mine, theirs)) == [
        ("title", "ICGA: Conference on Plant Sounds", "hub"),
        ("place", "Oslo", "hub"),
        ("event", "July 6-10, 2027", "hub"),
    ]


def test_a_source_that_only_says_less_contradicts_nobody() -> None:
    assert conflicts(made(at("press", Authority.PUBLISHER), at("hub", title="ICGA", place="Norway", event=""))) == []


def test_a_day_that_the_publisher_does_not_name_is_not_taken_from_a_list_but_shown() -> None:
    undecided = at("press", Authority.PUBLISHER, deadlines=(due(None, text="to be announced"),))
    call = made(undecided, at("hub"))
    assert [(e.deadline.date, e.deadline.text) for e in call.entries] == [(None, "to be announced")]
    assert conflicts(call) == [("submission", SPRING.isoformat(), "hub")]


def test_a_stage_that_only_a_list_names_is_filled_in() -> None:
    both = (due(SPRING - 30 * DAY, Kind.ABSTRACT), due())
    call = made(at("press", Authority.PUBLISHER), at("hub", deadlines=both))
    assert {(e.deadline.kind, e.source_id) for e in call.entries} == {
        (Kind.ABSTRACT, "hub"),
        (Kind.SUBMISSION, "press"),
    }


def test_an_earlier_day_of_a_list_never_replaces_the_publishers_later_one_when_his_page_goes() -> None:
    gone = at("press", Authority.PUBLISHER, deadlines=(due(SPRING + 14 * DAY),), misses=3, missing_since=NOW)
    before = made(replace(gone, misses=0, missing_since=None), at("hub"))
    call = made(gone, at("hub"), previous=before)
    [entry] = call.entries
    assert (entry.deadline.date, entry.source_id) == (SPRING + 14 * DAY, "press")
    assert entry.deadline.guesses == (Guess.UNCONFIRMED,)
    assert entry.deadline.state is State.ACTIVE
    assert conflicts(call) == [("submission", SPRING.isoformat(), "hub")]


def test_a_later_day_of_a_list_does_when_the_publishers_page_is_gone() -> None:
    gone = at("press", Authority.PUBLISHER, misses=3, missing_since=NOW)
    call = made(gone, at("hub", deadlines=(due(SPRING + 14 * DAY),)))
    assert [(e.deadline.date, e.source_id) for e in call.entries] == [(SPRING + 14 * DAY, "hub")]


SIGHTINGS = st.lists(
    st.builds(
        at,
        st.sampled_from(["a", "b", "c", "d"]),
        st.sampled_from(list(Authority)),
        title=st.sampled_from(["ICGA", "ICGA: Garden Acoustics", "ICGA: Plant Sounds"]),
        place=st.sampled_from(["", "Bergen", "Oslo"]),
        misses=st.sampled_from([0, 3]),
        changed_at=st.sampled_from([NOW, NOW + DAY]),
        deadlines=st.lists(st.integers(0, 3).map(lambda n: due(SPRING + n * DAY)), max_size=2).map(tuple),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda s: s.source_id,
)


@given(sightings=SIGHTINGS, data=st.data())
def test_the_order_of_sightings_never_matters(sightings: list[Sighting], data: st.DataObject) -> None:
    assert made(*data.draw(st.permutations(sightings))) == made(*sightings)


@given(sightings=SIGHTINGS)
def test_every_day_that_a_living_source_names_is_shown_or_kept_as_a_conflict(sightings: list[Sighting]) -> None:
    call = made(*sightings)
    shown = {e.deadline.date for e in call.entries} | {f.date for e in call.entries for f in e.former}
    lost = {c.value for c in call.conflicts}
    living = [s for s in sightings if s.misses < 3] or sightings
    for sighting in living:
        for deadline in sighting.deadlines:
            assert deadline.date in shown or str(deadline.date) in lost


def test_a_new_disagreement_stamps_the_entry_and_the_call_and_an_old_one_keeps_its_day() -> None:
    mine, theirs = at("press", Authority.PUBLISHER), at("hub", deadlines=(due(SPRING + DAY),))
    alone = made(mine)
    both, changes = compose("c1", [mine, theirs], alone, NOW + DAY)
    assert (both.updated_at, both.entries[0].modified_at, both.entries[0].sequence) == (NOW + DAY, NOW + DAY, 0)
    assert changes == ()
    again, _ = compose("c1", [mine, replace(theirs, changed_at=NOW + 5 * DAY)], both, NOW + 6 * DAY)
    assert again == both
