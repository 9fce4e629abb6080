"""Pages in every language: what a reader sees is in it, and one address is one page."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from cfpfeeds.languages import LANGUAGES, language_of, speaking
from cfpfeeds.model import Discipline
from cfpfeeds.web import words
from tests.web.samples import Service, a_call, a_filled_service, a_service

OTHERS = LANGUAGES[1:]
PAGES = (
    "/",
    "/all/",
    "/all/?show=closed",
    "/all/?q=nosuchword",
    "/nursing/",
    "/nursing/month/",
    "/nursing/timeline/",
    "/computer-science/",
    "/unclassified/",
    "/journal/",
    "/source/press/",
    "/calls/extended",
    "/filter/",
    "/filter/?discipline=nursing&remind=7d&within=90d",
    "/embed",
    "/nursing/embed",
    "/nursing/frame",
    "/nursing/fragment",
    "/status",
    "/about",
    "/no-such-page",
)
# Names of programs, formats and menus, examples of addresses, and words that are the same in both languages.
NAMES = (
    r"English|Deutsch|Français|Español|简体中文|RSS|Atom|JSON Feed|AoE|Google Calendar|Outlook\.com|Apple Calendar|"
    r"Thunderbird|GNOME, KDE|Nextcloud|Proton, Fastmail|Moodle|LibGuides|WordPress|Drupal|Canvas|Feeds|Aggregator|"
    r"Full HTML|Add / Reorder.*|https://\S+|\S+@\S+|1b5e4b|Night work .* – Calls for papers"
)
SAME = {
    "de": re.compile(rf"{NAMES}|Abstract|Link|Calls|Block|Jan|Feb|Apr|Nov|November 2026"),
    "fr": re.compile(rf"{NAMES}|Notification|Sources|sources|Disciplines|Pages|Site|Dates"),
    "es": re.compile(NAMES),
    "zh": re.compile(NAMES),
}
_UNSEEN = ("script", "style", "code", "pre", "textarea")


def seen(page: str) -> set[str]:
    """Every piece of text that is in the language of the page: not code, nor what names another language."""
    found: set[str] = set()

    def walk(node: LexborNode, foreign: bool) -> None:
        if node.tag in _UNSEEN:
            return
        told = node.attributes.get("lang") if node.tag not in ("-text", "html", "section") else None
        foreign = foreign or told is not None or "dir" in node.attributes
        if node.tag == "-text":
            text = " ".join((node.text_content or "").split())
            if text and not foreign and re.search(r"[A-Za-z]{3}", text):
                found.add(text)
        else:
            for name in ("aria-label", "title", "placeholder"):
                if (said := node.attributes.get(name)) and not foreign:
                    found.add(said)
        child = node.child
        while child is not None:
            walk(child, foreign)
            child = child.next

    tree = LexborHTMLParser(page)
    assert tree.root is not None
    walk(tree.root, False)
    return found


def names(served: Service) -> set[str]:
    """What sources are called, and what the service is."""
    return {served.site.title, f"– {served.site.title}", *served.site.source_names.values(), "Never polled"}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return a_filled_service(tmp_path_factory.mktemp("languages"))


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("code", OTHERS)
def test_no_english_is_left_on_a_page(served: Service, code: str, path: str) -> None:
    english = seen(served.client.get(path).get_data(as_text=True))
    other = seen(served.client.get(f"/{code}{path}").get_data(as_text=True))
    left = {text for text in english & other if not SAME[code].fullmatch(text)} - names(served)
    assert left == set()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_page_names_its_language_and_has_no_placeholder_left(served: Service, code: str, path: str) -> None:
    page = served.client.get(path if code == "en" else f"/{code}{path}").get_data(as_text=True)
    assert f'lang="{language_of(code).tag}"' in page
    assert "%(" not in page


@pytest.mark.parametrize("code", OTHERS)
def test_links_within_a_page_keep_its_language(served: Service, code: str) -> None:
    page = served.client.get(f"/{code}/nursing/").get_data(as_text=True)
    main = page[page.index("<header") : page.index('class="languages"')]
    within = [href for href in re.findall(r'href="(/[^"#]*)', main) if not href.startswith("/static/")]
    files = [href for href in within if re.search(r"\.(rss|atom|json|ics|opml)$", href)]
    assert within
    assert [href for href in within if href not in files and not href.startswith(f"/{code}/")] == []
    assert [href for href in files if href.startswith(f"/{code}/")] == []


def test_a_page_names_itself_and_its_other_languages(served: Service) -> None:
    page = served.client.get("/de/nursing/").get_data(as_text=True)
    base = "https://calls.example.org"
    assert f'<link rel="canonical" href="{base}/de/nursing/">' in page
    told = dict(re.findall(r'rel="alternate" hreflang="([^"]+)" href="([^"]+)"', page))
    assert told == {
        "en": f"{base}/nursing/",
        "x-default": f"{base}/nursing/",
        "zh-Hans": f"{base}/zh/nursing/",
        **{code: f"{base}/{code}/nursing/" for code in ("de", "fr", "es")},
    }


def test_every_page_leads_to_itself_in_the_other_languages(served: Service) -> None:
    page = served.client.get("/fr/filter/?discipline=nursing").get_data(as_text=True)
    menu = page[page.index('class="languages"') :]
    assert 'href="/de/filter/?discipline=nursing" hreflang="de"' in menu
    assert 'href="/filter/?discipline=nursing" hreflang="en"' in menu


@pytest.mark.parametrize(
    ("asked", "leads"),
    [
        pytest.param("/de", "/de/", id="no-slash"),
        pytest.param("/de/nursing", "/de/nursing/", id="list-without-slash"),
        pytest.param("/de/nursing/calls.rss", "/nursing/calls.rss", id="feed"),
        pytest.param("/de/filter/deadlines.ics?q=care", "/filter/deadlines.ics?q=care", id="calendar-of-ones-own"),
        pytest.param("/de/calls/extended.ics", "/calls/extended.ics", id="calendar-of-a-call"),
        pytest.param("/de/api/calls?limit=1", "/api/calls?limit=1", id="data"),
        pytest.param("/de/source/", "/de/status", id="moved-page"),
        pytest.param("/de//evil.example/x.js", "/evil.example/x.js", id="never-to-another-host"),
    ],
)
def test_where_an_address_with_a_language_leads(served: Service, asked: str, leads: str) -> None:
    answer = served.client.get(asked)
    assert answer.status_code in (301, 302, 308)
    assert answer.headers["Location"].removeprefix("http://localhost") == leads


def test_feeds_and_calendars_are_the_same_whatever_page_led_there(served: Service) -> None:
    before = served.client.get("/journal/journal-of-care/calls.rss").data
    served.client.get("/zh/nursing/")
    assert served.client.get("/journal/journal-of-care/calls.rss").data == before


def test_what_a_reader_prefers_changes_no_answer(served: Service) -> None:
    plain = served.client.get("/about").data
    assert served.client.get("/about", headers={"Accept-Language": "de"}).data == plain


def test_words_of_sources_carry_their_language_in_every_other(tmp_path: Path) -> None:
    served = a_service(tmp_path)
    served.add(a_call(title="Pflege heute", language="de"), a_call("c2f0", title="Night <b>work</b>", language="en"))
    served.add(a_call("c3f0", title="Work", language=""))
    german = served.client.get("/de/all/").get_data(as_text=True)
    assert 'href="/de/calls/c1f0" dir="auto">Pflege heute' in german
    assert 'href="/de/calls/c2f0" lang="en" dir="auto">Night &lt;b&gt;work&lt;/b&gt;' in german
    assert 'href="/de/calls/c3f0" lang="" dir="auto">Work' in german
    assert 'href="/calls/c1f0" lang="de" dir="auto">Pflege heute' in served.client.get("/all/").get_data(as_text=True)


@pytest.mark.parametrize("code", OTHERS)
def test_disciplines_are_translated_and_journals_are_not(code: str) -> None:
    with speaking(code):
        assert words.list_name(Discipline("education", "Education")) != "Education"
        assert words.list_name(Discipline("journal/education", "Education")) == "Education"
        assert words.list_name(Discipline("own", "Named by the operator")) == "Named by the operator"


def test_the_sitemap_names_every_page_in_every_language(served: Service) -> None:
    root = ElementTree.fromstring(served.client.get("/sitemap.xml").data)
    links = "{http://www.w3.org/1999/xhtml}link"
    assert {len(entry.findall(links)) for entry in root} == {len(LANGUAGES) + 1}


def test_an_embed_speaks_the_language_of_its_address_and_so_does_oembed(served: Service) -> None:
    box = served.client.get("/fr/nursing/embed").get_data(as_text=True)
    assert "Appels à contributions\N{NO-BREAK SPACE}: Sciences infirmières" in box
    assert "https://calls.example.org/fr/calls/" in box
    told = served.client.get("/oembed?url=https://calls.example.org/fr/nursing/").json
    assert told["title"] == "Appels à contributions\N{NO-BREAK SPACE}: Sciences infirmières"
    assert "https://calls.example.org/fr/nursing/frame" in told["html"]
    builder = served.client.get("/fr/embed?list=nursing").get_data(as_text=True)
    assert "data-list=&#34;fr/nursing&#34;" in builder


def test_scripts_are_given_words_by_plural_category() -> None:
    with speaking("de"):
        assert words.script_words()["day"] == {"one": "noch {n} Tag", "other": "noch {n} Tage"}
    with speaking("zh"):
        assert words.script_words()["hour"] == {"other": "还剩 {n} 小时"}
