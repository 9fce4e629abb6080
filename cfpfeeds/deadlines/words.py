"""The vocabulary: which words mean a stage, a limit, an extension and so on, in every language that is read.

The words stand in words.tsv, one row a word. A row's sense says what the word does near a date:

    part                              a part of an event with deadlines of its own: posters, workshops, a PhD forum
    abstract proposal paper full      what is handed in (a proposal comes before a paper; full: the whole paper)
    submit due until                  handing in; a limit; the small words that stand right before a limit
    notify camera event register publish open call review revise other    what else a date on such a page can be
    must                              "papers must reach us", a duty that makes the day a limit
    extend former firm                a moved limit, what it was before, "hard deadline"
    rolling undated closed cancelled  there is no day, it is not known yet, it is over
    accepted cycle ordinal            "accepted papers"; "second round"
    vague about                       "mid", "autumn"; "around", "week of", "four weeks before"
    elsewhere negation nocall         "related calls" are others' dates; "will be rejected"; "call for editors"
    neutral common                    "important dates" tells nothing; little words that show the language
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from cfpfeeds.deadlines.scan import IS_IDEOGRAPHIC, Atom, words_of


class Sense(StrEnum):
    """What a word does near a date."""

    ABSTRACT = "abstract"
    PROPOSAL = "proposal"
    PAPER = "paper"
    FULL = "full"
    PART = "part"
    SUBMIT = "submit"
    DUE = "due"
    UNTIL = "until"
    NOTIFY = "notify"
    CAMERA = "camera"
    EVENT = "event"
    REGISTER = "register"
    PUBLISH = "publish"
    OPEN = "open"
    REVIEW = "review"
    REVISE = "revise"
    CALL = "call"
    OTHER = "other"
    EXTEND = "extend"
    FORMER = "former"
    FIRM = "firm"
    ROLLING = "rolling"
    UNDATED = "undated"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    ACCEPTED = "accepted"
    CYCLE = "cycle"
    ORDINAL = "ordinal"
    VAGUE = "vague"
    ABOUT = "about"
    MUST = "must"
    NEUTRAL = "neutral"
    ELSEWHERE = "elsewhere"
    NEGATION = "negation"
    NOCALL = "nocall"
    COMMON = "common"


class Meaning(NamedTuple):
    """One row of the table: what a word means, and in which language."""

    sense: Sense
    language: str
    length: int


_SHORTEST_PART = 3
_LONGEST_PART = 16
# Short words of other languages ("al", "do", "for", "var") mean something else in English.
_SURE_LETTERS = 5
_UNMISTAKABLE = 9
# So few known words that any language may be meant.
_TELLING = 3
_ANY = "*"
_PREFIXES = ("ال", "لل", "بال", "وال", "ل", "ب", "و", "ה", "ב", "ל", "מ", "ו", "ש", "וה", "לה")
_JOINED_ON = frozenset(prefix[0] for prefix in _PREFIXES)


class _Table(NamedTuple):
    phrases: dict[str, list[tuple[tuple[str, ...], Meaning]]]
    openings: dict[str, list[Meaning]]
    endings: dict[str, list[Meaning]]
    runs: dict[str, list[tuple[str, Meaning]]]
    common: dict[str, set[str]]


@cache
def _table() -> _Table:
    table = _Table({}, {}, {}, {}, {})
    for line in files(__package__).joinpath("words.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            sense, language, word = line.split("\t")
            _add(table, Sense(sense), language, word)
    for rows in table.phrases.values():
        rows.sort(key=lambda row: -len(row[0]))
    for runs in table.runs.values():
        runs.sort(key=lambda row: -len(row[0]))
    return table


def _add(table: _Table, sense: Sense, language: str, word: str) -> None:
    atoms = words_of(word.replace("*", ""))
    meaning = Meaning(sense, language, len(atoms[0]) if len(atoms) == 1 else _SURE_LETTERS)
    if sense is Sense.COMMON:
        table.common.setdefault(atoms[0], set()).add(language)
    elif IS_IDEOGRAPHIC.match(atoms[0]):
        run = "".join(atoms)
        table.runs.setdefault(run[0], []).append((run, meaning))
    elif word.startswith("*"):
        table.endings.setdefault(atoms[-1], []).append(meaning)
    elif word.endswith("*") and len(atoms) == 1:
        table.openings.setdefault(atoms[0], []).append(meaning)
    else:
        table.phrases.setdefault(atoms[0], []).append((atoms, meaning))


@lru_cache(maxsize=32768)
def _parts(word: str) -> tuple[Meaning, ...]:
    """The meanings of a word by how it begins or ends ("тезисов", "Einreichungsfrist")."""
    table = _table()
    found: list[Meaning] = []
    for length in range(_SHORTEST_PART, min(len(word), _LONGEST_PART) + 1):
        found += table.openings.get(word[:length], ())
        found += table.endings.get(word[-length:], ())
    return tuple(found)


def languages_of(atoms: Iterable[Atom], hint: str = "") -> frozenset[str]:
    """The languages whose short words count: the hinted one, English, and those that other words betray."""
    counts: dict[str, int] = {}
    for atom in atoms:
        for language in _betrayed(atom.text):
            counts[language] = counts.get(language, 0) + 1
    most = max(counts.values(), default=0)
    hinted = hint.lower().replace("_", "-").split("-")[0]
    hinted = "nb" if hinted in ("no", "nn") else hinted
    found = {lang for lang, count in counts.items() if count * 4 > most}
    return frozenset({"en", hinted or _ANY, *found} if most < _TELLING else {"en", hinted, *found})


@lru_cache(maxsize=32768)
def _betrayed(word: str) -> frozenset[str]:
    table = _table()
    long = [row[1].language for row in table.phrases.get(word, ()) if len(word) >= _SURE_LETTERS and len(row[0]) == 1]
    return frozenset({*table.common.get(word, ()), *long, *(meaning.language for meaning in _parts(word))})


def senses_at(atoms: list[Atom], i: int, languages: Collection[str]) -> tuple[frozenset[Sense], int]:
    """What the words from `i` on mean, and the index after them; an empty set and `i + 1` for nothing known."""
    word = atoms[i].text
    best, end, found = 0, i + 1, list[Meaning]()
    for phrase, meaning in _table().phrases.get(word, ()):
        if len(phrase) < best:
            break
        if _counts(meaning, languages) and (stop := _phrase_end(atoms, i, phrase)):
            best, end = len(phrase), stop
            found.append(meaning)
    # A long word of another language counts too, unless it means something of its own here ("reception").
    here = [meaning for meaning in found if meaning.language in languages]
    senses = {meaning.sense for meaning in here or found}
    if not best:
        senses.update(meaning.sense for meaning in _parts(word) if _counts(meaning, languages))
    if not senses and word[0] in _JOINED_ON:
        senses.update(_without_prefix(word))
    return frozenset(senses), end


@lru_cache(maxsize=4096)
def _without_prefix(word: str) -> frozenset[Sense]:
    """The senses of an Arabic or Hebrew word behind the article and the small words that are joined on to it."""
    rest = [word[len(prefix) :] for prefix in _PREFIXES if word.startswith(prefix) and len(word) - len(prefix) > 2]
    forms = {form for one in rest for form in (one, "ال" + one)}
    rows = [row for form in forms for row in _table().phrases.get(form, ()) if len(row[0]) == 1]
    return frozenset(meaning.sense for _, meaning in rows)


def senses_in_run(run: str) -> list[tuple[frozenset[Sense], int, int]]:
    """What an unbroken run of Chinese, Japanese or Korean holds: senses with their place in it, longest words first."""
    found, at = [], 0
    while at < len(run):
        length, senses = 1, set()
        for word, meaning in _table().runs.get(run[at], ()):
            if len(word) < length:
                break
            if run.startswith(word, at):
                length = len(word)
                senses.add(meaning.sense)
        if senses:
            found.append((frozenset(senses), at, at + length))
        at += length
    return found


def senses_of_run(run: str) -> frozenset[Sense]:
    """What a run means that is a word of the table as a whole."""
    return frozenset(meaning.sense for word, meaning in _table().runs.get(run[0], ()) if word == run)


def _counts(meaning: Meaning, languages: Collection[str]) -> bool:
    if meaning.language in languages or meaning.language in _OWN_SCRIPT or meaning.length >= _UNMISTAKABLE:
        return True
    return _ANY in languages and meaning.length >= _SURE_LETTERS


_OWN_SCRIPT = frozenset(["ru", "uk", "el", "ar", "fa", "he"])


def _phrase_end(atoms: list[Atom], i: int, phrase: tuple[str, ...]) -> int:
    """The index after the phrase if it stands at `i`, else 0; hyphens between its words do not matter."""
    at = i
    for part in phrase:
        if at > i and at < len(atoms) and atoms[at].text == "-":
            at += 1
        if at >= len(atoms) or atoms[at].text != part:
            return 0
        at += 1
    return at
