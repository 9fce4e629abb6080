"""docs/rules.md tells the truth about which test proves which rule."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
ROWS = [
    line.strip("| ").split(" | ")
    for line in (TESTS.parent / "docs" / "rules.md").read_text(encoding="utf-8").splitlines()
    if re.match(r"\| [A-Z]\d", line)
]
NAMED = sorted({name for row in ROWS for name in re.findall(r"`([\w/]+\.py(?:::\w+)?)`", row[2])})


@pytest.mark.parametrize("name", NAMED)
def test_a_test_that_the_table_names_is_there(name: str) -> None:
    path, _, function = name.partition("::")
    code = (TESTS / path).read_text(encoding="utf-8")
    assert not function or re.search(rf"^(?:    )?def {function}\(", code, re.MULTILINE)


def test_every_rule_has_one_row_and_a_proof_or_a_reason() -> None:
    rules = [rule for row in ROWS for rule in row[0].split(", ")]
    assert len(rules) == len(set(rules)) > 100
    for row in ROWS:
        assert len(row) == 3, row
        assert "`" in row[2] or row[2].startswith(("web server", "open", "checked with")), row
