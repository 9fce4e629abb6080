"""Takes the pictures of docs/screenshots anew, by hand: python scripts/screenshots.py [NAME...]

Pages are those of the demo (5 January 2024) and, where the demo has nothing to show, of the calls that the tests use;
no server runs and nothing is fetched: the browser is answered by the application itself. Needs Chromium and the extra
`dev`. The pictures have 128 colours or fewer, so that all of them together stay small.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from io import BytesIO
from itertools import count
from pathlib import Path

import feedparser
import pypdfium2 as pdfium
from flask.testing import FlaskClient
from PIL import Image
from playwright.sync_api import Browser, Page, Route, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from cfpfeeds import operations  # noqa: E402
from cfpfeeds.config import load  # noqa: E402
from cfpfeeds.languages import LANGUAGES  # noqa: E402
from cfpfeeds.operations import Service, demo_config, demo_pages  # noqa: E402
from cfpfeeds.web import create_app  # noqa: E402
from tests.pages.surfaces import a_service_of_every_state  # noqa: E402
from tests.web.samples import NOW as LIBRARY_DAY  # noqa: E402

FOLDER = ROOT / "docs" / "screenshots"
BASE = "https://calls.example.org"
GUIDE = "https://guides.example.org/nursing"
DEMO_DAY = datetime(2024, 1, 5, 12, tzinfo=UTC)
_COLOURS = 128
_DOTS = 96
_MOST_BYTES = 250_000
_MOST_BYTES_TOGETHER = 4_000_000
_WIDE, _PHONE = (1280, 1000), (360, 760)


@dataclass(frozen=True)
class Shot:
    """One picture: which service, which page, how large the window, and what is done before it is taken."""

    path: str
    size: tuple[int, int] = _WIDE
    of: str = "demo"
    dark: bool = False
    paper: bool = False
    locale: str = "en-GB"
    before: Callable[[Page], None] = lambda _: None


def _embed_in_guide(page: Page) -> None:
    page.locator("iframe").wait_for()
    page.wait_for_function("+document.querySelector('iframe').height !== 420")


def _unfold(summary: str) -> Callable[[Page], None]:
    return lambda page: page.locator("summary", has_text=summary).first.click()


def _scroll_to(selector: str) -> Callable[[Page], None]:
    return lambda page: page.locator(selector).first.evaluate("one => one.scrollIntoView()")


_CHOSEN = "/filter/?discipline=health-services&discipline=public-health&stage=abstract&stage=submission&remind=7d"
SHOTS: dict[str, Shot] = {
    "home": Shot("/"),
    "home-dark": Shot("/", dark=True),
    "home-phone": Shot("/", _PHONE),
    "home-disciplines": Shot("/", before=_scroll_to(".index")),
    "list": Shot("/medicine/", (1280, 1150)),
    "list-narrowed": Shot("/all/?kind=special_issue&within=180d&q=health"),
    "list-german": Shot("/de/medicine/", (1280, 1150), locale="de-AT"),
    "list-phone-dark": Shot("/all/?q=health", _PHONE, dark=True, before=_scroll_to("#calls")),
    "call": Shot("/calls/extended", (1280, 1250), of="library"),
    "call-dark": Shot("/calls/extended", (1280, 1000), of="library", dark=True),
    "call-phone": Shot("/calls/extended", _PHONE, of="library"),
    "call-print": Shot("/calls/extended", of="library", paper=True),
    "filter": Shot(_CHOSEN),
    "filter-phone": Shot(_CHOSEN, (360, 900), before=_scroll_to("#result")),
    "month": Shot("/all/month/2024-03/"),
    "month-phone": Shot("/all/month/2024-03/", _PHONE),
    "timeline": Shot("/all/timeline/"),
    "timeline-phone": Shot("/all/timeline/", _PHONE),
    "journals": Shot("/journal/", (1280, 900)),
    "source": Shot("/source/sage-hub/"),
    "status": Shot("/status", of="library"),
    "embed-builder": Shot("/embed?list=medicine&count=3"),
    "embed-in-a-guide": Shot(GUIDE, (1280, 820), before=_embed_in_guide),
    "embed-in-a-guide-phone": Shot(GUIDE, _PHONE, before=_embed_in_guide),
    "problem": Shot("/nurse/", (1280, 590)),
}


@contextmanager
def _demo(folder: Path) -> Iterator[FlaskClient]:
    config, database = load(demo_config()), f"sqlite:///{folder}/demo.sqlite"
    settings = config.settings.model_copy(update={"languages": LANGUAGES})
    config = config.model_copy(update={"settings": settings})
    numbers = count(1)
    operations.mint = lambda: f"demo{next(numbers):04}"  # so that the pictures are the same the next time
    service = Service(config, database, lambda: DEMO_DAY, base_url=BASE, archive=demo_pages())
    for source in config.sources:
        service.poll([source])
    service.publish()
    yield create_app(service.store, config, service.site, service.clock).test_client()
    service.close()


def _guide(service: FlaskClient) -> str:
    """A plain guide with a list of the service: as one line with a script, and in a feed box."""
    feed = feedparser.parse(service.get("/medicine/calls.rss").data)
    rows = (
        f'<li><a href="{escape(item.link)}">{escape(item.title)}</a><p>{escape(item.summary[:110])}</p></li>'
        for item in feed.entries[:6]
    )
    line = f'<script src="{BASE}/embed.js" async data-list="medicine" data-look="count=4&level=3"></script>'
    page = (Path(__file__).parent / "guide.html").read_text(encoding="utf-8")
    listed = f'<ul class="feed">{"".join(rows)}</ul>'
    return page.replace("<!--SCRIPT-->", line).replace("<!--FEED-->", listed)


def _taken(browser: Browser, shot: Shot, service: FlaskClient, now: datetime) -> bytes:
    context = browser.new_context(
        viewport={"width": shot.size[0], "height": shot.size[1]},
        color_scheme="dark" if shot.dark else "light",
        reduced_motion="reduce",
        locale=shot.locale,
        timezone_id="Europe/Vienna",
    )
    context.clock.set_fixed_time(now)

    def answer(route: Route) -> None:
        answered = service.get(route.request.url.removeprefix(BASE))
        route.fulfill(status=answered.status_code, headers=dict(answered.headers), body=answered.data)

    context.route(f"{BASE}/**", answer)
    context.route(GUIDE, lambda route: route.fulfill(body=_guide(service), content_type="text/html; charset=utf-8"))
    page = context.new_page()
    page.goto(shot.path if shot.path == GUIDE else BASE + shot.path, wait_until="networkidle")
    shot.before(page)
    picture = _first_sheet(page.pdf(format="A4", print_background=True)) if shot.paper else page.screenshot()
    context.close()
    return bytes(picture)


def _first_sheet(file: bytes) -> bytes:
    """The first page of a PDF, as a picture with the margins of the paper."""
    made = BytesIO()
    with pdfium.PdfDocument(file) as document:
        document[0].render(scale=_DOTS / 72).to_pil().save(made, "PNG")
    return made.getvalue()


def _small(picture: bytes) -> bytes:
    made = BytesIO()
    image = Image.open(BytesIO(picture)).convert("RGB")
    image.quantize(_COLOURS, dither=Image.Dither.NONE).save(made, "PNG", optimize=True)
    return made.getvalue()


def main() -> None:
    """Take the pictures that are named, or all; refuse to keep what is too large."""
    wanted = sys.argv[1:] or list(SHOTS)
    if unknown := [name for name in wanted if name not in SHOTS]:
        sys.exit(f"no picture is called {', '.join(unknown)}; there are {', '.join(SHOTS)}")
    with ExitStack() as open_until_then:
        work = Path(open_until_then.enter_context(tempfile.TemporaryDirectory()))
        (work / "demo").mkdir()
        (work / "library").mkdir()
        services = {
            "demo": (open_until_then.enter_context(_demo(work / "demo")), DEMO_DAY),
            "library": (a_service_of_every_state(work / "library", BASE).client, LIBRARY_DAY),
        }
        started = open_until_then.enter_context(sync_playwright())
        chromium = shutil.which("chromium") or sys.exit("Chromium is not installed")
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name in wanted:
            picture = _small(_taken(browser, SHOTS[name], *services[SHOTS[name].of]))
            if len(picture) > _MOST_BYTES:
                sys.exit(f"{name} has {len(picture):,} bytes, more than {_MOST_BYTES:,}: make its window smaller")
            (FOLDER / f"{name}.png").write_bytes(picture)
            print(f"{name}.png: {len(picture) // 1000} kB")
        browser.close()
    together = sum(path.stat().st_size for path in FOLDER.glob("*.png"))
    if together > _MOST_BYTES_TOGETHER:
        sys.exit(f"all pictures together have {together:,} bytes, more than {_MOST_BYTES_TOGETHER:,}")


if __name__ == "__main__":
    main()
