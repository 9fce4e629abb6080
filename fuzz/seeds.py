"""What a run begins with: small inputs for every target, and the words of the trade as a dictionary."""

from __future__ import annotations

import json
from collections.abc import Container
from importlib.resources import files
from pathlib import Path

from benchmarks.adversarial import pages, texts
from fuzz.doors import shipped_pages
from fuzz.targets import addressed, chosen
from tests.commands.mirror import a_table
from tests.faults.catalogue import CALLS, as_cards, as_feed, as_json, as_yaml

_SMALL = 400
_DOCUMENTS = Path(__file__).parents[1] / "tests" / "quality" / "documents"
_KINDS = {".html": "html", ".md": "markdown", ".txt": "plain"}
_PHRASES = (
    "Submission deadline: 5 May 2024, 23:59 AoE (extended from 1 May)",
    "Abstracts due ~~1 March~~ 8 March 2025 | Full papers: March 15th, 2025, 11:59 pm PST",
    "Einreichungsfrist bis 30.04.2025; Benachrichtigung: Anfang Juni",
    "投稿締切 2025年5月1日（木）必着\n令和7年5月1日",
    "Date limite de soumission : le 1er mai 2025, minuit (heure de Paris)",
    "Deadline: 2025-05-01T23:59:59+02:00, 05/06/2025, TBD, rolling, 16.-18. März",
)
_MARKDOWN = (
    "---\ntitle: Call\ndate: 2024-01-05\n---\n# Call\n| Papers due | 5 May 2024 |\n|---|---|\n- [a](b) {{% x %}}\n"
    "<ul><li>5 May</ul>"
)
_HTML = (
    "<title>Call</title><meta name=date content=2024-01-05><main><h1>Call for papers</h1><p>Papers due <del>1 May</del>"
    " <time datetime=2024-05-05>5 May</time><table><caption>Dates</caption><tr><th rowspan=2>Papers<td colspan=2>5 May"
    "</table><dl><dt>Abstracts<dd>1 May 2024</dl><ul><li>5 May 2024<br>AoE</ul><pre>a\n b</pre></main>"
)
_FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>Calls</title><link>https://x.example/</link><item><title>'
    "Call for papers</title><link>https://x.example/1</link><guid>1</guid><pubDate>Fri, 05 Jan 2024 10:00:00 GMT"
    "</pubDate><description>Papers due 5 May 2024</description><category>nursing</category></item></channel></rss>"
)
_ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><id>a</id><updated>2024-01-05T10:00:00Z</updated><entry>'
    '<title type="html">Call</title><id>b</id><updated>2024-01-05T10:00:00Z</updated><content type="xhtml"><div>5 May '
    "2024</div></content></entry></feed>"
)
_YAML = """
- title: ABC
  journal: {name: Letters}
  tags: [AI, "it's"]
  years:
    - year: 2024
      id: abc24
      link: https://x.example/
      deadline: 2024-05-05 23:59:59
      stage: abstracts
      zone: UTC-12
      text: |
        <p>Papers due 8 May
"""
_TOML = '[[calls]]\ntitle = "ABC"\nid = "a"\ndeadline = 2024-05-05T23:59:59+02:00\ntext = """due 8 May"""\nlink = "x"\n'
_CSV = 'title,id,deadline,zone,link,text\n"ABC, 2024",1,5 May 2024,AoE,https://x.example/,"due\n8 May"\n'
_CALLS = [{"title": "Call", "id": 1, "deadline": "5 May 2024", "journal": {"name": "Letters"}, "text": "<p>Due 5 May"}]
_CARDS = (
    "<h2>Ageing</h2><ul><li><a href=/a>Call for papers</a><i>Letters</i><p>About</p><dl><dt>Deadline<dd>5 May 2024<dt>"
    "Status<dd>open</dl><time>6 May 2024</time><div>Papers due 5 May</div></li></ul><a rel=next href='?page=2'>next</a>"
)
_MESSAGE = (
    "From: Ann Lee <ann@x.example>\nSubject: =?utf-8?q?Call_for_papers?=\nDate: Wed, 3 Jan 2024 04:05:06 +0100\n"
    "MIME-Version: 1.0\nMessage-ID: <1@x.example>\nList-Id: Calls <calls.x.example>\n"
    "Content-Type: multipart/alternative; boundary=b\n\n--b\n"
    "Content-Type: text/plain; format=flowed\n\nAbstracts are due on 1 May 2024.\n> quoted\n-- \nAnn\n--b\n"
    "Content-Type: text/html\nContent-Transfer-Encoding: base64\n\nPHA+RHVlIDUgTWF5IDIwMjQ=\n--b--\n"
)
_WORDS = [[60, 80, 120, 92, 12, 1, 0, "Papers"], [124, 80, 160, 92, 12, 0, 0, "due"], [164, 80, 200, 92, 12, 0, 1, "5"]]
_SHEET = {"size": [600, 800], "words": _WORDS, "lines": [[60, 86, 120, 87]]}
_OUTLINE = (
    "<h2>Nursing</h2><p><a href=https://x.example/home/abc>Letters</a></p><ul><li><a href=/c>Call for papers</a> – "
    "Deadline: 5 May 2024</li></ul>"
)
_LISTING = (
    "<h2>Nursing</h2><p class=total>1 call</p><ul><li><a href=/c>Call for papers</a> <i>Letters</i><p>About</p><dl><dt>"
    "Deadline<dd>5 May 2024</dl>Posted: 1 March 2024</li></ul><table><tr><th>Call<th>Deadline<tr><td><b>Call</b><td>"
    "5 May 2024</table><a rel=next href='?page=2'>next</a>"
)
_RECORDS = (
    "<h2>Calls</h2><h3><a href=/c>Call for papers</a></h3><p>Letters<p>Papers due 5 May 2024<h4>Other call</h4><hr>"
)
_CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1@x.example\r\nDTSTART;TZID=Europe/Berlin:20240505T235900\r\n"
    "SUMMARY:Letters: abstract deadline\r\nURL:https://x.example/1\r\nCATEGORIES:care\r\nDESCRIPTION:a\\, b\r\n"
    " folded\r\nBEGIN:VALARM\r\nTRIGGER:-PT1H\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:2\nDTSTART;VALUE=DATE:20240505\nSUMMARY:Papers due\nSTATUS:CANCELLED\n"
    "BEGIN:VEVENT\nDTSTART:20240506T000000Z\nDTEND:20240507\nSUMMARY:Symposium on Care\nEND:VCALENDAR\n",
)
_SETTINGS = '[settings]\ntitle = "x"\nevery = "6h"\ncontact = "a@example.org"\nmail_server = "smtp://h:25"\n'
_HEADERS = """Content-Type: text/html; charset=utf-8
Content-Encoding: gzip
ETag: W/"abc"
Last-Modified: Mon, 01 Mar 2027 00:00:00 GMT
Retry-After: 120
Location: /next
Set-Cookie: a=b; Path=/; Max-Age=1
User-agent: *
Crawl-delay: 2
Disallow: /private
"""
_QUERIES = (
    "all/?q=care&page=2&closed=1",
    "nursing/calls.rss?x=%41",
    "calls/extended.ics",
    "status",
    "metrics",
    "filter/deadlines.ics?discipline=nursing&q=%22night+work%22+-shift&venue=care&kind=conference&stage=abstract",
    "filter/calls.atom?within=90d&only=abstract&language=de&source=press",
    "api/calls?status=all&limit=2&updated_since=2026-11-19T00:00:00Z&cursor=MjAyNi0xMS0wMlQwODozMDoxNSswMDowMCBjMWYw",
)


