from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from cfpfeeds.errors import ExtractError
from cfpfeeds.extract import extract
from cfpfeeds.model import DeadlineText, Kind, RawCall
from tests.extract.shipped import a_page, rules, rules_of

ABSTRACT, SUBMISSION, OTHER = Kind.ABSTRACT, Kind.SUBMISSION, Kind.OTHER

CCF = """
- title: NSDI
  description: USENIX Symposium on Networked Systems Design and Implementation
  sub: NW
  rank: {ccf: A, core: A*, thcpl: A}
  dblp: nsdi
  confs:
    - year: 2026
      id: nsdi26
      link: https://nsdi.example/26
      timeline:
        - abstract_deadline: '2025-04-18 23:59:59'
          deadline: '2025-04-25 23:59:59'
        - abstract_deadline: '2025-09-11 23:59:59'
          deadline: '2025-09-18 23:59:59'
      timezone: UTC-7
      date: May 4-6, 2026
      place: Renton, WA, USA
    - year: 2027
      id: nsdi26
      link: https://nsdi.example/27
      timeline:
        - deadline: TBD
      timezone: AoE
      date: May, 2027
      place: TBD
- title: SIGMOD
  description: ACM Conference on Management of Data
  sub: DB
  rank: {ccf: A}
  dblp: sigmod
  confs:
    - year: 2026
      id: sigmod26
      link: https://sigmod.example/26
      timeline:
        - 'abstract deadline': '2025-04-10 23:59:59'
          deadline: '2025-04-17 23:59:59'
          comment: first round
        - deadline: '2025-01-17 23:59:59'
          comment: winter round
      timezone: PT
      date: May 31 - June 5, 2026
      place: Bengaluru, India
- title: FSE
  description: Fast Software Encryption
  sub: SC
  confs:
    - {year: 2026, id: fse26, link: https://fse.example, timezone: UTC, date: March 2026, place: Singapore, timeline: [
        {deadline: '2025-03-01 11:59:59', comment: abstract deadline},
        {deadline: '2025-03-08 11:59:59', comment: full paper deadline},
        {deadline: '2025-06-01 11:59:59', comment: Submission of revised papers}]}
- title: FSE
  description: Foundations of Software Engineering
  sub: SE
  confs:
    - {year: 2026, id: fse26, link: https://fse.example/se, timezone: AoE, date: July 2026, place: Montreal, timeline: [
        {deadline: '2025-09-12 23:59:59', comment: 'Mandatory abstract deadline on Sep. 5, 2025.'}]}
"""

AI = """
- title: KDD
  year: 2026
  id: kdd26
  full_name: Conference on Knowledge Discovery and Data Mining
  link: https://kdd.example/2026
  deadlines:
    - {type: abstract, label: Abstract submission (First Cycle), date: '2025-07-24 23:59:59', timezone: AoE}
    - {type: paper, label: Paper submission (First Cycle), date: '2025-07-31 23:59:59', timezone: AoE}
    - {type: abstract, label: Abstract submission (Second Cycle), date: '2026-02-01 23:59:59', timezone: AoE}
    - {type: paper, label: Paper submission (Second Cycle), date: '2026-02-08 23:59:59', timezone: AoE}
    - {type: rebuttal_start, label: Rebuttal, date: '2026-04-04 23:59:59', timezone: AoE}
    - {type: notification, label: Notification, date: '2026-05-16 23:59:59', timezone: AoE}
    - {type: camera-ready, label: Camera-ready, date: '2026-06-06 23:59:59', timezone: AoE}
  timezone: UTC-8
  deadline: '2031-01-01 00:00:00'
  date: August 9 - 13, 2026
  start: 2026-08-09
  city: Jeju
  country: Korea
  tags: [data-mining, machine-learning]
  note: Two cycles. <a href='https://kdd.example/2026/cfp'>More</a> &amp; more.
- title: ECCV
  year: 2026
  full_name: European Conference on Computer Vision
  deadlines:
    - {type: registration, label: Paper Registration, date: '2026-02-26 22:00:00', timezone: UTC}
    - {type: registration, label: Early registration, date: '2026-07-26 22:00:00', timezone: UTC}
    - {type: submission, label: Workshop Proposal Submission, date: '2026-02-27 23:59:59', timezone: AoE}
    - {type: paper, label: Paper Submission, date: '2026-03-05 22:00:00', timezone: UTC}
    - {type: submission, label: AI Art Submission, date: '2026-06-14 23:59:59', timezone: AoE}
- title: CVPR
  year: 2025
  full_name: Conference on Computer Vision
  abstract_deadline: 2024-11-07 23:59:00
  deadline: 2024-11-14 23:59:00
  timezone: UTC-8
- title: CHI
  year: 2027
  full_name: Conference on Human Factors
  deadlines: []
  country: USA
"""

