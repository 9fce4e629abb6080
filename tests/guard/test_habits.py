"""What is learnt of a source from believed polls."""

from __future__ import annotations

from dataclasses import replace

from cfpfeeds.guard import learn, learn_again, quiet, usual_count
from cfpfeeds.model import Habits, SourceState
from tests.guard.values import DAY, NOW, many


def learnt(*counts: int) -> SourceState:
    habits = Habits()
    for count in counts:
        habits = learn(habits, many(count), size=count * 100, total=False, news=False, now=NOW)
    return SourceState("press", habits=habits)


def test_one_odd_poll_does_not_change_what_is_usual() -> None:
    assert usual_count(learnt(20, 20, 20, 600)) == 20
    assert usual_count(learnt(20, 20, 20, 3)) == 20


def test_what_is_usual_follows_a_lasting_change() -> None:
    assert usual_count(learnt(*[20] * 9, *[8] * 5)) == 8
    assert usual_count(learnt(2, 10)) == 10


def test_memory_is_bounded() -> None:
    habits = learnt(*range(1, 50)).habits
    assert len(habits.counts) == len(habits.sizes) == len(habits.dated) == 9


def test_an_unchanged_poll_confirms_the_last_one() -> None:
    assert learn_again(learnt(20).habits).counts == (20, 20)
    assert learn_again(Habits()) == Habits()


def test_a_state_from_before_habits_were_kept_still_says_what_is_usual() -> None:
    assert usual_count(SourceState("press", usual_count=7)) == 7


def test_long_silence_of_a_lively_source_is_worth_a_warning() -> None:
    lively = replace(Habits(), changed=tuple(NOW + n * 3 * DAY for n in range(6)))
    last = lively.changed[-1]
    assert quiet(lively, last + 17 * DAY) == ""
    said = quiet(lively, last + 20 * DAY)
    assert "20 days" in said
    assert "3 days" in said


def test_silence_of_a_source_whose_rhythm_is_unknown_is_none() -> None:
    assert quiet(Habits(changed=(NOW,)), NOW + 400 * DAY) == ""


def test_a_source_with_news_every_day_may_rest_for_a_fortnight() -> None:
    daily = Habits(changed=tuple(NOW + n * DAY for n in range(9)))
    assert quiet(daily, daily.changed[-1] + 13 * DAY) == ""
    assert quiet(daily, daily.changed[-1] + 15 * DAY)
