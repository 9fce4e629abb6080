"""Phrases of real pages that were once read wrongly, in words of our own, with what a careful person reads in them."""

from __future__ import annotations

from datetime import date

import pytest

from cfpfeeds.deadlines import read
from cfpfeeds.model import Deadline, DeadlineText, Kind, State

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


def test_the_fees_have_a_column_of_deadlines_too() -> None:
    parts = [
        DeadlineText("Registration", label="ISRE 2027", prose=True),
        DeadlineText("Early | February 28, 2027", label="Deadline", prose=True),
        DeadlineText("Submissions", label="Registration", prose=True),
        DeadlineText("September 9, 2027", label="Submission | Full papers", prose=True),
    ]
    found = read(parts, posted=POSTED, language="en").deadlines
    assert [(d.kind, d.date) for d in found] == [(SUBMISSION, date(2027, 9, 9))]


def test_the_row_of_a_table_names_the_part() -> None:
    parts = [
        DeadlineText("May 10, 2027", label="Submission Due (GMT) | Main Conference", prose=True),
        DeadlineText("Papers", label="Workshops", prose=True),
        DeadlineText("Aug 18, 2027", label="Submission Due (GMT) | Workshops", prose=True),
    ]
    found = read(parts, posted=POSTED, language="en").deadlines
    assert [(d.date, d.track) for d in found] == [(date(2027, 5, 10), ""), (date(2027, 8, 18), "Workshops")]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        pytest.param("en", "Questions? Mail us until 1 March 2027.", id="en"),
        pytest.param("nl", "Vragen? Mail voor 1 maart 2027.", id="nl"),
        pytest.param("de", "Fragen? Senden Sie uns bis zum 1. März 2027 eine Mail.", id="de"),
    ],
)
def test_until_when_one_may_ask_is_no_deadline(language: str, line: str) -> None:
    assert active(line, language=language) == []


def test_an_hour_makes_a_call_due() -> None:
    assert active("Call for Abstracts: 1 February 2027, 13:00 CET") == [(ABSTRACT, date(2027, 2, 1))]
    assert active("Call for Abstracts: 1 February 2027") == []


def test_presentations_after_the_decision_are_slides() -> None:
    slides = "Presentations (.pptx) shall be submitted to the committee before August 1, 2027"
    papers = ["Papers are due on 1 March 2027", "Notification: 1 May 2027"]
    assert active(*papers, slides) == [(SUBMISSION, date(2027, 3, 1)), (NOTIFICATION, date(2027, 5, 1))]
    assert active(slides) == [(SUBMISSION, date(2027, 8, 1))]


@pytest.mark.parametrize(
    ("language", "line", "kind"),
    [
        pytest.param(
            "ja",
            "投稿は2026年12月20日をもって締め切らせていただきましたが、2027年1月9日まで投稿期限を延長いたします。",
            SUBMISSION,
            id="over-new-year",
        ),
        pytest.param(
            "it",
            "La scadenza per l'invio dei contributi è prorogata dal 20 dicembre al 9 gennaio 2027.",
            SUBMISSION,
            id="it",
        ),
        pytest.param(
            "pt", "Prorrogado até 9 de janeiro de 2027 | Período para submissão de resumos", ABSTRACT, id="next-cell"
        ),
    ],
)
def test_an_extension_shows_the_new_day_alone(language: str, line: str, kind: Kind) -> None:
    assert active(line, language=language) == [(kind, date(2027, 1, 9))]


def test_the_day_of_reception_and_the_answer_are_told_apart() -> None:
    lines = ["Deadline for acceptance of the manuscripts - June 15, 2027", "Notification of acceptance: 1 July 2027"]
    assert active(*lines) == [(SUBMISSION, date(2027, 6, 15)), (NOTIFICATION, date(2027, 7, 1))]


@pytest.mark.parametrize(
    ("language", "line", "kind", "day"),
    [
        pytest.param("ko", "최종 논문 제출: 2027. 4. 30.(금)", CAMERA, (4, 30), id="ko-words-with-blanks"),
        pytest.param(
            "fr",
            "Les propositions d’article devront être envoyées au plus tard le 15 février 2027",
            ABSTRACT,
            (2, 15),
            id="fr",
        ),
        pytest.param(
            "fr",
            "Après acceptation, les articles seront attendus pour le 1er juin 2027",
            SUBMISSION,
            (6, 1),
            id="fr-after",
        ),
        pytest.param(
            "de",
            "Bei Annahme ist der fertige Beitrag bis 31. August 2027 einzureichen",
            SUBMISSION,
            (8, 31),
            id="de-after",
        ),
    ],
)
def test_the_thing_that_is_handed_in_tells_the_stage(
    language: str, line: str, kind: Kind, day: tuple[int, int]
) -> None:
    assert active(line, language=language) == [(kind, date(2027, *day))]


def test_a_meeting_about_papers_is_no_deadline() -> None:
    lines = ["Full papers are due on 29 January 2027", "Paper development workshop (optional): Nov. 30, 2026, online"]
    assert active(*lines) == [(SUBMISSION, date(2027, 1, 29))]


def test_what_was_due_for_another_volume_is_left_out_where_days_are_ahead() -> None:
    past = "Manuscripts for Volume 8 are no longer accepted (deadline was October 1st, 2026)."
    assert active("Manuscripts for Volume 9 are due by April 1st, 2027.", past) == [(SUBMISSION, date(2027, 4, 1))]


_DAYS_OF_THE_EVENT = [(Kind.EVENT_START, date(2027, 6, 17)), (Kind.EVENT_END, date(2027, 6, 20))]


@pytest.mark.parametrize(
    ("heading", "line"),
    [
        pytest.param("We invite papers", "Date: June 17-20, 2027", id="named-dates"),
        pytest.param("Call for papers: 28th Extending Databases", "June 17-20, 2027, Lyon", id="under-the-title"),
    ],
)
def test_a_stretch_of_days_under_words_on_papers_is_when_the_event_is(heading: str, line: str) -> None:
    assert [(d.kind, d.date) for d in under(heading, line)] == _DAYS_OF_THE_EVENT


def test_a_stretch_of_days_beside_words_of_handing_in_ends_with_the_deadline() -> None:
    part = DeadlineText("June 17-20, 2027", label="Submission period", prose=True)
    (found,) = read([part], posted=POSTED, language="en").deadlines
    assert (found.kind, found.date) == (SUBMISSION, date(2027, 6, 20))


def under(heading: str, line: str) -> list[Deadline]:
    parts = [DeadlineText(heading, prose=True), DeadlineText(line, label=heading, prose=True)]
    return list(read(parts, posted=POSTED, language="en").deadlines)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Date: May 14-17, 2027 | Location: Lyon | Submission deadline: 15 December 2026", id="bars"),
        pytest.param("Date May 14-17, 2027 Location Lyon Submission deadline 15 December 2026", id="blanks"),
        pytest.param("DateMay 14-17, 2027LocationLyonSubmission deadline15 December 2026", id="no-blanks"),
    ],
)
def test_the_days_of_an_event_do_not_take_the_words_of_the_deadline_behind_them(line: str) -> None:
    assert active(line) == [(SUBMISSION, date(2026, 12, 15))]


def test_where_an_event_ends_nothing_is_due() -> None:
    days = ("Start date: 14 May 2027", "End date: 17 May 2027")
    assert active(*days, "Deadline: 15 December 2026") == [(SUBMISSION, date(2026, 12, 15))]
    assert active("Submission end date: 15 December 2026") == [(SUBMISSION, date(2026, 12, 15))]
