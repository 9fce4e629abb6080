"""`cfpfeeds repair`: a source whose page was redesigned gets rules that find its calls again, on a yes."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cfpfeeds import mending
from cfpfeeds.config import Source
from cfpfeeds.errors import CfpfeedsError, UsageError
from cfpfeeds.gather import Listing, read_saved
from cfpfeeds.learn import Comparison, Mended, compared
from cfpfeeds.model import Page, Problem, Sighting
from cfpfeeds.normalise import normalise
from cfpfeeds.operations import Service, saved_page
from cfpfeeds.poll import context_of, read_calls, read_listing
from cfpfeeds.single import read_page
from cfpfeeds.tending import fixtures
from cfpfeeds.tending.add import rules_of, table_text
from cfpfeeds.tending.file import read_file, replace_file, with_rules


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """How a source fares: `now` under the rules in force, `mended` under new ones where any help. `well` needs none."""

    source: Source
    page: Page
    now: Comparison
    reason: str
    mended: Mended | None

    @property
    def well(self) -> bool:
        return not self.reason and not self.now.gone and not self.now.moved

    @property
    def difference(self) -> str:
        """The rules as lines taken out and put in."""
        if self.mended is None:
            return ""
        before = table_text(self.source).splitlines()
        after = table_text(mending.with_rules(self.source, self.mended.proposal.rules)).splitlines()
        return "\n".join(difflib.unified_diff(before, after, "now", "mended", lineterm="", n=1))


def diagnose(service: Service, config: Path, source: Source, saved: Sequence[Path]) -> Diagnosis:
    """Read the page of a source, or saved pages of it, and look for its known calls; nothing is written.

    Known are the calls that the store lists for it, or else those of its fixture. Raises UsageError without any.
    """
    ruled = mending.in_force(source, service.store)
    pages = [saved_page(path, source.url, service.clock()) for path in saved]
    listing, page = _read(service, ruled, pages)
    known = list(service.store.listing(source.id)) or _of_fixture(config, source)
    if not known:
        raise UsageError(
            f"no call of {source.id!r} is known, so that none can be looked for; type `cfpfeeds add` for it"
        )
    wanted = mending.listed_still(known, page)
    found = read_calls(ruled, listing)[0] if listing else []
    reason = listing.unrecognised() if listing else "its pages cannot be read by its rules"
    now = compared(wanted, found)
    new = mending.mended(ruled, [page], known, context_of(ruled, page))
    if new is not None and len(new.comparison.same) <= len(now.same) and not reason:
        new = None
    return Diagnosis(source, page, now, reason, new)


def _read(service: Service, ruled: Source, pages: Sequence[Page]) -> tuple[Listing | None, Page]:
    if pages:
        try:
            return read_listing(ruled, pages, service.fetcher, service.store.pages(ruled.id), service.clock()), pages[0]
        except CfpfeedsError:
            return None, pages[0]
    kept = service.store.pages(ruled.id) if ruled.details else {}
    listing = read_listing(ruled, (), service.fetcher, kept, service.clock())
    return listing, listing.pages[0]


def _of_fixture(config: Path, source: Source) -> list[Sighting]:
    """The calls of the kept page, as the rules read it before; none where it is not readable any more."""
    kept = fixtures.load(config, source.id)
    if kept is None:
        return []
    try:
        listing = read_saved(source, [kept[0]])
    except CfpfeedsError:
        return []
    context = context_of(source, kept[0])
    read = [normalise(raw, context) for extraction in listing.extractions for raw in extraction.calls]
    return [one for one in read if not isinstance(one, Problem)]


def write(service: Service, file: Path, diagnosis: Diagnosis) -> None:
    """Put the mended rules into sources.toml, or into the store for a learnt source, and keep the page as fixture."""
    assert diagnosis.mended is not None
    source, rules = diagnosis.source, diagnosis.mended.proposal.rules
    if source.format == "auto":
        mending.pin(service.store, source, rules)
    else:
        replace_file(file, with_rules(read_file(file), source.id, rules_of(rules)))
        mending.unpin(service.store, source)
    ruled = mending.with_rules(source, rules)
    if fixtures.load(file, source.id) is not None:
        fixtures.save(file, source.id, diagnosis.page, read_page(diagnosis.page, ruled)["calls"])


def diagnosis_json(found: Diagnosis) -> dict[str, Any]:
    """What was found, as `--json` prints it."""
    return {
        "source": found.source.id,
        "well": found.well,
        "reason": found.reason,
        "now": _comparison(found.now),
        "mended": None if found.mended is None else {
            **_comparison(found.mended.comparison),
            "rules": rules_of(found.mended.proposal.rules),
        },
    }  # fmt: skip


def _comparison(one: Comparison) -> dict[str, Any]:
    return {
        "same": len(one.same),
        "moved": [{"title": title, "was": was, "now": now} for title, was, now in one.moved],
        "gone": list(one.gone),
        "new": list(one.new),
        "share": round(one.share, 3),
    }
