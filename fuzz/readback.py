"""`python -m fuzz.readback [LANGUAGE...]`: days printed as every language prints them, and what is read from them.

One line for each language and form in which some day is not read back: how many days come back as another day (wrong),
as none (missing), of how many; with the first example. Forms marked * are not the language's own order, or leave open
which number is the day: there a missing day is right and not listed, a wrong one is not.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from babel.dates import format_date

from cfpfeeds.deadlines import read
from cfpfeeds.deadlines.names import LANGUAGES
from cfpfeeds.model import DeadlineText, State

DAYS = (1, 9, 12, 13, 28, 31)
YEARS = (2024, 2026)
STYLES = ("full", "long", "medium", "short")
DAY_FIRST = (
    "d MMMM y",
    "d. MMMM y",
    "d MMM y",
    "d. MMM y",
    "d-MMM-y",
    "d/MMM/y",
    "dd MMMM y",
    "d MMMM, y",
    "EEEE d MMMM y",
    "EEEE, d. MMMM y",
    "EEE, d MMM y",
    "d MMMM y (EEEE)",
    "dd.MM.y",
    "d.M.y",
    "d. M. y",
    "dd.MM.yy",
    "dd/MM/y",
    "d/M/y",
    "dd-MM-y",
    "dd/MM/yy",
)
MONTH_FIRST = (
    "MMMM d, y",
    "MMMM d y",
    "MMM d, y",
    "MMM d y",
    "MMMM dd, y",
    "EEEE, MMMM d, y",
    "EEE MMM d y",
    "MMMM d, y (EEEE)",
    "MM/dd/y",
    "M/d/y",
    "M/d/yy",
)
YEAR_FIRST = ("y-MM-dd", "y/MM/dd", "y/M/d", "y.MM.dd", "y MMMM d", "y MMM d", "yMMdd")
EAST_ASIAN = ("y年M月d日", "y年MM月dd日", "y年M月d日(EEE)", "y년 M월 d일", "y년 M월 d일 (EEEE)", "y. M. d.", "y.M.d")
_IN_EAST_ASIA = ("zh", "ja", "ko")
_ENGLISH = ("d{th} MMMM y", "MMMM d{th}, y", "d{th} of MMMM, y", "{the} d{th} MMM y", "MMMM {the} d{th}, y")
_LETTERS = re.compile("MMM|EEE")


@dataclass
class Tally:
    """What came of one form in one language."""

    asked: int = 0
    wrong: int = 0
    missing: int = 0
    examples: dict[str, str] = field(default_factory=dict)


def days() -> Iterator[date]:
    for year in YEARS:
        for month in range(1, 13):
            for day in DAYS:
                try:
                    yield date(year, month, day)
                except ValueError:
                    continue


def forms(language: str) -> Iterator[tuple[str, bool, str, Callable[[date], str]]]:
    """Name, whether it is the language's own, country and printer of each form."""
    asian = language in _IN_EAST_ASIA
    for style in STYLES:
        # The shortest English form has the month first in one country and the day in others.
        yield style, (language, style) != ("en", "short"), "", partial(_styled, style, language)
    for pattern in DAY_FIRST:
        unclear = language == "en" and not _LETTERS.search(pattern) and "." not in pattern
        if not (asian and (_LETTERS.search(pattern) or pattern.endswith("yy"))):
            yield pattern, not (asian or unclear), "", partial(_styled, pattern, language)
    for pattern in MONTH_FIRST:
        if not asian and (_LETTERS.search(pattern) or language == "en"):
            yield pattern, language == "en" and bool(_LETTERS.search(pattern)), "", partial(_styled, pattern, language)
    for pattern in YEAR_FIRST:
        if not (asian and _LETTERS.search(pattern)):
            yield pattern, True, "", partial(_styled, pattern, language)
    if asian:
        for pattern in EAST_ASIAN:
            yield pattern, True, "", partial(_styled, pattern, language)
    if language == "en":
        yield from _english()


