from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpfeeds.errors import ExtractError
from cfpfeeds.extract import extract
from cfpfeeds.model import DeadlineText, RawCall
from tests.extract.shipped import a_json_page, a_page, rules, rules_of

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
     xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>A blog</title><link>https://blog.example/</link><description>d</description><language>en-GB</language>
{}
</channel></rss>"""
POST = """<item><title>Call for Papers: Safety &amp;amp; <![CDATA[<em>Quality</em>]]></title>
<link>https://blog.example/?p=7&amp;copyright=1</link><guid isPermaLink="false">blog-7</guid>
<pubDate>Tue, 05 Sep 2023 09:00:00 +0000</pubDate><category>Safety</category><category>Calls</category>
<author>The Journal of Care (JC)</author>
<description>Short &lt;b&gt;words&lt;/b&gt;</description>
<content:encoded><![CDATA[<h2>Timeline</h2><ul><li>April 30, 2027: Full paper submission <del>closes</del> ends</li>
</ul>
<p>Write to us.</p>]]></content:encoded></item>"""
NEWS = "<item><title>Our new editor</title><link>https://blog.example/8</link></item>"
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Liste</title>
<id>urn:l</id><updated>2026-01-02T00:00:00Z</updated>
<entry><id>urn:a</id><title type="html">Aufruf: &lt;i&gt;Pflege&lt;/i&gt;</title>
<link rel="alternate" href="https://l.example/a"/>
<published>2026-01-01T10:00:00Z</published><updated>2026-01-02T10:00:00Z</updated><category term="pf" label="Pflege"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
<p>Frist: 1. Mai 2026</p></div></content></entry></feed>"""
PLAIN: dict[str, Any] = {"kind": "feed"}
CALLS = {"keep": [{"on": "{title}", "match": "(?i)call for papers"}]}


def only(found: Any) -> RawCall:
    assert found.recognised, found.reason
    (call,) = found.calls
    return call


def test_an_entry_of_rss_is_a_call_with_the_blocks_of_its_text() -> None:
    call = only(extract(a_page(RSS.format(POST + NEWS)), rules(PLAIN | CALLS)))
    assert call.title == "Call for Papers: Safety & Quality"
    assert (call.key, call.url) == ("blog-7", "https://blog.example/?p=7&copyright=1")
    assert call.posted.startswith("2023-09-05")
    assert (call.labels, call.summary, call.language) == (("Safety", "Calls"), "Short words", "en-GB")
    assert call.deadlines == (
        DeadlineText("Timeline", prose=True),
        DeadlineText("April 30, 2027: Full paper submission ~~closes~~ ends", label="Timeline", prose=True),
        DeadlineText("Write to us.", label="Timeline", prose=True),
    )


def test_an_entry_of_atom_may_hold_xhtml() -> None:
    call = only(extract(a_page(ATOM), rules(PLAIN)))
    assert (call.title, call.key, call.url) == ("Aufruf: Pflege", "urn:a", "https://l.example/a")
    assert (call.posted[:10], call.labels, call.language) == ("2026-01-01", ("Pflege",), "de")
    assert call.deadlines == (DeadlineText("Frist: 1. Mai 2026", prose=True),)


def test_an_item_of_json_feed() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Calls",
        "language": "fr",
        "items": [
            {
                "id": 7,
                "url": "https://j.example/7",
                "title": "Appel",
                "content_html": "<p>Date limite : 1er mai 2027</p>",
                "date_published": "2026-05-01T00:00:00Z",
                "tags": ["soin", "droit"],
                "authors": [{"name": "Revue du soin"}],
            },
            "no item",
        ],
    }
    found = extract(a_json_page(feed), rules(PLAIN | {"venue": "{author}"}))
    assert [problem.where for problem in found.problems] == ["entry 2"]
    call = only(found)
    assert (call.title, call.key, call.url, call.venue) == ("Appel", "7", "https://j.example/7", "Revue du soin")
    assert (call.labels, call.language, call.posted) == (("soin", "droit"), "fr", "2026-05-01T00:00:00Z")
    assert call.deadlines == (DeadlineText("Date limite : 1er mai 2027", prose=True),)


def test_wikicfp_gives_the_event_and_never_takes_its_dates_for_a_deadline() -> None:
    item = """<item><title>ACR 2026 : Advances in Care Research</title>
    <link>http://www.wikicfp.com/cfp/servlet/event.showcfp?eventid=1&amp;copyownerid=2</link>
    <guid isPermaLink="false">cfp-1-S@wikicfp.com</guid>
    <description>Advances in Care Research [Oslo, Norway] [Oct 28, 2026 - Oct 29, 2026]</description></item>"""
    call = only(extract(a_page(RSS.format(item)), rules_of("wikicfp")))
    assert (call.acronym, call.year, call.venue) == ("ACR", "2026", "Advances in Care Research")
    assert (call.place, call.event) == ("Oslo, Norway", "Oct 28, 2026 - Oct 29, 2026")
    assert (call.key, call.deadlines) == ("cfp-1-S@wikicfp.com", ())
    assert call.url == "http://www.wikicfp.com/cfp/servlet/event.showcfp?eventid=1&copyownerid=2"


def test_the_author_of_an_aggregator_is_the_journal_without_its_initials() -> None:
    assert only(extract(a_page(RSS.format(POST)), rules_of("callsforpapers-org"))).venue == "The Journal of Care"


def test_a_blog_without_calls_is_recognised_and_empty() -> None:
    found = extract(a_page(RSS.format(NEWS)), rules_of("bmj-quality-safety"))
    assert (found.recognised, found.calls, found.problems) == (True, (), ())


