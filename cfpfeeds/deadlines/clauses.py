"""A line of items -> clauses, and in each the dates with the words that belong to them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cfpfeeds.deadlines.history import chains, former_days
from cfpfeeds.deadlines.items import Item, Line, Sort
from cfpfeeds.deadlines.scan import IS_IDEOGRAPHIC
from cfpfeeds.deadlines.words import Sense

_ENDS = frozenset(".?!。！？;；•●▪·")
_HARD_ENDS = frozenset("?!。！？;；•●▪")
_LONGEST_ABBREVIATION = 4
_TITLES = frozenset(
    {"prof", "drs", "mrs", "inc", "ltd", "univ", "dept", "hrsg", "eds", "vol", "bzw", "etc", "ing", "dipl"}
    | {"max", "min", "approx", "incl", "excl", "resp", "inkl", "zzgl", "env"}
)
_SHORTENED = frozenset({Sense.FORMER, Sense.ABOUT, Sense.NEUTRAL})
_LONGEST_LABEL = 9
_EMPTY = frozenset({Sense.UNTIL, Sense.NEUTRAL, Sense.COMMON})
_SHORT_WORD = 3
_BEFORE_A_CLOCK = frozenset({",", "at", "um", "a"})
_COMMAS = frozenset({",", "、", ";", "，"})
_TRAILING = frozenset({"for", "fur", "pour", "para", "per", "voor", "dla", "pro", "для", "of", "icin", "untuk", "cho"})


@dataclass(frozen=True, slots=True)
class Group:
    """Dates that say one thing together: "~~8 March~~ 13 April", "15 May (was 1 May)", or a single date.

    `left` and `right` are the words that belong to it; `date_first` says that the dates stand before their words;
    `former` holds the starts of those dates that the words call old.
    """

    dates: tuple[Item, ...]
    between: tuple[Item, ...]
    left: tuple[Item, ...]
    right: tuple[Item, ...]
    date_first: bool
    cell: bool
    start: int
    end: int
    whole: tuple[int, int]
    former: frozenset[int] = frozenset()

    @property
    def ends(self) -> bool:
        """Whether nothing follows the dates: an entry "label date"."""
        return not self.right


def clauses(line: Line) -> Iterator[list[Item]]:
    """The sentences, lines and list entries of a text, in order."""
    current: list[Item] = []
    for n, item in enumerate(line.items):
        if item.sort is Sort.LINE or (item.sort is Sort.MARK and _ends_here(line, n)):
            if current:
                yield current
            current = []
        else:
            current.append(item)
    if current:
        yield current


def _ends_here(line: Line, n: int) -> bool:
    item, text = line.items[n], line.text
    mark = text[item.start]
    if mark in _HARD_ENDS:
        return True
    if mark == "·":
        return item.start > 0 and text[item.start - 1] == " "
    if mark != "." or n + 1 >= len(line.items):
        return mark == "."
    following = line.items[n + 1]
    if following.sort is Sort.MARK and text[following.start] not in "([\"'“‘«":
        return False
    begun = text[item.end : item.end + 1].isspace() and not text[following.start].islower()
    before = line.items[n - 1] if n else item
    return begun and not _abbreviated(before, text, following)


def _abbreviated(item: Item, text: str, following: Item) -> bool:
    """Whether a word before a full stop is cut short: "Dr.", "St.", and before a number "max.", "approx."."""
    printed = text[item.start : item.end]
    if item.sort is not Sort.WORD:
        return False
    if following.sort in (Sort.NUMBER, Sort.TIME, Sort.DATE) and len(printed) <= _LONGEST_ABBREVIATION + 2:
        return not item.senses or len(printed) < _LONGEST_ABBREVIATION or bool(item.senses & _SHORTENED)
    if item.senses:
        return False
    return len(printed) <= 2 or item.text in _TITLES


def groups(clause: Sequence[Item], line: Line) -> list[Group]:
    """The dates of a clause, those that belong together in one group, each with its words."""
    spans = chains(clause, line)
    if not spans:
        return []
    date_first = not _words(clause[: spans[0][0]]) and not _stamp(clause, spans) and not _named_stretch(clause, spans)
    # A whole sentence behind the first date is no label: the next date is read like any other.
    first = [date_first]
    for one, two in itertools.pairwise(spans):
        words = sum(item.sort is Sort.WORD for item in clause[one[1] : two[0]])
        first.append(first[-1] and words <= _LONGEST_LABEL and _opened(clause, one[1], two[0]) is None)
    cuts = [_cut(clause, one[1], two[0], first[n + 1]) for n, (one, two) in enumerate(itertools.pairwise(spans))]
    whole = (clause[0].start, clause[-1].end)
    cell = any(line.text[item.start] == "|" for item in clause if item.sort is Sort.MARK)
    found = []
    for n, (start, end) in enumerate(spans):
        left = clause[cuts[n - 1] if n else 0 : start]
        right = clause[end : cuts[n] if n < len(cuts) else len(clause)]
        if n == len(cuts) and clause[-1].text == ":" and clause[-1].end >= len(line.text.rstrip()):
            right = clause[end:end]  # the label of the line below
        inner = clause[start:end]
        dates = tuple(item for item in inner if item.sort is Sort.DATE)
        found.append(
            Group(
                dates=dates,
                between=tuple(item for item in inner if item.sort is not Sort.DATE),
                left=tuple(left),
                right=tuple(right),
                date_first=first[n],
                cell=cell,
                start=inner[0].start,
                end=inner[-1].end,
                whole=whole,
                former=former_days(clause, (start, end)),
            )
        )
    return found


def _stamp(clause: Sequence[Item], spans: list[tuple[int, int]]) -> bool:
    """Whether the clause opens with the day of the news that it tells: "May 27: deadline extended to June 9"."""
    if len(spans) < 2:
        return False
    between = clause[spans[0][1] : spans[1][0]]
    if not _words(between):
        return False
    last = [item for item in between if item.sort is Sort.WORD][-1]
    return bool(last.senses & {Sense.UNTIL, Sense.EXTEND}) or last.text in (
        "is",
        "on",
        "to",
        "auf",
        "au",
        "al",
        "es",
        "ist",
    )


def _named_stretch(clause: Sequence[Item], spans: list[tuple[int, int]]) -> bool:
    """ "Date: 14-17 May | Submission deadline: 15 December": the first words name the days of the event."""
    first = clause[spans[0][0]].date
    named = any(Sense.NEUTRAL in item.senses for item in clause[: spans[0][0]])
    return len(spans) > 1 and named and first is not None and first.last is not None


def _cut(clause: Sequence[Item], start: int, end: int, date_first: bool) -> int:
    """Where the words between two dates stop belonging to the first."""
    if (opened := _opened(clause, start, end)) is not None:
        return opened  # "May 31 (Abstract May 24)"
    if date_first:
        return end
    at = start
    while at < end and clause[at].sort in (Sort.TIME, Sort.ZONE, Sort.STRIKE):
        at += 1
    if at < end and at > start - 1 and begins_with_limit(clause[at:end]):
        # "5月15日前提交摘要，8月31日前": what follows the limit belongs to the day before it.
        return next((n for n in range(at, end) if clause[n].text in _COMMAS), at)
    if at < end and clause[at].text == "(":
        # Brackets that hold the next date belong to that one.
        closed = next((n for n in range(at, end) if clause[n].text == ")"), None)
        at = at if closed is None else closed + 1
    if at < end and clause[at].text in _TRAILING and _parted(clause, at, end):
        while at < end and not _parts(clause[at]):
            at += 1
    return at


def _opened(clause: Sequence[Item], start: int, end: int) -> int | None:
    """Where a bracket right behind a day opens that holds words and the next day; None if there is none."""
    at = start
    while at < end and (clause[at].sort in (Sort.TIME, Sort.ZONE, Sort.STRIKE) or clause[at].text in _BEFORE_A_CLOCK):
        at += 1
    inside = clause[at + 1 : end]
    if at == end or clause[at].text != "(" or any(item.text == ")" for item in inside) or not _words(inside):
        return None
    return at


def begins_with_limit(items: Sequence[Item]) -> bool:
    """Whether the word right behind a day sets the limit, as in Chinese, Japanese, Korean and Turkish."""
    return bool(items) and Sense.UNTIL in items[0].senses and bool(IS_IDEOGRAPHIC.match(items[0].text))


def _parted(clause: Sequence[Item], at: int, end: int) -> bool:
    return any(_parts(item) for item in clause[at:end]) or end == len(clause)


def _parts(item: Item) -> bool:
    return (item.sort is Sort.MARK and item.text in (",", "|", "/", "-", ";")) or item.text in (
        "and",
        "und",
        "et",
        "y",
        "e",
    )


def _words(items: Sequence[Item]) -> bool:
    """Whether words that tell something stand there; "le", "Ngày" and "Date:" tell nothing."""
    return any(
        item.sort is Sort.WORD and (item.senses - _EMPTY if item.senses else len(item.text) > _SHORT_WORD)
        for item in items
    )