SEC = """
- name: PETS
  year: 2026
  description: Privacy Enhancing Technologies Symposium
  link: https://pets.example/26
  deadline: ["%Y-05-31 23:59", "%Y-08-31 23:59", "%y-02-28 23:59"]
  comment: Rolling deadline every quarter
  date: July 20-25
  place: Calgary, Canada
  tags: [PRIV, CONF]
- name: Inscrypt
  year: 2025
  description: Information Security and Cryptology
  deadline: 2025-4-15 23:59
  timezone: Etc/GMT-8
- name: XX
  description: A workshop
  deadline: ["%Y-05-31 23:59", TBA]
"""

PYTHON = """
- conference: PyCon Ireland
  year: 2026
  link: https://pycon.example/ie
  cfp_link: https://pycon.example/ie/cfp
  cfp: '2026-07-31 23:59:00'
  cfp_ext: '2026-08-30 23:59:00'
  tutorial_deadline: '2026-07-15 23:59:00'
  timezone: Europe/Dublin
  place: Dublin, Ireland
  start: 2026-10-17
  end: 2026-10-18
  sub: PY,DATA
- conference: PyCon Nowhere
  year: 2027
  link: https://pycon.example/no
  cfp: TBA
  place: Nowhere
  start: 2027-01-01
  sub: WEB
"""


def calls_of(source_id: str, text: str) -> dict[str, RawCall]:
    found = extract(a_page(text), rules_of(source_id))
    assert found.recognised, found.reason
    return {call.key: call for call in found.calls}


def dates(call: RawCall) -> list[tuple[object, ...]]:
    return [(part.kind, part.text, part.zone, part.round, part.track) for part in call.deadlines]


class TestEditionsInSeries:
    def test_every_edition_is_a_call_under_a_key_of_its_own(self) -> None:
        assert list(calls_of("ccf-deadlines", CCF)) == [
            "NW/NSDI/2026",
            "NW/NSDI/2027",
            "DB/SIGMOD/2026",
            "SC/FSE/2026",
            "SE/FSE/2026",
        ]

    def test_an_edition_has_the_names_of_its_series(self) -> None:
        call = calls_of("ccf-deadlines", CCF)["NW/NSDI/2026"]
        assert call.title == "NSDI 2026: USENIX Symposium on Networked Systems Design and Implementation"
        assert (call.acronym, call.year, call.labels) == ("NSDI", "2026", ("NW",))
        assert (call.url, call.event, call.place) == ("https://nsdi.example/26", "May 4-6, 2026", "Renton, WA, USA")

    def test_rows_without_a_name_are_numbered_with_their_abstracts(self) -> None:
        assert dates(calls_of("ccf-deadlines", CCF)["NW/NSDI/2026"]) == [
            (ABSTRACT, "2025-04-18 23:59:59", "UTC-7", "1", ""),
            (SUBMISSION, "2025-04-25 23:59:59", "UTC-7", "1", ""),
            (ABSTRACT, "2025-09-11 23:59:59", "UTC-7", "2", ""),
            (SUBMISSION, "2025-09-18 23:59:59", "UTC-7", "2", ""),
        ]

    def test_named_rounds_keep_their_name_and_the_odd_spelling_of_a_field_is_read(self) -> None:
        assert dates(calls_of("ccf-deadlines", CCF)["DB/SIGMOD/2026"]) == [
            (ABSTRACT, "2025-04-10 23:59:59", "PT", "first round", ""),
            (SUBMISSION, "2025-04-17 23:59:59", "PT", "first round", ""),
            (SUBMISSION, "2025-01-17 23:59:59", "PT", "winter round", ""),
        ]

    def test_what_is_not_yet_known_keeps_its_words(self) -> None:
        assert dates(calls_of("ccf-deadlines", CCF)["NW/NSDI/2027"]) == [(SUBMISSION, "TBD", "AoE", "", "")]

    def test_a_row_that_its_comment_calls_an_abstract_is_one(self) -> None:
        kinds = [part.kind for part in calls_of("ccf-deadlines", CCF)["SC/FSE/2026"].deadlines]
        assert kinds == [ABSTRACT, SUBMISSION, OTHER]

    def test_a_comment_about_another_day_does_not_make_the_paper_an_abstract(self) -> None:
        (part,) = calls_of("ccf-deadlines", CCF)["SE/FSE/2026"].deadlines
        assert (part.kind, part.text) == (SUBMISSION, "2025-09-12 23:59:59")


