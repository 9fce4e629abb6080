"""What every page shape shares: the base of its rules, and how it says that this is not the page it knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from cfpfeeds.model import Cause, Extraction, Problem

T = TypeVar("T")


class Rules(BaseModel):
    """The base of every shape's rules; an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    marker: str = Field(
        default="",
        description="what only the right page has: a CSS selector for HTML, else words; absent = not recognised",
    )
    most: int = Field(
        default=5_000, ge=1, le=100_000, description="how many records of one page are read; the rest is a problem"
    )


@dataclass(slots=True)
class Portion(Generic[T]):
    """The records of a page as far as `most` of its rules goes: a page of any length is read in bounded time.

    Once they were iterated, `cut` says whether there were more.
    """

    records: Iterable[T]
    rules: Rules
    cut: bool = field(default=False, init=False)

    def __iter__(self) -> Iterator[T]:
        for number, record in enumerate(self.records):
            if number >= self.rules.most:
                self.cut = True
                return
            yield record

    def problems(self, where: str) -> list[Problem]:
        """That there were more, in words."""
        return cut_short(self.rules, where) if self.cut else []


def cut_short(rules: Rules, where: str) -> list[Problem]:
    """That a page held more records than were read, in words."""
    return [Problem(where, f"holds more than {rules.most:,} records; only so many were read: `most` in its rules")]


def unrecognised(reason: str, cause: Cause = Cause.OTHER_PAGE) -> Extraction:
    """The answer for a page that is not the one the rules know: it says nothing about any call."""
    return Extraction(recognised=False, reason=reason, cause=cause)
