"""The shipped sources.toml: complete, loadable, and its page rules read pages of the layouts they are for."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfpfeeds.config import load
from cfpfeeds.extract import extract
from cfpfeeds.model import Authority, Extraction
from tests.extract.shipped import a_page, rules_of

CONFIG = load(Path(__file__).parents[2] / "sources.toml")
WANTED = {
    "ccf-deadlines", "ai-deadlines", "sec-deadlines", "python-deadlines", "plos", "taylor-francis",
    "nature-communications", "npj-digital-medicine", "bmc-health-services", "springer-health-regions",
    "jmir-human-factors", "wikicfp", "bmj-quality-safety", "sage-hub", "sciencedirect",
}  # fmt: skip
BY_SAVED_PAGE = {"sage-hub", "sciencedirect"}


def test_every_promised_source_is_there() -> None:
    assert {source.id for source in CONFIG.sources} >= WANTED


def test_sources_that_refuse_programs_are_off_and_say_what_to_do() -> None:
    for source in CONFIG.sources:
        if source.id in BY_SAVED_PAGE:
            assert not source.enabled
            assert "import" in source.note


def test_the_lists_and_crawlers_yield_to_publishers() -> None:
    authority = {source.id: source.authority for source in CONFIG.sources}
    assert authority["ccf-deadlines"] is Authority.LIST
    assert authority["wikicfp"] is Authority.CRAWLER
    assert authority["plos"] is Authority.PUBLISHER


def test_absence_from_a_rolling_listing_proves_nothing() -> None:
    rolling = {source.id for source in CONFIG.sources if not source.complete}
    assert {"wikicfp", "bmj-quality-safety", "upenn"} <= rolling
    assert "ccf-deadlines" not in rolling


def test_one_file_for_every_conference_of_a_list_split_into_files() -> None:
    addresses = CONFIG.find("ai-deadlines").addresses()
    assert len(addresses) == 68
    assert addresses[0].endswith("/src/data/conferences/3dv.yml")


NATURE = """<html><body><ul>
<li class="app-article-list-row__item"><article class="u-full-height c-card">
 <h3 class="c-card__title"><a data-test="link-title" href="/collections/abc">Care at home</a></h3>
 <div data-test="description"><p>On care, since 2019.</p></div>
 <span data-test="status">Submission status: Open</span><span data-test="end-date">Deadline: 21 April 2027</span>
</article></li>
<li class="app-article-list-row__item"><h3><a data-test="link-title" href="/collections/old">Gone</a></h3>
 <span data-test="status">Submission status: Closed</span></li>
</ul><ul><li data-test="page-next"><a href="/ncomms/calls-for-papers?page=2">Next</a></li></ul></body></html>"""

CARDS = """<html><body>
<article class="app-card-collection"><h2 class="app-card-collection__heading">
 <a class="app-card-collection__heading-link" href="/collections/abcdefghij">Rural health</a></h2>
 <div class="app-card-collection__text">Meeting of 3 May 2026.</div>
 <div class="app-card-collection__side"><dl class="app-card-collection__description-list">
 <dt>Submission status</dt><dd>Open</dd><dt>Submission deadline</dt><dd>25 May 2027</dd></dl></div></article>
<article class="app-card-collection"><h2 class="app-card-collection__heading"><a href="/collections/b">Regions</a></h2>
 <dl><dt>Submission status</dt><dd>Open</dd><dt>Submission deadline</dt><dd>Ongoing</dd></dl></article>
<article class="app-card-collection"><h2 class="app-card-collection__heading"><a href="/collections/c">Old</a></h2>
 <dl><dt>Submission status</dt><dd>Closed</dd></dl></article></body></html>"""

CAMBRIDGE = """<html><body><ul class="overview"><li class="title"><a href="/core/a">Call for papers: Sleep</a></li>
<li class="date">01 Mar 2026</li>
<li class="description"><p>Deadline Date Extended: <del>1 June 2027</del> 1 July 2027</p></li></ul></body></html>"""

UPENN = """<html><body><article class="node-cfp">
<h2 class="node-title"><a href="/node/106644">Essays</a></h2>
<div class="field-name-field-cfp-updated"><span class="date-display-single">Monday, November 2, 2026</span></div>
<div class="field-name-field-cfp-due-date"><span class="date-display-single">Sunday, January 31, 2027</span></div>
<div class="field-name-field-cfp-content">On essays.</div></article></body></html>"""

SAGE = """<html><body><div class="bs-accordion"><h3>Health &amp; Nursing</h3><div>
<p><a href="/home/hsm">Health Services Management</a></p><ul>
<li><a href="/page/hsm/calls/a">Teams in care</a> - d<em>eadline</em> Aug 31, 2027</li></ul>
<p><a href="/home/non">A journal without calls</a></p></div></div></body></html>"""


def read(source_id: str, body: str) -> Extraction:
    found = extract(a_page(body, CONFIG.find(source_id).url), rules_of(source_id))
    assert found.recognised, found.reason
    assert found.problems == ()
    return found


@pytest.mark.parametrize(
    ("source_id", "body", "calls"),
    [
        pytest.param("nature-communications", NATURE, [("Care at home", "Deadline: 21 April 2027")], id="nature"),
        pytest.param("npj-digital-medicine", NATURE, [("Care at home", "Deadline: 21 April 2027")], id="npj"),
        pytest.param("bmc-health-services", CARDS, [("Rural health", "25 May 2027"), ("Regions", "Ongoing")], id="bmc"),
        pytest.param(
            "springer-health-regions", CARDS, [("Rural health", "25 May 2027"), ("Regions", "Ongoing")], id="springer"
        ),
        pytest.param(
            "cambridge-psychological-medicine",
            CAMBRIDGE,
            [("Call for papers: Sleep", "Deadline Date Extended: ~~1 June 2027~~ 1 July 2027")],
            id="cambridge",
        ),
        pytest.param("upenn", UPENN, [("Essays", "Sunday, January 31, 2027")], id="upenn"),
        pytest.param("sage-hub", SAGE, [("Teams in care", "deadline Aug 31, 2027")], id="sage"),
    ],
)
def test_a_page_of_the_layout_gives_its_calls_and_only_their_deadlines(
    source_id: str, body: str, calls: list[tuple[str, str]]
) -> None:
    found = read(source_id, body)
    assert [(call.title, " ".join(part.text for part in call.deadlines)) for call in found.calls] == calls


def test_the_pager_of_nature_is_followed() -> None:
    assert read("nature-communications", NATURE).follow == ("https://www.nature.com/ncomms/calls-for-papers?page=2",)
