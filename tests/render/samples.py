"""Calls made for these tests, and the one list that the golden files show: every case that a deadline can be."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from cfpfeeds.model import AOE, Call, CallKind, Deadline, Entry, Feed, Former, Guess, Kind, Site, State, Status

SITE = Site(
    base_url="https://calls.example.org",
    title="Calls for papers",
    contact="librarian@example.org",
    uid_domain="calls.example.org",
    discipline_names={"nursing": "Nursing", "history-art-law": "History, art; law", "marketing": "Marketing"},
    source_names={"sage": "Sage", "wikicfp": "WikiCFP", "ccf": "CCF deadlines"},
)
SEEN = datetime(2024, 1, 5, 8, 30, 15, 250_000, tzinfo=UTC)


def a_deadline(**changes: Any) -> Deadline:
    """A submission deadline of which the day is known."""
    return Deadline(**{"kind": Kind.SUBMISSION, "date": date(2024, 5, 31), "text": "Due: May 31, 2024", **changes})


def an_entry(slot: str = "submission", *, deadline: Deadline | None = None, **changes: Any) -> Entry:
    """A deadline with its identity, seen once and never changed."""
    values = {"source_id": "sage", "sequence": 0, "created_at": SEEN, "modified_at": SEEN, **changes}
    return Entry(slot, deadline or a_deadline(), **values)


def a_call(call_id: str = "c1f0", **changes: Any) -> Call:
    """A special issue with one deadline."""
    values: dict[str, Any] = {
        "title": "Care at the edges of the clinic",
        "venue": "Journal of Interactive Marketing",
        "url": "https://publisher.example/calls/care?journal=jim&issue=4",
        "published_at": SEEN,
        "updated_at": SEEN,
        "kind": CallKind.SPECIAL_ISSUE,
        "entries": (an_entry(),),
        "disciplines": ("nursing",),
        "summary": "Papers on care that happens outside hospitals.\nAll methods are welcome.",
        "source_ids": ("sage",),
    }
    return Call(id=call_id, **{**values, **changes})


def a_feed(*calls: Call, **changes: Any) -> Feed:
    """A list of calls in the order given."""
    newest = max((call.updated_at for call in calls), default=SEEN)
    values: dict[str, Any] = {
        "slug": "nursing",
        "title": "Calls for papers: Nursing",
        "description": "Open calls for papers with their deadlines: Nursing.",
        "updated_at": newest,
    }
    return Feed(calls=calls, **{**values, **changes})


def _seen(minute: int) -> dict[str, Any]:
    moment = SEEN.replace(hour=7, minute=minute)
    return {"published_at": moment, "updated_at": moment}


def _entry_of(kind: Kind, slot: str, **changes: Any) -> Entry:
    return an_entry(slot, deadline=a_deadline(kind=kind, **changes))


EXTENDED = an_entry(
    deadline=a_deadline(time=time(23, 59), zone=AOE, text="~~May 1, 2024~~ Extended to May 31, 2024 (AoE)"),
    sequence=1,
    modified_at=datetime(2024, 4, 3, 9, 0, tzinfo=UTC),
    former=(Former(date(2024, 5, 1), None, "", datetime(2024, 4, 3, 9, 0, tzinfo=UTC), "sage"),),
)

SAMPLES = (
    a_call(
        "c01",
        **_seen(59),
        entries=(
            EXTENDED,
            _entry_of(Kind.ABSTRACT, "abstract", date=date(2024, 1, 10), text="Abstracts by 10 January"),
        ),
    ),
    a_call(
        "c02",
        **_seen(58),
        title="R&D in <care>: 50% faster; cheaper, better? C:\\new & “quoted” 👩🏽‍⚕️",
        venue="Health & Society; <Europe>",
        disciplines=("history-art-law", "nursing"),
        entries=(
            _entry_of(
                Kind.SUBMISSION,
                "submission",
                time=time(17, 0),
                zone="Europe/Berlin",
                text="31 May 2024, 17:00 Berlin time",
            ),
        ),
    ),
    a_call(
        "c03",
        **_seen(57),
        title="رعاية المرضى في المنزل: دعوة لتقديم البحوث",
        language="ar",
        entries=(_entry_of(Kind.SUBMISSION, "submission", time=time(17, 0), text="31 مايو 2024 الساعة 17:00"),),
    ),
    a_call(
        "c04",
        **_seen(56),
        title="A long title " + "of many words " * 20,
        status=Status.UNDATED,
        entries=(_entry_of(Kind.SUBMISSION, "submission", date=None, text="TBD"),),
    ),
    a_call("c05", **_seen(55), title="Nursing in rural places", status=Status.ROLLING, url="", venue="", entries=()),
    a_call(
        "c06",
        **_seen(54),
        title="Symposium on night work",
        kind=CallKind.CONFERENCE,
        entries=(
            _entry_of(Kind.ABSTRACT, "abstract", guesses=(Guess.YEAR,), text="Abstracts: 31 May"),
            _entry_of(Kind.SUBMISSION, "submission", state=State.CANCELLED, date=date(2024, 7, 1), text="1 July 2024"),
            _entry_of(Kind.EVENT_START, "event_start", date=date(2024, 9, 2), text="2-4 September 2024"),
        ),
    ),
    a_call(
        "c07",
        **_seen(53),
        title="Twelve rounds a year",
        kind=CallKind.CONFERENCE,
        entries=tuple(
            _entry_of(Kind.SUBMISSION, f"submission-{month}", date=date(2024, month, 1), round=f"Round {month}")
            for month in range(1, 13)
        ),
    ),
)
GOLDEN = a_feed(*SAMPLES, updated_at=datetime(2024, 4, 3, 9, 0, tzinfo=UTC))
