"""What the words say is over is not shown as open."""

from __future__ import annotations

from datetime import date

import pytest

from cfpfeeds.deadlines import read
from cfpfeeds.model import DeadlineText, Reading, State, Status

POSTED = date(2026, 11, 25)
DUE = "Papers are due on 1 May 2027."


def reading(*lines: str, language: str = "en", label: str = "") -> Reading:
    parts = [DeadlineText(line, label=label, prose=True) for line in lines]
    return read(parts, posted=POSTED, language=language)


def due(found: Reading) -> list[date | None]:
    return [d.date for d in found.deadlines if d.kind.is_due and d.state is State.ACTIVE]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        pytest.param("en", "This call is closed.", id="call"),
        pytest.param("en", "Call for papers (closed)", id="in-brackets"),
        pytest.param("en", "We are no longer accepting submissions.", id="no-longer-accepting"),
        pytest.param("en", "Submissions are no longer being accepted.", id="no-longer-accepted"),
        pytest.param("en", "Submission closed", id="submission-closed"),
        pytest.param("en", "The special issue has been published.", id="published"),
        pytest.param("en", "Submissions closed on 1 November 2026.", id="since-a-day"),
        pytest.param("de", "Der Call for Papers ist geschlossen.", id="de"),
        pytest.param("fr", "L'appel est clos depuis le 10 novembre 2026.", id="fr"),
        pytest.param("es", "La convocatoria está cerrada.", id="es"),
        pytest.param("pt", "A chamada está encerrada.", id="pt"),
        pytest.param("tr", "Bildiri gönderimi sona ermiştir.", id="tr"),
        pytest.param("zh", "投稿已截止", id="zh"),
    ],
)
def test_a_statement_about_the_whole_call_closes_it(language: str, line: str) -> None:
    assert reading(line, language=language).status is Status.CLOSED
    assert reading(line, "2027-05-01", language=language).status is Status.CLOSED


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Abstract submission is closed.", id="abstracts"),
        pytest.param("Workshop proposals: closed.", id="part"),
        pytest.param("The first round is closed for submissions.", id="round"),
        pytest.param("Once submissions are closed, reviews start.", id="condition"),
        pytest.param("Submissions will be closed at midnight.", id="to-come"),
        pytest.param("The call for papers has been published.", id="call-published"),
        pytest.param("The 2025 call is closed.", id="former-year"),
        pytest.param("Submissions for the poetry section are closed.", id="unknown-part"),
        pytest.param("Registration is closed for papers.", id="registration"),
    ],
)
def test_a_statement_about_something_else_leaves_the_call_open(line: str) -> None:
    found = reading(line, DUE)
    assert (found.status, due(found)) == (None, [date(2027, 5, 1)])


def test_what_is_over_under_older_calls_closes_nothing() -> None:
    parts = [DeadlineText(DUE, prose=True)]
    parts += [DeadlineText(line, label="Past calls", prose=True) for line in ("Past calls", "This call is closed.")]
    assert read(parts, posted=POSTED, language="en").status is None


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Submission deadline: 1 May 2027 - CLOSED", id="behind-a-dash"),
        pytest.param("Paper submission: 1 May 2027 (closed)", id="in-brackets"),
        pytest.param("Submission deadline (closed): 1 May 2027", id="before-the-day"),
    ],
)
def test_a_day_to_come_that_is_marked_closed_is_not_shown(line: str) -> None:
    found = reading(line)
    assert (found.status, due(found)) == (Status.CLOSED, [])
    assert "closed before its day" in found.problems[0]


def test_one_closed_entry_leaves_the_others() -> None:
    found = reading("Paper submission, round 1: 1 May 2027 (closed)", "Paper submission, round 2: 1 July 2027")
    assert (found.status, due(found)) == (None, [date(2027, 7, 1)])


@pytest.mark.parametrize(
    ("language", "line"),
    [
        pytest.param("de", "Die Einreichung wird am 1. Mai 2027 geschlossen.", id="de"),
        pytest.param("en", "Submissions will be closed on 1 May 2027.", id="en"),
        pytest.param("ru", "Завершение приёма статей: 1 мая 2027 г.", id="ru"),
    ],
)
def test_a_day_on_which_it_will_be_closed_is_a_deadline(language: str, line: str) -> None:
    found = reading(line, language=language)
    assert found.status is not Status.CLOSED


def test_a_day_that_has_passed_stays_beside_the_word() -> None:
    assert due(reading("Paper submission: 1 November 2026 (closed)")) == [date(2026, 11, 1)]
