"""docs/sources-shipped.md: every shipped source, what it gives on its page, and how it is reached.

`python -m tests.sources.table` writes it; a test says when it is not what the program does.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache

from cfpfeeds.config import Source
from cfpfeeds.model import Kind, Sighting
from tests.sources.cases import HERE, ROOT, Case, cases, families, read, shipped, source_of

FILE = ROOT / "docs" / "sources-shipped.md"
HEAD = """# The sources that are shipped

Written by `python -m tests.sources.table` and compared with the program by a test; what the columns mean:

- **shape**: how its pages are read (docs/sources.md); for a family the template that makes one more of it.
- **gives**: what the page in the last column yields: calls with an *abstract* or a *submission* day, *standing* ones,
  ones *without a day*, *journals* by name, *subjects* of its own. "+ pages of calls": days come from the page of each.
- **access**: how an honest client was answered, and when that was last seen. *polled*: by default. *saved*: off, read
  from pages that a person saved. *off*: can be switched on.
- **last verified on**: the page of ours in its layout, under `tests/sources/`, and the day as of which it is read.

"""
ADDRESSES = """
## Addresses that were not fetched

What confirms them, and what does not. Their layout is that of the text which people copied, or of their family.

"""


@cache
def access() -> dict[str, list[str]]:
    found: dict[str, list[str]] = tomllib.loads((HERE / "access.toml").read_text("utf-8"))
    return found


@cache
def addresses() -> dict[str, str]:
    """What is publicly known about the address of a family that was not fetched."""
    found: dict[str, str] = tomllib.loads((HERE / "addresses.toml").read_text("utf-8"))
    return found


def text() -> str:
    """The whole file."""
    rows = [_row(source) for source in shipped().sources]
    head = ["| source | shape | gives | access | last verified on |", "|---|---|---|---|---|"]
    count = sum(source.enabled for source in shipped().sources)
    tail = f"\n{len(rows)} sources, {count} of them polled by default.\n"
    known = "".join(f"- `{family}`: {told}\n" for family, told in addresses().items())
    return HEAD + "\n".join([*head, *rows]) + f"\n{tail}{ADDRESSES}{known}"


def _row(source: Source) -> str:
    family = families()[source.id]
    own = [case for case in cases() if case.source == source.id]
    tried = own or [case for case in cases() if families()[case.source] == family]
    words, seen = access()[family]
    state = "polled" if source.enabled else "saved" if "import" in source.note else "off"
    reached = ", ".join(part for part in (words, seen) if part)
    shape = source.rules.kind + (f", `{family}`" if family != source.id else "")
    pages = ", ".join(f"{case.name} ({case.as_of})" for case in tried)
    named = f"`{source.id}` {source.name}"
    return f"| {named} | {shape} | {_gives(source, tried)} | {reached}; *{state}* | {pages} |"


def _gives(source: Source, tried: list[Case]) -> str:
    calls = [(call, source_of(case)) for case in tried for call in read(case)[0]]
    found = list(dict.fromkeys(word for call, own in calls for word in _words(own, call)))
    order = ["abstract", "submission", "standing", "without a day", "journals", "subjects"]
    words = [word for word in order if word in found]
    if not calls:
        words = ["no call, rightly"]
    return ", ".join(words) + (" + pages of calls" if source.details else "")


def _words(source: Source, call: Sighting) -> Iterator[str]:
    due = [one for one in call.deadlines if one.kind.is_due and one.date]
    if any(one.kind is Kind.ABSTRACT for one in due):
        yield "abstract"
    if any(one.kind is Kind.SUBMISSION for one in due):
        yield "submission"
    if not due:
        yield "standing" if call.status.value == "rolling" else "without a day"
    if call.venue and call.venue != source.venue:
        yield "journals"
    if call.labels:
        yield "subjects"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
