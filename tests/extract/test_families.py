"""What families of sources need of the shapes: paging by number, totals, former layouts, fields and nothing else."""

from __future__ import annotations

import pytest

from cfpfeeds.errors import ExtractError
from cfpfeeds.extract import Rules, extract, extract_by_first
from cfpfeeds.extract.cards import CardsRules
from cfpfeeds.extract.json import JsonRules
from cfpfeeds.extract.listing import ListingRules
from cfpfeeds.extract.outline import OutlineRules
from cfpfeeds.gather import Listing
from cfpfeeds.model import Extraction
from tests.extract.shipped import a_page, rules

CARDS = """<h1>{total}</h1><article class=card><h2><a href=/1>One</a></h2><i>Open</i></article>
<article class=card><h2><a href=/2>Two</a></h2><i>Closed</i></article>"""


def cards(**more: object) -> CardsRules:
    found = rules({"kind": "cards", "item": ".card", "title": "h2", "status": "i", "open_words": ["open"], **more})
    assert isinstance(found, CardsRules)
    return found


@pytest.mark.parametrize(
    ("url", "size", "follow"),
    [
        pytest.param("https://a.example/list", 2, ("https://a.example/list?page=2",), id="first"),
        pytest.param("https://a.example/list?page=4&x=1", 2, ("https://a.example/list?page=5&x=1",), id="later"),
        pytest.param("https://a.example/list", 3, (), id="short-is-last"),
    ],
)
@pytest.mark.parametrize("kind", ["cards", "listing"])
def test_pages_are_counted_where_no_link_leads_on(kind: str, url: str, size: int, follow: tuple[str, ...]) -> None:
    paging = {"parameter": "page", "size": size}
    shape = {"kind": kind, "item": ".card", "title": "h2", "paging": paging}
    assert extract(a_page(CARDS, url), rules(shape)).follow == follow


@pytest.mark.parametrize("kind", ["cards", "listing"])
def test_a_record_that_fits_two_parts_of_a_selector_is_one(kind: str) -> None:
    found = extract(a_page(CARDS), rules({"kind": kind, "item": "article, .card", "title": "h2"}))
    assert [call.title for call in found.calls] == ["One", "Two"]


def test_a_closed_card_counts_as_read_when_the_total_is_compared() -> None:
    found = extract(a_page(CARDS.format(total="2 topics")), cards(total="h1"))
    assert (len(found.calls), found.left_out, found.stated_total) == (1, 1, 2)


@pytest.mark.parametrize(
    ("totals", "left_out", "comparable"),
    [
        pytest.param([100, 101], [30, 30], 41, id="closed-ones-are-none-that-miss"),
        pytest.param([100], [0], 100, id="nothing-left-out"),
        pytest.param([None], [3], None, id="no-total"),
        pytest.param([2], [3], 0, id="a-total-that-counts-open-ones-only"),
    ],
)
def test_a_total_is_compared_without_what_is_no_open_call(
    totals: list[int | None], left_out: list[int], comparable: int | None
) -> None:
    read = [
        Extraction(True, stated_total=total, left_out=number) for total, number in zip(totals, left_out, strict=True)
    ]
    assert Listing(extractions=read).stated_total == comparable


@pytest.mark.parametrize(
    ("links", "keys"),
    [
        pytest.param(("/1", "/2"), ["https://lists.example/1", "https://lists.example/2"], id="each-its-own"),
        pytest.param(("/form", "/form"), ["", ""], id="one-form-for-all"),
        pytest.param(("", "/2"), ["", "https://lists.example/2"], id="none"),
        pytest.param(("/data", "/2"), ["", "https://lists.example/2"], id="the-list-itself"),
    ],
)
def test_an_address_that_several_calls_share_is_no_key(links: tuple[str, ...], keys: list[str]) -> None:
    body = "".join(f"<article class=card><h2><a href='{link}'>{n}</a></h2></article>" for n, link in enumerate(links))
    assert [call.key for call in extract(a_page(body), cards(status="", open_words=[])).calls] == keys


@pytest.mark.parametrize(
    ("title", "about", "shown"),
    [
        pytest.param("Call for Papers", "<p>Grief in families</p><p>More.</p>", "Grief in families", id="first-line"),
        pytest.param("Call for Papers: Sleep", "<p>Grief in families</p>", "Call for Papers: Sleep", id="a-title"),
        pytest.param("Call for Papers", "<p>Grief</p>", "Call for Papers", id="too-short"),
        pytest.param("Call for Papers", f"<p>{'long ' * 60}</p>", "Call for Papers", id="too-long"),
    ],
)
def test_a_title_that_says_nothing_gives_way_to_the_first_line(title: str, about: str, shown: str) -> None:
    body = f"<article class=card><h2><a href=/1>{title}</a></h2><div>{about}</div></article>"
    [call] = extract(a_page(body), cards(status="", open_words=[], summary="div")).calls
    assert call.title == shown


