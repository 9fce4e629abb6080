"""What comes out of `cfpfeeds.text` is clean whatever went in."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from cfpfeeds.text import clean_line, clean_text, fold, plain_line, shorten

NASTY = st.lists(
    st.one_of(
        st.text(alphabet=st.characters(exclude_categories=())),
        st.sampled_from(
            [
                "&amp;",
                "&",
                "amp;",
                "#38;",
                "&lt",
                ";",
                "\u037e",
                "&#8203;",
                "&#x80;",
                "&#xd800;",
                "&nbsp;",
                "&notanentity;",
            ]
        ),
        st.sampled_from(["\x00", "\x85", "\x93", "\u200b", "\u200c", "\u200d", "\u202e", "\r\n", "\n", "\r", "\ufffe"]),
        st.sampled_from(["می", "क्", "👩", "e\u0301", "ﬁ", "İ", "ß", "\ud800", "\U0001ffff", "\u3000"]),
    ),
    max_size=8,
).map("".join)


@pytest.mark.parametrize(
    ("printed", "clean"),
    [
        pytest.param("  Health\u00a0Services \t Research\n", "Health Services Research", id="blanks-folded"),
        pytest.param("one\r\ntwo\rthree", "one two three", id="line-ends"),
        pytest.param("Arts &amp; Humanities", "Arts & Humanities", id="entity"),
        pytest.param("Arts &amp;amp; Humanities", "Arts & Humanities", id="entity-escaped-twice"),
        pytest.param("Women&amp;#8217;s history", "Women’s history", id="numeric-entity-escaped-twice"),
        pytest.param("&am\u200bp;", "&", id="entity-hidden-by-zero-width-space"),
        pytest.param("AT&T and Q&A&copyright", "AT&T and Q&A&copyright", id="ampersand-without-semicolon-stays"),
        pytest.param("a &lt; b", "a < b", id="less-than-is-text"),
        pytest.param("\x93Quoted\x94 \x96 dash", "“Quoted” – dash", id="windows-1252"),
        pytest.param("nul\x00 and \x81 and \x7f", "nul and and", id="controls"),
        pytest.param("Zu\u0308rich", "Zürich", id="nfc"),
        pytest.param("safe\u202egnp.exe\u2066x\u2069", "safegnp.exex", id="bidi"),
        pytest.param("zero\u200bwidth\ufeff soft\u00adhyphen", "zerowidth softhyphen", id="zero-width"),
        pytest.param("la\u200dtin", "latin", id="joiner-in-latin"),
        pytest.param("می\u200cخواهم", "می\u200cخواهم", id="joiner-in-persian-stays"),
        pytest.param("क्\u200dष", "क्\u200dष", id="joiner-in-hindi-stays"),
        pytest.param("👩\u200d🔬", "👩\u200d🔬", id="joiner-in-emoji-stays"),
        pytest.param("lone \ud800 surrogate \ufffe\uffff\U0001fffe", "lone surrogate", id="not-characters"),
        pytest.param("para\u2029graph", "para graph", id="unicode-line-ends"),
        pytest.param("全角　空白", "全角 空白", id="ideographic-space"),
    ],
)
def test_clean_line_takes_out_what_no_reader_should_meet(printed: str, clean: str) -> None:
    assert clean_line(printed) == clean


def test_clean_text_keeps_single_line_feeds() -> None:
    assert clean_text(" one  two \r\n\r\n\n three\rfour ") == "one two\nthree\nfour"


@given(NASTY)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    for clean in (clean_line, clean_text):
        assert clean(clean(text)) == clean(text)


@given(NASTY)
def test_clean_text_is_nfc_and_valid_in_xml(text: str) -> None:
    element = etree.Element("title")
    element.text = clean_text(text)  # lxml refuses what XML 1.0 cannot hold
    assert etree.fromstring(etree.tostring(element, encoding="utf-8")).text == (element.text or None)
    assert unicodedata.is_normalized("NFC", clean_text(text))


@given(NASTY)
def test_clean_line_is_one_trimmed_line(text: str) -> None:
    line = clean_line(text)
    assert line == " ".join(line.split())
    assert line == clean_line(clean_text(text))


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        pytest.param("<p>One</p><p>two<br>three</p>", "One two three", id="blocks-part-words"),
        pytest.param("CO<sub>2</sub> and <i>E. coli</i>", "CO2 and E. coli", id="inline-tags-do-not"),
        pytest.param("&lt;p&gt;escaped &amp;amp; printed&lt;/p&gt;", "escaped & printed", id="escaped-markup"),
        pytest.param("a<script>alert(1)</script>b<style>p{}</style>", "ab", id="scripts-and-styles"),
        pytest.param('<img src=x onerror="x()">picture', "picture", id="attributes"),
        pytest.param("p<q and r>s, 3 < 5", "p<q and r>s, 3 < 5", id="formula-stays"),
        pytest.param("<!-- hidden -->shown", "shown", id="comment"),
    ],
)
def test_plain_line_gives_the_words_of_markup(markup: str, words: str) -> None:
    assert plain_line(markup) == words


@given(NASTY, st.sampled_from(["<p>", "</b", "<script>", "&lt;i&gt;", "<!--", "<br/>"]), NASTY)
def test_plain_line_holds_no_markup(before: str, tag: str, after: str) -> None:
    line = plain_line(before + tag + after)
    assert plain_line(line) == line


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Health & Nursing", "health AND nursing", id="ampersand"),
        pytest.param("Ciência e Educação", "ciencia e educacao", id="accents"),
        pytest.param("ＩＣＭＬ　２０２６", "icml 2026", id="width"),
        pytest.param("Straße", "STRASSE", id="sharp-s"),
        pytest.param("Women’s Studies", "Womens studies", id="apostrophe"),
        pytest.param("Work—Life: a (re)view", "work life a re view", id="punctuation"),
        pytest.param("Łódź Øresund", "lodz oresund", id="letters-without-accent-form"),
        pytest.param("İstanbul", "istanbul", id="dotted-capital-i"),
    ],
)
def test_fold_makes_spellings_equal(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Volume 1", "Volume 2", id="numbers"),
        pytest.param("かき", "がき", id="voicing-mark-is-another-letter"),
        pytest.param("हिंदी", "हद", id="vowel-signs-stay"),
    ],
)
def test_fold_keeps_what_differs_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(NASTY)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        pytest.param("short enough", 12, "short enough", id="fits"),
        pytest.param("one two three", 9, "one two…", id="at-a-blank"),
        pytest.param("one two, three", 10, "one two…", id="no-comma-before-the-ellipsis"),
        pytest.param("Donaudampfschifffahrt", 6, "Donau…", id="endless-word"),
        pytest.param("anything", 0, "", id="no-room"),
    ],
)
def test_shorten_cuts_at_a_word(text: str, limit: int, short: str) -> None:
    assert shorten(text, limit) == short


@given(NASTY, st.integers(min_value=0, max_value=40))
def test_shorten_never_exceeds_the_limit(text: str, limit: int) -> None:
    assert len(shorten(clean_text(text), limit)) <= limit


@given(text=st.text(st.characters(max_codepoint=127)))
def test_folding_ascii_is_folding(text: str) -> None:
    assert fold(text) == fold(f"{text}\u0301 \u00e9").removesuffix("e").strip()
