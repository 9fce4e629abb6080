"""What only pages say."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from cfpfeeds.model import AOE, Change, ChangeKind, Guess, Kind, OutcomeKind
from cfpfeeds.web import history_words, poll_words, words
from tests.web.samples import NOW, SEEN, a_call, a_deadline, a_site, an_entry

MIDNIGHT = NOW.replace(hour=0, minute=0)


@pytest.mark.parametrize(
    ("in_days", "said"),
    [
        pytest.param(-1, "last hours", id="over-in-utc-not-on-earth"),
        pytest.param(0, "last day", id="today"),
        pytest.param(1, "1 day left", id="tomorrow"),
        pytest.param(99, "99 days left", id="counted-in-days"),
        pytest.param(100, "about 3 months left", id="counted-in-months"),
        pytest.param(400, "about 13 months left", id="over-a-year"),
        pytest.param(800, "about 2 years left", id="years"),
        pytest.param(-2, "", id="over"),
        pytest.param(None, "", id="no-day"),
    ],
)
def test_time_left_is_told_in_words(in_days: int | None, said: str) -> None:
    assert words.left_words(a_deadline(in_days), MIDNIGHT) == said


def test_a_timed_deadline_is_over_at_its_moment() -> None:
    deadline = a_deadline(0, time=time(17, 0), zone="Europe/Berlin")
    moment = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)
    assert not words.is_over(deadline, moment)
    assert words.left_words(deadline, moment) == "last day"
    assert words.is_over(deadline, moment + timedelta(seconds=1))
    assert words.left_words(deadline, moment + timedelta(seconds=1)) == ""


@pytest.mark.parametrize(
    ("changes", "attribute"),
    [
        pytest.param({}, "2026-12-24", id="day"),
        pytest.param({"time": time(23, 59), "zone": AOE}, "2026-12-25T11:59Z", id="instant"),
        pytest.param({"time": time(23, 59)}, "2026-12-24", id="time-without-zone"),
        pytest.param({"time": time(9), "zone": "UTC", "guesses": (Guess.ZONE,)}, "2026-12-24", id="zone-guessed"),
        pytest.param({"date": None}, "", id="no-day"),
    ],
)
def test_machines_are_told_no_more_than_is_known(changes: dict[str, object], attribute: str) -> None:
    assert words.machine_date(a_deadline(30, **changes)) == attribute


@pytest.mark.parametrize(
    ("kind", "field", "old", "new", "said"),
    [
        pytest.param(ChangeKind.NEW, "", "", "A title", "First seen (Example Press)", id="new"),
        pytest.param(
            ChangeKind.EXTENDED,
            "submission-2",
            "2026-11-01",
            "2026-11-15 23:59 AoE",
            "Submission 2 extended: was 1 November 2026, now 15 November 2026 23:59 AoE (Example Press)",
            id="extended",
        ),
        pytest.param(
            ChangeKind.DEADLINE_ADDED, "abstract", "", "TBD", "Abstract added: TBD (Example Press)", id="added-in-words"
        ),
        pytest.param(
            ChangeKind.RETITLED, "title", "Old", "New", "New title: was Old, now New (Example Press)", id="retitled"
        ),
        pytest.param(
            ChangeKind.OTHER, "venue", "2026-99-99", "", "Changed: was 2026-99-99 (Example Press)", id="no-such-day"
        ),
    ],
)
def test_a_change_is_one_line_of_history(kind: ChangeKind, field: str, old: str, new: str, said: str) -> None:
    assert history_words.change_words(Change("c", SEEN, kind, field, old, new, "press"), a_site()) == said


@pytest.mark.parametrize("kind", list(ChangeKind))
def test_every_kind_of_change_has_words(kind: ChangeKind) -> None:
    assert history_words.change_words(Change("c", SEEN, kind, "unheard_of-3", "", "", "nobody"), a_site()).endswith(
        "(nobody)"
    )


@pytest.mark.parametrize("kind", list(OutcomeKind))
def test_every_outcome_has_words(kind: OutcomeKind) -> None:
    assert poll_words.outcome_words(kind)[0].isupper()


def test_struck_words_are_marked_and_everything_is_escaped() -> None:
    assert words.struck("~~1 < 2~~ & ~~x~~ ~~") == "<del>1 &lt; 2</del> &amp; <del>x</del> ~~"


def test_venue_event_and_place_are_named_once() -> None:
    call = a_call(title="ICX 2027", venue="ICX", event="ICX 2027", place="Tartu, Estonia")
    assert words.place_words(call) == "ICX, Tartu, Estonia"


@pytest.mark.parametrize(
    ("kind", "in_days", "has"),
    [(Kind.SUBMISSION, 3, True), (Kind.NOTIFICATION, 3, False), (Kind.ABSTRACT, None, False)],
)
def test_only_due_days_make_a_calendar(kind: Kind, in_days: int | None, has: bool) -> None:
    assert words.has_event(a_call(entries=(an_entry(in_days, kind),))) is has
