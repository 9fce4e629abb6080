"""Bytes of a web page to text, when what announces the encoding may be wrong."""

from __future__ import annotations

import re

from cfpfeeds.model import Page

_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)
_HEAD_BYTES = 4096
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))

# The WHATWG Encoding Standard: what browsers read under these labels, which is more than the labels say.
_READ_AS = {
    "iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252",
    "iso-8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "shift-jis": "cp932",
    "sjis": "cp932", "x-sjis": "cp932", "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "utf8": "utf-8",
}  # fmt: skip
_NOT_OF_THE_WEB = ("utf-7", "utf_7", "unicode", "raw", "idna", "punycode", "undefined", "mbcs", "oem")


def decoded(page: Page) -> str:
    """The text of a page: byte order mark, else UTF-8 if it is that, else header, meta element, Windows-1252.

    UTF-8 comes before the announcement, since text of another encoding hardly ever happens to be valid UTF-8; a few
    broken bytes in a page that otherwise is UTF-8 become U+FFFD. Never raises.
    """
    for mark, name in _BYTE_ORDER_MARKS:
        if page.body.startswith(mark):
            return page.body[len(mark) :].decode(name, "replace")
    said = _announced(page)
    if said.startswith(("iso-2022", "iso2022", "hz", "utf-16", "utf-32")):
        return page.body.decode(said, "replace")
    try:
        return page.body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    text = page.body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if said == "utf-8" or broken * 4 < sum(character > "\x7f" for character in text) - broken:
        return text
    return page.body.decode(said or "cp1252", "replace")


def _announced(page: Page) -> str:
    """The encoding that header or meta element names, as Python calls what a browser would use; "" if unknown."""
    found = _META.search(page.body[:_HEAD_BYTES])
    for label in (page.charset, found[1].decode("ascii", "ignore") if found else ""):
        name = label.strip(" \"'").lower()
        name = _READ_AS.get(name, name)
        if name and not name.startswith(_NOT_OF_THE_WEB) and _is_known(name):
            return name
    return ""


def _is_known(name: str) -> bool:
    try:
        b"a".decode(name)  # no bytes at all would be decoded by anything
    except (LookupError, ValueError):  # an unknown codec, one that yields no text, a name that holds NUL
        return False
    return True
