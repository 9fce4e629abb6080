"""Five ways to find which records are one call, on records whose true calls are known.

usage: python -m benchmarks.merge_quality RECORDS.jsonl CLUSTERS.jsonl [--no-splink]

RECORDS as `cfpfeeds merge` reads them; CLUSTERS holds record_id and cluster_id a line, perhaps edition_id, kind
("edition" or "round") and ignore_editions: a whole edition against one of its rounds is not judged. Thresholds of the
others are chosen on these very records, which flatters them. Splink comes with `pip install cfpfeeds[bench]`.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import logging
import re
import time
import warnings
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from itertools import combinations
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rapidfuzz import fuzz, process

from cfpfeeds.text import fold
from cfpfeeds.together import merge_file

Record = dict[str, Any]
Labels = dict[str, Hashable]
_SOCIETIES = re.compile(r"\b(?:acm|ieee|usenix|ifip|aaai|iacr)\b")
_YEARS = re.compile(r"\b(?:19|20)\d\d\b")


def full_title(record: Record) -> str:
    return f"{record['title']} {record.get('full_name', '')}".strip()


def bare_acronym(record: Record) -> str:
    name = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", record["title"])
    return _SOCIETIES.sub("", _YEARS.sub("", fold(name))).replace(" ", "")


def year_of(record: Record) -> Hashable:
    return record.get("year") or record.get("journal", "")


def by_key(records: list[Record], key: Callable[[Record], Hashable]) -> Labels:
    return {record["id"]: key(record) for record in records}


def by_fuzzy_names(records: list[Record], threshold: int) -> Labels:
    """Connected records of one year whose names are alike enough."""
    labels = Union(record["id"] for record in records)
    years: dict[Hashable, list[Record]] = defaultdict(list)
    for record in records:
        years[year_of(record)].append(record)
    for group in years.values():
        names = [fold(full_title(record)) for record in group]
        alike = process.cdist(names, names, scorer=fuzz.token_set_ratio, score_cutoff=threshold)
        for one, other in combinations(range(len(group)), 2):
            if alike[one][other] >= threshold:
                labels.join(group[one]["id"], group[other]["id"])
    return labels.found()


def by_splink(records: list[Record]) -> dict[float, Labels]:
    """The clusters that Splink finds at several thresholds, trained without labels as its manual says."""
    import pandas as pd
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    table = pd.DataFrame([_row(record) for record in records])
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("acronym", [0.95, 0.88]),
            cl.JaroWinklerAtThresholds("name", [0.95, 0.85]),
            cl.ExactMatch("year"),
            cl.LevenshteinAtThresholds("place", [2, 6]),
            cl.ExactMatch("host"),
            cl.AbsoluteTimeDifferenceAtThresholds(
                "due", input_is_string=True, metrics=["day", "day", "day"], thresholds=[1, 14, 60]
            ),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("acronym", "year"), block_on("name", "year"),
        ],
    )  # fmt: skip
    linker = Linker(table, settings, DuckDBAPI())
    linker.training.estimate_probability_two_random_records_match([block_on("acronym", "year")], recall=0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("acronym", "year"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("name", "year"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("place", "due"))
    pairs = linker.inference.predict(threshold_match_probability=0.01)
    found = {}
    for threshold in (0.01, 0.1, 0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999, 0.999999, 0.9999999):
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold).as_pandas_dataframe()
        found[threshold] = dict(zip(clusters["unique_id"], clusters["cluster_id"], strict=True))
    return found


def _row(record: Record) -> dict[str, Any]:
    due = re.match(r"\d{4}-\d\d-\d\d", record.get("deadline") or "")
    return {
        "unique_id": record["id"],
        "acronym": bare_acronym(record) or None,
        "name": fold(record.get("full_name") or record["title"]) or None,
        "year": str(year_of(record)),
        "place": fold(record.get("place", "")) or None,
        "host": urlsplit(record.get("link", "")).hostname,
        "due": due[0] if due else None,
    }


class Union:
    """Which ids are connected."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._parent = {one: one for one in ids}

    def join(self, one: str, other: str) -> None:
        self._parent[self._root(one)] = self._root(other)

    def found(self) -> Labels:
        return {one: self._root(one) for one in self._parent}

    def _root(self, one: str) -> str:
        while self._parent[one] != one:
            self._parent[one] = self._parent[self._parent[one]]
            one = self._parent[one]
        return one