class TestRowsWithTypes:
    def test_types_become_stages_and_labels_rounds(self) -> None:
        assert dates(calls_of("ai-deadlines", AI)["KDD/2026"]) == [
            (ABSTRACT, "2025-07-24 23:59:59", "AoE", "First Cycle", ""),
            (SUBMISSION, "2025-07-31 23:59:59", "AoE", "First Cycle", ""),
            (ABSTRACT, "2026-02-01 23:59:59", "AoE", "Second Cycle", ""),
            (SUBMISSION, "2026-02-08 23:59:59", "AoE", "Second Cycle", ""),
            (OTHER, "2026-04-04 23:59:59", "AoE", "", ""),
            (Kind.NOTIFICATION, "2026-05-16 23:59:59", "AoE", "", ""),
            (Kind.CAMERA_READY, "2026-06-06 23:59:59", "AoE", "", ""),
        ]

    def test_proposals_for_workshops_are_no_papers_and_tracks_stay_apart(self) -> None:
        assert dates(calls_of("ai-deadlines", AI)["ECCV/2026"]) == [
            (ABSTRACT, "2026-02-26 22:00:00", "UTC", "", ""),
            (OTHER, "2026-07-26 22:00:00", "UTC", "", "Early registration"),
            (OTHER, "2026-02-27 23:59:59", "AoE", "", "Workshop Proposal Submission"),
            (SUBMISSION, "2026-03-05 22:00:00", "UTC", "", ""),
            (SUBMISSION, "2026-06-14 23:59:59", "AoE", "", "AI Art Submission"),
        ]

    def test_the_old_form_counts_only_without_the_new(self) -> None:
        assert dates(calls_of("ai-deadlines", AI)["CVPR/2025"]) == [
            (ABSTRACT, "2024-11-07 23:59:00", "UTC-8", "", ""),
            (SUBMISSION, "2024-11-14 23:59:00", "UTC-8", "", ""),
        ]

    def test_an_edition_without_dates_is_a_call(self) -> None:
        call = calls_of("ai-deadlines", AI)["CHI/2027"]
        assert call.deadlines == ()
        assert call.place == "USA"

    def test_notes_are_text_and_tags_are_labels(self) -> None:
        call = calls_of("ai-deadlines", AI)["KDD/2026"]
        assert call.summary == "Two cycles. More & more."
        assert call.labels == ("data-mining", "machine-learning")
        assert call.place == "Jeju, Korea"

    def test_a_file_may_be_a_single_record(self) -> None:
        assert list(calls_of("ai-deadlines", "title: ICX\nyear: 2027\nfull_name: X\n")) == ["ICX/2027"]


