"""What a source says and was not believed stands in the event and in the data, with the source and the day."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

from icalendar import Event

from cfpfeeds.model import Conflict, Former
from cfpfeeds.render.event import event
from cfpfeeds.render.ics import calendar
from cfpfeeds.render.jsonfeed import json_feed
from tests.render.samples import SITE, a_call, a_feed, an_entry

SEEN = datetime(2024, 4, 3, 9, 0, tzinfo=UTC)
OTHER_DAY = Conflict("submission", "2024-05-01 23:59 AoE", "sage", SEEN)
OTHER_STAGE = Conflict("abstract", "2024-03-01", "sage", SEEN)
OTHER_TITLE = Conflict("title", "Another title", "sage", SEEN)


def described(*conflicts: Conflict) -> str:
    call = a_call(entries=(an_entry(),), conflicts=conflicts)
    return str(Event.from_ical(event(call, call.entries[0], SITE))["description"])


def test_an_event_says_what_another_source_says_of_the_same_stage() -> None:
    told = described(OTHER_DAY, OTHER_STAGE, OTHER_TITLE)
    name = SITE.source_names.get("sage", "sage")
    assert f"Elsewhere: 1 May 2024 23:59 AoE ({name}, seen 3 April 2024)" in told.splitlines()
    assert "Another title" not in told
    assert "1 March 2024" not in told


def test_an_event_names_the_two_that_are_believed_most() -> None:
    told = described(*(replace(OTHER_DAY, value=f"2024-05-0{n}") for n in (1, 2, 3)))
    said = [line for line in told.splitlines() if line.startswith("Elsewhere")]
    assert [line.partition(" (")[0] for line in said] == ["Elsewhere: 1 May 2024", "Elsewhere: 2 May 2024"]


def test_a_description_stays_short_however_many_disagree() -> None:
    steps = tuple(Former(date(2024, 5, n), None, "", SEEN, "sage" * 20) for n in (1, 2, 3))
    conflicts = tuple(replace(OTHER_DAY, value=f"2024-05-0{n}", source_id="hub" * 30) for n in (1, 2))
    call = a_call(entries=(an_entry(former=steps),), conflicts=conflicts, venue="Journal " * 30)
    told = str(Event.from_ical(event(call, call.entries[0], SITE))["description"])
    assert len(told) <= 400
    assert "Elsewhere: 1 May 2024" in told


def test_a_kept_fragment_of_an_event_is_made_anew_when_sources_begin_to_disagree() -> None:
    kept: dict[str, bytes] = {}
    before = calendar(a_feed(a_call(entries=(an_entry(),))), SITE, kept)
    after = calendar(a_feed(a_call(entries=(an_entry(),), conflicts=(OTHER_DAY,))), SITE, kept)
    assert before != after
    assert b"Elsewhere" in after


def test_the_data_of_a_call_hold_every_value_that_lost() -> None:
    feed = json.loads(json_feed(a_feed(a_call(conflicts=(OTHER_DAY, OTHER_TITLE))), SITE))
    name = SITE.source_names.get("sage", "sage")
    assert feed["items"][0]["_cfpfeeds"]["conflicts"] == [
        {"field": "submission", "value": "2024-05-01 23:59 AoE", "source": name, "seen": "2024-04-03"},
        {"field": "title", "value": "Another title", "source": name, "seen": "2024-04-03"},
    ]
