"""What every page shape shares: the base of its rules, and how it says that this is not the page it knows."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from cfpfeeds.model import Cause, Extraction


class Rules(BaseModel):
    """The base of every shape's rules; an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    marker: str = Field(
        default="",
        description="what only the right page has: a CSS selector for HTML, else words; absent = not recognised",
    )


def unrecognised(reason: str, cause: Cause = Cause.OTHER_PAGE) -> Extraction:
    """The answer for a page that is not the one the rules know: it says nothing about any call."""
    return Extraction(recognised=False, reason=reason, cause=cause)
