"""Markup that would hold a parser up is refused unread, and pages as people write them are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpfeeds.limits import too_much

LONG = "<p>Words of a call. " * 5000


@pytest.mark.parametrize(
    ("markup", "says"),
    [
        pytest.param("<div>" * 20_000, "nested", id="open-for-ever"),
        pytest.param("<div>" * 20_000 + "</div>" * 20_000, "nested", id="closed-in-the-end"),
        pytest.param("<ul><li>" * 20_000, "nested", id="lists-in-lists"),
        pytest.param("<DIV CLASS=x>" * 20_000, "nested", id="capitals"),
        pytest.param("<div " + " ".join(f"a{n}" for n in range(20_000)) + ">", "attributes", id="attributes"),
        pytest.param("<div " + "/".join(f"a{n}" for n in range(20_000)) + ">", "attributes", id="slashes"),
        pytest.param("<div " + " ".join(f"a{n}='>'" for n in range(9_000)) + ">", "attributes", id="ends-in-values"),
        pytest.param("<div " + "".join(f"a{n}='1'" for n in range(9_000)) + ">", "attributes", id="no-blanks"),
        pytest.param("<div ' " + " ".join(f"a{n}" for n in range(9_000)) + " '>", "attributes", id="quotes-for-names"),
        pytest.param("<div " + " ".join(f"a{n}" for n in range(9_000)), "attributes", id="a-tag-that-never-ends"),
        pytest.param(f"<p {' '.join(f'a{n}' for n in range(4_900))}>" * 6, "", id="many-but-not-too-many"),
        pytest.param(("<a><b>" * 50 + "</a>" * 50) * 1000, "nested", id="half-of-them-closed"),
        pytest.param("<b><i></b></i>" * 20_000, "order", id="closed-in-the-wrong-order"),
        pytest.param(LONG, "", id="paragraphs-without-ends"),
        pytest.param("<li><a href=x>One</a>" * 20_000, "", id="items-without-ends"),
        pytest.param("<tr><td><b>x</b><td>y" * 20_000, "", id="rows-without-ends"),
        pytest.param("<div><span>x</span></div>" * 20_000, "", id="many-elements-side-by-side"),
        pytest.param(f'<img src="data:image/png;base64,{"QUJD" * 50_000}">', "", id="a-picture-in-the-page"),
        pytest.param(f'<div data-state="{"a b " * 50_000}">', "", id="data-in-an-attribute"),
        pytest.param(f"<script>for (i = 0; i<n; i++) {{{'x = y ; ' * 1_000}}}</script>{LONG}", "", id="a-script"),
        pytest.param("<div>" * 4_000 + LONG, "", id="deep-but-not-too-deep"),
    ],
)
def test_what_a_parser_may_be_given(markup: str, says: str) -> None:
    found = too_much(markup)
    assert bool(found) is bool(says)
    assert says in found


@given(st.text(alphabet="<>/ab\"' =", max_size=200))
def test_any_markup_is_looked_at_without_harm(markup: str) -> None:
    assert too_much(markup) == ""
    assert isinstance(too_much(markup * 300 + LONG), str)
