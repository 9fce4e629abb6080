"""Which disciplines a call belongs to, from all the evidence there is, best first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cfpfeeds.disciplines.labels import read_label
from cfpfeeds.disciplines.taxonomy import canonical_slug

MOST = 3
"""A call stands under at most so many disciplines."""


def classify(
    *,
    title: str,
    venue: str = "",
    labels: Sequence[str] = (),
    fixed: Sequence[str] = (),
    mapping: Mapping[str, Sequence[str]] | None = None,
    summary: str = "",
    acronym: str = "",
) -> tuple[str, ...]:
    """Up to three slugs, best first; () where the evidence is thin: then the call is unclassified, not guessed."""
    if fixed:
        return tuple(dict.fromkeys(slug for slug in map(canonical_slug, fixed) if slug))
    found = [slug for label in labels for slug in read_label(label, mapping or {})]
    return tuple(dict.fromkeys(found))[:MOST]
