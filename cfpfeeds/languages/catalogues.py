"""Which languages there are, and the words of each: .po files beside this module, compiled when first asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

DOMAIN = "cfpfeeds"
ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Language:
    """One language: `code` as addresses spell it, `tag` as HTML does (BCP 47), `name` as its own readers call it.

    `day` is the pattern of a calendar day for CLDR, `offer` what a reader of it is told who has a page in another.
    """

    code: str
    tag: str
    name: str
    offer: str
    day: str = "long"

    @property
    def locale(self) -> Locale:
        """What CLDR knows of it."""
        return Locale.parse(self.tag, sep="-")

    @property
    def direction(self) -> str:
        """How its lines run: "ltr" or "rtl"."""
        return str(self.locale.text_direction)


_SHIPPED = (
    Language(ENGLISH, "en", "English", "This page in English", "d MMMM y"),
    Language("de", "de", "Deutsch", "Diese Seite auf Deutsch"),
    Language("fr", "fr", "Français", "Cette page en français"),
    Language("es", "es", "Español", "Esta página en español"),
    Language("zh", "zh-Hans", "简体中文", "本页中文版"),
)
_BY_CODE = {language.code: language for language in _SHIPPED}

LANGUAGES = tuple(_BY_CODE)
"""The codes of all languages, English first."""


def language_of(code: str) -> Language:
    """The language of a code; English where there is none."""
    return _BY_CODE.get(code, _BY_CODE[ENGLISH])


@cache
def translations_of(code: str) -> NullTranslations:
    """The words of a language; English, and what no catalogue holds, stay as the program says them.

    The file is compiled here rather than shipped compiled, so that the words that people read and correct are the words
    that are served. It takes some hundredths of a second a language, once a process.
    """
    if code == ENGLISH or code not in _BY_CODE:
        return NullTranslations()
    compiled = BytesIO()
    with files("cfpfeeds.languages").joinpath("catalogues", code, "LC_MESSAGES", f"{DOMAIN}.po").open("rb") as written:
        write_mo(compiled, read_po(written, locale=code, domain=DOMAIN))
    compiled.seek(0)
    return GNUTranslations(compiled)