def _english() -> Iterator[tuple[str, bool, str, Callable[[date], str]]]:
    for pattern in DAY_FIRST:
        yield f"{pattern} (GB)", True, "GB", partial(_styled, pattern, "en_GB")
    for pattern in MONTH_FIRST:
        yield f"{pattern} (US)", True, "US", partial(_styled, pattern, "en")
    for pattern in _ENGLISH:
        yield pattern, True, "", partial(_ordinal, pattern)


def _styled(form: str, language: str, day: date) -> str:
    return str(format_date(day, form, locale=language))


def _ordinal(pattern: str, day: date) -> str:
    th = "th" if 11 <= day.day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    quoted = pattern.replace("{th}", f"'{th}'").replace("{the}", "'the'").replace(" of ", " 'of' ")
    return str(format_date(day, quoted, locale="en"))


def frames(printed: str, language: str) -> Iterator[tuple[str, DeadlineText, str]]:
    """The surroundings in which a day is printed, and the hint of its language."""
    yield "field", DeadlineText(printed), language
    yield "label", DeadlineText(printed, label="Submission deadline", prose=True), language
    yield "line", DeadlineText(f"Submission deadline: {printed}", prose=True), language
    yield "sentence", DeadlineText(f"Please submit your paper by {printed}.", prose=True), language
    yield "no hint", DeadlineText(printed), ""


def tried(language: str, country: str, printer: Callable[[date], str]) -> dict[str, Tally]:
    """The tally of one form in each frame."""
    tallies: dict[str, Tally] = {}
    for day in days():
        printed = printer(day)
        for frame, part, hint in frames(printed, language):
            tally = tallies.setdefault(frame, Tally())
            found = read((part,), language=hint, country=country).deadlines
            got = sorted({d.date for d in found if d.date and d.state is State.ACTIVE})
            tally.asked += 1
            if got == [day]:
                continue
            kind = "wrong" if got else "missing"
            tally.wrong += bool(got)
            tally.missing += not got
            tally.examples.setdefault(kind, f"{kind}: {printed!r} -> {', '.join(map(str, got)) or 'none'}")
    return tallies


def gathered(tallies: dict[str, Tally]) -> dict[str, Tally]:
    """Frames with the same tally under their joined names; "all" where nothing depends on the frame."""
    alike: dict[tuple[int, int], list[str]] = {}
    for frame, tally in tallies.items():
        alike.setdefault((tally.wrong, tally.missing), []).append(frame)
    every = len(alike) == 1
    return {"all" if every else "+".join(names): tallies[names[0]] for names in alike.values()}


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m fuzz.readback", description=__doc__)
    asked.add_argument("languages", nargs="*", default=LANGUAGES, help="two letters each; default: all that are read")
    options = asked.parse_args()
    wrong = missing = total = 0
    print(f"{'':5}{'form':24}{'where':26}{'wrong':>6}{'missing':>8}{'of':>5}  first examples")
    for language in options.languages:
        for name, own, country, printer in forms(language):
            tallies = tried(language, country, printer)
            for frame, tally in gathered(tallies).items():
                # Without a hint nobody can tell day from month in mere numbers.
                lenient = not own or (frame == "no hint" and not _LETTERS.search(name))
                if tally.wrong or (tally.missing and not lenient):
                    said = "; ".join(tally.examples[kind] for kind in sorted(tally.examples, reverse=True))
                    form = name + "*" * (not own)
                    counts = f"{tally.wrong:6}{tally.missing:8}{tally.asked:5}"
                    print(f"{language:5}{form:24}{frame:26}{counts}  {said}", flush=True)
            total += sum(tally.asked for tally in tallies.values())
            wrong += sum(tally.wrong for tally in tallies.values())
            missing += sum(tally.missing for tally in tallies.values()) * own
    print(f"{wrong} wrong in any form and {missing} missing in own forms of {total} days read")


if __name__ == "__main__":
    main()
