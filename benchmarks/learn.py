"""How well `cfpfeeds add` learns pages without being told anything about them.

    python benchmarks/learn.py [FOLDER ...]

Our fixtures and the demo's pages, and any folder of pages that have a file NAME.json beside NAME.html: {"url", "as_of",
"calls": [{"title", "url", "deadlines": [[kind, day], ...]}]}. A record is right if title, link and all days by which
something is due are right; a false one is no call of the page.
"""

from __future__ import annotations

import sys
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from cfpfeeds.config import load  # noqa: E402
from cfpfeeds.single import read_page  # noqa: E402
from tests.learn.cases import Case, Score, cases, due, learnt, score  # noqa: E402

_DEMO = ROOT / "cfpfeeds" / "demo"
_DEMO_DAY = date(2024, 1, 5)


def demo_cases() -> list[Case]:
    """The demo's web pages with the calls that its own rules read."""
    found = []
    for source in load(_DEMO / "sources.toml").sources:
        file = _DEMO / "pages" / source.url.removeprefix("https://")
        if not file.is_file() or source.rules.kind in ("json", "feed"):
            continue
        case = Case(source.id, file, source.url, _DEMO_DAY, ())
        calls = tuple(
            {"title": call["title"], "url": call["url"], "deadlines": list(due(call["deadlines"]))}
            for call in read_page(case.page, source)["calls"]
        )
        found.append(Case(source.id, file, source.url, _DEMO_DAY, calls))
    return found


def main(folders: list[str]) -> None:
    sets = {"fixtures": cases(), "demo": demo_cases(), **{folder: cases(Path(folder)) for folder in folders}}
    for name, members in sets.items():
        total, seconds = Score(), 0.0
        for case in members:
            begun = time.perf_counter()
            found = learnt(case)
            seconds += time.perf_counter() - begun
            one = score(case, found)
            total += one
            mark = "ok " if one.right == one.expected and not one.false else "BAD"
            print(f"{mark} {case.name:32} {one.right:3}/{one.expected:<3} false {one.false}")
            for words in one.wrong[:6]:
                print(f"      {words}")
        share = total.right / max(total.expected, 1)
        false = total.false / max(total.found, 1)
        titled, pace = total.titled / max(total.expected, 1), seconds / max(len(members), 1)
        print(f"{name}: {len(members)} pages, {total.expected} calls, {pace:.2f} s a page")
        print(f"  {share:.1%} right, {false:.1%} false, {titled:.1%} with the right title\n")


if __name__ == "__main__":
    main(sys.argv[1:])
