"""The head of Markdown files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpfeeds.extract.front_matter import parted


@pytest.mark.parametrize(
    ("text", "fields", "rest"),
    [
        pytest.param(
            '---\ntitle: "Ageing: a call"\ndate: 2026-05-01\n---\nBody', {"title", "date"}, "\nBody", id="yaml"
        ),
        pytest.param('+++\ntitle = "Ageing"\ndate = 2026-05-01\n+++\nBody', {"title", "date"}, "\nBody", id="toml"),
        pytest.param("# Ageing\n\n---\nBody", set(), "# Ageing\n\n---\nBody", id="a-rule-further-down"),
        pytest.param("---\nnever closed", set(), "---\nnever closed", id="never-closed"),
        pytest.param("---\ntitle: [\n---\nBody", set(), "\nBody", id="broken-head"),
    ],
)
def test_head_and_text_are_parted(text: str, fields: set[str], rest: str) -> None:
    found, after = parted(text)
    assert (set(found), after) == (fields, rest)


@given(st.text(alphabet="-+: \n[]{}ab&*!#'\"", max_size=60))
def test_nothing_breaks_it(text: str) -> None:
    found, rest = parted("---\n" + text)
    assert all(isinstance(value, str) for value in found.values())
    assert len(rest) <= len(text) + 4
