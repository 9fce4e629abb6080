"""A personal selection as an address spells it: read with limits, written in one canonical way, told in words."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol, TypeVar
from urllib.parse import urlencode

from cfpfeeds import disciplines
from cfpfeeds.errors import UsageError
from cfpfeeds.languages import gettext, ngettext, pgettext
from cfpfeeds.model import CallKind, EventChoices, Kind, Shape, Site
from cfpfeeds.render import words
from cfpfeeds.render.labels import ENGLISH, LANGUAGES
from cfpfeeds.render.select import DUE

MOST_OF_AN_ADDRESS = 256
"""Google Calendar silently refuses to add a longer one."""

MOST_VALUES, MOST_CHARACTERS = 60, 200
"""How many values one parameter takes, and how long one may be."""

_MOST_DAYS = 730
_MOST_ALARMS = 5
_LONGEST_ALARM = timedelta(days=60)
_ALARM = re.compile(r"(\d{1,4})([dh])")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_MOST_WORDS_TOLD = 6

Value = TypeVar("Value")


class Arguments(Protocol):
    """What stands behind a question mark, a name perhaps several times."""

    def getlist(self, name: str, /) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Selection:
    """Which calls, and how they stand in the calendar. An empty tuple or None leaves that side open.

    `words` are alternatives, each a line of words, "phrases" and -exclusions. `stages` narrows to deadlines of these
    stages, `within` to deadlines in so many days.
    """

    disciplines: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    venues: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    kinds: tuple[CallKind, ...] = ()
    stages: tuple[Kind, ...] = ()
    languages: tuple[str, ...] = ()
    abstract_only: bool = False
    within: int | None = None
    remind: tuple[timedelta, ...] = ()
    shape: Shape = Shape.AS_KNOWN
    labels: str = ENGLISH

    def query(self) -> str:
        """The query string of this selection: the same for all spellings of it, "" for no wish at all."""
        pairs = [("discipline", slug) for slug in self.disciplines]
        pairs += [("q", line) for line in self.words]
        pairs += [("venue", venue) for venue in self.venues]
        pairs += [("source", source) for source in self.sources]
        pairs += [("kind", kind.value) for kind in self.kinds]
        pairs += [("stage", stage.value) for stage in self.stages]
        pairs += [("language", language) for language in self.languages]
        pairs += [("only", "abstract")] if self.abstract_only else []
        pairs += [("within", f"{self.within}d")] if self.within else []
        pairs += [("remind", ",".join(map(alarm_text, self.remind)))] if self.remind else []
        pairs += [("events", self.shape.value)] if self.shape is not Shape.AS_KNOWN else []
        pairs += [("labels", self.labels)] if self.labels != ENGLISH else []
        return urlencode(pairs, safe=",")

    def choices(self) -> EventChoices:
        """What the calendar of this selection is to look like."""
        return EventChoices(frozenset(self.stages) or DUE, self.remind, self.shape, self.labels)

    def without_choices(self) -> Selection:
        """The same calls, without what concerns calendars alone."""
        return replace(self, remind=(), shape=Shape.AS_KNOWN, labels=ENGLISH)

    @property
    def is_empty(self) -> bool:
        """Whether it asks for every call there is, in the usual form."""
        return self == Selection()


def read_selection(arguments: Arguments) -> Selection:
    """The selection that a query string asks for. Unknown names are ignored, known ones checked.

    Raises UsageError that names the parameter and says what it takes.
    """
    of_kind = _values(arguments, "kind")
    stages = [value for value in of_kind if value in {kind.value for kind in Kind} - {"other"}]
    return Selection(
        disciplines=_each(_discipline, _values(arguments, "discipline")),
        words=_each(_line, _lines(arguments, "q")),
        venues=_each(_line, _lines(arguments, "venue")),
        sources=_each(_line, [*_lines(arguments, "source"), *_lines(arguments, "publisher")]),
        kinds=_each(_call_kind, [value for value in of_kind if value not in stages]),
        stages=_each(_stage, [*_values(arguments, "stage"), *stages]),
        languages=_each(_language, _values(arguments, "language")),
        abstract_only=_only_abstract(_values(arguments, "only")),
        within=_within(_values(arguments, "within")),
        remind=tuple(sorted(_each(_alarm, _values(arguments, "remind")), reverse=True)[:_MOST_ALARMS]),
        shape=_shape(_values(arguments, "events")),
        labels=_labels(_values(arguments, "labels")),
    )


def alarm_text(before: timedelta) -> str:
    """How an address spells the time of an alarm: "7d", "12h"."""
    hours = int(before.total_seconds() // 3600)
    return f"{hours // 24}d" if hours % 24 == 0 else f"{hours}h"


def told(selection: Selection, site: Site) -> str:
    """The selection in few words, for titles: "Nursing, Medicine; “home care”; with abstract stage"."""
    parts = [
        _listed(
            pgettext("discipline", site.discipline_names.get(slug, disciplines_name(slug)))
            for slug in selection.disciplines
        ),
        _listed(line if '"' in line else gettext("“%(words)s”", words=line) for line in selection.words),
        _listed(selection.venues),
        _listed(site.source_names.get(source, source) for source in selection.sources),
        _listed(words.kind_words(kind) for kind in selection.kinds),
        _listed(words.stage_name(stage) for stage in selection.stages),
        _listed(selection.languages),
        gettext("with abstract stage") if selection.abstract_only else "",
        ngettext("within %(num)s day", "within %(num)s days", selection.within) if selection.within else "",
    ]
    return "; ".join(part for part in parts if part) or pgettext("discipline", "All disciplines")


def disciplines_name(slug: str) -> str:
    """The name of a discipline for a person."""
    found = disciplines.get(slug)
    return found.name if found else slug


def _listed(values: Iterable[str]) -> str:
    named = list(values)
    told, left = ", ".join(named[:_MOST_WORDS_TOLD]), len(named) - _MOST_WORDS_TOLD
    return ngettext("%(these)s and %(num)s more", "%(these)s and %(num)s more", left, these=told) if left > 0 else told


def _lines(arguments: Arguments, name: str) -> list[str]:
    """Every value, and every line of a value, without blanks around and inside doubled."""
    given = arguments.getlist(name)
    found = [line for text in given for raw in text.splitlines() if (line := " ".join(raw.split()))]
    if len(found) > MOST_VALUES:
        raise UsageError(gettext("“%(name)s” takes at most %(most)s values", name=name, most=MOST_VALUES))
    for line in found:
        if len(line) > MOST_CHARACTERS:
            raise UsageError(
                gettext("“%(name)s” takes at most %(most)s characters each", name=name, most=MOST_CHARACTERS)
            )
        if not line.isprintable():
            raise UsageError(gettext("“%(name)s” takes words, without control characters", name=name))
    return found


def _values(arguments: Arguments, name: str) -> list[str]:
    """Values that are names: separated by commas too, in small letters."""
    found = [part for line in _lines(arguments, name) for value in line.split(",") if (part := value.strip().lower())]
    return found[:MOST_VALUES]


def _each(read: Callable[[str], Value], texts: Iterable[str]) -> tuple[Value, ...]:
    """Every value read, each once, in a fixed order, so that two spellings of one wish are one address."""
    return tuple(sorted(dict.fromkeys(read(text) for text in texts), key=str))


def _line(text: str) -> str:
    return text


def _discipline(text: str) -> str:
    slug = disciplines.canonical_slug(text)
    if slug is None:
        near = difflib.get_close_matches(text, [d.slug for d in disciplines.all_disciplines()], n=1)
        said = gettext("“discipline” takes disciplines as in their addresses, and “%(text)s” is none", text=text[:80])
        raise UsageError(said + (gettext("; did you mean “%(near)s”?", near=near[0]) if near else ""))
    return slug


def _one_of(name: str, text: str, known: Iterable[str]) -> str:
    allowed = list(known)
    if text not in allowed:
        known_ones = ", ".join(allowed)
        raise UsageError(
            gettext("“%(name)s” takes %(known)s, not “%(text)s”", name=name, known=known_ones, text=text[:80])
        )
    return text


def _call_kind(text: str) -> CallKind:
    return CallKind(_one_of("kind", text.replace("-", "_"), [kind.value for kind in CallKind]))


def _stage(text: str) -> Kind:
    return Kind(_one_of("stage", text.replace("-", "_"), [kind.value for kind in Kind]))


def _language(text: str) -> str:
    if not _LANGUAGE.fullmatch(text):
        raise UsageError(gettext("“language” takes codes such as en, de or zh, not “%(text)s”", text=text[:80]))
    return text


def _only_abstract(texts: list[str]) -> bool:
    return bool([_one_of("only", text, ["abstract"]) for text in texts])


def _within(texts: list[str]) -> int | None:
    if not texts:
        return None
    number = texts[-1].removesuffix("d")
    if not (number.isascii() and number.isdigit() and len(number) <= 4 and 1 <= int(number) <= _MOST_DAYS):
        raise UsageError(gettext("“within” takes a number of days from 1 to %(most)s, such as 90d", most=_MOST_DAYS))
    return int(number)


def _alarm(text: str) -> timedelta:
    match = _ALARM.fullmatch(text)
    before = timedelta(**{"days" if match[2] == "d" else "hours": int(match[1])}) if match else timedelta(0)
    if not timedelta(0) < before <= _LONGEST_ALARM:
        raise UsageError(
            gettext(
                "“remind” takes days or hours before a deadline, such as 7d,1d or 12h, not “%(text)s”", text=text[:80]
            )
        )
    return before


def _shape(texts: list[str]) -> Shape:
    return Shape(_one_of("events", texts[-1], [shape.value for shape in Shape])) if texts else Shape.AS_KNOWN


def _labels(texts: list[str]) -> str:
    return _one_of("labels", texts[-1], LANGUAGES) if texts else ENGLISH
