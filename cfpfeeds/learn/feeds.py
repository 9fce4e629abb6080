"""A feed: which of its entries are calls."""

from __future__ import annotations

import re

from cfpfeeds.errors import ExtractError
from cfpfeeds.extract import feed as feed_shape
from cfpfeeds.extract.feed import FeedRules
from cfpfeeds.extract.fields import Test
from cfpfeeds.learn.proposal import CALLS_IN_NEWS, Finding, NoCalls, Proposal, confidence
from cfpfeeds.learn.reader import Reader, due
from cfpfeeds.model import Page

_MOSTLY = 0.6


def learn_feed(page: Page, reader: Reader) -> Finding:
    """Rules for a feed: all entries where most are calls, else those that say so in their title."""
    try:
        everything = feed_shape.extract(page, FeedRules())
    except ExtractError as error:
        return NoCalls(f"the feed cannot be read: {error.reason}")
    if not everything.calls:
        return NoCalls("the feed is empty: look again when it holds something")
    named = [bool(re.search(CALLS_IN_NEWS, call.title)) for call in everything.calls]
    dated = [bool(due(reader.read(call.deadlines))) for call in everything.calls]
    either = sum(a or b for a, b in zip(named, dated, strict=True))
    if not either:
        return NoCalls(f"none of the {len(named)} entries of the feed is called a call for papers or has a deadline")
    if either >= _MOSTLY * len(named) and sum(dated) >= 0.3 * len(named):
        rules, extraction = FeedRules(), everything
    else:
        if not any(named):
            return NoCalls(
                f"{sum(dated)} of {len(named)} entries of the feed have a deadline, but none calls itself a call"
            )
        rules = FeedRules(keep=(Test(on="{title}", match=CALLS_IN_NEWS),))
        extraction = feed_shape.extract(page, rules)
    how = f"{len(extraction.calls)} of {len(named)} entries of a feed"
    return Proposal(rules, extraction, confidence(extraction.calls, reader), how, declared=True)
