"""Small signs in the words beside a date: whether they tell anything, refuse, belong to others or to a title."""

from __future__ import annotations

from collections.abc import Sequence

from cfpfeeds.deadlines import names, stages
from cfpfeeds.deadlines.clauses import Group
from cfpfeeds.deadlines.items import Item, Line, Sort
from cfpfeeds.deadlines.stages import Verdict
from cfpfeeds.deadlines.words import Sense

LONGEST_LABEL = 12
HEAD_LINES = 6
TITLE_PARTS = 3
_NEAR_WORDS = 6
_DENYING = 16
_APPLYING = (
    "appl",
    "bewerb",
    "candidat",
    "postul",
    "solicit",
    "basvur",
    "zglosz",
    "prihlas",
    "заяв",
    "aanmeld",
    "ansok",
)
_COLLECTIONS = frozenset({"archive", "archives", "archiv", "aktuelles", "actualites"})
"""Words for older pages, of which titles are made as well."""
_SHORT_HEADING = 2
_ARROWS_BACK = frozenset("←⇐«‹⟵◀")
_NEWS = frozenset({"update", "updated", "news", "posted", "announcement", "note", "neu", "aktuell", "info", "aviso"})
_HAS_BEEN = frozenset({"been", "is", "are", "was", "were", "wurde", "wurden", "sido", "ete", "est", "stata", "foi"})
_ASKED = frozenset(
    {"questions", "question", "queries", "enquiries", "inquiries", "fragen", "vragen", "preguntas", "dudas", "duvidas"}
    | {"domande", "pytania", "sorular", "sorulariniz", "вопросы", "fragor", "sporgsmal", "sporsmal"}
)
_IN = frozenset({"in", "im", "en", "em", "nel"})
_PAST = frozenset({"was", "were", "had", "wurde", "wurden", "war", "fue", "fueron", "foi", "foram", "etait"})
_LONGEST_STAMP = 3
_TRACKS = frozenset({"track", "tracks", "strand", "stream"})
BY_THE_WAY = frozenset(
    {Sense.UNTIL, Sense.FIRM, Sense.ORDINAL, Sense.VAGUE, Sense.EXTEND, Sense.FORMER, Sense.ACCEPTED, Sense.CYCLE}
    | {Sense.NEUTRAL, Sense.COMMON, Sense.MUST, Sense.ABOUT}
)


def calls_for_abstracts(items: Sequence[Item]) -> bool:
    """Whether a title calls for abstracts and for nothing else ("Special Issue Call for Abstracts: Care")."""
    calls = [item.senses for item in items if Sense.CALL in item.senses]
    others = stages.OBJECTS - {Sense.ABSTRACT}
    return bool(calls) and all(Sense.ABSTRACT in call for call in calls) and not any(i.senses & others for i in items)


def is_stretch(group: Group) -> bool:
    """Whether several days are printed as one: "17-20 June"."""
    return any(item.date and item.date.last for item in group.dates)


def says(items: Sequence[Item]) -> bool:
    return any(item.sort is Sort.WORD and item.senses - BY_THE_WAY for item in items)


def is_moved(group: Group) -> bool:
    return any(Sense.EXTEND in item.senses for item in (*group.left, *group.between, *group.right[:8]))


def has_unknown(group: Group) -> bool:
    """Whether words that we do not know stand beside the date: then it is something that we do not know either."""
    return any(
        item.sort is Sort.WORD and not item.senses and len(item.text) > 4 and (item.text,) not in names.weekdays()
        for item in (*group.left, *group.right)
    )


def is_denied(right: Sequence[Item]) -> bool:
    """Whether what comes after the day is refused; "will not be extended" refuses nothing."""
    words = [item for item in right if item.sort is Sort.WORD][:_DENYING]
    at = next((n for n, item in enumerate(words) if Sense.NEGATION in item.senses), None)
    return at is not None and not any(Sense.EXTEND in item.senses for item in words[at + 1 : at + 4])


def is_of_a_track(group: Group) -> bool:
    """ "Research track 10 March": the words only tell of which part of the event the day is."""
    return any(item.text in _TRACKS for item in (*group.left, *group.right))


def applies(group: Group) -> bool:
    """Whether somebody applies rather than hands in: for a grant, a place, a task, where the heading says so."""
    return any(item.text.startswith(_APPLYING) for item in (*group.left, *group.right) if item.sort is Sort.WORD)


def is_all_other(label: Verdict) -> bool:
    """Whether a label speaks of something else and of no paper at all ("Student volunteers")."""
    ours = stages.OBJECTS | {Sense.SUBMIT, Sense.DUE}
    return label.why in (Sense.OTHER, Sense.REGISTER) and not label.senses & ours


