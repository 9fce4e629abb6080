"""Every catalogue says everything that the program says, and says it whole."""

from __future__ import annotations

import importlib.util
import re
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from cfpfeeds.languages import LANGUAGES, gettext, month_in_words, ngettext, number, pgettext, speaking
from cfpfeeds.languages.catalogues import translations_of

ROOT = Path(__file__).parent.parent.parent
OTHERS = LANGUAGES[1:]
PLACEHOLDER = re.compile(r"%\(\w+\)s|%(?!\()")


@cache
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalogues", ROOT / "scripts" / "catalogues.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def said() -> frozenset[tuple[str, str]]:
    return frozenset(key(message) for message in script().extracted() if message.id)


def key(message: Message) -> tuple[str, str]:
    return message.context or "", message.id if isinstance(message.id, str) else message.id[0]


def forms(value: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def catalogue(code: str) -> Catalog:
    with (script().CATALOGUES / code / "LC_MESSAGES" / "cfpfeeds.po").open("rb") as written:
        return read_po(written, locale=code)


@pytest.mark.parametrize("code", OTHERS)
def test_a_catalogue_holds_what_the_program_says_and_nothing_else(code: str) -> None:
    assert {key(message) for message in catalogue(code) if message.id} == said()


@pytest.mark.parametrize("code", OTHERS)
def test_nothing_is_untranslated_or_doubtful(code: str) -> None:
    made = catalogue(code)
    assert [message.id for message in made if message.id and not all(forms(message.string))] == []
    assert [message.id for message in made if message.id and message.fuzzy] == []


@pytest.mark.parametrize("code", OTHERS)
def test_there_are_as_many_forms_as_the_language_has(code: str) -> None:
    made = catalogue(code)
    wrong = [m.id for m in made if m.pluralizable and len(forms(m.string)) != made.num_plurals]
    assert wrong == []


@pytest.mark.parametrize("code", OTHERS)
def test_placeholders_are_those_of_the_sentence(code: str) -> None:
    wrong = []
    for message in catalogue(code):
        wanted = Counter(PLACEHOLDER.findall(forms(message.id)[-1])) if message.id else Counter()
        for told in forms(message.string) if message.id else ():
            found = Counter(PLACEHOLDER.findall(told))
            if found != wanted and not (message.pluralizable and wanted - found == Counter({"%(num)s": 1})):
                wrong.append(told)
    assert wrong == []


@pytest.mark.parametrize("code", OTHERS)
def test_no_translation_brings_markup_of_its_own(code: str) -> None:
    assert [m.id for m in catalogue(code) if m.id and any(set("<>&") & set(form) for form in forms(m.string))] == []


def test_a_language_is_spoken_until_the_block_ends_and_english_without_one() -> None:
    with speaking("de"):
        assert gettext("Search") == "Suchen"
        assert ngettext("%(num)s open call", "%(num)s open calls", 1234) == "1.234 offene Calls"
        with speaking("zh"):
            assert pgettext("discipline", "Nursing") == "护理学"
        assert gettext("Search") == "Suchen"
    assert (gettext("Search"), number(1234)) == ("Search", "1,234")


def test_a_sentence_that_no_catalogue_holds_stays_as_it_is() -> None:
    with speaking("fr"):
        assert gettext("Said by nobody") == "Said by nobody"


def test_an_unknown_language_is_english() -> None:
    with speaking("tlh") as spoken:
        assert (spoken.code, gettext("Search")) == ("en", "Search")
    assert translations_of("tlh").gettext("Search") == "Search"


@pytest.mark.parametrize(
    ("code", "month"), [("en", "May 2024"), ("de", "Mai 2024"), ("es", "mayo de 2024"), ("zh", "2024年5月")]
)
def test_a_month_is_written_as_its_language_does(code: str, month: str) -> None:
    with speaking(code):
        assert month_in_words(date(2024, 5, 1)) == month
