from __future__ import annotations

import json
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from cfpfeeds.errors import ExtractError
from cfpfeeds.extract import extract
from cfpfeeds.model import DeadlineText, Extraction, Kind
from tests.extract.shipped import a_json_page, a_page, rules, rules_of

REST = "https://rest.example/calls?per_page=2&kind=a,b"


def special_issue(number: int, wrapped: bool, **more: str) -> dict[str, Any]:
    """A Taylor & Francis call; since September 2026 every value is a list of one, and an absent one an empty list."""
    fields = {
        "_special_issues_title": f"Care &amp; <em>ageing</em> {number}",
        "_special_issues_journal_title": "Health Care &amp; Society",
        "_special_issues_deadline": "31 July 2027",
        "_special_issues_deadline2": "",
        "_special_issues_copy": "<p>On care.</p><p>Abstracts due: 1 March 2027</p>",
        "_special_issues_submissions_instructions": "<p>Submission window opens: 1 September 2026</p>",
    } | more
    return {
        "id": number,
        "link": f"https://tandf.example/{number}?a=1&amp;copy=2",
        "date": "2026-09-01T10:00:00",
        "title": {"rendered": f"A page {number}"},
        "meta": {"meta-page-expiry-date": "2028-01-01"},
        "special_issues": {name: [value] if value else [] for name, value in fields.items()} if wrapped else fields,
    }


class TestRestAnswer:
    @pytest.mark.parametrize("wrapped", [False, True], ids=["plain", "lists-of-one"])
    def test_values_may_be_wrapped_and_markup_becomes_text(self, wrapped: bool) -> None:
        found = extract(a_json_page([special_issue(7, wrapped)]), rules_of("taylor-francis"))
        (call,) = found.calls
        assert (call.title, call.venue, call.key) == ("Care & ageing 7", "Health Care & Society", "7")
        assert call.url == "https://tandf.example/7?a=1&copy=2"
        assert call.posted == "2026-09-01T10:00:00"
        assert call.deadlines == (DeadlineText("31 July 2027", label="Manuscript deadline", kind=Kind.SUBMISSION),)
        assert found.problems == ()

    def test_the_earlier_stage_is_the_abstract(self) -> None:
        issue = special_issue(7, True, _special_issues_deadline2="01 March 2027")
        (call,) = extract(a_json_page([issue]), rules_of("taylor-francis")).calls
        assert [(part.kind, part.text) for part in call.deadlines] == [
            (Kind.ABSTRACT, "01 March 2027"),
            (Kind.SUBMISSION, "31 July 2027"),
        ]

    def test_prose_is_read_where_no_field_holds_a_date(self) -> None:
        issue = special_issue(7, True, _special_issues_deadline="Ongoing")
        (call,) = extract(a_json_page([issue]), rules_of("taylor-francis")).calls
        prose = [part.text for part in call.deadlines if part.prose]
        assert prose == ["On care.", "Abstracts due: 1 March 2027", "Submission window opens: 1 September 2026"]

    def test_struck_out_words_of_a_field_stay_struck_out(self) -> None:
        issue = special_issue(7, False, _special_issues_deadline="<del>1 July 2027</del> 31 July 2027")
        (call,) = extract(a_json_page([issue]), rules_of("taylor-francis")).calls
        assert call.deadlines[0].text == "~~1 July 2027~~ 31 July 2027"

    def test_a_call_with_its_date_in_prose_and_its_journal_in_the_text(self) -> None:
        post = {
            "id": 5,
            "link": "https://plos.example/5",
            "date": "2026-08-01T00:00:00",
            "title": {"rendered": "Rural care"},
            "excerpt": {"rendered": "<p>Papers on rural care [&hellip;]</p>"},
            "content": {"rendered": "<p>PLOS Global Public Health asks.</p><p>Submission deadline, July 14, 2027.</p>"},
        }
        (call,) = extract(a_json_page([post]), rules_of("plos")).calls
        assert call.venue == "PLOS Global Public Health"
        assert DeadlineText("Submission deadline, July 14, 2027.", prose=True) in call.deadlines

    def test_a_journal_is_known_by_its_initials(self) -> None:
        event = {"id": 1, "title": {"rendered": "AMR Special Topic Forum"}, "content": {"rendered": "<p>x</p>"}}
        (call,) = extract(a_json_page([event]), rules_of("academy-of-management")).calls
        assert call.venue == "Academy of Management Review"


class TestFilters:
    NEWS: ClassVar = [
        {"announcement_id": 1, "journal_id": 6, "title": "New impact factor", "description_short": ""},
        {
            "announcement_id": 2,
            "journal_id": 6,
            "title": "Call for Papers: Theme Issue: Touch",
            "description_short": "<p>x</p>",
        },
    ]

    def test_only_news_that_calls_for_papers_is_a_call(self) -> None:
        page = a_json_page({"data": self.NEWS, "pagination": {"lastPage": 1}})
        found = extract(page, rules_of("jmir-human-factors"))
        assert [call.url for call in found.calls] == ["https://humanfactors.jmir.org/announcements/2"]

    def test_the_answer_of_another_journal_is_not_recognised(self) -> None:
        page = a_json_page({"data": [*self.NEWS, {**self.NEWS[1], "journal_id": 16}], "pagination": {"lastPage": 1}})
        found = extract(page, rules_of("jmir-human-factors"))
        assert (found.recognised, found.calls) == (False, ())
        assert "'16', not '6'" in found.reason


