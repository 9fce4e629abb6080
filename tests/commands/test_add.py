"""`cfpfeeds add` as it is typed, and what `check` makes of what it left behind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cfpfeeds.config import default_path, load
from tests.commands import test_cli
from tests.commands.mirror import Answer, Mirror, a_mirror
from tests.commands.test_cli import Ended, Run
from tests.learn.cases import PAGES

run = test_cli.run

CARDS = (PAGES / "cards-hashed-classes.html").read_bytes()
NONE = (PAGES / "none-news.html").read_bytes()
SHELL = b"""<!doctype html><html><head><title>Calls for papers</title>
<link rel="https://api.w.org/" href="https://press.example/wp-json/"></head>
<body><main><div id="app"></div></main></body></html>"""
POSTS = json.dumps(
    [
        {
            "id": number,
            "link": f"https://press.example/call/{number}",
            "title": {"rendered": title},
            "date": "2026-11-01T09:00:00",
            "content": {"rendered": f"<p>Papers on this are wanted. Submission deadline: {day}</p>"},
        }
        for number, title, day in [(1, "Care at night", "1 March 2027"), (2, "Walls and roofs", "5 May 2027")]
    ]
).encode()


def html(body: bytes) -> Answer:
    return Answer(body, media_type="text/html")


def add(run: Run, mirror: Mirror, *argv: str) -> Ended:
    return run("add", *argv, "--mirror", mirror.url, "--as-of", "2024-01-05")


def test_an_address_becomes_a_source_with_a_fixture_that_check_reads(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "sources.toml"
    own.write_text("# mine\n[settings]\n", encoding="utf-8")
    with a_mirror({"/house.example/calls": html(CARDS)}) as mirror:
        ended = add(run, mirror, "https://house.example/calls", "--yes")
        assert ended.status == 0, ended.err
        assert "Intelligent Automation and AI" in ended.out
        assert "confidence" in ended.out
        polled = run("poll", "--mirror", mirror.url, "--as-of", "2024-01-05", "--json")
    assert own.read_text(encoding="utf-8").startswith("# mine\n[settings]\n")
    [source] = load(own).sources
    assert source.url == "https://house.example/calls"
    assert polled.lines[0]["calls"] == 5
    checked = run("check")
    assert checked.status == 0
    assert "1 of 1 fixtures yield what they did" in checked.out


def test_check_says_which_fixture_yields_something_else(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "sources.toml"
    own.write_text("", encoding="utf-8")
    (tmp_path / "page.html").write_bytes(CARDS)
    run("add", "page.html", "--url", "https://house.example/calls", "--id", "house", "--yes")
    own.write_text(own.read_text(encoding="utf-8").replace('title = "', 'title = "em, '), encoding="utf-8")
    own.write_text(own.read_text(encoding="utf-8").replace('item = "', 'item = "table '), encoding="utf-8")
    checked = run("check")
    assert checked.status == 1
    assert "house: its fixture: lost 5" in checked.out
    assert [line["fixture"][:6] for line in run("check", "--json").lines] == ["lost 5"]


def test_a_dry_run_writes_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(CARDS)
    (tmp_path / "sources.toml").write_text("", encoding="utf-8")
    ended = run("add", "page.html", "--url", "https://house.example/calls", "--dry-run", "--json")
    assert ended.status == 0
    [told] = ended.lines
    assert [call["title"] for call in told["calls"]][:1] == ["Intelligent Automation and AI"]
    assert told["source"]["rules"]["kind"] == "listing"
    assert (tmp_path / "sources.toml").read_text(encoding="utf-8") == ""
    assert not (tmp_path / "fixtures").exists()


def test_a_page_without_calls_says_so_plainly(run: Run, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(NONE)
    ended = run("add", "page.html", "--url", "https://soc.example/news", "--yes")
    assert ended.status == 1
    assert "No calls: the page" in ended.out
    assert ended.err == ""


def test_an_interface_that_the_page_names_is_preferred(run: Run) -> None:
    answers = {
        "/press.example/call-for-papers/": html(SHELL),
        "/press.example/wp-json/wp/v2/call_for_papers?per_page=100": Answer(POSTS),
    }
    with a_mirror(answers) as mirror:
        ended = add(run, mirror, "https://press.example/call-for-papers/", "--dry-run", "--json")
    assert ended.status == 0
    [told] = ended.lines
    assert told["source"]["url"] == "https://press.example/wp-json/wp/v2/call_for_papers?per_page=100"
    assert told["source"]["homepage"] == "https://press.example/call-for-papers/"
    assert [call["deadlines"][0]["date"] for call in told["calls"]] == ["2027-03-01", "2027-05-05"]


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["nowhere.html", "--url", "https://a.example/"], "nowhere.html"),
        (["page.html"], "--url"),
    ],
)
def test_what_cannot_be_looked_at_is_one_line(run: Run, tmp_path: Path, argv: list[str], words: str) -> None:
    (tmp_path / "page.html").write_bytes(CARDS)
    ended = run("add", *argv, "--yes")
    assert ended.status == 2
    ended.complains_once(words)


def test_without_a_file_of_ones_own_one_is_begun(run: Run, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(CARDS)
    ended = run("add", "page.html", "--url", "https://house.example/calls", "--yes", "--config", "mine/own.toml")
    assert ended.status == 0, ended.err
    assert len(load(tmp_path / "mine" / "own.toml").sources) == 1


def test_the_list_that_came_with_the_program_is_copied_and_not_written_to(run: Run, tmp_path: Path) -> None:
    shipped = default_path({}, tmp_path)
    before = shipped.read_bytes()
    (tmp_path / "page.html").write_bytes(CARDS)
    ended = run("add", "page.html", "--url", "https://house.example/calls", "--id", "house", "--yes")
    assert ended.status == 0, ended.err
    assert shipped.read_bytes() == before
    own = load(tmp_path / "sources.toml").sources
    assert [source.id for source in own] == [*(source.id for source in load(shipped).sources), "house"]
    assert "is new: a copy of the list that came with cfpfeeds" in " ".join(ended.out.split())


def test_a_second_source_grows_the_copy(run: Run, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(CARDS)
    for name in ("house", "other"):
        ended = run("add", "page.html", "--url", "https://house.example/calls", "--id", name, "--yes")
    assert "is new" not in ended.out
    assert [source.id for source in load(tmp_path / "sources.toml").sources][-2:] == ["house", "other"]


def test_the_address_of_a_data_file_becomes_a_source(run: Run) -> None:
    listed = (
        b"- title: NIPC\n  year: 2024\n  link: https://nipc.example/\n  deadline: '2024-02-08 23:59'\n  timezone: AoE\n"
    )
    path = "/raw.githubusercontent.com/wards/deadlines/main/_data/meetings.yml"
    with a_mirror({path: Answer(listed, media_type="text/plain")}) as mirror:
        ended = add(
            run, mirror, "https://github.com/wards/deadlines/blob/main/_data/meetings.yml", "--dry-run", "--json"
        )
    [told] = ended.lines
    assert told["source"]["url"] == f"https:/{path}"
    assert [(call["title"], call["deadlines"][0]["date"]) for call in told["calls"]] == [("NIPC 2024", "2024-02-08")]


def test_a_front_page_leads_to_its_page_of_calls_by_the_site_map(run: Run) -> None:
    site_map = b"""<?xml version="1.0"?><urlset><url><loc>https://house.example/about</loc></url>
