"""Words in the language that is being spoken. Without `speaking` it is English, so that feeds never change theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from gettext import NullTranslations
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal

from cfpfeeds.languages.catalogues import ENGLISH, Language, language_of, translations_of

_spoken: ContextVar[str] = ContextVar("cfpfeeds_language", default=ENGLISH)
_SAMPLES = (1, 2, 0, 5, 11, 21, 1_000_000)
"""Numbers that between them take every plural form of any language."""


@contextmanager
def speaking(code: str) -> Iterator[Language]:
    """Speak a language (by its code; English for an unknown one) until the block ends, in this thread alone."""
    token = _spoken.set(language_of(code).code)
    try:
        yield spoken()
    finally:
        _spoken.reset(token)


def spoken() -> Language:
    """The language that is being spoken."""
    return language_of(_spoken.get())


def translations() -> NullTranslations:
    """The words of the spoken language as they are kept, with their %(names)s."""
    return translations_of(_spoken.get())


def N_(message: str) -> str:
    """Marks a sentence for the catalogues where it stands in a table; `gettext` says it later."""
    return message


def gettext(message: str, /, **values: Any) -> str:
    """A sentence in the spoken language, with values in place of its %(names)s; whole numbers as people write them."""
    return _filled(translations().gettext(message), values)


def pgettext(context: str, message: str, /, **values: Any) -> str:
    """The same for words that mean several things: `context` says which."""
    return _filled(translations().pgettext(context, message), values)


def ngettext(one: str, many: str, amount: int, /, **values: Any) -> str:
    """A sentence in the form that an amount takes; %(num)s is the amount."""
    return _filled(translations().ngettext(one, many, amount), {"num": amount, **values})


def counted(say: Callable[[int], str]) -> dict[str, str]:
    """What `say` says of amounts in the spoken language, by the CLDR category of the amount ("one", "other")."""
    category = spoken().locale.plural_form
    return dict(sorted({category(n): say(n) for n in reversed(_SAMPLES)}.items()))


def number(amount: int) -> str:
    """A whole number as people write it: "1,234", in German "1.234"."""
    return str(amount) if 0 <= amount < 1000 else str(format_decimal(amount, locale=spoken().locale))


def name_of_language(code: str) -> str:
    """How a language is called in the spoken one: "German"; its code where no name is known."""
    try:
        return Locale.parse(code).get_display_name(spoken().locale) or code
    except (UnknownLocaleError, ValueError):
        return code


def _filled(message: str, values: dict[str, Any]) -> str:
    if not values:
        return message
    return message % {name: number(value) if type(value) is int else value for name, value in values.items()}
