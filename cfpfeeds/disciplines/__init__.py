"""Where a researcher would look for a call: the taxonomy, and what venues, sources' labels and words say of it."""

from __future__ import annotations

from cfpfeeds.disciplines.classify import Evidence, Verdict, classify, explain
from cfpfeeds.disciplines.taxonomy import (
    UNCLASSIFIED,
    all_disciplines,
    canonical_slug,
    field_of,
    get,
    leaves_of,
)

__all__ = [
    "UNCLASSIFIED",
    "Evidence",
    "Verdict",
    "all_disciplines",
    "canonical_slug",
    "classify",
    "explain",
    "field_of",
    "get",
    "leaves_of",
]
