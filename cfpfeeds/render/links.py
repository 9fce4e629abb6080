"""Every address that an output may name, and the links by which a reader subscribes. All come from `Site.base_url`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from cfpfeeds.model import Feed, Site

RSS_FILE = "calls.rss"
ATOM_FILE = "calls.atom"
JSON_FILE = "calls.json"
ICS_FILE = "deadlines.ics"
CHANGES = "changes"
"""The stem of feeds that tell what has changed."""


REPORT = "report"
"""Where on a page the link is by which a mistake is reported."""

_STRUCK = re.compile(r"~~.*?~~", re.DOTALL)
_MOST_WORDS_NAMED, _WORDS_AT_AN_END = 8, 3


@dataclass(frozen=True, slots=True)
class Subscribe:
    """The ways to subscribe to one list, for a page to print.

    `https` works in every calendar program and is shown first; `google`, `outlook` and `office` are undocumented by
    their makers. `rss`, `atom` and `json` are the feeds, `page` the list itself.
    """

    page: str
    https: str
    webcal: str
    google: str
    outlook: str
    office: str
    rss: str
    atom: str
    json: str
    changes_rss: str
    changes_atom: str


def home(site: Site) -> str:
    """The front page."""
    return f"{site.base_url}/"


def about(site: Site) -> str:
    """The page that explains the service and the data in its JSON Feed."""
    return f"{site.base_url}/about"


def list_page(site: Site, slug: str) -> str:
    """The page of one list."""
    return f"{site.base_url}/{quote(slug)}/"


def list_file(site: Site, slug: str, filename: str) -> str:
    """A feed or calendar of one list."""
    return f"{list_page(site, slug)}{filename}"


def feed_page(site: Site, feed: Feed) -> str:
    """The page of the list that a feed holds."""
    return _asking(list_page(site, feed.slug), feed.query)


def feed_file(site: Site, feed: Feed, filename: str) -> str:
    """The address of a feed itself, in the format that `filename` ends in."""
    return sibling_file(site, feed, feed.stem, filename)


def sibling_file(site: Site, feed: Feed, stem: str, filename: str) -> str:
    """Another file in the folder of a feed, by its stem, in the format that `filename` ends in."""
    name = f"{stem}.{filename.rpartition('.')[2]}" if stem else filename
    return _asking(list_file(site, feed.slug, name), feed.query)


def call_page(site: Site, call_id: str) -> str:
    """The page of one call, with its evidence and history."""
    return f"{site.base_url}/calls/{quote(call_id, safe='')}"


def call_file(site: Site, call_id: str) -> str:
    """The calendar of one call."""
    return f"{call_page(site, call_id)}.ics"


def is_web_address(url: str) -> bool:
    """Whether a stranger's address may stand in a link: absolute, http or https, without blanks."""
    return url.startswith(("https://", "http://")) and len(url.split()) == 1 and url == url.strip()


def printed_at(url: str, words: str) -> str:
    """The address of a page with a text fragment, so that a browser scrolls to these words and marks them there.

    "" where the page is no web address. Struck-out words are left out, and of a long phrase only its first and last few
    words are named: between them a page may have markup of its own.
    """
    if not is_web_address(url):
        return ""
    told = _STRUCK.sub(" ", words).replace("…", " ").split()
    if not told:
        return url
    ends = [told] if len(told) <= _MOST_WORDS_NAMED else [told[:_WORDS_AT_AN_END], told[-_WORDS_AT_AN_END:]]
    named = ",".join(quote(" ".join(part), safe="").replace("-", "%2D") for part in ends)
    return f"{url}{'' if '#' in url else '#'}:~:text={named}"


def date_anchor(slot: str) -> str:
    """The name of the place on a call's page where one of its dates stands, with evidence and history."""
    return f"date-{slot}"


def date_page(site: Site, call_id: str, slot: str) -> str:
    """That place: there a mistake is reported with call, date and printed words filled in."""
    return f"{call_page(site, call_id)}#{date_anchor(slot)}"


def report_page(site: Site, call_id: str) -> str:
    """The place on a call's page where a mistake in it is reported; "" where the operator has named no address."""
    return f"{call_page(site, call_id)}#{REPORT}" if site.mistakes or site.contact else ""


def subscribe(site: Site, slug: str, name: str = "", query: str = "") -> Subscribe:
    """All subscribe links of one list; `name` is what Outlook calls the calendar, by default after the discipline.

    `query` is what stands behind the question mark of its addresses.

    Google takes the webcal address only and Outlook the https one only; both want it percent-encoded. Sources:
    til.simonwillison.net/ics/google-calendar-ics-subscribe-link, webapps.stackexchange.com/questions/158639.
    """
    https = _asking(list_file(site, slug, ICS_FILE), query)
    webcal = "webcal://" + https.split("://", 1)[-1]
    named = name or f"Calls for papers: {site.discipline_names.get(slug, slug)}"
    outlook = f"/calendar/0/addfromweb?url={quote(https, safe='')}&name={quote(named, safe='')}"
    return Subscribe(
        page=_asking(list_page(site, slug), query),
        https=https,
        webcal=webcal,
        google=f"https://calendar.google.com/calendar/r?cid={quote(webcal, safe='')}",
        outlook=f"https://outlook.live.com{outlook}",
        office=f"https://outlook.office.com{outlook}",
        rss=_asking(list_file(site, slug, RSS_FILE), query),
        atom=_asking(list_file(site, slug, ATOM_FILE), query),
        changes_rss=_asking(list_file(site, slug, RSS_FILE.replace("calls", CHANGES)), query),
        changes_atom=_asking(list_file(site, slug, ATOM_FILE.replace("calls", CHANGES)), query),
        json=_asking(list_file(site, slug, JSON_FILE), query),
    )


def _asking(address: str, query: str) -> str:
    return f"{address}?{query}" if query else address
