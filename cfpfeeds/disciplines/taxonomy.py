"""The disciplines themselves: which there are, which lies in which, and which slug is the lasting one."""

from __future__ import annotations

from functools import cache

from cfpfeeds.disciplines.tables import rows
from cfpfeeds.model import Discipline

UNCLASSIFIED = Discipline("unclassified", "Unclassified")
"""Where a call stands that no evidence places: a page of its own, never a guess, and not part of any field."""


def all_disciplines() -> tuple[Discipline, ...]:
    """The fields that have several leaves, then the 58 leaves, each in the order of the codes.

    A field with one leaf is that leaf: it has neither `parent` nor `leaves`, so that the disciplines without a
    `parent` are the 26 fields and Multidisciplinary. UNCLASSIFIED is not among them.
    """
    return _ordered()


def get(slug: str) -> Discipline | None:
    """The discipline of a slug or of an alias of it, "unclassified" included; None if there is none."""
    canonical = canonical_slug(slug)
    return _by_slug()[canonical] if canonical else None


def canonical_slug(slug: str) -> str | None:
    """The slug of the page that a slug or alias ("materials-science") leads to; None if there is none."""
    folded = slug.strip().lower()
    return folded if folded in _by_slug() else _aliases().get(folded)


def leaves_of(slug: str) -> frozenset[str]:
    """Every slug whose calls belong to a discipline: itself, and all its leaves if it is a field."""
    found = get(slug)
    return frozenset((found.slug, *found.leaves)) if found else frozenset()


def field_of(slug: str) -> Discipline | None:
    """The field that a discipline lies in; a field (and a leaf that is a whole field) lies in itself."""
    found = get(slug)
    return _by_slug()[found.parent] if found and found.parent else found


@cache
def _ordered() -> tuple[Discipline, ...]:
    table = list(rows("taxonomy.tsv"))
    leaves_in: dict[str, list[str]] = {}
    for slug, _, field, _, _ in table:
        leaves_in.setdefault(field, []).append(slug)
    names = {field: name for _, _, field, name, _ in table}
    broad = {field: tuple(leaves) for field, leaves in leaves_in.items() if len(leaves) > 1}
    fields = [Discipline(field, names[field], leaves=leaves) for field, leaves in broad.items()]
    leaves = [Discipline(slug, name, parent=field if field in broad else "") for slug, name, field, _, _ in table]
    return (*fields, *leaves)


@cache
def _by_slug() -> dict[str, Discipline]:
    return {discipline.slug: discipline for discipline in (*_ordered(), UNCLASSIFIED)}


@cache
def _aliases() -> dict[str, str]:
    """Field slugs as publishers spell them ("earth-and-planetary-sciences"), and the fields that are one leaf."""
    aliases: dict[str, str] = {}
    for slug, _, field, field_name, _ in rows("taxonomy.tsv"):
        target = field if field in _by_slug() else slug
        for alias in (field, field_name.lower().replace(",", "").replace(" ", "-")):
            if alias not in _by_slug():
                aliases[alias] = target
    return aliases
