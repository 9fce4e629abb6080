"""Parts of an event beside its papers: they become tracks, and the papers keep their own deadline."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpfeeds.deadlines import read
from cfpfeeds.model import Deadline, DeadlineText, Kind, State

POSTED = date(2026, 11, 1)
PAPERS = "Paper submission: 1 March 2027"


def due(lines: list[str], label: str = "", language: str = "en") -> list[Deadline]:
    parts = [DeadlineText(line, label=label, prose=True) for line in lines]
    found = read(parts, posted=POSTED, language=language).deadlines
    return [d for d in found if d.kind.is_due and d.state is State.ACTIVE]


def tracks(lines: list[str], language: str = "en") -> dict[date | None, str]:
    return {deadline.date: deadline.track for deadline in due(lines, language=language)}


@pytest.mark.parametrize(
    ("language", "papers", "line", "track"),
    [
        pytest.param("en", PAPERS, "Workshop proposals due: 5 January 2027", "Workshop proposals", id="workshops"),
        pytest.param("en", PAPERS, "Proposals for tutorials: 5 January 2027", "Tutorials", id="proposals-for"),
        pytest.param("en", PAPERS, "Workshop paper submission: 5 May 2027", "Workshop paper", id="workshop-papers"),
        pytest.param("en", PAPERS, "Posters and demos due: 5 May 2027", "Posters and demos", id="posters-and-demos"),
        pytest.param("en", PAPERS, "Poster abstracts due: 5 May 2027", "Poster", id="poster-abstracts"),
        pytest.param(
            "en", PAPERS, "5 May 2027: deadline for Doctoral Consortium applications", "Doctoral Consortium", id="phd"
        ),
        pytest.param("en", PAPERS, "Special Session Proposals: 5 Jan 2027", "Special Session Proposals", id="sessions"),
        pytest.param("en", PAPERS, "Late Breaking Reports due: 5 May 2027", "Late Breaking Reports", id="late"),
        pytest.param(
            "de",
            "Einreichung von Beiträgen: 1. März 2027",
            "Einreichung von Workshopvorschlägen: 5. Januar 2027",
            "Workshopvorschlägen",
            id="de",
        ),
        pytest.param(
            "fr",
            "Soumission des articles : 1er mars 2027",
            "Soumission des ateliers : 5 janvier 2027",
            "Ateliers",
            id="fr",
        ),
        pytest.param(
            "es",
            "Envío de trabajos: 1 de marzo de 2027",
            "Propuestas de talleres: 5 de enero de 2027",
            "Talleres",
            id="es",
        ),
        pytest.param("zh", "论文投稿截止：2027年3月1日", "海报投稿截止：2027年5月1日", "海报", id="zh"),
    ],
)
def test_a_part_of_the_event_is_a_track_beside_its_papers(language: str, papers: str, line: str, track: str) -> None:
    main, part = sorted(due([papers, line], language=language), key=lambda deadline: deadline.track)
    assert (main.date, main.track) == (date(2027, 3, 1), "")
    assert part.track == track


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Workshop paper submission: 1 March 2027", id="the-page-of-the-workshop"),
        pytest.param("Posters and demos due: 1 March 2027", id="call-for-posters"),
        pytest.param("Papers and posters are due on 1 March 2027", id="papers-as-well"),
        pytest.param("Abstracts for oral and poster presentations: 1 March 2027", id="talks-as-well"),
    ],
)
def test_a_part_alone_or_with_the_papers_is_no_track(line: str) -> None:
    (deadline,) = due([line, "Notification: 1 May 2027"])
    assert (deadline.date, deadline.track) == (date(2027, 3, 1), "")


def test_a_heading_names_the_part_of_entries_that_name_nothing() -> None:
    parts = [
        DeadlineText(PAPERS, prose=True),
        DeadlineText("Doctoral Consortium", prose=True),
        DeadlineText("Submissions due: 5 May 2027", label="Doctoral Consortium", prose=True),
    ]
    found = read(parts, posted=POSTED, language="en").deadlines
    assert [(d.date, d.track) for d in found] == [(date(2027, 3, 1), ""), (date(2027, 5, 5), "Doctoral Consortium")]


def test_a_part_that_is_due_with_the_papers_is_no_second_entry() -> None:
    assert tracks([PAPERS, "Special session papers due: 1 March 2027"]) == {date(2027, 3, 1): ""}


def test_the_decision_on_a_part_is_of_its_track() -> None:
    lines = [PAPERS, "Notification of workshop proposals: 5 January 2027", "Notification: 1 May 2027"]
    parts = [DeadlineText(line, prose=True) for line in lines]
    told = {d.date: d.track for d in read(parts, posted=POSTED, language="en").deadlines if d.kind is Kind.NOTIFICATION}
    assert told == {date(2027, 1, 5): "Workshop proposals", date(2027, 5, 1): ""}


def test_an_extended_part_leaves_the_papers_their_day() -> None:
    found = due(["Paper submission: 1 March 2027", "Poster submission: extended to 15 March 2027"])
    assert {(d.date, d.track) for d in found} == {(date(2027, 3, 1), ""), (date(2027, 3, 15), "Poster")}


@given(
    st.permutations(
        [PAPERS, "Workshop proposals due: 5 January 2027", "Demos due: 5 May 2027", "Notification: 1 May 2027"]
    )
)
def test_the_order_of_a_list_changes_no_track(lines: list[str]) -> None:
    assert tracks(lines) == {
        date(2027, 1, 5): "Workshop proposals",
        date(2027, 3, 1): "",
        date(2027, 5, 5): "Demos",
    }


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("On 5 September 2027 tagung@example.org goes offline.", id="mail"),
        pytest.param("Questions until 5 September 2027 to deadline@example.org", id="deadline"),
        pytest.param("See https://example.org/CallForPapers/deadline on 5 September 2027", id="page"),
        pytest.param("On 5 September 2027 conference (at) example.org is offline", id="veiled"),
    ],
)
def test_words_in_addresses_say_nothing(line: str) -> None:
    assert read([DeadlineText(line, prose=True)], posted=POSTED, language="de").deadlines == ()


@pytest.mark.parametrize(
    "title", ["CfP: Feeling the Archive", "Call for Papers: Archiv und Alltag", "Voices from the archives"]
)
def test_a_title_with_an_archive_in_it_is_no_heading_of_older_calls(title: str) -> None:
    (found,) = due([title, "Papers are due on 1 March 2027."], label=title)
    assert found.date == date(2027, 3, 1)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        pytest.param("May 31 (Abstract May 24)", "Deadline", id="column"),
        pytest.param("May 31, 2027 (abstracts: May 24, 2027)", "Paper submission", id="with-years"),
        pytest.param("Paper submission: May 31 (Abstract May 24)", "", id="one-line"),
        pytest.param("May 31, 23:59 (Abstract May 24)", "Deadline", id="clock-between"),
    ],
)
def test_brackets_behind_a_day_keep_their_own_stage(text: str, label: str) -> None:
    found = read([DeadlineText(text, label=label)], posted=POSTED).deadlines
    assert {(d.kind, d.date) for d in found} == {
        (Kind.SUBMISSION, date(2027, 5, 31)),
        (Kind.ABSTRACT, date(2027, 5, 24)),
    }
