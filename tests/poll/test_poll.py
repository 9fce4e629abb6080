"""One source, polled: what is stored after good, odd and failing polls."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from cfpfeeds.disciplines import Own, adopt
from cfpfeeds.errors import BlockedError, FetchError
from cfpfeeds.fetch import Request
from cfpfeeds.model import Cause, ChangeKind, NotModified, Outcome, OutcomeKind, Page
from cfpfeeds.poll import poll_source
from cfpfeeds.store import Store
from tests.builders import a_listing, a_source, a_store, minter
from tests.fakes import NOW, FakeFetcher

URL = "https://press.example/calls.json"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = a_store(tmp_path)
    yield opened
    opened.close()


def polled(store: Store, answer: bytes | Exception, day: int = 0, **more: Any) -> Outcome:
    return poll_source(
        a_source(**more),
        store,
        FakeFetcher({URL: answer}),
        now=NOW + timedelta(days=day),
        mint=minter(),
        every=timedelta(hours=12),
    )


def test_a_first_poll_stores_every_call_with_its_deadline_and_the_words(store: Store) -> None:
    outcome = polled(store, a_listing({"title": "Ageing"}, {"title": "Care at home", "due": "2027-04-02"}))
    assert (outcome.kind, outcome.calls, outcome.new) == (OutcomeKind.UPDATED, 2, 2)
    found = {call.title: call.entries[0].deadline for call in store.calls()}
    assert found["Care at home"].date == date(2027, 4, 2)
    assert found["Care at home"].text == "2027-04-02"


def test_a_second_poll_asks_conditionally_and_changes_nothing(store: Store) -> None:
    fetcher = FakeFetcher({URL: a_listing({}, {})})
    arguments = {"mint": minter(), "every": timedelta(hours=12)}
    poll_source(a_source(), store, fetcher, now=NOW, **arguments)
    before = store.calls(), store.recent_changes(99)
    again = poll_source(a_source(), store, fetcher, now=NOW + timedelta(days=1), **arguments)
    assert again.kind is OutcomeKind.UNCHANGED
    assert fetcher.asked[1].validators.etag
    assert (store.calls(), store.recent_changes(99)) == before


def test_an_extended_deadline_keeps_the_id_and_the_old_day(store: Store) -> None:
    polled(store, a_listing({"due": "2027-03-01"}))
    before = store.calls()[0]
    outcome = polled(store, a_listing({"due": "2027-03-15"}), day=2)
    after = store.calls()[0]
    assert (outcome.changed, after.id) == (1, before.id)
    entry = after.entries[0]
    assert (entry.deadline.date, entry.former[-1].date) == (date(2027, 3, 15), date(2027, 3, 1))
    assert (entry.slot, entry.sequence) == (before.entries[0].slot, before.entries[0].sequence + 1)
    assert ChangeKind.EXTENDED in [c.kind for c in store.changes_of(after.id)]


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        pytest.param(FetchError(URL, "answered 500", status=500), OutcomeKind.FAILED, id="broken-server"),
        pytest.param(FetchError(URL, "no answer within 40 s"), OutcomeKind.FAILED, id="slow"),
        pytest.param(BlockedError(URL, "answered 403", status=403), OutcomeKind.BLOCKED, id="refused"),
        pytest.param(b"<html><body>Home page</body></html>", OutcomeKind.FAILED, id="not-what-it-claims"),
        pytest.param(b'{"calls": []}', OutcomeKind.SUSPICIOUS, id="suddenly-empty"),
        pytest.param(b"", OutcomeKind.FAILED, id="no-bytes"),
        pytest.param(b'{"calls": "none"}', None, id="another-type"),
        pytest.param(b"\xff\xfe\x00nonsense", OutcomeKind.FAILED, id="another-encoding"),
        pytest.param(ZeroDivisionError("a bug"), OutcomeKind.CRASHED, id="bug"),
    ],
)
def test_a_bad_poll_has_a_reason_and_leaves_all_calls_as_they_were(
    store: Store, answer: bytes | Exception, kind: OutcomeKind | None
) -> None:
    polled(store, a_listing({}, {}, {}, {}))
    before = store.calls()
    outcome = polled(store, answer, day=1)
    assert not outcome.kind.healthy
    assert kind in (None, outcome.kind)
    assert outcome.reason
    assert store.calls() == before
    state = store.states()["press"]
    assert (state.failures, state.last_success) == (1, NOW)
    assert store.outcomes()["press"].reason == outcome.reason


def test_one_odd_record_is_a_problem_and_its_neighbours_survive(store: Store) -> None:
    outcome = polled(store, a_listing({}, {"title": ""}, {"title": "Third"}))
    assert outcome.calls == 2
    assert outcome.problems


def test_calls_behind_the_place_where_a_long_page_is_cut_are_not_taken_for_gone(store: Store) -> None:
    rules = {**a_source().rules.model_dump(exclude_unset=True), "most": 3}
    topics = ("Care at home", "Night shifts", "Rural clinics")
    old = [{"title": topic, "link": f"https://press.example/old/{n}"} for n, topic in enumerate(topics)]
    new = {"title": "Music and memory", "link": "https://press.example/new"}
    arguments = {"mint": minter(), "every": timedelta(hours=12)}
    poll_source(a_source(rules=rules), store, FakeFetcher({URL: a_listing(*old)}), now=NOW, **arguments)
    longer = FakeFetcher({URL: a_listing(new, *old)})
    for day in range(1, 8):
        outcome = poll_source(a_source(rules=rules), store, longer, now=NOW + timedelta(days=day), **arguments)
    assert outcome.kind.healthy
    assert any("holds more than 3 records" in problem.message for problem in outcome.problems)
    assert len(store.calls()) == 4
    assert all(sighting.misses == 0 for call in store.calls() for sighting in store.sightings_of(call.id))


def test_a_list_that_shrinks_by_half_at_once_is_suspicious(store: Store) -> None:
    polled(store, a_listing(*({} for _ in range(10))))
    outcome = polled(store, a_listing({}, {}, {}), day=1)
    assert outcome.kind is OutcomeKind.SUSPICIOUS
    assert len(store.calls()) == 10


def test_the_pages_beside_one_that_fails_are_still_read_and_nothing_counts_as_absent(store: Store) -> None:
    template = {"url": "https://press.example/{name}.json", "names": ["a", "b"]}
    source = a_source(**template)
    pages: dict[str, bytes | Exception] = {
        "https://press.example/a.json": a_listing({"title": "From a", "link": "https://press.example/a1"}),
        "https://press.example/b.json": a_listing({"title": "From b", "link": "https://press.example/b1"}),
    }
    arguments = {"mint": minter(), "every": timedelta(hours=12)}
    poll_source(source, store, FakeFetcher(pages), now=NOW, **arguments)
    pages["https://press.example/b.json"] = FetchError("https://press.example/b.json", "answered 500", status=500)
    for day in range(1, 6):
        outcome = poll_source(source, store, FakeFetcher(pages), now=NOW + timedelta(days=day), **arguments)
    assert [p.where for p in outcome.problems] == ["https://press.example/b.json"]
    assert {call.title for call in store.calls()} == {"From a", "From b"}
    assert all(sighting.misses == 0 for call in store.calls() for sighting in store.sightings_of(call.id))


def test_the_second_address_stands_in_when_the_first_fails(store: Store) -> None:
    other = "https://old.press.example/calls.json"
    source = a_source(instead=[other])
    fetcher = FakeFetcher({URL: FetchError(URL, "answered 404", status=404), other: a_listing({})})
    outcome = poll_source(source, store, fetcher, now=NOW, mint=minter(), every=timedelta(hours=12))
    assert outcome.kind is OutcomeKind.UPDATED


def test_a_saved_page_is_read_like_a_poll_without_any_request(store: Store) -> None:
    page = Page(URL, URL, 200, "application/json", a_listing({"title": "Saved"}), NOW)
    fetcher = FakeFetcher({})
    outcome = poll_source(a_source(), store, fetcher, now=NOW, mint=minter(), every=timedelta(hours=12), saved=[page])
    assert (outcome.new, fetcher.asked) == (1, [])


def test_one_call_listed_by_two_sources_is_one_call(store: Store) -> None:
    polled(store, a_listing({"title": "Ageing", "link": "https://j.example/ageing"}))
    polled(store, a_listing({"title": "Ageing", "link": "https://j.example/ageing"}), id="hub", name="Hub")
    assert [len(store.sightings_of(call.id)) for call in store.calls()] == [2]


def test_a_failing_source_is_asked_less_and_less_often(store: Store) -> None:
    pauses = []
    for day in range(4):
        polled(store, FetchError(URL, "answered 500", status=500), day=day)
        state = store.states()["press"]
        assert state.next_due is not None
        assert state.last_attempt is not None
        pauses.append(state.next_due - state.last_attempt)
    assert pauses[-1] > pauses[0]


def test_a_400_after_the_last_page_is_the_end_of_a_wordpress_list(store: Store) -> None:
    rules = {"kind": "json", "title": "{title}", "paging": {"parameter": "page", "size": 2}}
    first = b'[{"title": "Ageing at home"}, {"title": "Rural care"}]'
    fetcher = FakeFetcher({URL: first, f"{URL}?page=2": FetchError(f"{URL}?page=2", "answered 400", status=400)})
    outcome = poll_source(a_source(rules=rules), store, fetcher, now=NOW, mint=minter(), every=timedelta(hours=12))
    assert (len(fetcher.asked), outcome.calls, outcome.problems) == (2, 2, ())
    assert store.states()["press"].digest


def test_an_unchanged_page_is_read_again_when_the_operator_has_changed_disciplines(store: Store) -> None:
    listing = a_listing({"title": "Hearth and home"})
    polled(store, listing)
    assert store.calls()[0].disciplines != ("hearths",)
    try:
        adopt([Own("hearths", "Hearths", words=("hearth",), venues=("Journal of Care",))])
        polled(store, listing, day=1)
        assert store.calls()[0].disciplines[0] == "hearths"
    finally:
        adopt(())


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        pytest.param(FetchError(URL, "x", cause="moved"), Cause.MOVED, id="what-the-fetch-says"),
        pytest.param(BlockedError(URL, "x", cause="consent"), Cause.CONSENT, id="what-the-wall-is"),
        pytest.param(b"<html>Home</html>", Cause.UNREADABLE, id="bytes"),
        pytest.param(b'{"other": 1}', Cause.OTHER_PAGE, id="another-page"),
        pytest.param(b'{"calls": []}', Cause.DOUBTFUL, id="suddenly-empty"),
        pytest.param(a_listing({"journal": "7"}), Cause.FILTER_IGNORED, id="another-journal"),
    ],
)
def test_what_came_instead_has_a_name(store: Store, answer: bytes | Exception, cause: Cause) -> None:
    rules = a_source().rules.model_dump(mode="json") | {"must_equal": [{"on": "{journal}", "equals": "6"}]}
    polled(store, a_listing({"journal": "6"}), rules=rules)
    assert polled(store, answer, day=1, rules=rules).cause is cause


def test_a_poll_that_is_well_names_no_cause(store: Store) -> None:
    assert polled(store, a_listing({})).cause is None


def test_a_list_that_says_it_holds_more_was_cut_short(store: Store) -> None:
    rules = {"kind": "cards", "item": "li", "title": "a", "total": "h1"}
    items = "".join(f"<li><a href=/{n}>Call {n}</a></li>" for n in range(5))
    outcome = polled(store, f"<html><h1>40 calls</h1>{items}</html>".encode(), rules=rules)
    assert (outcome.kind, outcome.cause) == (OutcomeKind.SUSPICIOUS, Cause.CUT_SHORT)


def test_a_pager_that_goes_in_a_circle_ends_and_closes_nothing(store: Store) -> None:
    rules = {"kind": "cards", "item": "li", "title": "a", "paging": {"parameter": "page"}}
    body = b"<html><li><a href=/1>Care</a></li></html>"
    pages = {URL: body, f"{URL}?page=2": body}
    fetcher = FakeFetcher(pages, "text/html")
    outcome = poll_source(a_source(rules=rules), store, fetcher, now=NOW, mint=minter(), every=timedelta(hours=12))
    assert [request.url for request in fetcher.asked] == [URL, f"{URL}?page=2"]
    assert outcome.calls == 1
    assert any("holds the same as" in problem.message for problem in outcome.problems)


def test_a_filter_that_changes_nothing_is_a_problem(store: Store) -> None:
    source = a_source(url="https://press.example/calls.json?q={name}", names=["care", "pain"])
    pages = {f"https://press.example/calls.json?q={name}": a_listing({}) for name in ("care", "pain")}
    outcome = poll_source(source, store, FakeFetcher(pages), now=NOW, mint=minter(), every=timedelta(hours=12))
    assert (outcome.kind, outcome.calls) == (OutcomeKind.UPDATED, 1)
    assert any("ignores what was asked for" in problem.message for problem in outcome.problems)


@pytest.mark.parametrize(
    ("first", "other", "kind", "asked"),
    [
        pytest.param(None, None, OutcomeKind.FAILED, 3, id="nowhere"),
        pytest.param("blocked", None, OutcomeKind.BLOCKED, 2, id="refused-is-not-absent"),
        pytest.param("blocked", "listing", OutcomeKind.UPDATED, 2, id="another-host-serves-it"),
    ],
)
def test_a_host_that_refuses_one_address_is_not_asked_for_the_next(
    store: Store, first: str | None, other: str | None, kind: OutcomeKind, asked: int
) -> None:
    pages: dict[str, bytes | Exception] = {}
    if first:
        pages[URL] = BlockedError(URL, "answered 403", status=403)
    if other:
        pages["https://old.example/calls"] = a_listing({})
    fetcher = FakeFetcher(pages)
    source = a_source(instead=["https://press.example/other", "https://old.example/calls"])
    outcome = poll_source(source, store, fetcher, now=NOW, mint=minter(), every=timedelta(hours=12))
    assert (outcome.kind, len(fetcher.asked)) == (kind, asked)


def test_a_person_who_has_looked_may_believe_a_list_that_has_shrunk(store: Store) -> None:
    polled(store, a_listing(*({} for _ in range(10))))
    shorter = FakeFetcher({URL: a_listing({}, {}, {})})
    arguments = {"now": NOW + timedelta(days=1), "mint": minter(), "every": timedelta(hours=12)}
    assert poll_source(a_source(), store, shorter, **arguments).kind is OutcomeKind.SUSPICIOUS
    assert poll_source(a_source(), store, shorter, believe=True, **arguments).calls == 3
    home = FakeFetcher({URL: b'{"news": []}'})
    assert poll_source(a_source(), store, home, believe=True, **arguments).kind is OutcomeKind.SUSPICIOUS


def test_a_call_missing_from_a_page_that_does_not_change_is_gone_after_days(store: Store) -> None:
    polled(store, a_listing({}, {}))
    kinds = [polled(store, a_listing({}), day=day).kind for day in range(1, 7)]
    assert [call.status.value for call in store.calls()].count("withdrawn") == 1
    assert kinds[-1] is OutcomeKind.UNCHANGED
    assert ChangeKind.WITHDRAWN in {change.kind for change in store.recent_changes(9)}


def test_an_absence_of_one_day_is_not_news(store: Store) -> None:
    polled(store, a_listing({}, {}))
    for day in range(1, 9):
        polled(store, a_listing({}, {}) if day % 2 else a_listing({}), day=day)
    assert {change.kind for change in store.recent_changes(99)} == {ChangeKind.NEW}
    assert len(store.states()["press"].habits.returned) == 3


def test_a_list_that_differs_from_load_to_load_is_united(store: Store) -> None:
    class Shuffling(FakeFetcher):
        def fetch(self, request: Request) -> Page | NotModified:
            self.pages = {
                URL: a_listing(
                    *(
                        {"title": f"Call {n % 5}", "link": f"https://p.example/{n % 5}"}
                        for n in range(len(self.asked) * 2, len(self.asked) * 2 + 3)
                    )
                )
            }
            return super().fetch(request)

    fetcher = Shuffling({})
    outcome = poll_source(a_source(loads=3), store, fetcher, now=NOW, mint=minter(), every=timedelta(hours=12))
    assert (len(fetcher.asked), outcome.calls) == (3, 5)


def test_a_lively_source_that_falls_silent_is_warned_of(store: Store) -> None:
    mint = minter()

    def polled_on(day: int, calls: int) -> Outcome:
        fetcher = FakeFetcher({URL: a_listing(*({} for _ in range(calls)))})
        moment = NOW + timedelta(days=day)
        return poll_source(a_source(), store, fetcher, now=moment, mint=mint, every=timedelta(hours=12))

    for day in range(6):
        polled_on(day, day + 1)
    assert polled_on(10, 6).warning == ""
    silent = polled_on(40, 6)
    assert silent.kind is OutcomeKind.UNCHANGED
    assert "nothing new for 35 days" in silent.warning


def test_the_pages_of_one_day_are_counted_against_its_budget(store: Store) -> None:
    source = a_source(budget=3, also=["https://press.example/more.json"], every="5m")
    fetcher = FakeFetcher({URL: a_listing({}), "https://press.example/more.json": a_listing({"title": "More"})})
    arguments = {"mint": minter(), "every": timedelta(hours=12)}
    poll_source(source, store, fetcher, now=NOW, **arguments)
    state = store.states()["press"]
    assert state.asked_today == 2
    assert state.next_due is not None
    assert state.next_due.date() == NOW.date() + timedelta(days=1)
    poll_source(source, store, fetcher, now=NOW + timedelta(days=1), **arguments)
    assert store.states()["press"].asked_today == 2
