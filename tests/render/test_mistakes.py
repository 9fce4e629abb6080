"""A reader who finds a mistake need not explain which: the letter or the issue already says it."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from cfpfeeds.render.mistakes import report_call, report_entry, report_page
from tests.render.samples import SITE, a_call, an_entry

TRACKER = replace(SITE, mistakes="https://tracker.example/new?title={title}&body={body}&page={page}")


def asked(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query, strict_parsing=True).items()}


def test_a_letter_names_call_field_and_evidence() -> None:
    address = report_entry(a_call(), an_entry(), SITE)
    assert address.startswith("mailto:librarian@example.org?")
    letter = asked(address)
    assert letter["subject"] == "Wrong date: Care at the edges of the clinic"
    for line in (
        "Call: Care at the edges of the clinic",
        "Page: https://calls.example.org/calls/c1f0",
        "Source: https://publisher.example/calls/care?journal=jim&issue=4",
        "Field: Submission due (submission)",
        "Shown: Submission due 31 May 2024",
        "Printed: Due: May 31, 2024 (Sage)",
    ):
        assert line in letter["body"].split("\r\n")


def test_a_tracker_gets_the_same_in_its_own_address() -> None:
    issue = asked(report_entry(a_call(title="A & B? #1"), an_entry(), TRACKER))
    assert issue["title"] == "Wrong date: A & B? #1"
    assert issue["page"] == "https://calls.example.org/calls/c1f0"
    assert "Printed: Due: May 31, 2024 (Sage)" in issue["body"]


def test_what_strangers_wrote_adds_no_field_to_the_letter() -> None:
    letter = asked(report_call(a_call(title="Care&bcc=evil@example.org\r\nBcc: x"), SITE))
    assert set(letter) == {"subject", "body"}


def test_a_page_and_a_tracker_without_placeholders() -> None:
    assert "Page: https://calls.example.org/nursing/" in asked(report_page(SITE, "/nursing/"))["body"]
    assert report_call(a_call(), replace(SITE, mistakes="https://tracker.example/")) == "https://tracker.example/"


def test_without_an_operator_there_is_no_link() -> None:
    assert report_call(a_call(), replace(SITE, contact="")) == ""
