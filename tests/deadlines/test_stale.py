"""A day that the page itself calls extended makes earlier copies of it stale."""

from __future__ import annotations

from datetime import date

from cfpfeeds.deadlines import read
from cfpfeeds.model import DeadlineText, Kind, State


def states(*texts: str) -> dict[date | None, State]:
    reading = read([DeadlineText(text, prose=True) for text in texts], posted=date(2022, 7, 1), language="en")
    return {d.date: d.state for d in reading.deadlines if d.kind is Kind.ABSTRACT}


def test_a_stale_day_in_the_questions_below_is_superseded() -> None:
    found = states(
        "Updated Aug. 25, 2022 to extend the call for papers until Sept. 30, 2022",
        "NOW Sept. 30, 2022 : Deadline for investigators to submit a two-page manuscript precis",
        "Which step comes first? The manuscript precis (due Sept. 1, 2022).",
    )
    assert found[date(2022, 9, 30)] is State.ACTIVE
    assert found.get(date(2022, 9, 1), State.SUPERSEDED) is State.SUPERSEDED


def test_two_days_without_any_word_of_an_extension_both_stand() -> None:
    found = states("Abstracts due: 1 September 2022", "Abstracts due: 30 September 2022")
    assert set(found.values()) == {State.ACTIVE}