class TestListsOfDates:
    def test_signs_for_the_year_before_and_of_the_conference_are_resolved(self) -> None:
        assert dates(calls_of("sec-deadlines", SEC)["PETS/2026"]) == [
            (SUBMISSION, "2025-05-31 23:59", "AoE", "1", ""),
            (SUBMISSION, "2025-08-31 23:59", "AoE", "2", ""),
            (SUBMISSION, "2026-02-28 23:59", "AoE", "3", ""),
        ]

    def test_a_lone_date_needs_no_list_and_stays_unpadded(self) -> None:
        assert dates(calls_of("sec-deadlines", SEC)["Inscrypt/2025"]) == [
            (SUBMISSION, "2025-4-15 23:59", "Etc/GMT-8", "", "")
        ]

    def test_a_sign_without_a_year_stays_as_it_is_and_is_reported(self) -> None:
        found = extract(a_page(SEC), rules_of("sec-deadlines"))
        assert [part.text for part in found.calls[2].deadlines] == ["%Y-05-31 23:59", "TBA"]
        assert [(p.where, p.message) for p in found.problems] == [
            ("XX/", "row 1 of `deadline`: '%Y-05-31 23:59' needs a year, but the record has none")
        ]


class TestExtendedDates:
    def test_the_extended_date_stands_after_the_one_it_replaced(self) -> None:
        call = calls_of("python-deadlines", PYTHON)["PyCon Ireland/2026"]
        assert dates(call) == [
            (SUBMISSION, "~~2026-07-31 23:59:00~~ 2026-08-30 23:59:00", "Europe/Dublin", "", ""),
            (SUBMISSION, "2026-07-15 23:59:00", "Europe/Dublin", "", "tutorials"),
        ]
        assert (call.event, call.labels) == ("2026-10-17 - 2026-10-18", ("PY", "DATA"))

    def test_no_zone_means_what_the_list_says_it_means(self) -> None:
        call = calls_of("python-deadlines", PYTHON)["PyCon Nowhere/2027"]
        assert dates(call) == [(SUBMISSION, "TBA", "AoE", "", "")]
        assert call.event == "2027-01-01"


FLAT: dict[str, Any] = {
    "kind": "list",
    "title": "{name}",
    "key": "{id}",
    "deadlines": [{"text": "{due}", "kind": "submission", "required": True}],
}


@pytest.mark.parametrize(
    ("more", "body"),
    [
        pytest.param({"format": "yaml"}, "- {name: A, id: 1, due: 2027-05-01}", id="yaml"),
        pytest.param({"format": "json"}, '[{"name": "A", "id": 1, "due": "2027-05-01"}]', id="json"),
        pytest.param({"format": "csv"}, "name, id ,due\r\nA,1,2027-05-01\r\n", id="csv"),
        pytest.param({"format": "csv", "delimiter": ";"}, "\ufeffname;id;due\nA;1;2027-05-01\n", id="csv-semicolon"),
        pytest.param({"format": "toml", "items": "call"}, '[[call]]\nname="A"\nid=1\ndue=2027-05-01\n', id="toml"),
    ],
)
def test_every_format_gives_the_same_call(more: dict[str, Any], body: str) -> None:
    found = extract(a_page(body), rules(FLAT | more))
    assert found.problems == ()
    assert found.calls == (
        RawCall(title="A", key="1", deadlines=(DeadlineText("2027-05-01", kind=Kind.SUBMISSION),), where="1"),
    )


@pytest.mark.parametrize(
    ("body", "where", "message"),
    [
        pytest.param("- {id: 7, due: 1 May}", "7", "has no title and was left out", id="no-title"),
        pytest.param("- just words", "record 2", "is the text 'just words' and no table", id="no-table"),
        pytest.param("- [a, b]", "record 2", "is a list and no table", id="a-list"),
        pytest.param("- {name: B, id: 7}", "7", "the record: {due} is missing", id="no-date"),
        pytest.param("- {name: B, id: 7, due: {on: 1 May}}", "7", "`due` holds a table", id="a-table-as-date"),
        pytest.param("- {name: B, id: 7, due: 1 May, dedline: 2 May}", "7", "`dedline` sounds like", id="misspelt"),
        pytest.param("- {name: B, id: 1, due: 1 May}", "1", "the key '1' is used 2 times", id="key-used-twice"),
        pytest.param(
            "- {name: B, id: 2, due: 1 May, due: 2 May}", "lists.example", "stands more than once", id="twice"
        ),
    ],
)
def test_an_odd_record_is_a_problem_and_its_neighbours_survive(body: str, where: str, message: str) -> None:
    found = extract(
        a_page(f"- {{name: A, id: 1, due: 3 May}}\n{body}\n- {{name: C, id: 3, due: 4 May}}\n"), rules(FLAT)
    )
    assert found.recognised
    assert [call.title for call in found.calls if call.title != "B"] == ["A", "C"]
    assert any(where in problem.where and message in problem.message for problem in found.problems)
    assert len({call.key for call in found.calls}) == len(found.calls)


