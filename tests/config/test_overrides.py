"""What operators know better: how the tables are spelt, and what is said when they are not."""

from __future__ import annotations

from datetime import date, time

import pytest

from cfpfeeds.config.load import parse
from cfpfeeds.errors import ConfigError
from cfpfeeds.model import Deadline, Fix, Kind, Overrides

FIX = {
    "call": '"k3m9p2q7xw4h"',
    "field": '"submission"',
    "value": '"2027-03-15 17:00 Europe/Rome"',
    "reason": '"told by the chairs"',
    "until": "2027-03-31",
}


def table(name: str, **keys: str) -> str:
    return "\n".join([f"[[{name}]]", *(f"{key} = {value}" for key, value in keys.items())])


def problems_of(text: str) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as caught:
        parse(text)
    return caught.value.problems


def test_reads_all_four_tables() -> None:
    text = "\n".join(
        [
            table("same", calls='["aaaa", "bbbb"]', reason='"one"'),
            table("apart", calls='["aaaa", "press/k1", "cccc"]'),
            table("fix", **FIX),
            table("hide", call='"dddd"'),
        ]
    )
    deadline = Deadline(Kind.SUBMISSION, date(2027, 3, 15), time(17), "Europe/Rome")
    overrides = parse(text).overrides
    assert overrides == Overrides(
        (("aaaa", "bbbb"),),
        (("aaaa", "press/k1", "cccc"),),
        (Fix("k3m9p2q7xw4h", "submission", deadline, "told by the chairs", date(2027, 3, 31)),),
        ("dddd",),
    )
    assert overrides.named == {"aaaa", "bbbb", "cccc", "dddd", "press/k1", "k3m9p2q7xw4h"}


@pytest.mark.parametrize(
    ("value", "deadline"),
    [
        pytest.param('"2027-03-15"', Deadline(Kind.SUBMISSION, date(2027, 3, 15)), id="a-day"),
        pytest.param("2027-03-15", Deadline(Kind.SUBMISSION, date(2027, 3, 15)), id="a-day-of-toml"),
        pytest.param(
            "2027-03-15T17:00:00", Deadline(Kind.SUBMISSION, date(2027, 3, 15), time(17)), id="a-moment-of-toml"
        ),
        pytest.param(
            '"2027-03-15 23:59 AoE"', Deadline(Kind.SUBMISSION, date(2027, 3, 15), time(23, 59), "AoE"), id="aoe"
        ),
    ],
)
def test_a_deadline_is_fixed_to_a_day_with_or_without_time_and_zone(value: str, deadline: Deadline) -> None:
    assert parse(table("fix", **{**FIX, "value": value})).overrides.fixes[0].value == deadline


@pytest.mark.parametrize(
    ("name", "keys", "words"),
    [
        pytest.param("fix", {**FIX, "value": '"15 March"'}, "fix number 1: `value` must be a day such as", id="no-day"),
        pytest.param("fix", {**FIX, "value": '"2027-02-30"'}, "no calendar has this one", id="no-such-day"),
        pytest.param("fix", {**FIX, "value": '"2027-03-15 17:00 XST"'}, "unknown zone XST", id="no-such-zone"),
        pytest.param("fix", {**FIX, "field": '"titel"'}, "`field` must be one of title, venue", id="no-such-field"),
        pytest.param("fix", {**FIX, "field": '"status"', "value": '"shut"'}, "must be one of open", id="no-status"),
        pytest.param("fix", {**FIX, "field": '"url"', "value": '"x.example"'}, "`value`", id="no-address"),
        pytest.param("fix", {k: v for k, v in FIX.items() if k != "until"}, "`until` is missing", id="no-end"),
        pytest.param("fix", {**FIX, "until": '"soon"'}, "`until` must be a day such as", id="end-is-no-day"),
        pytest.param("same", {"calls": '["aaaa"]'}, "same number 1: `calls`", id="one-alone"),
        pytest.param("hide", {"calls": '["aaaa"]'}, "`calls` is unknown; did you mean `call`?", id="misspelt"),
    ],
)
def test_a_wrong_table_is_named_with_what_to_write(name: str, keys: dict[str, str], words: str) -> None:
    problems = problems_of(table(name, **keys))
    assert any(words in problem for problem in problems), problems


def test_a_single_table_instead_of_one_of_several_is_named() -> None:
    assert problems_of('[same]\ncalls = ["aaaa", "bbbb"]') == (
        "each `same` must be a table of its own: begin it with a line [[same]].",
    )
