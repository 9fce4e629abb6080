"""Atoms -> the times of day that they print."""

from __future__ import annotations

from datetime import time

from cfpfeeds.deadlines.scan import Atom

END_OF_DAY = time(23, 59)
"""What 24:00 and midnight mean for a deadline: the last minute of the named day."""

_NOON = time(12)
_WORDS = {
    "midnight": END_OF_DAY, "mitternacht": END_OF_DAY, "minuit": END_OF_DAY, "medianoche": END_OF_DAY,
    "mezzanotte": END_OF_DAY, "middernacht": END_OF_DAY, "midnatt": END_OF_DAY, "midnat": END_OF_DAY,
    "polnoc": END_OF_DAY, "полночь": END_OF_DAY, "полуночи": END_OF_DAY, "півночі": END_OF_DAY, "μεσανυχτα": END_OF_DAY,
    "noon": _NOON, "midday": _NOON, "mittags": _NOON, "midi": _NOON, "mediodia": _NOON, "mezzogiorno": _NOON,
    "полдень": _NOON,
}  # fmt: skip
_IN_RUNS = {"正午": _NOON, "자정": END_OF_DAY, "정오": _NOON, "午夜": END_OF_DAY}
_HOUR_WORDS = frozenset(
    {
        "uhr", "uur", "h", "hrs", "hours", "hs", "hora", "horas", "klo", "ωρα", "час", "часа", "часов", "годин",
        "ore", "saat"
    }
)  # fmt: skip
_BEFORE = frozenset(
    {
        "at", "kl", "um", "a", "las", "alle", "ore", "godz", "klokken", "om", "в", "о", "во", "saat", "pukul", "luc",
        "ساعة", "الساعة", "ساعت", "בשעה", "ως", "by", "@"
    }
)  # fmt: skip
_AT_TWELVE = frozenset({"noon", "midnight", "midday"})
_CLOCK_WORDS = frozenset({"ore", "godz", "klockan", "klokken", "saat", "pukul", "ساعة", "الساعة", "ساعت", "בשעה"})
_ZONES = frozenset({"utc", "gmt", "aoe", "cet", "cest", "mez", "mesz"})
_HOUR_UNITS, _MINUTE_UNITS = frozenset("時时點点시"), frozenset("分분")
_EVENING = frozenset({"晚上", "晚間", "晚间"})
_AFTERNOON = frozenset({"pm", "下午", "午後", "오후", *_EVENING})


def time_at(row: list[Atom], i: int) -> tuple[time, int] | None:
    """The time of day printed at `row[i]` and the index after it; 24:00 and midnight are 23:59."""
    text = row[i].text
    if text in _WORDS:
        return _WORDS[text], i + 1
    if text == "meia" and _text(row, i + 1) == "-" and _text(row, i + 2) == "noite":
        return END_OF_DAY, i + 3
    if not text.isdecimal():
        return (_IN_RUNS[text], i + 1) if text in _IN_RUNS else None
    return _on_the_clock(row, i) or _military(row, i)


def clock_word(run: str) -> tuple[str, time] | None:
    """The word for noon or midnight that a run of Chinese, Japanese or Korean begins with ("正午までに")."""
    return next(((word, at) for word, at in _IN_RUNS.items() if run.startswith(word)), None)


def _on_the_clock(row: list[Atom], i: int) -> tuple[time, int] | None:
    if len(row[i].text) > 2 or (hour := int(row[i].text)) > 24:
        return None
    mark = _text(row, i + 1)
    minute, second, at = 0, 0, i + 1
    sure = False
    if mark in (":", ".", "h", *_HOUR_UNITS) and (parts := _minutes(row, i)) is not None:
        minute, second, at = parts
        sure = mark != "."
    elif mark in _HOUR_UNITS:
        at, sure = i + 2, True
    half, at = _half_of_day(row, i, at)
    sure |= hour == 12 and not minute and _text(row, at) in _AT_TWELVE
    sure |= mark != "." and _text(row, i - 1) in _CLOCK_WORDS
    if not half and _text(row, at) in _HOUR_WORDS and (mark != "h" or at > i + 1 or _hour_alone(row, i)):
        at, sure = at + 1, True
    before = _text(row, i - 1) if _text(row, i - 1) != "." else _text(row, i - 2)
    if not (sure or half or (mark == "." and at > i + 1 and (before in _BEFORE or _text(row, at) in _ZONES))):
        return None
    return _time(hour, minute, second, half, at, row)


