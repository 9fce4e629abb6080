"""Which disciplines a call belongs to, from all the evidence there is, best first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from cfpfeeds.disciplines import venues
from cfpfeeds.disciplines.labels import by_source, by_table
from cfpfeeds.disciplines.taxonomy import canonical_slug, leaves_of
from cfpfeeds.disciplines.words import speak_for

MOST = 3
"""A call stands under at most so many disciplines."""

# One plain term of a title weighs 3; all were set by hand.
_ENOUGH = 2.0
_ENOUGH_BESIDE_ANOTHER = 2.4
_SHARE_OF_THE_BEST = 0.45
_RANKED = (1.0, 0.65, 0.5)
_VENUE_NAME = 6.0
_TITLE_IS_VENUE = 5.0
_ACRONYM = 3.5
_ACRONYM_WITHIN = 1.5
_SOURCES_LABEL = 5.0
_GENERAL_LABEL = 4.0
_FREE_LABEL = 0.7
_VENUE_WORDS = 1.0
_KNOWN_VENUE_WORDS = 0.3
_SUMMARY_WORDS = 0.25

_EVERYTHING = "multidisciplinary"


def classify(
    *,
    title: str,
    venue: str = "",
    labels: Sequence[str] = (),
    fixed: Sequence[str] = (),
    mapping: Mapping[str, Sequence[str]] | None = None,
    summary: str = "",
    acronym: str = "",
    fields: bool = True,
) -> tuple[str, ...]:
    """Up to three slugs, best first; () where the evidence is thin: then the call is unclassified, not guessed.

    What the operator has `fixed` for the source is the whole answer. Else the venue counts most, then the source's
    `labels` (by its own `mapping`, then by the general table), then the words of title and venue; the summary only
    helps. A field stands alone where nothing says which of its leaves; with `fields` False it is left out.
    """
    if fixed:
        return tuple(dict.fromkeys(slug for slug in map(canonical_slug, fixed) if slug))
    case = _Case()
    known = venues.by_name(venue)
    case.hear(_words_of(title))
    case.hear(_words_of(venue), _KNOWN_VENUE_WORDS if known else _VENUE_WORDS)
    case.hear(speak_for(summary), _SUMMARY_WORDS)
    for label in labels:
        _hear_label(case, label, mapping or {})
    case.believe(known, _VENUE_NAME)
    case.believe(venues.by_name(title), _TITLE_IS_VENUE)
    for printed in dict.fromkeys((acronym, title, venue)):
        possible = venues.by_acronym(printed) if printed else ()
        for slugs in possible:
            case.believe(slugs, _ACRONYM / len(possible))
    for slugs in venues.by_acronym_within(title):
        case.believe(slugs, _ACRONYM_WITHIN)
    return case.verdict(fields=fields)


def _words_of(name: str) -> Iterable[tuple[str, float]]:
    # "PETS 2026" is not about pets.
    return () if venues.is_acronym(name) else speak_for(name)


def _hear_label(case: _Case, label: str, mapping: Mapping[str, Sequence[str]]) -> None:
    if (slugs := by_source(label, mapping)) is not None:
        case.believe(slugs, _SOURCES_LABEL)
    elif slugs := by_table(label):
        case.believe(slugs, _GENERAL_LABEL)
    else:
        case.hear(speak_for(label), _FREE_LABEL)


class _Case:
    """The evidence for one call: how much speaks for each discipline, in the order in which it was heard."""

    def __init__(self) -> None:
        self._weights: dict[str, float] = {}

    def hear(self, words: Iterable[tuple[str, float]], share: float = 1.0) -> None:
        for slug, weight in words:
            self._add(slug, weight * share)

    def believe(self, slugs: Sequence[str], weight: float) -> None:
        """Add ranked evidence; that for a field goes to the leaf which the words so far favour."""
        for slug, share in zip(slugs, _RANKED, strict=False):
            self._add(self._narrowed(slug), weight * share)

    def verdict(self, *, fields: bool) -> tuple[str, ...]:
        weights = {slug: weight for slug, weight in self._weights.items() if self._narrowed(slug) == slug}
        if not fields:
            weights = {slug: weight for slug, weight in weights.items() if len(leaves_of(slug)) == 1}
        if any(weight >= _ENOUGH for slug, weight in weights.items() if slug != _EVERYTHING):
            weights.pop(_EVERYTHING, None)
        best = sorted(weights.items(), key=lambda item: -item[1])  # of two equals, what was heard first
        if not best or best[0][1] < _ENOUGH:
            return ()
        least = max(_ENOUGH_BESIDE_ANOTHER, best[0][1] * _SHARE_OF_THE_BEST)
        return (best[0][0], *(slug for slug, weight in best[1:] if weight >= least))[:MOST]

    def _add(self, slug: str, weight: float) -> None:
        self._weights[slug] = self._weights.get(slug, 0.0) + weight

    def _narrowed(self, slug: str) -> str:
        inside = [leaf for leaf in leaves_of(slug) if leaf != slug and leaf in self._weights]
        return max(inside, key=lambda leaf: (self._weights[leaf], leaf)) if inside else slug