@pytest.mark.parametrize(
    ("confs", "message"),
    [
        pytest.param("", "is missing and no list of editions", id="none"),
        pytest.param("confs: soon", "is the text 'soon' and no list of editions", id="words"),
        pytest.param("confs: [soon]", "edition 1 is the text 'soon'", id="edition-in-words"),
        pytest.param(
            "confs: [{year: 2027, timeline: soon, timezone: AoE}]", "row 1 of `timeline` holds no date", id="row"
        ),
        pytest.param("confs: [{year: 2027, timeline: [{comment: x}]}]", "{deadline} is missing", id="row-without-date"),
        pytest.param("confs: [{year: 2027, timeline: [{deadlne: x}]}]", "`deadlne` sounds like", id="misspelt"),
    ],
)
def test_nothing_in_a_series_is_dropped_in_silence(confs: str, message: str) -> None:
    found = extract(a_page(f"{CCF}- title: ICX\n  sub: AI\n  {confs}\n"), rules_of("ccf-deadlines"))
    assert len([call for call in found.calls if call.acronym != "ICX"]) == 5
    assert any(message in problem.message for problem in found.problems)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        pytest.param(
            "<!DOCTYPE html><title>Just a moment...</title>", 'titled "Just a moment..." (a chall', id="challenge"
        ),
        pytest.param(
            "  <html><head><title>Sign in</title></head></html>", r"titled \"Sign in\" \(a log-in\)", id="log-in"
        ),
        pytest.param("<!-- x --><html><body>Access denied</body></html>", r"web page \(a refusal\)", id="refusal"),
        pytest.param("<html><title>404: Not Found</title>", "a missing page", id="missing"),
        pytest.param("- {name: A", "cannot be read as YAML", id="broken"),
    ],
)
def test_what_is_no_list_is_an_error_that_says_what_it_is(body: str, reason: str) -> None:
    with pytest.raises(ExtractError, match=reason.replace("...", r"\.\.\.").replace(" (a chall", r" \(a chall")):
        extract(a_page(body), rules(FLAT))


@pytest.mark.parametrize(
    "key", [pytest.param("a" + ".a" * 20_000, id="bare"), pytest.param("a" + ' . "a"' * 60, id="quoted")]
)
def test_keys_that_are_nested_without_end_are_refused_unread(key: str) -> None:
    with pytest.raises(ExtractError, match="a key is nested more than 50 deep"):
        extract(a_page(f"{key} = 1"), rules(FLAT | {"format": "toml"}))


@pytest.mark.parametrize("fmt", ["json", "toml"])
def test_broken_data_of_any_format_is_an_error(fmt: str) -> None:
    with pytest.raises(ExtractError, match=f"cannot be read as {fmt.upper()}"):
        extract(a_page("= {"), rules(FLAT | {"format": fmt}))


def test_json_nested_without_end_is_an_error() -> None:
    with pytest.raises(ExtractError, match="cannot be read as JSON"):
        extract(a_page("[" * 100_000), rules(FLAT | {"format": "json"}))


@pytest.mark.parametrize(
    ("body", "more", "reason"),
    [
        pytest.param("- {name: A}", {"marker": "timeline"}, "does not hold 'timeline'", id="marker-is-gone"),
        pytest.param("calls: []", {"items": "entries"}, "no list of records at `entries`", id="the-list-has-moved"),
        pytest.param("only words", {}, "no list of records in the file", id="words"),
        pytest.param(
            "- {name: A, site: x}", {"must_equal": [{"on": "{site}", "equals": "y"}]}, "is 'x', not 'y'", id="other"
        ),
    ],
)
def test_a_file_that_the_rules_do_not_know_says_nothing_about_calls(
    body: str, more: dict[str, Any], reason: str
) -> None:
    found = extract(a_page(body), rules(FLAT | more))
    assert (found.recognised, found.calls) == (False, ())
    assert reason in found.reason


