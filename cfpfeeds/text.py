"""Text from strangers made fit to store, print and compare; knows characters and nothing of calls."""

from __future__ import annotations

import html
import re
import unicodedata

import nh3

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ESCAPED_AMPERSANDS = re.compile(r"&(?:(?:amp|AMP|#38|#x26);){2,}")

# What a program wrote as Windows-1252 and announced as Latin-1; the five codes without a character become nothing.
_WINDOWS_1252 = {code: bytes([code]).decode("cp1252", "ignore") or None for code in range(0x80, 0xA0)}
_CONTROLS: dict[int, str | None] = dict.fromkeys([*range(0x00, 0x20), 0x7F])
_BLANKS = {"\t": " ", "\v": " ", "\f": " ", "\n": "\n", "\r": "\n", "\u2028": "\n", "\u2029": "\n"}
_PER_CHARACTER = {**_CONTROLS, **_WINDOWS_1252, **{ord(char): blank for char, blank in _BLANKS.items()}}

# Surrogates and noncharacters cannot be written; the others are invisible, and hide or turn round what is visible.
_UNWANTED = re.compile(
    "["
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff0-\ufffb\ufffe\uffff\ufdd0-\ufdef\ud800-\udfff"
    "\U000e0000-\U000e0fff"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17))
    + "]+"
)
# Joiners carry meaning after a letter of Arabic, Indic and their neighbours, and inside an emoji; elsewhere they hide.
_STRAY_JOINER = re.compile("(?<![\u0600-\u109f\u1780-\u18af\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]+")
_DOUBLED_JOINER = re.compile("([\u200c\u200d])[\u200c\u200d]+")

_DIACRITICS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_APOSTROPHES = re.compile("[\u0027\u0060\u00b4\u02b9-\u02bf\u2018\u2019\u201b\u2032\uff07]+")
_LETTERS_WITHOUT_ACCENT_FORM = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŋ": "n"}
)
_NO_WORD = re.compile(r"[\W_]+")
_FOLDED_ASCII = {
    code: chr(code).lower() if chr(code).isalnum() else " and " if chr(code) == "&" else " " for code in range(128)
} | {ord("'"): "", ord("`"): ""}
"""What `_folded` makes of ASCII, ten times as fast."""

# Only what is surely markup: "p<q and r>s" is a formula.
_TAG = re.compile(
    r"</?(?:a|abbr|article|b|blockquote|br|code|dd|del|div|dl|dt|em|figure|font|h[1-6]|hr|i|img|ins|li|ol|p|pre|s|script"
    r"|section|small|span|strike|strong|style|sub|sup|table|tbody|td|th|thead|tr|tt|u|ul)(?:\s[^<>]*)?/?>|<!--",
    re.IGNORECASE,
)
_TAG_THAT_PARTS_WORDS = re.compile(
    r"(?=</?(?:article|blockquote|br|d[dlt]|div|figure|h[1-6r]|li|ol|p|pre|section|t[dhr]|ul)\b)", re.IGNORECASE
)


def clean_line(text: str) -> str:
    """The text on one line: NFC, entities decoded, nothing invisible, blanks folded; valid in XML 1.0, idempotent.

    Entities are decoded until none is left, since lists escape what was escaped before. See `clean_text` for several
    lines.
    """
    return " ".join(_settled(text).split())


def clean_text(text: str) -> str:
    """Like `clean_line` but with single line feeds kept; empty lines go, CR and CRLF become LF."""
    lines = (" ".join(line.split()) for line in _settled(text).split("\n"))
    return "\n".join(line for line in lines if line)


def plain_line(markup: str) -> str:
    """The words of text that may hold HTML, as `clean_line` gives them; what scripts and styles hold goes too."""
    text = clean_line(markup)
    while _TAG.search(text):
        stripped = clean_line(nh3.clean(_TAG_THAT_PARTS_WORDS.sub(" ", text), tags=set()))
        if len(stripped) >= len(text):
            break
        text = stripped
    return text


def fold(text: str) -> str:
    """The words alone, for comparison and never for display: no case, accents, width, punctuation or apostrophes.

    "&" reads "and". Letters of every script stay; idempotent.
    """
    if text.isascii():
        return " ".join(text.translate(_FOLDED_ASCII).split())
    return _folded(_folded(text))


def shorten(text: str, limit: int) -> str:
    """The text in at most `limit` characters, cut at a blank and closed with an ellipsis where it was longer."""
    if len(text) <= limit:
        return text
    if limit < 1:
        return ""
    head = text[:limit]
    cut = max(head.rfind(" "), head.rfind("\n"))
    # A single endless word is cut where it stands.
    kept = head[:cut] if cut > limit // 2 else head[:-1]
    return kept.rstrip(" \n,;:.-–—(") + "…"


def _settled(text: str) -> str:
    # Removing an invisible character can complete an entity, and NFC turns U+037E into a semicolon: repeat.
    if text.isascii() and "&" not in text:
        return text.translate(_PER_CHARACTER)
    while (after := _cleaned_once(text)) != text:
        text = after
    return text


def _cleaned_once(text: str) -> str:
    text = text.replace("\r\n", "\n").translate(_PER_CHARACTER)
    text = _ESCAPED_AMPERSANDS.sub("&", text)
    text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    text = _UNWANTED.sub("", text)
    text = _DOUBLED_JOINER.sub(r"\1", _STRAY_JOINER.sub("", text))
    return unicodedata.normalize("NFC", text)


def _folded(text: str) -> str:
    text = unicodedata.normalize("NFKD", text.casefold()).casefold()
    text = _DIACRITICS.sub("", text).translate(_LETTERS_WITHOUT_ACCENT_FORM)
    text = _APOSTROPHES.sub("", text).replace("&", " and ")
    return " ".join(_NO_WORD.sub(" ", unicodedata.normalize("NFKC", text)).split())
