"""Which rules a source is read by: those of sources.toml, those learnt for `format = "auto"`, or mended ones.

What was learnt is pinned in the store and used from then on, so that rules do not flip from poll to poll. A pin belongs
to the rules of sources.toml that it stands in for: when those are edited, it no longer counts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date

from pydantic import TypeAdapter, ValidationError

from cfpfeeds.config import Source
from cfpfeeds.errors import ExtractError
from cfpfeeds.extract import AnyRules
from cfpfeeds.extract.auto import AutoRules
from cfpfeeds.guard import Recall
from cfpfeeds.learn import Mended, NoCalls, Proposal, Reader, compare_with, compared, due, learn, memory_of, still_open
from cfpfeeds.model import Page, Sighting
from cfpfeeds.normalise import Context
from cfpfeeds.store import Store
from cfpfeeds.text import fold

_RULES: TypeAdapter[AnyRules] = TypeAdapter(AnyRules)


def in_force(source: Source, store: Store) -> Source:
    """The source with the rules that are pinned for it, if there are any."""
    try:
        pin = json.loads(store.meta(_name(source)) or "{}")
        if pin.get("instead_of") == _digest(source):
            return with_rules(source, _RULES.validate_python(pin["rules"]))
    except (ValueError, KeyError, AttributeError, ValidationError):
        pass  # written by another version: learn again
    return source


def pin(store: Store, source: Source, rules: AnyRules) -> None:
    """Read `source`, as sources.toml has it, by other rules from now on."""
    rules_told = {**rules.model_dump(mode="json", exclude_defaults=True), "kind": rules.kind}
    told = {"instead_of": _digest(source), "rules": rules_told}
    value = json.dumps(told, ensure_ascii=False, sort_keys=True)
    if store.meta(_name(source)) != value:
        store.set_meta(_name(source), value)


def unpin(store: Store, source: Source) -> None:
    """Read `source` by the rules of sources.toml again."""
    if store.meta(_name(source)):
        store.set_meta(_name(source), "")


def with_rules(source: Source, rules: AnyRules) -> Source:
    return source.model_copy(update={"rules": rules})


def resolved(source: Source, page: Page) -> Source:
    """The source with rules; for `auto` they are learnt from this page. Raises ExtractError where it has no calls."""
    if not isinstance(source.rules, AutoRules):
        return source
    found = learn(page, reader_of(source, page))
    if isinstance(found, NoCalls):
        raise ExtractError(page.url, found.reason)
    return with_rules(source, found.rules)


def reader_of(source: Source, page: Page) -> Reader:
    """The reader of deadlines as a poll of `source` would read this page."""
    return Reader(page.fetched_at.date(), source.language, source.country)


def mended(source: Source, pages: Sequence[Page], known: Sequence[Sighting], context: Context) -> Mended | None:
    """Rules that find the known calls in the first page of a redesigned source; None where they find none of them."""
    if not pages:
        return None
    page = pages[0]
    wanted = still_open(known, page.fetched_at.date())
    if not wanted:
        return None
    found = learn(page, reader_of(source, page), memory_of(wanted))
    if not isinstance(found, Proposal):
        return None
    comparison = compare_with(wanted, found, context)
    if not comparison.same and not comparison.moved:
        return None
    return Mended(found, comparison)


def listed_still(known: Sequence[Sighting], page: Page) -> list[Sighting]:
    """The known calls that a page of that day should still list."""
    return still_open(known, page.fetched_at.date())


def recall(known: Sequence[Sighting], now: Sequence[Sighting], today: date) -> Recall:
    """What became of the calls that the last good poll listed and that are still open."""
    wanted = still_open(known, today)
    comparison = compared(wanted, now)
    dated_now = {fold(one.title) for one in now if any(d.date for d in one.deadlines)}
    again = {*comparison.same, *(title for title, _, _ in comparison.moved)}
    had = [one for one in wanted if due(one) and one.title in again]
    return Recall(
        known=len(wanted),
        found=len(again),
        dated=len(had),
        still_dated=sum(fold(one.title) in dated_now for one in had),
    )


def _name(source: Source) -> str:
    return f"rules:{hashlib.sha256(source.id.encode()).hexdigest()[:32]}"


def _digest(source: Source) -> str:
    return hashlib.sha256(source.rules.model_dump_json().encode()).hexdigest()[:32]
