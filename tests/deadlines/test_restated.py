"""One moment printed for two zones is one deadline."""

from __future__ import annotations

from datetime import date, time

import pytest

from cfpfeeds.deadlines import read
from cfpfeeds.model import AOE, Deadline, DeadlineText, Kind

POSTED = date(2026, 11, 25)


def found(text: str) -> list[Deadline]:
    return list(read([DeadlineText(text, prose=True)], posted=POSTED, language="en").deadlines)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Papers due: 10 February 2027, 23:59 AoE (11 February 2027, 11:59 UTC)", id="in-brackets"),
        pytest.param("Papers due: 10 February 2027 (23:59 AoE; 12:59 CET on 11 February 2027)", id="clock-first"),
        pytest.param("Papers due 23:59 AoE on 10 February 2027 = 11:59 UTC on 11 February 2027", id="equals"),
        pytest.param("Papers due: 10 February 2027, 23:59 AoE, i.e. February 11, 12:00 UTC", id="rounded-no-year"),
    ],
)
def test_the_first_print_counts(text: str) -> None:
    (deadline,) = found(text)
    assert (deadline.kind, deadline.date, deadline.time) == (Kind.SUBMISSION, date(2027, 2, 10), time(23, 59))
    assert deadline.zone == AOE


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Abstracts: 10 May 2027 23:59 AoE, papers: 11 May 2027 11:59 UTC", id="two-things"),
        pytest.param("Abstracts: 10 May 2027 23:59 UTC, papers: 24 May 2027 23:59 AoE", id="two-moments"),
    ],
)
def test_two_deadlines_stay_two(text: str) -> None:
    assert [deadline.kind for deadline in found(text)] == [Kind.ABSTRACT, Kind.SUBMISSION]
