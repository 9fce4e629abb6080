"""A publication is made from a few of all the calls there are, and no document can tell."""

from __future__ import annotations

from datetime import UTC, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpfeeds import disciplines
from cfpfeeds.model import Call, Change, ChangeKind, Kind, State, Status
from cfpfeeds.publish import slugs
from cfpfeeds.render.archive import volumes
from cfpfeeds.render.changes import told_changes
from cfpfeeds.render.select import for_calendar, for_feed
from cfpfeeds.stock import ALL, Stock
from cfpfeeds.store import UNCLASSIFIED
from tests.web.samples import LIBRARY, NOW, a_call, a_service, an_entry

EARLIEST = NOW.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
SLUGS = [slug for slug, _ in slugs()]
DAYS = st.integers(-400, 200)
PICKED = st.lists(st.sampled_from(["nursing", "medicine", "health-services", "cs-ai", "law", "alchemy"]), unique=True)


@st.composite
def a_history(draw: st.DrawFn) -> tuple[list[Call], list[Change]]:
    calls, changes = [], []
    for number in range(draw(st.integers(0, 12))):
        kinds = draw(st.lists(st.sampled_from(Kind), max_size=3, unique=True))
        entries = tuple(an_entry(draw(DAYS | st.none()), kind, state=draw(st.sampled_from(State))) for kind in kinds)
        seen = NOW - timedelta(days=draw(st.integers(0, 500)))
        more = {"disciplines": tuple(draw(PICKED)), "status": draw(st.sampled_from(Status)), "entries": entries}
        calls.append(a_call(f"c{number:02d}", published_at=seen, updated_at=seen, **more))
    for number in range(draw(st.integers(0, 12))) if calls else ():
        call, kind = draw(st.sampled_from(calls)), draw(st.sampled_from(ChangeKind))
        at = call.published_at + timedelta(days=draw(st.integers(0, 9)))
        changes.append(Change(call.id, at, kind, "submission", number=1000 - number))
    return calls, changes


def within(slug: str, calls: list[Call]) -> list[Call]:
    if slug == ALL:
        return calls
    if slug == UNCLASSIFIED:
        return [call for call in calls if not call.disciplines]
    return [call for call in calls if disciplines.leaves_of(slug) & set(call.disciplines)]


@given(history=a_history(), later_days=st.integers(0, 7), keep_past_days=st.sampled_from([0, 30, 90]))
def test_every_list_shows_what_it_would_show_if_all_calls_were_at_hand(
    history: tuple[list[Call], list[Change]], later_days: int, keep_past_days: int
) -> None:
    calls, changes = history
    as_of = EARLIEST + timedelta(days=later_days)
    stock = Stock(SLUGS, changes, calls, EARLIEST, keep_past_days)
    for slug in SLUGS:
        whole = within(slug, calls)
        made = volumes(whole, as_of)
        assert for_feed(stock.calls(slug), as_of) == for_feed(whole, as_of)
        assert for_calendar(stock.calls(slug), as_of, keep_past_days) == for_calendar(whole, as_of, keep_past_days)
        assert stock.changes(slug) == told_changes(changes, {call.id: call for call in whole})
        assert stock.newest_archive(slug, as_of) == (made[-1].stem if made else "")
        assert all(call.id in stock.digests for call in stock.calls(slug))
        assert all(call.id in stock.digests for _, call in stock.changes(slug))


def test_of_calls_that_are_long_over_nothing_is_kept() -> None:
    old = [
        a_call(f"old{n:04d}", published_at=NOW - timedelta(days=800), entries=(an_entry(-700),)) for n in range(1000)
    ]
    stock = Stock(SLUGS, (), [*old, a_call("young")], EARLIEST, 90)
    assert set(stock.digests) == {"young"}
    assert [call.id for call in stock.calls("nursing")] == ["young"]
    assert stock.newest_archive("nursing", EARLIEST) == "calls-2024-09-20"


def test_a_list_tells_its_fifty_newest_changes() -> None:
    calls = [a_call(f"c{n:03d}") for n in range(120)]
    changes = [Change(call.id, call.published_at, ChangeKind.NEW, number=n + 1) for n, call in enumerate(calls)][::-1]
    told = Stock(SLUGS, changes, calls, EARLIEST, 90).changes("nursing")
    assert [change.number for change, _ in told] == list(range(120, 70, -1))


@pytest.mark.parametrize("other", [a_call("c2", title="Another"), a_call("c3")], ids=["another-title", "another-id"])
def test_the_digest_of_all_calls_knows_even_those_that_are_not_kept(other: Call) -> None:
    closed = a_call("c2", published_at=NOW - timedelta(days=800), entries=(an_entry(-700),))
    assert Stock(SLUGS, (), [closed], EARLIEST, 90).content != Stock(SLUGS, (), [other], EARLIEST, 90).content


def test_the_store_hands_out_every_shown_call_once_by_id(tmp_path: Path) -> None:
    service = a_service(tmp_path, *LIBRARY, a_call("secret", hidden=True))
    assert [call.id for call in service.store.each_call()] == sorted(call.id for call in service.store.calls())
    assert "secret" not in {call.id for call in service.store.each_call()}


def test_a_day_later_nothing_is_made_anew_and_eight_days_later_what_has_closed_is_gone(tmp_path: Path) -> None:
    service = a_service(tmp_path, a_call("soon", entries=(an_entry(2),)), a_call("late", entries=(an_entry(40),)))
    service.publish()
    first = service.store.document_inputs()
    service.clock.now += timedelta(days=1)
    service.publish()
    assert service.store.document_inputs() == first
    service.clock.now += timedelta(days=7)
    service.publish()
    feed = service.store.document("/nursing/calls.rss")
    assert feed is not None
    assert b"calls/late" in feed.body
    assert b"calls/soon" not in feed.body
