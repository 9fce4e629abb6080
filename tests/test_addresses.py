"""An address has one spelling, whoever printed it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpfeeds.addresses import canonical, comparable, tidy

PIECES = st.sampled_from(
    [
        *("http://", "HTTPS://", "www.", "Example.org", "frontiersin.org", "dx.doi.org", ":80", ":443", ":8080", "/"),
        *("/magazine", "/index.html", ";jsessionid=1F/", "?", "&", "utm_source=x", "sid=0123456789abcdef", "a=1", "#"),
        *("#/route", "#:~:text=x", "%41", "%%341", " ", "é", "\u200b", "[", "]", "@", "\\", "&amp;", "..", "://"),
        *("https://eur01.safelinks.protection.outlook.com/?url=", "https%3A%2F%2Fwww.google.com%2Furl%3Fq%3D"),
    ]
)
ADDRESSES = st.one_of(
    st.lists(PIECES, max_size=10).map("".join),
    st.lists(PIECES, max_size=8).map(lambda pieces: "https://example.org/" + "".join(pieces)),
    st.text(alphabet=st.characters(exclude_categories=()), max_size=20).map("https://".__add__),
)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        pytest.param("HTTPS://Journals.Example.ORG/Call", "https://journals.example.org/Call", id="host-lower-case"),
        pytest.param("https://example.org:443/call", "https://example.org/call", id="default-port"),
        pytest.param("http://example.org:8080/call", "http://example.org:8080/call", id="other-port-stays"),
        pytest.param("https://example.org/call/", "https://example.org/call", id="trailing-slash"),
        pytest.param("https://example.org/", "https://example.org", id="front-page"),
        pytest.param("https://example.org/call#dates", "https://example.org/call", id="fragment"),
        pytest.param("https://example.org/#/call/5", "https://example.org#/call/5", id="route-in-fragment-stays"),
        pytest.param(
            "https://example.org/c?utm_source=a&id=5&utm_medium=b&_gl=1*x&_ga=2&gclid=z&fbclid=y&mc_cid=q",
            "https://example.org/c?id=5",
            id="tracking",
        ),
        pytest.param("https://example.org/c?_ga_ABC123=9", "https://example.org/c", id="tracking-only"),
        pytest.param("https://example.org/c;jsessionid=0A1B?p=1", "https://example.org/c?p=1", id="session-in-path"),
        pytest.param("https://example.org/c?PHPSESSID=abc&p=1", "https://example.org/c?p=1", id="session-in-query"),
        pytest.param("https://example.org/c?sid=0123456789abcdef0123", "https://example.org/c", id="sid-session"),
        pytest.param("https://example.org/c?sid=12", "https://example.org/c?sid=12", id="sid-item-number-stays"),
        pytest.param("https://example.org/c?b=2&a=1", "https://example.org/c?b=2&a=1", id="order-of-fields-stays"),
        pytest.param(
            "https://nam12.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2Fcall%3Futm_source%3Dx"
            "&data=05%7C02&sdata=abc%3D&reserved=0",
            "https://example.org/call",
            id="safelink",
        ),
        pytest.param(
            "https://www.google.com/url?q=https://example.org/call&sa=D",
            "https://example.org/call",
            id="google-wrapper",
        ),
        pytest.param(
            "https://www.frontiersin.org/research-topics/5/title/magazine",
            "https://www.frontiersin.org/research-topics/5/title",
            id="frontiers-magazine",
        ),
        pytest.param("https://example.org/magazine", "https://example.org/magazine", id="magazine-elsewhere-stays"),
        pytest.param("https://example.org/c?a=1&amp;b=2", "https://example.org/c?a=1&b=2", id="entity-in-attribute"),
        pytest.param("  https://example.org/c \n", "https://example.org/c", id="blanks-around"),
        pytest.param("https://example.org/appel à", "https://example.org/appel%20%C3%A0", id="percent-encoded"),
        pytest.param("https://münchen.example/x", "https://xn--mnchen-3ya.example/x", id="idn"),
        pytest.param("https://user:secret@example.org/x", "https://example.org/x", id="no-user"),
        pytest.param("mailto:editor@example.org", "", id="mail"),
        pytest.param("javascript:alert(1)", "", id="script"),
        pytest.param("/relative/path", "", id="relative"),
        pytest.param("https://", "", id="no-host"),
        pytest.param("https://exa mple.org/", "", id="blank-in-host"),
        pytest.param("https://example.org:port/", "", id="port-no-number"),
        pytest.param("https://[::1/", "", id="open-bracket"),
        pytest.param("", "", id="empty"),
    ],
)
def test_canonical_names_the_page(printed: str, expected: str) -> None:
    assert canonical(printed) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("http://www.example.org/c/", "https://example.org/c", id="scheme-and-www"),
        pytest.param("https://example.org/c/index.html", "https://example.org/c", id="front-page-of-a-folder"),
        pytest.param("http://dx.doi.org/10.1000/5", "https://doi.org/10.1000/5", id="doi"),
        pytest.param("http://example.org:80/c", "https://example.org:443/c", id="ports"),
    ],
)
def test_comparable_ignores_how_lists_differ(one: str, other: str) -> None:
    assert comparable(one) == comparable(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("https://example.org/c?id=1", "https://example.org/c?id=2", id="query"),
        pytest.param("https://a.example.org/c", "https://b.example.org/c", id="host"),
        pytest.param("https://example.org/A", "https://example.org/a", id="case-of-path"),
        pytest.param("https://example.org/#/1", "https://example.org/#/2", id="route"),
    ],
)
def test_comparable_keeps_pages_apart(one: str, other: str) -> None:
    assert comparable(one) != comparable(other)


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        pytest.param(
            "https://example.org/calls/?utm_source=x#call-5", "https://example.org/calls/#call-5", id="anchor"
        ),
        pytest.param("https://example.org/calls#:~:text=Call", "https://example.org/calls", id="text-fragment"),
        pytest.param("data:text/html,x", "", id="not-http"),
    ],
)
def test_tidy_keeps_what_the_browser_needs(printed: str, shown: str) -> None:
    assert tidy(printed) == shown


@given(ADDRESSES)
def test_spelling_an_address_twice_is_spelling_it_once(url: str) -> None:
    for spell in (tidy, canonical, comparable):
        assert spell(spell(url)) == spell(url)


@given(ADDRESSES)
def test_each_spelling_can_be_made_from_the_one_before(url: str) -> None:
    assert canonical(tidy(url)) == canonical(url)
    assert comparable(canonical(url)) == comparable(url)


@given(ADDRESSES)
def test_an_address_is_plain_ascii_without_blanks(url: str) -> None:
    assert tidy(url).isascii()
    assert not set(tidy(url)) & set(' \t\n<>"{}|\\^`')
