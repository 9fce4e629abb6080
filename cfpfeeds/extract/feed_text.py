"""RSS, Atom and JSON Feed to plain entries under names of our own, whatever the writer and the parser call them."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from typing import Any

import fastfeedparser
import feedparser

from cfpfeeds.errors import ExtractError
from cfpfeeds.extract.bodies import is_utf8
from cfpfeeds.extract.records import look
from cfpfeeds.limits import too_many_attributes
from cfpfeeds.model import Page

Feed = tuple[dict[str, Any], list[Any], list[str]]
"""What a feed says of itself, its entries, and what was odd about its writing."""

_ROOT = re.compile(r"<(?:\w+:)?(rss|feed|RDF)\b")
_LANGUAGE = re.compile(r"""<(?:dc:)?language>\s*([\w-]{2,35})|<feed[^>]{0,1000}?xml:lang=["']([\w-]{2,35})""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w-]+)""")
_ENTRY = re.compile(r"<(?:item|entry)(?=[\s>])")
_REFUSALS = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What parsers raise for a feed that they cannot make sense of."""


def load(page: Page, text: str) -> Feed:
    """The feed in `text`, which is the body of `page`. Raises ExtractError for what is no feed, or was cut off."""
    return _json_feed(page, text) if text.lstrip()[:1] == "{" else _xml_feed(page, text)


def _json_feed(page: Page, text: str) -> Feed:
    """A JSON Feed (jsonfeed.org, version 1.1)."""
    try:
        feed = json.loads(text, parse_int=str, parse_float=str)
    except (ValueError, RecursionError) as error:
        raise ExtractError(page.url, f"cannot be read as JSON Feed: {error}") from error
    if "jsonfeed.org/version" not in str(feed.get("version")) or not isinstance(feed.get("items"), list):
        raise ExtractError(page.url, "is JSON, but no JSON Feed")
    entries = [_json_entry(item) if isinstance(item, Mapping) else item for item in feed["items"]]
    own = {"title": feed.get("title"), "link": feed.get("home_page_url"), "language": feed.get("language")}
    return own, entries, []


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


def _xml_feed(page: Page, text: str) -> Feed:
    root = _ROOT.search(text[:10_000])
    if root is None:
        raise ExtractError(page.url, "is neither RSS nor Atom nor JSON Feed")
    if not re.search(rf"</(?:\w+:)?{root[1]}\s*>", text[-1_000:]) and not _is_empty_feed(text):
        raise ExtractError(page.url, "is cut off: the feed is not closed at its end")
    if reason := too_many_attributes(text):
        raise ExtractError(page.url, f"the feed cannot be parsed in reasonable time: {reason}")
    body = _settled(page, text)
    counted = len(_ENTRY.findall(_outside(_outside(text, "<![CDATA[", "]]>"), "<!--", "-->")))
    parsed = _parsed(page, body, counted)
    found = len(parsed["entries"])
    odd = [f"only {found} of its {counted} entries can be read"] if found < counted else []
    # Plain dictionaries: those of feedparser warn about `updated` where only `published` was asked for.
    return _own(parsed["feed"], text), [_entry(dict(entry)) for entry in parsed["entries"]], odd


def _parsed(page: Page, body: bytes, counted: int) -> Mapping[str, Any]:
    """The feed as the quick parser reads it, or the patient one where that refuses or finds fewer than `counted`."""
    try:
        parsed: Mapping[str, Any] = fastfeedparser.parse(body)
    except _REFUSALS:
        return _patient(page, body)
    if len(parsed["entries"]) >= counted:
        return parsed
    try:
        # A parser that repairs what it reads may lose what follows.
        return max(parsed, _patient(page, body), key=lambda attempt: len(attempt["entries"]))
    except ExtractError:
        return parsed


def _outside(text: str, opening: str, closing: str) -> str:
    """The text without what stands between two marks."""
    first, *others = text.split(opening)
    return first + "".join(other.partition(closing)[2] for other in others)


def _own(feed: Mapping[str, Any], text: str) -> dict[str, Any]:
    """What the feed says of itself. fastfeedparser does not read <language>."""
    language = _LANGUAGE.search(text[:10_000])
    code = language[1] or language[2] if language else ""
    return {"title": feed.get("title"), "link": feed.get("link"), "language": code}


def _is_empty_feed(text: str) -> bool:
    return text.rstrip().endswith("/>")


def _settled(page: Page, text: str) -> bytes:
    """The feed in UTF-8 without a word on its encoding, which is often wrong; as it came where only that word helps."""
    declared = _DECLARED.search(page.body[:300])
    if declared and declared[1].lower() not in (b"utf-8", b"utf8") and not is_utf8(page):
        return page.body
    return _DECLARATION.sub("", text, count=1).encode("utf-8", "replace")


def _patient(page: Page, body: bytes) -> Mapping[str, Any]:
    """The feed as the slower and more forgiving parser reads it. Raises ExtractError when it finds no feed either."""
    try:
        parsed: Mapping[str, Any] = feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    except _REFUSALS as error:
        raise ExtractError(page.url, f"cannot be read as a feed: {error}") from error
    if not parsed.get("version") and not parsed["entries"]:
        raise ExtractError(page.url, f"cannot be read as a feed: {parsed.get('bozo_exception', 'no entries')}")
    return parsed


def _entry(entry: Mapping[str, Any]) -> dict[str, Any]:
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
