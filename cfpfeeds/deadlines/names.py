"""The names of months and weekdays in every language that is read, from CLDR (through Babel)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from babel import Locale

from cfpfeeds.deadlines.scan import IS_IDEOGRAPHIC, words_of

LANGUAGES = (
    "en",
    "de",
    "fr",
    "es",
    "pt",
    "it",
    "nl",
    "sv",
    "da",
    "nb",
    "pl",
    "cs",
    "ru",
    "uk",
    "tr",
    "el",
    "zh",
    "ja",
    "ko",
    "id",
    "vi",
    "ar",
    "fa",
    "he",
)
# Regions whose printed names differ: "Sept", "Jänner", "juill.", "كانون الثاني", "جانفي".
_REGIONS = ("en_GB", "en_AU", "de_AT", "fr_CA", "es_MX", "pt_PT", "nn", "zh_Hant", "ar_IQ", "ar_DZ", "ar_MA", "fa_AF")
_ENOUGH_LETTERS = 3
_SURE_LETTERS = 4
_DEFINITE_DAYS = frozenset({"sv", "nb", "da"})  # "fredagen den 13 juni"
_HEBREW_PREFIXES = ("ב", "ל")

Name = tuple[str, ...]


@cache
def months() -> dict[Name, int]:
    """Folded atoms of a month's name -> 1 to 12. Names that begin with a number ("3月", "tháng 3") are not in it."""
    found: dict[Name, int] = {}
    for locale in _locales():
        for names in _widths(locale.months, ("wide", "abbreviated")):
            for number, printed in names.items():
                for name in _forms(printed, locale.language):
                    found.setdefault(name, int(number))
    return found


@cache
def english_months() -> frozenset[str]:
    """The first words of English months: only English puts a shortened month before the day ("się 3" is no August)."""
    tables = [Locale.parse(code).months for code in ("en", "en_GB")]  # "Sep" and "Sept"
    return frozenset(
        words_of(name)[0]
        for table in tables
        for names in _widths(table, ("wide", "abbreviated"))
        for name in names.values()
    )


@cache
def weekdays() -> dict[Name, frozenset[int]]:
    """Folded atoms of a weekday's name -> the days it may mean, Monday 0."""
    found: dict[Name, frozenset[int]] = {}
    for locale in _locales():
        for names in _widths(locale.days, ("wide", "abbreviated")):
            for number, printed in names.items():
                for name in _forms(printed, locale.language):
                    found[name] = found.get(name, frozenset()) | {int(number)}
    for name in [name for name in found if len(name) == 1]:
        # "Thurs", "Tues": CLDR has only the shortest form.
        for end in range(_SURE_LETTERS, len(name[0])):
            found.setdefault((name[0][:end],), found[name])
    return found


@cache
def month_starts() -> dict[str, int]:
    """First atom of a month's name -> the most atoms that such a name has."""
    return _starts(list(months()))


@cache
def weekday_starts() -> dict[str, int]:
    """First atom of a weekday's name -> the most atoms that such a name has."""
    return _starts(list(weekdays()))


def may_begin_date(atom: str) -> bool:
    """Whether a date may begin with this word; "thang 3" is a Vietnamese March."""
    return atom in month_starts() or atom in weekday_starts() or atom in ("thang", "thg")


def _starts(names: list[Name]) -> dict[str, int]:
    longest: dict[str, int] = {}
    for name in names:
        longest[name[0]] = max(len(name), longest.get(name[0], 0))
    return longest


def _locales() -> Iterator[Locale]:
    for code in (*LANGUAGES, *_REGIONS):
        yield Locale.parse(code)


def _widths(table: object, widths: tuple[str, ...]) -> Iterator[dict[int, str]]:
    for context in ("format", "stand-alone"):
        for width in widths:
            yield table[context][width]  # type: ignore[index]


def _forms(printed: str, language: str) -> Iterator[Name]:
    atoms = tuple(atom for atom in words_of(printed) if atom not in ".-")
    # Two letters ("so", "on", "to") are words of other languages more often than days.
    if not atoms or any(atom.isdecimal() for atom in atoms) or (len(atoms) == 1 and _too_short(atoms[0])):
        return
    yield atoms
    if language in _DEFINITE_DAYS:
        yield (atoms[0] + "en", *atoms[1:])
    if language == "he":
        for prefix in _HEBREW_PREFIXES:
            yield (prefix + atoms[0], *atoms[1:])


def _too_short(atom: str) -> bool:
    return len(atom) < _ENOUGH_LETTERS and atom.isalpha() and not IS_IDEOGRAPHIC.match(atom) and ord(atom[0]) < 0x500
