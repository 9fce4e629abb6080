"""A selection as an address spells it: read with limits, written one way, packed and unpacked, and what it takes."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from cfpfeeds import disciplines
from cfpfeeds.errors import UsageError
from cfpfeeds.model import Call, CallKind, Former, Kind, Shape, State
from cfpfeeds.render.labels import LANGUAGES
from cfpfeeds.web.codes import pack, unpack
from cfpfeeds.web.filters import selection_in
from cfpfeeds.web.matching import Matcher
from cfpfeeds.web.selection import MOST_OF_AN_ADDRESS, Selection, read_selection, told
from cfpfeeds.web.texts import Texts, wanted
from tests.web.samples import NOW, SEEN, a_call, a_site, an_entry

SLUGS = [discipline.slug for discipline in disciplines.all_disciplines()]
LINES = st.text('abc äé-"&=%+,ÄÖ中', min_size=1, max_size=30).map(lambda t: " ".join(t.split())).filter(bool)
SELECTIONS = st.builds(
    Selection,
    disciplines=st.sets(st.sampled_from(SLUGS), max_size=5).map(lambda slugs: tuple(sorted(slugs))),
    words=st.sets(LINES, max_size=3).map(lambda lines: tuple(sorted(lines))),
    venues=st.sets(LINES, max_size=3).map(lambda lines: tuple(sorted(lines))),
    sources=st.sets(LINES, max_size=2).map(lambda lines: tuple(sorted(lines))),
    kinds=st.sets(st.sampled_from(CallKind)).map(lambda kinds: tuple(sorted(kinds))),
    stages=st.sets(st.sampled_from(Kind)).map(lambda kinds: tuple(sorted(kinds))),
    languages=st.sets(st.sampled_from(["de", "en", "zh"])).map(lambda codes: tuple(sorted(codes))),
    abstract_only=st.booleans(),
    within=st.none() | st.integers(1, 730),
    remind=st.sets(st.integers(1, 1440), max_size=5).map(
        lambda hours: tuple(sorted((timedelta(hours=h) for h in hours), reverse=True))
    ),
    shape=st.sampled_from(Shape),
    labels=st.sampled_from(LANGUAGES),
)


def selected(query: str) -> Selection:
    return selection_in(f"https://calls.example.org/filter/?{query}")


@given(SELECTIONS)
def test_an_address_reads_back_as_the_selection_that_wrote_it(selection: Selection) -> None:
    assert selected(selection.query()) == selection


@given(SELECTIONS)
def test_a_code_unpacks_to_what_was_packed(selection: Selection) -> None:
    query = selection.query()
    assert unpack(pack(query)) == query
    assert selection_in(f"webcal://calls.example.org/s/{pack(query)}/deadlines.ics") == selection


@given(st.text(max_size=60) | st.text("1abcXYZ_-", max_size=60).map(lambda t: "1" + t))
def test_a_code_that_nobody_packed_is_refused_with_words(code: str) -> None:
    with suppress(UsageError):
        assert isinstance(unpack(code), str)


def test_the_code_of_a_long_wish_is_bounded_when_unpacked() -> None:
    with pytest.raises(UsageError, match="damaged"):
        unpack(pack("q=" + "a" * 10_000))


def test_a_code_given_out_by_the_first_release_is_read_for_ever() -> None:
    assert unpack("1Q2JCMw6yLEomBAA") == "discipline=nursing&discipline=public-health"
    assert unpack("1Q2JCMw6yLEomRJZAy49A84G2ZACLDW1QKgGytXVTwFkU5gdzkKtRwwUA") == (
        "discipline=nursing&discipline=public-health&discipline=health-services"
        "&q=%22home+care%22+-dental&remind=7d,1d&only=abstract"
    )


def test_ten_disciplines_with_words_fit_what_google_takes() -> None:
    query = "&".join(f"discipline={slug}" for slug in SLUGS[20:30]) + "&q=%22home+care%22+ageing&only=abstract"
    host = "webcal://" + "x" * 40 + ".example"
    assert len(f"{host}/s/{pack(query)}/deadlines.ics") <= MOST_OF_AN_ADDRESS


@pytest.mark.parametrize(
    ("query", "same"),
    [
        pytest.param("discipline=nursing,law", "discipline=law&discipline=nursing", id="commas"),
        pytest.param("discipline=Nursing&discipline=nursing", "discipline=nursing", id="twice"),
        pytest.param("discipline=materials-science", "discipline=materials", id="alias"),
        pytest.param("kind=abstract", "stage=abstract", id="stage-named-kind"),
        pytest.param("kind=special-issue", "kind=special_issue", id="hyphen"),
        pytest.param("q=++night++work+", "q=night+work", id="blanks"),
        pytest.param("q=a%0D%0Ab", "q=a&q=b", id="lines"),
        pytest.param("remind=1d,7d", "remind=7d,1d", id="alarms-first-first"),
        pytest.param("remind=24h", "remind=1d", id="hours"),
        pytest.param("within=90", "within=90d", id="days"),
        pytest.param("publisher=Sage", "source=Sage", id="publisher"),
        pytest.param("utm_source=x&format=ics", "", id="unknown"),
        pytest.param("discipline=&q=&within=&events=as-known", "", id="empty"),
    ],
)
def test_two_spellings_of_one_wish_are_one_address(query: str, same: str) -> None:
    assert selected(query).query() == same


@pytest.mark.parametrize(
    ("query", "said"),
    [
        pytest.param("discipline=nursin", "did you mean “nursing”", id="discipline"),
        pytest.param("kind=poem", "“kind” takes special_issue", id="kind"),
        pytest.param("stage=never", "“stage” takes abstract", id="stage"),
        pytest.param("within=0", "from 1 to 730", id="within"),
        pytest.param("within=９", "from 1 to 730", id="within-digits"),
        pytest.param("remind=1y", "“remind” takes days or hours", id="remind"),
        pytest.param("remind=0d", "“remind” takes days or hours", id="remind-nothing"),
        pytest.param("language=english", "codes such as en", id="language"),
        pytest.param("events=maybe", "“events” takes as-known, days, times", id="events"),
        pytest.param("labels=tlh", "“labels” takes en, de, fr, es, zh", id="labels"),
        pytest.param("only=me", "“only” takes abstract", id="only"),
        pytest.param(f"q={'x' * 201}", "at most 200 characters", id="long"),
        pytest.param("&".join(["q=a"] * 61), "at most 60 values", id="many"),
        pytest.param("q=%00", "control characters", id="control"),
        pytest.param("&".join(["x=a"] * 501), "at most 500 choices", id="flood"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_taken(query: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        selected(query)
    assert said in str(caught.value)


def test_arguments_of_a_request_are_read_like_those_of_an_address() -> None:
    assert read_selection(MultiDict([("discipline", "law"), ("q", "bread")])) == selected("discipline=law&q=bread")


@pytest.mark.parametrize(
    ("address", "query"),
    [
        ("https://calls.example.org/nursing/calls.rss", "discipline=nursing"),
        ("webcal://calls.example.org/deep/down/filter/deadlines.ics?q=a", "q=a"),
        ("/all/deadlines.ics", ""),
        ("https://calls.example.org/computer-science/?q=graphs", "discipline=computer-science&q=graphs"),
    ],
)
def test_an_address_of_ours_is_read_back_for_editing(address: str, query: str) -> None:
    assert selection_in(address).query() == query


@pytest.mark.parametrize("address", ["", "https://example.org/", "https://[", "/calls/abc", "/s/"])
def test_an_address_without_a_selection_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match=r"“address”|short address"):
        selection_in(address)


@pytest.mark.parametrize(
    ("search", "text", "found"),
    [
        pytest.param("night shift", "Shift work at night", True, id="all-words"),
        pytest.param("night dental", "Shift work at night", False, id="one-missing"),
        pytest.param("nurs", "Nursing", True, id="begins"),
        pytest.param("ursing", "Nursing", False, id="not-inside"),
        pytest.param('"shift work"', "Night-shift work", True, id="phrase"),
        pytest.param('"work shift"', "Night-shift work", False, id="phrase-order"),
        pytest.param('"shift wor"', "Night-shift work", False, id="phrase-whole-words"),
        pytest.param("“shift work”", "Night-shift work", True, id="typographic"),
        pytest.param("work -night", "Night-shift work", False, id="minus"),
        pytest.param("work -nigh", "Night-shift work", True, id="minus-needs-the-whole-word"),
        pytest.param('work -"shift work"', "Night-shift work", False, id="minus-phrase"),
        pytest.param("-dental", "Night-shift work", True, id="only-minus"),
        pytest.param("e-health", "E-health records", True, id="hyphen-is-no-minus"),
        pytest.param("护理", "乡村护理研究", True, id="without-blanks"),
        pytest.param("!!!", "Night-shift work", False, id="no-word-at-all"),
        pytest.param('"night', "Night-shift work", True, id="quote-never-closed"),
    ],
)
def test_words_phrases_and_exclusions(search: str, text: str, found: bool) -> None:
    assert wanted(search).is_in(Texts(a_site()).of(a_call(title=text, venue="", disciplines=()))) is found


CARE = a_call("care", title="Home care", disciplines=("nursing",), source_ids=("press",), language="en")
SPORT = a_call(
    "sport",
    title="Sport and law",
    venue="Harbour Press",
    kind=CallKind.EDITED_VOLUME,
    disciplines=("law",),
    source_ids=("list",),
    language="de",
    entries=(an_entry(3, Kind.ABSTRACT), an_entry(400)),
)
LOST = a_call("lost", title="Untold", disciplines=(), entries=(an_entry(None),), source_ids=("crawler",))
CALLS = (CARE, SPORT, LOST)


def taken(query: str, calls: tuple[Call, ...] = CALLS) -> list[str]:
    matcher = Matcher(selected(query), a_site(), Texts(a_site()), NOW)
    return [call.id for call in matcher.chosen(calls)]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        pytest.param("", ["care", "sport", "lost"], id="all"),
        pytest.param("discipline=nursing", ["care"], id="discipline"),
        pytest.param("discipline=social-sciences", ["sport"], id="field-holds-its-leaves"),
        pytest.param("discipline=unclassified,nursing", ["care", "lost"], id="unclassified"),
        pytest.param("q=home&q=untold", ["care", "lost"], id="alternatives"),
        pytest.param("venue=harbour", ["sport"], id="venue"),
        pytest.param("venue=harb", [], id="venue-whole-words"),
        pytest.param("source=list", ["sport"], id="source"),
        pytest.param("source=example+press", ["care"], id="source-by-name"),
        pytest.param("source=gone-source", [], id="source-that-is-gone"),
        pytest.param("kind=edited_volume", ["sport"], id="kind"),
        pytest.param("only=abstract", ["sport"], id="abstract"),
        pytest.param("stage=abstract", ["sport"], id="stage"),
        pytest.param("language=de", ["sport", "lost"], id="language-and-unknown"),
        pytest.param("within=90d", ["care", "sport"], id="horizon"),
        pytest.param("within=90d&stage=submission", ["care"], id="horizon-of-the-stage"),
    ],
)
def test_a_selection_takes(query: str, ids: list[str]) -> None:
    assert taken(query) == ids


def test_a_deadline_within_the_horizon_stays_when_it_is_extended_beyond() -> None:
    former = Former(NOW.date() + timedelta(days=20), None, "", SEEN, "press")
    moved = a_call("moved", entries=(an_entry(95, former=(former,)),))
    assert taken("within=90d", (moved,)) == ["moved"]


def test_what_a_source_has_replaced_is_no_abstract_stage() -> None:
    gone = a_call("gone", entries=(an_entry(3, Kind.ABSTRACT, state=State.SUPERSEDED), an_entry()))
    assert taken("only=abstract", (gone,)) == []


def test_a_selection_is_told_in_few_words() -> None:
    every = "&".join(f"discipline={slug}" for slug in SLUGS[8:20])
    assert told(selected("discipline=nursing&q=%22home+care%22&only=abstract"), a_site()) == (
        'Nursing; "home care"; with abstract stage'
    )
    assert told(selected(every), a_site()).endswith("and 6 more")
    assert told(Selection(), a_site()) == "All disciplines"
