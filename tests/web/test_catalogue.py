"""Which calls a list shows, and in which order."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cfpfeeds.languages import speaking
from cfpfeeds.model import AOE, Call, Kind, State, Status
from cfpfeeds.web.catalogue import Catalogue, listed_at, shelves
from cfpfeeds.web.names import list_of, meant, near
from cfpfeeds.web.texts import Texts
from tests.web.samples import NOW, SEEN, a_call, a_site, an_entry


def ids(calls: list[Call], slug: str = "all", words: str = "") -> list[str]:
    return [one.call.id for one in Catalogue(calls, Texts(a_site()), NOW).open(slug, words)]


def test_the_next_deadline_comes_first_and_undated_calls_last_newest_first() -> None:
    calls = [
        a_call("rolling", status=Status.ROLLING, entries=(), published_at=SEEN),
        a_call("undated", status=Status.UNDATED, entries=(an_entry(None),), published_at=SEEN + timedelta(days=1)),
        a_call("late", entries=(an_entry(30),)),
        a_call("two-stages", entries=(an_entry(20), an_entry(2, Kind.ABSTRACT))),
        a_call("abstract-over", entries=(an_entry(5), an_entry(-2, Kind.ABSTRACT))),
    ]
    assert ids(calls) == ["two-stages", "abstract-over", "late", "undated", "rolling"]


def test_a_call_is_open_until_its_day_is_over_everywhere() -> None:
    calls = [a_call("yesterday", entries=(an_entry(-1),)), a_call("zoned", entries=(an_entry(-1, zone="UTC"),))]
    catalogue = Catalogue(calls, Texts(a_site()), NOW - timedelta(hours=1))
    assert [one.call.id for one in catalogue.open()] == ["yesterday"]
    assert [one.call.id for one in catalogue.closed()] == ["zoned"]
    assert [one.call.id for one in Catalogue(calls, Texts(a_site()), NOW).open()] == []


def test_closed_and_withdrawn_calls_are_kept_the_latest_first() -> None:
    calls = [
        a_call("old", entries=(an_entry(-40),)),
        a_call("recent", entries=(an_entry(-4),)),
        a_call("withdrawn", status=Status.WITHDRAWN, entries=(an_entry(10),)),
    ]
    assert [one.call.id for one in Catalogue(calls, Texts(a_site()), NOW).closed()] == ["withdrawn", "recent", "old"]


def test_cancelled_and_superseded_dates_are_not_what_is_next() -> None:
    call = a_call(entries=(an_entry(3, state=State.CANCELLED), an_entry(4, Kind.ABSTRACT, state=State.SUPERSEDED)))
    assert listed_at(call, NOW).next is None


def test_a_field_holds_the_calls_of_its_leaves_and_each_is_counted_once() -> None:
    calls = [
        a_call("ai", disciplines=("cs-ai", "cs-theory")),
        a_call("hci", disciplines=("cs-hci",)),
        a_call("law", disciplines=("law",)),
        a_call("none", disciplines=()),
    ]
    counts = Catalogue(calls, Texts(a_site()), NOW).open_counts
    assert sorted(ids(calls, "computer-science")) == ["ai", "hci"]
    assert ids(calls, "unclassified") == ["none"]
    assert (counts["computer-science"], counts["cs-ai"], counts["unclassified"], counts["all"]) == (2, 1, 1, 4)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        pytest.param("care", ["care"], id="word"),
        pytest.param("CARE clinic", ["care"], id="all-words-any-case"),
        pytest.param("clin", ["care"], id="beginning-of-a-word"),
        pytest.param("are", [], id="not-inside-a-word"),
        pytest.param("care archive", [], id="every-word"),
        pytest.param("läuse", ["lice"], id="accents"),
        pytest.param("lause", ["lice"], id="accents-left-out"),
        pytest.param("护理研", ["chinese"], id="script-without-blanks"),
        pytest.param("护理", ["care", "chinese"], id="title-or-discipline-in-chinese"),
        pytest.param("journal of lice", ["lice"], id="venue"),
        pytest.param("  ", ["care", "chinese", "lice"], id="nothing"),
        pytest.param("!?", [], id="no-word"),
        pytest.param("philosophy", ["lice"], id="discipline-name"),
        pytest.param("Pflegewissenschaft", ["care"], id="discipline-name-in-german"),
        pytest.param("infirmières", ["care"], id="discipline-name-in-french"),
        pytest.param("Sciences infirmières", ["care"], id="whole-name-in-french"),
        pytest.param('"sciences infirmières"', ["care"], id="name-as-a-phrase"),
        pytest.param("sciences", [], id="word-that-many-names-share"),
        pytest.param("clinic inf", [], id="short-beginning-of-such-a-name"),
        pytest.param("clinic sciences", [], id="such-a-word-beside-one-of-the-call"),
        pytest.param("clinic -pflegewissenschaft", ["care"], id="left-out-by-own-words-alone"),
    ],
)
def test_words_find_calls(words: str, found: list[str]) -> None:
    calls = [
        a_call("care", title="Care in the clinic"),
        a_call("lice", title="Die Läuse", venue="Journal of Lice", disciplines=("philosophy",)),
        a_call("chinese", title="农村护理研究", venue="Journal of Rice", disciplines=("religion",)),
    ]
    assert sorted(ids(calls, words=words)) == found


def test_what_a_poll_did_not_change_is_taken_over_and_what_it_did_is_not() -> None:
    kept, moved = a_call("kept"), a_call("moved")
    before = Catalogue([kept, moved], Texts(a_site()), NOW)
    after = Catalogue([kept, a_call("moved", entries=(an_entry(-3),))], Texts(a_site()), NOW, before)
    later = Catalogue([kept, moved], Texts(a_site()), NOW + timedelta(days=40), before)
    assert after.open()[0] is next(one for one in before.open() if one.call is kept)
    assert [[one.call.id for one in listed] for listed in (after.open(), after.closed())] == [["kept"], ["moved"]]
    assert len(later.closed()) == 2


def test_of_many_rounds_a_row_names_the_four_that_are_next() -> None:
    rounds = tuple(an_entry(10 * n - 35, slot=f"submission-{n}", zone=AOE) for n in range(1, 10))
    listed = listed_at(a_call(entries=rounds), NOW)
    assert [entry.slot for entry in listed.shown] == [f"submission-{n}" for n in (4, 5, 6, 7)]
    assert listed.unshown == 2


def test_every_discipline_stands_on_one_shelf() -> None:
    found = [shelf.field.slug for shelf in shelves()] + [leaf.slug for shelf in shelves() for leaf in shelf.leaves]
    assert len(found) == len(set(found))
    assert {"nursing", "computer-science", "cs-ai", "multidisciplinary"} <= set(found)


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        pytest.param("/nurseing/", "nursing", id="mistyped"),
        pytest.param("/computer/", "computer-science", id="part"),
        pytest.param("/public_health/", "public-health", id="underscore"),
        pytest.param("/Astronomy/calls.rss", "physics-astronomy", id="word-of-the-name"),
    ],
)
def test_an_unknown_name_leads_to_its_neighbours(path: str, slug: str) -> None:
    assert slug in [found.slug for found in near(path)]


@pytest.mark.parametrize(
    ("code", "words", "slugs"),
    [
        pytest.param("en", "nursing", ["nursing"], id="name"),
        pytest.param("de", "pflegewissen", ["nursing"], id="name-in-the-language-of-the-page"),
        pytest.param("fr", "nursing", ["nursing"], id="name-in-english"),
        pytest.param("de", "Pflege", ["nursing"], id="beginning"),
        pytest.param("fr", "soins infirmiers", ["nursing"], id="other-words-for-it"),
        pytest.param("en", "enfermería", ["nursing"], id="another-language"),
        pytest.param("zh", "医学院", ["clinical-medicine"], id="script-without-blanks"),
        pytest.param("fr", "AI", ["cs-ai"], id="short-words-in-full"),
        pytest.param("en", "night work", [], id="no-discipline"),
        pytest.param("en", '"!', [], id="no-word"),
    ],
)
def test_a_search_may_mean_a_discipline(code: str, words: str, slugs: list[str]) -> None:
    with speaking(code):
        assert [found.slug for found in meant(words)] == slugs


@pytest.mark.parametrize("path", ["/", "", "/qqqqxxxx/", "/../../etc/passwd", "/\x00/"])
def test_nonsense_has_no_neighbours(path: str) -> None:
    assert near(path) == ()


def test_all_is_a_list_like_any_other() -> None:
    found = list_of("all")
    assert found
    assert found.slug == "all"
    assert list_of("nope") is None
