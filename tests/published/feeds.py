"""A feed of any of our formats as feedparser, or a JSON parser, reads it: ids, dates, texts, links."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import struct_time
from typing import Annotated, Any

import feedparser
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, HttpUrl


@dataclass(frozen=True)
class Item:
    """What a reader keeps of an item. `whole` is everything that it reads, to compare."""

    id: str
    title: str
    link: str
    published: datetime
    updated: datetime
    short: str
    body: str
    whole: str


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")


class _Author(_Strict):
    name: str
    url: str | None = None


_Words = Annotated[str, Field(min_length=1)]


class JsonItem(_Strict):
    """An item of JSON Feed 1.1: no other keys than those of the specification and our extension."""

    id: _Words
    url: Annotated[HttpUrl, Field(strict=False)]
    external_url: Annotated[HttpUrl | None, Field(strict=False)] = None
    title: _Words
    summary: _Words
    content_html: _Words
    date_published: AwareDatetime
    date_modified: AwareDatetime
    language: str | None = None
    authors: list[_Author] = Field(default_factory=list)
    tags: list[str] = Field(default_factory=list)
    extension: dict[str, Any] = Field(alias="_cfpfeeds")


class JsonFeed(_Strict):
    """A feed of JSON Feed 1.1."""

    version: Annotated[str, Field(pattern=r"^https://jsonfeed\.org/version/1\.1$")]
    title: _Words
    home_page_url: Annotated[HttpUrl, Field(strict=False)]
    feed_url: Annotated[HttpUrl, Field(strict=False)]
    next_url: Annotated[HttpUrl | None, Field(strict=False)] = None
    description: _Words
    language: _Words
    authors: list[_Author]
    items: list[JsonItem]


@dataclass(frozen=True)
class Read:
    """What a reader keeps of a feed."""

    title: str
    page: str
    updated: datetime | None
    items: tuple[Item, ...]


def read(path: Path) -> Read:
    """A feed file as a reader takes it; fails where the reader finds fault with it."""
    return _read_json(path) if path.suffix == ".json" else _read_xml(path)


def _read_xml(path: Path) -> Read:
    parsed = feedparser.parse(path.read_bytes(), sanitize_html=False, resolve_relative_uris=False)
    assert not parsed.bozo, (path, parsed.get("bozo_exception"))
    assert parsed.version == {".rss": "rss20", ".atom": "atom10"}[path.suffix]
    updated = parsed.feed.get("updated_parsed")
    items = tuple(_item(entry) for entry in parsed.entries)
    return Read(parsed.feed.title, parsed.feed.link, _moment(updated) if updated else None, items)


def _item(entry: Any) -> Item:
    return Item(
        id=entry.id,
        title=entry.title,
        link=entry.link,
        published=_moment(entry.published_parsed),
        updated=_moment(entry.updated_parsed),
        short=entry.summary,
        body=entry.content[0].value,
        whole=repr(sorted(entry.items())),
    )


def _moment(parts: struct_time) -> datetime:
    return datetime(*parts[:6], tzinfo=UTC)


def _read_json(path: Path) -> Read:
    feed = JsonFeed.model_validate_json(path.read_bytes())
    items = tuple(
        Item(
            id=item.id,
            title=item.title,
            link=str(item.url),
            published=item.date_published,
            updated=item.date_modified,
            short=item.summary,
            body=item.content_html,
            whole=item.model_dump_json(),
        )
        for item in feed.items
    )
    return Read(feed.title, str(feed.home_page_url), None, items)