def relation(one: Record, other: Record) -> str:
    """ "same", "different", or "" for a pair that is not judged."""
    if one["cluster_id"] == other["cluster_id"]:
        return "same"
    edition, another = one.get("edition_id"), other.get("edition_id")
    kinds = [record.get("kind", "edition") == "edition" for record in (one, other)]
    if edition is not None and edition == another and kinds[0] != kinds[1]:
        return ""
    unjudged = another in (one.get("ignore_editions") or ()) or edition in (other.get("ignore_editions") or ())
    return "" if unjudged else "different"


def score(labels: Labels, truth: dict[str, Record]) -> dict[str, float]:
    """Pairs right and wrong; calls that nobody sees any more; entries that are shown twice."""
    groups, calls = defaultdict(list), defaultdict(list)
    for one in truth:
        groups[labels.get(one, one)].append(one)
        calls[truth[one]["cluster_id"]].append(one)
    right = wrong = hidden = 0
    for members in groups.values():
        apart = defaultdict(set)
        for one, other in combinations(members, 2):
            told = relation(truth[one], truth[other])
            right += told == "same"
            wrong += told == "different"
            if told == "different":
                apart[truth[one]["cluster_id"]].add(truth[other]["cluster_id"])
                apart[truth[other]["cluster_id"]].add(truth[one]["cluster_id"])
        chosen: list[str] = []  # calls that all differ from each other: one of them stays visible
        for call in sorted(apart, key=lambda call: (-len(apart[call]), call)):
            if all(call in apart[other] for other in chosen):
                chosen.append(call)
        hidden += max(0, len(chosen) - 1)
    wanted = sum(len(c) * (len(c) - 1) // 2 for c in calls.values())
    surplus = sum(len({labels.get(one, one) for one in members}) - 1 for members in calls.values())
    precision, recall = right / (right + wrong or 1), right / (wanted or 1)
    f1 = 2 * precision * recall / (precision + recall or 1)
    return {"precision": precision, "recall": recall, "F1": f1, "hidden": hidden, "surplus": surplus}


def best(found: dict[Any, Labels], truth: dict[str, Record]) -> tuple[Any, Labels]:
    """The threshold with the highest F1."""
    return max(found.items(), key=lambda pair: score(pair[1], truth)["F1"])


def read(path: Path) -> list[Record]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def main() -> None:
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("records", type=Path)
    told.add_argument("clusters", type=Path)
    told.add_argument("--no-splink", action="store_true")
    asked = told.parse_args()
    records, truth = read(asked.records), {row["record_id"]: row for row in read(asked.clusters)}
    print(f"{len(records)} records of {len({row['cluster_id'] for row in truth.values()})} calls\n")
    print(
        "| method | precision | recall | F1 | calls hidden | surplus entries | seconds |\n|---|---|---|---|---|---|---|"
    )

    def row(name: str, made: Callable[[], Labels | dict[Any, Labels]]) -> None:
        began = time.perf_counter()
        found = made()
        seconds = time.perf_counter() - began
        if found and isinstance(next(iter(found.values())), dict):
            threshold, found = best(found, truth)  # type: ignore[arg-type]
            name += f" (best threshold: {threshold})"
        s = score(found, truth)  # type: ignore[arg-type]
        numbers = f"{s['precision']:.4f} | {s['recall']:.4f} | {s['F1']:.4f} | {s['hidden']} | {s['surplus']}"
        print(f"| {name} | {numbers} | {seconds:.1f} |", flush=True)

    row("exact title and year", lambda: by_key(records, lambda r: (full_title(r), year_of(r))))
    row("cleaned acronym and year", lambda: by_key(records, lambda r: (bare_acronym(r), year_of(r))))
    row("RapidFuzz token_set_ratio, same year", lambda: {t: by_fuzzy_names(records, t) for t in range(80, 101, 2)})
    if not asked.no_splink:
        warnings.simplefilter("ignore")
        logging.disable(logging.WARNING)
        with contextlib.redirect_stderr(io.StringIO()):
            row("Splink", lambda: by_splink(records))
    row("cfpfeeds merge", lambda: {r["record_id"]: r["cluster_id"] for r in merge_file(asked.records)})


if __name__ == "__main__":
    main()
