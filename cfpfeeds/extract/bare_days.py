"""The only day of a short text that says nothing about it, in whatever form: under a heading on deadlines."""

from __future__ import annotations

import re

_MONTH = (
    r"(?:jan|feb|f[ée]v|mar|m[äa]r|apr|abr|avr|may|mai|mag|mei|jun|jui|giu|jul|lug|aug|ago|ao[uû]|sep|set|oct|okt|out|ott|nov"
    r"|dec|dez|d[ée]c|dic|gen|ene)[^\W\d_]{0,7}"
)
_YEAR = r"(?:(?:19|20)\d\d|['’]\d\d)"
_BARE = re.compile(
    rf"""\b(?:19|20)\d\d\s?[-/._]\s?\d{{1,2}}\s?[-/._]\s?\d{{1,2}}(?!\d)
      | (?:19|20)\d\d\s?年\s?\d{{1,2}}\s?月\s?\d{{1,2}}\s?日
      | (?<![\d/.-])\d{{1,2}}([-/.])\s?\d{{1,2}}\1\s?(?:(?:19|20)\d\d|\d\d)(?![\d/.-]\d)
      | \b\d{{1,2}}(?:st|nd|rd|th|er|º)?[.,]?(?:\s+|-)(?:of\s+|de\s+)?{_MONTH}\.?,?
        (?:(?:\s+|-)(?:de\s+)?(?:{_YEAR}|\d\d(?!\d)))?
      | \b{_MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?!\d)(?:\s*,?\s+{_YEAR})?
      | (?<!\d)20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)""",
    re.IGNORECASE | re.VERBOSE,
)
_STRUCK = re.compile(r"~~[^~\n]{1,200}~~|\(\s*(?:extended\s+|moved\s+)?(?:from|was|previously)\b[^()]{1,60}\)", re.I)
_GOES_ON = re.compile(r"\s*(?:[-–—]|to|until|till|bis|au|al|→)\s*\d", re.I)
_BEGAN = re.compile(r"\d(?:st|nd|rd|th)?\.?\s*(?:[-–—&]|to|and|und|et|y|bis|au|al)\s*$", re.I)


def bare_day(line: str) -> str:
    """The day as it is printed; "" where there is none, several or a stretch of days. Struck-out days do not count."""
    text = _STRUCK.sub(" ", line)
    found = list(_BARE.finditer(text))
    if len(found) != 1:
        return ""
    before, after = text[max(0, found[0].start() - 12) : found[0].start()], text[found[0].end() :][:12]
    return "" if _GOES_ON.match(after) or _BEGAN.search(before) else found[0][0]


__all__ = ["bare_day"]
