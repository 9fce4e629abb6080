"""HTML pages that ask as much work as their length allows: depth, width, and labels that cover everything below."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from benchmarks.adversarial import texts

_HEAD = "<!doctype html><title>Call</title><body><h1>Call for papers</h1>"
_DUE = "Submission deadline: 5 May 2024"
_MANY_ATTRIBUTES = f"<p {' '.join(f'a{n}' for n in range(4_999))}>5 May 2024"


def of_lines(name: str, length: int) -> str:
    """A hostile text as a page, one line a paragraph."""
    return _HEAD + "".join(f"<p>{escape(line, quote=False)}</p>\n" for line in texts.lines(name, length))


def _repeated(unit: str, before: str = "", after: str = "") -> Callable[[int], str]:
    return lambda length: _HEAD + before + unit * (length // len(unit)) + after


def _deep(tag: str, inside: str = _DUE) -> Callable[[int], str]:
    """Elements in each other, with something to read in the innermost."""
    end = f"</{tag.split()[0]}>"

    def made(length: int) -> str:
        depth = length // (len(tag) + 2 + len(end))
        return _HEAD + f"<{tag}>" * depth + inside + end * depth

    return made


def _attributes(behind: str) -> Callable[[int], str]:
    """An element of attributes that each have a name of their own, with something behind it."""

    def made(length: int) -> str:
        names = "".join(f"a{n}{behind}" for n in range(length // (len(behind) + 6)))
        return f"{_HEAD}<div {names}>{_DUE}</div>"

    return made


def _half_label(tag: str, item: str) -> Callable[[int], str]:
    """A label that is half of the page, and entries below it that are the other half."""

    def made(length: int) -> str:
        label = "call for papers and abstracts " * (length // 60)
        return _HEAD + f"<{tag}>{label}</{tag}>" + item * (length // 2 // len(item))

    return made


def _wide_table(length: int) -> str:
    """A table with as many titles as rows have cells."""
    cells = max(1, int((length / 40) ** 0.5))
    head = "<tr>" + "<th>Submission deadline</th>" * cells + "</tr>"
    return _HEAD + "<table>" + head + ("<tr>" + "<td>5 May 2024</td>" * cells + "</tr>") * cells + "</table>"


PAGES: dict[str, Callable[[int], str]] = {
    "html-deep-div": _deep("div"),
    "html-deep-b": _deep("b"),
    "html-deep-span": _deep("span"),
    "html-deep-del": _deep("del"),
    "html-deep-font": _deep("font", "<p>" + _DUE),
    "html-deep-nav": _deep("nav", f"<main><p>{_DUE}</main>"),
    "html-deep-form": _deep("div class=newsletter", f"<main><p>{_DUE}</main>"),
    "html-deep-list": _deep("ul><li", _DUE),
    "html-deep-table": _deep("table><tr><td", _DUE),
    "html-deep-dl": _deep("dl><dd", _DUE),
    "html-deep-quote": _deep("blockquote", _DUE),
    "html-deep-heading": _deep("h2", _DUE),
    "html-deep-pre": _deep("pre", _DUE),
    "html-deep-unknown": _deep("x", _DUE),
    "html-unclosed-div": _repeated("<div>"),
    "html-unclosed-b": _repeated("<b>x"),
    "html-unclosed-a": _repeated("<a href=x>5 May "),
    "html-unclosed-p-b": _repeated("<p><b>"),
    "html-unclosed-td": _repeated("<td>", "<table><tr>"),
    "html-cells": _repeated("<td>1", "<table><tr>"),
    "html-rows": _repeated("<tr><td>1", "<table>"),
    "html-rows-of-deadlines": _repeated("<tr><th>Submission deadline<td>5 May 2024", "<table>"),
    "html-square-table": _wide_table,
    "html-spans": _repeated("<tr><td rowspan=9999 colspan=999>1", "<table>"),
    "html-tables": _repeated("<table><tr><td>5 May 2024</table>"),
    "html-items": _repeated("<li>5 May 2024", "<ul>"),
    "html-definitions": _repeated("<dt>Papers due<dd>5 May 2024", "<dl>"),
    "html-terms": _repeated("<dt>5 May 2024", "<dl>"),
    "html-headings": _repeated("<h2>Deadline</h2>"),
    "html-leads": _repeated("<p>Deadlines:<ul><li>5 May 2024</ul>"),
    "html-breaks": _repeated("5 May<br>"),
    "html-struck": _repeated("<del>1 May 2024</del> 5 May 2024 "),
    "html-struck-open": _repeated("<s>5 May 2024 "),
    "html-links": _repeated('<a href="x">5 May 2024</a> '),
    "html-times": _repeated("<time datetime=2024-05-05>5 May</time>"),
    "html-navs": _repeated("<nav><h1></h1></nav>"),
    "html-forms": _repeated("<form><p>a<p>b</form>"),
    "html-classes": lambda length: _HEAD + f'<div class="{"share " * (length // 6)}">{_DUE}</div>',
    "html-attributes": _attributes(" "),
    "html-attributes-marked": _attributes("='>'"),
    "html-attributes-often": lambda length: _HEAD + _MANY_ATTRIBUTES * max(1, length // len(_MANY_ATTRIBUTES)),
    "html-style": lambda length: _HEAD + f'<p style="{"text-decoration " * (length // 16)}">{_DUE}</p>',
    "html-comments": _repeated("<!-- 5 May -->"),
    "html-comment-open": _repeated("<!-- "),
    "html-entities": _repeated("&nbsp;&#53; May"),
    "html-scripts": _repeated("<script>5 May 2024</script>"),
    "html-data": _repeated('<script type="application/ld+json">[[[[[]]]]]</script>'),
    "html-deep-data": lambda length: (
        _HEAD + f'<script type="application/ld+json">{"[" * (length // 2)}{"]" * (length // 2)}</script><p>{_DUE}'
    ),
    "html-titles": _repeated("<title>Call</title>"),
    "html-nulls": _repeated("\0"),
    "html-long-heading": _half_label("h2", "<p>Deadline 5 May 2024"),
    "html-long-heading-days": _half_label("h2", "5 May 2024, "),
    "html-long-heading-items": _half_label("h2", "<li>Deadline 5 May 2024"),
    "html-long-term": _half_label("dt", "<dd>Deadline 5 May 2024"),
    "html-long-caption": _half_label("table><caption", "<tr><td>Deadline<td>5 May 2024"),
    "html-long-column": _half_label("table><th", "<tr><td>5 May 2024"),
    "html-long-lead": lambda length: (
        _HEAD
        + "<p>"
        + "call for papers and abstracts " * (length // 60)
        + ":</p><ul>"
        + "<li>Deadline 5 May 2024" * (length // 46)
    ),
}
