"""Which disciplines a call belongs to, from all the evidence there is, best first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cfpfeeds.disciplines import model, venues
from cfpfeeds.disciplines.labels import by_source, by_table
from cfpfeeds.disciplines.taxonomy import canonical_slug, get, leaves_of
from cfpfeeds.disciplines.words import speak_for, telling, terms_of

MOST = 3
"""A call stands under at most so many disciplines."""

# One plain term of a title weighs 3; all were set by hand, but for the model's: see scripts/train_disciplines.py.
_ENOUGH = 2.0
_ENOUGH_BESIDE_ANOTHER = 2.4
_SHARE_OF_THE_BEST = 0.45
_RANKED = (1.0, 0.65, 0.5)
_SOURCES_LABEL = 7.0
_GENERAL_LABEL = 6.5
_VENUE_NAME = 6.0
_TITLE_IS_VENUE = 5.0
_ACRONYM = 3.5
_ACRONYM_WITHIN = 1.5
_FREE_LABEL = 0.7
_VENUE_WORDS = 1.0
_KNOWN_VENUE_WORDS = 0.3
_SUMMARY_WORDS = 0.25
_MODEL = 4.0
_MODEL_BESIDE_PLAIN_WORDS = 1.0
_LEAST_PROBABILITY = 0.1
_HALF_SURE = 2.0

_EVERYTHING = "multidisciplinary"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that speaks for disciplines: what it is ("venue", "words of the title"), and the words themselves."""

    kind: str
    words: str
    weights: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """At most three slugs, best first; () is unclassified. `confidence` in the first: 0 to 1; `why` as it was heard."""

    disciplines: tuple[str, ...]
    confidence: float
    why: tuple[Evidence, ...]


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

    See `explain`, which takes the same and says why as well.
    """
    return explain(
        title=title,
        venue=venue,
        labels=labels,
        fixed=fixed,
        mapping=mapping,
        summary=summary,
        acronym=acronym,
        fields=fields,
    ).disciplines


def explain(
    *,
    title: str,
    venue: str = "",
    labels: Sequence[str] = (),
    fixed: Sequence[str] = (),
    mapping: Mapping[str, Sequence[str]] | None = None,
    summary: str = "",
    acronym: str = "",
    fields: bool = True,
) -> Verdict:
    """The disciplines of a call with what spoke for them.

    What the operator has `fixed` for the source is the whole answer. Else the source's `labels` count most (by its own
    `mapping`, then by the general table), then the venue, then the words of title and venue together with the model;
    the summary only helps. A field stands alone where nothing says which of its leaves; with `fields` False it is left
    out.
    """
    if fixed:
        slugs = tuple(dict.fromkeys(slug for slug in map(canonical_slug, fixed) if slug))
        return Verdict(slugs, 1.0, (Evidence("fixed for the source", "", tuple((slug, 1.0) for slug in slugs)),))
    case = _Case()
    known = venues.by_name(venue)
    case.hear("words of the title", _worded(title))
    case.hear("words of the venue", _worded(venue), _KNOWN_VENUE_WORDS if known else _VENUE_WORDS)
    case.hear("words of the summary", summary, _SUMMARY_WORDS)
    for label in labels:
        _hear_label(case, label, mapping or {})
    case.believe("venue", venue, known, _VENUE_NAME)
    case.believe("title that names a venue", title, venues.by_name(title), _TITLE_IS_VENUE)
    _hear_acronyms(case, title, venue, acronym)
    case.suspect(telling(_worded(title) if known else f"{_worded(title)} {_worded(venue)}"))
    return case.verdict(fields=fields)


def _worded(name: str) -> str:
    # "PETS 2026" is not about pets.
    return "" if venues.is_acronym(name) else name


def _hear_label(case: _Case, label: str, mapping: Mapping[str, Sequence[str]]) -> None:
    if (slugs := by_source(label, mapping)) is not None:
        case.believe("label, as the source means it", label, slugs, _SOURCES_LABEL)
    elif slugs := by_table(label):
        case.believe("label", label, slugs, _GENERAL_LABEL)
    else:
        case.hear("words of a label", label, _FREE_LABEL)


def _hear_acronyms(case: _Case, title: str, venue: str, acronym: str) -> None:
    for printed in dict.fromkeys((acronym, title, venue)):
        possible = venues.by_acronym(printed) if printed else ()
        for slugs in possible:
            case.believe("acronym", printed, slugs, _ACRONYM / len(possible))
    for slugs in venues.by_acronym_within(title):
        case.believe("acronym within the title", title, slugs, _ACRONYM_WITHIN)


class _Case:
    """The evidence for one call: how much speaks for each discipline, in the order in which it was heard."""

    def __init__(self) -> None:
        self._weights: dict[str, float] = {}
        self._why: list[Evidence] = []

    def hear(self, kind: str, text: str, share: float = 1.0) -> None:
        """Add what the words of a text say."""
        spoken = [(_present(slug), weight * share) for slug, weight in speak_for(text)]
        if spoken:
            self._add(kind, ", ".join(dict.fromkeys(term for term, _ in terms_of(text))), spoken)

    def believe(self, kind: str, words: str, slugs: Sequence[str], weight: float) -> None:
        """Add ranked evidence; that for a field goes to the leaf which the words so far favour."""
        if slugs:
            ranked = zip(map(_present, slugs), _RANKED, strict=False)
            self._add(kind, words, [(self._narrowed(slug), weight * share) for slug, share in ranked])

    def suspect(self, text: str) -> None:
        """Add what the model thinks likely: the more, the less is known otherwise."""
        weight = max(_MODEL_BESIDE_PLAIN_WORDS, _MODEL - max(self._weights.values(), default=0.0))
        likely = [(_present(slug), weight * p) for slug, p in model.probabilities(text) if p >= _LEAST_PROBABILITY]
        if likely:
            self._add("model", text, likely)

    def verdict(self, *, fields: bool) -> Verdict:
        weights = {slug: weight for slug, weight in self._weights.items() if self._narrowed(slug) == slug}
        if not fields:
            weights = {slug: weight for slug, weight in weights.items() if not _is_broad(slug)}
        if any(weight >= _ENOUGH for slug, weight in weights.items() if slug != _EVERYTHING):
            weights.pop(_EVERYTHING, None)
        best = sorted(weights.items(), key=lambda item: -item[1])  # of two equals, what was heard first
        if not best or best[0][1] < _ENOUGH:
            return Verdict((), 0.0, tuple(self._why))
        least = max(_ENOUGH_BESIDE_ANOTHER, best[0][1] * _SHARE_OF_THE_BEST)
        chosen = (best[0][0], *(slug for slug, weight in best[1:] if weight >= least))[:MOST]
        return Verdict(chosen, _confidence([weight for _, weight in best]), tuple(self._why))

    def _add(self, kind: str, words: str, weights: Sequence[tuple[str, float]]) -> None:
        self._why.append(Evidence(kind, words, tuple((slug, round(weight, 2)) for slug, weight in weights)))
        for slug, weight in weights:
            self._weights[slug] = self._weights.get(slug, 0.0) + weight

    def _narrowed(self, slug: str) -> str:
        inside = [leaf for leaf in leaves_of(slug) if leaf != slug and leaf in self._weights]
        return max(inside, key=lambda leaf: (self._weights[leaf], leaf)) if inside else slug


def _present(slug: str) -> str:
    """The slug that stands for a shipped one: the operator may have renamed or merged it."""
    return canonical_slug(slug) or slug


def _is_broad(slug: str) -> bool:
    found = get(slug)
    return found is not None and bool(found.leaves)


def _confidence(weights: Sequence[float]) -> float:
    """How sure the best is: strong alone, and ahead of what comes next."""
    ahead = weights[0] - (weights[1] if len(weights) > 1 else 0.0) / 2
    return round(weights[0] / (weights[0] + _HALF_SURE) * min(1.0, 0.5 + ahead / weights[0] / 2), 2)
