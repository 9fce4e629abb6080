"""The bookmark that tells how a page is saved: which sources it knows, and what it says of a page."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest

from cfpfeeds.config import Source
from cfpfeeds.model import Outcome, OutcomeKind, Plan, SourceState
from cfpfeeds.web.saving import bookmark, savings
from tests.builders import a_source
from tests.web.samples import NOW, a_filled_service

NODE = shutil.which("node")
_CARDS = {"kind": "cards", "item": "article", "title": "h2"}


def a_page_source(source_id: str, url: str, **more: object) -> Source:
    return a_source(id=source_id, name=source_id.title(), url=url, rules=_CARDS, **more)


SOURCES = (
    a_page_source("hub", "https://www.publisher.example/calls", enabled=False),
    a_page_source("care", "https://publisher.example/journal/care", enabled=False, inbox="/srv/calls/inbox/care"),
    a_page_source("polled", "https://open.example/calls"),
    a_page_source("walled", "https://walled.example/cfp?view=all"),
    a_source(id="feed", url="https://feed.example/x.json", enabled=False),
    a_source(id="mail", url="https://lists.example/", enabled=False, complete=False, mailbox={"path": "/srv/mail"}),
)


def told(address: str, title: str = "Our calls", agent: str = "Chrome/140") -> str:
    """What the bookmark says on a page, run by node with the little of a browser that it asks for."""
    assert NODE
    script = unquote(bookmark(savings(SOURCES, {"walled"}), title).removeprefix("javascript:"))
    stage = (
        f"const u = new URL({json.dumps(address)});"
        "const location = {hostname: u.hostname, pathname: u.pathname, search: u.search, href: u.href};"
        f"Object.defineProperty(globalThis, 'navigator', {{value: {{userAgent: {json.dumps(agent)}}}}});"
        "const alert = said => console.log(said);"
    )
    return subprocess.run([NODE, "-e", stage + script], capture_output=True, text=True, check=True, timeout=60).stdout


def test_it_knows_what_is_off_or_blocked_or_has_a_folder_and_no_more() -> None:
    assert [one.id for one in savings(SOURCES, {"walled"})] == ["hub", "care", "walled"]
    assert [one.id for one in savings(SOURCES, ())] == ["hub", "care"]


def test_of_a_watched_folder_only_the_last_part_is_told() -> None:
    [care] = [one for one in savings(SOURCES, ()) if one.id == "care"]
    assert care.folder == "care"
    assert "srv" not in bookmark([care], "Our calls")


@pytest.mark.skipif(not NODE, reason="node is not installed")
@pytest.mark.parametrize(
    ("address", "said"),
    [
        pytest.param("https://publisher.example/calls?page=2", "“Hub” (hub).", id="path, without www"),
        pytest.param("https://publisher.example/calls", "cfpfeeds import hub FILE", id="no folder: the command"),
        pytest.param("https://www.publisher.example/journal/care/x", "ends in “care”", id="the longer path wins"),
        pytest.param("https://publisher.example/other", "Several sources read this host: hub, care.", id="host only"),
        pytest.param("https://walled.example/elsewhere", "“Walled” (walled).", id="the only one of its host"),
        pytest.param("https://nobody.example/cfp", "cfpfeeds add https://nobody.example/cfp", id="unknown"),
        pytest.param("https://open.example/calls", "Our calls reads nothing", id="a polled one needs no saving"),
    ],
)
def test_it_tells_the_source_of_the_page_that_one_looks_at(address: str, said: str) -> None:
    whole = told(address)
    assert said in whole
    assert "Nothing was sent or saved" in whole


@pytest.mark.skipif(not NODE, reason="node is not installed")
@pytest.mark.parametrize(
    ("agent", "kind"),
    [
        pytest.param("Mozilla/5.0 (X11; Linux) Gecko/20100101 Firefox/145.0", "Web page, complete", id="Firefox"),
        pytest.param("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36", "(.mhtml)", id="Chrome"),
        pytest.param("Mozilla/5.0 (Macintosh) Version/26.0 Safari/605.1.15", "(.webarchive)", id="Safari"),
    ],
)
def test_it_names_the_kind_of_file_that_the_browser_can_save(agent: str, kind: str) -> None:
    assert kind in told("https://publisher.example/calls", agent=agent)


@pytest.mark.skipif(not NODE, reason="node is not installed")
def test_names_cannot_break_out_of_the_script() -> None:
    hostile = 'A"</script>\\");alert(1);//\u2028 & #100% "title"'
    assert hostile.split("\u2028")[0] in told("https://nobody.example/", title=hostile)


def test_a_bookmark_that_browsers_would_cut_holds_fewer_sources() -> None:
    many = [a_page_source(f"s{n}", f"https://host{n}.example/{'x' * 400}", enabled=False) for n in range(400)]
    address = bookmark(savings(many, ()), "Our calls")
    assert 30_000 < len(address) <= 60_000
    assert "host0.example" in address


def test_the_status_page_offers_it_and_says_what_to_do_without_script(tmp_path: Path) -> None:
    served = a_filled_service(tmp_path)
    state = SourceState("press", NOW, NOW, NOW, 1, usual_count=7)
    served.store.apply(Plan(), state, Outcome("press", OutcomeKind.BLOCKED, "answered 403: Forbidden", NOW))
    page = served.client.get("/status").get_data(as_text=True)
    [address] = re.findall(r'href="(javascript:[^"]*)"', page)
    assert '["press","Example Press"' in unquote(unescape(address))
    assert "cfpfeeds import press FILE" in page
    assert "Drag this button" in page


def test_where_no_page_is_saved_the_status_page_offers_no_bookmark(tmp_path: Path) -> None:
    page = a_filled_service(tmp_path).client.get("/status").get_data(as_text=True)
    assert "javascript:" not in page
    assert "Saving a page" not in page
