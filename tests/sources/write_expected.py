"""Write what every case yields now: `python -m tests.sources.write_expected [CASE...]`."""

from __future__ import annotations

import sys

from tests.sources.cases import cases, expected_file, lines


def main() -> None:
    for case in cases():
        if sys.argv[1:] and case.name not in sys.argv[1:]:
            continue
        file = expected_file(case)
        file.parent.mkdir(exist_ok=True)
        file.write_text(lines(case), encoding="utf-8")


if __name__ == "__main__":
    main()
