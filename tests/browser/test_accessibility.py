"""Every page in every state: WCAG 2.2 AA by axe, light and dark, wide and as narrow as a phone, nothing out of view."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.pages.surfaces import BOXES, SURFACES
from tests.required import from_npm

_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
_ONLY_FOR_PAGES = ("page-has-heading-one",)  # a box stands below the headings of its host
_WIDE, _NARROW = 1280, 320
_LOOKS = [("light", _WIDE), ("dark", _WIDE), ("dark", _NARROW), ("light", _NARROW)]
_ASK_AXE = """async ([tags, without]) => {
  const off = Object.fromEntries(without.map((rule) => [rule, {enabled: false}]));
  const rules = {"target-size": {enabled: true}, ...off};
  const found = await axe.run(document, {runOnly: {type: "tag", values: tags}, rules, resultTypes: ["violations"]});
  return found.violations.map((one) => `${one.id}: ${one.help}: ${one.nodes.map((node) => node.target).join(" | ")}`);
}"""
_STICKS_OUT = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const right = (one) => one.getBoundingClientRect().right;
  const wide = [...document.querySelectorAll("body *")].filter((one) => right(one) > root.clientWidth + 1);
  return [`${root.scrollWidth} px wide`, ...wide.slice(-3).map((one) => one.outerHTML.slice(0, 120))];
}"""
"""What is wider than the window, so that a reader would have to scroll in two directions (WCAG 1.4.10)."""


def judged(page: Page, without: tuple[str, ...] = ()) -> list[str]:
    """What axe and the width of the window hold against the page that is open, in each look."""
    page.evaluate(from_npm("axe-core/axe.min.js").read_text(encoding="utf-8") + "; 0")
    found = []
    for scheme, width in _LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        said: list[str] = page.evaluate(_ASK_AXE, [_TAGS, list(without)])
        found += [f"{scheme} {width}: {told}" for told in said + page.evaluate(_STICKS_OUT)]
    return found


def opened_fully(page: Page, address: str) -> None:
    """Open a page and all that is folded on it."""
    page.goto(address)
    page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")


@pytest.mark.parametrize("name", SURFACES)
def test_a_page_has_no_barrier(page: Page, base: str, name: str) -> None:
    opened_fully(page, base + SURFACES[name])
    assert judged(page) == []


@pytest.mark.parametrize("name", BOXES)
def test_a_box_has_no_barrier(page: Page, base: str, name: str) -> None:
    page.goto(base + BOXES[name])
    assert judged(page, _ONLY_FOR_PAGES) == []


def test_the_first_minutes_have_no_barrier(page: Page, fresh: str) -> None:
    page.goto(fresh)
    page.get_by_text("The first poll is running.").wait_for()
    assert judged(page) == []


def test_a_barrier_would_be_noticed(page: Page) -> None:
    page.set_content(
        '<html lang="en"><title>T</title><main><h1>T</h1><p style="color:#aaa;width:400px">Pale</p></main>'
    )
    found = judged(page)
    assert any(told.startswith("light 1280: color-contrast") for told in found)
    assert any("px wide" in told for told in found)