SIMPLE: dict[str, Any] = {"kind": "json", "title": "{name}", "key": "{id}", "items": ["calls"]}


def paged(paging: dict[str, Any], data: dict[str, Any], url: str = REST) -> Extraction:
    return extract(a_json_page(data, url), rules(SIMPLE | {"paging": paging, "total": "total"}))


class TestPaging:
    FULL: ClassVar = {"calls": [{"name": "A", "id": 1}, {"name": "B", "id": 2}]}

    @pytest.mark.parametrize(
        ("paging", "data", "url", "follow"),
        [
            pytest.param({"parameter": "page", "size": 2}, FULL, REST, REST + "&page=2", id="full-page"),
            pytest.param({"parameter": "page", "size": 2}, FULL, REST + "&page=4", REST + "&page=5", id="further-on"),
            pytest.param({"parameter": "page", "size": 3}, FULL, REST, None, id="short-page"),
            pytest.param({"parameter": "page"}, {"calls": []}, REST, None, id="empty-page"),
            pytest.param({"parameter": "p", "first": 0}, FULL, REST, REST + "&p=1", id="counted-from-0"),
            pytest.param({"parameter": "offset", "first": 0, "step": 2}, FULL, REST, REST + "&offset=2", id="offset"),
            pytest.param(
                {"parameter": "p", "pages": "last"}, {**FULL, "last": 2}, REST, REST + "&p=2", id="pages-left"
            ),
            pytest.param({"parameter": "p", "pages": "last"}, {**FULL, "last": 2}, REST + "&p=2", None, id="last-page"),
            pytest.param(
                {"next": "next"}, {**FULL, "next": "/calls?c=9"}, REST, "https://rest.example/calls?c=9", id="link"
            ),
            pytest.param({"next": "next"}, {**FULL, "next": None}, REST, None, id="no-link"),
        ],
    )
    def test_the_next_page(self, paging: dict[str, Any], data: dict[str, Any], url: str, follow: str | None) -> None:
        assert paged(paging, data, url).follow == ((follow,) if follow else ())

    def test_filters_do_not_make_a_page_look_short(self) -> None:
        table = SIMPLE | {"paging": {"parameter": "p", "size": 2}, "keep": [{"on": "{name}", "match": "A"}]}
        found = extract(a_json_page(self.FULL, REST), rules(table))
        assert (len(found.calls), len(found.follow)) == (1, 1)

    @pytest.mark.parametrize(("stated", "total"), [(593, 593), ("593", 593), ("many", None), (None, None)])
    def test_the_stated_total_is_kept(self, stated: object, total: int | None) -> None:
        assert paged({"parameter": "p"}, self.FULL | {"total": stated}).stated_total == total


def journal_page(state: dict[str, Any], how: str) -> str:
    """A publisher's page with its data inside, in the three ways seen, and a date that is none of ours beside it."""
    text = json.dumps(state)
    inside = {
        "twice": f'<script type="application/json" data-iso-key="_0">{json.dumps(text)}</script>',
        "once": f'<script type="application/json" data-iso-key="_0">{text}</script>',
        "assigned": f"<script>var x = 1; window.INITIAL_STATE = {text}; window.y = 2;</script>",
        "undefined": f'<script>window.INITIAL_STATE={text[:-1]}, "user": undefined}}</script>',
        "parsed": f"<script>window['INITIAL_STATE'] = JSON.parse({json.dumps(text)})</script>".replace(
            "window['", "window."
        ),
    }[how].replace("INITIAL_STATE']", "INITIAL_STATE")
    return f"<!DOCTYPE html><html><body><div class=date>15 December 2025</div>{inside}</body></html>"


ITEM = {
    "contentId": 330054,
    "title": "Foundation models",
    "submissionDeadline": "2026-06-30",
    "summary": "Guest editors: A, B",
    "intro": "&lt;p&gt;On &lt;b&gt;models&lt;/b&gt;.&lt;/p&gt;",
    "description": "&lt;p&gt;Open since 30 Jan 2026, due 28-Feb-2026.&lt;/p&gt;",
    "publishDate": "2026-02-02T12:00:00Z",
    "expiryDate": "2026-12-31T12:00:00Z",
    "invitedContentOnly": "No",
    "url": "foundation-models",
}
HUB = {"callsForPapers": {"list": [ITEM | {"journal": {"displayName": "Remote Sensing"}}]}}
JOURNAL = {
    "titleMetadata": {"displayName": "Remote Sensing"},
    "callForPaperContent": [ITEM],
    "marketingContent": {
        "elements": {
            "call-for-papers": {
                "items": [ITEM, ITEM | {"contentId": 2, "title": "Water", "invitedContentOnly": "Yes"}]
            },
            "news": {"items": [{"contentId": 9, "title": "Thanks", "publishDate": "2025-04-29T12:00:00Z"}]},
        }
    },
}


