"""Which dates of a clause tell one history: "~~8 March~~ 13 April", "the deadline of 1 May is now 15 May"."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from cfpfeeds.deadlines.dates import Printed
from cfpfeeds.deadlines.items import Item, Line, Sort
from cfpfeeds.deadlines.words import Sense

_ARROWS = frozenset("→⇒➔➜»›>⟶")
_HISTORY = frozenset({Sense.EXTEND, Sense.FORMER})
_BETWEEN_DAYS = frozenset({Sense.UNTIL, Sense.FIRM, Sense.ORDINAL})
_BESIDE_HISTORY = _BETWEEN_DAYS | {Sense.NEUTRAL, Sense.DUE, Sense.COMMON, Sense.MUST, Sense.SUBMIT}
_ABOUT_ONE_THING = (
    _BESIDE_HISTORY
    | _HISTORY
    | {Sense.SUBMIT, Sense.PAPER, Sense.FULL, Sense.ABSTRACT, Sense.PROPOSAL, Sense.CALL, Sense.ACCEPTED, Sense.CLOSED}
)
_OTHER_THINGS = frozenset({Sense.OPEN, Sense.NOTIFY, Sense.EVENT, Sense.CAMERA, Sense.REGISTER, Sense.PUBLISH})
_LINKS = frozenset(
    {"now", "jetzt", "neu", "new", "desormais", "ahora", "agora", "nun", "nu", "from", "to", "on", "is", "the"}
    | {"and", "or", "und", "et", "y", "e", "auf", "den", "au", "al", "le", "el", "no", "up", "menjadi", "hingga"}
)
_FROM = frozenset({"from", "von", "vom", "du", "del", "dal", "do", "fra", "fran", "van", "z", "с", "из", "з", "dari"})
_CLOCK = frozenset({Sort.TIME, Sort.ZONE})
_STRETCH = frozenset({"-", "~", "to", "until", "bis", "〜", "～"})
_BRACKETS = frozenset("()[]")
_FORMER_BEHIND = frozenset({"yerine"})
_OURS = frozenset({Sense.DUE, Sense.SUBMIT, Sense.CALL, Sense.PAPER, Sense.FULL, Sense.ABSTRACT, Sense.PROPOSAL})
_LITTLE = 4
_TOO_STRANGE = 9
_LONGEST_PROSE = 12
_NEAR = 4
_MONTHS = 12


def chains(clause: Sequence[Item], line: Line) -> list[tuple[int, int]]:
    """Index ranges of the dates of a clause; those that only strikes, arrows, brackets and words of extension part
    from each other stand in one range.
    """
    spans: list[tuple[int, int]] = []
    for n, item in enumerate(clause):
        if item.sort is not Sort.DATE:
            continue
        if spans and _linked(clause, spans[-1], n, line):
            spans[-1] = (spans[-1][0], n + 1)
        else:
            spans.append((n, n + 1))
    return _joined(clause, spans)


def _joined(clause: Sequence[Item], spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The ranges with neighbours put together of which the sentence says that one followed the other."""
    joined: list[tuple[int, int]] = []
    for span in spans:
        if joined and _retold(clause, joined[-1], span):
            joined[-1] = (joined[-1][0], span[1])
        else:
            joined.append(span)
    return joined


def former_days(clause: Sequence[Item], span: tuple[int, int]) -> frozenset[int]:
    """The starts of the dates that the word before them calls former ("was", "previously", in brackets "from").

    Empty where all of them would be: something must stand.
    """
    dates = [n for n in range(*span) if clause[n].sort is Sort.DATE]
    found = {clause[n].start for n in dates if _is_former(clause, n, span)}
    return frozenset(found) if len(found) < len(dates) else frozenset()


def _is_former(clause: Sequence[Item], n: int, span: tuple[int, int]) -> bool:
    word = _word_before(clause, n)
    if n + 1 < span[1] and clause[n + 1].text in _FORMER_BEHIND:
        return True
    if word is None or word.text in _FORMER_BEHIND:
        return False
    if Sense.FORMER in word.senses:
        return True
    return word.text in _FROM and span[1] - span[0] > 1


def _word_before(clause: Sequence[Item], n: int) -> Item | None:
    """The word right before a date; brackets and little words that only neutral lists have may stand between."""
    for item in reversed(clause[max(0, n - _NEAR) : n]):
        if item.sort is Sort.DATE:
            return None
        if item.sort is Sort.WORD and Sense.NEUTRAL not in item.senses and item.senses != {Sense.DUE}:
            return item
    return None


