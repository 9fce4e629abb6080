"""A host that does not answer is left alone, and asked again."""

from __future__ import annotations

import httpx
import pytest

from cfpfeeds.errors import FetchError
from cfpfeeds.fetch import Request
from tests.fetch.scripted import Script, Time, a_fetcher, a_page

HOST = "https://press.example"


def reason(fetcher: object, number: int) -> str:
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(Request(url=f"{HOST}/{number}"))  # type: ignore[attr-defined]
    return caught.value.reason


def test_after_three_failures_a_host_is_left_alone_and_other_hosts_are_not() -> None:
    script = Script({f"{HOST}/{n}": httpx.ReadTimeout("slow") for n in range(9)} | {"https://other.example/": a_page()})
    fetcher = a_fetcher(script)
    for number in range(3):
        assert "no answer within" in reason(fetcher, number)
    asked = len(script.asked)
    assert "asked again in" in reason(fetcher, 3)
    assert len(script.asked) == asked
    fetcher.fetch(Request(url="https://other.example/"))


def test_it_is_asked_again_after_a_pause_that_doubles_and_one_answer_makes_it_well() -> None:
    time = Time()
    answers: dict[str, httpx.Response | Exception | list[httpx.Response | Exception]] = {
        f"{HOST}/{n}": httpx.Response(503) for n in range(9)
    }
    script = Script({**answers, f"{HOST}/8": a_page()})
    fetcher = a_fetcher(script, time=time)
    for number in range(3):
        assert "503" in reason(fetcher, number)
    time.seconds += 301
    assert "503" in reason(fetcher, 3)
    time.seconds += 301
    assert "asked again in" in reason(fetcher, 4)
    time.seconds += 301
    fetcher.fetch(Request(url=f"{HOST}/8"))
    for number in range(3):
        assert "503" in reason(fetcher, number)


@pytest.mark.parametrize("status", [403, 404, 410, 429])
def test_a_host_that_refuses_has_answered(status: int) -> None:
    script = Script({f"{HOST}/{n}": httpx.Response(status) for n in range(9)})
    fetcher = a_fetcher(script)
    for number in range(9):
        assert str(status) in reason(fetcher, number)


def test_a_body_that_is_too_large_is_no_failure_of_the_host() -> None:
    script = Script({f"{HOST}/{n}": a_page("x" * 9000) for n in range(9)})
    fetcher = a_fetcher(script)
    for number in range(9):
        with pytest.raises(FetchError, match="body over"):
            fetcher.fetch(Request(url=f"{HOST}/{number}", max_bytes=1000))
