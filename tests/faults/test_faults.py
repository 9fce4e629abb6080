"""Every fault has its outcome, costs nothing that was known, and is over when the source is well again.

The outcomes are written down in docs/faults.md; `python -m tests.faults` writes the table anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cfpfeeds.model import Call, OutcomeKind
from tests.faults.catalogue import CALLS, FAULTS, SOURCES, Fault
from tests.faults.trial import TABLE, Trial, row


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    with Trial.begun(tmp_path_factory.mktemp("faults")) as begun:
        yield begun


@pytest.fixture(scope="module")
def known(trial: Trial) -> dict[str, Call]:
    for source_id in SOURCES:
        assert trial.good_day(source_id).calls == len(CALLS)
    return {call.id: call for call in trial.store.calls()}


def test_there_are_enough_faults() -> None:
    assert len(FAULTS) >= 40
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name.replace(" ", "-"))
def test_a_fault_costs_nothing(trial: Trial, known: dict[str, Call], fault: Fault) -> None:
    outcome = trial.bad_day(fault)
    assert outcome.kind in fault.outcomes, outcome.reason
    assert fault.says in outcome.reason
    assert outcome.reason
    assert outcome.kind is not OutcomeKind.CRASHED
    now = {call.id: call for call in trial.store.calls()}
    assert {call_id: now[call_id] for call_id in known} == known
    assert len(now) <= len(known) + trial.born
    assert trial.good_day(fault.source).kind in (OutcomeKind.UPDATED, OutcomeKind.UNCHANGED)
    assert {call.id: call for call in trial.store.calls() if call.id in known} == known
    assert row(fault, outcome.kind) in (TABLE.read_text(encoding="utf-8")), "python -m tests.faults writes it anew"


def test_what_a_source_mixes_in_reaches_nobody(tmp_path: Path) -> None:
    with Trial.begun(tmp_path) as trial:
        for fault in FAULTS:
            if fault.name.startswith("mixes in"):
                trial.bad_day(fault)
        calls = trial.store.calls()
    assert len(calls) > len(CALLS)
    for call in calls:
        shown = call.title + call.summary + call.url
        assert not any(ord(character) < 32 or character in "\u202e\u2069\ufffe" for character in shown)
        assert "<" not in call.title
        assert not call.url.startswith("javascript:")
    assert not Path("made-by-yaml").exists()
