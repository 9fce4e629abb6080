"""What the operator has changed, and what a new release matches otherwise, carried out on what is stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from cfpfeeds.merge import RECIPE, keys_of, revise
from cfpfeeds.model import Overrides
from cfpfeeds.store import Store


def keep_up(store: Store, overrides: Overrides, *, now: datetime, mint: Callable[[], str]) -> bool:
    """Carry out overrides that are new, changed, ended or gone, and the matching rules of a new release, once.

    True when anything was looked at anew. Costs two look-ups when there is nothing to do.
    """
    standing = replace(overrides, fixes=tuple(f for f in overrides.fixes if f.until is None or now.date() <= f.until))
    told = {"overrides": repr(standing), "overridden": "\n".join(sorted(overrides.named)), "matching": RECIPE}
    known = store.meta("matching")
    if known == RECIPE and store.meta("overrides") == told["overrides"]:
        return False
    names = {*overrides.named, *store.meta("overridden").split("\n")} - {""}
    if known != RECIPE:
        store.rekey(keys_of)
        names |= set(store.call_ids())
    store.revise(
        lambda look: revise(sorted(names), look, now=now, mint=mint, overrides=overrides), keys_of=keys_of, told=told
    )
    return True
