"""Dates as China, Taiwan, Japan and Korea print them: written numerals, years of eras, month before day."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpfeeds.deadlines import read
from cfpfeeds.model import Deadline, DeadlineText, Guess, Kind

POSTED = date(2026, 11, 25)
FIGURES = "〇一二三四五六七八九"


def only(text: str, language: str, label: str = "") -> Deadline:
    (found,) = read([DeadlineText(text, label=label, prose=True)], posted=POSTED, language=language).deadlines
    return found


@pytest.mark.parametrize(
    ("text", "day"),
    [
        pytest.param("徵稿期限：5/20 23:59", date(2027, 5, 20), id="taiwan-slash"),
        pytest.param("截稿日期：5/20（四）", date(2027, 5, 20), id="taiwan-slash-weekday"),
        pytest.param("投稿期限：即日起至5/31止", date(2027, 5, 31), id="from-today"),
        pytest.param("截稿日期：116年1月15日（五）", date(2027, 1, 15), id="republic-without-its-name"),
        pytest.param("投稿截止：民國116年3月31日", date(2027, 3, 31), id="republic"),
        pytest.param("截稿日期為民國一一六年三月三十一日", date(2027, 3, 31), id="republic-written"),
        pytest.param("全文截稿：116/1/15", date(2027, 1, 15), id="republic-slashes"),
        pytest.param("全文繳交期限：116.03.31", date(2027, 3, 31), id="republic-dots"),
        pytest.param("论文提交截止日期：二〇二七年七月四日", date(2027, 7, 4), id="written"),
        pytest.param("投稿截止：二零二七年十二月廿五日", date(2027, 12, 25), id="written-score"),
        pytest.param("征稿截止时间：2027年3月1日", date(2027, 3, 1), id="simplified"),
    ],
)
def test_chinese_days(text: str, day: date) -> None:
    found = only(text, "zh")
    assert (found.kind, found.date) == (Kind.SUBMISSION, day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        pytest.param("投稿締切：令和9年2月28日（日）", date(2027, 2, 28), id="era"),
        pytest.param("原稿提出期限　令和九年二月二十八日", date(2027, 2, 28), id="era-written"),
        pytest.param("論文投稿締切：R9.2.28", date(2027, 2, 28), id="era-short"),
        pytest.param("原稿締切：2/28（日）必着", date(2027, 2, 28), id="slash"),
    ],
)
def test_japanese_days(text: str, day: date) -> None:
    assert only(text, "ja").date == day


def test_korean_days_in_slashes() -> None:
    found = only("논문 제출 마감: 4/9(금) 24:00", "ko")
    assert (found.date, found.time) == (date(2027, 4, 9), time(23, 59))


def test_the_year_that_a_slashed_day_lacks_is_a_guess() -> None:
    assert only("徵稿期限：5/20 23:59", "zh").guesses == (Guess.YEAR,)
    assert only("全文截稿：116/1/15", "zh").guesses == ()


def test_twelve_in_the_evening_is_the_end_of_the_day() -> None:
    assert only("投稿截止：2027年3月1日晚上12點", "zh").time == time(23, 59)
    assert only("投稿截止：2027年3月1日晚上8點", "zh").time == time(20)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Submit at most 1/2 page by mail", id="fraction"),
        pytest.param("Papers are due by 5/20", id="open-order"),
        pytest.param("Contribution 116/1/15 is due", id="number-of-a-paper"),
        pytest.param("R9.2.28 papers due", id="number-of-a-release"),
    ],
)
def test_such_numbers_are_no_days_elsewhere(text: str) -> None:
    found = read([DeadlineText(text, prose=True)], posted=POSTED, language="en").deadlines
    assert [d for d in found if d.date and d.date.year in (2027, 2028)] == []


def test_numerals_before_a_word_are_no_day() -> None:
    text = "統一日期由主辦單位公布"
    assert read([DeadlineText(text, prose=True)], posted=POSTED, language="zh").deadlines == ()


def in_tens(number: int) -> str:
    tens, ones = divmod(number, 10)
    ten = "" if not tens else "十" if tens == 1 else FIGURES[tens] + "十"
    return ten + (FIGURES[ones] if ones else "")


@given(st.dates(date(2012, 1, 1), date(2098, 12, 31)))
def test_every_written_day_is_the_day_in_figures(day: date) -> None:
    year = "".join(FIGURES[int(figure)] for figure in str(day.year))
    written = f"投稿截止：{year}年{in_tens(day.month)}月{in_tens(day.day)}日"
    assert only(written, "zh").date == day


@given(
    st.dates(date(2012, 1, 1), date(2098, 12, 31)), st.sampled_from(["民國{}年{}月{}日", "{}年{}月{}日", "{}/{}/{}"])
)
def test_every_year_of_the_republic_is_1911_before_ours(day: date, form: str) -> None:
    assert only(f"投稿截止：{form.format(day.year - 1911, day.month, day.day)}", "zh").date == day


@pytest.mark.parametrize("text", ["投稿期限：5/", "5/", "截稿：116/1/"], ids=["slash", "alone", "republic"])
def test_a_line_that_ends_within_a_day_names_none(text: str) -> None:
    found = read([DeadlineText(text, prose=True), DeadlineText("論文", prose=True)], posted=POSTED, language="zh")
    assert [deadline.date for deadline in found.deadlines if deadline.date] == []
