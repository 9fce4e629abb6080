"""Redesigns: the calls of a fixture in another layout, as publishers change theirs from one day to the next."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.learn.cases import Case

Calls = Sequence[Mapping[str, Any]]
_MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905
_MONATE = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()  # noqa: SIM905
_LABELS = {"submission": "Paper deadline", "abstract": "Abstract deadline"}
_ETIKETTEN = {"submission": "Einreichungsfrist", "abstract": "Frist für Abstracts"}


@dataclass(frozen=True, slots=True)
class Redesign:
    """What happens to which fixture."""

    name: str
    fixture: str
    change: Callable[[Case], str]


def page(body: str, heading: str = "Calls for papers", language: str = "en") -> str:
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{heading}</title></head><body>'
        '<nav><ul><li><a href="/about">About</a></li><li><a href="/issues">Issues</a></li></ul></nav>'
        f"<main><h1>{heading}</h1>{body}</main><footer><p>© 2024</p></footer></body></html>"
    )


def day(iso: str) -> str:
    when = date.fromisoformat(iso)
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def tag(iso: str) -> str:
    when = date.fromisoformat(iso)
    return f"{when.day}. {_MONATE[when.month - 1]} {when.year}"


def link(call: Mapping[str, Any]) -> str:
    return f'<a href="{html.escape(call["url"])}">{html.escape(call["title"])}</a>'


def days(call: Mapping[str, Any]) -> str:
    return "; ".join(f"{_LABELS[kind]}: {day(iso)}" for kind, iso in call["deadlines"]) or "open"


def renamed(case: Case) -> str:
    """The same tree under new names."""
    text = case.file.read_text(encoding="utf-8").replace("DST-listing", "pub-entry")
    return text.replace("site-header", "masthead").replace("__deadline", "__when")


def cards(case: Case) -> str:
    rows = (f'<div class="tile"><h3 class="tile-head">{link(c)}</h3><p>{days(c)}</p></div>' for c in case.calls)
    return page(f'<div class="tiles">{"".join(rows)}</div>')


def table(case: Case) -> str:
    rows = (f"<tr><td>{day(c['deadlines'][0][1])}</td><td>{link(c)}</td></tr>" for c in case.calls)
    return page(f'<table class="overview"><tr><th>Deadline</th><th>Title</th></tr>{"".join(rows)}</table>')


def wrapped(case: Case) -> str:
    """Another element around each part: paths through the tree no longer hold."""
    text = case.file.read_text(encoding="utf-8")
    text = re.sub(r"<h3>(.*?)</h3>", r'<div class="hd"><h4>\1</h4></div>', text)
    return re.sub(r"<main>(.*)</main>", r'<main><div class="inner"><div>\1</div></div></main>', text, flags=re.S)


def turned(case: Case) -> str:
    """The deadline first, the title below it."""
    rows = (f'<li class="entry"><p class="due">{days(c)}</p><h4>{link(c)}</h4></li>' for c in case.calls)
    return page(f'<ol class="entries">{"".join(rows)}</ol>')


def german(case: Case) -> str:
    """The labels in another language, the titles as they were."""
    rows = []
    for c in case.calls:
        pairs = "".join(f"<dt>{_ETIKETTEN[kind]}</dt><dd>{tag(iso)}</dd>" for kind, iso in c["deadlines"])
        rows.append(f'<li class="publikation"><b>{link(c)}</b><dl>{pairs}</dl></li>')
    return page(f'<ul class="liste">{"".join(rows)}</ul>', "Aufrufe für Beiträge", "de")


def definitions(case: Case) -> str:
    return page(f"<dl>{''.join(f'<dt>{link(c)}</dt><dd>{days(c)}</dd>' for c in case.calls)}</dl>")


def flat(case: Case) -> str:
    rows = (
        f"<h2>{html.escape(c['title'])}</h2><p>{days(c)}</p><p><a href='{c['url']}'>More</a></p>" for c in case.calls
    )
    return page("".join(rows))


def moved(case: Case) -> str:
    """A new system behind the page: other elements and other addresses."""
    rows = (
        f'<article><h2><a href="/node/{n}">{html.escape(c["title"])}</a></h2><div>{days(c)}</div></article>'
        for n, c in enumerate(case.calls, 10)
    )
    return page("".join(rows))


def accordion(case: Case) -> str:
    rows = (f"<details><summary>{html.escape(c['title'])}</summary><p>{days(c)}</p></details>" for c in case.calls)
    return page("".join(rows))


def columns(case: Case) -> str:
    """The same table with other titles in another order."""
    rows = (
        f"<tr><td>{day(c['deadlines'][0][1])}</td><td>10 October 2024</td><td>{link(c)}</td><td>Europe</td></tr>"
        for c in case.calls
    )
    head = "<tr><th>Papers due</th><th>Takes place</th><th>Conference</th><th>Where</th></tr>"
    return page(f'<table id="conferences">{head}{"".join(rows)}</table>')


def scripted(case: Case) -> str:
    """The list moves into the data of a script."""
    calls = [{"title": c["title"], "url": c["url"], "submissionDeadline": c["deadlines"][0][1]} for c in case.calls]
    data = json.dumps({"calls": calls})
    return page(f'<div id="app"></div><script type="application/json" id="state-data">{data}</script>')


REDESIGNS = (
    Redesign("classes renamed", "cards-with-intro", renamed),
    Redesign("table into cards", "table-named-columns", cards),
    Redesign("cards into table", "list-of-publications", table),
    Redesign("wrapper added", "headings-by-subject", wrapped),
    Redesign("order changed", "nodes-updated-and-due", turned),
    Redesign("labels in another language", "table-conferences", german),
    Redesign("paragraphs into definitions", "paragraphs-linked", definitions),
    Redesign("accordion into headings", "accordion-details", flat),
    Redesign("new addresses", "cards-that-are-links", moved),
    Redesign("cards into accordion", "bootstrap-cards", accordion),
    Redesign("columns renamed and moved", "table-stages", columns),
    Redesign("list into a script", "utility-classes", scripted),
)
