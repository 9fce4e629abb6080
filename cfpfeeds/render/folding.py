"""Components as octets: CRLF, folded at 75 octets, an escaped character never cut in two."""

from __future__ import annotations

import re
from typing import Any

# icalendar 7.3 takes the second backslash of an escaped one for the start of an escape, and breaks the line before it.
# RFC 5545 allows that, but a reader that unescapes before it unfolds would read another text. The octet fits where it
# belongs, since the line was one octet short for it.
_CUT_BACKSLASH = re.compile(rb"(?<!\\)((?:\\\\)*)\\\r\n \\")
_WHOLE_BACKSLASH = rb"\1\\\\\r\n "


def octets(component: Any) -> bytes:
    """An icalendar component as it stands in a file, properties in icalendar's fixed order."""
    return _CUT_BACKSLASH.sub(_WHOLE_BACKSLASH, component.to_ical())
