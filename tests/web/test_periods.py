"""Ways to look at a list: narrowed and sorted, as a month, as a picture; who may still hand in; whose clock."""

from __future__ import annotations

import html
import re
from datetime import date
from pathlib import Path

import pytest

from cfpfeeds.model import Entry, Kind
from cfpfeeds.web import create_app
from cfpfeeds.web.catalogue import listed_at
from cfpfeeds.web.periods import all_due, month_in, picture_of, sheet_of
from tests.web.samples import CONFIG, NOW, Service, a_call, a_filled_service, a_service, an_entry
from tests.web.test_pages import text_of

A, S = Kind.ABSTRACT, Kind.SUBMISSION


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return a_filled_service(tmp_path_factory.mktemp("served"))


def titles(service: Service, path: str) -> list[str]:
    page = service.client.get(path).get_data(as_text=True)
    return [html.unescape(title) for title in re.findall(r'<h3><a href="/calls/[^"]+"[^>]*>([^<]+)</a></h3>', page)]


def test_a_list_is_narrowed_by_its_address(served: Service) -> None:
    every = titles(served, "/all/")
    conferences = titles(served, "/all/?kind=conference")
    assert 0 < len(conferences) < len(every)
    assert "Symposium on Provable Networks" in conferences
    assert "Safe staffing in long-term care" not in conferences
    abstracts = titles(served, "/nursing/?only=abstract&within=30d")
    assert any(title.startswith("Night work") for title in abstracts)
    assert not any(title.startswith("Pflege") for title in abstracts)


def test_a_list_is_sorted_by_its_address(served: Service) -> None:
    named = titles(served, "/all/?sort=title&kind=conference")
    own = [title for title in named if not title.startswith("Closed")]
    assert own == sorted(own, key=str.casefold)
    newest = titles(served, "/nursing/?sort=new")
    assert newest[0] == "Safe staffing in long-term care, part 3"


def test_further_pages_and_closed_calls_keep_the_wishes(served: Service) -> None:
    page = html.unescape(served.client.get("/nursing/?q=call&sort=title&kind=special_issue").get_data(as_text=True))
    assert '/nursing/?q=call&show=closed&sort=title&kind=special_issue"' in page
    assert 'value="special_issue" selected' in page
    assert 'value="title" selected' in page


def test_a_wrong_order_is_told(served: Service) -> None:
    answer = served.client.get("/nursing/?sort=luck")
    assert answer.status_code == 400
    assert "“sort” takes deadline, new, title" in text_of(answer)


ROUND_1, ROUND_2 = {"round": "Round 1"}, {"round": "Round 2"}


@pytest.mark.parametrize(
    ("entries", "late"),
    [
        pytest.param((an_entry(-3, A), an_entry(20)), True, id="abstract-passed"),
        pytest.param((an_entry(3, A), an_entry(20)), False, id="abstract-ahead"),
        pytest.param((an_entry(20),), False, id="no-abstract-stage"),
        pytest.param((an_entry(0, A), an_entry(20)), False, id="abstract-not-over-everywhere"),
        pytest.param((an_entry(-3, A, text="Optional abstracts by"), an_entry(20)), False, id="optional"),
        pytest.param((an_entry(-3, A, text="You are encouraged to send one"), an_entry(20)), False, id="encouraged"),
        pytest.param((an_entry(None, A, text="TBD"), an_entry(20)), False, id="abstract-without-a-day"),
        pytest.param((an_entry(-30, A), an_entry(-3)), False, id="nothing-ahead"),
        pytest.param(
            (
                an_entry(-30, A, **ROUND_1),
                an_entry(5, **ROUND_1),
                an_entry(30, A, "abstract-2", **ROUND_2),
                an_entry(60, S, "submission-2", **ROUND_2),
            ),
            False,
            id="a-later-round-is-open",
        ),
        pytest.param(
            (an_entry(-30, A, **ROUND_1), an_entry(5, **ROUND_1), an_entry(60, S, "submission-2", **ROUND_2)),
            False,
            id="a-later-round-asks-for-no-abstract",
        ),
        pytest.param(
            (an_entry(-30, A), an_entry(5, **ROUND_1), an_entry(60, S, "submission-2", **ROUND_2)),
            True,
            id="one-abstract-stage-for-all-rounds",
        ),
        pytest.param(
            (an_entry(-30, A), an_entry(4, A, "abstract-2"), an_entry(20)), False, id="a-second-abstract-stage"
        ),
    ],
)
def test_who_comes_after_the_abstract_stage_is_told_so(entries: tuple[Entry, ...], late: bool) -> None:
    assert listed_at(a_call(entries=entries), NOW).is_late is late


