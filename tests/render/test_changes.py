"""Feeds of changes and archives: which changes are told, in which words, under which lasting identity."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree

from cfpfeeds.model import Change, ChangeKind, Feed
from cfpfeeds.render import CHANGE_FORMATS, FORMATS
from cfpfeeds.render.archive import STEM, volumes
from cfpfeeds.render.changes import change_item, change_sentence, headline, told_changes
from tests.render.samples import SEEN, SITE, a_call, a_feed

ATOM = "{http://www.w3.org/2005/Atom}"
LATER = SEEN + timedelta(days=20)


def a_change(kind: ChangeKind = ChangeKind.EXTENDED, field: str = "submission", **changes: object) -> Change:
    values = {"old": "2024-05-01", "new": "2024-05-31 23:59 AoE", "source_id": "sage", "number": 7, **changes}
    return Change("c1f0", LATER, kind, field, **values)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (a_change(ChangeKind.NEW, "", old="", new="Care"), "New (Sage)."),
        (a_change(), "Submission extended to 31 May 2024 23:59 AoE; was 1 May 2024 (Sage)."),
        (
            a_change(ChangeKind.BROUGHT_FORWARD, "abstract-2", new="2024-04-01"),
            "Abstract 2 brought forward to 1 April 2024; was 1 May 2024 (Sage).",
        ),
        (a_change(ChangeKind.DEADLINE_ADDED, old=""), "Submission deadline named: 31 May 2024 23:59 AoE (Sage)."),
        (a_change(ChangeKind.DEADLINE_REMOVED), "Submission cancelled; was 1 May 2024 (Sage)."),
        (a_change(ChangeKind.WITHDRAWN, "status", old="open", new="withdrawn"), "Withdrawn (Sage)."),
        (a_change(ChangeKind.REOPENED, "status", old="withdrawn", new="open"), "Open again (Sage)."),
        (a_change(source_id=""), "Submission extended to 31 May 2024 23:59 AoE; was 1 May 2024."),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_change_in_words(change: Change, said: str) -> None:
    assert change_sentence(change, a_call(), SITE) == said


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (a_change(), True),
        (a_change(ChangeKind.EXTENDED, "notification"), False),
        (a_change(ChangeKind.EXTENDED, "abstract-3"), True),
        (a_change(ChangeKind.RETITLED, "title"), False),
        (a_change(ChangeKind.LINK, "url"), False),
        (a_change(ChangeKind.MERGED), False),
        (a_change(ChangeKind.WITHDRAWN, "status"), True),
        (replace(a_change(ChangeKind.NEW, "title"), at=SEEN), True),
        (a_change(ChangeKind.NEW, "title"), False),
        (replace(a_change(), call_id="unknown"), False),
    ],
    ids=[
        "extended",
        "a-stage-that-is-not-due",
        "a-later-round",
        "retitled",
        "link",
        "merged",
        "withdrawn",
        "new",
        "new-of-what-was-merged-later",
        "a-call-of-another-list",
    ],
)
def test_what_a_reader_is_told(change: Change, told: bool) -> None:
    call = a_call()
    assert told_changes([change], {call.id: call}) == (((change, call),) if told else ())


def test_two_moves_of_one_deadline_are_two_items_and_each_keeps_its_id() -> None:
    first, second = a_change(), a_change(number=9, old="2024-05-31", new="2024-06-30")
    ids = [change_item(change, a_call(), SITE).id for change in (first, second)]
    assert len(set(ids)) == 2
    assert change_item(first, a_call(title="Another title"), SITE).id == ids[0]
    assert change_item(replace(first, call_id="the-one-it-was-merged-into"), a_call("x"), SITE).id == ids[0]


@pytest.mark.parametrize("fmt", CHANGE_FORMATS, ids=lambda fmt: fmt.name)
def test_every_format_tells_the_same_change_under_its_own_address(fmt: object) -> None:
    change = a_change()
    feed = Feed("nursing", "Changes", "What moved", (), LATER, changes=((change, a_call()),), stem="changes")
    body = fmt.function(feed, SITE).decode()  # type: ignore[attr-defined]
    assert change_item(change, a_call(), SITE).id in body
    assert "Submission extended to 31 May 2024 23:59 AoE: Care at the edges of the clinic" in body
    assert f"https://calls.example.org/nursing/{fmt.filename}" in body  # type: ignore[attr-defined]
    assert "https://calls.example.org/calls/c1f0" in body


def test_json_carries_the_change_as_data() -> None:
    feed = Feed("nursing", "Changes", "What moved", (), LATER, changes=((a_change(), a_call()),), stem="changes")
    told = json.loads(CHANGE_FORMATS[2].function(feed, SITE))["items"][0]["_cfpfeeds"]["change"]
    assert told == {
        "kind": "extended",
        "field": "submission",
        "old": "2024-05-01",
        "new": "2024-05-31 23:59 AoE",
        "source": "Sage",
    }


def test_a_feed_of_changes_is_another_feed_than_that_of_calls() -> None:
    def feed_id(**changes: str) -> str:
        return str(etree.fromstring(FORMATS[1].function(a_feed(**changes), SITE)).findtext(f"{ATOM}id"))

    assert len({feed_id(), feed_id(stem="changes"), feed_id(stem="calls-2024-01"), feed_id(query="q=a")}) == 4


def test_headlines_never_hold_a_source() -> None:
    assert headline(a_change()) == "Submission extended to 31 May 2024 23:59 AoE"


def in_month(month: int, count: int) -> list:  # type: ignore[type-arg]
    start = datetime(2024, month, 3, tzinfo=UTC)
    return [a_call(f"m{month}n{n:03}", published_at=start + timedelta(minutes=n)) for n in range(count)]


AS_OF = datetime(2024, 3, 20, tzinfo=UTC)


def test_archives_are_months_and_large_months_have_volumes() -> None:
    made = volumes([*in_month(1, 120), *in_month(2, 3), *in_month(3, 70)], AS_OF)
    assert [(volume.stem, len(volume.calls)) for volume in made] == [
        ("calls-2024-01", 50),
        ("calls-2024-01-2", 50),
        ("calls-2024-01-3", 20),
        ("calls-2024-02", 3),
        ("calls-2024-03", 50),
    ]
    assert all(STEM.fullmatch(volume.stem) for volume in made)
    assert [call.id for call in made[3].calls] == ["m2n002", "m2n001", "m2n000"]


def test_what_is_in_no_archive_yet_is_among_the_newest_fifty() -> None:
    calls = [*in_month(2, 60), *in_month(3, 99)]
    archived = {call.id for volume in volumes(calls, AS_OF) for call in volume.calls}
    newest = sorted(calls, key=lambda call: call.published_at)[-50:]
    assert {call.id for call in calls} == archived | {call.id for call in newest}


def test_a_new_call_changes_no_archive() -> None:
    before = volumes([*in_month(1, 120), *in_month(3, 60)], AS_OF)
    after = volumes([*in_month(1, 120), *in_month(3, 90)], AS_OF)
    assert after == before


@pytest.mark.parametrize("number", [0, 1], ids=["rss", "atom"])
def test_archives_are_linked_as_rfc_5005_says(number: int) -> None:
    fmt = FORMATS[number]
    ending = fmt.filename.rpartition(".")[2]
    folder = "https://calls.example.org/nursing/"

    def links(feed: Feed) -> dict[str, str]:
        root = etree.fromstring(fmt.function(feed, SITE))
        found = root.iterfind("channel/" + ATOM + "link" if ending == "rss" else ATOM + "link")
        return {link.get("rel"): link.get("href") for link in found}

    current = links(a_feed(a_call(), older="calls-2024-01-2"))
    assert current["self"] == f"{folder}calls.{ending}"
    assert current["prev-archive"] == f"{folder}calls-2024-01-2.{ending}"
    assert "current" not in current
    archive = a_feed(a_call(), stem="calls-2024-01-2", older="calls-2024-01", newer="calls-2024-02", is_archive=True)
    assert {
        "self": f"{folder}calls-2024-01-2.{ending}",
        "current": f"{folder}calls.{ending}",
        "prev-archive": f"{folder}calls-2024-01.{ending}",
        "next-archive": f"{folder}calls-2024-02.{ending}",
    }.items() <= links(archive).items()
    marks = etree.fromstring(fmt.function(archive, SITE)).iter("{http://purl.org/syndication/history/1.0}archive")
    assert len(list(marks)) == 1


def test_json_names_its_older_items_and_never_itself() -> None:
    told = json.loads(FORMATS[2].function(a_feed(a_call(), older="calls-2024-01"), SITE))
    assert told["next_url"] == "https://calls.example.org/nursing/calls-2024-01.json"
    assert "next_url" not in json.loads(FORMATS[2].function(a_feed(a_call()), SITE))
