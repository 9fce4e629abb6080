"""What a build tells web servers: the types and header lines that the service itself sends."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cfpfeeds.hosting import headers_file, htaccess
from cfpfeeds.render import CHANGE_FORMATS, FORMATS
from cfpfeeds.web.headers import RULES
from tests.web.samples import a_site

STATIC = (Path(__file__).parents[1] / "docs" / "static.md").read_text(encoding="utf-8")
TOLD = {
    "apache": htaccess(a_site()),
    "_headers": headers_file(a_site()),
    "nginx": STATIC.partition("```nginx")[2].partition("```")[0],
    "caddy": STATIC.partition("```caddyfile")[2].partition("```")[0],
}


@pytest.mark.parametrize("host", TOLD)
@pytest.mark.parametrize("media_type", sorted({fmt.media_type for fmt in (*FORMATS, *CHANGE_FORMATS)}))
def test_every_host_is_told_the_type_of_every_format(host: str, media_type: str) -> None:
    assert re.search(rf"{re.escape(media_type)}['\"\s;]", TOLD[host])


@pytest.mark.parametrize("host", TOLD)
@pytest.mark.parametrize(
    "line", ["X-Content-Type-Options", "Referrer-Policy", "Access-Control-Allow-Origin", "; ".join(RULES)]
)
def test_every_host_is_told_what_the_service_sends(host: str, line: str) -> None:
    assert line in TOLD[host]


def test_apache_chooses_a_twin_by_what_the_reader_accepts_and_tells_its_encoding() -> None:
    told = TOLD["apache"]
    wanted = re.findall(r'RewriteCond %{HTTP:Accept-Encoding} "(.+)"\n.*\.(\w+) -f\n  RewriteRule .*\.(\w+) \[', told)
    accepted = {
        "br": ["br"],
        "gzip, deflate, br;q=0.5": ["br", "gz"],
        "gzip;q=1.0,br;q=0": ["gz"],
        "identity": [],
        "x-gzipped, abr": [],
    }
    for header, endings in accepted.items():
        assert [ending for pattern, ending, sent in wanted if re.search(pattern, header) and sent == ending] == endings
    assert "AddEncoding br .br" in told
    assert "AddEncoding gzip .gz" in told
    assert "Header merge Vary Accept-Encoding" in told


@pytest.mark.parametrize(
    ("base_url", "page"), [("https://a.example", "/404.html"), ("https://a.example/x", "/x/404.html")]
)
def test_what_is_not_there_leads_to_the_page_that_says_so(base_url: str, page: str) -> None:
    assert f"ErrorDocument 404 {page}\n" in htaccess(a_site(base_url))