def _minutes(row: list[Atom], i: int) -> tuple[int, int, int] | None:
    """Minutes, seconds and the index after them for "23:59", "23:59:59", "23h59", "23.59", "23時59分"."""
    mark, printed = _text(row, i + 1), _text(row, i + 2)
    if len(printed) != 2 or not printed.isdecimal() or int(printed) > 59:
        return None
    minute, second, at = int(printed), 0, i + 3
    if (
        mark in (":", ".")
        and _text(row, at) == mark
        and len(_text(row, at + 1)) == 2
        and _text(row, at + 1).isdecimal()
    ):
        if mark == ".":
            return None
        second, at = min(int(_text(row, at + 1)), 59), at + 2
    at += _text(row, at) in _MINUTE_UNITS
    return minute, second, at


def _half_of_day(row: list[Atom], i: int, at: int) -> tuple[str, int]:
    """ "am" or "pm" with the index after it; Chinese, Japanese and Korean print it before the hour."""
    text = _text(row, at)
    if text in ("am", "pm"):
        return text, at + 1
    if text in ("a", "p") and _text(row, at + 1) == "." and _text(row, at + 2) == "m":
        return text + "m", at + 3 + (_text(row, at + 3) == ".")
    if text in ("a", "p") and _text(row, at + 1) == "m" and _text(row, at + 2) == ".":
        return text + "m", at + 3
    before = _text(row, i - 1)
    if before.endswith(tuple(_EVENING)) and row[i].text == "12":
        return "night", at
    return ("pm" if before.endswith(tuple(_AFTERNOON)) else ""), at


def _time(hour: int, minute: int, second: int, half: str, at: int, row: list[Atom]) -> tuple[time, int] | None:
    if half and hour > 12:
        half = ""
    if half == "night":
        return END_OF_DAY, at
    if half == "pm" and hour < 12:
        hour += 12
    noon_or_night = _text(row, at) if _text(row, at) != "(" else _text(row, at + 1)
    if half == "am" and hour == 12:
        if noon_or_night == "noon":
            return _NOON, at
        hour = 24 if noon_or_night == "midnight" else 0
    if hour == 12 and not minute and noon_or_night == "midnight":
        return END_OF_DAY, at + (_text(row, at) == "midnight")
    if hour == 12 and not minute and noon_or_night in ("noon", "midday"):
        return _NOON, at + (_text(row, at) in ("noon", "midday"))
    if hour == 24:
        return END_OF_DAY, at
    return time(hour, minute, second), at


def _hour_alone(row: list[Atom], i: int) -> bool:
    """Whether "18h" or "18 h" is a time and no duration: a duration is not introduced by "at", "à", "às"."""
    return row[i + 1].start == row[i].end or _text(row, i - 1) in _BEFORE


def _military(row: list[Atom], i: int) -> tuple[time, int] | None:
    """ "2359 hrs"."""
    text = row[i].text
    if (
        len(text) == 4
        and int(text[:2]) <= 24
        and int(text[2:]) < 60
        and _text(row, i + 1) in ("hrs", "hours", "h", "uhr")
    ):
        return (END_OF_DAY if text[:2] == "24" else time(int(text[:2]), int(text[2:]))), i + 2
    return None


def _text(row: list[Atom], i: int) -> str:
    return row[i].text if 0 <= i < len(row) else ""
