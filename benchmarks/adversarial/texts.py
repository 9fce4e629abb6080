"""Texts that ask as much work of a reader of deadlines as their length allows. Every one can be made in any length."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import date, timedelta

_LINE = 60

UNITS = {
    "numbers": "1 ",
    "digits": "7",
    "dots": "1.",
    "slashes": "12/12/",
    "hyphens": "3-",
    "colons": "23:59:",
    "strikes": "~~",
    "months": "May ",
    "days": "5 May 2024 ",
    "days-no-year": "5 May, ",
    "ranges": "1-2-3 May - ",
    "iso-days": "2024-05-05 ",
    "number-days": "05/06/2024 ",
    "stage-words": "deadline ",
    "deadlines": "submission deadline 5 May 2024, ",
    "sentences": "The submission deadline is 5 May 2024. ",
    "date-first": "5 May 2024 submission deadline, ",
    "until": "until 5 May 2024 until ",
    "extended": "deadline extended to 5 May 2024, ",
    "struck-days": "~~1 May 2024~~ 5 May 2024 ",
    "arrows": "1 May 2024 → ",
    "old-and-new": "submission deadline 5 May 2024; abstract deadline extended to 9 May 2024; ",
    "two-sentences": "Submission deadline: 5 May 2024. Abstract deadline extended to 9 May 2024. ",
    "cells": "| deadline | 5 May 2024 ",
    "bars": "|",
    "phrases": "no later than ",
    "anywhere": "anywhere on earth ",
    "zones": "AoE UTC-12 ",
    "times": "23:59 pm ",
    "rolling": "rolling submission ",
    "ideographs": "締切",
    "ideographs-days": "投稿締切5月1日",
    "eras": "令和6年",
    "hangul": "마감일 5월 1일 ",
    "arabic": "الموعد النهائي 5 مايو ",
    "hebrew": "מועד אחרון ה-5 במאי ",
    "one-word": "x",
    "brackets": "(",
    "pairs": "()",
    "square-brackets": "[",
    "links": "[](",
    "quotes": "'",
    "stars": "*",
    "underscores": "_ ",
    "backticks": "`",
    "hashes": "# a ",
    "lines": "\n",
    "carriage-returns": "\r",
    "tabs": "\t",
    "blanks": " ",
    "weekdays": "Mon, ",
    "seams": "A" * 9 + "a",
    "camels": "SubmissionDeadline",
    "scripts": "дата締切date마감ημέρα",
    "combining": "e\u0301\u0327\u0323",
    "marks-alone": "\u0301",
    "unseen": "\u200b\u00ad",
    "wide": "５／５／２０２４　",
    "addresses": "https://a.b/",
    "mail": "a@b.",
    "entities": "&amp;",
    "angles": "<",
    "tags": "<b>",
    "ends": "</p>",
    "comments": "<!--",
    "nulls": "\0",
    "astral": "𝟓 𝑴𝒂𝒚 ",
}


def _nested_brackets() -> Iterator[str]:
    return itertools.cycle(["((((((((((", "5 May 2024", "))))))))))"])


def _all_days() -> Iterator[str]:
    """Every day of a century once, and each of them a second time without its year."""
    for n in itertools.count():
        day = date(1990, 1, 1) + timedelta(days=n * 7 % 40_000)
        yield f"deadline {day:%d %B %Y}, {day:%d %B}, "


def _all_entries() -> Iterator[str]:
    """Every day of a century as an entry of its own, every other one moved."""
    for n in itertools.count():
        day = date(1990, 1, 1) + timedelta(days=n * 7 % 40_000)
        yield f"Submission deadline for track {n}{' extended to' if n % 2 else ':'} {day:%d %B %Y}.\n"


def _all_words() -> Iterator[str]:
    """No word twice: nothing that was remembered helps."""
    for n in itertools.count():
        yield f"submission{_letters(n)} "


def _letters(n: int) -> str:
    return "".join(chr(97 + int(figure)) for figure in str(n))


def _far_apart() -> Iterator[str]:
    """A label, then only dates that might belong to it."""
    yield "Important dates for abstracts and papers: "
    yield from itertools.repeat("5 May 2024 / ")


def _words_then_days() -> Iterator[str]:
    """Long sentences of stage words around each day."""
    return itertools.cycle(["submit your paper abstract proposal notification camera ready " * 40, "5 May 2024, "])


GENERATED: dict[str, Callable[[], Iterator[str]]] = {
    "nested-brackets": _nested_brackets,
    "all-days": _all_days,
    "all-entries": _all_entries,
    "all-words": _all_words,
    "one-label": _far_apart,
    "long-sentences": _words_then_days,
}
NAMES = (*UNITS, *GENERATED)


def lines(name: str, length: int) -> Iterator[str]:
    """The text `name` of about `length` characters in lines of some sixty."""
    pieces = GENERATED[name]() if name in GENERATED else itertools.repeat(UNITS[name])
    done = 0
    line = ""
    for piece in pieces:
        line += piece
        done += len(piece)
        if len(line) >= _LINE or done >= length:
            yield line
            line = ""
        if done >= length:
            return


def text(name: str, length: int) -> str:
    """The text `name` of about `length` characters in one line."""
    return "".join(lines(name, length))
