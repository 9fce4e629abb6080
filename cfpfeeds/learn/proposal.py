"""What the learner hands back: rules with what they yield and how sure that is, or why there are none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cfpfeeds.extract import AnyRules
from cfpfeeds.learn import words
from cfpfeeds.learn.reader import Reader, due
from cfpfeeds.model import Extraction, RawCall
from cfpfeeds.text import fold

CALLS_IN_NEWS = (
    r"(?i)\bcalls?[ -]for[ -](?:papers|submissions|abstracts|articles|manuscripts|contributions|proposals|chapters)"
    r"|\bcfp\b|\bspecial issue\b|convocatoria|chamada|appel [àa]|aufruf"
)
"""What the title of a call says of itself where calls stand among news."""

_COVERED = 0.8


@dataclass(frozen=True, slots=True)
class Proposal:
    """Rules for one page. `confidence` is 0 to 1; `how` says in words what was found; `venue` is that of the page.

    `declared` is true for data that a site offers for programs: they are preferred where they hold as much.
    """

    rules: AnyRules
    extraction: Extraction
    confidence: float
    how: str
    venue: str = ""
    language: str = ""
    country: str = ""
    title: str = ""
    declared: bool = False


@dataclass(frozen=True, slots=True)
class NoCalls:
    """No calls were found on a page; `reason` is a sentence for a person."""

    reason: str


Finding = Proposal | NoCalls


def confidence(calls: Sequence[RawCall], reader: Reader) -> float:
    """How many records have a title, a day and a link, as one number up to 0.99."""
    if not calls:
        return 0.0
    titled = sum(words.is_title(call.title) for call in calls)
    dated = sum(bool(due(reader.read(call.deadlines))) for call in calls)
    linked = len({call.url for call in calls if call.url})
    return round(min(0.99, (0.4 * titled + 0.35 * dated + 0.2 * linked) / len(calls) + 0.04), 2)


def compare(findings: Sequence[Finding], reader: Reader) -> int | None:
    """The number of the finding to take; None where there is none.

    What a site declares for programs comes first, if it holds nearly all that the page shows: the same calls, and as
    many with a day.
    """
    found = [(n, one) for n, one in enumerate(findings) if isinstance(one, Proposal)]
    if not found:
        return None
    shown = [(n, one) for n, one in found if not one.declared]
    best = max(shown, key=lambda pair: pair[1].confidence, default=None)
    for n, one in found:
        if one.declared and (best is None or _covers(one, best[1], reader)):
            return n
    return best[0] if best is not None else found[0][0]


def _covers(declared: Proposal, shown: Proposal, reader: Reader) -> bool:
    theirs = {fold(call.title) for call in declared.extraction.calls}
    ours = {fold(call.title) for call in shown.extraction.calls}
    return len(ours & theirs) >= _COVERED * len(ours) and _dated(declared, reader) >= _dated(shown, reader)


def _dated(proposal: Proposal, reader: Reader) -> int:
    return sum(bool(due(reader.read(call.deadlines))) for call in proposal.extraction.calls)
