"""Which sightings are one call: what joins them, what keeps them apart, and that their order never matters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpfeeds.merge import clusters
from cfpfeeds.merge.group import LARGEST_BLOCK, group
from cfpfeeds.merge.traits import traits_of
from cfpfeeds.model import CallKind, Sighting
from tests.merge.samples import DAY, NOW, SPRING, an_event, an_issue, due, utc

FULL = "International Conference on Garden Acoustics"


def one_call(*sightings: Sighting) -> bool:
    return len(set(clusters(sightings))) == 1


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({}, id="all-alike"),
        pytest.param({"acronym": "IEEE ICGA", "title": "IEEE ICGA"}, id="society-before-the-acronym"),
        pytest.param({"acronym": "ICGA'27", "title": "ICGA'27"}, id="year-behind-the-acronym"),
        pytest.param({"title": f"ICGA: 14th {FULL}"}, id="number-of-the-edition"),
        pytest.param({"title": "ICGA: Intl. Conf. on Garden Acoustic"}, id="shortened-full-name"),
        pytest.param({"deadlines": (utc(SPRING + DAY, time(11, 59)),)}, id="the-same-moment-in-another-zone"),
        pytest.param({"deadlines": (due(SPRING + 14 * DAY),)}, id="extended-at-one-list"),
        pytest.param({"deadlines": (), "event": "", "place": ""}, id="nothing-but-names-and-link"),
        pytest.param({"url": "https://www.icga.example/2027/index.html"}, id="another-spelling-of-the-link"),
        pytest.param(
            {"url": "https://society.example/conferences-workshops/icga"}, id="filed-under-events-of-all-kinds"
        ),
        pytest.param({"year": 2026}, id="wrong-label-of-the-year-corrected-by-the-printed-days"),
        pytest.param({"acronym": "GARDAC", "title": f"GARDAC: {FULL}"}, id="another-acronym-and-all-else-alike"),
        pytest.param({"acronym": "", "title": f"{FULL} (ICGA 2027)"}, id="acronym-in-the-title"),
        pytest.param({"acronym": FULL, "title": FULL, "place": "", "event": ""}, id="name-written-out-for-its-acronym"),
        pytest.param({"title": "ICGA: \uff27arden ACOUSTICS, 国际会议"}, id="width-case-and-script-folded"),
    ],
)
def test_one_conference_told_in_two_ways_is_one_call(other: dict[str, Any]) -> None:
    assert one_call(an_event(), an_event("hub", **other))


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"year": 2028, "event": "July 3-7, 2028", "title": "ICGA 2028"}, id="another-year"),
        pytest.param({"acronym": "(Poster) ICGA", "title": "(Poster) ICGA"}, id="posters"),
        pytest.param({"title": f"Workshop on Hedges at ICGA: {FULL}"}, id="workshop"),
        pytest.param({"url": "https://icga.example/2027/call-for-posters", "deadlines": ()}, id="posters-by-the-link"),
        pytest.param({"kind": CallKind.SPECIAL_ISSUE, "acronym": ""}, id="journal-against-conference"),
        pytest.param({"deadlines": (due(date(2026, 3, 1)),)}, id="deadlines-a-year-apart"),
        pytest.param(
            {"title": "ICGA: Computer Graphics and Art", "url": "https://art.example/", "place": "Lima, Peru"}
            | {"deadlines": (due(SPRING - 90 * DAY),), "event": "October 1-3, 2027"},
            id="one-acronym-for-two-fields",
        ),
        pytest.param(
            {"acronym": "HEDGE", "title": "HEDGE: Conference on Hedges and Borders"},
            id="held-together-one-page-one-day",
        ),
        pytest.param(
            {"acronym": "ICGA-RT", "title": f"ICGA-RT: {FULL} (ICGA) - Reproducibility Track"}
            | {"deadlines": (due(SPRING + 30 * DAY),), "url": "https://icga.example/2027/rt"},
            id="track-with-a-longer-acronym",
        ),
    ],
)
def test_what_only_looks_like_the_conference_stays_apart(other: dict[str, Any]) -> None:
    assert not one_call(an_event(), an_event("hub", **other))


def test_one_acronym_in_two_fields_with_nothing_else_in_common_but_the_day_is_two_calls() -> None:
    bare: dict[str, Any] = {"title": "SEC 2027", "acronym": "SEC", "event": "", "url": ""}
    security = an_event(**bare, place="Bergen", disciplines=("cs-security",))
    economics = an_event("hub", **bare, place="Lima", disciplines=("economics",), deadlines=(due(SPRING + DAY),))
    assert not one_call(security, economics)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("NIPS", "NeurIPS", id="neurips"),
        pytest.param("Oakland", "IEEE S&P", id="oakland"),
        pytest.param("WWW", "TheWebConf", id="web"),
    ],
)
def test_a_series_with_two_names_is_known_by_both(one: str, other: str) -> None:
    bare = {"place": "", "event": ""}
    first = an_event(acronym=one, title=f"{one} 2027", **bare)
    second = an_event("hub", acronym=other, title=f"{other} 2027", **bare)
    assert one_call(first, second)


ROUNDS = (
    an_event("list", "spring", title=f"ICGA (Spring): {FULL}", deadlines=(due(date(2026, 10, 1)),)),
    an_event("list", "fall", title=f"ICGA (Fall): {FULL}", deadlines=(due(date(2027, 2, 1)),)),
)


def test_rounds_that_one_list_keeps_apart_stay_two_calls() -> None:
    assert not one_call(*ROUNDS)


def test_another_lists_round_finds_its_own_and_the_whole_edition_joins_neither() -> None:
    fall = an_event("hub", deadlines=(due(date(2027, 2, 2), round="second cycle"),))
    whole = an_event("press", deadlines=(due(date(2026, 10, 1)), due(date(2027, 2, 1))))
    first, second, found, all_of_it = clusters([*ROUNDS, fall, whole])
    assert found == second != first
    assert all_of_it not in (first, second)


def test_what_one_list_shows_side_by_side_is_two_calls_unless_nothing_differs() -> None:
    twin = an_event("list", "k2", url="https://icga.example/2027/b")
    assert one_call(an_event(), twin)
    assert not one_call(an_event(), an_event("list", "k2", deadlines=(due(SPRING + 60 * DAY),)))


def test_an_entry_written_anew_for_an_extension_is_the_same_call() -> None:
    assert one_call(an_event(), an_event("list", "k2", deadlines=(due(SPRING + 14 * DAY),)))


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"deadlines": ()}, id="no-deadline"),
        pytest.param({"deadlines": (due(SPRING + 60 * DAY),)}, id="moved-far"),
        pytest.param({"title": "Growing old in small town"}, id="typing-error"),
        pytest.param({"title": "JC special issue on growing old in small towns"}, id="journal-in-the-title"),
        pytest.param({"venue": "The Journal of Care"}, id="venue-with-article"),
        pytest.param({"venue": "Rural Studies", "url": "https://other.example/x"}, id="joint-issue-of-two-journals"),
        pytest.param({"title": "Growing old in small towns: who cares?"}, id="subtitle-added"),
    ],
)
def test_one_special_issue_told_in_two_ways_is_one_call(other: dict[str, Any]) -> None:
    assert one_call(an_issue(), an_issue("hub", **other))


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"title": "Growing old in small towns, volume II"}, id="volume"),
        pytest.param({"title": "Second call: growing old in small towns"}, id="second-call"),
        pytest.param({"title": "Growing old in small towns (2)"}, id="number"),
        pytest.param({"title": "Growing old in small islands"}, id="each-names-its-own"),
        pytest.param({"title": "Night shifts and sleep"}, id="another-call-of-the-journal-due-the-same-day"),
        pytest.param({"venue": "Rural Studies", "deadlines": (due(SPRING + 40 * DAY),)}, id="another-journals-own"),
        pytest.param({"deadlines": (due(date(2028, 3, 1)),)}, id="next-years-call"),
    ],
)
def test_what_only_looks_like_the_issue_stays_apart(other: dict[str, Any]) -> None:
    assert not one_call(an_issue(), an_issue("hub", **other))


def test_titles_that_differ_in_a_number_are_as_many_calls() -> None:
    issues = [an_issue(key=str(n), title=f"Goal {n}: towns that grow old", deadlines=(due(SPRING),)) for n in range(5)]
    assert len(set(clusters(issues))) == 5
    assert one_call(issues[3], an_issue("hub", title="Goal 3: towns that grow old (extended to 15 March)"))


def test_a_journals_general_page_joins_nothing() -> None:
    page = "https://press.example/calls"
    first, second = an_issue(url=page), an_issue(key="k2", title="Night shifts", url=page)
    third = an_issue("hub", title="Special issue", url=page, deadlines=())
    assert len(set(clusters([first, second, third]))) == 3


def test_an_annual_call_with_a_general_name_is_a_call_a_year() -> None:
    gone = {"first_seen": NOW - 900 * DAY, "missing_since": NOW - 800 * DAY, "deadlines": ()}
    again = an_issue(key="k2", title="Writing workshop", first_seen=NOW)
    assert not one_call(an_issue(title="Writing workshop", **gone), again)


def test_two_equally_good_candidates_are_left_alone_and_named() -> None:
    first, second = (an_event("list", f"t{n}", title="ICGA", deadlines=(due(round=f"round {n}"),)) for n in (1, 2))
    lone = an_event("hub", title="ICGA")
    found = group([traits_of(s) for s in (first, second, lone)])
    assert len(set(found.labels)) == 3
    assert found.disputed == ((2, (0, 1)),)


def test_a_chain_of_neighbours_does_not_make_its_ends_one_call() -> None:
    chain = [
        an_event(f"s{n}", title="ICGA", deadlines=(due(SPRING + 25 * n * DAY),), event="", place="", url="")
        for n in range(5)
    ]
    assert not one_call(*chain)


def test_an_operators_word_is_stronger_than_evidence() -> None:
    apart = [traits_of(s) for s in (an_event(), an_event("hub"))]
    assert len(set(group(apart, parted=[(0, 1)]).labels)) == 2
    alien = [traits_of(s) for s in (an_event(), an_issue())]
    assert len(set(group(alien, bound=[(0, 1)]).labels)) == 1


def test_a_key_that_very_many_share_is_no_key() -> None:
    many = [
        an_issue(f"s{n}", title=f"On {n} {chr(97 + n % 26)}x", venue="", url="https://x.example/all", deadlines=())
        for n in range(LARGEST_BLOCK + 20)
    ]
    assert len(set(clusters(many))) == len(many)


EVENTS = st.builds(
    an_event,
    st.sampled_from(["a", "b", "c"]),
    st.sampled_from(["k1", "k2", "k3"]),
    acronym=st.sampled_from(["ICGA", "IEEE ICGA", "GARDAC"]),
    title=st.sampled_from([FULL, f"ICGA: {FULL}", "ICGA (Fall)", "Workshop at ICGA"]),
    year=st.sampled_from([2027, 2028]),
    event=st.sampled_from(["", "July 5-9, 2027"]),
    place=st.sampled_from(["", "Bergen", "Lima"]),
    deadlines=st.lists(st.integers(0, 4).map(lambda n: due(SPRING + 15 * n * DAY)), max_size=2).map(tuple),
)
ISSUES = st.builds(
    an_issue,
    st.sampled_from(["a", "b", "c"]),
    st.sampled_from(["i1", "i2"]),
    title=st.sampled_from(["Growing old", "Growing old in small towns", "Growing old, volume II"]),
    url=st.sampled_from(["", "https://x.example/1", "https://x.example/2"]),
)
WORLDS = st.lists(EVENTS | ISSUES, unique_by=lambda s: s.id, max_size=9)


def partition(sightings: Sequence[Sighting]) -> set[frozenset[tuple[str, str]]]:
    groups: dict[int, set[tuple[str, str]]] = {}
    for sighting, label in zip(sightings, clusters(sightings), strict=True):
        groups.setdefault(label, set()).add(sighting.id)
    return {frozenset(group) for group in groups.values()}


@given(world=WORLDS, data=st.data())
def test_the_groups_never_depend_on_the_order_of_arrival(world: list[Sighting], data: st.DataObject) -> None:
    assert partition(data.draw(st.permutations(world))) == partition(world)


@given(world=WORLDS)
def test_no_group_holds_two_years(world: list[Sighting]) -> None:
    for members in partition(world):
        years = [traits_of(s).years for s in world if s.id in members]
        assert all(not a or not b or a & b for a in years for b in years)
