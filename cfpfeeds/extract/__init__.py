"""Page shapes: one module a shape, never one a publisher. `extract(page, rules)` is the only door."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any

from pydantic import Field

from cfpfeeds.errors import ExtractError
from cfpfeeds.extract import article, auto, cards, feed, ical, json, list, listing, outline
from cfpfeeds.extract.base import Rules
from cfpfeeds.model import PDF_LAYOUT, Extraction, Page

AnyRules = Annotated[
    outline.OutlineRules
    | cards.CardsRules
    | listing.ListingRules
    | json.JsonRules
    | list.ListRules
    | feed.FeedRules
    | ical.IcalRules
    | article.ArticleRules
    | auto.AutoRules,
    Field(discriminator="kind"),
]
"""The rules of any shape; `kind` says which."""

_SHAPES: dict[type[Rules], Callable[[Page, Any], Extraction]] = {
    outline.OutlineRules: outline.extract,
    cards.CardsRules: cards.extract,
    listing.ListingRules: listing.extract,
    json.JsonRules: json.extract,
    list.ListRules: list.extract,
    feed.FeedRules: feed.extract,
    ical.IcalRules: ical.extract,
    article.ArticleRules: article.extract,
    auto.AutoRules: auto.extract,
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


def extract_by_first(page: Page, several: Sequence[Rules]) -> Extraction:
    """What the first of `several` rules yields that knows the page; else what the first says of it.

    Raises ExtractError when the first cannot read the bytes and none of the others knows the page.
    """
    first: Extraction | None = None
    odd: ExtractError | None = None
    for rules in several:
        try:
            answer = extract(page, rules)
        except ExtractError as error:
            odd = odd or error
            continue
        if answer.recognised:
            return answer
        first = first or answer
    if first is None:
        raise odd or ExtractError(page.url, "there are no rules to read it by")
    return first


__all__ = ["AnyRules", "Rules", "extract", "extract_by_first"]
