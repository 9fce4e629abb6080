"""What a page really is: each way of answering without the page has a name."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

from cfpfeeds.errors import FetchError
from cfpfeeds.fetch.answers import page, refusal
from cfpfeeds.fetch.exchange import Answer
from cfpfeeds.fetch.pretence import no_such_page
from cfpfeeds.model import Cause
from tests.fakes import NOW

URL = "https://press.example/calls"
DOCS = (Path(__file__).parents[2] / "docs" / "sources.md").read_text("utf-8")


def answer(body: str, status: int = 200) -> Answer:
    return Answer(status, httpx.Headers({"content-type": "text/html"}), body.encode())


def cause(body: str, status: int = 200, final_url: str = URL) -> str:
    with pytest.raises(FetchError) as caught:
        page(URL, final_url, answer(body, status), NOW)
    return caught.value.cause


@pytest.mark.parametrize(
    ("body", "named"),
    [
        pytest.param("<title>Just a moment...</title><p>x", Cause.CHALLENGE, id="challenge"),
        pytest.param("<title>Sign in</title><form><input type=password></form>", Cause.LOG_IN, id="log-in"),
        pytest.param("<title>Before you continue</title><p>We use cookies", Cause.CONSENT, id="consent"),
        pytest.param("<div id=app></div><script src=a.js></script>", Cause.NEEDS_BROWSER, id="empty-shell"),
        pytest.param("<title>Page not found | Press</title><p>Sorry", Cause.SOFT_404, id="soft-404"),
        pytest.param(" ", Cause.EMPTY, id="empty"),
    ],
)
def test_what_comes_with_200_in_place_of_the_page_is_named(body: str, named: Cause) -> None:
    assert cause(body) == named


@pytest.mark.parametrize(
    ("status", "named"),
    [
        (403, Cause.REFUSED),
        (451, Cause.REFUSED),
        (401, Cause.LOG_IN),
        (404, Cause.NOT_FOUND),
        (410, Cause.NOT_FOUND),
        (429, Cause.TROUBLE),
        (500, Cause.TROUBLE),
    ],
)
def test_every_status_is_named(status: int, named: Cause) -> None:
    assert refusal(URL, answer("x", status), NOW).cause == named


@pytest.mark.parametrize(
    "words",
    [
        "404",
        "Error 404: page not found",
        "404 - Not Found",
        "404 Error",
        "Page not found | Sage Journals",
        "The page you requested was not found",
        "The page you are looking for could not be found",
        "This page does not exist",
        "The requested page is no longer available".replace("requested ", ""),
        "Seite nicht gefunden",
        "Page introuvable",
        "Página no encontrada",
    ],
)
@pytest.mark.parametrize("tag", ["title", "h1"])
def test_a_page_that_says_there_is_none(words: str, tag: str) -> None:
    assert "says that there is none" in no_such_page("text/html", f"<{tag}>{words}</{tag}>".encode(), URL, URL)


@pytest.mark.parametrize(
    "words",
    [
        "Calls for papers",
        "Special issue: 404 stories of loss",
        "Pages of history found in archives",
        "The page in the digital age: call for papers",
        "Not Found: essays on lost objects",
        "404 calls for papers",
        "Page by page: new research",
    ],
)
def test_a_title_that_only_sounds_like_that_is_believed(words: str) -> None:
    assert no_such_page("text/html", f"<title>{words}</title><h1>{words}</h1>".encode(), URL, URL) == ""


@pytest.mark.parametrize(
    ("asked", "final", "front"),
    [
        pytest.param(URL, "https://press.example/", True, id="front-page"),
        pytest.param(URL, "https://www.press.example/?cookieSet=1", True, id="front-page-with-a-cookie"),
        pytest.param(URL, "https://press.example/index.html", True, id="index"),
        pytest.param("https://press.example/", "https://press.example/", False, id="it-was-asked-for"),
        pytest.param(URL, "https://press.example/new-calls", False, id="another-page"),
        pytest.param(URL, "https://press.example/?p=12", False, id="a-page-by-number"),
        pytest.param(URL, "https://calls.press.example/", False, id="another-host"),
    ],
)
def test_a_redirect_to_the_front_page_is_no_answer(asked: str, final: str, front: bool) -> None:
    assert bool(no_such_page("text/html", b"<title>Press</title>", asked, final)) is front


def test_every_cause_is_described() -> None:
    section = DOCS.partition("## What came instead")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == {cause.value for cause in Cause}
