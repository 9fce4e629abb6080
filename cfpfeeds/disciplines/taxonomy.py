"""The disciplines themselves: which there are, which lies in which, and which slug is the lasting one.

What an operator adds, renames or merges is adopted once, when a process starts: after that nothing changes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from cfpfeeds.disciplines.tables import rows
from cfpfeeds.model import Call, Discipline

UNCLASSIFIED = Discipline("unclassified", "Unclassified")
"""Where a call stands that no evidence places: a page of its own, never a guess, and not part of any field."""


@dataclass(frozen=True, slots=True)
class Own:
    """What an operator says of one discipline: a new one, or other words for one that there is.

    `field` is the slug of the field that it lies in, "" for that of what it replaces, or none. `words` are terms as in
    lexicon.tsv, `venues` names or acronyms. What stood under a slug of `formerly` stands under this one now.
    """

    slug: str
    name: str = ""
    field: str = ""
    words: tuple[str, ...] = ()
    venues: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()


class Taxonomy:
    """The shipped disciplines with an operator's own on top; immutable. Their checks are in the configuration."""

    def __init__(self, own: Sequence[Own] = ()) -> None:
        self.own = tuple(own)
        entries, aliases = _shipped()
        self._replaced: dict[str, str] = {}
        for one in self.own:
            entries = self._with(one, entries)
        self.ordered = _ordered(self._without_emptied(entries))
        self._by_slug = {discipline.slug: discipline for discipline in (*self.ordered, UNCLASSIFIED)}
        self._aliases = {alias: slug for alias, slug in aliases.items() if alias not in self._by_slug}

    def canonical_slug(self, slug: str) -> str | None:
        folded = slug.strip().lower()
        folded = self._replaced.get(folded, folded) if folded not in self._by_slug else folded
        if folded in self._by_slug:
            return folded
        target = self._aliases.get(folded, "")
        target = self._replaced.get(target, target)
        return target if target in self._by_slug else None

    def get(self, slug: str) -> Discipline | None:
        canonical = self.canonical_slug(slug)
        return self._by_slug[canonical] if canonical else None

    def former_slugs(self, slug: str) -> tuple[str, ...]:
        return tuple(old for old, new in self._replaced.items() if new == slug)

    @property
    def renames(self) -> bool:
        return bool(self._replaced)

    def _with(self, one: Own, entries: dict[str, Discipline]) -> dict[str, Discipline]:
        before = [entries[slug] for slug in (one.slug, *one.formerly) if slug in entries]
        name = one.name or (before[0].name if before else one.slug)
        parent = one.field or (before[0].parent if before else "")
        gone = {slug for slug in one.formerly if slug != one.slug}
        self._replaced |= dict.fromkeys(gone, one.slug)
        made = {}
        for slug, entry in entries.items():
            if entry in before:
                made[one.slug] = Discipline(one.slug, name, parent)
            else:
                made[slug] = replace(entry, parent=one.slug) if entry.parent in gone else entry
        made.setdefault(one.slug, Discipline(one.slug, name, parent))
        return made

    def _without_emptied(self, entries: dict[str, Discipline]) -> dict[str, Discipline]:
        """A field whose every leaf went elsewhere leads where the last of them went."""
        parents = {entry.parent for entry in entries.values()}
        leaves = {slug: [leaf for leaf, parent in _shipped_parents().items() if parent == slug] for slug in entries}
        empty = {slug: leaves[slug] for slug in entries if leaves[slug] and slug not in parents}
        for slug, gone in empty.items():
            self._replaced[slug] = self._replaced.get(gone[-1], gone[-1])
        return {slug: entry for slug, entry in entries.items() if slug not in empty}


def take(own: Sequence[Own]) -> None:
    """Change the taxonomy of the process; for `adopt`, which has words and venues follow."""
    global _current
    _current = Taxonomy(own)


def own_disciplines() -> tuple[Own, ...]:
    """The operator's disciplines that were adopted."""
    return _current.own