def test_an_entry_without_a_title_is_a_problem() -> None:
    found = extract(a_page(RSS.format("<item><link>https://blog.example/9</link></item>" + POST)), rules(PLAIN))
    assert len(found.calls) == 1
    assert found.problems[0].message == "has no title and was left out"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            RSS.format(POST).replace("<language>", "<x:language>").replace("</language>", "</x:language>"), id="prefix"
        ),
        pytest.param(RSS.format(POST.replace("&amp;copyright", "&copyright")), id="bare-ampersand"),
        pytest.param("\n\n" + RSS.format(POST), id="blank-lines-before"),
        pytest.param("\ufeff" + RSS.format(POST), id="byte-order-mark"),
        pytest.param(RSS.format(POST.replace("Write", "Wr\x0bite")), id="control-character"),
    ],
)
def test_a_feed_that_is_slightly_broken_is_read(body: str) -> None:
    assert only(extract(a_page(body), rules(PLAIN))).key == "blog-7"


@pytest.mark.parametrize(
    ("declared", "encoding", "title"),
    [
        pytest.param("utf-8", "utf-8", "Santé ж", id="as-declared"),
        pytest.param("iso-8859-1", "latin-1", "Santé", id="another-as-declared"),
        pytest.param("windows-1251", "cp1251", "жук", id="cyrillic-as-declared"),
        pytest.param("iso-8859-1", "utf-8", "Santé ж", id="utf-8-declared-as-another"),
        pytest.param("utf-8", "cp1252", "Santé – été", id="another-declared-as-utf-8"),
        pytest.param("utf-16", "utf-16", "Santé ж", id="utf-16"),
    ],
)
def test_letters_survive_whatever_the_declaration(declared: str, encoding: str, title: str) -> None:
    body = RSS.replace("utf-8", declared).format(f"<item><title>{title}</title><guid>1</guid></item>")
    assert only(extract(a_page(body.encode(encoding)), rules(PLAIN))).title == title


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        pytest.param(
            "<!DOCTYPE html><title>Just a moment...</title>", r"a web page titled .* \(a challenge\)", id="challenge"
        ),
        pytest.param("words", "neither RSS nor Atom", id="words"),
        pytest.param("", "neither RSS nor Atom", id="empty"),
        pytest.param("<?xml version='1.0'?><urlset></urlset>", "neither RSS nor Atom", id="sitemap"),
        pytest.param(RSS.format(POST)[:-200], "is cut off", id="cut-off"),
        pytest.param('{"version": "1", "items": []}', "no JSON Feed", id="other-json"),
        pytest.param('{"version": ', "cannot be read as JSON Feed", id="broken-json"),
    ],
)
def test_what_is_no_feed_is_an_error_that_says_so(body: str, reason: str) -> None:
    with pytest.raises(ExtractError, match=reason):
        extract(a_page(body), rules(PLAIN))


def test_an_entry_that_the_quick_parser_misses_is_found_by_the_patient_one() -> None:
    misplaced = RSS.format(POST + "<group><item><title>Second</title><guid>2</guid></item></group>")
    found = extract(a_page(misplaced), rules(PLAIN))
    assert ([call.key for call in found.calls], found.problems) == (["blog-7", "2"], ())


def test_an_entry_that_no_parser_finds_is_reported() -> None:
    found = extract(a_page(RSS.format(POST + "<?lost <item ?>")), rules(PLAIN))
    assert [call.key for call in found.calls] == ["blog-7"]
    assert found.problems[0].message == "only 1 of its 2 entries can be read"


def test_the_mention_of_an_entry_in_a_text_is_none() -> None:
    found = extract(a_page(RSS.format(POST.replace("Write to us", "Write <item> here"))), rules(PLAIN))
    assert (len(found.calls), found.problems) == (1, ())


def test_a_feed_without_its_marker_is_not_recognised() -> None:
    found = extract(a_page(RSS.format(POST)), rules(PLAIN | {"marker": "WikiCFP"}))
    assert (found.recognised, found.calls) == (False, ())
    assert "WikiCFP" in found.reason


def test_entities_do_not_grow_without_measure() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    body = RSS.format("<item><title>A &l11; call</title><guid>1</guid></item>").replace(
        "<rss", f'<!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}]><rss', 1
    )
    try:
        found = extract(a_page(body), rules(PLAIN))
    except ExtractError:
        return
    assert all(len(call.title) < 1_000 for call in found.calls)


@given(
    st.lists(
        st.tuples(st.integers(0, 900), st.sampled_from(["", "<", ">", "&", "]]>", "\x00", "<item>", '"', "é"])),
        max_size=5,
    )
)
def test_a_damaged_feed_is_read_or_refused(damage: list[tuple[int, str]]) -> None:
    body = RSS.format(POST)
    for place, what in damage:
        body = body[:place] + what + body[place + 1 :]
    try:
        found = extract(a_page(body), rules(PLAIN))
    except ExtractError:
        return
    assert found.recognised


@given(
    st.recursive(
        st.none() | st.text(max_size=5) | st.integers(),
        lambda x: (
            st.lists(x)
            | st.dictionaries(st.sampled_from(["title", "authors", "author", "tags", "name", "content_html"]), x)
        ),
    )
)
def test_any_json_feed_gives_an_answer(item: object) -> None:
    feed = {"version": "https://jsonfeed.org/version/1", "items": [item]}
    found = extract(a_page(json.dumps(feed)), rules(PLAIN))
    assert found.recognised
