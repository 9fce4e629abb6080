"""The smaller fields of a call: status, kind, edition, posting date, language."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache

from cfpfeeds import deadlines
from cfpfeeds.model import CallKind, Deadline, DeadlineText, Guess, Kind, Reading, State, Status
from cfpfeeds.normalise.titles import is_general, says_closed, says_withdrawn
from cfpfeeds.text import clean_line, fold

_WITHDRAWN = re.compile(r"\b(?:cancell?ed|withdrawn|called off|annule|abgesagt|cancelad[oa])\b")
_CLOSED = re.compile(
    r"\b(?:closed|expired|ended|past|deadline (?:has )?passed|no longer (?:accepting|open)|not accepting"
    r"|ferme|cerrad[oa]|geschlossen|abgeschlossen)\b"
)
_NOT_CLOSED = re.compile(r"\bnot (?:yet )?closed\b|\bclosed access\b|\bnever closed\b")
_ROLLING = re.compile(r"\b(?:ongoing|rolling|continuous(?:ly)?|standing|permanent|no deadline|any time|anytime)\b")

_KINDS = (
    (
        CallKind.SPECIAL_ISSUE,
        re.compile(
            r"\b(?:special|theme|themed|thematic|guest|topical|focus|joint|supplemental) "
            r"(?:\w+ )?(?:issues?|sections?|collections?|series|forum|supplement)\b"
            r"|\bdossier\b|\bnumero (?:special|especial|thematique|monografico)\b|\bsonder(?:heft|ausgabe)\b"
            r"|\bthemenheft\b|\bresearch topic\b|\barticle collection\b"
        ),
    ),
    (
        CallKind.EDITED_VOLUME,
        re.compile(
            r"\b(?:edited|collected) (?:volume|collection|book)s?\b|\bbook chapters?\b|\bcalls? for chapters?\b"
            r"|\bhandbook\b|\bencyclop\w+\b|\bcollection of essays\b|\bessay collection\b"
            r"|\bsammelband\b|\bouvrage collectif\b"
        ),
    ),
    (
        CallKind.CONFERENCE,
        re.compile(
            r"\b(?:conferences?|workshops?|symposi\w+|colloqui(?:um|a)|colloques?|annual (?:meeting|convention|summit)"
            r"|congress (?:on|of)|(?:world|international|european|national) (?:\w+ ){0,4}congress|congreso|congresso"
            r"|tagung|jahrestagung|konferenz|kongress|conferencia|conferenza|convegno|jornadas|simposio|coloquio"
            r"|journees? d ?etudes?|journee detude|konferencja)\b"
        ),
    ),
)
_EDITION = re.compile(r"[\s'’`-]*((?:19|20)\d\d|(?<=['’`])\d\d)\s*$")
_YEAR = re.compile(r"(?<!\d)(?:19[5-9]\d|20\d\d)(?!\d)")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?![\d])")
_EPOCH = re.compile(r"(\d{10})(?:\d{3}|\.\d+)?")
_LANGUAGE_TAG = re.compile(r"([a-z]{2,3})(?:[-_].*)?")
_LANGUAGES = {
    name: code
    for code, names in {
        "ar": "arabic", "de": "german deutsch", "en": "english", "es": "spanish espanol", "fr": "french francais",
        "it": "italian italiano", "ja": "japanese", "ko": "korean", "nl": "dutch nederlands", "pl": "polish polski",
        "pt": "portuguese portugues", "ru": "russian", "tr": "turkish", "zh": "chinese",
    }.items()
    for name in names.split()
}  # fmt: skip


def status_of(title: str, status_text: str, reading: Reading) -> Status:
    """Whether papers are wanted: what is printed as status, then what the deadlines say.

    CLOSED and WITHDRAWN only where they are printed; OPEN needs a day by which something is due.
    """
    words = fold(status_text)
    if _WITHDRAWN.search(words) or says_withdrawn(title):
        return Status.WITHDRAWN
    if says_closed(title) or (_CLOSED.search(words) and not _NOT_CLOSED.search(words)):
        return Status.CLOSED
    if reading.status is not None:
        return reading.status
    if any(is_due(deadline) for deadline in reading.deadlines):
        return Status.OPEN
    return Status.ROLLING if _ROLLING.search(words) or _ROLLING.search(fold(title)) else Status.UNDATED


def is_due(deadline: Deadline) -> bool:
    """Whether the deadline is one that stands, names a day and asks an author for something."""
    return deadline.kind.is_due and deadline.state is State.ACTIVE and deadline.date is not None


def kind_of(title: str, default: CallKind | None, *, event: str = "", acronym: str = "") -> CallKind:
    """What the papers are for: the title's words where they are plain, else the source's default, else what is told."""
    if is_general(title) and not _KINDS[0][1].search(fold(title)):
        return CallKind.STANDING
    if default is not None:
        return default
    for kind, words in _KINDS:
        if words.search(fold(title)):
            return kind
    return CallKind.CONFERENCE if event or acronym else CallKind.OTHER


def edition_of(acronym: str, year: str, title: str, kind: CallKind) -> tuple[str, int | None]:
    """The acronym without its year, and the year of the edition.

    The year is the source's field, else the acronym's, else that in a conference's title; None unless it is one year.
    """
    acronym = clean_line(acronym)
    tail = _EDITION.search(acronym)
    bare = acronym[: tail.start()] if tail and tail.start() else acronym
    printed = _years(year) or (_years(_full(tail[1])) if tail else [])
    if not printed and kind is CallKind.CONFERENCE:
        printed = _years(title) or [int(_full(m[1])) for m in [_EDITION.search(title)] if m]
    return bare, printed[0] if len(set(printed)) == 1 else None


def posted_on(printed: str, fetched_on: date, language: str, country: str) -> date | None:
    """The day a call was published; None if none is printed, or one that has not come yet (feeds misuse the field)."""
    text = clean_line(printed)
    posted = _machine_date(text) or _human_date(text, language, country) if text else None
    return posted if posted and posted <= fetched_on + timedelta(days=1) else None


@lru_cache(maxsize=256)  # the calls of one page mostly share theirs
def language_of(printed: str) -> str:
    """The language as a lower-case code ("en") from a tag or an English or own name; "" if unknown."""
    folded = clean_line(printed).lower()
    if match := _LANGUAGE_TAG.fullmatch(folded):
        return match[1]
    return _LANGUAGES.get(fold(printed), "")


def _years(text: str) -> list[int]:
    return [int(match[0]) for match in _YEAR.finditer(text)]


def _full(year: str) -> str:
    return year if len(year) == 4 else f"20{year}"


def _machine_date(text: str) -> date | None:
    try:
        if match := _ISO.match(text):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _EPOCH.fullmatch(text):
            return datetime.fromtimestamp(int(match[1]), UTC).date()
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, OverflowError):
        return None


def _human_date(text: str, language: str, country: str) -> date | None:
    part = DeadlineText(text, kind=Kind.OTHER)
    found = deadlines.read((part,), posted=None, language=language, country=country).deadlines
    sure = [d.date for d in found if d.date is not None and Guess.YEAR not in d.guesses]
    return sure[0] if len(sure) == 1 else None
