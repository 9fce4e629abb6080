"""One printed call becomes one sighting with clean fields, or a problem that says why not."""

from dataclasses import fields, replace
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpfeeds.model import AOE, Authority, CallKind, DeadlineText, Kind, Problem, RawCall, Sighting, Status
from cfpfeeds.normalise import Context, normalise, read_deadlines

CONTEXT = Context(
    source_id="press",
    page_url="https://press.example/calls/",
    fetched_on=date(2026, 11, 22),
    language="en",
)
DUE = (DeadlineText("31 March 2027", label="Submission deadline"),)
STRANGE = st.text(alphabet=st.characters(exclude_categories=()), max_size=30)


def a_raw(title: str = "Ageing and Care", **given: object) -> RawCall:
    return RawCall(**{"title": title, "venue": "Journal of Ageing", "url": "/calls/7", "deadlines": DUE, **given})


def sighting(raw: RawCall, **context: object) -> Sighting:
    result = normalise(raw, replace(CONTEXT, **context))
    assert isinstance(result, Sighting), result
    return result


def problem(raw: RawCall, **context: object) -> Problem:
    result = normalise(raw, replace(CONTEXT, **context))
    assert isinstance(result, Problem), result
    return result


def test_every_text_is_cleaned() -> None:
    found = sighting(
        a_raw(
            "Call for Papers: Ageing &amp;amp; <i>Care</i>\u200b",
            venue=" Journal\u00a0of\n Ageing ",
            summary="<p>Old&nbsp;age.</p><p>Young\x00 age.</p>",
            labels=(" Health &amp; Nursing ", "", "Health & Nursing"),
            place="Zu\u0308rich",
            event=" 3\u20135\tMay 2027 ",
        )
    )
    assert (found.title, found.venue) == ("Ageing & Care", "Journal of Ageing")
    assert (found.summary, found.labels) == ("Old age. Young age.", ("Health & Nursing",))
    assert (found.place, found.event) == ("Zürich", "3–5 May 2027")


def test_long_texts_are_cut_at_a_word() -> None:
    found = sighting(a_raw("word " * 200, summary="word " * 200))
    assert len(found.title) <= 400
    assert len(found.summary) <= 600
    assert found.summary.endswith("word…")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param("7?utm_source=list", "https://press.example/calls/7", id="relative-and-tracked"),
        pytest.param("https://other.example/x#dates", "https://other.example/x#dates", id="absolute-keeps-anchor"),
        pytest.param("", "https://press.example/calls/", id="none-is-the-page"),
        pytest.param("mailto:ed@press.example", "https://press.example/calls/", id="mail-is-the-page"),
        pytest.param("http://[broken", "https://press.example/calls/", id="broken-is-the-page"),
    ],
)
def test_the_address_is_absolute_and_clean(url: str, expected: str) -> None:
    assert sighting(a_raw(url=url)).url == expected


def test_the_sources_defaults_fill_in_what_is_not_printed() -> None:
    found = sighting(
        a_raw(venue=""),
        venue="Ageing Press",
        authority=Authority.LIST,
        kind=CallKind.SPECIAL_ISSUE,
        disciplines=("history",),
    )
    assert (found.venue, found.authority, found.kind) == ("Ageing Press", Authority.LIST, CallKind.SPECIAL_ISSUE)
    assert (found.disciplines, found.language) == (("history",), "en")
    assert sighting(a_raw(), venue="Ageing Press").venue == "Journal of Ageing"


def test_a_general_call_keeps_its_words_and_the_journal_says_the_rest() -> None:
    found = sighting(a_raw("General call for papers", venue="Journal of Nursing Practice"))
    assert (found.title, found.venue) == ("General call for papers", "Journal of Nursing Practice")
    assert found.kind is CallKind.STANDING


class TestKeys:
    def test_the_sources_own_id_is_the_key(self) -> None:
        assert sighting(a_raw(key="c-7")).key == "c-7"

    def test_an_id_that_serves_every_edition_is_told_apart_by_year(self) -> None:
        assert sighting(a_raw(key="icse", year="2026")).key != sighting(a_raw(key="icse", year="2027")).key
        assert sighting(a_raw(key="icse2027", year="2027")).key == "icse2027"

    def test_one_address_may_hold_many_calls(self) -> None:
        assert sighting(a_raw("Ageing")).key != sighting(a_raw("Caring")).key
        assert sighting(a_raw("Call for papers")).key != sighting(a_raw("Call for papers", venue="Other")).key

    def test_decorations_and_tracking_do_not_change_the_key(self) -> None:
        plain = sighting(a_raw("Ageing and Care")).key
        assert (
            sighting(a_raw("[EXTENDED] AGEING AND CARE", url="https://www.press.example/calls/7/?utm_source=x")).key
            == plain
        )

    def test_an_endless_id_becomes_short(self) -> None:
        assert len(sighting(a_raw(key="x" * 5000)).key) <= 200


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        pytest.param("Page not found", "not the title", id="failed-page"),
        pytest.param("Call for Guest Editors", "not a call for papers: it looks for guest editors", id="guest-editors"),
        pytest.param("<b> </b>", "no title", id="empty"),
    ],
)
def test_what_is_no_call_comes_back_as_a_problem_that_names_the_record(title: str, reason: str) -> None:
    found = problem(a_raw(title, where="item 3"))
    assert found.where == "press: item 3"
    assert reason in found.message


