"""Everything is reached and done with the keyboard, in sight; and read without scripts, without motion, on paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.pages.surfaces import SURFACES

_STOPS = "a[href], button, input:not([type=hidden]), select, textarea, summary, iframe, [tabindex='0']"
_COUNT_STOPS = f"""() => {{
  const radios = new Set();
  const counts = (one) => {{
    if (!one.checkVisibility({{checkVisibilityCSS: true}}) || one.disabled) return false;
    if (one.type !== "radio") return true;
    return !radios.has(one.name) && radios.add(one.name);
  }};
  return [...document.querySelectorAll("{_STOPS}")].filter(counts).length;
}}"""
_AT_STOP = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  const middle = document.elementFromPoint(box.x + Math.min(box.width, 20) / 2, box.y + box.height / 2);
  const marked = one.tagName === "IFRAME" || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
  const seen = box.width > 0 && box.height > 0 && box.right > 0 && box.bottom > 0 && box.y < innerHeight;
  const free = !middle || one.contains(middle) || middle.contains(one) || !!middle.closest("label")?.contains(one);
  window.stops ??= [];
  if (!window.stops.includes(one)) window.stops.push(one);
  return {where: one.outerHTML.slice(0, 110), order: window.stops.indexOf(one), good: marked && seen && free};
}"""


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize(
    "name", ["home", "list", "call", "filter-filled", "embed-builder", "month", "timeline", "status", "no-page"]
)
def test_every_stop_is_reached_with_tab_and_shows_its_focus(page: Page, base: str, name: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(base + SURFACES[name])
    stops = page.evaluate(_COUNT_STOPS)
    reached: dict[int, dict[str, Any]] = {}
    for _ in range(stops + 60):  # a frame has stops of its own
        page.keyboard.press("Tab")
        at = page.evaluate(_AT_STOP)
        if at is None:
            break
        reached[at["order"]] = at
    assert [at["where"] for at in reached.values() if not at["good"]] == []
    assert len(reached) == stops


def test_the_first_stop_leads_past_the_navigation(page: Page, base: str) -> None:
    page.goto(f"{base}/nursing/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_subscription_is_built_and_copied_with_keys_alone(page: Page, base: str) -> None:
    page.goto(f"{base}/filter/")
    tab_to(page, "summary:has-text('Disciplines')")
    page.keyboard.press("Enter")
    tab_to(page, "input[value=nursing]")
    page.keyboard.press("Space")
    tab_to(page, "#words")
    page.keyboard.type("night")
    page.get_by_text("for: Nursing; “night”").wait_for()
    tab_to(page, "[data-copy=calendar]")
    page.keyboard.press("Enter")
    page.get_by_text("Copied:").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == (
        f"{base}/filter/deadlines.ics?discipline=nursing&q=night"
    )


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there."""
    there = page.locator(selector).first
    for _ in range(200):
        page.keyboard.press("Tab")
        if there.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"{selector} is not reached")


def test_choosing_keeps_the_place_of_the_reader(page: Page, base: str) -> None:
    page.goto(f"{base}/filter/?q=night")
    page.locator("#words").focus()
    page.keyboard.press("End")
    page.keyboard.type(" work")
    page.get_by_text("for: “night work”").wait_for()
    assert page.evaluate("document.activeElement.id") == "words"
    assert page.locator("#words").input_value() == "night work"


@pytest.fixture
def unscripted(browser: Browser) -> Iterator[Page]:
    """A page in a browser whose scripts are switched off."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_without_scripts_a_list_is_complete_and_offers_nothing_dead(unscripted: Page, base: str) -> None:
    unscripted.goto(f"{base}/nursing/")
    assert unscripted.locator("#calendar").inner_text() == f"{base}/nursing/deadlines.ics"
    assert unscripted.get_by_role("button", name="Copy").count() == 0
    assert unscripted.locator(".left", has_text="9 days left").first.is_visible()
    unscripted.locator("summary", has_text="closed calls").click()
    assert unscripted.get_by_text("Closed call number 1", exact=True).is_visible()


def test_without_scripts_a_subscription_is_built_by_its_button(unscripted: Page, base: str) -> None:
    unscripted.goto(f"{base}/filter/")
    unscripted.locator("summary", has_text="Disciplines").click()
    unscripted.get_by_label("Nursing").check()
    unscripted.get_by_label("Words").fill("night")
    unscripted.get_by_role("button", name="Show matching calls").click()
    unscripted.get_by_text("1 open call for: Nursing; “night”").wait_for()
    address = unscripted.locator("#calendar").inner_text()
    assert address.startswith(f"{base}/filter/deadlines.ics?")
    assert {"discipline=nursing", "q=night"} <= set(address.partition("?")[2].split("&"))


def test_without_scripts_a_search_and_an_embed_work(unscripted: Page, base: str) -> None:
    unscripted.goto(base)
    unscripted.get_by_role("searchbox").fill("soils")
    unscripted.get_by_role("button", name="Search").click()
    unscripted.get_by_role("link", name="Soils that remember").first.wait_for()
    unscripted.goto(f"{base}/embed")
    unscripted.get_by_label("List", exact=True).select_option("nursing")
    unscripted.get_by_label("Calls at most").fill("3")
    unscripted.get_by_role("button", name="Show it").click()
    assert f"{base}/nursing/frame" in unscripted.locator("#frame").inner_text()
    assert unscripted.frame_locator("iframe.preview").locator("li").count() == 3


@pytest.mark.parametrize("name", ["home", "list", "call", "filter-filled"])
def test_nothing_moves_for_who_wants_no_motion(page: Page, base: str, name: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(base + SURFACES[name])
    moving = page.evaluate(_MOVING)
    assert moving == []


_MOVING = """() => [...document.querySelectorAll("*")].filter((one) => {
  const style = getComputedStyle(one);
  const lasts = [style.transitionDuration, style.animationDuration].join().split(",").map(parseFloat);
  return Math.max(...lasts) > 0 || style.scrollBehavior === "smooth";
}).map((one) => one.outerHTML.slice(0, 90))"""
_ROOMY = """() => {
  const sheet = new CSSStyleSheet();
  const apart = "line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important";
  sheet.replaceSync(`* { ${apart} } p { margin-bottom: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
  const root = document.documentElement;
  const cut = [...document.querySelectorAll("body *:not(.unseen, .unseen *, svg)")].filter((one) => {
    const style = getComputedStyle(one);
    const hides = /hidden|clip/.test(style.overflowX + style.overflowY);
    return hides && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1);
  });
  return [root.scrollWidth - root.clientWidth, cut.map((one) => one.outerHTML.slice(0, 90))];
}"""
"""The distances of WCAG 1.4.12: how far the page then sticks out, and what is cut off."""


@pytest.mark.parametrize("name", SURFACES)
def test_text_set_wider_is_neither_cut_nor_out_of_view(page: Page, base: str, name: str) -> None:
    page.goto(base + SURFACES[name])
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(_ROOMY) == [0, []], width


def test_on_paper_stands_the_address_of_the_call(page: Page, base: str) -> None:
    page.emulate_media(media="print")
    page.goto(f"{base}/calls/extended")
    link = page.get_by_role("link", name="Read the call at its source")
    assert link.is_visible()
    told = link.evaluate("one => getComputedStyle(one, '::after').content")
    assert told == '": https://press.example/calls/extended"'


@pytest.mark.parametrize("name", ["list", "call"])
def test_on_paper_stands_what_matters_in_black_on_white(page: Page, base: str, name: str) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(base + SURFACES[name])
    ground, ink = page.evaluate(
        "(({backgroundColor, color}) => [backgroundColor, color])(getComputedStyle(document.body))"
    )
    assert (ground, ink) == ("rgb(255, 255, 255)", "rgb(0, 0, 0)")
    assert page.get_by_text("Night work and the body clock").first.is_visible()
    assert page.locator(".day", has_text="3 Dec 2026").first.is_visible()
    for gone in ("nav", "form", ".button:not(.main)", ".report", ".skip"):
        assert page.locator(f"{gone}:visible").count() == 0, gone
