"""ISSN: what a journal is numbered with, and whether a printed one can be right (ISO 3297)."""

from __future__ import annotations

import re

_PRINTED = re.compile(r"(?<![\w-])(\d{4})\s?[-‐‑–—]\s?(\d{3}[\dXx])(?![\w-])")
_BARE = re.compile(r"(?<![\w-])(\d{4})(\d{3}[\dXx])(?![\w-])")
_NAMED = re.compile(r"\b[ep]?-?ISSN(?:-?L)?\b", re.IGNORECASE)


def issns_in(field: str, prose: str = "") -> tuple[str, ...]:
    """The ISSNs of a field that holds nothing else, then those of prose that calls them so; "1234-567X", each once."""
    found = [*_PRINTED.findall(field), *_BARE.findall(field)]
    if _NAMED.search(prose):
        found += _PRINTED.findall(prose)
    return tuple(dict.fromkeys(f"{head}-{tail.upper()}" for head, tail in found))


def is_possible(issn: str) -> bool:
    """Whether the last character is the check digit of the seven before it."""
    digits = issn.replace("-", "")
    total = sum(int(digit) * weight for digit, weight in zip(digits[:7], range(8, 1, -1), strict=True))
    return digits[7:] == "0123456789X"[-total % 11]
