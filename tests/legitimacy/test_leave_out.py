"""What an operator leaves out is shown nowhere, and is back when the rule is gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfpfeeds.config import Config
from cfpfeeds.config.load import parse
from cfpfeeds.leave_out import LeaveOut
from cfpfeeds.publish import publish
from cfpfeeds.web import create_app
from tests.commands.mirror import a_table, written
from tests.commands.test_cli import Run, mirror, poll, run
from tests.config.test_load import problems_of
from tests.web.samples import Service, a_call, a_service

__all__ = ["mirror", "run"]

CALL = a_call(
    url="https://journals.press.example/1",
    title="Night Work",
    venue="Journal of Wild Claims",
    acronym="JWC",
    summary="Published by Dubious Press, London.",
)


@pytest.mark.parametrize(
    ("rules", "why"),
    [
        pytest.param(LeaveOut(hosts=["journals.press.example"]), "host journals.press.example", id="host"),
        pytest.param(LeaveOut(hosts=["www.press.example"]), "host press.example", id="host-and-its-subdomains"),
        pytest.param(LeaveOut(hosts=["ress.example", "s.press.example"]), "", id="another-host-that-ends-so"),
        pytest.param(LeaveOut(venues=["journal of WILD-claims"]), "venue journal of WILD-claims", id="venue"),
        pytest.param(LeaveOut(venues=["jwc"]), "venue jwc", id="acronym"),
        pytest.param(LeaveOut(venues=["Wild Claims"]), "", id="part-of-a-venue"),
        pytest.param(LeaveOut(publishers=["dubious press"]), "publisher dubious press", id="publisher"),
        pytest.param(LeaveOut(publishers=["Dub"]), "", id="part-of-a-word"),
        pytest.param(LeaveOut(), "", id="nothing"),
    ],
)
def test_a_rule_fits_or_not(rules: LeaveOut, why: str) -> None:
    assert rules.why(CALL) == why
    assert rules.shown([CALL]) == (() if why else (CALL,))


def test_a_broken_address_is_left_alone() -> None:
    assert LeaveOut(hosts=["a.example"]).why(a_call(url="http://[a.example")) == ""


def seen(service: Service, config: Config, path: str) -> tuple[int, str]:
    publish(service.store, service.site, now=service.clock.now, leave_out=config.leave_out.told())
    app = create_app(service.store, config, service.site, service.clock, look_again_s=0.0)
    answer = app.test_client().get(path)
    return answer.status_code, answer.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/nursing/", "/all/", "/nursing/calls.rss", "/all/calls.json", "/all/deadlines.ics"])
def test_it_is_on_no_list_and_comes_back_without_the_rule(tmp_path: Path, path: str) -> None:
    service = a_service(tmp_path, CALL, a_call("other", title="Rural care"))
    status, text = seen(service, parse('[leave_out]\nvenues = ["JWC"]\n'), path)
    assert status == 200
    assert "Rural care" in text
    assert "Night Work" not in text
    assert "Night Work" in seen(service, Config(), path)[1]


@pytest.mark.parametrize("path", [f"/calls/{CALL.id}", f"/calls/{CALL.id}.ics"])
def test_its_own_page_is_gone_as_well(tmp_path: Path, path: str) -> None:
    service = a_service(tmp_path, CALL)
    assert seen(service, parse('[leave_out]\nhosts = ["press.example"]\n'), path)[0] == 404
    assert seen(service, Config(), path)[0] == 200


@pytest.mark.usefixtures("mirror")
def test_check_says_what_each_rule_hides(run: Run, tmp_path: Path, mirror: object) -> None:
    path = written(tmp_path, a_table("press"), a_table("society"))
    poll(run, mirror)  # type: ignore[arg-type]
    rules = '[leave_out]\nvenues = ["Building Quarterly", "Nowhere Letters"]\n'
    path.write_text(rules + path.read_text(encoding="utf-8"), encoding="utf-8")
    ended = run("check")
    assert "leave_out: venue Building Quarterly: hides 1 call" in ended.out
    assert "leave_out: venue Nowhere Letters: fits no call at present" in ended.out
    assert {"left_out": "venue Building Quarterly", "calls": 1} in run("check", "--json").lines


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param('[leave_out]\nhosts = ["https://a.example/"]', "`hosts.1` must be a host name", id="address"),
        pytest.param('[leave_out]\nvenues = ["a"]', '`venues.1` holds "a": a name needs 3 letters', id="short"),
        pytest.param('[leave_out]\nvenue = ["abc"]', "`venue` is unknown; did you mean `venues`?", id="misspelt"),
        pytest.param('[[leave_out]]\nvenues = ["abc"]', "leave_out: must be a table of its own", id="list-of-tables"),
    ],
)
def test_what_is_wrong_is_named(text: str, problem: str) -> None:
    assert any(problem in told for told in problems_of(text)), problems_of(text)