def test_a_call_that_is_closed_for_newcomers_says_so_on_its_page_and_in_lists(served: Service) -> None:
    said = "The abstract deadline has passed: papers are due only from those who have handed in an abstract"
    assert said in text_of(served.client.get("/calls/extended"))
    assert text_of(served.client.get("/filter/embed?q=night")).count(said) == 1
    assert said not in text_of(served.client.get("/calls/german"))


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2026-12", date(2026, 12, 1)),
        ("2026-13", None),
        ("2026-00", None),
        ("2026-1", None),
        ("0001-01", None),
        ("9999-12", None),
        ("２０２６-12", None),
        ("", None),
    ],
)
def test_a_month_by_its_name(text: str, month: date | None) -> None:
    assert month_in(text) == month


def test_a_sheet_holds_whole_weeks_and_every_deadline_on_its_day() -> None:
    calls = [
        a_call("one", entries=(an_entry(7), an_entry(70, S, "submission-2"))),
        a_call("two", entries=(an_entry(7, A),)),
        a_call("none", entries=(an_entry(None), an_entry(8, Kind.NOTIFICATION))),
    ]
    due = all_due([listed_at(call, NOW) for call in calls])
    sheet = sheet_of(date(2026, 12, 1), due)
    assert len(sheet.days) % 7 == 0
    assert sheet.days[0].day.weekday() == 0
    assert {day.day: [one.call.id for one in day.due] for day in sheet.days if day.due} == {
        date(2026, 12, 1): ["two", "one"]
    }
    assert (sheet.count, sheet.before, sheet.after) == (2, None, date(2027, 2, 1))


def test_a_day_with_more_than_there_is_room_for_names_some_and_leads_to_all(tmp_path: Path) -> None:
    service = a_service(tmp_path, *(a_call(f"c{n:03}", title=f"Call {n}") for n in range(13)))
    service.add(*(a_call(f"d{n:03}", entries=(an_entry(31),)) for n in range(12)))
    month = service.client.get("/nursing/month/2026-12/").get_data(as_text=True)
    assert month.count('href="/calls/c') == 10
    assert month.count('href="/calls/d') == 12
    assert re.findall(r'href="/nursing/\?on=([^"]+)">([^<]+)', month) == [("2026-12-24", "3 more on this day")]
    day = service.client.get("/nursing/?on=2026-12-24")
    assert "13 open calls with something due on 24 December 2026" in text_of(day)
    assert day.get_data(as_text=True).count('<li class="call">') == 13


def test_months_and_picture_are_pages_with_links_to_the_calls(served: Service) -> None:
    month = served.client.get("/nursing/month/2026-12/")
    assert "December 2026" in text_of(month)
    assert 'href="/calls/extended"' in month.get_data(as_text=True)
    assert served.client.get("/nursing/month/").status_code == 200
    picture = served.client.get("/nursing/timeline/")
    assert "Submission due 3 December 2026" in text_of(picture)
    assert 'href="/calls/extended"' in picture.get_data(as_text=True)
    assert served.client.get("/dentistry/timeline/").status_code == 200


@pytest.mark.parametrize("path", ["/nursing/month/2026-99/", "/nope/month/", "/nope/timeline/", "/nursing/month/x/"])
def test_no_such_month(served: Service, path: str) -> None:
    assert served.client.get(path).status_code == 404


def test_a_picture_runs_from_left_to_right_in_time_and_stays_in_its_frame() -> None:
    calls = [a_call(f"c{n:02}", entries=(an_entry(n * 20 + 3, A), an_entry(n * 20 + 25))) for n in range(50)]
    picture = picture_of([listed_at(call, NOW) for call in calls], NOW)
    assert (len(picture.rows), picture.left_out) == (40, 10)
    for row in picture.rows:
        places = [mark.x for mark in row.marks]
        assert places == sorted(places)
        assert 0 < places[0] <= places[-1] < 100
        assert [mark.is_abstract for mark in row.marks] == [True, False]
    assert [mark.is_beyond for mark in picture.rows[-1].marks] == [True, True]
    assert not any(mark.is_beyond for row in picture.rows[:10] for mark in row.marks)
    assert [first.day for _, first in picture.months] == [1] * len(picture.months)


def test_nothing_ahead_makes_an_empty_picture() -> None:
    picture = picture_of([listed_at(a_call(entries=(an_entry(-9),)), NOW)], NOW)
    assert (picture.rows, picture.left_out) == ((), 0)


def test_what_the_readers_clock_counts_by_is_known_for_certain(served: Service) -> None:
    page = served.client.get("/calls/extended").get_data(as_text=True)
    assert 'data-day="2026-12-03" data-closes="2026-12-04T11:59:00Z" data-moment="2026-12-04T11:59:00Z"' in page
    assert 'data-own="2026-12-04T11:59Z" hidden' in page
    without_time = served.client.get("/calls/german").get_data(as_text=True)
    assert 'data-day="2027-01-08" data-closes="2027-01-09T11:59:59Z">' in without_time
    assert "data-own" not in without_time


def test_pages_of_a_clock_that_stands_still_do_not_count_by_the_readers(served: Service) -> None:
    still = create_app(served.store, CONFIG, served.site, served.clock, is_live=False).test_client()
    assert "own-time.js" not in still.get("/calls/extended").get_data(as_text=True)
    assert "own-time.js" in served.client.get("/calls/extended").get_data(as_text=True)
