"""Page shapes: one module a shape, never one a publisher. `extract(page, rules)` is the only door."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import Field

from cfpfeeds.errors import ExtractError
from cfpfeeds.extract import article, cards, feed, json, list, outline
from cfpfeeds.extract.base import Rules
from cfpfeeds.model import PDF_LAYOUT, Extraction, Page

AnyRules = Annotated[
    outline.OutlineRules | cards.CardsRules | json.JsonRules | list.ListRules | feed.FeedRules | article.ArticleRules,
    Field(discriminator="kind"),
]
"""The rules of any shape; `kind` says which."""

_SHAPES: dict[type[Rules], Callable[[Page, Any], Extraction]] = {
    outline.OutlineRules: outline.extract,
    cards.CardsRules: cards.extract,
    json.JsonRules: json.extract,
    list.ListRules: list.extract,
    feed.FeedRules: feed.extract,
    article.ArticleRules: article.extract,
}


def extract(page: Page, rules: Rules) -> Extraction:
    """What `page` yields under `rules`.

    Raises ExtractError for bytes that are not what their type claims; one odd record is a Problem instead.
    """
    if page.media_type == PDF_LAYOUT and not isinstance(rules, article.ArticleRules):
        raise ExtractError(
            page.url, f"is a PDF; only the shape `article` reads one, not {getattr(rules, 'kind', 'this')}"
        )
    return _SHAPES[type(rules)](page, rules)


__all__ = ["AnyRules", "Rules", "extract"]
