from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpfeeds.extract.yaml_text import YamlError, load

LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join(['*' + before] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
MERGES = "a: &a {x: 1}\n" + "".join(
    f"{name}: &{name} {{<<: [{', '.join(['*' + before] * 9)}], k{name}: 1}}\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        pytest.param("2026-02-30", "2026-02-30", id="a-day-that-does-not-exist"),
        pytest.param("2026-05-01 23:59:00", "2026-05-01 23:59:00", id="a-time-that-yaml-would-convert"),
        pytest.param("2026-5-1", "2026-5-1", id="unpadded"),
        pytest.param("12:30", "12:30", id="no-number-in-base-60"),
        pytest.param("2026.10", "2026.10", id="no-fraction"),
        pytest.param("0777", "0777", id="no-octal-number"),
        pytest.param("NO", "NO", id="norway"),
        pytest.param("'TBA'", "TBA", id="quoted"),
        pytest.param("~", None, id="null"),
        pytest.param("", None, id="nothing"),
        pytest.param("!!timestamp 2026-02-30", "2026-02-30", id="tagged-as-a-time"),
        pytest.param("!!python/object/apply:os.getcwd []", [], id="a-tag-that-would-run-code"),
    ],
)
def test_values_stay_as_printed(written: str, read: object) -> None:
    assert load(f"v: {written}\n") == ({"v": read}, [])


def test_aliases_and_merges_of_a_sane_file_are_followed() -> None:
    data, odd = load("- &base {zone: AoE}\n- {<<: *base, title: A}\n- *base\n")
    assert data == [{"zone": "AoE"}, {"zone": "AoE", "title": "A"}, {"zone": "AoE"}]
    assert odd == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param(LAUGHS, "written out", id="billion-laughs"),
        pytest.param(MERGES, "written out", id="billion-merges"),
        pytest.param("&a [*a]", "before what it names", id="list-in-itself"),
        pytest.param("- &a {k: [1, *a]}", "before what it names", id="table-in-itself"),
        pytest.param("- *a", "undefined|before what it names", id="alias-of-nothing"),
        pytest.param("[" * 50_000 + "]" * 50_000, "nest", id="nested-deeper-than-a-stack"),
        pytest.param("- " * 50_000 + "x", "nested", id="nested-in-one-line"),
        pytest.param("a: [1, 2", "expected", id="never-closed"),
        pytest.param("? [1]\n: 2\n", "no text", id="name-that-is-a-list"),
        pytest.param("a: 1\n---\nb: 2\n", "more than one document", id="two-documents"),
    ],
)
def test_what_no_list_needs_is_refused(text: str, reason: str) -> None:
    with pytest.raises(YamlError, match=reason):
        load(text)


def test_a_name_given_twice_is_reported_since_only_the_last_survives() -> None:
    data, odd = load("- title: A\n- deadline: 1 May\n  deadline: 2 May\n")
    assert data == [{"title": "A"}, {"deadline": "2 May"}]
    assert odd == ["line 2: `deadline` stands more than once in one table; the last one is read"]


def test_characters_that_yaml_forbids_do_not_cost_the_file() -> None:
    assert load("title: A\x00B\x1fC\n") == ({"title": "ABC"}, ["holds 2 characters that YAML forbids"])


@given(st.text(alphabet=st.sampled_from("ab:-[]{}&*!#|>'\"\n ~0,?%@`\t"), max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        data, _ = load(text)
    except YamlError:
        return
    assert data is None or isinstance(data, str | list | dict)
