"""Markdown files as web pages, so that every shape that reads markup reads them as well."""

from __future__ import annotations

import re
from html import escape
from urllib.parse import urlsplit

from markdown_it import MarkdownIt

from cfpfeeds.extract import front_matter
from cfpfeeds.model import Page

_MARKDOWN = ("text/markdown", "text/x-markdown")
_ENDINGS = (".md", ".markdown", ".mdown", ".qmd", ".rmd")
_LIQUID = re.compile(r"\{[%:][^{}\n]{0,200}\}")
_RENDERER = MarkdownIt("commonmark", {"maxNesting": 40}).enable(["table", "strikethrough"])
_BARE_ADDRESS = re.compile(r"(?<![(<\"'=\[\w/`])https?://[^\s<>()\[\]\"'|`]+[^\s<>()\[\]\"'|`.,;:!?*_]")
"""An address that is no link by the letter of Markdown and is shown as one wherever repositories are."""
_LONGEST = 2_000_000
"""Characters of a file that are rendered; a longer one is shown as it was typed."""


def is_text(page: Page) -> bool:
    """Whether a page is plain text or Markdown by its type."""
    return page.media_type in ("text/plain", *_MARKDOWN)


def is_markdown(page: Page) -> bool:
    """Whether a page is a Markdown file: by its type, or by the ending of its address where the type says no more."""
    if page.media_type in _MARKDOWN:
        return True
    return page.media_type == "text/plain" and urlsplit(page.final_url or page.url).path.lower().endswith(_ENDINGS)


def without_head(text: str) -> str:
    """A web page without the head of a static site's source (lines of "---") that it still has, with its title."""
    if not text.startswith("---"):
        return text
    fields, rest = front_matter.parted(text)
    if rest == text or not re.match(r"\s*<", _LIQUID.sub("", rest)):
        return text
    title = f"<title>{escape(fields['title'])}</title>" if fields.get("title") and "<title" not in rest else ""
    return f"{title}{_LIQUID.sub('', rest)}"


def as_html(text: str) -> str:
    """A Markdown file as a web page, with the title of its head, if it has one, in the head of the page."""
    fields, rest = front_matter.parted(text)
    title = f"<title>{escape(fields['title'])}</title>" if fields.get("title") else ""
    language = f' lang="{escape(fields["lang"])}"' if re.fullmatch(r"[a-z]{2}", fields.get("lang", "")) else ""
    plain = len(rest) > _LONGEST
    shown = f"<pre>{escape(rest)}</pre>" if plain else _RENDERER.render(_linked(_LIQUID.sub("", rest)))
    return f"<html{language}><head>{title}</head><body>{shown}</body></html>"


def _linked(text: str) -> str:
    return _BARE_ADDRESS.sub(r"<\g<0>>", text)
