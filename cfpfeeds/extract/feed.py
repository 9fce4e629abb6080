"""Shape `feed`: RSS, Atom and JSON Feed, where each entry that passes the filters is a call."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from typing import Any, Literal

import fastfeedparser
import feedparser
from pydantic import Field

from cfpfeeds.errors import ExtractError
from cfpfeeds.extract.base import unrecognised
from cfpfeeds.extract.bodies import refuse_web_page, text_of_body
from cfpfeeds.extract.fields import CallFields, call_of, is_call, plain, stranger
from cfpfeeds.extract.records import Record, Template, Value, look
from cfpfeeds.model import Extraction, Page, Problem, RawCall

_ROOT = re.compile(r"<(?:\w+:)?(rss|feed|RDF)\b")
_LANGUAGE = re.compile(r"""<(?:dc:)?language>\s*([\w-]{2,35})|<feed[^>]{0,1000}?xml:lang=["']([\w-]{2,35})""")
_REFUSALS = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What parsers raise for a feed that they cannot make sense of."""


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
    feed = _json_feed(page, text) if text.lstrip()[:1] == "{" else _xml_feed(page, text)
    calls: list[RawCall] = []
    problems: list[Problem] = []
    for number, entry in enumerate(feed["entries"], 1):
        record = Record((entry,), feed, plain if rules.html else str)
        if why := stranger(record, rules):
            return unrecognised(f"entry {number}: {why}")
        if is_call(record, rules):
            call, odd = call_of(record, rules, f"entry {number}")
            calls += [call] if call else []
            problems += odd
    return Extraction(recognised=True, calls=tuple(calls), problems=tuple(problems))


def _json_feed(page: Page, text: str) -> dict[str, Any]:
    """A JSON Feed (jsonfeed.org, version 1.1) in our own field names."""
    try:
        feed = json.loads(text, parse_int=str, parse_float=str)
    except (ValueError, RecursionError) as error:
        raise ExtractError(page.url, f"cannot be read as JSON Feed: {error}") from error
    if "jsonfeed.org/version" not in str(feed.get("version")) or not isinstance(feed.get("items"), list):
        raise ExtractError(page.url, "is JSON, but no JSON Feed")
    entries = [_json_entry(item) for item in feed["items"] if isinstance(item, Mapping)]
    own = {"title": feed.get("title"), "link": feed.get("home_page_url"), "language": feed.get("language")}
    return {**own, "entries": entries}


def _json_entry(item: Mapping[str, Any]) -> dict[str, Any]:
    content = item.get("content_html") or item.get("content_text")
    return {
        "title": item.get("title"),
        "id": item.get("id"),
        "link": item.get("url") or item.get("external_url"),
        "published": item.get("date_published"),
        "updated": item.get("date_modified"),
        "author": look(item, "authors.name") or look(item, "author.name"),
        "summary": item.get("summary"),
        "content": content,
        "body": content or item.get("summary"),
        "categories": item.get("tags"),
        "language": item.get("language"),
    }


def _xml_feed(page: Page, text: str) -> dict[str, Any]:
    root = _ROOT.search(text[:10_000])
    if root is None:
        raise ExtractError(page.url, "is neither RSS nor Atom nor JSON Feed")
    if not re.search(rf"</(?:\w+:)?{root[1]}\s*>", text[-1_000:]) and not _is_empty_feed(text):
        raise ExtractError(page.url, "is cut off: the feed is not closed at its end")
    try:
        parsed = fastfeedparser.parse(page.body)
    except _REFUSALS:
        parsed = _patient(page)
    feed = parsed["feed"]
    # fastfeedparser does not read <language>.
    language = _LANGUAGE.search(text[:10_000])
    own = {
        "title": feed.get("title"),
        "link": feed.get("link"),
        "language": language[1] or language[2] if language else "",
    }
    # Plain dictionaries: those of feedparser warn about `updated` where only `published` was asked for.
    return {**own, "entries": [_xml_entry(dict(entry)) for entry in parsed["entries"]]}


def _is_empty_feed(text: str) -> bool:
    return text.rstrip().endswith("/>")


def _patient(page: Page) -> Mapping[str, Any]:
    """The feed as the slower and more forgiving parser reads it. Raises ExtractError when it finds no feed either."""
    try:
        parsed: Mapping[str, Any] = feedparser.parse(
            io.BytesIO(page.body), sanitize_html=False, resolve_relative_uris=False
        )
    except _REFUSALS as error:
        raise ExtractError(page.url, f"cannot be read as a feed: {error}") from error
    if not parsed.get("version") and not parsed["entries"]:
        raise ExtractError(page.url, f"cannot be read as a feed: {parsed.get('bozo_exception', 'no entries')}")
    return parsed


def _xml_entry(entry: Mapping[str, Any]) -> dict[str, Any]:
    """An entry of either parser in our own field names."""
    summary = entry.get("summary") or entry.get("description")
    content = "\n".join(str(part.get("value") or "") for part in entry.get("content") or ())
    tags = entry.get("tags") or ()
    return {
        "title": entry.get("title"),
        "id": entry.get("id"),
        "link": entry.get("link"),
        "published": entry.get("published"),
        "updated": entry.get("updated"),
        "author": entry.get("author"),
        "summary": summary,
        "content": content,
        "body": content or summary,
        "categories": [tag.get("label") or tag.get("term") for tag in tags],
        "language": look(entry, "title_detail.language"),
    }