def seeds() -> list[bytes]:
    """One input each."""
    found = [addressed(target, text.encode()) for text in _PHRASES for target in ("plain", "phrases", "markdown")]
    found += [addressed(target, b"a" + text.encode()) for text in _PHRASES for target in ("phrase", "field")]
    for name in texts.NAMES:
        hostile = texts.text(name, _SMALL).encode("utf-8", "replace")
        found += [addressed("phrase", b"a" + hostile), addressed("markdown", b"# Call\n\n" + hostile)]
    found += [addressed("html", make(_SMALL).encode()) for make in pages.PAGES.values()]
    calls = json.dumps(_CALLS)
    shapes = {
        "html": (_HTML,),
        "markdown": (_MARKDOWN,),
        "feed": (_FEED, _ATOM),
        "json": (calls, f'{{"calls": {calls}}}'),
        "embedded": (f"<html><body><script>{calls}</script>",),
        "yaml": (_YAML,),
        "toml": (_TOML,),
        "csv": (_CSV,),
        "cards": (_CARDS, _HTML),
        "outline": (_OUTLINE, _HTML),
        "message": (_MESSAGE,),
        "mailbox": (f"From a@x.example Wed Jan  3 04:05:06 2024\n{_MESSAGE}\n" * 2,),
        "pdf": (json.dumps({"title": "Call", "created": "D:20240131", "total": 1, "sheets": [_SHEET]}),),
        "calendar": _CALENDAR,
        "listing": (_LISTING, _CARDS),
        "records": (_RECORDS, _LISTING),
        "configuration": (_SETTINGS + a_table(), a_table()),
        "headers": (_HEADERS,),
        "query": _QUERIES,
    }
    found += [addressed(name, text.encode()) for name, all_ in shapes.items() for text in all_]
    found += [addressed("shipped", page) for page in shipped_pages()]
    calls_of_many = ((as_json, "json"), (as_cards, "cards"), (as_feed, "feed"), (as_yaml, "yaml"))
    found += [addressed(target, make(CALLS[:4])) for make, target in calls_of_many]
    return found + [
        addressed(_KINDS[path.suffix], path.read_bytes())
        for path in sorted(_DOCUMENTS.iterdir())
        if path.suffix in _KINDS
    ]


def write(folder: Path, names: Container[str]) -> None:
    """Puts the seeds of the named targets into a folder for the fuzzer."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seed for seed in seeds() if chosen(seed)[0] in names):
        (folder / f"seed-{number:03}").write_bytes(seed)


def write_dictionary(path: Path) -> None:
    """The words that mean something to the reader, in the form that libFuzzer reads."""
    rows = files("cfpfeeds.deadlines").joinpath("words.tsv").read_text("utf-8").splitlines()
    words = {row.split("\t")[2].replace("*", "") for row in rows if not row.startswith("#")}
    words |= {
        "2024",
        "31",
        "May",
        "5月1日",
        "~~",
        "23:59",
        "AoE",
        "UTC-12",
        "<td>",
        "<del>",
        "</",
        "&nbsp;",
        "|",
        "---\n",
    }
    words |= {"<![CDATA[", "<!--", "-->", "deadline:", "{{", "\\u0000", "&#x0;", "\t", "- ", "# ", ": "}
    path.write_text("".join(f'"{_escaped(word)}"\n' for word in sorted(words)), "ascii")


def _escaped(word: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word.encode())
