"""Which address leads where: other names, unknown ones, methods, faults, and the files beside the pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cfpfeeds import web
from cfpfeeds.model import Plan, SourceState
from tests.web.samples import Service, a_call, a_filled_service, a_service

STATIC = Path(web.__file__).parent / "static"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return a_filled_service(tmp_path_factory.mktemp("served"))


@pytest.mark.parametrize(
    ("path", "status", "target"),
    [
        pytest.param("/nursing", 308, "/nursing/", id="slash"),
        pytest.param("/nursing?q=x", 308, "/nursing/?q=x", id="slash-with-query"),
        pytest.param("/Nursing/", 301, "/nursing/", id="capitals"),
        pytest.param("/all", 308, "/all/", id="all"),
        pytest.param("/materials-science/", 301, "/materials/", id="alias"),
        pytest.param("/materials-science", 308, "/materials/", id="alias-without-slash-one-hop"),
        pytest.param("/materials-science/calls.rss", 301, "/materials/calls.rss", id="alias-feed"),
        pytest.param("/status/", 308, "/status", id="status"),
        pytest.param("/calls/extended/", 308, "/calls/extended", id="call-with-slash"),
        pytest.param("/calls/merged", 301, "/calls/extended", id="merged-call"),
        pytest.param("/calls/merged.ics", 301, "/calls/extended.ics", id="merged-calendar"),
    ],
)
def test_other_names_lead_on_in_one_hop(served: Service, path: str, status: int, target: str) -> None:
    served.store.apply(Plan(aliases=(("merged", "extended"),)), SourceState("press"), served.store.outcomes()["press"])
    answer = served.client.get(path, headers={"Host": "evil.example"})
    assert (answer.status_code, answer.headers["Location"]) == (status, target)
    assert served.client.get(target).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/nope/",
        "/nope",
        "/calls/nope",
        "/calls/",
        "/a/b/c",
        "/%2e%2e/x",
        "/static/nope.css",
        "/%00",
        "/é",
    ],
)
def test_an_unknown_address_is_a_page_that_helps(served: Service, path: str) -> None:
    answer = served.client.get(path)
    assert answer.status_code == 404
    assert '<form class="search" action="/all/"' in answer.get_data(as_text=True)
    assert "max-age=31536000" not in answer.headers["Cache-Control"]
    assert answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["//evil.example/", "//evil.example", "/\\evil.example/"])
def test_no_address_leads_to_another_host(served: Service, path: str) -> None:
    answer = served.client.get("/", environ_overrides={"PATH_INFO": path})
    assert answer.status_code == 404
    assert "Location" not in answer.headers


def test_an_unknown_discipline_names_its_neighbours(served: Service) -> None:
    page = served.client.get("/nurseing/").get_data(as_text=True)
    assert '<a href="/nursing/">Nursing</a>' in page


@pytest.mark.parametrize("path", ["/", "/nursing/", "/calls/extended", "/status", "/robots.txt", "/healthz"])
@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_a_page_can_only_be_read(served: Service, path: str, method: str) -> None:
    answer = served.client.open(path, method=method)
    assert answer.status_code == 405
    assert {"GET", "HEAD"} <= set(answer.headers["Allow"].split(", "))


def test_a_fault_is_a_page_without_traceback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    service = a_service(tmp_path, a_call())

    def broken(*_: object) -> None:
        raise ZeroDivisionError("a secret detail")

    monkeypatch.setattr(service.store, "recent_outcomes", broken)
    answer = service.client.get("/status")
    assert answer.status_code == 500
    assert b"Traceback" not in answer.data
    assert b"secret" not in answer.data
    assert answer.headers["Cache-Control"] == "no-store"


def test_robots_and_health_answer(served: Service) -> None:
    robots = served.client.get("/robots.txt")
    assert robots.status_code == 200
    assert robots.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "Disallow: /" not in robots.get_data(as_text=True)
    health = served.client.get("/healthz")
    assert health.get_json()["status"] == "ok"
    assert health.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/favicon.ico", "image/vnd.microsoft.icon"),
        ("/favicon.svg", "image/svg+xml"),
        ("/static/site.css", "text/css; charset=utf-8"),
        ("/static/copy.js", "text/javascript; charset=utf-8"),
    ],
)
def test_own_files_have_their_type(served: Service, path: str, media_type: str) -> None:
    answer = served.client.get(path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, media_type)
    assert "immutable" not in answer.headers["Cache-Control"]


def test_own_files_hold_for_ever_under_the_address_that_pages_name(served: Service) -> None:
    page = served.client.get("/nursing/").get_data(as_text=True)
    named = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert len(named) == 4
    for address in named:
        answer = served.client.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]


def test_below_a_path_of_a_shared_host_all_links_carry_it(tmp_path: Path) -> None:
    service = a_service(tmp_path, a_call(), base_url="https://library.example/cfp")
    for path in ("/", "/nursing/", "/calls/c1f0", "/status", "/nope/"):
        page = service.client.get(path).get_data(as_text=True)
        assert re.findall(r'(?:href|src|action)="(/(?!cfp/)[^"]*)"', page) == []
    assert service.client.get("/nursing").headers["Location"] == "/cfp/nursing/"


@pytest.mark.parametrize(
    "path", [path for path in sorted(STATIC.glob("*.js")) if path.stem != "bookmark"], ids=lambda path: path.name
)
def test_scripts_of_one_page_cannot_take_each_others_names(path: Path) -> None:
    code = "\n".join(line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("//"))
    assert code.startswith("(() => {")
    assert code.endswith("})();")


@pytest.mark.parametrize("path", ["/nursing", "/filter", "/filter/calls.ics"])
@pytest.mark.parametrize(
    ("query", "status"),
    [
        pytest.param("q=a\r\nSet-Cookie:b", 400, id="a-header-of-its-own"),
        pytest.param("q=\xe9", 400, id="latin-1"),
        pytest.param("q=\0", 400, id="nul"),
        pytest.param("q=\xc3\xa9", 308, id="utf-8-that-nobody-encoded"),
    ],
)
def test_bytes_that_are_no_text_are_refused_wherever_they_come_from(
    served: Service, path: str, query: str, status: int
) -> None:
    answer = served.client.get(path, environ_overrides={"QUERY_STRING": query})
    assert answer.status_code == status
    if status == 308:
        assert answer.headers["Location"].endswith("?q=%C3%A9")
