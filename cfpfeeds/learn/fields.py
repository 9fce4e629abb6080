"""Which parts of a record are there to hold a deadline and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from selectolax.lexbor import LexborNode

from cfpfeeds.extract.pieces import Piece
from cfpfeeds.learn import words
from cfpfeeds.learn.locate import SHORT, Place
from cfpfeeds.learn.reader import Reader, due
from cfpfeeds.model import DeadlineText


def deadlines_of(pieces: Sequence[Piece], places: Sequence[Place], title: Place, reader: Reader) -> tuple[str, ...]:
    """The locators of fields that hold deadlines and nothing else; none where reading the whole record says as much.

    A field counts if its column, term, class or own words speak of a deadline. Where the whole record tells of more
    days than its fields do, the record is read.
    """
    whole = [due(reader.read(_telling(piece, text))) for piece, text in zip(pieces, title.texts, strict=True)]
    chosen: list[str] = []
    taken: set[int] = set()
    for place in sorted(places, key=_as_field):
        if place.locator == title.locator or not _may_be_field(place):
            continue
        nodes = {node.mem_id for piece in pieces for node in piece.all(place.locator)}
        if nodes & taken or not _tells(pieces, place, reader):
            continue
        chosen.append(place.locator)
        taken |= nodes | {
            inner.mem_id for piece in pieces for node in piece.all(place.locator) for inner in node.css("*")
        }
        taken |= {above.mem_id for piece in pieces for node in piece.all(place.locator) for above in _above(node)}
    if not chosen:
        return ()
    fields = [due(reader.read([part for one in chosen for part in piece.fields(one)])) for piece in pieces]
    lost = sum(bool(more - less) for more, less in zip(whole, fields, strict=True))
    return () if lost else tuple(chosen)


def _telling(piece: Piece, title: str) -> list[DeadlineText]:
    """What a record says but for what stands in columns of other things: notifications, final versions."""
    return [
        part
        for part in piece.told(title)
        if not words.NOT_A_DEADLINE.search(part.label) or words.DEADLINE.search(part.label)
    ]


def _above(node: LexborNode) -> Iterable[LexborNode]:
    here = node.parent
    for _ in range(4):
        if here is None:
            return
        yield here
        here = here.parent


def _as_field(place: Place) -> tuple[int, float]:
    how = place.locator.partition(":")[0]
    order = {"column": 0, "term": 1, "starts": 3}.get(how, 2 if words.DEADLINE.search(place.locator) else 4)
    return order, -place.share


def _may_be_field(place: Place) -> bool:
    said = [text for text in place.texts if text]
    return bool(said) and max(map(len, said)) <= SHORT and sum(map(len, said)) / len(said) <= 90


def _tells(pieces: Sequence[Piece], place: Place, reader: Reader) -> bool:
    """Whether a place is there to hold a deadline."""
    name = place.locator.partition(": ")[2] or re.sub(r"[-_.]", " ", place.locator)
    named_so = bool(words.DEADLINE.search(name)) and not words.NOT_A_DEADLINE.search(name)
    parts = [piece.fields(place.locator) for piece in pieces]
    said = [found for found in parts if found]
    if not said:
        return False
    if place.locator.startswith("starts"):
        return all(due(reader.read(found)) for found in said)
    if place.locator.startswith(("column", "term")):
        plain = [due(reader.read([DeadlineText(p.text, label=p.label, prose=True) for p in found])) for found in said]
        return named_so and (any(plain) or _rolling(said))
    if named_so:
        return any(due(reader.read(found)) for found in said) or _rolling(said)
    # Its own words say so: "Submission deadline: 31 May 2027", in nearly every record.
    telling = sum(bool(words.DEADLINE.search(found[0].text)) and bool(due(reader.read(found))) for found in said)
    return (
        telling >= 0.8 * len(said)
        and telling >= 2
        and place.locator not in ("p", "span", "strong", "b", "em", "i", "a")
    )


def _rolling(said: Sequence[Sequence[DeadlineText]]) -> bool:
    return any(
        re.search(
            r"ongoing|rolling|\btb[acd]\b|none|open|continuous|to be (?:announced|confirmed|determined|decided)",
            part.text,
            re.I,
        )
        for found in said
        for part in found
    )
