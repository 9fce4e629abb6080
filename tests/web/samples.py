"""A library as a reader meets it: calls of every kind and state, as seen at noon on 24 November 2026."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from cfpfeeds import disciplines
from cfpfeeds.config import Config
from cfpfeeds.model import (
    AOE,
    Authority,
    Call,
    CallKind,
    Change,
    ChangeKind,
    Conflict,
    Deadline,
    Entry,
    Former,
    Guess,
    Kind,
    Outcome,
    OutcomeKind,
    Plan,
    Problem,
    Sighting,
    Site,
    SourceState,
    State,
    Status,
)
from cfpfeeds.publish import publish
from cfpfeeds.store import Store, open_store
from cfpfeeds.web import create_app
from tests.builders import a_config, a_source

NOW = datetime(2026, 11, 24, 12, 30, tzinfo=UTC)
TODAY = NOW.date()
SEEN = datetime(2026, 11, 2, 8, 30, 15, tzinfo=UTC)
SOURCE_NAMES = {"press": "Example Press", "list": "Deadlines by hand", "crawler": "Crawled calls", "old": "Old list"}
CONFIG = a_config(
    a_source(id="press", name="Example Press", homepage="https://press.example/"),
    a_source(id="list", name="Deadlines by hand", authority="list"),
    a_source(id="crawler", name="Crawled calls", authority="crawler"),
    a_source(id="new", name="Never polled"),
    a_source(id="old", name="Old list", enabled=False, note="Refuses every program: save its page and import it."),
)


def a_site(base_url: str = "https://calls.example.org") -> Site:
    return Site(
        base_url=base_url,
        title="Calls for papers",
        contact="librarian@example.org",
        uid_domain="calls.example.org",
        discipline_names={d.slug: d.name for d in disciplines.all_disciplines()},
        source_names=SOURCE_NAMES,
    )


def a_deadline(in_days: int | None = 30, kind: Kind = Kind.SUBMISSION, **changes: Any) -> Deadline:
    """A deadline so many days from TODAY, None for no day."""
    day = None if in_days is None else TODAY + timedelta(days=in_days)
    return Deadline(**{"kind": kind, "date": day, "text": "Full papers are due", **changes})


def an_entry(in_days: int | None = 30, kind: Kind = Kind.SUBMISSION, slot: str = "", **changes: Any) -> Entry:
    """A deadline with its identity; `former` and `sequence` belong to the entry, all else to the deadline."""
    own = {key: changes.pop(key) for key in ("former", "sequence") if key in changes}
    entry = {"source_id": "press", "sequence": 0, "created_at": SEEN, "modified_at": SEEN, **own}
    return Entry(slot or kind.value, a_deadline(in_days, kind, **changes), **entry)


def a_call(call_id: str = "c1f0", **changes: Any) -> Call:
    values: dict[str, Any] = {
        "title": "Care at the edges of the clinic",
        "venue": "Journal of Care",
        "url": f"https://press.example/calls/{call_id}",
        "published_at": SEEN,
        "updated_at": SEEN,
        "kind": CallKind.SPECIAL_ISSUE,
        "entries": (an_entry(),),
        "disciplines": ("nursing",),
        "source_ids": ("press",),
    }
    return Call(id=call_id, **{**values, **changes})


def a_sighting(call: Call, source_id: str = "press", **changes: Any) -> Sighting:
    values: dict[str, Any] = {
        "title": call.title,
        "venue": call.venue,
        "url": call.url,
        "deadlines": call.deadlines,
        "disciplines": call.disciplines,
        "call_id": call.id,
        "first_seen": SEEN,
        "changed_at": SEEN,
        "language": call.language,
    }
    return Sighting(source_id, call.id, **{**values, **changes})


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Service:
    """A store with an application over it that looks for changes at every request."""

    store: Store
    app: Flask
    site: Site
    clock: Clock = field(default_factory=Clock)

    @property
    def client(self) -> FlaskClient:
        return self.app.test_client()

    def add(self, *calls: Call, sightings: tuple[Sighting, ...] = (), changes: tuple[Change, ...] = ()) -> None:
        """Store calls, each sighted at Example Press unless `sightings` says otherwise."""
        seen = sightings or tuple(a_sighting(call) for call in calls)
        outcome = Outcome("press", OutcomeKind.UPDATED, "2 new, 0 changed", self.clock.now, calls=len(calls))
        state = SourceState("press", self.clock.now, self.clock.now, self.clock.now + timedelta(hours=12))
        self.store.apply(Plan(sightings=seen, calls=calls, changes=changes), state, outcome)

    def publish(self) -> None:
        publish(self.store, self.site, now=self.clock.now)


def a_service(
    folder: Path, *calls: Call, base_url: str = "https://calls.example.org", config: Config = CONFIG
) -> Service:
    """A service with calls in it and nothing published yet."""
    store, clock, site = open_store(f"sqlite:///{folder}/calls.sqlite"), Clock(), a_site(base_url)
    service = Service(store, create_app(store, config, site, clock, look_again_s=0.0), site, clock)
    if calls:
        service.add(*calls)
    return service


EXTENDED = a_call(
    "extended",
    title="Night work and the body clock: sleep, safety and the organisation of shifts in hospitals",
    summary="Papers on night work are invited.\nField studies and reviews are equally welcome.",
    updated_at=datetime(2026, 11, 20, 7, 0, tzinfo=UTC),
    entries=(
        an_entry(
            9,
            time=time(23, 59),
            zone=AOE,
            text="~~15 November 2026~~ Extended: 3 December 2026, 23:59 AoE",
            sequence=1,
            former=(Former(date(2026, 11, 15), None, "", datetime(2026, 11, 20, 7, 0, tzinfo=UTC), "press"),),
        ),
        an_entry(-12, Kind.ABSTRACT, text="Abstracts by 12 November 2026"),
        an_entry(60, Kind.NOTIFICATION, text="Notification: 23 January 2027"),
    ),
    disciplines=("nursing", "public-health"),
    conflicts=(Conflict("submission", "2026-11-15", "crawler", SEEN), Conflict("title", "Night work", "crawler", SEEN)),
    source_ids=("press", "crawler"),
)
EXTENDED_SIGHTINGS = (
    a_sighting(EXTENDED, changed_at=datetime(2026, 11, 20, 7, 0, tzinfo=UTC)),
    a_sighting(
        EXTENDED,
        "crawler",
        title="Night work",
        authority=Authority.CRAWLER,
        deadlines=(a_deadline(-9, text="Nov 15, 2026"),),
        misses=2,
        missing_since=datetime(2026, 11, 22, 7, 0, tzinfo=UTC),
    ),
)
EXTENDED_CHANGES = (
    Change("extended", SEEN, ChangeKind.NEW, new=EXTENDED.title, source_id="press"),
    Change(
        "extended",
        datetime(2026, 11, 20, 7, 0, tzinfo=UTC),
        ChangeKind.EXTENDED,
        "submission",
        "2026-11-15",
        "2026-12-03 23:59 AoE",
        "press",
    ),
)
_CONFERENCE = CallKind.CONFERENCE
_TOPICS = (
    ("Safe staffing in long-term care", "Journal of Care", ("nursing",), CallKind.SPECIAL_ISSUE),
    (
        "International Conference on Very Large Language Archives (ICVLLA 2027)",
        "ICVLLA",
        ("cs-ai", "linguistics"),
        _CONFERENCE,
    ),
    (
        "Edited volume: Bread, salt and law in the early modern Baltic",
        "Harbour Press",
        ("history", "law"),
        CallKind.EDITED_VOLUME,
    ),
    ("Symposium on Provable Networks", "SPN '27", ("cs-networks", "cs-theory"), _CONFERENCE),
    (
        "Soils that remember: long experiments in agronomy",
        "Field and Furrow",
        ("agriculture-food",),
        CallKind.SPECIAL_ISSUE,
    ),
    ("Rural hospitals after the reform", "Health Services Letters", ("health-services",), CallKind.SPECIAL_ISSUE),
    (
        "Workshop on Wearable Rehabilitation",
        "WeaRe",
        ("rehabilitation-allied-health", "biomedical-engineering"),
        _CONFERENCE,
    ),
    (
        "Teaching statistics with doubt",
        "Statistics Classroom",
        ("education", "mathematics-statistics"),
        CallKind.SPECIAL_ISSUE,
    ),
)


def _crowd() -> list[Call]:
    calls = []
    for number in range(24):
        title, venue, slugs, kind = _TOPICS[number % len(_TOPICS)]
        entries = (
            an_entry(3 + number * 7, Kind.ABSTRACT, text="Abstract by"),
            an_entry(30 + number * 7, time=time(23, 59), zone=AOE, text="Paper by, 23:59 AoE"),
        )
        calls.append(
            a_call(
                f"crowd{number}",
                title=title if number < len(_TOPICS) else f"{title}, part {number // len(_TOPICS) + 1}",
                venue=venue,
                kind=kind,
                disciplines=slugs,
                place="Tartu, Estonia" if kind is _CONFERENCE else "",
                published_at=SEEN + timedelta(hours=number),
                updated_at=SEEN + timedelta(hours=number),
                entries=entries if number % 3 else entries[1:],
            )
        )
    return calls


LIBRARY = (
    EXTENDED,
    *_crowd(),
    a_call(
        "today",
        title="Whatever is due today",
        entries=(an_entry(0, time=time(17, 0), zone="Europe/Berlin", text="24 Nov, 17:00 CET"),),
    ),
    a_call(
        "aoe",
        title="Still yesterday somewhere",
        entries=(an_entry(-1, text="23 November 2026"),),
        disciplines=("cs-hci",),
    ),
    a_call(
        "german",
        title="Pflege auf dem Land: Erfahrungen, Modelle, Kritik",
        language="de",
        entries=(an_entry(45, text="bis 8. Januar 2027 (Exposé)"),),
    ),
    a_call(
        "arabic",
        title="رعاية المرضى في المنزل: دعوة لتقديم البحوث",
        language="ar",
        entries=(an_entry(70, text="2 فبراير 2027"),),
    ),
    a_call(
        "rolling",
        title="Commemorating 100 years of the electroencephalogram",
        status=Status.ROLLING,
        disciplines=("neuroscience",),
        entries=(an_entry(None, text="articles are accepted on a rolling basis until early 2029"),),
    ),
    a_call(
        "tbd",
        title="Social violence and the school nurse",
        status=Status.UNDATED,
        entries=(an_entry(None, text="deadline TBD"),),
    ),
    a_call(
        "unplaced",
        title="Ideas of the commons",
        disciplines=(),
        entries=(an_entry(21, guesses=(Guess.YEAR,), text="15 December"),),
    ),
    a_call(
        "rounds",
        title="Transactions on Everything, rolling rounds of 2027",
        kind=_CONFERENCE,
        disciplines=("cs-software",),
        entries=tuple(
            an_entry(20 + 30 * n, slot=f"submission-{n + 1}", round=f"Round {n + 1}", text=f"Round {n + 1}")
            for n in range(8)
        ),
    ),
    a_call(
        "withdrawn",
        title="A volume that will not appear",
        status=Status.WITHDRAWN,
        entries=(an_entry(state=State.CANCELLED),),
    ),
    a_call(
        "cancelled",
        title="Postponed symposium on dental imaging",
        disciplines=("dentistry",),
        kind=_CONFERENCE,
        entries=(an_entry(14, state=State.CANCELLED), an_entry(50, Kind.ABSTRACT)),
    ),
    *(a_call(f"closed{n}", title=f"Closed call number {n + 1}", entries=(an_entry(-5 - n * 3),)) for n in range(27)),
)


def a_filled_service(folder: Path, base_url: str = "https://calls.example.org") -> Service:
    """A service with the whole library, published."""
    service = a_service(folder, base_url=base_url)
    others = tuple(a_sighting(call) for call in LIBRARY if call is not EXTENDED)
    service.add(*LIBRARY, sightings=(*others, *EXTENDED_SIGHTINGS), changes=EXTENDED_CHANGES)
    problems = (Problem("crawler #12", "no day: “the ides of Marchember”"), Problem("crawler #40", "title is empty"))
    for source_id, kind, reason in (
        ("list", OutcomeKind.SUSPICIOUS, "12 calls where there are usually 353"),
        ("crawler", OutcomeKind.UNCHANGED, "nothing that a reader cares about has changed"),
    ):
        state = SourceState(source_id, NOW, NOW - timedelta(hours=13), NOW + timedelta(hours=11), usual_count=353)
        service.store.apply(Plan(), state, Outcome(source_id, kind, reason, NOW, calls=77, problems=problems))
    service.publish()
    return service
