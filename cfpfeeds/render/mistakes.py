"""Where a reader reports a mistake: a letter or an issue that already says which call, which field and which words."""

from __future__ import annotations

from urllib.parse import quote

from cfpfeeds.languages import ENGLISH, speaking
from cfpfeeds.model import Call, Entry, Site
from cfpfeeds.render.items import source_name
from cfpfeeds.render.links import call_page, is_web_address
from cfpfeeds.render.words import due_words, stated_words
from cfpfeeds.text import clean_line, shorten

_MOST_OF_A_TITLE = 120
_MOST_OF_A_PHRASE = 300


def report_page(site: Site, path: str) -> str:
    """The address for a mistake on a page of ours; "" where the operator has named none."""
    page = f"{site.base_url}{path}"
    return report(site, f"Mistake on {path}", page, [f"Page: {page}", "", "What is wrong:", ""])


def report_call(call: Call, site: Site) -> str:
    """The address for a mistake in a call as a whole: its title, its venue, a call that is missing or doubled."""
    title = shorten(clean_line(call.title), _MOST_OF_A_TITLE)
    return report(site, f"Mistake in: {title}", call_page(site, call.id), [*_of_call(call, site), "What is wrong:", ""])


def report_entry(call: Call, entry: Entry, site: Site) -> str:
    """The address for a mistake in one deadline, with what is shown and the words that it was read from."""
    title = shorten(clean_line(call.title), _MOST_OF_A_TITLE)
    printed = shorten(clean_line(entry.deadline.text), _MOST_OF_A_PHRASE)
    with speaking(ENGLISH):  # the operator reads it, whatever the page was in
        what, shown = due_words(entry.deadline), stated_words(entry)
    lines = [
        *_of_call(call, site),
        f"Field: {what} ({entry.slot})",
        f"Shown: {shown}",
        f"Printed: {printed} ({source_name(entry.source_id, site)})",
        "",
        "What it should say, and where that is printed:",
        "",
    ]
    return report(site, f"Wrong date: {title}", call_page(site, call.id), lines)


def report(site: Site, title: str, page: str, lines: list[str]) -> str:
    """The operator's address with everything filled in: a mailto, or the address of a tracker with its placeholders."""
    where, body = site.mistakes or site.contact, "\n".join(lines)
    if not where:
        return ""
    if "://" in where:
        filled = (("{title}", title), ("{body}", body), ("{page}", page))
        for name, value in filled:
            where = where.replace(name, quote(value, safe=""))
        return where
    return (
        f"mailto:{quote(where, safe='@')}?subject={quote(title)}&body={quote(body.replace(chr(10), chr(13) + chr(10)))}"
    )


def _of_call(call: Call, site: Site) -> list[str]:
    source = [f"Source: {call.url}"] if is_web_address(call.url) else []
    return [f"Call: {clean_line(call.title)}", f"Page: {call_page(site, call.id)}", *source]
