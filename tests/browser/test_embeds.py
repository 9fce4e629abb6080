"""Lists in the pages of others: as a frame, as one line with a script, as bare HTML, in the look of the host."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from tests.browser.conftest import Guide, Heard

_LOOK_OF_HOST = """() => ["#before", "#before a", "#after", "#after li", "h1", ".box h2", "body"].map((where) => {
  const style = getComputedStyle(document.querySelector(where));
  const named = ["color", "backgroundColor", "fontFamily", "fontSize", "listStyleType", "margin", "padding"];
  return [where, ...named.map((name) => style[name])];
})"""


def script(base: str, of: str, look: str = "") -> str:
    """The line that a librarian pastes."""
    wish = f' data-look="{look}"' if look else ""
    link = f'<a href="{base}/{of}/">Calls for papers</a>'
    return f'{link}\n<script src="{base}/embed.js" async data-list="{of}"{wish}></script>'


def frame(base: str, of: str, more: str = "") -> str:
    """A frame as the builder gives it."""
    look = 'title="Calls" width="100%" height="420" style="border:0"'
    return f'<iframe src="{base}/{of}/embed?count=5" {look}{more}></iframe>'


def needed(page: Page, number: int = 0) -> int:
    """How high the content of a frame is."""
    inside = page.frame_locator("iframe").nth(number) if number else page.frame_locator("iframe").first
    height: int = inside.locator("html").evaluate("root => Math.ceil(root.getBoundingClientRect().height)")
    return height


def fits(page: Page, box: Locator, number: int = 0) -> None:
    """Wait until a frame is as high as its content."""
    wanted = str(needed(page, number))
    page.wait_for_function(
        "([one, wanted]) => one.getAttribute('height') === wanted", arg=[box.element_handle(), wanted]
    )


def test_one_line_in_a_guide_makes_a_box_that_fits_its_list(page: Page, base: str, guide: Guide) -> None:
    page.goto(f"{base}/embed?list=nursing")
    page.get_by_label("Calls at most").fill("3")
    page.locator("#script", has_text="count=3").wait_for()
    guide.show(page, page.locator("#script").inner_text())
    page.locator("#inside > a[href]").wait_for(state="hidden")
    assert page.frame_locator("iframe").locator("li").count() == 3
    fits(page, page.locator("iframe"))


def test_a_box_grows_and_shrinks_with_the_guide(page: Page, base: str, guide: Guide) -> None:
    guide.show(page, script(base, "nursing", "count=5"))
    page.locator("#inside > a[href]").wait_for(state="hidden")
    fits(page, page.locator("iframe"))
    wide = needed(page)
    page.set_viewport_size({"width": 240, "height": 800})
    page.wait_for_function("wide => +document.querySelector('iframe').getAttribute('height') > wide", arg=wide)
    fits(page, page.locator("iframe"))
    page.set_viewport_size({"width": 1280, "height": 800})
    page.wait_for_function("wide => +document.querySelector('iframe').getAttribute('height') === wide", arg=wide)


def test_two_boxes_on_a_page_keep_their_own_heights(page: Page, base: str, guide: Guide) -> None:
    guide.show(page, script(base, "nursing", "count=1") + script(base, "all", "count=8"))
    for number in range(2):
        page.locator("#inside > a[href]").nth(number).wait_for(state="hidden")
        fits(page, page.locator("iframe").nth(number), number)
    low, high = (int(box.get_attribute("height") or 0) for box in page.locator("iframe").all())
    assert low * 3 < high
    assert page.frame_locator("iframe").first.locator("li").count() == 1
    assert page.frame_locator("iframe").nth(1).locator("li").count() == 8


def test_a_stranger_in_the_guide_cannot_change_the_height(page: Page, base: str, guide: Guide) -> None:
    guide.show(page, script(base, "nursing", "count=2"))
    page.locator("#inside > a[href]").wait_for(state="hidden")
    fits(page, page.locator("iframe"))
    page.evaluate(
        "new Promise((done) => { addEventListener('message', () => setTimeout(done)); "
        "postMessage({cfpfeeds: {height: 9999}}, '*'); })"
    )
    fits(page, page.locator("iframe"))


def inserted(base: str, context: BrowserContext) -> str:
    """The list as bare HTML, as a server puts it into its page."""
    return context.request.get(f"{base}/nursing/fragment?count=4&level=3").text()


@pytest.mark.parametrize("way", ["script", "frame", "sandbox", "fragment", "link"])
def test_an_embed_leaves_its_host_alone_and_asks_nobody_else(
    page: Page, context: BrowserContext, heard: Heard, base: str, guide: Guide, way: str
) -> None:
    guide.show(page, "")
    before = page.evaluate(_LOOK_OF_HOST)
    heard.asked.clear()
    markup = {
        "script": script(base, "nursing"),
        "frame": frame(base, "nursing"),
        "sandbox": frame(base, "nursing", ' sandbox="allow-scripts allow-popups"'),
        "fragment": inserted(base, context),
        "link": f'<a href="{base}/nursing/">Calls for papers</a>',
    }[way]
    guide.show(page, markup)
    page.wait_for_load_state("networkidle")
    assert page.evaluate(_LOOK_OF_HOST) == before
    assert heard.asked - {guide.address} <= {base}
    assert context.cookies() == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    if way == "fragment":
        look = "getComputedStyle(document.querySelector('#inside h3')).fontFamily"
        assert page.evaluate(look) == page.evaluate("getComputedStyle(document.querySelector('.box')).fontFamily")
        assert page.locator("#inside li").count() == 4
    elif way != "link":
        assert page.frame_locator("iframe").locator("li").count() >= 5


@pytest.mark.parametrize("width", [180, 300, 728])
def test_nothing_sticks_out_of_a_box(page: Page, base: str, guide: Guide, width: int) -> None:
    guide.show(page, f'<div style="width:{width}px">{frame(base, "all")}</div>')
    root = page.frame_locator("iframe").locator("html")
    assert root.evaluate("root => root.scrollWidth <= root.clientWidth")


def test_without_the_service_the_link_stays(browser: Browser, guide: Guide) -> None:
    opened = browser.new_page()
    guide.show(
        opened, '<a href="https://x.example/">Calls</a><script src="http://127.0.0.1:9/embed.js" async></script>'
    )
    assert opened.get_by_role("link", name="Calls").is_visible()
    opened.close()


def test_a_box_in_a_sandbox_without_scripts_is_complete(browser: Browser, base: str, guide: Guide) -> None:
    opened = browser.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    guide.show(opened, frame(base, "nursing", ' sandbox="allow-popups"').replace("/embed", "/frame"))
    inside = opened.frame_locator("iframe")
    assert inside.locator("li").count() == 5
    assert said == []
    with opened.expect_popup() as popup:
        inside.locator("a.title").first.click()
    assert popup.value.url.startswith(f"{base}/calls/")
    popup.value.close()
    opened.close()


_RSS_BOX = """async ([address, most]) => {
  const text = await (await fetch(address)).text();
  const feed = new DOMParser().parseFromString(text, "text/xml");
  const list = document.getElementById("inside").appendChild(document.createElement("ul"));
  for (const item of [...feed.querySelectorAll("item")].slice(0, most)) {
    const row = list.appendChild(document.createElement("li"));
    const link = row.appendChild(document.createElement("a"));
    link.href = item.querySelector("link").textContent;
    link.textContent = item.querySelector("title").textContent;
    const said = new DOMParser().parseFromString(item.querySelector("description").textContent, "text/html");
    row.appendChild(document.createElement("p")).textContent = said.body.textContent.slice(0, 200);
  }
}"""
"""What the feed box of a guide does: titles with their links, and the first 200 characters of each description."""


def test_the_feed_box_of_a_guide_shows_title_link_and_deadline(page: Page, base: str, guide: Guide) -> None:
    guide.show(page, "")
    page.evaluate(_RSS_BOX, [f"{base}/nursing/calls.rss", 5])
    rows: list[dict[str, Any]] = page.locator("#inside li").evaluate_all(
        "rows => rows.map((row) => ({href: row.querySelector('a').href, said: row.innerText}))"
    )
    assert len(rows) == 5
    for row in rows:
        assert "2026" in row["said"] or "2027" in row["said"] or "TBD" in row["said"], row
    page.locator("#inside a").first.click()
    page.get_by_role("heading", level=1).wait_for()