def test_an_empty_file_is_an_empty_list() -> None:
    found = extract(a_page("# nothing yet\n"), rules(FLAT))
    assert (found.recognised, found.calls) == (True, ())


@pytest.mark.parametrize(
    ("body", "charset", "title"),
    [
        pytest.param("- {name: Malmö, id: 1, due: x}".encode("utf-16"), "", "Malmö", id="utf-16"),
        pytest.param("- {name: Malmö, id: 1, due: x}".encode("cp1252"), "", "Malmö", id="nothing-announced"),
        pytest.param("- {name: Łódź, id: 1, due: x}".encode("iso8859-2"), "iso8859-2", "Łódź", id="announced"),
        pytest.param("- {name: Łódź, id: 1, due: x}".encode(), "latin-1", "Łódź", id="announced-wrongly"),
        pytest.param(b"- {name: A\xff\xfeB, id: 1, due: x}", "no-such-code", "AÿþB", id="unknown-announcement"),
    ],
)
def test_letters_survive_whatever_the_encoding(body: bytes, charset: str, title: str) -> None:
    assert extract(a_page(body, charset=charset), rules(FLAT)).calls[0].title == title


def test_a_file_that_is_not_utf8_is_reported() -> None:
    found = extract(a_page("- {name: Malmö, id: 1, due: x}".encode("cp1252")), rules(FLAT))
    assert "is not UTF-8" in found.problems[0].message


def test_filters_keep_and_drop_records() -> None:
    more = {"keep": [{"on": "{name}", "match": "(?i)call"}], "drop": [{"on": "{name}", "match": "closed"}]}
    body = "- {name: A call, due: x}\n- {name: News, due: x}\n- {name: A closed call, due: x}\n"
    found = extract(a_page(body), rules(FLAT | more))
    assert [call.title for call in found.calls] == ["A call"]


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        pytest.param({"deadlines": [{"text": "due"}]}, r"reads nothing: write \{due\}", id="a-name-is-no-template"),
        pytest.param({"deadlines": [{"dates": [], "colour": 1}]}, "Extra inputs", id="unknown-name"),
        pytest.param({"keep": [{"on": "{a}", "match": "("}]}, "no regular expression", id="broken-pattern"),
        pytest.param({"titel": "{a}"}, "titel", id="misspelt"),
        pytest.param({"format": "xls"}, "'yaml', 'json', 'toml' or 'csv'", id="unknown-format"),
    ],
)
def test_wrong_rules_are_refused_before_any_page_is_read(more: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValidationError, match=complaint):
        rules(FLAT | more)


texts = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=8)
cells = st.none() | texts | st.lists(texts, max_size=3) | st.dictionaries(texts, texts, max_size=2) | st.integers()
records = st.dictionaries(st.sampled_from(["title", "year", "sub", "timezone", "date", "place"]), cells)
rows = st.dictionaries(st.sampled_from(["deadline", "abstract_deadline", "comment", "dedline"]), cells)
editions = st.builds(lambda base, timeline: base | {"timeline": timeline}, records, st.lists(rows | cells, max_size=3))
series = st.builds(lambda base, confs: base | {"confs": confs}, records, st.lists(editions | cells, max_size=3) | cells)


@given(st.lists(series | cells, max_size=4))
def test_whatever_stands_in_a_list_becomes_a_call_or_a_problem(data: list[Any]) -> None:
    page = a_page(json.dumps(["timeline", *data], ensure_ascii=False))
    found = extract(page, rules(_CCF_AS_JSON))
    assert found.recognised
    good = [edition for item in data if isinstance(item, dict) for edition in _editions(item)]
    assert len(found.calls) + len(found.problems) >= len(good)
    assert len({call.key for call in found.calls}) == len(found.calls)


def _editions(item: dict[str, Any]) -> list[Any]:
    confs = item.get("confs")
    return confs if isinstance(confs, list) else []


_CCF_AS_JSON = rules_of("ccf-deadlines").model_dump(mode="json") | {"format": "json"}
