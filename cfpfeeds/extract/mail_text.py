"""The text of a message: lines that flow, and which words are the writer's own."""

from __future__ import annotations

import re
from collections.abc import Sequence

_PREFIX = re.compile(
    r"\s*(?:re|fwd?|fw|aw|wg|tr|rv|rif|sv|vs|vb|antw|enc|odp|ynt|ilt|答复|回复|转发)\s*(?:[\[(]\d{1,3}[\])])?\s*[:：]\s*",
    re.I,
)
_TAG = re.compile(r"\s*\[([^\[\]]{1,60})\]\s*")
_FORWARDED_AT_END = re.compile(r"\s*\((?:fwd|forwarded)\)\s*$", re.I)
_QUOTED = re.compile(r"\s{0,2}>")
_QUOTE_MARKS = re.compile(r"(?:\s{0,2}>)+ ?")
_SIGNATURE = re.compile(r"--\s*")
_FORWARD = re.compile(
    r"\s*(?:-{2,}\s*(?:forwarded|weitergeleitete|message transf|mensaje reenviado|mensagem encaminhada"
    r"|messaggio inoltrato|doorgestuurd).{0,60}|begin forwarded message:|anfang der weitergeleiteten .{0,30}:)\s*",
    re.I,
)
_ORIGINAL = re.compile(
    r"\s*-{2,}\s*(?:original message|ursprüngliche nachricht|message d'origine|mensaje original|messaggio originale"
    r"|oorspronkelijk bericht)\s*-{2,}\s*",
    re.I,
)
_HEADER = re.compile(
    r"\s*\*?(?:from|date|sent|subject|to|cc|reply-to|von|datum|gesendet|betreff|an|de|envoyé|date|objet|à|enviado|asunto"
    r"|para|fecha|da|inviato|oggetto|a|data)\s*:\*?(?:\s|$)",
    re.I,
)
_RULE = re.compile(r"\s*[-_=*~]{20,}\s*")
_OF_THE_LIST = re.compile(r"unsubscribe|mailing list|mailman|listserv|listinfo|abmelden|désabonn|desuscrib", re.I)
_LETTER = re.compile(r"[^\W\d_]")
_DIGIT = re.compile(r"\d")
_STUB = 200
"""Letters: a writer who says no more than this may only pass on what is quoted."""
_LONGEST_SIGNATURE = 12
_FOOTER_LINES = 20


def letters_in(text: str) -> int:
    """How many letters a text has."""
    return len(_LETTER.findall(text))


def without_prefixes(subject: str, names: Sequence[str]) -> str:
    """A subject without "Re:" and "Fwd:", and without the name of the list that it went through."""
    known = {name.casefold() for name in names} | {
        word.casefold() for name in names for word in re.split(r"[\s.-]", name)
    }
    subject = _FORWARDED_AT_END.sub("", subject)
    while True:
        if (found := _PREFIX.match(subject)) or ((found := _TAG.match(subject)) and found[1].casefold() in known):
            subject = subject[found.end() :]
        else:
            return subject.strip()


def unflowed(text: str, *, delete_space: bool = False) -> str:
    """Text of format=flowed (RFC 3676) with every paragraph on one line, parted by empty lines."""
    if not any(line.endswith(" ") and line != "-- " for line in text.splitlines()):
        return text  # announced, but not done: the lines were broken by hand
    found: list[str] = []
    flows, depth = False, 0
    for raw in text.splitlines():
        line = raw.lstrip(">")
        here = len(raw) - len(line)
        line = line.removeprefix(" ")
        signature = line == "-- "
        if flows and here == depth and not signature:
            found[-1] += line
        else:
            found.append(f"{'>' * here} {line}" if here else line)
        flows, depth = line.endswith(" ") and not signature, here
        if flows and delete_space:
            found[-1] = found[-1][:-1]
    return "\n\n".join(found)


def own_words(text: str, *, is_reply: bool = False) -> str:
    """The text without quotes, signature and the footer of a list. What is forwarded stays, without its headers.

    Where hardly anything is left, the quoted words are what the message is about, and stay.
    """
    lines = _without_footer(text.splitlines())
    own = _without_signature(_without_quotes(lines))
    if is_reply:
        cut = next((at for at, line in enumerate(own) if _ORIGINAL.fullmatch(line)), len(own))
        own = own[:cut] if letters_in("".join(own[:cut])) >= _STUB else own
    if letters_in("".join(own)) < _STUB:
        quoted = [_QUOTE_MARKS.sub("", line, count=1) for line in lines if _QUOTED.match(line)]
        if letters_in("".join(quoted)) > 3 * letters_in("".join(own)):
            own = [*own, "", *quoted]
    return "\n".join(_without_headers(own))


def _without_quotes(lines: Sequence[str]) -> list[str]:
    found: list[str] = []
    quoting = False
    for line in lines:
        if _QUOTED.match(line):
            if not quoting:
                _drop_attribution(found)
            quoting = True
        elif line.strip() or not quoting:
            quoting = False
            found.append(line)
    return found


def _drop_attribution(found: list[str]) -> None:
    """Leave out "On 3 May 2027 Ann Lee wrote:" above a quote, also where it takes two lines: its day is no deadline."""
    at = len(found)
    while at and not found[at - 1].strip():
        at -= 1
    if not at or not found[at - 1].rstrip().endswith((":", "：")):
        return
    if not _DIGIT.search(found[at - 1]) and at > 1 and _DIGIT.search(found[at - 2]):
        at -= 1
    del found[at - 1 :]


def _without_signature(lines: Sequence[str]) -> list[str]:
    for at, line in enumerate(lines):
        if not _SIGNATURE.fullmatch(line) or line.count("-") != 2:
            continue
        rest = lines[at + 1 :]
        onward = next((n for n, after in enumerate(rest) if _FORWARD.fullmatch(after)), None)
        if onward is not None:
            return [*lines[:at], *_without_signature(rest[onward:])]
        if sum(bool(after.strip()) for after in rest) <= _LONGEST_SIGNATURE:
            return list(lines[:at])
    return list(lines)


def _without_footer(lines: list[str]) -> list[str]:
    start = max(0, len(lines) - _FOOTER_LINES)
    for at in range(start, len(lines)):
        if _RULE.fullmatch(lines[at]) and any(_OF_THE_LIST.search(line) for line in lines[at + 1 : at + 6]):
            return lines[:at]
    return lines


def _without_headers(lines: Sequence[str]) -> list[str]:
    """The text without the headers of what it forwards: the day on which that was sent is no deadline."""
    found: list[str] = []
    inside = started = False
    for line in lines:
        if _FORWARD.fullmatch(line) or _ORIGINAL.fullmatch(line):
            inside, started = True, False
            found.append("")
        elif inside and (_HEADER.match(line) or (started and line[:1] in (" ", "\t") and line.strip())):
            started = True
        elif inside and not line.strip() and not started:
            continue
        else:
            inside = False
            found.append(line)
    return found