class TestEditions:
    @pytest.mark.parametrize(
        ("given", "acronym", "year"),
        [
            pytest.param({"acronym": "ICML 2027"}, "ICML", 2027, id="in-the-acronym"),
            pytest.param({"acronym": "SIL'26"}, "SIL", 2026, id="short-in-the-acronym"),
            pytest.param({"acronym": "ICML", "year": "2026"}, "ICML", 2026, id="own-field"),
            pytest.param({"title": "Workshop on Ageing 2027"}, "", 2027, id="conference-title"),
            pytest.param({"title": "Workshop on Ageing 1990-2020"}, "", None, id="two-years"),
            pytest.param({"title": "Ageing after 2020"}, "", None, id="special-issue-title"),
            pytest.param({"acronym": "S&P"}, "S&P", None, id="no-year"),
        ],
    )
    def test_the_year_of_the_edition(self, given: dict[str, str], acronym: str, year: int | None) -> None:
        found = sighting(a_raw(**given))
        assert (found.acronym, found.year) == (acronym, year)


class TestKinds:
    @pytest.mark.parametrize(
        ("title", "kind"),
        [
            pytest.param("Special Issue on Ageing", CallKind.SPECIAL_ISSUE, id="special-issue"),
            pytest.param("Call for book chapters: Ageing", CallKind.EDITED_VOLUME, id="chapters"),
            pytest.param("3rd Workshop on Ageing", CallKind.CONFERENCE, id="workshop"),
            pytest.param("12. Jahrestagung Altern", CallKind.CONFERENCE, id="tagung"),
            pytest.param(
                "Special Issue of papers from the Ageing Conference", CallKind.SPECIAL_ISSUE, id="issue-of-a-conference"
            ),
            pytest.param("Meeting the needs of carers", CallKind.OTHER, id="no-conference"),
        ],
    )
    def test_words_of_the_title_say_the_kind(self, title: str, kind: CallKind) -> None:
        assert sighting(a_raw(title)).kind is kind

    def test_the_extractor_knows_best_then_the_source(self) -> None:
        assert sighting(a_raw("Workshop", kind=CallKind.OTHER), kind=CallKind.STANDING).kind is CallKind.OTHER
        assert sighting(a_raw("Workshop"), kind=CallKind.STANDING).kind is CallKind.STANDING

    def test_a_call_with_an_event_is_a_conference(self) -> None:
        assert sighting(a_raw("Ageing", event="3-5 May 2027")).kind is CallKind.CONFERENCE


class TestStatus:
    @pytest.mark.parametrize(
        ("given", "status"),
        [
            pytest.param({}, Status.OPEN, id="something-is-due"),
            pytest.param({"deadlines": ()}, Status.UNDATED, id="nothing-printed"),
            pytest.param({"deadlines": (), "status_text": "Open"}, Status.UNDATED, id="open-without-a-day"),
            pytest.param({"deadlines": (), "status_text": "Ongoing"}, Status.ROLLING, id="ongoing"),
            pytest.param({"status_text": "Submission closed"}, Status.CLOSED, id="closed"),
            pytest.param({"status_text": "No longer accepting papers"}, Status.CLOSED, id="no-longer"),
            pytest.param({"title": "CLOSED: Ageing"}, Status.CLOSED, id="closed-in-title"),
            pytest.param({"status_text": "Cancelled"}, Status.WITHDRAWN, id="cancelled"),
            pytest.param({"title": "Ageing Workshop [WITHDRAWN]"}, Status.WITHDRAWN, id="withdrawn-in-title"),
            pytest.param({"title": "Closed borders"}, Status.OPEN, id="subject"),
        ],
    )
    def test_what_is_printed_decides_then_what_is_due(self, given: dict[str, object], status: Status) -> None:
        assert sighting(a_raw(**given)).status is status


