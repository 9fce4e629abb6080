"""Calls as data: selection, paging that neither skips nor doubles, the document, and what other programs find."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from lxml import etree

from cfpfeeds.model import Plan, SourceState
from cfpfeeds.render.data import script_json
from tests.web.samples import LIBRARY, SEEN, Service, a_call, a_filled_service, a_service

ADDRESSES = (Path(__file__).parents[2] / "docs" / "addresses.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return a_filled_service(tmp_path_factory.mktemp("served"))


def asked(service: Service, path: str) -> dict[str, Any]:
    answer = service.client.get(path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    told: dict[str, Any] = json.loads(answer.data)
    return told


def pages(service: Service, path: str) -> list[dict[str, Any]]:
    found = []
    while path:
        page = asked(service, path)
        found.append(page)
        address = urlsplit(page["next"] or "")
        path = f"{address.path}?{address.query}" if page["next"] else ""
    return found


def test_all_pages_together_hold_every_call_once(served: Service) -> None:
    found = pages(served, "/api/calls?status=all&limit=7")
    ids = [call["id"] for page in found for call in page["items"]]
    assert sorted(ids) == sorted(call.id for call in LIBRARY)
    assert {page["total"] for page in found} == {len(LIBRARY)}
    assert [len(page["items"]) for page in found[:-1]] == [7] * (len(found) - 1)


def test_a_call_added_between_two_pages_moves_nothing(tmp_path: Path) -> None:
    old = [a_call(f"c{n}", published_at=SEEN + timedelta(minutes=n)) for n in range(4)]
    service = a_service(tmp_path, *old)
    first = asked(service, "/api/calls?limit=2")
    service.add(a_call("newer", published_at=SEEN + timedelta(days=1)))
    rest = pages(service, first["next"].removeprefix("https://calls.example.org"))
    assert [call["id"] for page in (first, *rest) for call in page["items"]] == ["c3", "c2", "c1", "c0"]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("discipline=neuroscience", ["rolling"]),
        ("q=%22body+clock%22", ["extended"]),
        ("status=closed&discipline=nursing&limit=2&q=appear", ["withdrawn"]),
        ("updated_since=2026-11-19T00:00:00Z", ["extended"]),
        ("updated_since=2026-11-19", ["extended"]),
        ("source=crawler", ["extended"]),
    ],
)
def test_calls_are_chosen_like_a_subscription(served: Service, query: str, ids: list[str]) -> None:
    assert [call["id"] for call in asked(served, f"/api/calls?{query}")["items"]] == ids


def test_one_call_has_its_evidence_and_history(served: Service) -> None:
    told = asked(served, "/api/calls/extended")
    due = next(deadline for deadline in told["deadlines"] if deadline["slot"] == "submission")
    assert due["moment"] == "2026-12-04T11:59:00+00:00"
    assert due["was"] == ["2026-11-15"]
    assert due["source"] == "Example Press"
    assert [sighting["source"]["id"] for sighting in told["sightings"]] == ["crawler", "press"]
    assert [change["kind"] for change in told["changes"]] == ["new", "extended"]
    assert told["conflicts"][0]["value"] == "2026-11-15"


def test_a_merged_id_leads_to_the_one_that_lives_on(served: Service) -> None:
    served.store.apply(Plan(aliases=(("gone", "extended"),)), SourceState("press"), served.store.outcomes()["press"])
    answer = served.client.get("/api/calls/gone")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/api/calls/extended")


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/api/calls?status=maybe", 400, "“status” takes open, closed, all"),
        ("/api/calls?limit=0", 400, "from 1 to 200"),
        ("/api/calls?limit=201", 400, "from 1 to 200"),
        ("/api/calls?cursor=junk", 400, "“cursor” takes"),
        ("/api/calls?cursor=%FF", 400, "“cursor” takes"),
        ("/api/calls?updated_since=soon", 400, "“updated_since” takes a moment"),
        ("/api/calls?discipline=nursin", 400, "did you mean “nursing”"),
        ("/api/calls/nope", 404, "There is no such page"),
        ("/api/nope", 404, "There is no such page"),
    ],
)
def test_what_is_wrong_is_told_as_data(served: Service, path: str, status: int, said: str) -> None:
    answer = served.client.get(path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    assert said in json.loads(answer.data)["detail"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_scripts_of_other_sites_may_read_it(served: Service) -> None:
    answer = served.client.get("/api/calls", headers={"Origin": "https://guide.example"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert served.client.get("/api/calls", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    preflight = served.client.options("/api/calls", headers={"Access-Control-Request-Headers": "if-none-match"})
    assert preflight.status_code == 204
    assert "If-None-Match" in preflight.headers["Access-Control-Allow-Headers"]
    assert served.client.post("/api/calls").status_code == 405


def test_answers_hold_nothing_that_the_document_does_not_name(served: Service) -> None:
    document = asked(served, "/api/openapi.json")
    schemas = document["components"]["schemas"]
    listed = asked(served, "/api/calls?status=all&limit=200")
    whole = asked(served, "/api/calls/extended")
    assert set(listed["items"][0]) == set(schemas["Call"]["required"])
    assert set(whole) == set(schemas["Call"]["required"]) | {"sightings", "changes"}
    for path in document["paths"]:
        assert served.client.get(path.replace("{id}", "extended")).status_code == 200
    for parameter in document["paths"]["/api/calls"]["get"]["parameters"]:
        assert f"| `{parameter['name']}`" in ADDRESSES


def test_the_door_leads_to_the_document(served: Service) -> None:
    assert served.client.get("/api").headers["Location"] == "/api/openapi.json"
    assert served.client.get("/api/").headers["Location"] == "/api/openapi.json"


def test_the_sitemap_lists_pages_that_are_there(served: Service) -> None:
    answer = served.client.get("/sitemap.xml")
    assert answer.headers["Content-Type"] == "application/xml; charset=utf-8"
    found = etree.fromstring(answer.data).iter("{*}loc")
    paths = [loc.text.removeprefix("https://calls.example.org") for loc in found]
    assert len(paths) == len(set(paths))
    assert {"/", "/nursing/", "/journal/journal-of-care/", "/calls/extended"} <= set(paths)
    assert [path for path in paths if served.client.get(path).status_code != 200] == []
    assert "Sitemap: https://calls.example.org/sitemap.xml" in served.client.get("/robots.txt").get_data(as_text=True)


def test_llms_txt_names_addresses_that_are_there(served: Service) -> None:
    answer = served.client.get("/llms.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    named = re.findall(r"\]\(https://calls\.example\.org([^)#]*)", answer.get_data(as_text=True))
    assert len(named) > 8
    assert [path for path in named if served.client.get(path).status_code != 200] == []


@pytest.mark.parametrize(
    ("path", "kind"), [("/", "WebSite"), ("/nursing/", "CollectionPage"), ("/calls/extended", "WebPage")]
)
def test_pages_carry_what_search_engines_read(served: Service, path: str, kind: str) -> None:
    page = served.client.get(path).get_data(as_text=True)
    told = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert len(told) == 1
    schema = json.loads(told[0])
    assert (schema["@context"], schema["@type"]) == ("https://schema.org", kind)
    if kind == "WebPage":
        assert schema["expires"] == "2026-12-03"


def test_data_in_a_page_can_never_end_its_script() -> None:
    told = script_json({"name": "</script><script>alert(1)</script>"})
    assert "<" not in told
    assert json.loads(told)["name"].startswith("</script>")
