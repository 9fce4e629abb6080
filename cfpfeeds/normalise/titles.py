"""A title without what only says that it is a call, or that the call was sent again."""

from __future__ import annotations

import re

_FLAGS = re.IGNORECASE | re.VERBOSE

_CALL = r"""
    (?:(?:new|open|general|final|last|opening|ongoing|current|online|extended)[ ])?
    (?:calls?[ ]for[ ](?:papers?|submissions?|manuscripts?|articles?|abstracts?|contributions?|chapters?|proposals?)
        (?:[ ](?:and|&|/)[ ](?:papers?|abstracts?|proposals?|contributions?|chapters?))?
      |(?:themed|(?:special|theme)[ ]issue|journal|conference)[ ](?:calls?[ ]for[ ]papers?|cfps?)
      |c\.?f\.?ps?\b\.?
      |appels?[ ][àa][ ](?:contributions?|communications?|articles?|textes)
      |convocatoria(?:[ ]de[ ](?:art[ií]culos|ponencias))?
      |chamada[ ](?:de|para)[ ](?:artigos|trabalhos)
      |beitragsaufruf
      |征[稿文](?:启事|通知)?)
"""
_SENT_AGAIN = r"""
    (?:(?:(?:second|2nd|third|3rd|final|last|friendly|gentle|kind)[ ])?reminder
      |(?:(?:new|final|abstract|submission|paper)[ ])*deadlines?[ -]+(?:is[ ]|was[ ]|has[ ]been[ ])?extended
        (?:[ ](?:to|until|till)[ ][^:|–—]{3,25}(?=[:|–—]))?
      |(?:(?:abstract|submission|paper)[ ])*deadline[ ]extension
      |(?:now[ ])?extended(?:[ ](?:submission[ ])?deadline)?(?:[ ](?:to|until|till)[ ][^:|–—]{3,25}(?=[:|–—]))?
      |last[ ]chance
      |updated?
      |new!
      |closed
      |cancell?ed
      |withdrawn)
"""
_STILL_OPEN = r"(?:(?:currently|now|still)[ ])?open(?:[ ]for[ ](?:submissions?|papers))?(?=\s*[\])*】）])"
_SEPARATOR = r"(?:\s*(?:[:：|–—•»›>*~]|-(?=\s)|(?<=\s)-)+\s*)"
_IN_BRACKETS_ALONE = rf"(?:{_SENT_AGAIN}|{_CALL}|new|extension|{_STILL_OPEN})"
_BRACKETED = rf"[\[(*【（]\s*{_IN_BRACKETS_ALONE}(?:\s*[:!-]?\s+[^\[\]()*]{{1,40}})?\s*[\])*】）]"
_IN_FRONT = re.compile(
    rf"""\A\W*(?:{_BRACKETED}{_SEPARATOR}?
      | (?:{_CALL}|{_SENT_AGAIN})!*{_SEPARATOR}
      | {_SENT_AGAIN}\s*-\s*(?=(?:{_CALL}|{_SENT_AGAIN}))
      | c\.?f\.?ps?\s+(?!on\b|for\b|in\b))\s*""",
    _FLAGS,
)
_BEHIND = re.compile(
    rf"""\s*(?:{_BRACKETED}
      | {_SEPARATOR}(?:an?[ ]|the[ ])?(?:{_CALL}|{_SENT_AGAIN})[.!]*
      | {_SEPARATOR}(?:submission[ ])?d[ ]?eadline\b(?=.*\d).*
      | [(\[](?:submission[ ])?d[ ]?eadline\b(?=.*\d)[^()\[\]]*[)\]])\s*\Z""",
    _FLAGS,
)
_CALLED_OFF = re.compile(
    r"\A\W*(?:cancell?ed|withdrawn)\s*(?:[\])*:|–—]|-\s)|[\[(]\s*(?:cancell?ed|withdrawn)\s*[\])]", re.IGNORECASE
)
_OVER = re.compile(r"\A\W*closed\s*(?:[\])*:|–—]|-\s)|[\[(]\s*closed\s*[\])]", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]{3,200})[)\]]")
_DATED = re.compile(
    r"\b(?:d ?eadline|extended|due|until)\b.*\b(?:20\d\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)\b",
    re.IGNORECASE,
)
_GENERAL = re.compile(
    r"""(?:(?:general|open|standing|ongoing|continuous|rolling|regular|permanent|special|themed?|thematic)[ ])*
        (?:calls?(?:[ ]for[ ](?:papers?|submissions?|manuscripts?|articles?|contributions?|proposals?))?
          |issues?[ ]calls?[ ]for[ ]papers?|papers?|articles?|issues?|sections?|submissions?|issues[ ]and[ ]forums)
        (?:[ ](?:-[ ]?)?(?:ongoing|open|rolling))?""",
    _FLAGS,
)
_WORD = re.compile(r"[^\W\d_]{2}")
_EDGES = re.compile(r"\A[\s|:•*–—-]+|[\s|:•*–—-]+\Z")


def undecorated(title: str) -> str:
    """The title without "[EXTENDED]", "REMINDER |", "Call for Papers:" and the like; never empty if it was not.

    What makes another call of it stays: volumes, years, "Second call". A title of such words alone keeps them.
    """
    return _undone(title)[0]


def deadlines_in(title: str) -> list[str]:
    """The phrases of a title that may name a deadline: decorations and brackets ("extended to 15 May"), else all of it.

    What stands in brackets is a phrase of its own: the words before it are the title, not its label.
    """
    phrases = [words.strip(" ()[]:|–—-") for words in (*_undone(title)[1], *_IN_BRACKETS.findall(title))]
    return [words for words in dict.fromkeys(phrases) if _DATED.search(words)] or [title] * bool(_DATED.search(title))


def says_withdrawn(title: str) -> bool:
    """Whether a decoration of the title calls the whole thing off ("CANCELLED: ...")."""
    return bool(_CALLED_OFF.search(title))


def says_closed(title: str) -> bool:
    """Whether a decoration of the title says that it is over ("CLOSED: ...")."""
    return bool(_OVER.search(title))


def is_general(title: str) -> bool:
    """Whether the title names no subject ("General call for papers"): then the venue says what it is about."""
    return bool(_GENERAL.fullmatch(title.strip(" .:–—-")))


def _undone(title: str) -> tuple[str, list[str]]:
    """The bare title, and what was taken off it."""
    taken: list[str] = []
    while True:
        before = title
        for decoration in (_IN_FRONT, _BEHIND, _EDGES):
            if (match := decoration.search(title)) and _WORD.search(
                rest := title[: match.start()] + title[match.end() :]
            ):
                taken.append(match[0].strip())
                title = rest
        if title == before:
            return title, taken