@pytest.mark.parametrize(
    ("heading", "total"),
    [
        pytest.param("Browse 2,755 calls for papers", 2755, id="number"),
        pytest.param("Browse calls for papers", None, id="none"),
    ],
)
def test_the_heading_around_embedded_data_prints_the_total(heading: str, total: int | None) -> None:
    page = a_page("<html><h1>" + heading + '</h1><script>X = {"list": [{"t": "One"}]}</script></html>')
    found = extract(page, JsonRules(assigned="X", items=("list",), title="{t}", printed_total="h1"))
    assert found.stated_total == total


TABLE = """<table><tr><td><a href=/a>A 27</a></td><td>On A</td><td>Graz</td><td>{due}</td><td>Feb 21, 2027</td></tr>
</table>"""
EASY = ListingRules(
    item="tr",
    acronym="td:nth-child(1)",
    title="td:nth-child(2)",
    place="td:nth-child(3)",
    deadline=("td:nth-child(4)",),
    event="td:nth-child(5)",
    fields_only=True,
)


@pytest.mark.parametrize(
    ("due", "texts"),
    [pytest.param("Oct 12, 2026", ["Oct 12, 2026"], id="a-day"), pytest.param("", [], id="the-event-is-no-deadline")],
)
def test_only_the_fields_of_the_deadline_are_read(due: str, texts: list[str]) -> None:
    [call] = extract(a_page(TABLE.format(due=due)), EASY).calls
    assert [part.text for part in call.deadlines] == texts
    assert (call.acronym, call.place, call.event) == ("A 27", "Graz", "Feb 21, 2027")


WIDGETS = """<h3>Calls for papers</h3><ul><li><a href=/c>Care</a></li><li><a href=/toc/1>Old care</a></li></ul>
<h3>News</h3><ul><li><a href=/n>A prize</a></li></ul>"""


def test_headings_and_links_tell_calls_from_other_entries() -> None:
    found = extract(a_page(WIDGETS), ListingRules(item="li", group="h3", needs_group=r"\bcalls?\b", drop_link="/toc/"))
    assert [(call.title, call.labels) for call in found.calls] == [("Care", ())]
    assert found.left_out == 2


def test_the_journal_is_a_part_of_what_is_printed() -> None:
    page = a_page("<li><a href=/c>Care</a><p>Health Policy - Impact Factor 3.3</p></li>")
    shape = ListingRules(item="li", title="a", venue="p", venue_match=r"^(.*?)(?: - Impact.*)?$")
    assert extract(page, shape).calls[0].venue == "Health Policy"


class TestFormerLayouts:
    NEW = JsonRules(assigned="X", items=("list",), title="{t}")
    OLD = ListingRules(marker=".old", item="li")

    @pytest.mark.parametrize(
        ("body", "titles"),
        [
            pytest.param('<html><script>X = {"list": [{"t": "New"}]}</script></html>', ["New"], id="new"),
            pytest.param("<html><ul class=old><li>Old</ul></html>", ["Old"], id="old"),
        ],
    )
    def test_the_first_rules_that_know_the_page_read_it(self, body: str, titles: list[str]) -> None:
        found = extract_by_first(a_page(body), (self.NEW, self.OLD))
        assert [call.title for call in found.calls] == titles

    def test_a_page_that_none_knows_is_told_in_the_words_of_the_first(self) -> None:
        found = extract_by_first(a_page("<html><p>Home</html>"), (self.NEW, self.OLD))
        assert not found.recognised
        assert found.reason == extract(a_page("<html><p>Home</html>"), self.NEW).reason

    def test_bytes_that_none_can_read_are_an_error(self) -> None:
        with pytest.raises(ExtractError, match="JSON"):
            extract_by_first(a_page("hello"), (JsonRules(title="{t}"), JsonRules(title="{u}")))

    def test_an_error_of_the_first_does_not_stop_the_second(self) -> None:
        several: tuple[Rules, ...] = (JsonRules(title="{t}"), self.OLD)
        found = extract_by_first(a_page("<html><ul class=old><li>Old</ul></html>"), several)
        assert [call.title for call in found.calls] == ["Old"]


HUB = """<div class=hub><h3>Nursing</h3>
<p><a href="/home/one"><b>First Journal</b></a></p>
<p><a href="/page/one/cfp">Care at home</a></p><p>Submission deadline: 15th April 2027</p>
<p><a class=external-link href="https://other.example/cfp">Pain at night</a> – Deadline: 15 January 2028</p>
<p><a href="/home/one"><img src=x></a></p>
<ul><li><p><a href="/page/one/b">Sleep</a> – ongoing</p></li></ul>
<p>Some words on the journal.</p>
<p><a href="/home/two">Second Journal</a></p></div>"""


def test_links_and_lines_behind_a_journal_are_its_calls() -> None:
    found = extract(a_page(HUB), OutlineRules(subject="h3", venue_link="/home/", item="li, p"))
    assert [(c.venue, c.title, [d.text for d in c.deadlines]) for c in found.calls] == [
        ("First Journal", "Care at home", ["Submission deadline: 15th April 2027"]),
        ("First Journal", "Pain at night", ["Deadline: 15 January 2028"]),
        ("First Journal", "Sleep", ["ongoing"]),
    ]
