"""RSS, Atom and JSON Feed: one list in three spellings, readable whatever a title holds."""

from __future__ import annotations

import html
import json
import locale
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from lxml import html as lxml_html

from cfpfeeds.model import Call, Feed, Kind, Status
from cfpfeeds.render import FORMATS
from cfpfeeds.render.atom import atom
from cfpfeeds.render.formats import MOST_OCTETS
from cfpfeeds.render.jsonfeed import json_feed
from cfpfeeds.render.rss import rss
from cfpfeeds.text import clean_line, shorten
from tests.render.samples import GOLDEN, SEEN, SITE, a_call, a_deadline, a_feed, an_entry

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"
FEEDS = [fmt for fmt in FORMATS if fmt.name != "ics"]


def rss_channel(feed: Feed) -> Any:
    return etree.fromstring(rss(feed, SITE)).find("channel")


def atom_feed(feed: Feed) -> Any:
    return etree.fromstring(atom(feed, SITE))


def json_object(feed: Feed) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(json_feed(feed, SITE))
    return read


def ids(feed: Feed) -> list[list[str]]:
    return [
        [guid.text for guid in rss_channel(feed).iter("guid")],
        [entry.findtext(f"{ATOM}id") for entry in atom_feed(feed).iter(f"{ATOM}entry")],
        [item["id"] for item in json_object(feed)["items"]],
    ]


def test_all_formats_hold_the_same_calls_in_the_same_order_under_the_same_ids() -> None:
    in_rss, in_atom, in_json = ids(GOLDEN)
    assert in_rss == in_atom == in_json
    assert len(set(in_rss)) == len(GOLDEN.calls)


def test_an_id_depends_on_nothing_but_the_id_of_the_call() -> None:
    changed = a_call(title="Another title", url="https://elsewhere.example/", updated_at=SEEN + timedelta(days=9))
    assert ids(a_feed(a_call())) == ids(a_feed(changed))


def test_rss_names_the_page_as_its_link_and_itself_as_self() -> None:
    channel = rss_channel(GOLDEN)
    assert [link.text for link in channel.findall("link")] == ["https://calls.example.org/nursing/"]
    (own,) = channel.findall(f"{ATOM}link")
    assert dict(own.attrib) == {
        "href": "https://calls.example.org/nursing/calls.rss",
        "rel": "self",
        "type": "application/rss+xml",
    }


def test_atom_names_page_and_itself_and_an_entry_has_one_alternate_link() -> None:
    feed = atom_feed(GOLDEN)
    assert {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")} == {
        "self": "https://calls.example.org/nursing/calls.atom",
        "alternate": "https://calls.example.org/nursing/",
    }
    for entry in feed.iter(f"{ATOM}entry"):
        kinds = [link.get("rel", "alternate") for link in entry.findall(f"{ATOM}link")]
        assert kinds.count("alternate") == 1


def test_json_feed_names_page_and_itself() -> None:
    read = json_object(GOLDEN)
    assert read["version"] == "https://jsonfeed.org/version/1.1"
    assert read["home_page_url"] == "https://calls.example.org/nursing/"
    assert read["feed_url"] == "https://calls.example.org/nursing/calls.json"


def test_published_is_when_we_published_and_updated_when_it_last_changed() -> None:
    later = datetime(2024, 2, 1, 10, 0, 0, 999_999, tzinfo=UTC)
    feed = a_feed(a_call(updated_at=later))
    channel, entry, item = rss_channel(feed), atom_feed(feed).find(f"{ATOM}entry"), json_object(feed)["items"][0]
    assert parsedate_to_datetime(channel.findtext("item/pubDate")) == SEEN.replace(microsecond=0)
    assert parsedate_to_datetime(channel.findtext("lastBuildDate")) == later.replace(microsecond=0)
    assert channel.findtext("item/pubDate") == "Fri, 05 Jan 2024 08:30:15 +0000"
    assert entry.findtext(f"{ATOM}published") == item["date_published"] == "2024-01-05T08:30:15+00:00"
    assert entry.findtext(f"{ATOM}updated") == item["date_modified"] == "2024-02-01T10:00:00+00:00"


def test_updated_is_never_before_published() -> None:
    feed = a_feed(a_call(updated_at=SEEN - timedelta(days=1)))
    assert json_object(feed)["items"][0]["date_modified"] == "2024-01-05T08:30:15+00:00"


