from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from cfpfeeds.extract.records import Pattern, Picked, Record, Template, flat, look, paths, search

EDITION = {"year": "2026", "place": "", "date": "1 May"}
SERIES = {"title": "ICX", "place": "Oslo", "journal": {"name": "J. of X"}, "tags": ["a", "b"], "a b": "spaced"}


@pytest.mark.parametrize(
    ("template", "text"),
    [
        pytest.param("{title} {year}", "ICX 2026", id="plain"),
        pytest.param("{title}[ ({city})]", "ICX", id="optional-part-without-its-value"),
        pytest.param("{title}[ in {place}]", "ICX in Oslo", id="empty-value-filled-in-by-the-series"),
        pytest.param("{city|place}", "Oslo", id="first-alternative-that-says-something"),
        pytest.param('{zone|"AoE"}', "AoE", id="literal-alternative"),
        pytest.param("{journal.name}", "J. of X", id="nested"),
        pytest.param("{/total}", "7", id="from-the-top"),
        pytest.param("{tags}", "a, b", id="list-joined"),
        pytest.param("{a b}", "spaced", id="name-with-a-blank"),
        pytest.param("{nothing}", "", id="missing"),
        pytest.param("no values", "no values", id="literal"),
    ],
)
def test_template_is_filled_from_edition_then_series(template: str, text: str) -> None:
    assert Record((EDITION, SERIES), top={"total": "7"}).fill(template) == text


@pytest.mark.parametrize("template", ["{a", "a}", "[{a}", "{a}]", "[[{a}]]", "{}", "{a{b}}"])
def test_a_broken_template_is_refused(template: str) -> None:
    with pytest.raises(ValidationError, match="no template"):
        TypeAdapter(Template).validate_python(template)


@pytest.mark.parametrize("pattern", ["(", "[a", "a" * 501])
def test_a_broken_or_endless_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Pattern).validate_python(pattern)


def test_a_row_alone_does_not_fall_back_on_the_date_of_the_event() -> None:
    row = Record((EDITION, SERIES)).inner({"label": "papers"})
    assert row.fill("{date}") == "1 May"
    assert row.alone().fill("{date}") == ""


def test_a_table_where_a_text_should_be_is_named() -> None:
    record = Record(({"deadline": {"day": "1"}},))
    assert record.fill("{deadline}") == ""
    assert record.odd == ["`deadline` holds a table where a text should be"]


@pytest.mark.parametrize(
    ("title", "venue"),
    [
        pytest.param("AMJ: A topic", "Academy of Management Journal", id="known-name"),
        pytest.param("AMX: A topic", "AMX", id="a-name-nobody-listed"),
        pytest.param("A topic", "", id="no-match"),
    ],
)
def test_a_picked_value_may_be_called_something_else(title: str, venue: str) -> None:
    picked = Picked(on="{title}", match="^(AM[A-Z])", names={"AMJ": "Academy of Management Journal"})
    assert Record(({"title": title},)).value(picked) == venue


@pytest.mark.parametrize(
    ("value", "path", "found"),
    [
        pytest.param({"a": {"b": 1}}, "a.b", 1, id="nested"),
        pytest.param({"a.b": 1}, "a.b", 1, id="key-with-a-dot"),
        pytest.param({"a": [{"b": [1]}]}, "a.b", [1], id="through-a-list-of-one"),
        pytest.param({"a": [{"b": 1}, {"b": 2}, {}]}, "a.b", [1, 2], id="every-member"),
        pytest.param({"a": []}, "a.b", None, id="through-an-empty-list"),
        pytest.param({"a": "text"}, "a.b", None, id="through-a-text"),
        pytest.param([1], "", [1], id="the-value-itself"),
    ],
)
def test_look_follows_a_dotted_path(value: object, path: str, found: object) -> None:
    assert look(value, path) == found


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (["2026-05-01"], "2026-05-01"),
        ([], ""),
        (None, ""),
        (date(2026, 5, 1), "2026-05-01"),
        (datetime(2026, 5, 1, 23, 59), "2026-05-01 23:59:00"),  # noqa: DTZ001 - TOML has local times
        (2026, "2026"),
        (True, "true"),
    ],
)
def test_a_single_value_prints_as_in_the_file(value: object, text: str) -> None:
    assert Record(({"v": value},)).fill("{v}") == text


def test_a_pattern_meets_only_the_beginning_of_a_long_text() -> None:
    assert search("needle", "x" * 6_000 + "needle") == ""


def test_paths_are_those_that_a_template_reads() -> None:
    assert paths('{a|b.c|"d"}[ {e}]') == ("a", "b.c", "e")


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "a.b"]), inner, max_size=3),
    max_leaves=12,
)


@given(values, st.sampled_from(["a", "b", "a.b", "a.b.a", ".", "/a", ""]))
def test_no_data_makes_a_look_up_fail(data: object, path: str) -> None:
    record = Record((data,), top=data)
    assert isinstance(record.raw(path), str)
    assert all(not isinstance(value, list) for value in flat(look(data, path)))
