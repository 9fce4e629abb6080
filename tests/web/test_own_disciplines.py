"""Disciplines of the operator's own as readers meet them: their pages and files, and where the old ones lead."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cfpfeeds.config import Config
from cfpfeeds.config.load import parse
from cfpfeeds.disciplines import adopt
from cfpfeeds.operations import site_of
from cfpfeeds.render import FORMATS
from cfpfeeds.web import create_app
from tests.web.samples import Service, a_call, a_service

OWN = """
[[discipline]]
slug = "care"
name = "Care sciences"
formerly = ["nursing", "social-work-development"]

[[discipline]]
slug = "computing"
name = "Computing"
formerly = ["computer-science"]

[[discipline]]
slug = "glaciology"
name = "Ice and snow"
field = "earth-sciences"
"""
FILES = [fmt.filename for fmt in FORMATS]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Service]:
    """A service whose calls were stored under the shipped slugs, before the operator changed them."""
    before = a_service(tmp_path, a_call("one"), a_call("two", disciplines=("cs-ai",)), config=Config())
    before.publish()
    config = parse(OWN)
    adopt(config.own_disciplines())
    site = site_of(config, before.site.base_url)
    app = create_app(before.store, config, site, before.clock, look_again_s=0.0)
    after = Service(before.store, app, site, before.clock)
    after.publish()
    yield after
    adopt(())


@pytest.mark.parametrize(
    ("path", "target"),
    [
        pytest.param("/nursing/", "/care/", id="renamed"),
        pytest.param("/social-work-development/", "/care/", id="merged"),
        pytest.param("/nursing/?q=night&show=closed", "/care/?q=night&show=closed", id="query"),
        pytest.param("/computer-science/", "/computing/", id="field"),
        *(pytest.param(f"/nursing/{name}", f"/care/{name}", id=name) for name in FILES),
        *(pytest.param(f"/computer-science/{name}", f"/computing/{name}", id=f"field-{name}") for name in FILES),
    ],
)
def test_a_former_address_leads_on_for_good(served: Service, path: str, target: str) -> None:
    answer = served.client.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (301, target)
    assert served.client.get(target).status_code == 200


def test_a_call_stored_under_the_former_slug_stands_in_the_new_lists(served: Service) -> None:
    assert "Care at the edges of the clinic" in served.client.get("/care/").get_data(as_text=True)
    feed = served.client.get("/care/calls.json").get_json()
    assert [item["_cfpfeeds"]["disciplines"] for item in feed["items"]] == [["care"]]
    assert "Care sciences" in served.client.get("/care/deadlines.ics").get_data(as_text=True)
    page = served.client.get("/calls/one").get_data(as_text=True)
    assert '<a href="/care/">Care sciences</a>' in page
    assert "/nursing/" not in page


def test_a_field_holds_the_calls_of_its_leaves_under_its_new_name(served: Service) -> None:
    feed = served.client.get("/computing/calls.json").get_json()
    assert len(feed["items"]) == 1


def test_the_home_page_and_the_subscriptions_name_what_there_is_now(served: Service) -> None:
    home = served.client.get("/").get_data(as_text=True)
    opml = served.client.get("/subscriptions.opml").get_data(as_text=True)
    for text in (home, opml):
        assert "Care sciences" in text
        assert "Ice and snow" in text
        assert "/nursing/" not in text


def test_a_new_one_has_a_page_and_every_file(served: Service) -> None:
    assert served.client.get("/glaciology/").status_code == 200
    assert all(served.client.get(f"/glaciology/{name}").status_code == 200 for name in FILES)


def test_a_misspelt_address_names_the_new_one(served: Service) -> None:
    assert '<a href="/glaciology/">Ice and snow</a>' in served.client.get("/glacology/").get_data(as_text=True)


@pytest.mark.parametrize("path", ["/filter/calls.json", "/filter/deadlines.ics", "/api/calls"])
def test_a_subscription_by_a_former_name_goes_on_under_the_new_one(served: Service, path: str) -> None:
    client = served.app.test_client()
    former, now = (client.get(f"{path}?discipline={slug}") for slug in ("nursing", "care"))
    assert former.status_code == now.status_code == 200
    assert former.get_data() == now.get_data()
    assert b"one" in now.get_data() or b"BEGIN:VEVENT" in now.get_data()
