"""What an operator is told about tables [[discipline]]: everything that is wrong, at once."""

from __future__ import annotations

import pytest

from cfpfeeds.config.load import parse
from cfpfeeds.disciplines import Own
from tests.config.test_load import a_source, problems_of


def a_table(**keys: object) -> str:
    lines = [f"{key} = {value!r}".replace("'", '"') for key, value in keys.items()]
    return "\n".join(["[[discipline]]", *lines]) + "\n"


def test_a_right_one_is_read_and_sources_may_name_it() -> None:
    text = a_table(slug="ageing", name="Ageing", field="medicine", words=["gerontolog*"], venues=["GSA"])
    config = parse(text + a_source('disciplines = ["ageing"]\nlabels = { "Old" = ["ageing", "nursing"] }'))
    assert config.own_disciplines() == (Own("ageing", "Ageing", "medicine", ("gerontolog*",), ("GSA",)),)
    assert config.sources[0].disciplines == ("ageing",)


def test_a_source_may_go_on_naming_what_was_renamed() -> None:
    text = a_table(slug="care", name="Care", formerly=["nursing"])
    config = parse(text + a_source('disciplines = ["nursing"]\nlabels = { "N" = ["nursing"] }'))
    assert config.sources[0].disciplines == ("care",)
    assert config.sources[0].labels == {"N": ("care",)}


@pytest.mark.parametrize(
    ("tables", "problem"),
    [
        pytest.param(a_table(name="x"), "discipline number 1, which has no slug: `slug` is missing.", id="no-slug"),
        pytest.param(
            a_table(slug="Care!", name="x"), 'discipline "Care!": `slug` must be lower-case letters', id="slug"
        ),
        pytest.param(
            a_table(slug="care", name="x", formerly=["Old One"]),
            "`formerly.1` must be lower-case letters",
            id="former-slug",
        ),
        pytest.param(a_table(slug="care"), 'discipline "care": `name` is missing: a new', id="no-name"),
        pytest.param(
            a_table(slug="status", name="x"), 'discipline "status": `slug` is the address of something', id="taken"
        ),
        pytest.param(
            a_table(slug="materials-science", name="x"), "`slug` is another name of `materials`", id="alias-as-slug"
        ),
        pytest.param(
            a_table(slug="care", name="x") * 2, 'discipline "care": `slug` is used by 2 tables', id="slug-twice"
        ),
        pytest.param(
            a_table(slug="care", name="x", field="medecine"),
            "`field` is `medecine`, which is no discipline; did you mean `medicine`?",
            id="unknown-field",
        ),
        pytest.param(
            a_table(slug="care", name="x", field="cs-ai"), "`field` is `cs-ai`, which is no field", id="leaf-as-field"
        ),
        pytest.param(
            a_table(slug="care", name="x", field="care"), "`field` is `care`, which is no field", id="within-itself"
        ),
        pytest.param(
            a_table(slug="comp", name="x", field="medicine", formerly=["computer-science"]),
            "has a `field`, but disciplines lie in it",
            id="three-levels",
        ),
        pytest.param(
            a_table(slug="care", name="x", formerly=["care"]), "`formerly` holds `care`, its own slug.", id="own-slug"
        ),
        pytest.param(
            a_table(slug="care", name="x", formerly=["nursng"]),
            "`formerly` holds `nursng`, which there never was; did you mean `nursing`?",
            id="misspelt",
        ),
        pytest.param(
            a_table(slug="care", name="x", formerly=["unclassified"]), "which cannot be renamed", id="lasting"
        ),
        pytest.param(
            a_table(slug="a", name="x", formerly=["nursing"]) + a_table(slug="b", name="x", formerly=["nursing"]),
            'discipline "b": `formerly` holds `nursing`, which `a` replaces already.',
            id="claimed-twice",
        ),
        pytest.param(
            a_table(slug="a", name="x", formerly=["b"]) + a_table(slug="b", name="x"),
            "`formerly` holds `b`, which has a table of its own.",
            id="chain",
        ),
        pytest.param(
            a_table(slug="care", name="x", words=["a*b"]), '`words.1` holds "a*b", which may hold one *', id="star"
        ),
        pytest.param(
            a_table(slug="care", name="x", words=["a*"]), '`words.1` holds "a*", which must have 3 letters', id="short"
        ),
        pytest.param(
            a_table(slug="care", name="x", words=["…"]), '`words.1` holds "…", which holds no word', id="dots"
        ),
        pytest.param(a_table(slug="care", nme="x"), "`nme` is unknown; did you mean `name`?", id="unknown-key"),
        pytest.param('discipline = "x"\n', "each `discipline` must be a table of its own", id="no-table"),
    ],
)
def test_what_is_wrong_is_named(tables: str, problem: str) -> None:
    assert any(problem in told for told in problems_of(tables)), problems_of(tables)


def test_all_problems_are_told_at_once_and_no_source_is_blamed_for_naming_a_wrong_one() -> None:
    text = (
        a_table(slug="care", name="x", colour="red")
        + a_table(slug="all", name="x")
        + a_source('disciplines = ["care", "nowhere"]')
    )
    told = problems_of(text)
    assert len(told) == 3
    assert "`colour` is unknown" in told[0]
    assert 'discipline "all"' in told[1]
    assert "`nowhere`" in told[2]
    assert "`care`" not in told[2]
