"""The bytes themselves: a change reaches every subscriber. They are written anew by write_golden.py."""

from __future__ import annotations

import pytest

from tests.render.write_golden import FOLDER, golden


@pytest.mark.parametrize(("name", "body"), [pytest.param(name, body, id=name) for name, body in golden()])
def test_bytes_are_those_of_the_golden_file(name: str, body: bytes) -> None:
    assert body == (FOLDER / name).read_bytes()


def test_no_golden_file_is_left_over() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {name for name, _ in golden()}
