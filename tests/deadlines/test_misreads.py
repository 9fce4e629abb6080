"""Phrases of real pages that were once read wrongly, in words of our own, with what a careful person reads in them."""

from __future__ import annotations

from datetime import date

import pytest

from cfpfeeds.deadlines import read
from cfpfeeds.model import DeadlineText, Kind, State

POSTED = date(2026, 11, 25)
ABSTRACT, SUBMISSION, CAMERA = Kind.ABSTRACT, Kind.SUBMISSION, Kind.CAMERA_READY
NOTIFICATION = Kind.NOTIFICATION


def active(*lines: str, language: str = "en") -> list[tuple[Kind, date | None]]:
    parts = [DeadlineText(line, prose=True) for line in lines]
    found = read(parts, posted=POSTED, language=language).deadlines
    return [(d.kind, d.date) for d in found if d.state is State.ACTIVE]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Final File Upload: 21 May 2027", id="final-file-upload"),
        pytest.param("21 May 2027 | Proceedings papers due", id="proceedings-papers"),
        pytest.param("Upload of final files and copyright forms: 21 May 2027", id="upload-of-final-files"),
        pytest.param("Final paper submission: 21 May 2027", id="final-paper"),
    ],
)
def test_final_files_are_camera_ready(line: str) -> None:
    assert active("Paper submission: 1 March 2027", line) == [
        (SUBMISSION, date(2027, 3, 1)),
        (CAMERA, date(2027, 5, 21)),
    ]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        pytest.param("en", "UPDATE (11 January 2027): all deadlines have been extended by one week!", id="news"),
        pytest.param("en", "11 January 2027: the deadline has been extended by one week", id="day-of-the-news"),
        pytest.param("en", "← Previous: Postdoc in Turin (apply by December 1, 2026)", id="link-back"),
        pytest.param("en", "In 2025 authors were informed on 2 May; plan for a similar time.", id="former-year"),
        pytest.param("en", "Submission of presentations | 25 August 2027", id="slides"),
        pytest.param("en", "Subscriptions: 31 December 2026 is the last day for the old price.", id="price"),
    ],
)
def test_such_days_are_none_of_ours(language: str, line: str) -> None:
    assert active(line, language=language) == []


@pytest.mark.parametrize(
    ("language", "line", "kind", "day"),
    [
        pytest.param(
            "en", "Selected authors will need to upload the full paper by 15 June 2027", SUBMISSION, (6, 15), id="en"
        ),
        pytest.param(
            "fr",
            "Les auteurs retenus remettront leur article complet avant le 1er mars 2027",
            SUBMISSION,
            (3, 1),
            id="fr",
        ),
        pytest.param(
            "es",
            "Los autores seleccionados enviarán el texto completo antes del 1 de marzo de 2027",
            SUBMISSION,
            (3, 1),
            id="es",
        ),
        pytest.param("en", "Selected authors will be notified by 15 June 2027", NOTIFICATION, (6, 15), id="told"),
        pytest.param("nl", "Uiterlijk 1 maart 2027 hoort u of uw voorstel is aanvaard.", NOTIFICATION, (3, 1), id="nl"),
    ],
)
def test_who_is_chosen_is_told_or_hands_in(language: str, line: str, kind: Kind, day: tuple[int, int]) -> None:
    assert active(line, language=language) == [(kind, date(2027, *day))]


@pytest.mark.parametrize(
    ("language", "line", "day"),
    [
        pytest.param(
            "de", "Achtung: Die Einreichungsfrist wurde bis zum 17. Januar 2027 verlängert!", (1, 17), id="verb-behind"
        ),
        pytest.param(
            "en",
            "Deadline for contributions to the theme and to the open section: 30 June 2027",
            (6, 30),
            id="open-section",
        ),
        pytest.param("en", "Submission deadline (archival): 5 May 2027", (5, 5), id="sort-in-brackets"),
        pytest.param(
            "pt",
            "O período de submissão está encerrado (01/08/2026 até 30/01/2027).",
            (1, 30),
            id="stretch-in-brackets",
        ),
    ],
)
def test_such_days_are_deadlines(language: str, line: str, day: tuple[int, int]) -> None:
    assert active(line, language=language) == [(SUBMISSION, date(2027, *day))]


def test_words_in_brackets_that_differ_tell_deadlines_apart() -> None:
    assert active(
        "Submission deadline (archival): ~~April 28, 2027~~ May 5, 2027",
        "NEW!!! Commitment deadline for pre-reviewed submissions: July 31, 2027",
        "Submission deadline (non-archival): August 1, 2027",
    ) == [(SUBMISSION, date(2027, 5, 5)), (SUBMISSION, date(2027, 7, 31)), (SUBMISSION, date(2027, 8, 1))]


def test_a_stretch_may_be_printed_with_a_middle_dot() -> None:
    assert active("大会：2027年6月5日（土）・6日（日）", language="ja") == [
        (Kind.EVENT_START, date(2027, 6, 5)),
        (Kind.EVENT_END, date(2027, 6, 6)),
    ]
