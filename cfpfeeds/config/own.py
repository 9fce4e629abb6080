"""The tables [[discipline]] together: whether they fit each other and the shipped disciplines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cfpfeeds.config.models import OwnDiscipline
from cfpfeeds.config.values import closest
from cfpfeeds.disciplines import Own, Taxonomy
from cfpfeeds.languages import LANGUAGES

# What else stands, or will stand, at the root of the service.
_RESERVED = frozenset(
    {"about", "all", "api", "calls", "changes", "embed", "favicon", "filter", "healthz", "journal", "journals"}
    | {"metrics", "robots", "search", "source", "sources", "static", "status", "subscriptions", "unclassified"}
    | set(LANGUAGES)
)
_LASTING = "multidisciplinary"
_SURELY_MEANT = 0.85


def name_of(raw: Mapping[str, Any], number: int) -> str:
    """How a table [[discipline]] is called in a sentence."""
    slug = raw.get("slug")
    if isinstance(slug, str) and slug.strip():
        return f'discipline "{slug[:80]}"'
    return f"discipline number {number}, which has no slug"


def checked_taxonomy(own: Sequence[OwnDiscipline], raw: Sequence[Mapping[str, Any]], problems: list[str]) -> Taxonomy:
    """The disciplines of a whole file; whatever does not fit is added to `problems`, one sentence each.

    A table of `raw` that is wrong by itself is there all the same, so that no source is blamed for naming it.
    """
    right = [one.told() for one in own]
    named = {one.slug for one in right}
    wrong = [Own(slug) for one in raw if isinstance(slug := one.get("slug"), str) and slug not in named]
    taxonomy = Taxonomy([*right, *wrong])
    problems += list(_misfits(own)) or _too_deep(own, taxonomy)
    return taxonomy


def _misfits(own: Sequence[OwnDiscipline]) -> Iterator[str]:
    shipped = Taxonomy()
    known = {discipline.slug for discipline in shipped.ordered}
    times = Counter(one.slug for one in own)
    for slug in (slug for slug, count in times.items() if count > 1):
        yield f'discipline "{slug}": `slug` is used by {times[slug]} tables; each discipline needs one table.'
    claimed: dict[str, str] = {}
    for one in own:
        where = f'discipline "{one.slug}"'
        if one.slug in _RESERVED:
            yield f"{where}: `slug` is the address of something else on the service; choose another."
        elif one.slug not in known and shipped.canonical_slug(one.slug):
            yield f"{where}: `slug` is another name of `{shipped.canonical_slug(one.slug)}`; say that instead."
        if not one.name and one.slug not in known:
            yield f"{where}: `name` is missing: a new discipline needs one that readers see."
        yield from (f"{where}: {problem}" for problem in _former(one, known, set(times), claimed))


def _former(one: OwnDiscipline, known: set[str], own: set[str], claimed: dict[str, str]) -> Iterator[str]:
    for old in one.formerly:
        if old == one.slug:
            yield f"`formerly` holds `{old}`, its own slug."
        elif old in own:
            yield f"`formerly` holds `{old}`, which has a table of its own."
        elif old in _RESERVED or old == _LASTING:
            yield f"`formerly` holds `{old}`, which cannot be renamed."
        elif claimed.setdefault(old, one.slug) != one.slug:
            yield f"`formerly` holds `{old}`, which `{claimed[old]}` replaces already."
        elif old not in known and (hint := closest(old, sorted(known), _SURELY_MEANT)):
            yield f"`formerly` holds `{old}`, which there never was{hint}"


def _too_deep(own: Sequence[OwnDiscipline], taxonomy: Taxonomy) -> Iterator[str]:
    fields = [discipline.slug for discipline in taxonomy.ordered if not discipline.parent]
    for one in own:
        found, field = taxonomy.get(one.slug), taxonomy.get(one.field) if one.field else None
        where = f'discipline "{one.slug}"'
        if one.field and field is None:
            yield f"{where}: `field` is `{one.field[:80]}`, which is no discipline{closest(one.field, fields) or '.'}"
        elif field is not None and (field.parent or field.slug in (one.slug, _LASTING, "unclassified")):
            yield f"{where}: `field` is `{one.field}`, which is no field: disciplines have two levels."
        elif found is not None and found.leaves and found.parent:
            yield f"{where}: has a `field`, but disciplines lie in it: disciplines have two levels."
