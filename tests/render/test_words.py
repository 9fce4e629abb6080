"""What people read about a deadline: every word of it is known, or says that it is not."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from cfpfeeds.model import Call, CallKind, Deadline, Entry, Former, Guess, Kind, State, Status
from cfpfeeds.render import words
from cfpfeeds.render.sentences import due_sentences
from tests.render.samples import EXTENDED, SAMPLES, SEEN, a_call, a_deadline, an_entry

UNDATED = {"date": None}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        pytest.param({}, "31 May 2024", id="day"),
        pytest.param({"time": time(23, 59), "zone": "AoE"}, "31 May 2024 (23:59 AoE)", id="aoe"),
        pytest.param({"time": time(23, 59), "zone": "Etc/GMT+12"}, "31 May 2024 (23:59 AoE)", id="aoe-by-iana"),
        pytest.param({"zone": "AoE"}, "31 May 2024 (AoE)", id="zone-alone"),
        pytest.param({"time": time(17)}, "31 May 2024 (17:00, no time zone printed)", id="time-alone"),
        pytest.param(
            {"time": time(17), "zone": "America/Los_Angeles"}, "31 May 2024 (17:00 Los Angeles time)", id="iana"
        ),
        pytest.param({"time": time(17), "zone": "UTC+05:30"}, "31 May 2024 (17:00 UTC+05:30)", id="offset"),
        pytest.param(
            {"time": time(17), "zone": "UTC", "guesses": (Guess.ZONE,)},
            "31 May 2024 (17:00, no time zone printed, perhaps UTC)",
            id="guessed-zone",
        ),
        pytest.param({"zone": "UTC", "guesses": (Guess.ZONE,)}, "31 May 2024", id="guessed-zone-without-time"),
        pytest.param({"guesses": (Guess.YEAR,)}, "31 May 2024 (year not printed; inferred)", id="guessed-year"),
        pytest.param(
            {"guesses": (Guess.WEEKDAY, Guess.UNCONFIRMED), "zone": "AoE"},
            "31 May 2024 (AoE) (the printed weekday does not fit; no longer printed by the source)",
            id="two-doubts",
        ),
        pytest.param({**UNDATED, "text": "TBD"}, "no day printed: “TBD”", id="undated"),
        pytest.param({**UNDATED, "text": " "}, "no day printed", id="undated-without-words"),
    ],
)
def test_deadline_words(changes: dict[str, Any], told: str) -> None:
    assert words.deadline_words(a_deadline(**changes)) == told


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        pytest.param(an_entry(), "Submission due 31 May 2024", id="plain"),
        pytest.param(EXTENDED, "Submission due 31 May 2024 (23:59 AoE), extended: was 1 May 2024", id="extended"),
        pytest.param(
            an_entry(former=(Former(date(2024, 6, 9), None, "", SEEN, "sage"),)),
            "Submission due 31 May 2024, brought forward: was 9 June 2024",
            id="brought-forward",
        ),
        pytest.param(
            an_entry(former=(Former(date(2024, 5, 31), time(12), "", SEEN, "sage"),)),
            "Submission due 31 May 2024",
            id="only-the-time-moved",
        ),
        pytest.param(
            an_entry(deadline=a_deadline(state=State.CANCELLED)),
            "Cancelled: Submission due 31 May 2024",
            id="cancelled",
        ),
        pytest.param(
            an_entry(deadline=a_deadline(state=State.SUPERSEDED)),
            "No longer valid: Submission due 31 May 2024",
            id="superseded",
        ),
        pytest.param(
            an_entry(deadline=a_deadline(kind=Kind.ABSTRACT, date=None, text="early 2029")),
            "Abstract due: no day printed: “early 2029”",
            id="undated",
        ),
        pytest.param(
            an_entry(deadline=a_deadline(round="Second cycle", track="Main")),
            "Submission due (Second cycle, Main) 31 May 2024",
            id="round-and-track",
        ),
    ],
)
def test_entry_words(entry: Entry, told: str) -> None:
    assert words.entry_words(entry) == told


def test_every_kind_has_words() -> None:
    assert len({words.due_label(kind) for kind in Kind}) == len(Kind)
    assert all(words.stage_name(kind) for kind in Kind)
    assert {words.kind_words(kind.value) for kind in CallKind} == {words.kind_words(kind) for kind in CallKind}


@pytest.mark.parametrize(
    ("deadline", "told"),
    [
        pytest.param(a_deadline(time=time(23, 59), zone="AoE"), "1 June 2024, 11:59 UTC", id="aoe"),
        pytest.param(a_deadline(time=time(23, 59), zone="UTC"), "", id="printed-in-utc"),
        pytest.param(a_deadline(time=time(23, 59)), "", id="no-zone"),
        pytest.param(a_deadline(time=time(9), zone="Asia/Tokyo", guesses=(Guess.ZONE,)), "", id="guessed-zone"),
    ],
)
def test_utc_is_told_only_where_it_is_known(deadline: Deadline, told: str) -> None:
    assert words.utc_words(deadline) == told


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        pytest.param(an_entry(), "", id="never-moved"),
        pytest.param(EXTENDED, "Extended: was 1 May 2024 until 3 April 2024 (Sage)", id="extended"),
        pytest.param(
            an_entry(former=(Former(date(2024, 6, 9), time(12), "AoE", SEEN, "blog"),)),
            "Was 9 June 2024 (12:00 AoE) until 5 January 2024 (blog)",
            id="source-without-a-name",
        ),
    ],
)
def test_former_words(entry: Entry, told: str) -> None:
    assert words.former_words(entry, {"sage": "Sage"}) == told


@pytest.mark.parametrize(
    ("call", "told"),
    [
        pytest.param(a_call(), "Open until 31 May 2024", id="open"),
        pytest.param(
            a_call(entries=(an_entry(deadline=a_deadline(date=date(2024, 1, 2))),)),
            "Closed since 2 January 2024",
            id="past",
        ),
        pytest.param(a_call(status=Status.CLOSED), "Closed", id="closed-before-its-day"),
        pytest.param(a_call(status=Status.CLOSED, entries=()), "Closed", id="closed-without-a-day"),
        pytest.param(a_call(status=Status.ROLLING), "Open: rolling", id="rolling"),
        pytest.param(a_call(status=Status.UNDATED), "Open: no deadline printed", id="undated"),
        pytest.param(a_call(status=Status.WITHDRAWN), "Withdrawn", id="withdrawn"),
        pytest.param(a_call(entries=()), "Open", id="open-without-a-day"),
        pytest.param(
            a_call(
                entries=(
                    an_entry("submission", deadline=a_deadline(date=date(2024, 3, 1))),
                    an_entry("submission-2", deadline=a_deadline(date=date(2024, 9, 1), zone="AoE")),
                    an_entry("abstract", deadline=a_deadline(kind=Kind.ABSTRACT, date=date(2024, 12, 1))),
                )
            ),
            "Open until 1 September 2024 (AoE)",
            id="last-round",
        ),
    ],
)
def test_status_words(call: Call, told: str) -> None:
    assert words.status_words(call, datetime(2024, 2, 1, tzinfo=UTC)) == told


def of(*entries: Entry, status: Status = Status.OPEN) -> tuple[str, ...]:
    return due_sentences(a_call(entries=entries, status=status))


def test_submission_is_told_before_abstract_and_the_rest_not_at_all() -> None:
    abstract = an_entry("abstract", deadline=a_deadline(kind=Kind.ABSTRACT, date=date(2024, 1, 10)))
    event = an_entry("event_start", deadline=a_deadline(kind=Kind.EVENT_START))
    assert of(abstract, event, an_entry()) == ("Submission due 31 May 2024", "Abstract due 10 January 2024")


def test_many_rounds_are_told_as_a_range_and_a_lone_abstract_in_full() -> None:
    abstract = an_entry("abstract", deadline=a_deadline(kind=Kind.ABSTRACT, date=date(2024, 1, 10)))
    assert of(*SAMPLES[-1].entries, abstract) == (
        "12 submission deadlines from 1 January 2024 to 1 December 2024",
        "Abstract due 10 January 2024",
    )


@pytest.mark.parametrize(
    ("status", "entries", "told"),
    [
        pytest.param(Status.UNDATED, (), ("No deadline printed",), id="nothing-printed"),
        pytest.param(
            Status.UNDATED,
            (an_entry(deadline=a_deadline(date=None, text="TBD")),),
            ("No deadline printed: “TBD”",),
            id="their-own-words",
        ),
        pytest.param(
            Status.ROLLING,
            (an_entry(deadline=a_deadline(date=None, text="Ongoing")),),
            ("Open: rolling: “Ongoing”",),
            id="rolling",
        ),
        pytest.param(
            Status.OPEN,
            (an_entry(), an_entry("abstract", deadline=a_deadline(kind=Kind.ABSTRACT, date=None, text="TBA"))),
            ("Submission due 31 May 2024", "Abstract due: no day printed: “TBA”"),
            id="one-day-known",
        ),
        pytest.param(
            Status.OPEN,
            (an_entry(deadline=a_deadline(state=State.CANCELLED)),),
            ("No deadline printed",),
            id="cancelled-is-not-told-as-due",
        ),
        pytest.param(Status.WITHDRAWN, (an_entry(),), ("Withdrawn", "Submission due 31 May 2024"), id="withdrawn"),
    ],
)
def test_where_no_day_is_known_the_words_of_the_source_stand(
    status: Status, entries: tuple[Entry, ...], told: tuple[str, ...]
) -> None:
    assert of(*entries, status=status) == told