def fingerprint() -> str:
    """Names the operator's disciplines, so that what was read under others is read again; "" without any."""
    return hashlib.sha256(repr(_current.own).encode()).hexdigest() if _current.own else ""


def all_disciplines() -> tuple[Discipline, ...]:
    """The fields that have several leaves, then the leaves (58 as shipped), each in the order of the codes.

    A field with one leaf is that leaf: it has neither `parent` nor `leaves`, so that the disciplines without a
    `parent` are the fields and Multidisciplinary. UNCLASSIFIED is not among them.
    """
    return _current.ordered


def get(slug: str) -> Discipline | None:
    """The discipline of a slug, of an alias or of a former slug, "unclassified" included; None if there is none."""
    return _current.get(slug)


def canonical_slug(slug: str) -> str | None:
    """The slug of the page that a slug, alias ("materials-science") or former slug leads to; None if there is none."""
    return _current.canonical_slug(slug)


def leaves_of(slug: str) -> frozenset[str]:
    """Every slug whose calls belong to a discipline: itself, all its leaves, and what they were called before."""
    found = _current.get(slug)
    within = (found.slug, *found.leaves) if found else ()
    return frozenset(name for one in within for name in (one, *_current.former_slugs(one)))


def field_of(slug: str) -> Discipline | None:
    """The field that a discipline lies in; a field (and a leaf that is a whole field) lies in itself."""
    found = _current.get(slug)
    return _current.get(found.parent) if found and found.parent else found


def up_to_date(calls: Iterable[Call]) -> tuple[Call, ...]:
    """The calls with the slugs that hold now: what was stored may bear a name that the operator has changed since."""
    return tuple(each_up_to_date(calls))


def each_up_to_date(calls: Iterable[Call]) -> Iterator[Call]:
    """The same, one at a time."""
    if not _current.renames:
        return iter(calls)
    return (replace(call, disciplines=_present(call.disciplines)) for call in calls)


def _present(slugs: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_current.canonical_slug(slug) or slug for slug in slugs))


def _ordered(entries: dict[str, Discipline]) -> tuple[Discipline, ...]:
    leaves: dict[str, list[str]] = {}
    for entry in entries.values():
        if entry.parent:
            leaves.setdefault(entry.parent, []).append(entry.slug)
    whole = [replace(entry, leaves=tuple(leaves.get(slug, ()))) for slug, entry in entries.items()]
    return (*(entry for entry in whole if entry.leaves), *(entry for entry in whole if not entry.leaves))


def _shipped() -> tuple[dict[str, Discipline], dict[str, str]]:
    """The shipped disciplines by slug, without `leaves`, and the aliases of their slugs."""
    parents, names = _shipped_parents(), {}
    aliases: dict[str, str] = {}
    entries: dict[str, Discipline] = {}
    for slug, name, field, field_name, _ in rows("taxonomy.tsv"):
        names[slug] = name
        if parents[slug] and field not in entries:
            entries[field] = Discipline(field, field_name)
    entries |= {slug: Discipline(slug, name, parents[slug]) for slug, name in names.items()}
    # Field slugs as publishers spell them ("earth-and-planetary-sciences"), and the fields that are one leaf.
    for slug, _, field, field_name, _ in rows("taxonomy.tsv"):
        for alias in (field, field_name.lower().replace(",", "").replace(" ", "-")):
            if alias not in entries:
                aliases[alias] = field if field in entries else slug
    return entries, aliases


@cache
def _shipped_parents() -> dict[str, str]:
    """For each shipped leaf the slug of its field, "" where the leaf is the whole field."""
    fields = {slug: field for slug, _, field, _, _ in rows("taxonomy.tsv")}
    sizes: dict[str, int] = {}
    for field in fields.values():
        sizes[field] = sizes.get(field, 0) + 1
    return {slug: field if sizes[field] > 1 else "" for slug, field in fields.items()}


_current = Taxonomy()
