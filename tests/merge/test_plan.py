"""What a poll changes: identity through extension, absence, re-listing; and what is never merged."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cfpfeeds.merge import compose
from cfpfeeds.model import (
    Authority,
    ChangeKind,
    Guess,
    Kind,
    Plan,
    Sighting,
    State,
    Status,
)
from tests.merge.samples import DAY, NOW, SPRING, due
from tests.merge.world import World


def a_sighting(source_id: str = "press", key: str = "k1", **more: Any) -> Sighting:
    table = {"title": "Ageing at home", "venue": "Journal of Care", "url": f"https://press.example/{key}"}
    return Sighting(source_id, key, **{**table, "deadlines": (due(),), **more})


def test_polling_twice_changes_nothing() -> None:
    world = World()
    world.poll([a_sighting(), a_sighting(key="k2", title="Rural care")])
    assert world.poll([a_sighting(), a_sighting(key="k2", title="Rural care")], day=1) == Plan()


def test_an_extension_keeps_call_slot_and_memory() -> None:
    world = World()
    world.poll([a_sighting()])
    made = world.poll([a_sighting(deadlines=(due(SPRING + 14 * DAY),))], day=1)
    call = world.calls["c1"]
    entry = call.entries[0]
    assert (entry.slot, entry.sequence, entry.extended) == ("submission", 1, True)
    assert entry.former[0].date == SPRING
    assert [c.kind for c in made.changes] == [ChangeKind.EXTENDED]
    assert call.updated_at == NOW + DAY > call.published_at


def test_a_new_title_or_link_keeps_the_call() -> None:
    world = World()
    world.poll([a_sighting()])
    made = world.poll([a_sighting(title="Ageing well at home", url="https://press.example/new")], day=1)
    assert list(world.calls) == ["c1"]
    assert {c.kind for c in made.changes} == {ChangeKind.RETITLED, ChangeKind.LINK}
    assert world.calls["c1"].entries[0].sequence == 0


def test_a_call_listed_again_under_another_key_is_the_same_call() -> None:
    world = World()
    world.poll([a_sighting()])
    world.poll([a_sighting(key="other", url="https://press.example/k1")], day=1)
    assert list(world.calls) == ["c1"]


def test_the_same_page_at_two_sources_is_one_call_and_the_publisher_wins() -> None:
    world = World()
    crawled = a_sighting(
        "crawler", url="https://press.example/k1", title="Ageing at home!", deadlines=(due(SPRING - DAY),)
    )
    world.poll([replace(crawled, authority=Authority.CRAWLER)], "crawler")
    world.poll([a_sighting()], day=1)
    call = world.calls["c1"]
    assert list(world.calls) == ["c1"]
    assert call.entries[0].deadline.date == SPRING
    assert [(c.field, c.source_id) for c in call.conflicts] == [("submission", "crawler")]


def test_an_address_that_one_source_uses_for_several_calls_joins_nothing() -> None:
    world = World()
    shared = "https://society.example/calls"
    world.poll([a_sighting(url=shared), a_sighting(key="k2", title="Ageing at work", url=shared)])
    assert len(world.calls) == 2
    world.poll([a_sighting("other", "x", title="Ageing in town", venue="Town", url=shared)], "other")
    assert len(world.calls) == 3


def test_absence_counts_only_after_three_healthy_whole_polls() -> None:
    world = World()
    stays = a_sighting(key="k2", title="Rural care")
    world.poll([a_sighting(), stays])
    for day in (1, 2):
        world.poll([stays], day=day)
        assert world.calls["c1"].status is Status.OPEN
    made = world.poll([stays], day=3)
    gone = world.calls["c1"]
    assert gone.status is Status.WITHDRAWN
    assert [e.deadline.state for e in gone.entries] == [State.CANCELLED]
    assert ChangeKind.WITHDRAWN in {c.kind for c in made.changes}
    world.poll([a_sighting(), stays], day=4)
    back = world.calls["c1"]
    assert (back.status, back.entries[-1].deadline.state) == (Status.OPEN, State.ACTIVE)
    assert [e.slot for e in back.entries] == ["submission"]


def test_absence_from_a_rolling_list_proves_nothing() -> None:
    world = World()
    world.poll([a_sighting()], complete=False)
    for day in range(1, 9):
        assert world.poll([], day=day, complete=False) == Plan()


def test_a_call_that_leaves_the_list_after_its_deadline_is_not_withdrawn() -> None:
    world = World()
    past = a_sighting(deadlines=(due(date(2026, 11, 20)),))
    world.poll([past])
    for day in (1, 2, 3, 4):
        world.poll([], day=day)
    assert world.calls["c1"].status is Status.OPEN
    assert world.calls["c1"].status_at(NOW) is Status.CLOSED


def test_a_deadline_that_is_no_longer_printed_is_kept_and_marked() -> None:
    world = World()
    world.poll([a_sighting()])
    world.poll([a_sighting(deadlines=())], day=1)
    deadline = world.calls["c1"].entries[0].deadline
    assert (deadline.date, deadline.guesses) == (SPRING, (Guess.UNCONFIRMED,))


def test_words_without_a_day_replace_a_day() -> None:
    world = World()
    world.poll([a_sighting()])
    world.poll([a_sighting(deadlines=(due(None, text="TBD"),))], day=1)
    entry = world.calls["c1"].entries[0]
    assert (entry.deadline.date, entry.deadline.text, entry.former[0].date) == (None, "TBD", SPRING)


def test_an_inferred_year_does_not_move_with_the_calendar() -> None:
    world = World()
    guess = (Guess.YEAR,)
    world.poll([a_sighting(deadlines=(due(date(2026, 12, 5), text="Dec 5", guesses=guess),))])
    made = world.poll([a_sighting(deadlines=(due(date(2027, 12, 5), text="Dec 5", guesses=guess),))], day=20)
    assert made == Plan()


def test_rounds_whose_days_are_printed_in_the_same_words_keep_their_own_years() -> None:
    world = World()
    guess = (Guess.YEAR,)
    rounds = tuple(due(date(2026 + n, 12, 5), text="Dec 5", round=f"Round {n + 1}", guesses=guess) for n in range(2))
    world.poll([a_sighting(deadlines=rounds)])
    later = tuple(replace(d, date=d.date.replace(year=d.date.year + 1)) for d in rounds if d.date)
    assert world.poll([a_sighting(deadlines=later)], day=20) == Plan()
    third = due(date(2028, 12, 5), text="Dec 5", round="Round 3", guesses=guess)
    world.poll([a_sighting(deadlines=(*later, third))], day=21)
    assert [e.deadline.date for e in world.calls["c1"].entries] == [date(2026 + n, 12, 5) for n in range(3)]


def test_an_inferred_year_stays_when_the_name_of_the_round_changes() -> None:
    world = World()
    guess = (Guess.YEAR,)
    world.poll([a_sighting(deadlines=(due(date(2026, 12, 5), text="Dec 5", guesses=guess),))])
    world.poll([a_sighting(deadlines=(due(date(2027, 12, 5), text="Dec 5", round="Round 1", guesses=guess),))], day=20)
    assert [(e.deadline.date, e.sequence) for e in world.calls["c1"].entries] == [(date(2026, 12, 5), 0)]


def test_rounds_keep_their_slots_when_another_round_is_put_before_them() -> None:
    world = World()
    second = due(SPRING, round="2")
    world.poll([a_sighting(deadlines=(second,))])
    world.poll([a_sighting(deadlines=(due(SPRING - 60 * DAY, round="1"), second))], day=1)
    slots = {e.deadline.round: (e.slot, e.sequence) for e in world.calls["c1"].entries}
    assert slots == {"2": ("submission", 0), "1": ("submission-2", 0)}


KEYS = st.lists(st.sampled_from(["a", "b", "c", "d"]), unique=True, max_size=4)


@given(polls=st.lists(KEYS, max_size=6))
def test_no_sequence_of_polls_changes_an_id_or_uses_a_slot_twice(polls: list[list[str]]) -> None:
    world = World()
    ids: dict[str, str] = {}
    for day, keys in enumerate(polls):
        world.poll([a_sighting(key=key, title=f"On {key}", venue=key) for key in keys], day=day)
        for sighting in world.sightings.values():
            assert ids.setdefault(sighting.key, sighting.call_id) == sighting.call_id
        for call in world.calls.values():
            assert len({e.slot for e in call.entries}) == len(call.entries)


@given(order=st.permutations(["list", "press", "crawler"]))
def test_composing_in_any_order_gives_the_same_call(order: list[str]) -> None:
    authority = {"list": Authority.LIST, "press": Authority.PUBLISHER, "crawler": Authority.CRAWLER}
    sightings = [
        a_sighting(s, title=f"Title at {s}", authority=authority[s], changed_at=NOW, deadlines=(due(SPRING),))
        for s in order
    ]
    made, _ = compose("c1", sightings, None, NOW)
    assert (made.title, made.source_ids) == ("Title at press", ("press", "list", "crawler"))


def test_a_day_that_the_source_itself_replaced_is_remembered_from_the_start() -> None:
    world = World()
    world.poll([a_sighting(deadlines=(due(SPRING, state=State.SUPERSEDED), due(SPRING + 9 * DAY)))])
    entry = world.calls["c1"].entries[0]
    assert (len(world.calls["c1"].entries), entry.extended, entry.former[0].date) == (1, True, SPRING)


def test_a_new_title_stamps_every_entry_and_a_moved_sibling_none() -> None:
    world = World()
    both = (due(SPRING - 60 * DAY, Kind.ABSTRACT), due())
    world.poll([a_sighting(deadlines=both)])
    world.poll([a_sighting(deadlines=(both[0], due(SPRING + DAY)))], day=1)
    stamps = {e.slot: e.modified_at for e in world.calls["c1"].entries}
    assert stamps == {"abstract": NOW, "submission": NOW + DAY}
    world.poll([a_sighting(title="Ageing in town", deadlines=(both[0], due(SPRING + DAY)))], day=2)
    assert {e.modified_at for e in world.calls["c1"].entries} == {NOW + 2 * DAY}
    assert {e.slot: e.sequence for e in world.calls["c1"].entries} == {"abstract": 0, "submission": 1}