class TestDeadlines:
    def test_a_field_gets_the_sources_zone_and_prose_does_not(self) -> None:
        at = DeadlineText("31 March 2027 23:59", label="Submission deadline")
        assert sighting(a_raw(deadlines=(at,)), zone="AoE").deadlines[0].zone == AOE
        assert sighting(a_raw(deadlines=(at,))).deadlines[0].zone == ""
        prose = DeadlineText("Papers are due on 31 March 2027 at 23:59.", prose=True)
        assert [d.zone for d in sighting(a_raw(deadlines=(prose,)), zone="AoE").deadlines] == [""]

    def test_a_field_keeps_the_zone_that_it_came_with(self) -> None:
        at = DeadlineText("31 March 2027 23:59", label="Submission deadline", zone="UTC")
        assert sighting(a_raw(deadlines=(at,)), zone="AoE").deadlines[0].zone == "UTC"

    def test_a_missing_year_is_counted_from_the_posting_or_else_the_fetch(self) -> None:
        at = DeadlineText("31 March", label="Submission deadline")
        assert sighting(a_raw(deadlines=(at,))).deadlines[0].date == date(2027, 3, 31)
        assert sighting(a_raw(deadlines=(at,), posted="2025-11-01")).deadlines[0].date == date(2026, 3, 31)

    def test_a_deadline_in_the_title_is_read_before_it_is_trimmed(self) -> None:
        found = sighting(a_raw("Ageing (deadline extended to 15 May 2027)", deadlines=()))
        assert found.title == "Ageing"
        assert [d.date for d in found.deadlines if d.kind is Kind.SUBMISSION] == [date(2027, 5, 15)]

    def test_what_was_odd_can_be_asked_for(self) -> None:
        reading = read_deadlines(a_raw(deadlines=(DeadlineText("31 April 2027", label="Deadline"),)), CONTEXT)
        assert [d.date for d in reading.deadlines] in ([], [None])

    def test_times_arrive(self) -> None:
        at = DeadlineText("31 March 2027 17:00", label="Submission deadline")
        assert sighting(a_raw(deadlines=(at,))).deadlines[0].time == time(17)


class TestPosting:
    @pytest.mark.parametrize(
        ("printed", "posted"),
        [
            pytest.param("2026-10-01T09:00:00+02:00", date(2026, 10, 1), id="iso"),
            pytest.param("Thu, 01 Oct 2026 09:00:00 GMT", date(2026, 10, 1), id="feed"),
            pytest.param("1790845200", date(2026, 10, 1), id="epoch"),
            pytest.param("1790845200000", date(2026, 10, 1), id="epoch-in-ms"),
            pytest.param("1 October 2026", date(2026, 10, 1), id="words"),
            pytest.param("2027-03-01", None, id="still-to-come"),
            pytest.param("2026-13-45", None, id="impossible"),
            pytest.param("yesterday", None, id="relative"),
            pytest.param("", None, id="none"),
        ],
    )
    def test_the_posting_date_is_read(self, printed: str, posted: date | None) -> None:
        assert sighting(a_raw(posted=printed)).posted == posted

    def test_an_old_call_is_refused_unless_something_is_due(self) -> None:
        old = date(2025, 11, 22)
        assert "too old" in problem(a_raw(posted="2006-01-25", deadlines=()), oldest=old).message
        assert sighting(a_raw(posted="2006-01-25"), oldest=old).posted == date(2006, 1, 25)
        assert sighting(a_raw(deadlines=()), oldest=old).posted is None


@pytest.mark.parametrize(
    ("printed", "code"),
    [("en-GB", "en"), ("German", "de"), ("Français", "fr"), ("Klingon!", "en"), ("", "en")],
)
def test_a_language_is_a_code(printed: str, code: str) -> None:
    assert sighting(a_raw(language=printed)).language == code


@given(
    st.builds(
        RawCall,
        title=STRANGE,
        key=STRANGE,
        venue=STRANGE,
        url=STRANGE,
        deadlines=st.lists(st.builds(DeadlineText, text=STRANGE, label=STRANGE), max_size=2).map(tuple),
        summary=STRANGE,
        labels=st.lists(STRANGE, max_size=2).map(tuple),
        status_text=STRANGE,
        posted=STRANGE,
        language=STRANGE,
        acronym=STRANGE,
        year=STRANGE,
        event=STRANGE,
        place=STRANGE,
        where=STRANGE,
    )
)
def test_nothing_printed_can_break_it(raw: RawCall) -> None:
    result = normalise(raw, CONTEXT)
    assert normalise(raw, CONTEXT) == result
    if isinstance(result, Sighting):
        texts = [getattr(result, f.name) for f in fields(result) if isinstance(getattr(result, f.name), str)]
        assert all(text == " ".join(text.split()) for text in texts)
        assert result.title