def _linked(clause: Sequence[Item], span: tuple[int, int], n: int, line: Line) -> bool:
    """Whether the date at `n` belongs to those of `span`, by what stands between them."""
    between = clause[span[1] : n]
    moved = any(item.sort is Sort.STRIKE or item.senses & _HISTORY for item in between)
    moved |= any(item.sort is Sort.MARK and line.text[item.start] in _ARROWS for item in between)
    # "(1/7) (1/8) 15/8", "9 Jan (11:59 pm) 16 Jan (11:59 pm)"
    moved |= bool(between) and all(item.text in _BRACKETS or item.sort in _CLOCK for item in between)
    if is_window(between):
        return span[1] - span[0] == 1
    if between and not moved:
        word = _word_before(clause, span[0])
        moved = word is not None and Sense.FORMER in word.senses
        moved |= _from_in_brackets(between) and _extends(clause[max(0, span[0] - 2 * _NEAR) : span[0]])
    told = any(Sense.FORMER in item.senses for item in between)
    strange = 0
    for item in between:
        if item.sort in (Sort.NUMBER, Sort.LINE) or _separates(item, line, moved):
            return False
        strange += _strangeness(item, moved) + _TOO_STRANGE * (not told and item.senses == {Sense.DUE})
    return (moved or not between) and strange <= (1 if any(Sense.EXTEND in item.senses for item in between) else 0)


def is_window(between: Sequence[Item]) -> bool:
    """Whether two days are the ends of one stretch: "8 January 10:00 ~ 31 January 24:00"."""
    marks = [item for item in between if item.sort not in _CLOCK]
    return len(marks) == 1 < len(between) and marks[0].text in _STRETCH


def _from_in_brackets(between: Sequence[Item]) -> bool:
    return any(item.text == "(" for item in between) and any(item.text in _FROM for item in between)


def _separates(item: Item, line: Line, moved: bool) -> bool:
    mark = line.text[item.start] if item.sort is Sort.MARK else ""
    return mark == "|" or (mark == ":" and not moved)


def _strangeness(item: Item, moved: bool) -> int:
    """How far a word between two days speaks of something else than their history; one unknown word may stand."""
    if item.sort is not Sort.WORD or item.senses & _HISTORY or item.text in _LINKS:
        return 0
    if not item.senses:
        return int(not moved or len(item.text) > _LITTLE)
    return _TOO_STRANGE * (not item.senses <= (_BESIDE_HISTORY if moved else _BETWEEN_DAYS))


def _retold(clause: Sequence[Item], first: tuple[int, int], second: tuple[int, int]) -> bool:
    """A sentence that tells of one deadline and its two days: "the deadline of 13 June is put off until 27 June",
    "prorogata al 27 giugno la scadenza del 13 giugno", "6월 13일이던 마감이 6월 27일로 연장".
    """
    between, after = clause[first[1] : second[0]], clause[second[1] : second[1] + _LONGEST_PROSE]
    if len(between) > 2 * _LONGEST_PROSE:
        return False
    words = [item for item in between if item.sort is Sort.WORD]
    if not words or len(words) > _LONGEST_PROSE or first[1] - first[0] > 1 or any(item.text == "|" for item in between):
        return False
    if any(item.senses and not item.senses <= _ABOUT_ONE_THING for item in words):
        return False
    one, two = clause[first[0]].date, clause[second[0]].date
    if one is None or two is None or one.is_vague or two.is_vague or one.last or two.last:
        return False
    forward = _is_later(two, one)
    if forward and _extends(after) and any(Sense.CLOSED in item.senses for item in words):
        return True  # "it was closed on 20 December, but is extended to 9 January"
    if any(
        item.senses & _OTHER_THINGS for item in _first_words(clause[max(0, first[0] - _LONGEST_PROSE) : first[0]][::-1])
    ):
        return False
    has_due = any(Sense.DUE in item.senses for item in words)
    word = _word_before(clause, first[0])
    if forward and word is not None and word.text in _FROM and _extends(after[:_NEAR]):
        return all(item.text in _LINKS for item in words)
    if any(Sense.EXTEND in item.senses for item in words[-_NEAR:]):
        ours = any(item.senses & _OURS for item in (*clause[max(0, first[0] - _LONGEST_PROSE) : first[0]], *between))
        stamped = first[0] == 0 and not words[0].senses & {Sense.EXTEND, Sense.FORMER}
        return (
            forward
            and ours
            and not stamped
            and not any(item.senses & {Sense.PAPER, Sense.ABSTRACT, Sense.PROPOSAL} for item in words[-2:])
        )
    if has_due and forward and _extends(after):
        return not any(
            item.sort is Sort.WORD and item.senses for item in clause[max(0, first[0] - _LONGEST_PROSE) : first[0]]
        )
    former = _word_before(clause, second[0])
    has_due |= former is not None and Sense.FORMER in former.senses
    return has_due and not forward and _extends(clause[max(0, first[0] - _LONGEST_PROSE) : first[0]])


def _extends(items: Sequence[Item]) -> bool:
    """Whether one of the words nearest to either end says that a day was moved."""
    return any(Sense.EXTEND in item.senses for item in (*_first_words(items), *_first_words(items[::-1])))


def _first_words(items: Sequence[Item]) -> list[Item]:
    return list(itertools.islice((item for item in items if item.sort is Sort.WORD), _NEAR))


def _is_later(printed: Printed, than: Printed) -> bool:
    """Whether a day lies behind another; where a year is missing, the nearest such days are compared."""
    one, two = than.first, printed.first
    days = (one.month or 0, one.day or 0), (two.month or 0, two.day or 0)
    if one.year and two.year:
        return (two.year, *days[1]) > (one.year, *days[0])
    months = (days[1][0] - days[0][0]) % _MONTHS
    return days[1] > days[0] if not months else months < _MONTHS // 2
