"""`cfpfeeds add`: from an address to a working source."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cfpfeeds.addresses import tidy
from cfpfeeds.config import Config, Source, load
from cfpfeeds.errors import CfpfeedsError, UsageError
from cfpfeeds.extract import Rules
from cfpfeeds.fetch import HttpFetcher, Request
from cfpfeeds.learn import (
    Finding,
    Lead,
    NoCalls,
    Proposal,
    Reader,
    bare_file,
    compare,
    leads_of,
    learn,
    of_sitemap,
    sitemap_of,
)
from cfpfeeds.model import NotModified, Page
from cfpfeeds.operations import saved_page
from cfpfeeds.single import read_page
from cfpfeeds.tending import fixtures
from cfpfeeds.tending.file import is_shipped, read_file, replace_file, with_source

_MOST_LEADS = 8
_LARGEST = 20_000_000
_BARE_ADDRESS = re.compile(r"[\w-]+(?:\.[\w-]+)*\.(?!html?$|xml$|json$|mhtml?$|gz$|txt$|pdf$)[a-z]{2,}(?:/\S*)?", re.I)
_DULL = re.compile(
    r"^(?:www|journals?|pages?|index|html?|php|aspx?|en|wp-json|wp|v\d|core|home|the|about|content|browse)$|^\d{1,2}$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Learnt:
    """What was learnt of an address: the page that the source will poll, its rules, what they yield, and from where."""

    page: Page
    proposal: Proposal
    source: Source
    calls: tuple[dict[str, Any], ...]
    problems: tuple[str, ...]
    tried: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Nothing:
    """No calls; `reason` says why in a sentence."""

    url: str
    reason: str
    tried: tuple[str, ...] = ()


class Finder:
    """Looks at an address, or at a saved page, and at what the page declares beside itself."""

    def __init__(self, config: Config, clock: Callable[[], datetime], mirror: str) -> None:
        self._config, self._clock, self._mirror = config, clock, mirror

    def from_file(self, path: Path, url: str, **told: str) -> Learnt | Nothing:
        """Learn a saved page; nothing is fetched. Raises UsageError where its address is not known."""
        page = saved_page(path, url, self._clock())
        if not page.url:
            raise UsageError(f"{path} does not say which address it was saved from: add --url URL")
        return self.from_page(page, **told)

    def from_page(self, page: Page, **told: str) -> Learnt | Nothing:
        """Learn a page that is at hand; nothing is fetched."""
        return self._settled(page, [], **told)

    def from_address(self, url: str, **told: str) -> Learnt | Nothing:
        """Learn a page of the web. Raises FetchError where it cannot be had."""
        with HttpFetcher(
            contact=self._config.settings.contact,
            clock=self._clock,
            monotonic=time.monotonic,
            sleep=time.sleep,
            mirror=self._mirror,
        ) as fetcher:
            page = _fetched(fetcher, bare_file(url))
            others = []
            for lead in leads_of(page)[:_MOST_LEADS]:
                try:
                    others.append((lead, _fetched(fetcher, lead.url)))
                except CfpfeedsError:
                    continue  # a lead is a guess: most hosts have none of them
            found = self._settled(page, others, **told)
            if isinstance(found, Nothing) and "html" in page.media_type:
                return self._elsewhere(fetcher, page, found, **told)
            return found

    def _elsewhere(self, fetcher: HttpFetcher, page: Page, nothing: Nothing, **told: str) -> Learnt | Nothing:
        """The pages of calls that the site map names, where the page that was asked for holds none."""
        try:
            leads = of_sitemap(_fetched(fetcher, sitemap_of(page).url), page.url)
        except CfpfeedsError:
            return nothing
        for lead in leads:
            try:
                found = self._settled(_fetched(fetcher, lead.url), [], **told)
            except CfpfeedsError:
                continue
            if isinstance(found, Learnt):
                return replace(found, tried=(*nothing.tried, f"{lead.why}: {found.proposal.how}"))
        return nothing

    def _settled(self, page: Page, others: Sequence[tuple[Lead, Page]], **told: str) -> Learnt | Nothing:
        reader = Reader(page.fetched_at.date(), told.get("language", ""), told.get("country", ""))
        findings: list[tuple[str, Page, Finding]] = [("the page itself", page, learn(page, reader))]
        findings += [(lead.why, found, learn(found, reader)) for lead, found in others]
        tried = tuple(f"{why}: {_said(finding)}" for why, _, finding in findings)
        best = compare([finding for _, _, finding in findings], reader)
        if best is None:
            first = findings[0][2]
            return Nothing(page.url, first.reason if isinstance(first, NoCalls) else "no calls were found", tried)
        _, chosen, proposal = findings[best]
        assert isinstance(proposal, Proposal)
        source = self._source(chosen, page, proposal, **told)
        read = read_page(chosen, source)
        if not read["calls"]:
            why = read["problems"][0] if read["problems"] else "what looked like calls was none"
            return Nothing(page.url, why, tried)
        return Learnt(chosen, proposal, source, tuple(read["calls"]), tuple(read["problems"]), tried)

    def _source(self, chosen: Page, asked: Page, proposal: Proposal, **told: str) -> Source:
        taken = {source.id for source in self._config.sources}
        name = told.get("name") or _name(proposal, chosen.url)
        values: dict[str, Any] = {
            "id": told.get("id") or fresh_id(chosen.url if not asked.url else asked.url, taken),
            "name": name,
            "url": chosen.url,
            "homepage": asked.url if asked.url != chosen.url else "",
            "language": told.get("language") or proposal.language,
            "country": told.get("country") or proposal.country,
            "venue": proposal.venue,
            "rules": proposal.rules,
        }
        return Source.model_validate({key: value for key, value in values.items() if value})


def _fetched(fetcher: HttpFetcher, url: str) -> Page:
    answer = fetcher.fetch(Request(url=url, max_bytes=_LARGEST))
    if isinstance(answer, NotModified):
        raise UsageError(f"{url} answered 304 to a plain request")
    return answer


def _said(finding: Finding) -> str:
    return finding.reason if isinstance(finding, NoCalls) else finding.how


def _name(proposal: Proposal, url: str) -> str:
    host = urlsplit(url).hostname or url
    name = " ".join((proposal.venue or proposal.title or host).split())
    return name[:120]


def fresh_id(url: str, taken: set[str]) -> str:
    """An id that says where the calls come from: host and the telling words of the path; new among `taken`."""
    parts = urlsplit(tidy(url) or url)
    host = [part for part in (parts.hostname or "page").split(".") if not _DULL.match(part)]
    words = [*(host[:-1] or host)[-2:], *re.split(r"[^A-Za-z0-9]+", parts.path)]
    kept = [word.lower() for word in words if word and word.isascii() and not _DULL.match(word)]
    stem = "-".join(dict.fromkeys(kept))[:48].strip("-") or "page"
    stem = re.sub(r"-{2,}", "-", re.sub(r"[^a-z0-9-]", "-", stem)).strip("-") or "page"
    number, found = 2, stem
    while found in taken:
        found, number = f"{stem}-{number}", number + 1
    return found


def table_of(source: Source) -> dict[str, Any]:
    """The `[[source]]` table of a learnt source, with nothing that is a default."""
    table = source.model_dump(mode="json", exclude_defaults=True, exclude={"rules"})
    return {**table, "rules": rules_of(source.rules)}


def rules_of(rules: Rules) -> dict[str, Any]:
    """The table of rules, with nothing that is a default."""
    told = rules.model_dump(mode="json", exclude_defaults=True)
    return {"kind": getattr(rules, "kind", ""), **told}


class Adding:
    """One run of `add`: the configuration that grows, and where it lies. `named`: it was asked for by name."""

    def __init__(
        self, config: Path, cwd: Path, clock: Callable[[], datetime], mirror: str, *, named: bool = False
    ) -> None:
        self._read = config
        self._file = cwd / config.name if not named and is_shipped(config, cwd) else config
        self._finder = Finder(_loaded(config), clock, mirror)

    @property
    def file(self) -> Path:
        """The file that would be written: one in the working folder where that which is read came with the program."""
        return self._file

    @property
    def copies(self) -> bool:
        """Whether that file is new and begins with all that the list which came with the program holds."""
        return self._file != self._read and not self._file.exists()

    def look(self, where: str, url: str, told: dict[str, str]) -> Learnt | Nothing:
        """What an address or a saved file holds; nothing is written."""
        if where.startswith(("http://", "https://")):
            return self._finder.from_address(where, **told)
        if not url and not Path(where).exists() and _BARE_ADDRESS.fullmatch(where):
            return self._finder.from_address(f"https://{where}", **told)
        return self._finder.from_file(Path(where), url, **told)

    def write(self, found: Learnt) -> Path:
        """Write the table and the fixture; the folder of the fixture. Raises UsageError, ConfigError."""
        text = read_file(self.file) or read_file(self._read)
        day = found.page.fetched_at.date().isoformat()
        comment = f"Learnt on {day}: {found.proposal.how}; confidence {found.proposal.confidence:.0%}."
        whole = with_source(text, table_of(found.source), comment)
        folder = fixtures.save(self.file, found.source.id, found.page, found.calls)
        replace_file(self.file, whole)
        return folder


def shown_as_json(found: Learnt | Nothing) -> dict[str, Any]:
    """What was learnt, as `--json` prints it."""
    if isinstance(found, Nothing):
        return {"url": found.url, "calls": [], "problems": [], "reason": found.reason, "tried": list(found.tried)}
    return {
        "url": found.page.url,
        "source": table_of(found.source),
        "how": found.proposal.how,
        "confidence": found.proposal.confidence,
        "calls": list(found.calls),
        "problems": list(found.problems),
        "reason": "",
        "tried": list(found.tried),
    }


def _loaded(path: Path) -> Config:
    return load(path) if path.exists() else Config()


def table_text(source: Source) -> str:
    """The table of a source as it would stand in the file."""
    return with_source("", table_of(source))