@pytest.mark.parametrize("fmt", FEEDS, ids=lambda fmt: fmt.name)
def test_two_renders_are_identical_and_leave_the_locale_alone(fmt: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    first = fmt.function(GOLDEN, SITE, None)

    def refuse(*_: object) -> None:
        raise AssertionError("the locale belongs to the whole process")

    monkeypatch.setattr(locale, "setlocale", refuse)
    assert fmt.function(GOLDEN, SITE, None) == first


@pytest.mark.parametrize("fmt", FEEDS, ids=lambda fmt: fmt.name)
def test_no_release_number_is_in_the_bytes(fmt: Any) -> None:
    body = fmt.function(GOLDEN, SITE, None)
    assert b"python-feedgen" not in body
    assert b'version="1.0.0"' not in body


def test_short_text_opens_with_the_deadlines_within_200_characters() -> None:
    deadlines = (
        an_entry("abstract", deadline=a_deadline(kind=Kind.ABSTRACT, date=date(2024, 1, 10))),
        an_entry("submission", deadline=a_deadline(zone="AoE", round="Winter round of the year")),
    )
    item = json_object(a_feed(a_call(entries=deadlines, venue="A journal with quite a long name " * 9)))["items"][0]
    assert (
        "Submission due (Winter round of the year) 31 May 2024 (AoE). Abstract due 10 January 2024."
        in item["summary"][:200]
    )


def test_rss_description_is_the_short_text_as_markup() -> None:
    channel = rss_channel(a_feed(a_call(venue="Health & <Society>")))
    assert "Health &amp; &lt;Society&gt;." in channel.findtext("item/description")


def test_names_are_in_dublin_core_and_no_address_is_made_up() -> None:
    channel = rss_channel(GOLDEN)
    assert channel.findtext(f"item/{DC}creator") == "Journal of Interactive Marketing"
    for name in ("author", "managingEditor", "webMaster"):
        assert not list(channel.iter(name))


def test_titles_in_another_language_say_so() -> None:
    feed = a_feed(a_call(language="ar"), a_call("c2", language="en"))
    assert [item.findtext(f"{DC}language") for item in rss_channel(feed).iter("item")] == ["ar", None]
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    assert [title.get(lang) for title in atom_feed(feed).iterfind(f"{ATOM}entry/{ATOM}title")] == ["ar", None]
    assert [item.get("language") for item in json_object(feed)["items"]] == ["ar", None]


def test_categories_are_disciplines_and_kind_with_one_label_everywhere() -> None:
    feed = a_feed(a_call(disciplines=("history-art-law", "unheard-of")))
    labels = ["History, art; law", "unheard-of", "Special issue"]
    assert [c.text for c in rss_channel(feed).iter("category")] == labels
    assert [c.get("label") for c in atom_feed(feed).iter(f"{ATOM}category")] == labels
    assert json_object(feed)["items"][0]["tags"] == labels


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("javascript:alert(1)", id="script"),
        pytest.param("/relative", id="relative"),
        pytest.param("https://a.example/with blank", id="blank"),
        pytest.param("data:text/html,x", id="data"),
        pytest.param("", id="none"),
    ],
)
def test_only_web_addresses_become_links(url: str) -> None:
    item = json_object(a_feed(a_call(url=url)))["items"][0]
    assert "external_url" not in item
    assert item["content_html"].count("href=") == 2  # the call's page, and where a mistake in it is reported


def test_struck_out_words_are_shown_struck_out_and_stay_escaped() -> None:
    text = "~~<b>1 May~~ 31 May"
    item = json_object(a_feed(a_call(entries=(an_entry(deadline=a_deadline(text=text)),))))["items"][0]
    assert "“<s>&lt;b&gt;1 May</s> 31 May” (Sage)" in item["content_html"]


def test_json_feed_gives_each_deadline_as_data() -> None:
    (first, second) = json_object(GOLDEN)["items"][0]["_cfpfeeds"]["deadlines"]
    assert (first["date"], first["time"], first["zone"], first["was"]) == ("2024-05-31", "23:59", "AoE", ["2024-05-01"])
    assert first["moment"] == "2024-06-01T11:59:00+00:00"
    assert (second["kind"], second["time"], second["moment"], second["certainty"]) == (
        "abstract",
        None,
        None,
        "printed",
    )


def test_a_feed_stays_below_its_limit_by_leaving_out_the_last_items() -> None:
    huge = [a_call(f"c{n:03}", summary="<&" * 900, venue="<&" * 400, title="<&" * 400) for n in range(60)]
    for fmt in FEEDS:
        body = fmt.function(a_feed(*huge), SITE, None)
        assert 300_000 < len(body) <= MOST_OCTETS


def test_empty_texts_of_the_list_give_a_valid_feed() -> None:
    feed = a_feed(title="", description="")
    assert rss_channel(feed).findtext("title") == rss_channel(feed).findtext("description") == SITE.title


@given(title=st.text(), venue=st.text(), summary=st.text(), printed=st.text())
def test_any_text_reads_back_from_every_format(title: str, venue: str, summary: str, printed: str) -> None:
    call = a_call(
        title=title,
        venue=venue,
        summary=summary,
        entries=(an_entry(deadline=a_deadline(text=printed)),),
        status=Status.OPEN,
    )
    feed = a_feed(call)
    wanted = shorten(clean_line(title), 300) or "Untitled call for papers"
    channel, entry, item = rss_channel(feed), atom_feed(feed).find(f"{ATOM}entry"), json_object(feed)["items"][0]
    # A line feed inside is one to readers of XML, hence titles are compared as they stand.
    assert channel.findtext("item/title") == entry.findtext(f"{ATOM}title") == item["title"] == wanted
    assert html.unescape(channel.findtext("item/description")) == entry.findtext(f"{ATOM}summary") == item["summary"]
    assert channel.findtext(f"item/{CONTENT}encoded") == entry.findtext(f"{ATOM}content") == item["content_html"]
    assert_harmless(item["content_html"])


def assert_harmless(markup: str) -> None:
    """Only our own elements and attributes, all closed."""
    for element in lxml_html.fragments_fromstring(markup):
        for part in element.iter():
            assert part.tag in {"p", "ul", "li", "s", "a"}
            assert set(part.attrib) <= {"href"}
            assert part.get("href", "https://").startswith("https://")
    for tag in ("p", "ul", "li", "s", "a"):
        assert markup.count(f"<{tag}>") + markup.count(f"<{tag} ") == markup.count(f"</{tag}>")


@pytest.mark.parametrize("function", [pytest.param(rss, id="rss"), pytest.param(atom, id="atom")])
def test_a_feed_reader_reads_every_call(function: Any) -> None:
    read = feedparser.parse(function(GOLDEN, SITE))
    assert not read.bozo
    assert [entry.title for entry in read.entries] == [clean_line(call.title) for call in GOLDEN.calls]
    assert all(entry.link == page(call) for entry, call in zip(read.entries, GOLDEN.calls, strict=True))


def page(call: Call) -> str:
    return f"https://calls.example.org/calls/{call.id}"
