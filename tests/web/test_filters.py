"""Personal subscriptions as a calendar program, a feed reader and a person meet them."""

from __future__ import annotations

import html
import json
import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from icalendar import Calendar

from cfpfeeds.errors import StoreError
from cfpfeeds.store.reading import ReadingStore
from cfpfeeds.web.codes import pack
from cfpfeeds.web.shelf import Fragments
from tests.web.samples import Service, a_call, a_filled_service, a_service, an_entry

WISH = "discipline=nursing&q=night&remind=7d,1d"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return a_filled_service(tmp_path_factory.mktemp("served"))


@pytest.mark.parametrize(
    ("filename", "media_type"),
    [
        ("calls.rss", "application/rss+xml; charset=utf-8"),
        ("calls.atom", "application/atom+xml; charset=utf-8"),
        ("calls.json", "application/feed+json"),
        ("deadlines.ics", "text/calendar; charset=utf-8; method=PUBLISH"),
    ],
)
@pytest.mark.parametrize("folder", ["filter", f"s/{pack(WISH)}"], ids=["plain", "short"])
def test_every_format_of_a_selection_is_a_feed_like_any_other(
    served: Service, folder: str, filename: str, media_type: str
) -> None:
    path = f"/{folder}/{filename}" + (f"?{WISH}" if folder == "filter" else "")
    answer = served.client.get(path, headers={"Accept-Encoding": "gzip"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, media_type)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Set-Cookie" not in answer.headers
    assert served.client.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    body = served.client.get(path).get_data(as_text=True)
    own = html.unescape(re.sub(r"\r?\n ", "", body)).replace("\\/", "/")
    assert f"https://calls.example.org{path}" in own
    assert "Night work" in body
    assert "Journal of Care" in body
    assert "bread" not in body.lower()


def test_an_entry_is_the_same_event_in_a_personal_calendar_and_in_that_of_the_discipline(served: Service) -> None:
    def events(path: str) -> dict[str, bytes]:
        made = Calendar.from_ical(served.client.get(path).data)
        return {str(event["UID"]): event.to_ical() for event in made.walk("VEVENT")}

    own, whole = events("/filter/deadlines.ics?discipline=nursing&q=night"), events("/nursing/deadlines.ics")
    assert own
    assert own.items() <= whole.items()


def test_alarms_ring_only_where_they_were_asked_for(served: Service) -> None:
    plain = served.client.get("/filter/deadlines.ics?q=night").get_data(as_text=True)
    ringing = served.client.get("/filter/deadlines.ics?q=night&remind=7d,12h").get_data(as_text=True)
    assert "VALARM" not in plain
    assert ringing.count("BEGIN:VALARM") == 2 * ringing.count("BEGIN:VEVENT") > 0
    assert "TRIGGER:-P7D" in ringing
    assert "TRIGGER:-PT12H" in ringing
    assert "DTSTAMP" not in ringing.split("BEGIN:VALARM")[1].split("END:VALARM")[0]


@pytest.mark.parametrize(
    ("choice", "start"),
    [
        ("", "DTSTART;VALUE=DATE:20261203"),
        ("&events=days", "DTSTART;VALUE=DATE:20261203"),
        ("&events=times", "DTSTART:20261204T115900Z"),
    ],
)
def test_an_aoe_deadline_stands_as_was_chosen(served: Service, choice: str, start: str) -> None:
    assert start in served.client.get(f"/filter/deadlines.ics?q=night{choice}").get_data(as_text=True)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("de", "Einreichung fällig: Night work"),
        ("fr", "Date limite de soumission: Night work"),
        ("es", "Fecha límite de envío: Night work"),
        ("zh", "投稿截止: Night work"),
        ("en", "Submission due: Night work"),
    ],
)
def test_labels_are_in_the_language_that_was_chosen(served: Service, code: str, said: str) -> None:
    made = Calendar.from_ical(served.client.get(f"/filter/deadlines.ics?q=night&labels={code}").data)
    told = [str(event["SUMMARY"]) for event in made.walk("VEVENT")]
    assert any(summary.startswith(said) for summary in told)
    assert all(len(summary) <= 100 for summary in told)


def test_a_deadline_without_a_time_is_a_day_whatever_was_chosen(served: Service) -> None:
    made = served.client.get("/filter/deadlines.ics?q=commons&events=times").get_data(as_text=True)
    assert "DTSTART;VALUE=DATE:" in made


def test_a_timed_deadline_can_be_a_whole_day(served: Service) -> None:
    path = "/filter/deadlines.ics?q=%22due+today%22"
    assert "DTSTART:20261124T160000Z" in served.client.get(path).get_data(as_text=True)
    assert "DTSTART;VALUE=DATE:20261124" in served.client.get(f"{path}&events=days").get_data(as_text=True)


def test_other_stages_become_events_by_choice_alone(served: Service) -> None:
    assert "notification" not in served.client.get("/filter/deadlines.ics?q=night").get_data(as_text=True)
    chosen = served.client.get("/filter/deadlines.ics?q=night&stage=notification").get_data(as_text=True)
    assert chosen.count("BEGIN:VEVENT") == 1
    assert "SUMMARY:Notification: Night work" in chosen


