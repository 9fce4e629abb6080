"""What the fuzzer calls a failure, and how it makes an input small."""

from __future__ import annotations

import pytest

from benchmarks.limits import limit
from fuzz import failures, seeds, targets

PATIENT = 60.0


def test_an_exception_that_is_not_ours_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(body: bytes) -> None:
        raise KeyError(body)

    monkeypatch.setitem(targets.TARGETS, "json", broken)
    found = failures.failure(targets.addressed("json", b"x"))
    assert found is not None
    assert found.kind == "KeyError"


def test_work_that_does_not_end_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(body: bytes) -> None:
        while body:
            pass

    monkeypatch.setitem(targets.TARGETS, "json", endless)
    assert failures.failure(targets.addressed("json", b"x"), 0.01) == failures.Failure(
        "slow", "json", "more than 0.01 s"
    )


def test_an_input_shrinks_to_what_fails_and_keeps_its_target() -> None:
    data = targets.addressed("yaml", b"some words, then BAD, then more")
    assert failures.minimised(data, lambda shorter: b"BAD" in shorter) == targets.addressed("yaml", b"BAD")


def test_a_limit_leaves_quick_work_alone() -> None:
    with limit(PATIENT):
        done = sum(range(10))
    assert done == 45


@pytest.mark.parametrize("name", targets.TARGETS)
def test_every_target_has_a_seed(name: str) -> None:
    assert name in {targets.chosen(seed)[0] for seed in seeds.seeds()}


def test_every_seed_is_read_without_a_failure() -> None:
    found = {failures.failure(seed, PATIENT): targets.chosen(seed) for seed in seeds.seeds()}
    assert set(found) == {None}, found
