"""Makes cfpfeeds/disciplines/model.tsv, and says what it is worth on names of venues that it has not seen.

    python scripts/train_disciplines.py            write the table
    python scripts/train_disciplines.py --check    two folds of five: lexicon, model, and both together

It learns from what lies in this repository: names of OpenAlex topics (CC0, scripts/data), names of venues and the
lexicon (cfpfeeds/disciplines). No labelled call is among them. Run it again when one of these tables has changed.
"""

from __future__ import annotations

import argparse
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from unittest import mock

from cfpfeeds.disciplines import model
from cfpfeeds.disciplines.tables import rows
from cfpfeeds.disciplines.words import speak_for

ROOT = Path(__file__).parent.parent
TOPICS = ROOT / "scripts" / "data" / "openalex-topics.tsv"
TABLE = ROOT / "cfpfeeds" / "disciplines" / "model.tsv"

SMOOTHING = 0.1
EVENNESS = 0.3
"""How far classes with few names are weighed up: 0 not at all, 1 until all weigh the same."""
RANKED = (1.0, 0.5, 0.3)
PLAIN_TERM = 3.0
LEAST_PIECE, LEAST_PAIR = 3, 2
"""In how many names a piece of a word, and a pair of words, must occur."""
LEAST_WEIGHT = 0.1
FOLDS, FOLDS_RUN = 5, 2
# What classify.py adds for the model, and what a call needs.
MODEL_WEIGHT, ENOUGH = 4.0, 2.0

HEAD = """\
# What the names of topics, of venues and the terms of the lexicon say about disciplines: see model.py. CC0; made by
# scripts/train_disciplines.py from names of OpenAlex topics (CC0), venues.tsv and lexicon.tsv; not to be edited.
# "_" begins a piece of a word, "^" and "$" are its ends; weights are hundredths for the disciplines of the first row.
feature\trarity\tweights
"""

Name = tuple[str, str, float]
FIELDS = {slug: field for slug, _, field, *_ in rows("taxonomy.tsv")}
LEAVES = set(FIELDS) - {"multidisciplinary"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="measure on held-out venues, write nothing")
    if parser.parse_args().check:
        check()
    else:
        TABLE.write_text(made(), encoding="utf-8")


def made() -> str:
    """The table as it should be now."""
    return written(*trained([*always(), *names_of(venues())]))


def always() -> Iterator[Name]:
    for line in TOPICS.read_text(encoding="utf-8").splitlines()[3:]:
        name, slug = line.split("\t")
        if slug in LEAVES:
            yield name, slug, 1.0
    for slugs, weight, terms in rows("lexicon.tsv"):
        for slug in slugs.split():
            if slug in LEAVES:
                yield from ((term.strip("*"), slug, float(weight) / PLAIN_TERM) for term in terms.split(";"))


def venues() -> list[tuple[str, list[str]]]:
    listed = [(name, [slug for slug in slugs.split() if slug in LEAVES]) for name, _, slugs in rows("venues.tsv")]
    return [(name, slugs) for name, slugs in listed if slugs]


def names_of(listed: Iterable[tuple[str, list[str]]]) -> Iterator[Name]:
    for name, slugs in listed:
        yield from ((name, slug, share) for slug, share in zip(slugs, RANKED, strict=False))


def trained(names: list[Name]) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    """How rare each feature is, and what it adds for each discipline that it occurs with."""
    seen = [(model.features(text), slug, weight) for text, slug, weight in names]
    rarity = rarities([found for found, _, _ in seen])
    sizes: Counter[str] = Counter()
    for _, slug, weight in seen:
        sizes[slug] += weight
    usual = sum(sizes.values()) / len(sizes)
    within: dict[str, Counter[str]] = defaultdict(Counter)
    for found, slug, weight in seen:
        share = weight * (usual / sizes[slug]) ** EVENNESS
        weighed = {name: value * rarity[name] for name, value in found.items() if name in rarity}
        length = math.sqrt(sum(value * value for value in weighed.values())) or 1.0
        for name, value in weighed.items():
            within[name][slug] += value / length * share
    return rarity, {name: weights_of(by_slug) for name, by_slug in within.items()}


def rarities(seen: list[dict[str, float]]) -> dict[str, float]:
    occurs: Counter[str] = Counter()
    for found in seen:
        occurs.update(found.keys())
    least = {name: LEAST_PIECE if name.startswith("_") else LEAST_PAIR if " " in name else 1 for name in occurs}
    return {n: math.log((1 + len(seen)) / (1 + times)) + 1 for n, times in sorted(occurs.items()) if times >= least[n]}


def weights_of(by_slug: Counter[str]) -> dict[str, float]:
    """How much less of a feature there is outside of each discipline than in all of them together."""
    everything = sum(by_slug.values()) + SMOOTHING
    return {slug: math.log(everything / (everything - mass)) for slug, mass in by_slug.items()}


def written(rarity: dict[str, float], weights: dict[str, dict[str, float]]) -> str:
    slugs = sorted(LEAVES)
    numbers = {slug: number for number, slug in enumerate(slugs)}
    lines = [f"\t\t{' '.join(slugs)}"]
    for name in sorted(weights):
        worth = sorted((numbers[slug], weight) for slug, weight in weights[name].items() if weight >= LEAST_WEIGHT)
        if worth:
            told = " ".join(f"{number}:{round(weight * 100)}" for number, weight in worth)
            lines.append(f"{name}\t{round(rarity[name] * 100)}\t{told}")
    return HEAD + "\n".join(lines) + "\n"


def check() -> None:
    listed = sorted(venues())
    told: dict[str, list[tuple[bool, bool, bool]]] = {"lexicon": [], "model": [], "both": []}
    for fold in range(FOLDS_RUN):
        rest = [venue for number, venue in enumerate(listed) if number % FOLDS != fold]
        text = written(*trained([*always(), *names_of(rest)]))
        table = [line.split("\t") for line in text.splitlines() if not line.startswith("#")][1:]
        with mock.patch.object(model, "rows", lambda _name, table=table: iter(table)):
            model.forget()
            for name, slugs in listed[fold::FOLDS]:
                for way, slug in answers(name).items():
                    told[way].append(judged(slug, slugs))
    model.forget()
    print(f"{len(told['both'])} names of venues that were not trained on")
    print(f"{'':10}{'coverage':>10}{'leaf':>8}{'field':>8}{'right when it speaks':>22}")
    for way, seen in told.items():
        covered, leaf, field = (sum(one[part] for one in seen) / len(seen) for part in range(3))
        print(f"{way:10}{covered:10.3f}{leaf:8.3f}{field:8.3f}{leaf / covered:22.3f}")


def answers(name: str) -> dict[str, str]:
    lexicon = {slug: weight for slug, weight in speak_for(name) if slug in LEAVES}
    likely = dict(model.probabilities(name))
    both = Counter(lexicon)
    both.update({slug: MODEL_WEIGHT * probability for slug, probability in likely.items()})
    return {
        "lexicon": strongest(lexicon, ENOUGH),
        "model": strongest(likely, 0.0),
        "both": strongest(both, ENOUGH),
    }


def strongest(weights: dict[str, float], least: float) -> str:
    best = max(weights, key=lambda slug: weights[slug], default="")
    return best if best and weights[best] >= least else ""


def judged(slug: str, slugs: list[str]) -> tuple[bool, bool, bool]:
    return bool(slug), slug in slugs, FIELDS.get(slug) in {FIELDS[one] for one in slugs}


if __name__ == "__main__":
    main()
