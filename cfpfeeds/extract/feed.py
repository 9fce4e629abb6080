"""Shape `feed`: RSS, Atom and JSON Feed, where each entry that passes the filters is a call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from cfpfeeds.extract import feed_text
from cfpfeeds.extract.base import Portion, unrecognised
from cfpfeeds.extract.bodies import refuse_web_page, text_of_body
from cfpfeeds.extract.fields import CallFields, call_of, is_call, plain, stranger
from cfpfeeds.extract.records import Record, Template, Value
from cfpfeeds.model import Cause, Extraction, Page, Problem, RawCall


class FeedRules(CallFields):
    """Rules of the shape `feed`. An entry has the fields title, id, link, published, updated, author, summary, content,
    body (content, or else summary), categories, language; the feed's own are /title, /link, /language.
    """

    kind: Literal["feed"] = "feed"
    html: bool = Field(default=True, description="values are markup: tags go, entities are decoded")
    title: Value = Field(default="{title}", description="what the call is named; an entry without one is a problem")
    key: Value = Field(default="{id|link}", description="what tells this call from the others of the source, for good")
    url: Value = Field(default="{link}", description="the page of the call")
    summary: Value = Field(default="{summary|content}", description="what the call is about")
    posted: Value = Field(default="{published|updated}", description="when the call was published")
    language: Value = Field(default="{language|/language}", description="the language tag of the call")
    labels: tuple[Template, ...] = Field(default=("{categories}",), description="subjects or tags")
    prose: tuple[str, ...] = Field(default=("body",), description="paths of text in which deadlines may stand")
    read_prose: Literal["undated", "always"] = Field(
        default="always", description="whether prose is read for every call, or only where no field holds a date"
    )


def extract(page: Page, rules: FeedRules) -> Extraction:
    """Every entry of the feed that the rules let through.

    Raises ExtractError for a web page, for what is no feed, and for a feed that was cut off on its way: the entries
    behind the cut are not gone.
    """
    text = text_of_body(page)
    if rules.marker and rules.marker not in text:
        return unrecognised(f"the feed does not hold {rules.marker!r}")
    refuse_web_page(page, text, "a feed")
    feed, entries, strange = feed_text.load(page, text)
    calls: list[RawCall] = []
    problems = [Problem(page.url, words) for words in strange]
    portion = Portion(entries, rules)
    for number, entry in enumerate(portion, 1):
        if not isinstance(entry, Mapping):
            problems.append(Problem(f"entry {number}", "is no table of fields and was left out"))
            continue
        record = Record((entry,), feed, plain if rules.html else str)
        if why := stranger(record, rules):
            return unrecognised(f"entry {number}: {why}", Cause.FILTER_IGNORED)
        if is_call(record, rules):
            call, odd = call_of(record, rules, f"entry {number}")
            calls += [call] if call else []
            problems += odd
    told = (*problems, *portion.problems(page.url))
    return Extraction(recognised=True, calls=tuple(calls), problems=told, whole=not portion.cut)
