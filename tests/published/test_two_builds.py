"""Two weeks later: ids live on, no date goes back, what did not change is the same bytes, what changed says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from icalendar import Calendar, Event

from tests.published.conftest import FIRST, SECOND, Builds
from tests.published.feeds import Item, read

_STAMPS = re.compile(rb"^(?:DTSTAMP|LAST-MODIFIED|SEQUENCE)[:;].*\r\n", re.MULTILINE)


def pairs_of_items(builds: Builds) -> Iterator[tuple[Path, Item, Item]]:
    """Each item of the first build that the second has as well."""
    for ending in (".rss", ".atom", ".json"):
        for before, after in builds.both(f"/calls{ending}"):
            later = {item.id: item for item in read(after).items}
            for item in read(before).items:
                if item.id in later:
                    yield after, item, later[item.id]


def test_items_keep_their_id_and_their_first_date_and_say_when_they_changed(builds: Builds) -> None:
    changed = set()
    for path, before, after in pairs_of_items(builds):
        assert after.published == before.published, path
        if after.whole == before.whole:
            continue
        changed.add(after.title)
        assert after.updated == SECOND > before.updated, (path, before.whole, after.whole)
    assert changed == {"Brands and Branding in the Metaverse"}


def test_only_what_is_new_or_changed_is_new_to_a_reader(builds: Builds) -> None:
    first, second = (
        {item.id: item for item in read(folder / "all" / "changes.rss").items}
        for folder in (builds.first, builds.second)
    )
    new = sorted(item.title for guid, item in second.items() if guid not in first)
    assert new == [
        "New: Health Care after the Flood",
        "Submission extended to 30 June 2024: Brands and Branding in the Metaverse",
    ]


def test_no_feed_goes_back_in_time(builds: Builds) -> None:
    for before, after in builds.both("calls.atom") + builds.both("changes.atom") + builds.both("calls.rss"):
        first, second = read(before).updated, read(after).updated
        assert first is not None
        assert second is not None
        assert FIRST <= first <= second <= SECOND
        assert (first == second) == (before.read_bytes() == after.read_bytes()), after


def events(path: Path) -> dict[str, tuple[bytes, Event]]:
    """The events of a calendar by UID, as bytes and as read."""
    raw = path.read_bytes()
    cut = re.findall(rb"BEGIN:VEVENT.*?END:VEVENT\r\n", raw, re.DOTALL)
    calendar = Calendar.from_ical(raw)
    return {str(event["UID"]): (text, event) for text, event in zip(cut, calendar.events, strict=True)}


def test_events_keep_their_uid_and_move_with_a_higher_sequence(builds: Builds) -> None:
    moved, gone = set(), set()
    for before, after in builds.both("deadlines.ics"):
        first, second = events(before), events(after)
        gone |= first.keys() - second.keys()
        for uid in first.keys() & second.keys():
            (was, old), (now, new) = first[uid], second[uid]
            if was == now:
                continue
            assert _STAMPS.sub(b"", was) != _STAMPS.sub(b"", now), f"{uid}: only its stamps changed"
            assert new["LAST-MODIFIED"].dt == SECOND > old["LAST-MODIFIED"].dt
            assert new["CREATED"].dt == old["CREATED"].dt
            dated = [[event[name].to_ical() for name in ("DTSTART", "DTEND", "STATUS")] for event in (old, new)]
            assert new["SEQUENCE"] > old["SEQUENCE"] if dated[0] != dated[1] else new["SEQUENCE"] >= old["SEQUENCE"]
            moved.add((str(new["SUMMARY"]), old["DTSTART"].dt.isoformat(), new["DTSTART"].dt.isoformat()))
    assert moved == {("Submission due: Brands and Branding in the Metaverse (extended)", "2024-05-31", "2024-06-30")}
    assert gone == set()  # one absence is no withdrawal, and what has passed stays for a while
