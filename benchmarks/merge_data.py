"""Made-up sightings in the shape of real lists: events of series and special issues, told by one to five sources."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from cfpfeeds.model import CallKind, Deadline, Kind, Sighting

_SYLLABLES = [first + second for first in "bcdfghklmnprstv" for second in ("a", "e", "i", "o", "un", "er")]
_LISTS = 40
_PRESSES = 60
_FIRST_DAY = date(2024, 1, 1)


def sightings(count: int, seed: int = 1) -> list[Sighting]:
    """`count` sightings of about half as many calls, the same for the same `seed`."""
    chance = random.Random(seed)
    made: list[Sighting] = []
    calls = _calls(chance, count)
    while len(made) < count:
        made += next(calls)
    return made[:count]


def _calls(chance: random.Random, count: int) -> Iterator[list[Sighting]]:
    words = [_word(chance) for _ in range(4000)]
    weights = [1 / (rank + 20) for rank in range(len(words))]  # a few words stand in very many titles
    journals = [f"Journal of {_phrase(chance, words, weights, 2)}" for _ in range(max(50, count // 40))]
    series = [_series(chance, words, weights) for _ in range(max(50, count // 20))]
    number = 0
    while True:
        number += 1
        first = _event(chance, number, *chance.choice(series)) if chance.random() < 0.5 else None
        first = first or _issue(chance, number, chance.choice(journals), _phrase(chance, words, weights, 6))
        yield [first, *(_told_again(chance, first, n) for n in range(chance.choice((0, 0, 0, 1, 1, 2, 4))))]


def _series(chance: random.Random, words: list[str], weights: list[float]) -> tuple[str, str]:
    name = _phrase(chance, words, weights, 4)
    letters = "".join(word[0] for word in name.split())
    return f"{chance.choice(('IC', 'AC', 'EU', 'S', 'W'))}{letters}".upper(), f"International Conference on {name}"


def _event(chance: random.Random, number: int, acronym: str, name: str) -> Sighting:
    year = chance.randint(2024, 2029)
    begins = date(year, chance.randint(1, 12), chance.randint(1, 28))
    town = f"{_word(chance).title()}, {_word(chance).title()}"
    return Sighting(
        source_id=f"list-{chance.randrange(_LISTS)}",
        key=f"e{number}",
        title=f"{acronym} {year}: {name}",
        kind=CallKind.CONFERENCE,
        acronym=acronym,
        year=year,
        url=f"https://{acronym.lower()}.example/{year}",
        event=f"{begins:%B} {begins.day}-{begins.day + 2}, {year}",
        place=town,
        deadlines=_due(begins - timedelta(days=chance.randint(90, 250))),
    )


def _issue(chance: random.Random, number: int, journal: str, title: str) -> Sighting:
    press = chance.randrange(_PRESSES)
    return Sighting(
        source_id=f"press-{press}",
        key=f"i{number}",
        title=title,
        venue=journal,
        kind=CallKind.SPECIAL_ISSUE,
        url=f"https://press-{press}.example/calls/{number}",
        deadlines=_due(_FIRST_DAY + timedelta(days=chance.randrange(1500))),
    )


def _told_again(chance: random.Random, first: Sighting, number: int) -> Sighting:
    """The same call at another source: other spelling, other link, a day off, or less of it."""
    day = next(d.date for d in first.deadlines if d.date)
    moved = chance.choice((0, 0, 0, 1, 14))
    told = replace(
        first,
        source_id=f"hub-{chance.randrange(_LISTS)}",
        key=f"{first.key}-{number}",
        deadlines=_due(day + timedelta(days=moved)),
    )
    if first.acronym:
        shorter = chance.choice((first.title, first.acronym, f"IEEE {first.acronym} {first.year}"))
        return replace(told, title=shorter, place=chance.choice((first.place, "")))
    return replace(told, title=chance.choice((first.title, f"Special issue: {first.title}", f"{first.title}!")))


def _due(day: date) -> tuple[Deadline, ...]:
    return (Deadline(Kind.SUBMISSION, day, text=day.isoformat()),)


def _phrase(chance: random.Random, words: list[str], weights: list[float], length: int) -> str:
    return " ".join(chance.choices(words, weights, k=length))


def _word(chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4)))
