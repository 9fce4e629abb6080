"""`python -m tests.quality`: the scores, and every case that is read otherwise than labelled."""

from __future__ import annotations

import sys

from tests.quality import corpus


def main() -> None:
    for name, cases in (("phrases", list(corpus.phrases())), ("documents", list(corpus.documents()))):
        total = corpus.score(cases)
        sys.stdout.write(
            f"{name}: {total.cases} cases, F1 {total.f1:.4f}, wrong day in {total.wrong_share:.4f},"
            f" {len(total.failed)} not as labelled\n"
        )
        for case in cases:
            if why := corpus.differences(case):
                sys.stdout.write(f"  {case.name}\n      {why}\n")


if __name__ == "__main__":
    main()