class TestDataInsideAPage:
    @pytest.mark.parametrize("how", ["twice", "once", "assigned", "undefined", "parsed"])
    @pytest.mark.parametrize("state", [HUB, JOURNAL], ids=["hub", "journal"])
    def test_each_call_once_with_its_field_and_no_other_date(self, state: dict[str, Any], how: str) -> None:
        found = extract(a_page(journal_page(state, how)), rules_of("sciencedirect"))
        assert found.recognised, found.reason
        (call,) = found.calls
        assert call.deadlines == (DeadlineText("2026-06-30", label="Submission deadline", kind=Kind.SUBMISSION),)
        assert (call.venue, call.summary) == ("Remote Sensing", "On models.")
        assert call.url == "https://www.sciencedirect.com/special-issue/330054/foundation-models"

    def test_without_a_field_the_prose_may_tell(self) -> None:
        state = {"callsForPapers": {"cfpList": [ITEM | {"submissionDeadline": ""}]}}
        (call,) = extract(a_page(journal_page(state, "twice")), rules_of("sciencedirect")).calls
        assert [part.text for part in call.deadlines] == ["Open since 30 Jan 2026, due 28-Feb-2026."]

    @pytest.mark.parametrize(
        ("body", "reason"),
        [
            pytest.param("<html><title>Just a moment...</title></html>", "(a challenge)", id="challenge"),
            pytest.param("<html><script>window.OTHER = {}</script></html>", "no data inside the page", id="no-data"),
            pytest.param("<html><script>window.INITIAL_STATE = {]</script></html>", "no data inside", id="broken-data"),
            pytest.param(journal_page({"home": 1}, "twice"), "no list of records", id="data-without-calls"),
        ],
    )
    def test_a_page_without_the_data_is_not_recognised(self, body: str, reason: str) -> None:
        found = extract(a_page(body), rules_of("sciencedirect"))
        assert not found.recognised
        assert reason in found.reason

    def test_the_marker_of_a_web_page_is_a_selector(self) -> None:
        table = SIMPLE | {"script": "script", "marker": "h1.calls"}
        body = '<html><h1 class="{}">x</h1><script>{{"calls": [{{"name": "A"}}]}}</script></html>'
        assert extract(a_page(body.format("calls")), rules(table)).recognised
        assert not extract(a_page(body.format("news")), rules(table)).recognised

    def test_a_saved_bare_answer_is_read_all_the_same(self) -> None:
        assert len(extract(a_json_page(HUB), rules_of("sciencedirect")).calls) == 1


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        pytest.param(
            "<!doctype html><title>Access denied</title>", r"expected JSON, got a web page .* \(a refusal\)", id="wall"
        ),
        pytest.param('{"calls": [', "cannot be read as JSON", id="cut-off"),
        pytest.param("", "cannot be read as JSON", id="empty"),
        pytest.param("[" * 100_000, "cannot be read as JSON", id="nested"),
    ],
)
def test_what_is_no_json_is_an_error(body: str, reason: str) -> None:
    with pytest.raises(ExtractError, match=reason):
        extract(a_page(body), rules(SIMPLE))


def test_the_complaint_of_a_rest_service_is_passed_on() -> None:
    answer = {"code": "rest_invalid_param", "message": "Invalid parameter(s)", "data": {"status": 400}}
    found = extract(a_json_page(answer), rules_of("plos"))
    assert not found.recognised
    assert "rest_invalid_param Invalid parameter(s)" in found.reason


def test_an_odd_record_is_a_problem_and_its_neighbours_survive() -> None:
    found = extract(a_json_page({"calls": [{"name": "A"}, "words", {"id": 3}, {"name": "D"}]}), rules(SIMPLE))
    assert [call.title for call in found.calls] == ["A", "D"]
    assert [(problem.where, problem.message) for problem in found.problems] == [
        ("record 2", "is no table of fields and was left out"),
        ("3", "has no title and was left out"),
    ]


def test_numbers_stay_as_printed() -> None:
    found = extract(a_page('{"calls": [{"name": "A", "id": 10000000000000000000001.50}]}'), rules(SIMPLE))
    assert found.calls[0].key == "10000000000000000000001.50"


@pytest.mark.parametrize("more", [{"script": "script["}, {"items": []}, {"paging": {"step": 0}}])
def test_wrong_rules_are_refused(more: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        rules(SIMPLE | more)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["calls", "name", "id", "total"]), inner)
    ),
    max_leaves=15,
)


@given(anything)
def test_any_json_gives_an_answer(data: object) -> None:
    table = SIMPLE | {"html": True, "prose": ["name"], "paging": {"parameter": "p", "pages": "total"}, "total": "total"}
    found = extract(a_json_page(data), rules(table))
    assert found.recognised or found.reason
    assert all(call.title for call in found.calls)
