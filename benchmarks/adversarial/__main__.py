"""`python -m benchmarks.adversarial [NAME...]`: seconds for 1 MB, and the growth from 100 kB."""

from __future__ import annotations

import argparse
import cProfile
import math
import pstats
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime

from benchmarks.adversarial import files, pages, texts
from benchmarks.limits import OutOfTime, apart, limit
from cfpfeeds.deadlines import read
from cfpfeeds.errors import CfpfeedsError
from cfpfeeds.model import DeadlineText, Page
from cfpfeeds.single import read_page
from fuzz.targets import TARGETS

SHORT, PROFILED, LONG = 100_000, 150_000, 1_000_000
GOAL = 2.0
POSTED = date(2024, 1, 1)


def one_part(name: str, length: int) -> Callable[[], object]:
    parts = (DeadlineText(texts.text(name, length), prose=True),)
    return lambda: read(parts, posted=POSTED)


def many_parts(name: str, length: int) -> Callable[[], object]:
    parts = [DeadlineText(line, prose=True) for line in texts.lines(name, length)]
    return lambda: read(parts, posted=POSTED)


def html(name: str, length: int) -> Callable[[], object]:
    made = pages.PAGES[name](length) if name in pages.PAGES else pages.of_lines(name, length)
    return _extracted(made, "text/html")


def plain(name: str, length: int) -> Callable[[], object]:
    made = "\n".join(["Call for papers", "", *texts.lines(name, length)])
    return _extracted(made, "text/plain")


def markdown(name: str, length: int) -> Callable[[], object]:
    made = "# Call for papers\n\n" + texts.text(name, length)
    return _extracted(made, "text/markdown")


def file(name: str, length: int) -> Callable[[], object]:
    target, make = files.FILES[name]
    body = make(length).encode()
    return lambda: TARGETS[target](body)


FORMS = {"one": one_part, "lines": many_parts, "html": html, "plain": plain, "markdown": markdown, "file": file}


def forms_of(name: str) -> tuple[str, ...]:
    """The forms in which a text can be read; a page and a data file have one."""
    if name in files.FILES:
        return ("file",)
    return ("html",) if name in pages.PAGES else ("one", "lines", "html", "plain", "markdown")


def _extracted(made: str, media_type: str) -> Callable[[], object]:
    page = _page(made, media_type)

    def work() -> None:
        with suppress(CfpfeedsError):  # "this is no web page" is an answer
            read_page(page, None)

    return work


def _page(made: str, media_type: str) -> Page:
    at = datetime(2024, 1, 1, 12, tzinfo=UTC)
    return Page("https://x.example/", "https://x.example/", 200, media_type, made.encode("utf-8", "replace"), at)


def seconds(form: str, name: str, length: int, longest: float) -> float:
    """The processor time of one run in a process of its own; infinite beyond `longest`."""

    def work() -> float:
        read_it = FORMS[form](name, length)
        start = time.thread_time()
        read_it()
        return time.thread_time() - start

    took = apart(work, longest)
    return math.inf if took is None else took


def guilty(form: str, name: str, longest: float) -> str:
    """The functions that take most of the time themselves, on a shorter text."""

    def work() -> str:
        read_it = FORMS[form](name, PROFILED)
        profile = cProfile.Profile()
        with suppress(OutOfTime), limit(longest):
            profile.runcall(read_it)
        rows = pstats.Stats(profile).stats  # type: ignore[attr-defined]
        most = sorted(rows.items(), key=lambda row: -row[1][2])[:4]
        return ", ".join(f"{_place(where)} {took[2]:.1f} s in {took[1]} calls" for where, took in most)

    return apart(work, 3 * longest) or "one call into a library that never comes back"


def _place(where: tuple[str, int, str]) -> str:
    path, line, function = where
    return f"{path.rpartition('cfpfeeds/')[2]}:{line} {function}" if path != "~" else function


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m benchmarks.adversarial", description=__doc__)
    asked.add_argument("names", nargs="*", help="only these texts, pages and files")
    asked.add_argument("--form", action="append", choices=FORMS, help="only these forms")
    asked.add_argument("--limit", type=float, default=10, help="seconds after which a run is ended")
    asked.add_argument(
        "--profile", action="store_true", help="for what exceeds the goal: which functions take the time"
    )
    options = asked.parse_args()
    html("days", 1000)()  # tables are loaded once
    wanted = options.names or (*texts.NAMES, *pages.PAGES, *files.FILES)
    slow = total = 0
    print(f"{'':22} {'form':9} {'100 kB':>8} {'1 MB':>8} growth", flush=True)
    for name in wanted:
        for form in forms_of(name):
            if not options.form or form in options.form:
                total += 1
                slow += _measured(name, form, options.limit, options.profile)
    print(f"{slow} of {total} above {GOAL:g} s for 1 MB")


def _measured(name: str, form: str, longest: float, why: bool) -> bool:
    short = seconds(form, name, SHORT, longest)
    long = seconds(form, name, LONG, longest) if short < longest else math.inf
    growth = math.log10(long / short) if short and 0 < long < math.inf else math.nan
    slow = long > GOAL
    print(f"{name:22} {form:9} {short:8.3f} {long:8.3f} {growth:6.2f}{'  SLOW' if slow else ''}", flush=True)
    if slow and why:
        print(f"    {guilty(form, name, longest)}", flush=True)
    return slow


if __name__ == "__main__":
    main()
