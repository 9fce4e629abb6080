"""The life of a call as subscribers see it: real programs, the real service, three months by a recorded clock.

What each program showed at each step stands in docs/calendars.md.
"""

from __future__ import annotations

import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.clients import programs
from tests.clients.film import CALLS, CHANGES, READ_BY, Scene, played
from tests.clients.programs import Copied
from tests.clients.story import CALENDARS, FEEDS, NIGHT_MOVED, OFF, STEPS, TITLES, Seen, Step, summary
from tests.clients.world import Running, running

CALENDAR_READERS = ("libical", "ical.js", "ical")
FEED_READERS = ("feedparser", "fastfeedparser")
NUMBERS = [pytest.param(number, id=step.name.replace(" ", "-")) for number, step in enumerate(STEPS)]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("service")) as started:
        yield started


@pytest.fixture(scope="module")
def film(service: Running, tmp_path_factory: pytest.TempPathFactory) -> list[Scene]:
    return played(service, tmp_path_factory.mktemp("subscriber"))


def by_name(events: list[dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    """Each event with its call and slot, told by the title and the UID."""
    named = []
    for event in events:
        [call] = [call for call, title in TITLES.items() if title in event["summary"]]
        named.append((f"{call} {event['uid'].partition('@')[0].partition('-')[2]}", event))
    return named


def end_of(when: str) -> str:
    if "T" in when:
        return (datetime.fromisoformat(when) + timedelta(minutes=1)).isoformat().replace("+00:00", "Z")
    return str(date.fromisoformat(when) + timedelta(days=1))


def changed(step: Step) -> tuple[set[str], set[str]]:
    """The events that are written and those that are deleted where a program keeps what a calendar says.

    vdirsyncer takes an event that says something else for another one: it writes the new and deletes the old.
    """
    before = CALENDARS[STEPS.index(step) - 1] if step is not STEPS[0] else {}
    written = {name for name, seen in step.events.items() if seen is not None} | {*step.reworded}
    deleted = {name for name in {*step.events, *step.reworded} if name in before}
    return written, deleted


@pytest.mark.parametrize("name", [*CALENDAR_READERS, *FEED_READERS, "vdirsyncer", "khal", "newsboat"])
def test_every_program_is_here(name: str) -> None:
    programs.needs(name)
    assert programs.is_here(name)


def test_where_all_programs_are_asked_for_a_missing_one_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "is_here", lambda name: False)
    monkeypatch.setitem(os.environ, "CFPFEEDS_CLIENTS", "required")
    with pytest.raises(pytest.fail.Exception, match="scripts/clients installs it"):
        programs.needs("khal")
    monkeypatch.delitem(os.environ, "CFPFEEDS_CLIENTS")
    with pytest.raises(pytest.skip.Exception):
        programs.needs("khal")


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("name", CALENDAR_READERS)
def test_each_deadline_is_one_event_on_its_day_in_its_version_and_state(
    film: list[Scene], name: str, number: int
) -> None:
    programs.needs(name)
    events = by_name(film[number].read[name, "calendar.ics"])
    shown = [(which, Seen(e["start"], e["sequence"], e["status"])) for which, e in events]
    assert sorted(shown, key=str) == sorted(
        ((which, Seen(seen.when, seen.sequence, seen.status)) for which, seen in CALENDARS[number].items()), key=str
    )
    for which, event in events:
        assert event["summary"] == summary(which, CALENDARS[number][which])
        assert event["end"] == end_of(event["start"])
        assert event["alarms"] == 0


@pytest.mark.parametrize("name", CALENDAR_READERS)
def test_an_event_keeps_its_identity_and_never_comes_back_once_it_has_left(film: list[Scene], name: str) -> None:
    programs.needs(name)
    uids: dict[str, set[str]] = defaultdict(set)
    present: dict[str, list[int]] = defaultdict(list)
    for number, scene in enumerate(film):
        for which, event in by_name(scene.read[name, "calendar.ics"]):
            uids[which].add(event["uid"])
            present[which].append(number)
    assert {which: len(found) for which, found in uids.items()} == dict.fromkeys(uids, 1)
    assert len({uid for found in uids.values() for uid in found}) == len(uids)
    for which, numbers in present.items():
        assert numbers == list(range(numbers[0], numbers[-1] + 1)), which


@pytest.mark.parametrize("name", CALENDAR_READERS)
def test_chosen_alarms_ring_for_what_is_due_and_are_silent_for_what_is_cancelled(film: list[Scene], name: str) -> None:
    programs.needs(name)
    for number, scene in enumerate(film):
        alarms = {which: event["alarms"] for which, event in by_name(scene.read[name, "alarms.ics"])}
        wanted = {which: 0 if seen.status == OFF else 2 for which, seen in CALENDARS[number].items()}
        assert alarms == wanted, STEPS[number].name
        plain = {event["uid"] for event in scene.read[name, "calendar.ics"]}
        assert {event["uid"] for event in scene.read[name, "alarms.ics"]} == plain


@pytest.mark.parametrize("name", CALENDAR_READERS)
def test_a_calendar_without_deadlines_is_read_as_one(film: list[Scene], name: str) -> None:
    programs.needs(name)
    assert [scene.read[name, "empty.ics"] for scene in film] == [[]] * len(STEPS)


def raw_events(scene: Scene, file: str) -> dict[bytes, bytes]:
    """The bytes of each event by its UID."""
    found = re.findall(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", (scene.folder / file).read_bytes(), re.DOTALL)
    return {re.findall(rb"^UID:(.*)\r$", event, re.MULTILINE)[0]: event for event in found}


@pytest.mark.parametrize("file", ["calendar.ics", "alarms.ics"])
@pytest.mark.parametrize("number", NUMBERS[1:])
def test_what_a_step_does_not_name_keeps_every_byte(film: list[Scene], file: str, number: int) -> None:
    before, after = raw_events(film[number - 1], file), raw_events(film[number], file)
    written, deleted = changed(STEPS[number])
    assert sum(before.get(uid) != event for uid, event in after.items()) == len(written)
    assert sum(after.get(uid) != event for uid, event in before.items()) == len(deleted)


@pytest.mark.parametrize("number", NUMBERS[1:])
def test_the_time_of_change_of_an_event_moves_with_every_change(film: list[Scene], number: int) -> None:
    before, after = (raw_events(film[n], "calendar.ics") for n in (number - 1, number))
    stamp = re.compile(rb"^(?:LAST-MODIFIED|DTSTAMP):(\w+)\r$", re.MULTILINE)
    for uid in before.keys() & after.keys():
        if before[uid] != after[uid]:
            assert min(stamp.findall(after[uid])) > max(stamp.findall(before[uid]))


@pytest.mark.parametrize("file", ["calendar.ics", "alarms.ics", "empty.ics", "calls.rss", "calls.atom"])
def test_sources_out_of_order_change_no_byte(film: list[Scene], file: str) -> None:
    number = next(n for n, step in enumerate(STEPS) if step.instead)
    assert film[number].outcomes == {"press": "failed", "hub": "suspicious", "crawler": "unchanged"}
    assert (film[number].folder / file).read_bytes() == (film[number - 1].folder / file).read_bytes()


@pytest.mark.parametrize("number", NUMBERS)
def test_vdirsyncer_copies_what_has_changed_and_nothing_a_second_time(film: list[Scene], number: int) -> None:
    programs.needs("vdirsyncer")
    scene, (written, deleted) = film[number], changed(STEPS[number])
    assert scene.copied == Copied(len(written), len(deleted))
    assert scene.copied_again == Copied()
    assert scene.files == len(CALENDARS[number])


@pytest.mark.parametrize("number", NUMBERS)
def test_khal_shows_each_deadline_once_on_its_day_and_marks_what_is_cancelled(film: list[Scene], number: int) -> None:
    programs.needs("khal")
    shown = sorted((e["title"], e["start"], e["status"], e["cancelled"].strip()) for e in film[number].khal)
    assert shown == sorted(
        (
            summary(which, seen),
            seen.when.replace("T", " ").removesuffix(":00Z"),
            seen.status,
            "CANCELLED" if seen.status == OFF else "",
        )
        for which, seen in CALENDARS[number].items()
    )


@pytest.mark.parametrize("number", NUMBERS)
def test_newsboat_shows_a_call_once_and_as_unread_only_when_it_is_new(film: list[Scene], number: int) -> None:
    programs.needs("newsboat")
    shown = film[number].newsboat[CALLS]
    assert sorted(item.title for item in shown if item.unread) == sorted(TITLES[call] for call in STEPS[number].unread)
    assert max(Counter(item.title for item in shown).values()) == 1
    assert {TITLES[call] for call in FEEDS[number]} <= {item.title for item in shown}


@pytest.mark.parametrize(
    ("words", "name"),
    [
        pytest.param(NIGHT_MOVED.link, "listed again under another link", id="link"),
        pytest.param("15 March 2027", "extended", id="day"),
    ],
)
def test_an_item_that_newsboat_has_shown_before_says_what_is_new(film: list[Scene], words: str, name: str) -> None:
    programs.needs("newsboat")
    said = [next(i.content for i in scene.newsboat[CALLS] if i.title == TITLES["night"]) for scene in film]
    since = next(n for n, step in enumerate(STEPS) if step.name == name)
    assert [words in text for text in said] == [n >= since for n in range(len(STEPS))]


@pytest.mark.parametrize("number", NUMBERS)
def test_newsboat_tells_every_change_once(film: list[Scene], number: int) -> None:
    programs.needs("newsboat")
    shown = film[number].newsboat[CHANGES]
    assert sorted(item.title for item in shown if item.unread) == sorted(
        f"{told}: {TITLES[call]}" for told, call in STEPS[number].told
    )
    assert max(Counter(item.title for item in shown).values()) == 1


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("name", FEED_READERS)
def test_each_open_call_is_one_item_in_every_format(film: list[Scene], name: str, number: int) -> None:
    programs.needs(name)
    rss, atom = (film[number].read[name, file] for file in ("calls.rss", "calls.atom"))
    assert sorted(item["title"] for item in rss) == sorted(TITLES[call] for call in FEEDS[number])
    assert [(item["id"], item["link"]) for item in rss] == [(item["id"], item["link"]) for item in atom]


@pytest.mark.parametrize("name", FEED_READERS)
def test_an_item_keeps_its_identity_its_link_and_its_date(film: list[Scene], name: str) -> None:
    programs.needs(name)
    found: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    for scene in film:
        for item in scene.read[name, "calls.rss"]:
            found[item["title"]].add((item["id"], item["link"], item["published"]))
    assert {title: len(told) for title, told in found.items()} == dict.fromkeys(TITLES.values(), 1)


def test_the_page_of_a_call_that_was_merged_away_leads_to_the_one_that_lives_on(
    film: list[Scene], service: Running
) -> None:
    programs.needs("feedparser")
    number = next(n for n, step in enumerate(STEPS) if "twice" in step.unread)
    links = {item["title"]: item["link"] for item in film[number].read["feedparser", "calls.rss"]}
    answer = httpx.get(links[TITLES["twice"]], timeout=20, trust_env=False, follow_redirects=True)
    assert (answer.status_code, str(answer.url)) == (200, links[TITLES["night"]])
    assert len(answer.history) == 1


def test_the_table_in_the_documentation_is_what_was_seen(film: list[Scene]) -> None:
    programs.needs("vdirsyncer")
    programs.needs("newsboat")
    lines = (programs.ROOT / "docs" / "calendars.md").read_text(encoding="utf-8").splitlines()
    table = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    printed = {row[0]: [int(cell) for cell in row[2:]] for row in table if len(row) == 8 and row[2].isdigit()}
    assert printed == {
        step.name: [
            scene.files,
            scene.copied.written,
            scene.copied.deleted,
            len(FEEDS[number]),
            sum(item.unread for item in scene.newsboat[CALLS]),
            sum(item.unread for item in scene.newsboat[CHANGES]),
        ]
        for number, (step, scene) in enumerate(zip(STEPS, film, strict=True))
    }


def test_every_library_has_read_every_file(film: list[Scene]) -> None:
    for name, files in READ_BY.items():
        programs.needs(name)
        for scene in film:
            assert {file for library, file in scene.read if library == name} == set(files)
            assert all(Path(scene.folder / file).is_file() for file in files)
