"""Where a researcher would look for a call: the taxonomy, and what venues, sources' labels and words say of it."""

from __future__ import annotations

from cfpfeeds.disciplines.classify import classify
from cfpfeeds.disciplines.taxonomy import (
    UNCLASSIFIED,
    all_disciplines,
    canonical_slug,
    field_of,
    get,
    leaves_of,
)

__all__ = ["UNCLASSIFIED", "all_disciplines", "canonical_slug", "classify", "field_of", "get", "leaves_of"]
