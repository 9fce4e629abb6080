"""The languages that pages speak, their catalogues of words, and how each writes days and numbers.

English is what the program itself is written in; `speaking` says for a while that another language is meant.
"""

from cfpfeeds.languages.catalogues import ENGLISH, LANGUAGES, Language, language_of
from cfpfeeds.languages.forms import day_in_words, month_in_words, month_name, weekday_names
from cfpfeeds.languages.speech import (
    N_,
    counted,
    gettext,
    name_of_language,
    ngettext,
    number,
    pgettext,
    speaking,
    spoken,
    translations,
)

__all__ = [
    "ENGLISH",
    "LANGUAGES",
    "N_",
    "Language",
    "counted",
    "day_in_words",
    "gettext",
    "language_of",
    "month_in_words",
    "month_name",
    "name_of_language",
    "ngettext",
    "number",
    "pgettext",
    "speaking",
    "spoken",
    "translations",
    "weekday_names",
]
