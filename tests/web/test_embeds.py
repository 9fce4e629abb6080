"""Lists in the pages of others: what an iframe, a fragment, oEmbed and the script give, and what they never do."""

from __future__ import annotations

import html
import json
import re

import pytest

from cfpfeeds.web.colours import accent_style, contrast
from tests.web.samples import Service, a_filled_service

BOXES = (
    "/nursing/frame",
    "/nursing/embed",
    "/all/embed?count=3&theme=dark",
    "/journal/journal-of-care/embed",
    "/filter/embed?q=night",
)
every_box = pytest.mark.parametrize("path", BOXES)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return a_filled_service(tmp_path_factory.mktemp("served"))


@every_box
def test_a_box_may_stand_in_any_frame_and_keeps_nothing_of_its_reader(served: Service, path: str) -> None:
    answer = served.client.get(path)
    assert answer.status_code == 200
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer.headers
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    page = answer.get_data(as_text=True)
    assert re.findall(r'src="(?!/static/)', page) == []
    assert page.startswith("<!doctype html>")


@every_box
def test_every_link_of_a_box_leaves_the_frame(served: Service, path: str) -> None:
    page = served.client.get(path).get_data(as_text=True)
    links = re.findall(r"<a [^>]*>", page)
    assert len(links) >= 2
    assert [link for link in links if 'target="_blank" rel="noopener"' not in link] == []
    assert [link for link in links if 'href="https://' not in link] == []


def test_what_a_box_loads_may_be_loaded_by_a_frame_without_an_origin(served: Service) -> None:
    page = served.client.get("/nursing/embed").get_data(as_text=True)
    loaded = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
    assert len(loaded) == 2
    for address in loaded:
        assert served.client.get(address).headers["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.parametrize(
    ("query", "items", "heading"),
    [
        pytest.param("", 10, "h2", id="usual"),
        pytest.param("count=2&level=4", 2, "h4", id="chosen"),
        pytest.param("count=9999&level=9", 46, "h4", id="too-much"),
        pytest.param("count=0&level=h3", 1, "h3", id="too-little"),
        pytest.param("count=many&level=top&theme=pink&accent=red", 10, "h2", id="nonsense"),
        pytest.param("utm_source=guide", 10, "h2", id="unknown"),
    ],
)
def test_a_box_looks_as_was_asked_within_limits(served: Service, query: str, items: int, heading: str) -> None:
    page = served.client.get(f"/all/embed?{query}").get_data(as_text=True)
    assert page.count("<li>") == min(items, served.client.get("/all/embed?count=50").get_data().count(b"<li>"))
    assert re.findall(r"<h\d", page) == [f"<{heading}"]


def test_a_box_shows_only_what_is_still_due(served: Service) -> None:
    page = served.client.get("/filter/embed?q=night").get_data(as_text=True)
    assert "Submission due" in page
    assert "3 December 2026 (23:59 AoE)" in page
    assert "12 November 2026" not in page


def test_a_box_can_be_narrowed_like_a_subscription(served: Service) -> None:
    page = served.client.get("/nursing/embed?only=abstract&count=50").get_data(as_text=True)
    assert "Night work" in page
    assert "Pflege auf dem Land" not in page
    assert served.client.get("/nursing/embed?only=me").status_code == 400


def test_a_fragment_is_the_list_and_nothing_around_it(served: Service) -> None:
    answer = served.client.get("/nursing/fragment?count=1&level=3")
    part = answer.get_data(as_text=True).strip()
    assert part.startswith('<section class="cfpfeeds"')
    assert part.endswith("</section>")
    assert "<script" not in part
    assert "<style" not in part
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_one_wish_has_one_answer_however_it_is_spelt(served: Service) -> None:
    one = served.client.get("/nursing/embed?theme=dark&count=3&x=y")
    other = served.client.get("/nursing/embed?count=3&theme=DARK")
    assert one.headers["ETag"] == other.headers["ETag"]


@pytest.mark.parametrize(
    ("accent", "light", "dark"),
    [
        pytest.param("1b5e4b", True, False, id="dark-colour"),
        pytest.param("86cdb4", False, True, id="light-colour"),
        pytest.param("ffff00", False, True, id="yellow"),
        pytest.param("777777", False, False, id="grey-that-fits-neither"),
    ],
)
def test_a_colour_of_ones_own_is_used_where_it_can_be_read(accent: str, light: bool, dark: bool) -> None:
    sheet = accent_style(accent)
    assert (f".light,.auto{{--accent:#{accent}}}" in sheet) is light
    assert (f".dark{{--accent:#{accent}}}" in sheet) is dark


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("000000", "ffffff") == pytest.approx(21)
    assert contrast("777777", "ffffff") == pytest.approx(4.48, abs=0.01)


