"""Where an entry of a list of dates begins, among lines that may as well be running text."""

from __future__ import annotations

import re

from cfpfeeds.extract.tables import has_day

LEADER = re.compile(r"\s*(?:[.…·_]\s?){4,}\s*")
"""Dots that lead the eye from a label to its date."""

_BULLET = re.compile(r"\s{0,12}(?:[-*+•◦▪●○■□➢✓–·](?:\s+\[[ xX]?\])?|\(?(\d{1,2})[.)]|\(?[a-z]\))\s+(?=\S)")
_DAY_AND_MONTH = re.compile(r"\s{0,12}\d{1,2}\.\s+[^\W\d_]+\.?,?\s+\d{4}")
_LABELLED = re.compile(r"[^\W\d_a-zà-öø-ÿ][^.!?;:|]{2,60}:(?:\s|$)")
_LOWER = re.compile(r"[a-zà-öø-ÿ]")
_SENTENCE_ENDS = (".", "!", "?", ":", ";")
_STRUCK_AT_END = re.compile(r"\s*~~[^~]{1,80}~~$")
_DAY = re.compile(
    r"(?<!\d)\d{1,2}(?:st|nd|rd|th|\.)?\s+(?:of\s+|de\s+)?[^\W\d_]{3}|[^\W\d_]{3,}\.?\s+\d{1,2}(?!\d)"
    r"|\d[./-]\d{1,2}[./-]\d|\d\s?[年月日]",
    re.I,
)
_ENTRY_END = re.compile(r"[\d).!;:~日]$|\b(?:AoE|UTC|GMT|CES?T|E[SD]?T|P[SD]?T|midnight|noon|extended)$", re.I)
_OPEN_END = re.compile(
    r"(?:[,–—-]|\b(?:and|or|to|until|till|by|the|of|on|before|from|between|after|und|bis|vom|am|et|au|le|y|al|e|del))$",
    re.I,
)


def bullet_end(line: str, number: int | None = None) -> int:
    """Where the text behind a bullet or a number begins; 0 without one. "15. Mai 2027" is a day, no fifteenth entry.

    With `number`, a numbered entry must be the first or follow that one.
    """
    found = _BULLET.match(line)
    if found is None or _DAY_AND_MONTH.match(line):
        return 0
    if found[1] and number is not None and int(found[1]) not in (1, number + 1):
        return 0
    return found.end()


def number_of(line: str) -> int:
    """The number that begins a numbered entry; 0 for all others."""
    found = _BULLET.match(line)
    return int(found[1]) if found and found[1] else 0


def begins_entry(last: str, line: str) -> bool:
    """Whether `line` begins an entry of its own below `last`, though that one is full."""
    last, line = _STRUCK_AT_END.sub("", last).strip(), line.strip()
    if _LABELLED.match(line) and (has_day(line) or has_day(last) or last.endswith(_SENTENCE_ENDS)):
        return not _OPEN_END.search(last)
    if _LOWER.match(line) or _OPEN_END.search(last):
        return False
    begin = _DAY.match(last) and _DAY.match(line)
    return bool(begin or (_DAY.search(last) and _DAY.search(line) and _ENTRY_END.search(last)))
