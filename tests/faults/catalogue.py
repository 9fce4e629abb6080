"""Sixty and more ways in which a source goes wrong, and what must come of each. All content is invented."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from cfpfeeds.config import Source
from cfpfeeds.model import OutcomeKind
from tests.builders import a_source
from tests.faults import server as s

UPDATED, UNCHANGED, DOUBTED = OutcomeKind.UPDATED, OutcomeKind.UNCHANGED, OutcomeKind.SUSPICIOUS
BLOCKED, FAILED = OutcomeKind.BLOCKED, OutcomeKind.FAILED
GOOD = (UPDATED, UNCHANGED)

_LIMITS = {"timeout": "1s", "max_bytes": 1_000_000, "gap": "0s"}
_DATED = [{"dates": [{"text": "{due}", "kind": "submission"}]}]
_CARDS = {
    "kind": "cards",
    "marker": "h1.calls",
    "item": "article",
    "title": "h2",
    "deadline": ".due",
    "total": ".total",
}

SOURCES: dict[str, Source] = {
    "press": a_source(id="press", name="Press", **_LIMITS),
    "cards": a_source(id="cards", name="Cards", url="https://cards.example/calls", rules=_CARDS, **_LIMITS),
    "feed": a_source(
        id="feed", name="Feed", url="https://feed.example/calls.rss", rules={"kind": "feed"}, language="en", **_LIMITS
    ),
    "yaml": a_source(
        id="yaml",
        name="List",
        url="https://list.example/calls.yml",
        rules={"kind": "list", "title": "{title}", "key": "{key}", "deadlines": _DATED},
        **_LIMITS,
    ),
}


def records(numbers: Iterable[int], **more: Any) -> list[dict[str, Any]]:
    return [
        {
            "title": f"Call about subject {n}",
            "venue": "Journal of Care",
            "link": f"https://press.example/{n}",
            "due": f"2027-03-{n + 1:02d}",
            "key": f"k{n}",
        }
        | {name: value(n) if callable(value) else value for name, value in more.items()}
        for n in numbers
    ]


CALLS = records(range(20))


def as_json(calls: Any) -> bytes:
    return json.dumps({"calls": calls}).encode()


def as_cards(calls: list[dict[str, Any]], total: int | None = None, marker: str = "calls") -> bytes:
    cards = "".join(f"<article><h2>{c['title']}</h2><p class=due>{c['due']}</p></article>" for c in calls)
    said = f"<p class=total>{len(calls) if total is None else total} calls</p>"
    return f"<html><body><h1 class={marker}>Calls</h1>{said}{cards}</body></html>".encode()


def as_feed(calls: list[dict[str, Any]], head: str = "") -> bytes:
    items = "".join(
        f"<item><title>{c['title']}</title><link>https://feed.example/{c['key']}</link><guid>{c['key']}</guid>"
        f"<description>Submission deadline: {c['due']}</description></item>"
        for c in calls
    )
    return f'<?xml version="1.0"?>{head}<rss version="2.0"><channel><title>F</title>{items}</channel></rss>'.encode()


def as_yaml(calls: list[dict[str, Any]]) -> bytes:
    return "".join(f"- title: {c['title']}\n  key: {c['key']}\n  due: '{c['due']}'\n" for c in calls).encode()


_WELL = {
    "press": s.answers(as_json(CALLS)),
    "cards": s.answers(as_cards(CALLS), media_type="text/html"),
    "feed": s.answers(as_feed(CALLS), media_type="application/rss+xml"),
    "yaml": s.answers(as_yaml(CALLS), media_type="text/yaml"),
}


def well(source_id: str) -> s.Behaviour:
    """How the source answers on a good day."""
    return _WELL[source_id]


@dataclass(frozen=True)
class Fault:
    """`outcomes` are the kinds that are right, `says` stands in the reason; `new` calls may be born; `slow` waits."""

    name: str
    behave: s.Behaviour
    outcomes: tuple[OutcomeKind, ...]
    says: str = ""
    source: str = "press"
    robots: s.Behaviour = field(default=s.answers(b"", status="404 Not Found"))
    new: int = 0
    slow: bool = False


def _json(calls: Any, **more: Any) -> s.Behaviour:
    return s.answers(as_json(calls), **more)


def _html(body: str | bytes, **more: Any) -> s.Behaviour:
    return s.answers(body.encode() if isinstance(body, str) else body, media_type="text/html", **more)


_BOMB = gzip.compress(b" " * 50_000_000, 9)
_LAUGHS = "".join(f'<!ENTITY a{n} "{"".join(f"&a{n - 1};" for _ in range(10))}">' for n in range(1, 10))
_DOCTYPE = f'<!DOCTYPE rss [<!ENTITY a0 "ha">{_LAUGHS}]>'
_ANCHORS = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10)
)
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
_GOOD_CALLS = as_json(CALLS)

FAULTS: tuple[Fault, ...] = (
    # The connection
    Fault("hangs up without a word", s.hangs_up, (FAILED,), "HTTP"),
    Fault("resets in the status line", s.resets, (FAILED,)),
    Fault("keeps silent", s.keeps_silent, (FAILED,), "within 1 s", slow=True),
    Fault("drips its headers", s.drips(b"HTTP/1.1 200 OK\r\n", b"X-Drop: 1\r\n"), (FAILED,), "within 1 s", slow=True),
    Fault("drips its body", s.drips(_HEAD + b"Content-Length: 9999\r\n\r\n", b" "), (FAILED,), "within 1 s", slow=True),
    Fault("ends before the announced length", s.answers(_GOOD_CALLS[:500], length=len(_GOOD_CALLS)), (FAILED,)),
    Fault(
        "breaks off in a chunk",
        s.says(_HEAD + b"Transfer-Encoding: chunked\r\n\r\nfff\r\n" + _GOOD_CALLS[:99]),
        (FAILED,),
    ),
    Fault("sends a chunk of no number", s.says(_HEAD + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\n{}\r\n"), (FAILED,)),
    Fault("speaks no HTTP", s.says(b"220 mail.example ESMTP\r\n"), (FAILED,), "no proper HTTP"),
    Fault("sends a header of a megabyte", s.says(_HEAD + b"X-Long: " + b"x" * 1_000_000 + b"\r\n\r\n{}"), (FAILED,)),
    Fault("sends headers without end", s.pours(_HEAD, b"X-More: more\r\n" * 999), (FAILED,)),
    # The size and the packing
    Fault("pours a body without end", s.pours(_HEAD + b"Connection: close\r\n\r\n", b" " * 65_536), (FAILED,), "1 MB"),
    Fault("announces an exabyte", s.answers(_GOOD_CALLS, length=10**18), (FAILED,), "1 MB"),
    Fault("announces a negative length", s.answers(_GOOD_CALLS, length=-1), (FAILED,)),
    Fault("sends a gzip bomb", s.answers(_BOMB, Content_Encoding="gzip"), (FAILED,), "1 MB"),
    Fault(
        "sends a bomb inside a bomb", s.answers(gzip.compress(_BOMB), Content_Encoding="gzip, gzip"), (FAILED,), "1 MB"
    ),
    Fault("sends a deflate bomb", s.answers(zlib.compress(b" " * 50_000_000), Content_Encoding="deflate"), (FAILED,)),
    Fault("hides a bomb in a file", s.answers(_BOMB, media_type="application/octet-stream"), (FAILED,), "1 MB"),
    Fault("packs with what nobody asked for", s.answers(b"\x0b\x02\x80", Content_Encoding="br"), (FAILED,), "'br'"),
    Fault("packs with zstd unasked", s.answers(b"\x28\xb5\x2f\xfd", Content_Encoding="zstd"), (FAILED,), "'zstd'"),
    Fault("packs four times", s.answers(_GOOD_CALLS, Content_Encoding="gzip, gzip, gzip, gzip"), (FAILED,), "twice"),
    Fault("cuts its gzip", s.answers(gzip.compress(_GOOD_CALLS)[:-30], Content_Encoding="gzip"), (FAILED,)),
    Fault("lies about gzip", s.answers(_GOOD_CALLS, Content_Encoding="gzip"), (FAILED,), "encoding"),
    # Redirects
    Fault("redirects in a circle", s.redirects("https://press.example/calls.json"), (FAILED,), "more than 5"),
    Fault("redirects to ever new addresses", s.redirects("/calls{n}.json"), (FAILED,), "more than 5"),
    Fault("redirects to a file", s.redirects("file:///etc/passwd"), (FAILED,)),
    Fault("redirects to another scheme", s.redirects("gopher://press.example/1"), (FAILED,)),
    Fault("redirects to a script", s.redirects("javascript:alert(1)"), (FAILED,)),
    Fault("redirects to another host", s.redirects("https://evil.example/calls.json"), (FAILED,), "evil.example"),
    Fault("redirects to the metadata address", s.redirects("http://169.254.169.254/latest/"), (FAILED,), "169.254"),
    Fault("redirects to nowhere", s.answers(b"", status="302 Found"), (FAILED,)),
    Fault("redirects to a broken address", s.redirects("https://[press.example/"), (FAILED,)),
    # Statuses
    Fault("forbids (403)", s.answers(b"no", status="403 Forbidden"), (BLOCKED,), "import"),
    Fault("asks for a log-in (401)", s.answers(b"no", status="401 Unauthorized"), (BLOCKED,), "log-in"),
    Fault("asks for money (402)", s.answers(b"no", status="402 Payment Required"), (BLOCKED,), "money"),
    Fault("has lost the page (404)", s.answers(b"no", status="404 Not Found"), (FAILED,), "address changed"),
    Fault("has given up the page (410)", s.answers(b"no", status="410 Gone"), (FAILED,), "gone"),
    Fault(
        "has had enough of us (429)", s.answers(b"no", status="429 Slow Down", Retry_After="86400"), (FAILED,), "often"
    ),
    Fault("has trouble (500)", s.answers(b"Traceback", status="500 Oops"), (FAILED,), "trouble"),
    Fault(
        "rests until a day (503)",
        s.answers(b"", status="503 X", Retry_After="Wed, 01 Dec 2027 00:00:00 GMT"),
        (FAILED,),
    ),
    Fault("answers with part of it (206)", s.answers(_GOOD_CALLS[:700], status="206 Partial Content"), (FAILED,)),
    Fault("answers with nothing (204)", s.answers(b"", status="204 No Content"), (FAILED,)),
    Fault("answers with a status of its own (299)", s.answers(_GOOD_CALLS, status="299 Odd"), (FAILED,)),
    # robots.txt
    Fault(
        "forbids in robots.txt",
        well("press"),
        (BLOCKED,),
        "robots.txt",
        robots=s.answers(b"User-agent: *\nDisallow: /"),
    ),
    Fault(
        "has trouble with robots.txt", well("press"), (FAILED,), "robots.txt", robots=s.answers(b"", status="500 Oops")
    ),
    Fault("keeps silent about robots.txt", well("press"), (FAILED,), "robots.txt", robots=s.keeps_silent, slow=True),
    # Another page
    Fault(
        "shows a challenge",
        _html("<title>Just a moment...</title><p>Checking your browser</p>"),
        (BLOCKED,),
        "challenge",
    ),
    Fault(
        "shows its home page", _html("<h1>Welcome to the Press</h1><p>Books and journals</p>" * 20), (FAILED, DOUBTED)
    ),
    Fault(
        "shows a log-in",
        _html("<form><input type=password></form>" + "<p>Please sign in</p>" * 20),
        (FAILED, DOUBTED, BLOCKED),
    ),
    Fault("sends an empty body", s.answers(b""), (FAILED,), "empty body"),
    Fault("sends blanks", s.answers(b" \n\t" * 99), (FAILED,), "empty body"),
    Fault("is being rebuilt", _html(as_cards([], marker="soon")), (DOUBTED,), source="cards"),
    # Another list
    Fault("lists nothing", _json([]), (DOUBTED,), "no call at all"),
    Fault("lists half", _json(CALLS[:9]), (DOUBTED,), "only 9"),
    Fault(
        "lists somebody else's calls",
        _json(records(range(20), title=lambda n: f"Sofa {n}", link="")),
        (DOUBTED,),
        "another list",
    ),
    Fault(
        "forgets the filter",
        _json([*CALLS, *({"title": f"Anything about {n}", "due": "2027-05-05"} for n in range(90))]),
        (DOUBTED,),
        "filter",
    ),
    Fault("lists each call thrice", _json(CALLS * 3), GOOD),
    Fault("stops after the first page", _html(as_cards(CALLS[:12], total=20)), (DOUBTED,), "cut short", source="cards"),
    # Fields
    Fault("names no day any more", _json(records(range(20), due="TBA")), (DOUBTED,), "still have one"),
    Fault("gives the page's date to all calls", _json(records(range(20), due="2027-05-05")), (DOUBTED,), "own date"),
    Fault("slips by a day", _json(records(range(20), due=lambda n: f"2027-03-{n + 2:02d}")), GOOD),
    Fault("writes the year 0202", _json(records(range(20), due=lambda n: f"0202-03-{n + 1:02d}")), (DOUBTED,)),
    Fault("writes the year 0202 once", _json([records([0], due="0202-03-01")[0], *CALLS[1:]]), GOOD),
    Fault("moves all days", _json(records(range(20), due=lambda n: f"2027-08-{n + 1:02d}")), (DOUBTED,), "another day"),
    Fault("turns fields into lists", _json(records(range(20), title=lambda n: [{"en": n}])), (FAILED, DOUBTED)),
    Fault("turns the list into words", s.answers(b'{"calls": "none"}'), (FAILED, DOUBTED)),
    Fault("names every call 404", _json(records(range(20), title="404 error: page not found")), (DOUBTED,)),
    Fault("cuts its JSON", s.answers(_GOOD_CALLS[:-40]), (FAILED,)),
    Fault(
        "nests ten thousand deep", s.answers(b'{"calls": ' + b"[" * 10_000 + b"]" * 10_000 + b"}"), (FAILED, DOUBTED)
    ),
    Fault("writes a number of a million digits", s.answers(b'{"calls": ' + b"9" * 900_000 + b"}"), (FAILED, DOUBTED)),
    Fault(
        "sends another encoding",
        s.answers(_GOOD_CALLS.decode().encode("utf-16"), media_type="application/json; charset=utf-8"),
        (FAILED, *GOOD),
    ),
    Fault(
        "mixes in NUL, bidi and control characters",
        _json([*CALLS, *records([21], title="Care\0 \u202egnp.exe\u2069\x1b[31m\ud800 at home")]),
        (FAILED, *GOOD),
        new=1,
    ),
    Fault(
        "mixes in markup",
        _json([*CALLS, *records([22], title="<script>alert(1)</script>Cold <b>care</b>")]),
        GOOD,
        new=1,
    ),
    Fault(
        "mixes in a script address",
        _json([*CALLS, *records([23], link="javascript:alert(1)", title="Odd link in care")]),
        GOOD,
        new=1,
    ),
    # Markup and files
    Fault(
        "gives an element a hundred thousand attributes",
        _html("<h1 class=calls>C</h1><p " + " ".join(f"a{n}" for n in range(100_000)) + ">"),
        (FAILED,),
        "attributes",
        source="cards",
    ),
    Fault(
        "closes elements in the wrong order",
        _html("<h1 class=calls>C</h1>" + "<b><i></b></i>" * 20_000),
        (FAILED,),
        "order",
        source="cards",
    ),
    Fault(
        "nests elements without end",
        _html(b"<h1 class=calls>C</h1>" + b"<div>" * 150_000),
        (FAILED, DOUBTED),
        source="cards",
    ),
    Fault(
        "sends a hundred thousand rows",
        _html(as_cards([{"title": f"R{n}", "due": ""} for n in range(20_000)])),
        (FAILED, DOUBTED),
        source="cards",
    ),
    Fault(
        "closes nothing",
        _html(as_cards(CALLS).replace(b"</article>", b"").replace(b"</p>", b"")),
        (DOUBTED,),
        source="cards",
    ),
    Fault(
        "laughs a billion times in XML",
        s.answers(as_feed(records([0], title="&a9;"), _DOCTYPE), media_type="text/xml"),
        (FAILED, DOUBTED),
        source="feed",
    ),
    Fault(
        "names a file as an XML entity",
        s.answers(
            as_feed(records(range(20), title="&x;"), '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
            media_type="text/xml",
        ),
        (FAILED, DOUBTED),
        source="feed",
    ),
    Fault("cuts its XML", s.answers(as_feed(CALLS)[:900], media_type="text/xml"), (FAILED, DOUBTED), source="feed"),
    Fault(
        "laughs a billion times in YAML",
        s.answers(_ANCHORS.encode(), media_type="text/yaml"),
        (FAILED, DOUBTED),
        source="yaml",
    ),
    Fault(
        "runs code in YAML",
        s.answers(b"- !!python/object/apply:os.system ['touch made-by-yaml']\n", media_type="text/yaml"),
        (FAILED, DOUBTED),
        source="yaml",
    ),
    Fault(
        "merges itself in YAML", s.answers(b"&a [*a, *a]\n", media_type="text/yaml"), (FAILED, DOUBTED), source="yaml"
    ),
)