def test_the_policy_lets_in_the_colour_and_no_other_style(served: Service) -> None:
    answer = served.client.get("/nursing/embed?accent=%231B5E4B")
    assert "<style>.light,.auto{--accent:#1b5e4b}" in answer.get_data(as_text=True)
    assert re.search(r"style-src 'self' 'sha256-[A-Za-z0-9+/=]{44}';", answer.headers["Content-Security-Policy"])
    assert "<style" not in served.client.get("/nursing/embed?accent=</style>").get_data(as_text=True)


@pytest.mark.parametrize(
    ("asked", "width", "height"),
    [("", 600, 520), ("&maxwidth=300&maxheight=200", 300, 200), ("&maxwidth=9999&maxheight=x", 600, 520)],
)
def test_oembed_gives_a_frame_within_what_the_consumer_takes(
    served: Service, asked: str, width: int, height: int
) -> None:
    answer = served.client.get(f"/oembed?format=json&url=https%3A%2F%2Fcalls.example.org%2Fnursing%2F{asked}")
    told = json.loads(answer.data)
    assert (told["version"], told["type"], told["width"], told["height"]) == ("1.0", "rich", width, height)
    assert 'src="https://calls.example.org/nursing/frame"' in told["html"]
    assert f'width="{width}" height="{height}"' in told["html"]
    page = served.client.get("/nursing/").get_data(as_text=True)
    found = re.search(r'application/json\+oembed"[^>]*href="([^"]+)"', page)
    assert found
    assert served.client.get(html.unescape(found[1]).removeprefix("https://calls.example.org")).status_code == 200


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("url=https://evil.example/nursing/", 404),
        ("url=https://calls.example.org/nope/", 404),
        ("url=", 404),
        ("url=https://calls.example.org/nursing/&format=xml", 501),
    ],
)
def test_oembed_refuses_what_is_not_ours(served: Service, query: str, status: int) -> None:
    assert served.client.get(f"/oembed?{query}").status_code == status


def test_the_script_is_open_to_all_and_touches_nothing_of_its_host(served: Service) -> None:
    answer = served.client.get("/embed.js")
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    script = answer.get_data(as_text=True)
    for unwanted in ("document.write", "innerHTML", "eval(", "localStorage", "cookie", "window."):
        assert unwanted not in script
    assert "message.source !== frame.contentWindow" in script
    assert "message.origin !== base.origin" in script


def test_the_builder_gives_every_way_with_the_list_filled_in(served: Service) -> None:
    page = html.unescape(served.client.get("/embed?list=nursing&count=5&level=3").get_data(as_text=True))
    for snippet in (
        '<script src="https://calls.example.org/embed.js" async data-list="nursing" data-look="count=5',
        '<iframe src="https://calls.example.org/nursing/frame?count=5',
        'title="Calls for papers: Nursing"',
        'loading="lazy"',
        "https://calls.example.org/nursing/calls.rss",
        '<a href="https://calls.example.org/nursing/">Calls for papers: Nursing</a>',
        "https://calls.example.org/nursing/fragment?count=5",
    ):
        assert snippet in page
    assert 'scrolling="no"' not in page
    for host in ("LibGuides", "WordPress", "Drupal", "Moodle", "Canvas"):
        assert f"<h3>{host}</h3>" in page
    assert 'value="nursing" selected' in page


def test_the_builder_carries_a_personal_selection(served: Service) -> None:
    page = html.unescape(served.client.get("/embed?list=filter&discipline=nursing&q=night").get_data(as_text=True))
    assert "https://calls.example.org/filter/frame?discipline=nursing&q=night" in html.unescape(page)
    assert served.client.get("/embed?list=nope").status_code == 400


@pytest.mark.parametrize("path", ["/nope/embed", "/journal/nope/embed", "/source/nope/fragment", "/calls/embed"])
def test_a_box_of_nothing_is_not_found(served: Service, path: str) -> None:
    assert served.client.get(path).status_code == 404


def test_the_box_of_a_source_is_there(served: Service) -> None:
    assert served.client.get("/source/press/embed").status_code == 200


@pytest.mark.parametrize("folder", ["nursing", "journal/journal-of-care", "source/press", "filter"])
def test_a_frame_is_the_same_list_without_any_script(served: Service, folder: str) -> None:
    box = served.client.get(f"/{folder}/embed?count=5")
    frame = served.client.get(f"/{folder}/frame?count=5")
    assert box.get_data(as_text=True).count("<script") == 1
    assert "<script" not in frame.get_data(as_text=True)
    assert (
        re.sub(r"<script.*?</script>", "", box.get_data(as_text=True)).split() == frame.get_data(as_text=True).split()
    )
    assert frame.headers["Content-Security-Policy"] == box.headers["Content-Security-Policy"]
