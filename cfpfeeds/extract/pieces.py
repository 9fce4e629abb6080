"""One record of a page as a piece of its tree: its fields by selector, column or term, and all that it says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from cfpfeeds.extract.bare_days import bare_day
from cfpfeeds.extract.grid import heads_of
from cfpfeeds.extract.html import blocks, line_of, text_of
from cfpfeeds.extract.markup import HEADINGS, HIDDEN, each_once
from cfpfeeds.extract.nesting import above
from cfpfeeds.model import DeadlineText
from cfpfeeds.text import fold

_LONGEST_RECORD = 400
"""How many siblings a record may take with it."""

_LONGEST_TERM = 60
_CUT = re.compile(
    r"""(?:\s*[–—|;•·]\s*|\s+-\s*|\s*[:,.]\s+|\s*[(\[]\s*|\s*\n\s*)(?=
        (?:the\s+|extended\s+|new\s+|final\s+|full\s+|paper\s+|manuscript\s+|abstract\s+|proposal\s+|article\s+)*
        (?:(?:submissions?|submit)\s+)?(?:d\s?eadlines?|due(?:\s+(?:date|by|on))?\b|closing\s+date|closes?\s+(?:on|by)\b)
      | (?:submissions?|abstracts?|papers?|manuscripts?|open|submit)\s+(?:are\s+)?(?:due|until|till|by|close)\b
      | (?:ongoing|rolling|articles\s+will\s+be\s+accepted)\b
      | (?:einreichungs|einsende|abgabe)(?:frist|schluss|termin) | frist\b | (?:date\s+limite|échéance)
      | (?:fecha\s+l[ií]mite|plazo|prazo|data\s+limite|scadenza|termin\s+nadsy) | 締め?切 | 截[稿止] | 投稿期限
    )
    | \s+(?=(?:(?:final|extended|submission|paper|abstract)\s+)*deadlines?\s*:)""",
    re.IGNORECASE | re.VERBOSE,
)
DAY = re.compile(
    r"""\b\d{1,2}(?:st|nd|rd|th|\.|er)?\s+(?:of\s+|de\s+)?[^\W\d_]{3,12}\.?,?\s+(?:de\s+)?(?:19|20)\d\d\b
      | \b[^\W\d_]{3,12}\.?\s+\d{1,2}(?:st|nd|rd|th)?\s*,?\s+(?:19|20)\d\d\b
      | \b(?:19|20)\d\d[-/._]\d{1,2}[-/._]\d{1,2}\b | \b\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d\b
      | \b\d{1,2}[-/][A-Za-z]{3,9}[-/](?:19|20)\d\d\b | (?:19|20)\d\d\s?年\s?\d{1,2}\s?月
      | \b[^\W\d_]{3,12}\.?\s+\d{1,2}(?:st|nd|rd|th)?(?=\s*(?:$|[,;.)]))""",
    re.IGNORECASE | re.VERBOSE,
)
"""Something like a day, cheaply found; whether it is a deadline is the reader's business."""

_BUTTON = re.compile(
    r"(?:(?:download|view|read|see|get|full|the|this|calls?|cfps?|for|papers|as|an?|in|pdf|more|details?|info(?:rmation)?|learn|click"
    r"|here|web ?site|submit|now|your|open|apply|visit|page|link|go|to|continue|reading)\W*)+",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\W*(?:submit|send|upload|register|apply|log ?in|sign ?(?:in|up)|contact|e-?mail|subscribe|share|tweet)"
    r"(?:\W+(?:in|up|to|now|here|online|your|an?|the|this|for|on|via|us|interest|papers?|manuscripts?|abstracts?|proposals?|articles?"
    r"|submissions?|special|issue|collection|call|guest|editors?|research|facebook|twitter|linkedin))*\W*",
    re.IGNORECASE,
)
"""Buttons that lead to where something is sent or to whom, not to the call."""
_ADDRESS = re.compile(r"https?://[^\s<>()\[\]\"'|]+[^\s<>()\[\]\"'|.,;:!?]")
_STAGE = re.compile(r"\b(?:abstracts?|proposals?|posters?|chapters?|deadlines?|calls?|cfp|dates?)\b", re.IGNORECASE)
"""What makes a title say of its days what is due."""
_ISO = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_DIGIT = re.compile(r"\d")


def cut(line: str) -> str:
    """The part of a line before its words on the deadline, if that leaves a title; else the line."""
    for place in _CUT.finditer(line):
        head = line[: place.start()].strip(" \n–—-|:;,")
        if sum(char.isalpha() for char in head) >= 3 and re.search(
            r"\d|ongoing|rolling|tb[ad]", line[place.end() :], re.I
        ):
            return head
    return line


def words_of(node: LexborNode) -> str:
    """The text of an element on one line; that of a button as well, which elsewhere is no content."""
    return " ".join((node.text() or "").split()) if node.tag == "button" else line_of(node)


@dataclass(slots=True)
class Piece:
    """One record: `nodes` are its elements and texts in page order, `heads` the column titles of its cells.

    `spanning` are cells of rows above that reach down into it: the journal of several rows.
    """

    nodes: Sequence[LexborNode]
    heads: dict[int, str] = field(default_factory=dict)
    spanning: Sequence[LexborNode] = ()

    @property
    def head(self) -> LexborNode:
        """The element that the record begins with."""
        return self.nodes[0]

    @property
    def text(self) -> str:
        """All visible text, one line a block."""
        return text_of(self.head) if len(self.nodes) == 1 else "\n".join(filter(None, map(text_of, self._runs())))

    @property
    def line(self) -> str:
        return " ".join(self.text.split())

    @property
    def first_line(self) -> str:
        return self.text.partition("\n")[0]

    @property
    def printed_address(self) -> str:
        """The one address that the record prints without linking it; "" where it prints none or several."""
        found = set(_ADDRESS.findall(self.line))
        return found.pop() if len(found) == 1 else ""

    def links(self, title: LexborNode | None) -> list[LexborNode]:
        """The links that may lead to the call: in or around the title, in the record, around it.

        One that leads to where papers are sent ("Submit your paper") leads to no call.
        """
        above = self.head.parent
        around = [above] if above is not None and above.tag == "a" else []
        others = [link for link in self.all("a[href]") if not _ELSEWHERE.fullmatch(line_of(link))]
        return _near(title) + others + around

    def all(self, locator: str) -> list[LexborNode]:
        """Every element that a locator names, in page order."""
        how, _, words = locator.partition(":")
        if how == "column":
            wanted = {fold(word) for word in words.split("|")}
            return [cell for cell in (*self.cells(), *self.spanning) if fold(self.heads.get(cell.mem_id, "")) in wanted]
        if how == "term":
            wanted = {fold(word) for word in words.split("|")}
            return [node for term, node in self.terms() if fold(term) in wanted]
        if how == "starts":
            return list(self._starting([fold(word) for word in words.split("|")]))
        inside = {node.mem_id for node in self.nodes}
        found = [match for node in self.nodes if node.tag != "-text" for match in node.css(locator)]
        return found if len(inside) == 1 else list({match.mem_id: match for match in found}.values())

    def find(self, locator: str) -> LexborNode | None:
        """The first element that a locator names and that says something."""
        return next((node for node in self.all(locator) if words_of(node)), None) if locator else None

    def said(self, locator: str) -> str:
        node = self.find(locator)
        return words_of(node) if node is not None else ""

    def fields(self, locator: str) -> list[DeadlineText]:
        """What a locator names as fields that hold nothing but a deadline."""
        how, _, words = locator.partition(":")
        label = words.partition("|")[0].strip() if how in ("column", "term") else ""
        found = []
        for node in self.all(locator):
            if line := line_of(node):
                name = self.heads.get(node.mem_id, label) if how == "column" else label
                # A day in ISO form alone would be read without its label, which may say "Abstracts".
                found.append(DeadlineText(line, label=name, prose=bool(name and _ISO.fullmatch(line))))
        return found

    def told(self, title: str) -> tuple[DeadlineText, ...]:
        """The same as `blocks`, with the title, where a longer block begins with it, in a block of its own.

        The words of a title ("Emergency rooms") say nothing about the day behind it.
        """
        found: list[DeadlineText] = []
        head = cut(title)
        for block in self.blocks():
            if _BUTTON.fullmatch(block.text):
                continue
            if head and block.label == head and not _STAGE.search(head):
                block = replace(block, label="")
            rest = block.text[len(head) :].strip(" –—-|:;,.") if head and block.text.startswith(head) else ""
            if rest and _DIGIT.search(rest):
                more = cut(rest)
                found += [replace(block, text=text) for text in (head, *_parts(rest, more))]
            else:
                found.append(block)
        return tuple(found)

    def only_day(self, label: str) -> tuple[DeadlineText, ...]:
        """The one day of the record under a label from elsewhere; nothing for none, several or a stretch of days."""
        day = bare_day(self.line)
        return (DeadlineText(day, label=label, prose=True),) if day else ()

    def blocks(self) -> tuple[DeadlineText, ...]:
        """All that the record says, labelled by columns, terms and headings, for the deadline reader."""
        if any(node.tag == "tr" for node in self.nodes):
            return tuple(
                DeadlineText(line, label=self.heads.get(cell.mem_id, ""), prose=True)
                for cell in self.cells()
                if (line := line_of(cell))
            )
        if len(self.nodes) == 1:
            return blocks(self.head) or ((DeadlineText(self.line, prose=True),) if self.line else ())
        return blocks("".join(node.html or "" for node in self.nodes))

    def cells(self) -> Iterator[LexborNode]:
        for node in self.nodes:
            if node.tag == "tr":
                yield from (cell for cell in node.iter() if cell.tag in ("td", "th"))

    def terms(self) -> Iterator[tuple[str, LexborNode]]:
        """Terms with what follows them: dt and dd, or any short element with the element after it."""
        for node in (
            match for top in self.nodes if top.tag != "-text" for match in top.css("dt, th, b, strong, span, div, p")
        ):
            after = _after(node)
            if after is not None and len(term := line_of(node).rstrip(" :：")) <= _LONGEST_TERM and term:
                yield term, after

    def _starting(self, beginnings: Sequence[str]) -> Iterator[LexborNode]:
        """The innermost elements whose words begin so."""
        for top in self.nodes:
            for node in () if (top.tag or "-").startswith("-") else top.traverse():
                if (node.tag or "").startswith("-") or not _begins(node, beginnings):
                    continue
                if not any(_begins(child, beginnings) and _DIGIT.search(child.text()) for child in node.iter()):
                    yield node

    def _runs(self) -> Iterator[LexborNode]:
        """Whole blocks, and stretches of running text between them as blocks of their own."""
        running: list[str] = []
        for node in self.nodes:
            if node.tag in _RUNNING:
                running.append("\n" if node.tag == "br" else node.html or "")
                continue
            yield from _run(running)
            running = []
            yield node
        yield from _run(running)


def _near(title: LexborNode | None) -> list[LexborNode]:
    if title is None:
        return []
    above = [title.parent] if title.parent is not None and title.parent.tag == "a" else []
    return [title] if title.tag == "a" else [*title.css("a[href]"), *above]


def _parts(line: str, head: str) -> list[str]:
    """A line in two where its words on a deadline begin behind `head`."""
    behind = line[len(head) :].strip(" –—-|:;,.(")
    return [head, behind] if head != line and line.startswith(head) and behind else [line]


def _begins(node: LexborNode, beginnings: Sequence[str]) -> bool:
    said = (node.text() or "").strip()[:200]
    return bool(said) and any(f"{fold(said)} ".startswith(f"{words} ") for words in beginnings)


_HEADS = HEADINGS | {"p", "div", "dt", "a", "strong", "b", "tr", "li"}
"""What a record that goes on may begin with: an element that holds one of these is no part of the record before it."""

_RUNNING = frozenset(
    {"-text", "a", "b", "strong", "em", "i", "span", "br", "u", "small", "font", "time", "sup", "sub", "s", "del"}
)


def _run(running: list[str]) -> Iterator[LexborNode]:
    for line in "".join(running).split("\n"):
        if line.strip() and (body := LexborHTMLParser(line).body) is not None:
            yield body


def _after(node: LexborNode) -> LexborNode | None:
    """The element that follows, if nothing but blanks stands between."""
    after = node.next
    while after is not None and (
        after.tag == "-comment" or (after.tag == "-text" and not (after.text_content or "").strip(" \n\t\r:"))
    ):
        after = after.next
    if after is None or after.tag == "-text" or (node.tag == "dt" and after.tag != "dd"):
        return None
    return after


def pieces_of(tree: LexborHTMLParser, item: str, until: str = "", *, following: bool = False) -> list[Piece]:
    """The records of a page: what `item` selects, each with what follows it if they go on."""
    heads = each_once(tree, item)
    titles: dict[int, str] = {}
    reaching: dict[int, tuple[LexborNode, ...]] = {}
    title_rows: set[int] = set()
    if any(node.tag == "tr" for node in heads):
        for table in tree.css("table"):
            found, rows, spanning = heads_of(table)
            titles |= found
            reaching |= spanning
            title_rows |= rows
    wanted = {node.mem_id for node in heads}
    holders = above(node for node in heads if node.tag in _HEADS)
    ends = {node.mem_id for node in tree.css(until)} if until else set()
    kept = (node for node in heads if node.mem_id not in title_rows)
    if not following:
        return [Piece((node,), titles, reaching.get(node.mem_id, ())) for node in kept]
    return [Piece(_onwards(node, wanted, ends, holders), titles) for node in kept]


def _onwards(head: LexborNode, heads: set[int], ends: set[int], holders: set[int]) -> list[LexborNode]:
    """The record that begins with `head`: its following siblings up to the next record or a heading of its rank."""
    found, rank = [head], _rank(head)
    after = head.next
    while after is not None and len(found) < _LONGEST_RECORD:
        here = after.mem_id
        if here in heads or here in ends or here in holders or (rank and 0 < _rank(after) <= rank):
            break
        if after.tag not in HIDDEN:
            found.append(after)
        after = after.next
    return found


def _rank(node: LexborNode) -> int:
    """1 to 6 for a heading, or for what holds nothing but one; 0 for all else."""
    if node.tag in HEADINGS:
        return int(node.tag[1])
    return 0