<url><loc>https://house.example/calls-for-papers/ageing</loc></url>
<url><loc>https://house.example/calls-for-papers</loc></url></urlset>"""
    answers = {
        "/house.example/": html(
            b"<html><body><main><h1>House of Journals</h1><p>Welcome to all.</p></main></body></html>"
        ),
        "/house.example/sitemap.xml": Answer(site_map, media_type="application/xml"),
        "/house.example/calls-for-papers": html(CARDS),
    }
    with a_mirror(answers) as mirror:
        ended = add(run, mirror, "https://house.example/", "--dry-run", "--json")
    assert ended.status == 0
    [told] = ended.lines
    assert told["source"]["url"] == "https://house.example/calls-for-papers"
    assert len(told["calls"]) == 5


def test_a_feed_that_the_page_names_is_no_better_than_the_page_if_it_holds_less(run: Run) -> None:
    page = CARDS.replace(b"</head>", b'<link rel="alternate" type="application/rss+xml" href="/feed"></head>')
    feed = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>House</title><link>https://house.example</link>
<item><title>Call for papers: Climate Change &amp; Health</title><link>https://house.example/calls/climate</link>
<description>Submission deadline: 1 March 2024</description></item></channel></rss>"""
    answers = {
        "/house.example/calls": html(page),
        "/house.example/feed": Answer(feed, media_type="application/rss+xml"),
    }
    with a_mirror(answers) as mirror:
        ended = add(run, mirror, "https://house.example/calls", "--dry-run", "--json")
    [told] = ended.lines
    assert told["source"]["rules"]["kind"] == "listing"
    assert any("1 of 1 entries of a feed" in line for line in told["tried"])


# --- repair

RENAMED = CARDS.replace(b"<h3", b"<h4").replace(b"</h3>", b"</h4>").replace(b"css-", b"style-")


def added(run: Run, tmp_path: Path) -> Path:
    own = tmp_path / "sources.toml"
    own.write_text("# mine\n", encoding="utf-8")
    (tmp_path / "page.html").write_bytes(CARDS)
    ended = run("add", "page.html", "--url", "https://house.example/calls", "--id", "house", "--yes")
    assert ended.status == 0, ended.err
    return own


def repair(run: Run, *argv: str) -> Ended:
    return run("repair", "house", *argv, "--as-of", "2024-01-06")


def test_repair_shows_the_difference_and_writes_it_on_a_yes(run: Run, tmp_path: Path) -> None:
    own = added(run, tmp_path)
    before = own.read_text(encoding="utf-8")
    (tmp_path / "new.html").write_bytes(RENAMED)
    shown = repair(run, "new.html", "--dry-run")
    assert shown.status == 0
    assert "5 of 5 known calls as they were" in shown.out
    assert '+title = "h4"' in shown.out
    assert own.read_text(encoding="utf-8") == before
    assert repair(run, "new.html", "--yes").status == 0
    assert own.read_text(encoding="utf-8").startswith("# mine\n")
    assert load(own).sources[0].rules.model_dump()["title"] == "h4"
    assert run("check").status == 0


def test_repair_of_a_source_that_is_well_changes_nothing(run: Run, tmp_path: Path) -> None:
    own = added(run, tmp_path)
    before = own.read_text(encoding="utf-8")
    ended = repair(run, "page.html", "--yes")
    assert ended.status == 0
    assert "nothing to mend" in ended.out
    assert own.read_text(encoding="utf-8") == before


def test_repair_that_finds_nothing_says_so(run: Run, tmp_path: Path) -> None:
    own = added(run, tmp_path)
    before = own.read_text(encoding="utf-8")
    (tmp_path / "new.html").write_bytes(NONE)
    ended = repair(run, "new.html", "--yes", "--json")
    assert ended.status == 1
    [told] = ended.lines
    assert told["mended"] is None
    assert len(told["now"]["gone"]) == 5
    assert own.read_text(encoding="utf-8") == before


def test_repair_of_a_source_of_which_no_call_is_known_is_one_line(run: Run, tmp_path: Path) -> None:
    table = '[[source]]\nid = "house"\nname = "House"\nurl = "https://house.example/calls"\nformat = "auto"\n'
    (tmp_path / "sources.toml").write_text(table, encoding="utf-8")
    (tmp_path / "page.html").write_bytes(NONE)
    ended = repair(run, "page.html")
    assert ended.status == 2
    ended.complains_once("house", "add")
