"""The page's data complete the printed words, and never contradict them."""

from __future__ import annotations

from datetime import date

import pytest

from cfpfeeds.model import Deadline, DeadlineText, Kind, RawCall
from cfpfeeds.normalise import Context, normalise, read_deadlines
from cfpfeeds.normalise.evidence import completed

CONTEXT = Context(source_id="s", page_url="https://j.example/", fetched_on=date(2026, 11, 25))


def dated(words: str, day: str) -> str:
    (part,) = completed([DeadlineText(f"Papers due {words}!", days=((words, day),))])
    return part.text.removeprefix("Papers due ").removesuffix("!")


@pytest.mark.parametrize(
    ("words", "day", "expected"),
    [
        pytest.param("1 March", "2028-03-01", "1 March 2028", id="year"),
        pytest.param("March 1st", "2028-03-01", "March 1st 2028", id="ordinal"),
        pytest.param("1. März", "2028-03-01", "1. März 2028", id="german"),
        pytest.param("01.03.", "2028-03-01", "01.03. 2028", id="numbers"),
        pytest.param("3月1日", "2028-03-01", "2028年3月1日", id="japanese"),
        pytest.param("Wednesday", "2028-03-01", "Wednesday 2028-03-01", id="weekday"),
        pytest.param("Friday", "2028-03-01", "Friday", id="another-weekday"),
        pytest.param("21 May", "2028-04-21", "21 May", id="another-month"),
        pytest.param("2 March", "2028-03-01", "2 March", id="another-day"),
        pytest.param("1 March 2027", "2028-03-01", "1 March 2027", id="another-year"),
        pytest.param("1 March 2028", "2028-03-01", "1 March 2028", id="complete"),
        pytest.param("TBA", "2028-03-01", "TBA", id="not-settled-yet"),
        pytest.param("closed", "2028-03-01", "closed", id="closed"),
        pytest.param("soon", "2028-03-01", "soon", id="words"),
        pytest.param("2 days ago", "2028-03-01", "2 days ago", id="counted"),
        pytest.param("spring 2028", "2028-03-01", "spring 2028", id="season"),
    ],
)
def test_markup_completes_words_that_agree_with_it(words: str, day: str, expected: str) -> None:
    assert dated(words, day) == expected


def test_only_so_many_days_of_a_page_are_looked_at() -> None:
    part = DeadlineText("1 March", days=(("1 March", "2028-03-01"),))
    texts = [found.text for found in completed([part] * 100)]
    assert texts[0] == "1 March 2028"
    assert texts[-1] == "1 March"


def found(raw: RawCall) -> list[tuple[str, date | None]]:
    return [(d.kind.value, d.date) for d in read_deadlines(raw, CONTEXT).deadlines]


PAPERS = DeadlineText("Papers due 1 March 2027", prose=True)
START = DeadlineText("2027-06-05", kind=Kind.EVENT_START, unprinted=True)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        pytest.param(
            (PAPERS, START), [("submission", date(2027, 3, 1)), ("event_start", date(2027, 6, 5))], id="none-is-printed"
        ),
        pytest.param(
            (PAPERS, DeadlineText("The conference takes place on 3 June 2027", prose=True), START),
            [("submission", date(2027, 3, 1)), ("event_start", date(2027, 6, 3))],
            id="another-is-printed",
        ),
        pytest.param(
            (PAPERS, DeadlineText("2027-02-05", kind=Kind.EVENT_START, unprinted=True)),
            [("submission", date(2027, 3, 1))],
            id="before-the-deadline",
        ),
        pytest.param((START,), [("event_start", date(2027, 6, 5))], id="alone"),
    ],
)
def test_the_days_of_an_event_count_where_none_are_printed(
    parts: tuple[DeadlineText, ...], expected: list[tuple[str, date]]
) -> None:
    assert found(RawCall("Care", deadlines=parts)) == expected


def test_days_that_nobody_reads_are_no_words_of_a_deadline() -> None:
    sighting = normalise(RawCall("Call for papers: care", deadlines=(START,)), CONTEXT)
    assert not any(isinstance(one, Deadline) and one.kind.is_due for one in sighting.deadlines)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("posted", "revised", "day"),
    [
        pytest.param("2025-10-01", "", date(2026, 3, 1), id="published"),
        pytest.param("", "2025-10-01", date(2026, 3, 1), id="changed-only"),
        pytest.param("2025-10-01", "2026-03-05", date(2026, 3, 1), id="changed-after-the-deadline"),
        pytest.param("2022-10-01", "2026-10-01", None, id="the-same-page-for-years"),
        pytest.param("", "", date(2027, 3, 1), id="nothing"),
        pytest.param("2025-10-01", "2030-01-01", date(2026, 3, 1), id="changed-in-the-future"),
    ],
)
def test_years_are_counted_from_the_day_of_posting(posted: str, revised: str, day: date | None) -> None:
    part = DeadlineText("Papers are due on 1 March.", prose=True)
    assert found(RawCall("Care", deadlines=(part,), posted=posted, revised=revised)) == [("submission", day)]


def test_a_printed_year_needs_no_day_of_posting() -> None:
    raw = RawCall("Care", deadlines=(PAPERS,), posted="2020-01-01", revised="2026-10-01")
    assert found(raw) == [("submission", date(2027, 3, 1))]
