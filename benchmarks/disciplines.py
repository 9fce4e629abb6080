"""How well each way files real calls: python benchmarks/disciplines.py LABELLED.jsonl [MORE.jsonl ...]

A line of a file holds id, title, maybe venue, and disciplines: one to three slugs, the main one first. Told for each
way: coverage (calls with any answer), leaf and field (the first answer is one of the right ones, over all calls), right
when it speaks, F1 over all labels, and milliseconds a call. With --confidence also how often the first answer of the
whole classifier is right at each confidence.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from cfpfeeds.disciplines import all_disciplines, explain, field_of, model, venues
from cfpfeeds.disciplines.words import speak_for

LEAVES = {discipline.slug for discipline in all_disciplines() if not discipline.leaves}
ENOUGH = 2.0
BESIDE = 0.45

Call = dict[str, Any]
Way = Callable[[Call], tuple[str, ...]]


def key_words(call: Call) -> tuple[str, ...]:
    """Only the names of the disciplines themselves: what a search box would find."""
    told = f" {call['title']} {call.get('venue', '')} ".lower()
    hits = Counter(
        {
            discipline.slug: sum(f" {word}" in told for word in discipline.name.lower().replace(",", "").split(" & "))
            for discipline in all_disciplines()
            if discipline.slug in LEAVES
        }
    )
    return tuple(slug for slug, times in hits.most_common(3) if times)


def lexicon(call: Call) -> tuple[str, ...]:
    weights: Counter[str] = Counter()
    for text in (call["title"], call.get("venue", "")):
        weights.update(dict(speak_for(text)))
    return best(weights, ENOUGH)


def venue_table(call: Call) -> tuple[str, ...]:
    return tuple(slug for slug in venues.by_name(call.get("venue", "")) if slug in LEAVES)


def model_alone(call: Call) -> tuple[str, ...]:
    return best(dict(model.probabilities(f"{call['title']} {call.get('venue', '')}")), 0.0)


def everything(call: Call) -> tuple[str, ...]:
    return explain(title=call["title"], venue=call.get("venue", ""), fields=False).disciplines


WAYS: dict[str, Way] = {
    "key words": key_words,
    "venue table": venue_table,
    "lexicon": lexicon,
    "model": model_alone,
    "everything": everything,
}


def best(weights: dict[str, float], least: float) -> tuple[str, ...]:
    ranked = sorted(((w, s) for s, w in weights.items() if s in LEAVES), key=lambda pair: (-pair[0], pair[1]))
    if not ranked or ranked[0][0] < least:
        return ()
    return tuple(slug for weight, slug in ranked[:3] if weight >= ranked[0][0] * BESIDE)


def measured(way: Way, calls: list[Call]) -> list[float]:
    way(calls[0])  # tables are read at the first call
    began = time.perf_counter()
    answers = [way(call) for call in calls]
    spent = (time.perf_counter() - began) / len(calls) * 1000
    right = [call["disciplines"] for call in calls]
    covered = share(map(bool, answers), len(calls))
    leaf = share((a[:1] and a[0] in gold for a, gold in zip(answers, right, strict=True)), len(calls))
    field = share((a[:1] and top(a[0]) in map(top, gold) for a, gold in zip(answers, right, strict=True)), len(calls))
    hits = sum(len(set(a) & set(gold)) for a, gold in zip(answers, right, strict=True))
    said = sum(map(len, answers)) + sum(len(set(gold)) for gold in right)
    return [covered, leaf, field, leaf / covered if covered else 0.0, 2 * hits / said, spent]


def share(fitting: Iterable[object], of: int) -> float:
    return sum(map(bool, fitting)) / of


def top(slug: str) -> str:
    field = field_of(slug)
    return field.slug if field else slug


def print_confidence(calls: list[Call]) -> None:
    told: dict[float, list[bool]] = defaultdict(list)
    for call in calls:
        verdict = explain(title=call["title"], venue=call.get("venue", ""), fields=False)
        if verdict.disciplines:
            told[int(verdict.confidence * 10) / 10].append(verdict.disciplines[0] in call["disciplines"])
    for least, seen in sorted(told.items()):
        print(f"  confidence {least:.1f} to {least + 0.1:.1f}: right {sum(seen)} of {len(seen)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--confidence", action="store_true", help="how often each confidence was right")
    asked = parser.parse_args()
    for path in asked.files:
        calls = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        print(f"{path}: {len(calls)} calls")
        print(f"  {'':12}{'coverage':>9}{'leaf':>8}{'field':>8}{'if it speaks':>14}{'F1':>8}{'ms':>8}")
        for name, way in WAYS.items():
            covered, leaf, field, speaking, f1, spent = measured(way, calls)
            print(f"  {name:12}{covered:9.3f}{leaf:8.3f}{field:8.3f}{speaking:14.3f}{f1:8.3f}{spent:8.2f}")
        if asked.confidence:
            print_confidence(calls)


if __name__ == "__main__":
    main()
