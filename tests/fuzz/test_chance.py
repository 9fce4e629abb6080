"""A short run by chance through every way in; `python -m fuzz.chance` is the long one."""

from __future__ import annotations

import random
from itertools import islice

from fuzz.chance import Tally, inputs
from fuzz.failures import Failure, failure
from fuzz.targets import TARGETS, chosen

PATIENT = 20.0
_INPUTS = 600


def test_bent_bytes_neither_crash_nor_hang_any_way_in() -> None:
    tally = Tally()
    for data in islice(inputs(random.Random(2026), tuple(TARGETS)), _INPUTS):
        tally.note(chosen(data)[0], failure(data, PATIENT), data)
    assert tally.wrong == {}
    assert set(tally.tried) == set(TARGETS)


def test_a_defect_is_noted_once_and_every_input_is_counted() -> None:
    tally, defect = Tally(), Failure("KeyError", "extract/json.py:1 f", "'a'")
    said = Failure("KeyError", "extract/json.py:1 f", "'b'")
    assert [tally.note("json", found, b"x") for found in (None, defect, said)] == [False, True, False]
    assert str(tally) == "3 inputs, 1 defects\njson 3"
