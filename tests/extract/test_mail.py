"""Mail: the subject, the day, the text that its writer wrote; one call a message."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpfeeds.errors import ExtractError
from cfpfeeds.extract import extract, mail
from cfpfeeds.extract.article import ArticleRules
from cfpfeeds.extract.feed import FeedRules
from cfpfeeds.extract.mail import MAIL, MBOX, Letter, letters
from cfpfeeds.extract.mail_text import own_words, unflowed, without_prefixes
from cfpfeeds.model import Page

NOW = datetime(2027, 2, 10, 12, tzinfo=UTC)
URL = "https://lists.example/nursing/"
HEAD = (
    b"From: Ann Lee <ann@a.example>\nSubject: Call for papers: care at home\nDate: Wed, 3 Feb 2027 04:05:06 +0100\n"
    b"Message-ID: <1@a.example>\n"
)
TEXT = b"Abstracts are due on 1 May.\n"
LONG = (
    "We invite papers on care at home from all fields of research, in particular on how carers share decisions.\n" * 3
)


def a_page(body: bytes, media_type: str = MAIL) -> Page:
    return Page(URL, URL, 200, media_type, body, NOW)


def read(body: bytes) -> Letter:
    (letter,) = letters(a_page(body))
    return letter


def said(body: bytes) -> list[str]:
    return [part.text for part in read(body).parts]


def test_a_message_is_a_call() -> None:
    lists = b"List-Id: Nursing Calls <nursing-calls.lists.example>\nArchived-At: <https://lists.example/nursing/1>\n"
    found = extract(a_page(HEAD + lists + b"\n" + TEXT), ArticleRules())
    (call,) = found.calls
    assert call.title == "Call for papers: care at home"
    assert (call.key, call.url, call.posted) == ("1@a.example", "https://lists.example/nursing/1", "2027-02-03")
    assert call.labels == ("Nursing Calls",)
    assert [part.text for part in call.deadlines] == ["Abstracts are due on 1 May."]


@pytest.mark.parametrize(
    ("headers", "posted"),
    [
        pytest.param(b"Date: Wed, 3 Feb 2027 23:30:00 -0800\n", "2027-02-03", id="day-of-the-writer"),
        pytest.param(b"Date: 3 Feb 2027\n", "2027-02-03", id="no-time"),
        pytest.param(b"Date: yesterday\nReceived: from x by y; 4 Feb 2027 01:00:00 +0000\n", "2027-02-04", id="wrong"),
        pytest.param(b"Received: from x by y; 4 Feb 2027 01:00:00 +0000\n", "2027-02-04", id="missing"),
        pytest.param(b"Date: Thu, 1 Jan 1970 00:00:00 +0000\n", "", id="a-clock-never-set"),
        pytest.param(b"Date: Wed, 3 Feb 2055 00:00:00 +0000\n", "", id="in-the-future"),
        pytest.param(b"Date: Wed, 99 Feb 2027 99:00:00 +9999\n", "", id="impossible"),
        pytest.param(b"Subject: x\n", "", id="none-at-all"),
    ],
)
def test_the_day_of_a_message(headers: bytes, posted: str) -> None:
    assert read(headers + b"\n" + TEXT).posted == posted


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        pytest.param("Re: Fwd: [nursing-calls] Care at home", "Care at home", id="prefixes-and-list"),
        pytest.param("AW: WG: Care at home (fwd)", "Care at home", id="german"),
        pytest.param("Re[2]: Care at home", "Care at home", id="counted"),
        pytest.param("[Deadline extended] Care at home", "[Deadline extended] Care at home", id="words-in-brackets"),
        pytest.param("Regarding: care", "Regarding: care", id="no-prefix"),
    ],
)
def test_subjects(subject: str, title: str) -> None:
    assert without_prefixes(subject, ["Nursing Calls", "nursing-calls"]) == title


def mixed(*parts: tuple[str, str], kind: str = "alternative") -> bytes:
    inner = b"".join(f"--B\nContent-Type: {content}; charset=utf-8\n\n{text}\n".encode() for content, text in parts)
    return HEAD + f"MIME-Version: 1.0\nContent-Type: multipart/{kind}; boundary=B\n\n".encode() + inner + b"--B--\n"


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        pytest.param(
            [("text/plain", "Papers: 1 May"), ("text/html", "<p>Papers: <b>1 May</b></p>")],
            ["Papers: 1 May"],
            id="plain-first",
        ),
        pytest.param([("text/plain", ""), ("text/html", "<p>Papers: 1 May</p>")], ["Papers: 1 May"], id="plain-empty"),
        pytest.param(
            [("text/plain", "See the HTML."), ("text/html", f"<h2>Dates</h2><p>Papers: 1 May</p><p>{LONG}</p>")],
            ["Dates", "Papers: 1 May", LONG.replace("\n", " ").strip()],
            id="plain-is-a-stub",
        ),
        pytest.param(
            [("text/plain", "<html><p>Papers: 1 May</html>")], ["Papers: 1 May"], id="html-announced-as-plain"
        ),
    ],
)
def test_plain_text_is_read_unless_it_says_nothing(parts: list[tuple[str, str]], expected: list[str]) -> None:
    assert said(mixed(*parts)) == expected


def test_quotes_and_signatures_of_html_are_left_out() -> None:
    own = f"<p>{LONG}</p><p>Papers: 1 May</p><div class=gmail_signature>Ann, 3 May</div>"
    quote = "<div class=gmail_quote><div class=gmail_attr>On 2 Feb Bo wrote:</div><p>Old: 1 April</p></div>"
    assert said(mixed(("text/html", own + quote)))[-1] == "Papers: 1 May"
    assert said(mixed(("text/html", f"<p>FYI</p>{quote}"))) == ["FYI", "Old: 1 April"]


@pytest.mark.parametrize(
    ("charset", "encoding", "body", "expected"),
    [
        pytest.param(
            "iso-8859-1", "quoted-printable", b"Caf=E9: 1 May, soft=\n break", "Café: 1 May, soft break", id="qp"
        ),
        pytest.param("utf-8", "base64", b"UGFww6lyczogMSBNYXk=", "Papérs: 1 May", id="base64"),
        pytest.param("x-no-such-thing", "8bit", "Café: 1 May".encode(), "Café: 1 May", id="unknown-charset"),
        pytest.param("iso-2022-jp", "7bit", "締切: 5月1日".encode("iso-2022-jp"), "締切: 5月1日", id="japanese"),
        pytest.param("us-ascii", "8bit", b"Caf\xe9: 1 May", "Café: 1 May", id="not-what-it-says"),
        pytest.param("gb2312", "8bit", "截止日期：5月1日".encode("gb18030"), "截止日期：5月1日", id="chinese"),
    ],
)
def test_encodings(charset: str, encoding: str, body: bytes, expected: str) -> None:
    head = f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: {encoding}\n\n"
    assert said(HEAD + head.encode() + body) == [expected]


@pytest.mark.parametrize(
    ("text", "delete", "expected"),
    [
        pytest.param("Papers are due \non 1 May.\nBye", False, ["Papers are due on 1 May.", "Bye"], id="flows"),
        pytest.param("締切は \n5月1日", True, ["締切は5月1日"], id="deletes-the-blank"),
        pytest.param("one \n  two\n From here", False, ["one  two", "From here"], id="stuffed-blanks"),
        pytest.param("> old \n> quote\nnew \ntext", False, ["> old quote", "new text"], id="quotes-flow-apart"),
        pytest.param("text \n-- \nAnn", False, ["text ", "-- ", "Ann"], id="signature-does-not-flow"),
        pytest.param("Papers are due\non 1 May", False, ["Papers are due\non 1 May"], id="announced-and-not-done"),
    ],
)
def test_flowed_text(text: str, delete: bool, expected: list[str]) -> None:
    assert unflowed(text, delete_space=delete).split("\n\n") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"{LONG}On 3 May 2027, Bo Diaz wrote:\n> Papers: 1 April\n> x\n", LONG, id="quote"),
        pytest.param(
            f"{LONG}On Mon, 3 May 2027 at 10:01, Bo Diaz\n<bo@b.example> wrote:\n\n> Papers: 1 April\n",
            LONG,
            id="attribution-of-two-lines",
        ),
        pytest.param(f"{LONG}Am 03.05.2027 schrieb Bo:\n> Alt: 1. April\n", LONG, id="german-quote"),
        pytest.param(f"{LONG}-- \nAnn Lee\nBorn 1 May 1970\n", LONG, id="signature"),
        pytest.param(
            f"{LONG}\n{'_' * 40}\nCare mailing list\nTo unsubscribe before 1 May, write\n",
            LONG + "\n",
            id="list-footer",
        ),
        pytest.param(
            "FYI\n\n> Papers: 1 May\n> " + LONG.replace("\n", "\n> "),
            "FYI\n\n\nPapers: 1 May\n" + LONG,
            id="quoted-forward",
        ),
        pytest.param(
            "FYI\n-- \nAnn\n\n---------- Forwarded message ---------\nFrom: Bo\nDate: Mon, 1 Feb 2027\n"
            f"Subject: Care\n\n{LONG}",
            f"FYI\n\n\n{LONG}",
            id="forward-below-a-signature",
        ),
        pytest.param(
            f"Begin forwarded message:\n\nFrom: Bo\n  <b@b.example>\nDate: 1 Feb 2027\n\n{LONG}",
            f"\n\n{LONG}",
            id="apple",
        ),
    ],
)
def test_what_the_writer_says(text: str, expected: str) -> None:
    assert own_words(text).strip() == expected.strip()


def test_a_reply_ends_where_the_original_message_begins() -> None:
    text = f"{LONG}-----Original Message-----\nFrom: Bo\nSent: 1 Feb 2027\n\nPapers: 1 April\n"
    assert "1 April" not in own_words(text, is_reply=True)
    assert "1 April" in own_words(text)
    assert "1 Feb" not in own_words(text)


MAILBOX = (
    b"From ann@a.example Wed Feb  3 04:05:06 2027\n"
    + HEAD
    + b"\n"
    + TEXT
    + b">From here on, papers are due 1 June.\n\n"
    b"From bo at b.example  Thu Feb  4 04:05:06 2027\nFrom: Bo <bo@b.example>\nSubject: Minutes\n\n"
    b"From now on we meet.\n\n"
    b"From cy@c.example Fri Feb  5 04:05:06 2027\nSubject: Call for chapters\n\nChapters: 1 July.\n"
)


def test_a_mailbox_gives_a_call_a_message() -> None:
    one, two, three = letters(a_page(MAILBOX, MBOX))
    assert (one.title, one.posted) == ("Call for papers: care at home", "2027-02-03")
    assert [part.text for part in one.parts] == ["Abstracts are due on 1 May.", "From here on, papers are due 1 June."]
    assert (two.posted, two.where) == ("2027-02-04", f"{URL} message 2 from Bo")
    assert (three.title, three.posted) == ("Call for chapters", "2027-02-05")


def test_keep_and_marker_choose_among_the_messages() -> None:
    assert [c.title for c in extract(a_page(MAILBOX, MBOX), ArticleRules(keep="call for")).calls] == [
        "Call for papers: care at home",
        "Call for chapters",
    ]
    assert len(extract(a_page(MAILBOX, MBOX), ArticleRules(marker="chapters")).calls) == 1
    assert extract(a_page(MAILBOX, MBOX), ArticleRules(marker="Nothing of this")).recognised is False


def nested(levels: int) -> bytes:
    opening = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(levels))
    return HEAD + opening + b"\n" + TEXT


def of_parts(count: int) -> bytes:
    opening = b"Content-Type: multipart/mixed; boundary=b\n\n"
    return HEAD + opening + b"--b\n\nA sheet without a day.\n" * (count - 1) + b"--b\n\nPapers: 1 May\n--b--\n"


def test_the_last_of_very_many_parts_is_read() -> None:
    assert said(of_parts(900))[-1] == "Papers: 1 May"


def test_a_letter_of_many_lines_that_begin_with_dashes_is_no_message_of_many_parts() -> None:
    assert said(HEAD + b"\n" + b"--option\n" * 3_000 + b"\nPapers: 1 May\n")[-1] == "Papers: 1 May"


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        pytest.param(HEAD + b"\n", "has no text", id="no-body"),
        pytest.param(of_parts(2_000), "more than 1,000 parts", id="two-thousand-parts"),
        pytest.param(nested(5_000), "nested too deeply", id="nested-five-thousand-times"),
        pytest.param(
            HEAD + b"Content-Type: application/pdf\nContent-Disposition: attachment; filename=call.pdf\n\nx",
            "save its attachment and read that: call.pdf",
            id="attachment-alone",
        ),
    ],
)
def test_a_message_without_text_is_a_problem_with_a_name(body: bytes, problem: str) -> None:
    found = extract(a_page(body), ArticleRules())
    assert (found.recognised, found.calls) == (True, ())
    assert problem in found.problems[0].message


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"Subject: =?no-such?Q?=FF?= =?utf-8?B?!!!?=\n\nPapers: 1 May", id="words-that-cannot-be-decoded"),
        pytest.param(b"Subject: " + b"(" * 100_000 + b"\n\nPapers: 1 May", id="endless-header"),
        pytest.param(b"Content-Type: text/plain; charset*=x''%\n\nPapers: 1 May", id="broken-parameter"),
        pytest.param(b"Content-Type: ;;;\n\nPapers: 1 May", id="no-type"),
        pytest.param(b"From: <\nList-Id: <\nArchived-At: x\nDate: \n\nPapers: 1 May", id="empty-headers"),
        pytest.param(b"Content-Transfer-Encoding: no-such\n\nPapers: 1 May", id="unknown-encoding"),
        pytest.param(b"Content-Type: multipart/mixed\n\nPapers: 1 May", id="no-boundary"),
    ],
)
def test_odd_messages_are_read_all_the_same(body: bytes) -> None:
    assert said(body) == ["Papers: 1 May"]


def test_a_mailbox_without_messages_says_so() -> None:
    with pytest.raises(ExtractError, match="no mailbox"):
        list(letters(a_page(b"nothing", MBOX)))
    with pytest.raises(ExtractError):
        extract(a_page(HEAD + b"\n" + TEXT), FeedRules())


def test_what_python_writes_is_read() -> None:
    message = EmailMessage()
    message["Subject"], message["Date"] = "Soins à domicile — appel", "Wed, 03 Feb 2027 04:05:06 +0000"
    message.set_content("Résumés : 1er mai 2027\n", cte="base64")
    message.add_alternative("<p>Résumés : <b>1er mai 2027</b></p>", subtype="html")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="a.pdf")
    letter = read(message.as_bytes())
    assert (letter.title, letter.posted) == ("Soins à domicile — appel", "2027-02-03")
    assert [part.text for part in letter.parts] == ["Résumés : 1er mai 2027"]


def test_a_mailbox_that_is_not_read_to_its_end_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    page = a_page(MAILBOX, MBOX)
    whole = extract(page, ArticleRules())
    monkeypatch.setattr(mail, "_MOST_MESSAGES", 2)
    cut = extract(page, ArticleRules())
    assert (whole.whole, whole.problems, cut.whole) == (True, (), False)
    assert cut.calls == whole.calls[:2]
    assert [problem.message for problem in cut.problems] == ["holds more than 2 messages: only the first 2 were read"]


@given(st.binary(max_size=400), st.sampled_from([MAIL, MBOX]))
def test_any_bytes_have_an_outcome(body: bytes, media_type: str) -> None:
    prefix = b"From a Wed Feb  3 04:05:06 2027\n" if media_type == MBOX else b""
    assert len(list(letters(a_page(prefix + body, media_type)))) >= 1


@given(st.text('Content-Type:;= /multiparxdlhb\n\r"<>()[]?=é@,0123456789>-', max_size=300))
def test_any_headers_have_an_outcome(text: str) -> None:
    assert isinstance(read(b"Content-Type: multipart/mixed; boundary=b\n" + text.encode()).title, str)


@given(st.text("> -\nab1:_", max_size=120))
def test_any_text_has_an_own_part(text: str) -> None:
    assert isinstance(own_words(unflowed(text)), str)
