"""Days and months in the spoken language, in the forms that CLDR has for it."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from babel.dates import format_date, format_skeleton

from cfpfeeds.languages.catalogues import language_of
from cfpfeeds.languages.speech import spoken

_A_MONDAY = date(2024, 1, 1)


def day_in_words(day: date) -> str:
    """A calendar day: "31 May 2024", in German "31. Mai 2024"."""
    return _day(day, spoken().code)


def month_in_words(day: date) -> str:
    """The month of a day: "December 2026"."""
    return str(format_skeleton("yMMMM", day, locale=spoken().locale))


def month_name(day: date) -> str:
    """The month, short, for where there is little room: "May"."""
    return str(format_date(day, "LLL", locale=spoken().locale))


def weekday_names() -> tuple[str, ...]:
    """The days of the week, short, from Monday on: "Mon"."""
    locale = spoken().locale
    return tuple(str(format_date(_A_MONDAY + timedelta(days=n), "ccc", locale=locale)) for n in range(7))


@lru_cache(maxsize=8192)
def _day(day: date, code: str) -> str:
    language = language_of(code)
    return str(format_date(day, language.day, locale=language.locale))
