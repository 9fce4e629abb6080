"""Where a researcher would look for a call: the taxonomy, and what venues, sources' labels and words say of it."""

from __future__ import annotations

from cfpfeeds.disciplines.adoption import adopt
from cfpfeeds.disciplines.classify import Evidence, Verdict, classify, explain
from cfpfeeds.disciplines.taxonomy import (
    UNCLASSIFIED,
    Own,
    Taxonomy,
    all_disciplines,
    canonical_slug,
    each_up_to_date,
    field_of,
    fingerprint,
    get,
    leaves_of,
    up_to_date,
)
from cfpfeeds.disciplines.words import problem_with_term

__all__ = [
    "UNCLASSIFIED",
    "Evidence",
    "Own",
    "Taxonomy",
    "Verdict",
    "adopt",
    "all_disciplines",
    "canonical_slug",
    "classify",
    "each_up_to_date",
    "explain",
    "field_of",
    "fingerprint",
    "get",
    "leaves_of",
    "problem_with_term",
    "up_to_date",
]
