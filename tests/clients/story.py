"""Three months of eleven calls: what the sources print on each day, and what every subscriber should see of it.

Each step names only what changes. What it does not name must stay exactly as it was, for every program.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import accumulate

from tests.clients.world import BROKEN, Printed, list_file
from tests.commands.mirror import Answer

ON, OFF = "CONFIRMED", "CANCELLED"


@dataclass(frozen=True)
class Seen:
    """An event as subscribers see it: a day, or an instant in UTC. `ended` stands before its title, `remark` after."""

    when: str
    sequence: int = 0
    status: str = ON
    remark: str = ""
    ended: str = ""


@dataclass(frozen=True)
class Step:
    """One look at the sources, so many days after the first, and what changes by it.

    `press`, `hub` and `crawler` are calls that are listed otherwise from now on, None for no longer. `before` are days
    on which the same is polled without anybody looking. `events` are those of the calendar by call and slot, None for
    one that leaves; `reworded` those of which only the description changes. `unread` are the calls that are new items
    of the feed of calls, `again` those that are back in it, `left` those that it loses. `told` are the new items of the
    feed of changes, each with its call.
    """

    name: str
    day: int
    press: Mapping[str, Printed | None] = field(default_factory=dict)
    hub: Mapping[str, Printed | None] = field(default_factory=dict)
    crawler: Mapping[str, Printed | None] = field(default_factory=dict)
    instead: Mapping[str, Answer] = field(default_factory=dict)
    before: tuple[int, ...] = ()
    events: Mapping[str, Seen | None] = field(default_factory=dict)
    reworded: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    again: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    told: tuple[tuple[str, str], ...] = ()


def printed(title: str, journal: str, link: str, dates: str) -> Printed:
    return Printed(title, journal, f"https://press.example/calls/{link}", dates)


NIGHT = printed(
    "Night work and the body clock",
    "Sleep Letters",
    "night",
    "Abstracts are due 20 December 2026. Full papers are due 1 March 2027.",
)
NIGHT_MOVED = replace(NIGHT, link="https://press.example/issues/2027/night-work")
NIGHT_EXTENDED = replace(
    NIGHT_MOVED,
    dates="Abstracts are due 20 December 2026. Full papers are due 15 March 2027 (extended from 1 March 2027).",
)
BREAD = printed("Bread and salt in the Baltic", "Harbour Studies", "bread", "Full papers are due 1 April 2027.")
TRAINS = printed("Trains at the border", "Railway History", "trains", "Full papers are due 20 March 2027.")
LICHEN = printed("Lichen in cities", "Letters on Lichen", "lichen", "Round 1 submission deadline: 15 January 2027.")
AGEING = printed("Ageing on islands", "Island Medicine", "ageing", "Submission deadline: 10 February 2027, 17:00 CET.")
COMPILERS = printed(
    "Compilers for small machines", "Small Machines", "compilers", "Submission deadline: 12 March 2027, 23:59 AoE."
)
COMPILERS_EXTENDED = replace(COMPILERS, dates="Submission deadline: 26 March 2027, 23:59 AoE.")
GRAVEL = printed("Gravel roads", "Studies in Gravel", "gravel", "Full papers are due 30 April 2027.")
PIERS = printed("Piers in winter", "Annals of Ferries", "piers", "Full papers are due 10 December 2026.")
SONGS = printed("Songs about gravel", "Studies in Gravel", "songs", "Full papers are due 25 May 2027.")
ROPES = Printed("Rope bridges", "Review of Bridges", "https://bridges.example/ropes", "2027-06-30")
TWICE = Printed("Working nights", "Sleep", "https://crawler.example/?id=77", "2027-03-15")

TITLES = {
    "night": NIGHT.title,
    "bread": BREAD.title,
    "trains": TRAINS.title,
    "lichen": LICHEN.title,
    "ageing": AGEING.title,
    "compilers": COMPILERS.title,
    "gravel": GRAVEL.title,
    "piers": PIERS.title,
    "songs": SONGS.title,
    "ropes": ROPES.title,
    "twice": TWICE.title,
}
FIRST = tuple(call for call in TITLES if call != "twice")
"""The calls that are listed from the beginning."""


def after(before: Mapping[str, Seen | None], changed: Mapping[str, Seen | None]) -> dict[str, Seen | None]:
    """The calendar after a step."""
    return {name: seen for name, seen in {**before, **changed}.items() if seen is not None}


def listed(before: frozenset[str], step: Step) -> frozenset[str]:
    """The calls in the feed after a step."""
    return (before | {*step.unread, *step.again}) - set(step.left)


STEPS = (
    Step(
        "seen",
        0,
        press={
            "night": NIGHT,
            "bread": BREAD,
            "trains": TRAINS,
            "lichen": LICHEN,
            "ageing": AGEING,
            "compilers": COMPILERS,
            "gravel": GRAVEL,
            "piers": PIERS,
            "songs": SONGS,
        },
        hub={"ropes": ROPES},
        events={
            "night abstract": Seen("2026-12-20"),
            "night submission": Seen("2027-03-01"),
            "bread submission": Seen("2027-04-01"),
            "trains submission": Seen("2027-03-20"),
            "lichen submission": Seen("2027-01-15"),
            "ageing submission": Seen("2027-02-10T16:00:00Z"),
            "compilers submission": Seen("2027-03-12", remark="(AoE)"),
            "gravel submission": Seen("2027-04-30"),
            "piers submission": Seen("2026-12-10"),
            "songs submission": Seen("2027-05-25"),
            "ropes submission": Seen("2027-06-30"),
        },
        unread=FIRST,
        told=tuple(("New", call) for call in FIRST),
    ),
    Step("two sources out of order", 2, instead={"press": BROKEN, "hub": list_file([])}),
    Step("listed again under another link", 4, press={"night": NIGHT_MOVED}),
    Step(
        "extended",
        6,
        press={
            "night": NIGHT_EXTENDED,
            "ageing": replace(AGEING, dates="Submission deadline: 24 February 2027, 17:00 CET."),
            "compilers": COMPILERS_EXTENDED,
        },
        events={
            "night submission": Seen("2027-03-15", 1, remark="(extended)"),
            "ageing submission": Seen("2027-02-24T16:00:00Z", 1, remark="(extended)"),
            "compilers submission": Seen("2027-03-26", 1, remark="(AoE) (extended)"),
        },
        told=(
            ("Submission extended to 15 March 2027", "night"),
            ("Submission extended to 24 February 2027 17:00 Europe/Berlin", "ageing"),
            ("Submission extended to 26 March 2027 23:59 AoE", "compilers"),
        ),
    ),
    Step(
        "brought forward",
        7,
        press={"bread": replace(BREAD, dates="Full papers are due 20 March 2027.")},
        events={"bread submission": Seen("2027-03-20", 1)},
        told=(("Submission brought forward to 20 March 2027", "bread"),),
    ),
    Step(
        "another source disagrees",
        8,
        hub={"night": Printed(NIGHT.title, NIGHT.journal, NIGHT_MOVED.link, "2027-03-01")},
        reworded=("night submission",),
    ),
    Step(
        "an abstract stage added",
        9,
        press={
            "gravel": replace(GRAVEL, dates="Abstracts are due 31 January 2027. Full papers are due 30 April 2027.")
        },
        events={"gravel abstract": Seen("2027-01-31")},
        told=(("Abstract deadline named: 31 January 2027", "gravel"),),
    ),
    Step(
        "told in other words",
        10,
        press={"bread": replace(BREAD, dates="The deadline for full papers is 20 March 2027.")},
        reworded=("bread submission",),
    ),
    Step("past, and called closed by its source", 19, press={"piers": replace(PIERS, state="Closed")}, left=("piers",)),
    Step(
        "listed twice",
        20,
        crawler={"night": TWICE},
        events={"twice submission": Seen("2027-03-15")},
        unread=("twice",),
        told=(("New", "twice"),),
    ),
    Step(
        "merged with its double",
        22,
        crawler={"night": Printed(NIGHT.title, NIGHT.journal, NIGHT_MOVED.link, "2027-03-15")},
        events={"twice submission": None},
        left=("twice",),
    ),
    Step(
        "withdrawn",
        24,
        press={"night": replace(NIGHT_EXTENDED, state="Withdrawn"), "trains": replace(TRAINS, state="Withdrawn")},
        events={
            "night submission": Seen("2027-03-15", 2, OFF, "(extended)"),
            "trains submission": Seen("2027-03-20", 1, OFF),
        },
        left=("night", "trains"),
        told=(("Withdrawn", "night"), ("Withdrawn", "trains")),
    ),
    Step(
        "open again",
        26,
        press={"trains": TRAINS},
        events={"trains submission": Seen("2027-03-20", 2)},
        again=("trains",),
        told=(("Open again", "trains"),),
    ),
    Step(
        "a second round",
        28,
        press={
            "lichen": replace(
                LICHEN,
                dates="Round 1 submission deadline: 15 January 2027. Round 2 submission deadline: 15 May 2027.",
            )
        },
        events={"lichen submission-2": Seen("2027-05-15")},
        told=(("Submission 2 deadline named: 15 May 2027", "lichen"),),
    ),
    Step(
        "gone from its list",
        35,
        press={"songs": None},
        before=(29, 30, 31, 32, 33, 34),
        events={"songs submission": Seen("2027-05-25", 1, OFF)},
        left=("songs",),
        told=(("Withdrawn", "songs"),),
    ),
    Step(
        "closed before its day",
        40,
        press={"compilers": replace(COMPILERS_EXTENDED, state="Closed")},
        events={"compilers submission": Seen("2027-03-26", 1, remark="(AoE) (extended)", ended="Closed: ")},
        left=("compilers",),
    ),
    Step(
        "thirty days after the withdrawals",
        70,
        events={"night submission": None, "songs submission": None},
    ),
    Step(
        "ninety days past",
        120,
        events={"piers submission": None, "night abstract": None},
        left=("bread", "trains", "ageing"),
    ),
)

CALENDARS = [dict(seen) for seen in accumulate((step.events for step in STEPS), after)]
"""What the calendar holds after each step, by call and slot."""

FEEDS = list(accumulate(STEPS, listed, initial=frozenset[str]()))[1:]
"""The calls that the feed holds after each step."""


def summary(name: str, seen: Seen) -> str:
    """The title of the event as every program shows it."""
    call, _, slot = name.partition(" ")
    due = "Abstract due" if slot == "abstract" else "Submission due"
    if call == "lichen":
        due += " (Round 2)" if slot == "submission-2" else " (Round 1)"
    ended = "Cancelled: " if seen.status == OFF else seen.ended
    return f"{ended}{due}: {TITLES[call]}{f' {seen.remark}' if seen.remark else ''}"
