"""Data files and pages of lists that ask as much work as their length allows, each for the shape that reads it."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from string import ascii_lowercase


def _repeated(unit: str, before: str = "", after: str = "") -> Callable[[int], str]:
    return lambda length: before + unit * (length // len(unit)) + after


def _numbered(unit: str, before: str = "", after: str = "") -> Callable[[int], str]:
    """Like `_repeated`, with the number of each piece in the place of "#"."""
    return lambda length: before + "".join(unit.replace("#", str(n)) for n in range(length // (len(unit) + 4))) + after


def _deep(start: str, end: str) -> Callable[[int], str]:
    return lambda length: start * (length // len(start + end)) + end * (length // len(start + end))


def _levels(unit: str, before: str = "<h2>N</h2>") -> Callable[[int], str]:
    """As deep as a list may be nested, with words on every level."""
    return lambda length: before + (unit + " care" * (length // 1_200)) * 240


def _stairs(length: int) -> str:
    """YAML that goes one blank deeper with every line."""
    return "\n".join(" " * n + "a:" for n in range(int((2 * length) ** 0.5)))


def _aliases(length: int) -> str:
    """YAML whose every list holds the one before nine times: 9 to the power of 20 in a few lines."""
    names = ascii_lowercase[:21]
    rows = [f"{two}: &{two} [{', '.join([f'*{one}'] * 9)}]" for one, two in itertools.pairwise(names)]
    return "a: &a [1]\n" + "\n".join(rows) + "\n" + "#" * length


def _entities(length: int) -> str:
    """XML whose every entity holds the one before ten times."""
    rows = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in itertools.pairwise(ascii_lowercase))
    head = (
        f'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{rows}]><rss><channel><title>&z;</title><item><title>&z;</title></item>'
    )
    return head + "<!-- -->" * (length // 8) + "</channel></rss>"


_CALL = "<item><title>Call for papers</title></item>"
_CALENDAR, _END = "BEGIN:VCALENDAR\n", "END:VCALENDAR\n"
_LETTER = "From a@x.example Wed Jan  3 04:05:06 2024\nSubject: Call #\n\nPapers are due on 5 May 2024.\n\n"
_LETTER_HEAD = "Subject: Call\nContent-Type: multipart/mixed; boundary=b\n\n"
FILES: dict[str, tuple[str, Callable[[int], str]]] = {
    "yaml-open-lists": ("yaml", _repeated("[")),
    "yaml-lists": ("yaml", _deep("[", "]")),
    "yaml-tables": ("yaml", _repeated("{a: ")),
    "yaml-dashes": ("yaml", _repeated("- ")),
    "yaml-stairs": ("yaml", _stairs),
    "yaml-aliases": ("yaml", _aliases),
    "yaml-records": ("yaml", _numbered("- title: Call #\n  years:\n  - deadline: 2024-05-05\n")),
    "json-open-lists": ("json", _repeated("[")),
    "json-lists": ("json", _deep("[", "]")),
    "json-tables": ("json", _repeated('{"a":')),
    "json-figures": ("json", _repeated("9", '[{"title":"Call","year":', "}]")),
    "json-records": ("json", _numbered('{"title":"Call #","id":#,"deadline":"5 May 2024"},', "[", "{}]")),
    "json-one-id": ("json", _repeated('{"title":"Call","id":1,"deadline":"5 May 2024"},', "[", "{}]")),
    "json-scripts": ("embedded", _repeated("<script>[]</script>", "<html>")),
    "json-undefined": ("embedded", _repeated("undefined,", '<html><script>{"calls": [', "]}</script>")),
    "toml-open-lists": ("toml", _repeated("[", "calls = ")),
    "toml-dotted": ("toml", _repeated(".a", "a", " = 1")),
    "toml-records": ("toml", _numbered("[[calls]]\ntitle = 'Call #'\n")),
    "csv-columns": ("csv", lambda length: "title," * (length // 8) + "\n" + "x," * (length // 8)),
    "csv-quotes": ("csv", _repeated('""', 'title\n"')),
    "csv-field": ("csv", _repeated("x", "title\n")),
    "csv-records": ("csv", _numbered("Call #,5 May 2024\n", "title,deadline\n")),
    "feed-open-entries": ("feed", _repeated("<item>", "<rss><channel>")),
    "feed-entries": ("feed", _repeated(_CALL, "<rss><channel>", "</channel></rss>")),
    "feed-entities": ("feed", _entities),
    "feed-attributes": ("feed", _numbered("a#='1' ", "<rss ", f"><channel>{_CALL}</channel></rss>")),
    "feed-attributes-marked": ("feed", _numbered("a#='>'", "<rss ", f"><channel>{_CALL}</channel></rss>")),
    "feed-escaped": ("feed", _repeated("&lt;p&gt;", "<rss><channel><item><title>Call</title><description>")),
    "feed-spaces": (
        "feed",
        _numbered("<a#:entry xmlns:a#='x#'/>", "<feed xmlns='http://www.w3.org/2005/Atom'>", "</feed>"),
    ),
    "cards-many": ("cards", _repeated("<li><a>Call</a><time>5 May 2024</time>", "<ul>")),
    "cards-nested": ("cards", _repeated("<li><ul>", "<ul>", "<a>Call</a>")),
    "cards-under-one": ("cards", _repeated("<li><a>Call</a>", "<h2>Ageing</h2>")),
    "cards-nested-words": ("cards", _repeated("<ul><li><a>Call</a><i>Letters</i><p>" + "care " * 30, "<ul>")),
    "listing-many": ("listing", _repeated("<li><a href=/c>Call</a><i>Letters</i> due 5 May 2024", "<h2>N</h2><ul>")),
    "listing-rows": ("listing", _repeated("<tr><td>Call<td>5 May 2024", "<table><tr><th>Call<th>Deadline")),
    "listing-nested": ("listing", _repeated("<ul><li><a href=/c>Call</a> due 5 May 2024")),
    "records-many": ("records", _repeated("<h3>Call</h3><p>Papers due 5 May 2024")),
    "records-in-one": ("records", _repeated("<p>Papers due 5 May 2024", "<h3>Call</h3>")),
    "records-deep": ("records", _repeated("<div><h3>Call</h3>")),
    "calendar-events": ("calendar", _numbered("BEGIN:VEVENT\nUID:#\nSUMMARY:Call #\nEND:VEVENT\n", _CALENDAR, _END)),
    "calendar-one-uid": ("calendar", _numbered("BEGIN:VEVENT\nUID:1\nSUMMARY:Call #\nEND:VEVENT\n", _CALENDAR, _END)),
    "calendar-lines": ("calendar", _repeated("SUMMARY:Call\n", f"{_CALENDAR}BEGIN:VEVENT\n", _END)),
    "calendar-folded": ("calendar", _repeated(" a\n", f"{_CALENDAR}BEGIN:VEVENT\nSUMMARY:Call\n", _END)),
    "calendar-careless": ("calendar", _repeated("- a\n", f"{_CALENDAR}BEGIN:VEVENT\nSUMMARY:Call\n", _END)),
    "calendar-alarms": ("calendar", _repeated("BEGIN:VALARM\n", f"{_CALENDAR}BEGIN:VEVENT\nSUMMARY:Call\n", _END)),
    "calendar-begins": ("calendar", _repeated("BEGIN:VEVENT\n", _CALENDAR, _END)),
    "mailbox-letters": ("mailbox", _numbered(_LETTER)),
    "mail-parts": ("message", _repeated("--b\n\nDue 5 May 2024\n", _LETTER_HEAD)),
    "mail-headers": ("message", _numbered("X-#: 1\n", "Subject: Call\n", "\nDue 5 May 2024\n")),
    "mail-words": ("message", _repeated("=?utf-8?q?Call?= ", "Subject: ", "\n\nDue 5 May 2024\n")),
    "cards-levels": ("cards", _levels("<ul><li><a>Call</a><i>Letters</i><p>")),
    "listing-levels": ("listing", _levels("<ul><li><a href=/c>Call</a> due 5 May 2024")),
    "records-levels": ("records", _levels("<div><h3>Call</h3> due 5 May 2024")),
    "outline-levels": ("outline", _levels("<ul><li><a href=/home/a>Letters</a> about")),
    "outline-journals": ("outline", _repeated("<ul><li><a href=/home/a>Letters</a> about care", "<h2>N</h2>")),
    "outline-many": ("outline", _repeated("<li><a>Call</a> - Deadline 5 May 2024", "<h2>N</h2><a href=/home/a>L</a>")),
    "outline-nested": ("outline", _repeated("<ul><li>", "<h2>N</h2>")),
    "outline-dashes": ("outline", _repeated("- ", "<h2>N</h2><li>Call ")),
    "markdown-head": ("markdown", lambda length: "---\n" + "[" * 19_000 + "\n---\n# Call\n" + "a " * (length // 2)),
    "markdown-links": ("markdown", _repeated("[a](b", "# Call\n")),
    "markdown-liquid": ("markdown", _repeated("{%", "# Call\n")),
    "markdown-comments": ("markdown", _repeated("<!-- ", "# Call\n")),
    "markdown-tables": ("markdown", _repeated("<table>\n", "# Call\n", "</table>\n")),
    "markdown-lists": ("markdown", _repeated("<ul></ul>\n", "# Call\n")),
}
"""For each name the target in `fuzz.targets` that reads it, and what makes it."""
