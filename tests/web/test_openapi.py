"""The OpenAPI document keeps its word: requests that schemathesis makes of it, and the answers held against it.

`CFPFEEDS_EXAMPLES=5000 python -m pytest tests/web/test_openapi.py` is the long run, by hand.
"""

from __future__ import annotations

import json
import os
import re
from urllib.parse import parse_qs, urlsplit

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, assume, given, settings
from schemathesis import Case
from schemathesis.generation import GenerationMode
from schemathesis.schemas import APIOperation, BaseSchema
from schemathesis.specs.openapi.checks import negative_data_rejection

from cfpfeeds.model import Plan, SourceState
from tests.web.samples import Service, a_filled_service

EXAMPLES = int(os.environ.get("CFPFEEDS_EXAMPLES", "60"))
LIST, CALL = ("/api/calls", "/api/calls/{id}")
PROBLEM = "application/problem+json"
PLAIN = {"Accept-Encoding": "identity"}
_TEXTS = ("q", "venue", "source")
REFUSED = [
    ("discipline", "nothing-known"),
    ("q", "\0"),
    ("q", "a" * 201),
    ("venue", "a\x1bb"),
    ("source", "\x7f"),
    ("kind", "sonnet"),
    ("stage", "interval"),
    ("language", "english"),
    ("only", "papers"),
    ("within", "0d"),
    ("within", "731d"),
    ("within", "soon"),
    ("status", "ajar"),
    ("status", ""),
    ("updated_since", "yesterday"),
    ("limit", "0"),
    ("limit", "201"),
    ("limit", "\u0665"),
    ("limit", ""),
    ("cursor", "page-2"),
]
"""Values that a parameter does not take."""

bounded = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return a_filled_service(tmp_path_factory.mktemp("served"))


@pytest.fixture(scope="module")
def document(served: Service) -> BaseSchema:
    return schemathesis.openapi.from_wsgi("/api/openapi.json", served.app)


def operations(document: BaseSchema) -> dict[str, APIOperation]:
    return {found.path: found for found in (result.ok() for result in document.get_all_operations())}


def printable(case: Case) -> bool:
    """Unicode grows; the document's classes of letters may be newer than ours."""
    return all(text.isprintable() for name in _TEXTS for text in (case.query or {}).get(name) or ())


def test_every_operation_is_tried_here(document: BaseSchema) -> None:
    assert set(operations(document)) == {LIST, CALL}


def test_what_the_document_allows_is_answered_as_it_says(document: BaseSchema) -> None:
    statuses = set()

    @bounded
    @given(operations(document)[LIST].as_strategy(generation_mode=GenerationMode.POSITIVE))
    def run(case: Case) -> None:
        assume(printable(case))
        # A cursor is what an answer before gave: no pattern tells one from any other word.
        case.query = {name: value for name, value in (case.query or {}).items() if name != "cursor"}
        answer = case.call(headers=PLAIN)
        case.validate_response(answer)
        statuses.add(answer.status_code)

    run()
    assert statuses <= {200, 414}
    assert 200 in statuses


def test_what_the_document_does_not_allow_is_refused_as_it_says(document: BaseSchema) -> None:
    statuses = set()

    @bounded
    @given(operations(document)[LIST].as_strategy(generation_mode=GenerationMode.NEGATIVE))
    def run(case: Case) -> None:
        answer = case.call(headers=PLAIN)
        # `source=1.25` is a word like any other: that bad values are refused is the table below.
        case.validate_response(answer, excluded_checks=[negative_data_rejection])
        statuses.add(answer.status_code)

    run()
    assert statuses <= {200, 400, 414}
    assert 400 in statuses


def test_any_id_is_answered_as_the_document_says(document: BaseSchema) -> None:
    @bounded
    @given(operations(document)[CALL].as_strategy(generation_mode=GenerationMode.POSITIVE))
    def run(case: Case) -> None:
        case.validate_response(case.call(headers=PLAIN))

    run()


def test_calls_that_are_there_are_answered_as_the_document_says(document: BaseSchema, served: Service) -> None:
    operation, ids = operations(document)[CALL], {call.id for call in served.store.calls()}
    for call_id in ids:
        case = operation.Case(path_parameters={"id": call_id})
        answer = case.call(headers=PLAIN)
        case.validate_response(answer)
        assert answer.status_code == 200
    assert len(ids) > 50


def test_a_cursor_of_the_page_before_is_answered_as_the_document_says(document: BaseSchema) -> None:
    operation, cursor = operations(document)[LIST], ""
    for _ in range(3):
        case = operation.Case(query={"limit": 5, "status": "all", **({"cursor": cursor} if cursor else {})})
        answer = case.call(headers=PLAIN)
        case.validate_response(answer)
        cursor = parse_qs(urlsplit(answer.json()["next"]).query)["cursor"][0]


@pytest.mark.parametrize(
    ("name", "value"),
    REFUSED,
)
def test_a_value_that_a_parameter_does_not_take_is_refused_by_name(
    served: Service, document: BaseSchema, name: str, value: str
) -> None:
    case = operations(document)[LIST].Case(query={name: value})
    answer = case.call(headers=PLAIN)
    case.validate_response(answer)
    assert (answer.status_code, answer.headers["content-type"]) == (400, [PROBLEM])
    assert f"“{name}” takes" in answer.json()["detail"]


def test_too_many_values_are_refused(document: BaseSchema) -> None:
    case = operations(document)[LIST].Case(query={"q": [f"word{n}" for n in range(61)]})
    answer = case.call(headers=PLAIN)
    case.validate_response(answer)
    assert (answer.status_code, answer.json()["detail"]) == (400, "“q” takes at most 60 values")


def test_every_parameter_has_a_value_that_is_refused(document: BaseSchema) -> None:
    assert {name for name, _ in REFUSED} == {parameter.name for parameter in operations(document)[LIST].query}


@pytest.mark.parametrize("path", [LIST, "/api/calls/extended", "/api/openapi.json"])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "QUERY"])
def test_other_methods_are_refused_with_those_there_are(served: Service, path: str, method: str) -> None:
    answer = served.client.open(path, method=method)
    assert (answer.status_code, answer.content_type) == (405, PROBLEM)
    assert {"GET", "HEAD", "OPTIONS"} == set(re.findall(r"[A-Z]+", answer.headers["Allow"]))
    assert json.loads(answer.data)["status"] == 405


@pytest.mark.parametrize(
    "path", [LIST, "/api/calls/extended", "/api/openapi.json", "/api/calls/none", f"{LIST}?limit=0"]
)
def test_head_is_get_without_its_body(served: Service, path: str) -> None:
    got, head = served.client.get(path), served.client.head(path)
    assert head.status_code == got.status_code
    assert head.data == b""
    assert dict(head.headers) == dict(got.headers)


def test_an_address_that_was_merged_away_is_answered_as_the_document_says(
    served: Service, document: BaseSchema
) -> None:
    served.store.apply(Plan(aliases=(("merged", "extended"),)), SourceState("press"), served.store.outcomes()["press"])
    case = operations(document)[CALL].Case(path_parameters={"id": "merged"})
    answer = case.call(headers=PLAIN, follow_redirects=False)
    case.validate_response(answer)
    assert answer.status_code == 301
