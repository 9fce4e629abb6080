"""How chance alone bends an input."""

from __future__ import annotations

import random

_LONGEST = 200_000
_ODD = (
    b"\0",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\xe2\x80\xae",
    b"<!--",
    b"]]>",
    b"&#x0;",
    b'"',
    b"'",
    b"\\",
    b"\r\n",
    b"%00",
)
_ODD += (b"<![CDATA[", b"{", b"[", b"}" * 9, b"9" * 400, b"-1", b"1e999", b"NaN", b"null", b"31 February 2027", b"AoE")
_ODD += (b"<script>", b"</", b"\xc2\x85", b"\xef\xbb\xbf", b"&a;" * 9, b"*a", b"!!python/none", b"A" * 5000, b"(?:a+)+")


def bent(seed: bytes, chance: random.Random) -> bytes:
    """A seed with a few bytes changed, cut, doubled, moved or replaced by what is known to hurt."""
    found = bytearray(seed)
    for _ in range(chance.randrange(1, 8)):
        at = chance.randrange(len(found) + 1)
        until = min(len(found), at + chance.choice((1, 2, 8, 64, 512)))
        move = chance.randrange(6)
        if move == 0:
            found[at:at] = chance.choice(_ODD)
        elif move == 1:
            del found[at:until]
        elif move == 2:
            found[at:at] = found[at:until] * chance.choice((1, 2, 30))
        elif move == 3 and found:
            found[chance.randrange(len(found))] = chance.randrange(256)
        elif move == 4:
            found[at:until] = chance.choice(_ODD)
        else:
            found[at:at] = chance.randbytes(chance.randrange(20))
    return bytes(found[:_LONGEST])
