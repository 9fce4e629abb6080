"""What a person does in a browser: build a subscription, copy, search, count the days."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page


def test_a_subscription_is_built_by_choosing(page: Page, base: str) -> None:
    page.goto(f"{base}/filter/")
    page.locator("summary", has_text="Disciplines").click()
    page.get_by_label("Nursing").check()
    page.get_by_label("Words").fill("night")
    page.get_by_text("1 open call for: Nursing; “night”").wait_for()
    assert page.url == f"{base}/filter/?discipline=nursing&q=night"
    assert page.locator("#calendar").inner_text() == f"{base}/filter/deadlines.ics?discipline=nursing&q=night"


def test_copying_an_address_is_said(page: Page, base: str) -> None:
    page.goto(f"{base}/nursing/")
    page.get_by_role("button", name="Copy").first.click()
    page.get_by_role("status").get_by_text("Copied:").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == f"{base}/nursing/deadlines.ics"


def test_an_address_that_one_has_is_opened_for_editing(page: Page, base: str) -> None:
    page.goto(f"{base}/filter/")
    page.get_by_label("Address of a calendar").fill("webcal://anywhere.example/nursing/deadlines.ics")
    page.get_by_role("button", name="Open it").click()
    page.get_by_text("for: Nursing").wait_for()
    assert page.url == f"{base}/filter/?discipline=nursing"


def test_searching_from_the_front_page(page: Page, base: str) -> None:
    page.goto(base)
    page.get_by_role("searchbox").fill('"body clock"')
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Night work and the body clock").wait_for()
    assert "q=%22body+clock%22" in page.url


def test_a_moment_is_told_in_the_readers_own_time(page: Page, base: str) -> None:
    page.goto(f"{base}/calls/extended")
    page.get_by_text("In your time (Tokyo): 4 December 2026 at 20:59.").wait_for()
    assert page.locator(".left").first.inner_text() == "9 days left"


def test_the_last_hours_are_counted(page: Page, base: str) -> None:
    page.clock.set_fixed_time("2026-12-03T20:00:00Z")
    page.goto(f"{base}/calls/extended")
    page.locator(".left", has_text="15 hours left").first.wait_for()
    page.clock.set_fixed_time("2026-12-04T12:00:00Z")
    page.goto(f"{base}/calls/extended")
    page.locator(".left", has_text="passed").first.wait_for()
    assert page.locator(".left", has_text="hours left").count() == 0


@pytest.mark.parametrize(
    ("label", "starts"),
    [
        pytest.param("Apple, Thunderbird, Outlook desktop", "webcal://127.0.0.1:", id="webcal"),
        pytest.param("Google Calendar", "https://calendar.google.com/", id="google"),
        pytest.param("Outlook.com", "https://outlook.live.com/", id="outlook"),
        pytest.param("Outlook at work", "https://outlook.office.com/", id="office"),
    ],
)
def test_a_click_hands_the_calendar_to_a_program(page: Page, base: str, label: str, starts: str) -> None:
    page.goto(f"{base}/nursing/")
    address = page.get_by_role("link", name=label, exact=True).get_attribute("href") or ""
    assert address.startswith(starts)
    told = f"{address}{parse_qs(urlsplit(address).query)}"
    assert f"{urlsplit(base).netloc}/nursing/deadlines.ics" in told


def test_the_copied_address_of_a_selection_is_its_calendar_and_opens_again(page: Page, base: str) -> None:
    page.goto(f"{base}/filter/")
    page.get_by_label("Words").fill('"body clock"')
    page.get_by_text('1 open call for: "body clock"').wait_for()
    page.get_by_role("button", name="Copy").first.click()
    page.get_by_text("Copied:").wait_for()
    copied = str(page.evaluate("navigator.clipboard.readText()"))
    with urlopen(copied) as answer:
        assert b"Night work and the body clock" in answer.read().replace(b"\r\n ", b"")
    page.goto(f"{base}/filter/")
    page.get_by_label("Address of a calendar").fill(copied)
    page.keyboard.press("Enter")
    page.get_by_text('1 open call for: "body clock"').wait_for()
    assert page.get_by_label("Words").input_value() == '"body clock"'


def test_a_choice_that_is_taken_back_leaves_no_trace_in_the_address(page: Page, base: str) -> None:
    page.goto(f"{base}/filter/")
    page.locator("summary", has_text="Disciplines").click()
    page.get_by_label("Nursing").check()
    page.get_by_text("for: Nursing").wait_for()
    page.get_by_label("Nursing").uncheck()
    page.get_by_text("Nothing chosen yet.").wait_for()
    assert page.url == f"{base}/filter/"


def test_a_discipline_that_is_chosen_is_in_view(page: Page, base: str) -> None:
    page.goto(f"{base}/filter/?discipline=psychology")
    box, chosen = page.locator(".choices").bounding_box(), page.get_by_label("Psychology").bounding_box()
    assert box is not None
    assert chosen is not None
    assert box["y"] < chosen["y"] < box["y"] + box["height"] - chosen["height"]


def test_a_list_is_narrowed_and_widened_again(page: Page, base: str) -> None:
    page.goto(f"{base}/all/")
    page.locator("summary", has_text="Narrow and sort").click()
    page.get_by_label("Kind").select_option(label="Conference")
    page.get_by_role("button", name="Search").click()
    page.get_by_text("open calls as chosen").wait_for()
    kinds = page.locator("#calls ~ .calls .venue").all_inner_texts()
    assert kinds
    assert all(told.startswith("Conference") for told in kinds)
    page.get_by_role("link", name="Show all open calls of this list").click()
    page.get_by_text("open calls for papers").wait_for()
    assert page.url == f"{base}/all/"


def test_colours_follow_the_system_while_a_page_is_open(page: Page, base: str) -> None:
    ground = (
        "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).reduce((sum, n) => sum + +n, 0)"
    )
    page.goto(f"{base}/nursing/")
    light = page.evaluate(ground)
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(ground) < 200 < 600 < light
    page.emulate_media(color_scheme="light")
    assert page.evaluate(ground) == light


def test_a_search_becomes_a_subscription_with_one_click(page: Page, base: str) -> None:
    page.goto(f"{base}/nursing/?q=night")
    page.locator("main").get_by_role("link", name="Your own subscription").click()
    page.get_by_text("1 open call for: Nursing; “night”").wait_for()


@pytest.mark.parametrize(
    ("locale", "offered"),
    [pytest.param("de-AT", "/de/nursing/", id="spoken"), pytest.param("fi-FI", "", id="not-spoken")],
)
def test_readers_are_offered_their_language_and_sent_nowhere(
    browser: Browser, base: str, locale: str, offered: str
) -> None:
    context = browser.new_context(locale=locale)
    page = context.new_page()
    page.goto(f"{base}/nursing/")
    offer = page.locator("#offer")
    assert page.url == f"{base}/nursing/"
    if offered:
        offer.get_by_role("link").click()
        page.wait_for_url(f"{base}{offered}")
        assert page.locator("html").get_attribute("lang") == "de"
        assert page.locator("#offer").is_hidden()
    else:
        assert offer.is_hidden()
    context.close()


@pytest.mark.parametrize(
    ("at", "told"),
    [
        pytest.param("2026-11-24T12:30:00Z", "9 days left", id="days"),
        pytest.param("2026-12-02T16:00:00Z", "43 hours left", id="hours"),
        pytest.param("2026-12-04T11:27:30Z", "30 minutes left", id="minutes"),
        pytest.param("2026-12-04T12:00:01Z", "passed", id="passed"),
    ],
)
def test_an_open_page_counts_on(page: Page, base: str, at: str, told: str) -> None:
    page.clock.install(time="2026-11-24T12:30:00Z")
    page.goto(f"{base}/calls/extended")
    page.clock.set_system_time(at)
    page.clock.run_for(60_000)
    page.locator(".left", has_text=told).first.wait_for()
    page.clock.set_fixed_time(at)
