"""How the next page of a list is asked for where no link leads there: by a query parameter that counts."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from pydantic import Field

from cfpfeeds.extract.records import Table

_WHOLE_NUMBER = re.compile(r"\d{1,9}", re.ASCII)


class Paging(Table):
    """How the next page is asked for. It ends at an empty page, at a short one, or where the answer says so."""

    parameter: str = Field(default="", description="the query parameter that counts pages or records")
    first: int = Field(default=1, description="what the first page is called")
    step: int = Field(default=1, ge=1, description="how much further the next page is")
    size: int = Field(
        default=0, ge=0, description="records on a full page; a page with fewer is the last; 0: not known"
    )
    pages: str = Field(default="", description="JSON only: the path of the last page's number")
    next: str = Field(default="", description="JSON only: the path of the next page's address")


def page_after(url: str, paging: Paging, count: int, last: int | None = None) -> tuple[str, ...]:
    """The address of the page after `url`, which held `count` records; none after an empty, short or `last` one."""
    if not paging.parameter or not count or count < paging.size:
        return ()
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    here = query.get(paging.parameter, str(paging.first))
    number = int(here) if _WHOLE_NUMBER.fullmatch(here) else paging.first
    if last is not None and number >= last:
        return ()
    query[paging.parameter] = str(number + paging.step)
    return (urlunsplit(parts._replace(query=urlencode(query, safe=",:/"))),)