def is_elsewhere(items: Sequence[Item]) -> bool:
    return any(Sense.ELSEWHERE in item.senses and item.text not in _COLLECTIONS for item in items)


def heads_others(items: Sequence[Item]) -> bool:
    """Whether a heading leads to calls of others or of former years; "Feeling the Archive" is a title."""
    words = sum(item.sort is Sort.WORD for item in items)
    collection = words <= _SHORT_HEADING and any(item.text in _COLLECTIONS for item in items)
    return stages.is_heading(items) and (collection or is_elsewhere(items))


def leads_back(line: Line, group: Group) -> bool:
    """Whether an arrow to the left begins the words: "← Previous: Postdoc in Turin"."""
    return line.text[group.whole[0]] in _ARROWS_BACK


def tells_of_a_former_year(group: Group) -> bool:
    """ "In 2025 authors were told on 2 May": what was so then."""
    if len(group.left) < _LONGEST_STAMP or group.dates[0].date is None or group.dates[0].date.first.year:
        return False
    first, second = group.left[:2]
    year = second.sort is Sort.NUMBER and len(second.text) == len("2025")
    return year and first.text in _IN and any(item.text in _PAST for item in group.left)


def is_stamp(group: Group) -> bool:
    """Whether the day is that of the news which it opens: "Update (11 January): all deadlines have been extended"."""
    if len(group.dates) > 1:
        return False
    words = [item for item in group.left if item.sort is Sort.WORD]
    named = len(words) == 1 == len(group.left[:1]) and words[0].text in _NEWS and len(group.left) <= _LONGEST_STAMP
    tells = _says_moved(group.right)
    return tells and (named or group.date_first)


def _says_moved(items: Sequence[Item]) -> bool:
    """ "have been extended", "wurde verlängert": a sentence that tells of the move itself, without its day."""
    words = [item for item in items if item.sort is Sort.WORD]
    return any(
        one.text in _HAS_BEEN and any(Sense.EXTEND in item.senses for item in words[n + 1 : n + 3])
        for n, one in enumerate(words)
    )


def asks(line: Line, clause: Sequence[Item]) -> bool:
    """ "Questions?": what comes behind tells whom to ask."""
    words = [item.text for item in clause if item.sort is Sort.WORD]
    return (
        len(words) <= _LONGEST_STAMP
        and line.text[clause[-1].end :].lstrip()[:1] == "?"
        and not _ASKED.isdisjoint(words)
    )


def is_ours(items: Sequence[Item]) -> bool:
    """Whether a heading opens a part about the call itself again."""
    return any(item.senses & {Sense.DUE, Sense.SUBMIT, Sense.NEUTRAL} for item in items)


def is_about(group: Group) -> bool:
    """Whether the day is only near what is meant: "around 5 May", "four weeks before the workshop on 5 May"."""
    words = [item for item in group.left if item.sort is Sort.WORD][-_NEAR_WORDS:]
    return any(Sense.ABOUT in item.senses for item in words)


def label_at_end(line: Line) -> Line | None:
    """The words behind the last date of a line that ends with a colon: they are the label of the line below."""
    if not line.text.rstrip().endswith((":", "：")):
        return None
    last = max(n for n, item in enumerate(line.items) if item.sort is Sort.DATE)
    return Line(line.text, line.items[last + 1 :])


def is_closed(line: Line) -> bool:
    return line.text.rstrip().endswith((".", "!", "?"))


def may_be_label(line: Line, words: Sequence[Item]) -> bool:
    """Whether a line without a date may be the label of the one below: short, or it begins with what is to be done."""
    if not words or any(item.sort in (Sort.TIME, Sort.ZONE) for item in line.items):
        return False
    if len(words) <= (LONGEST_LABEL // 2 if is_closed(line) else LONGEST_LABEL):
        return True
    acts = stages.OBJECTS | {Sense.SUBMIT, Sense.NOTIFY, Sense.CAMERA, Sense.DUE}
    return len(words) <= LONGEST_LABEL + 4 and bool(words[0].senses & acts)


def is_posted(n: int, group: Group, label: Verdict, above: Line | None, lines: Sequence[Line]) -> bool:
    """Whether a lone date right under the title is the day on which the page was put up."""
    if not label.limited and any("committee" in item.text for item in (*group.left, *group.right)):
        return True  # a signature
    if label.limited or above is None or any(item.sort is Sort.WORD for item in (*group.left, *group.right)):
        return False
    if 0 < n <= TITLE_PARTS and above.text == lines[0].text and not lines[0].dates:
        return True
    day = group.dates[0].date
    return n < HEAD_LINES and day is not None and day.first.weekday is not None and day.last is None