def test_a_selection_that_takes_nothing_is_a_whole_calendar(served: Service) -> None:
    answer = served.client.get("/filter/deadlines.ics?q=%22no+such+words%22")
    assert answer.status_code == 200
    assert b"BEGIN:VTIMEZONE" in answer.data
    assert json.loads(served.client.get("/filter/calls.json?q=%22no+such+words%22").data)["items"] == []


def test_spellings_of_one_wish_have_one_tag(served: Service) -> None:
    first = served.client.get("/filter/calls.rss?q=night&discipline=nursing&x=y")
    second = served.client.get("/filter/calls.rss?discipline=NURSING&q=++night")
    assert first.data == second.data


def test_a_wrong_wish_is_told_and_is_no_feed(served: Service) -> None:
    answer = served.client.get("/filter/calls.rss?discipline=nursin")
    assert answer.status_code == 400
    assert "did you mean “nursing”" in answer.get_data(as_text=True)
    assert served.client.get("/s/1nonsense/calls.rss").status_code == 400
    assert served.client.get("/filter/calls.doc").status_code == 404


@pytest.mark.parametrize(
    ("path", "status", "target"),
    [
        ("/filter?q=a", 308, "/filter/?q=a"),
        ("/filter/calls.ics?q=a", 308, "/filter/deadlines.ics?q=a"),
        (f"/s/{pack(WISH)}", 302, f"/filter/?{WISH}"),
        ("/filter/?address=webcal://calls.example.org/nursing/deadlines.ics", 302, "/filter/?discipline=nursing"),
        (f"/filter/?address=https://x.example/s/{pack(WISH)}/calls.rss", 302, f"/filter/?{WISH}"),
    ],
)
def test_other_forms_lead_on(served: Service, path: str, status: int, target: str) -> None:
    answer = served.client.get(path, headers={"Host": "evil.example"})
    assert (answer.status_code, answer.headers["Location"]) == (status, target)


def test_the_builder_shows_what_matches_and_gives_every_address(served: Service) -> None:
    page = html.unescape(served.client.get(f"/filter/?{WISH}").get_data(as_text=True))
    assert "1 open call</strong> for: Nursing; “night”" in page
    assert "Night work and the body clock" in page
    for address in (
        f"https://calls.example.org/filter/deadlines.ics?{WISH}",
        f"webcal://calls.example.org/filter/deadlines.ics?{WISH}",
        "https://calls.example.org/filter/calls.rss?discipline=nursing&q=night",
        "https://calls.example.org/filter/calls.atom?discipline=nursing&q=night",
        "https://calls.example.org/filter/calls.json?discipline=nursing&q=night",
        f"https://calls.example.org/s/{pack(WISH)}/deadlines.ics",
    ):
        assert address in page
    assert re.search(r'value="nursing" checked', page)
    assert re.search(r'value="7d" checked', page)
    assert ">night</textarea>" in page
    assert "takes at most 256" not in page


def test_an_address_too_long_for_google_is_replaced_by_its_short_form(served: Service) -> None:
    wish = "&".join(
        f"discipline={slug}" for slug in ["biology-ecology", "clinical-medicine", "cs-ai", "law", "nursing"]
    )
    wish += "&discipline=environment&discipline=mechanical-aerospace&discipline=rehabilitation-allied-health&q=trees"
    page = html.unescape(served.client.get(f"/filter/?{wish}").get_data(as_text=True))
    assert "Google Calendar takes at most 256" in page
    shown = re.search(r'id="calendar">([^<]+)<', page)
    assert shown
    assert len(shown[1]) <= 256
    assert served.client.get(urlsplit(shown[1]).path).status_code == 200


def test_a_personal_calendar_follows_the_data(tmp_path: Path) -> None:
    service = a_service(tmp_path, a_call("one", title="Care of trees", entries=(an_entry(30),)))
    path = "/filter/deadlines.ics?q=trees"
    assert "20261224" in service.client.get(path).get_data(as_text=True)
    service.add(a_call("one", title="Care of trees", entries=(an_entry(31, sequence=1),)))
    assert "20261225" in service.client.get(path).get_data(as_text=True)


def test_a_calendar_is_the_same_a_day_later_while_nothing_changes(served: Service) -> None:
    path = "/filter/deadlines.ics?discipline=nursing&within=90d"
    first = served.client.get(path)
    served.clock.now += timedelta(days=1)
    try:
        assert served.client.get(path).data == first.data
    finally:
        served.clock.now -= timedelta(days=1)


def test_a_store_that_cannot_be_read_serves_the_last_calendar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    service = a_service(tmp_path, a_call("one"))
    path = "/filter/deadlines.ics?discipline=nursing"
    first = service.client.get(path)

    def locked(*_: object) -> None:
        raise StoreError("locked")

    for name in ("calls", "meta", "version"):
        monkeypatch.setattr(ReadingStore, name, locked)
    assert service.client.get(path).data == first.data
    assert service.client.get("/filter/deadlines.ics?q=new").status_code == 503


def test_finished_events_are_kept_within_their_bound() -> None:
    kept = Fragments(most=2)
    kept["a"], kept["b"] = b"1", b"2"
    assert kept["a"] == b"1"
    kept["c"] = b"3"
    assert sorted(kept) == ["a", "c"]
    assert len(kept) == 2
