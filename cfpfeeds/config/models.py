"""The tables of sources.toml as values. Every key is described in docs/sources.md, which a test compares with this."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from cfpfeeds.config import values
from cfpfeeds.disciplines import Own, Taxonomy
from cfpfeeds.extract import AnyRules
from cfpfeeds.extract.article import ArticleRules
from cfpfeeds.languages import ENGLISH
from cfpfeeds.leave_out import LeaveOut
from cfpfeeds.model import Authority, CallKind, Overrides

_NO_WAIT, _A_WEEK = "0s", "7d"


class _Table(BaseModel):
    # Defaults are checked as well: some checks compare two keys, and one of them may be left out.
    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)


class Settings(_Table):
    """The table [settings]: what concerns the whole service."""

    title: Annotated[values.Line, Field(min_length=1)] = "cfpfeeds"
    base_url: values.BaseAddress = ""
    contact: values.Contact = ""
    mistakes: values.Mistakes = ""
    database: values.DatabaseUrl = ""
    every: Annotated[values.Duration, values.between("5m", "31d")] = timedelta(hours=12)
    keep_past_days: Annotated[values.Count, Field(ge=90, le=36_500)] = 90
    uid_domain: values.Host = "cfpfeeds"
    language: values.PageLanguage = ENGLISH
    languages: tuple[values.PageLanguage, ...] = (ENGLISH,)
    misses: Annotated[values.Count, Field(ge=2, le=100)] = 3
    requests_a_minute: Annotated[values.Count, Field(ge=0, le=1_000_000)] = 1200
    proxies: Annotated[values.Count, Field(ge=0, le=10)] = 0
    hub: values.AddressOrNone = ""
    hub_allow_private: values.Flag = False
    webhook: values.AddressOrNone = ""
    mail_to: values.Mail = ""
    mail_from: values.Mail = ""
    mail_server: values.MailServer = "smtp://localhost:25"
    mail_user: values.Line = ""

    def page_languages(self) -> tuple[str, ...]:
        """The languages of pages, each once: first the one without a prefix in its addresses."""
        return tuple(dict.fromkeys((self.language, *self.languages)))


class Details(_Table):
    """The table [source.details]: the pages of calls, followed where the list itself names no deadline."""

    most: Annotated[values.Count, Field(ge=1, le=400)] = 20
    again: Annotated[values.Duration, values.between("1d", "90d")] = timedelta(days=7)
    rules: ArticleRules = ArticleRules()


class Mailbox(_Table):
    """The table [source.mailbox]: mail in place of pages, on an IMAP server or in a file or folder of this machine."""

    server: values.HostOrNone = ""
    port: Annotated[values.Count, Field(ge=0, le=65_535)] = 0
    user: values.Line = ""
    password_env: Annotated[str, Field(pattern=r"^([A-Za-z_][A-Za-z0-9_]*)?$", max_length=100)] = ""
    folder: Annotated[values.Ascii, Field(min_length=1)] = "INBOX"
    tls: values.Flag = True
    path: values.Folder = ""
    days: Annotated[values.Count, Field(ge=1, le=3650)] = 90
    most: Annotated[values.Count, Field(ge=1, le=5000)] = 200

    @model_validator(mode="after")
    def _has_one_place(self) -> Mailbox:
        if bool(self.server) == bool(self.path):
            raise ValueError("needs either `server` (an IMAP server) or `path` (a file or folder)")
        if self.server and not (self.user and self.password_env):
            raise ValueError("needs `user` and `password_env`, the environment variable that holds the password")
        if not self.tls and self.server not in ("localhost", "127.0.0.1"):
            raise ValueError("must use TLS: `tls = false` is only for a server on this machine")
        return self


class Source(_Table):
    """One table [[source]]: where a list of calls is, how to read it, and what is known about all its calls."""

    id: values.Slug
    name: Annotated[values.Line, Field(min_length=1)]
    url: values.Address
    names: tuple[values.Name, ...] = ()
    also: tuple[values.PlainAddress, ...] = ()
    instead: tuple[values.Address, ...] = ()
    homepage: values.AddressOrNone = ""
    every: Annotated[values.Duration, values.between("5m", "31d")] | None = None
    enabled: values.Flag = True
    note: Annotated[str, Field(max_length=5000)] = ""
    zone: values.Zone = ""
    language: values.Language = ""
    country: values.Country = ""
    venue: values.Line = ""
    kind: CallKind | None = None
    authority: Authority = Authority.PUBLISHER
    disciplines: tuple[str, ...] = ()
    labels: dict[str, tuple[str, ...]] = {}
    complete: values.Flag = True
    may_be_empty: values.Flag = False
    oldest_days: Annotated[values.Count, Field(ge=1, le=36_500)] | None = None
    loads: Annotated[values.Count, Field(ge=1, le=5)] = 1
    max_pages: Annotated[values.Count, Field(ge=1, le=1000)] = 20
    max_bytes: Annotated[values.Count, Field(ge=1000, le=200_000_000)] = 8_000_000
    budget: Annotated[values.Count, Field(ge=1, le=100_000)] = 500
    gap: Annotated[values.Duration, values.between(_NO_WAIT, "10m")] = timedelta(seconds=1)
    timeout: Annotated[values.Duration, values.between("1s", "10m")] = timedelta(seconds=40)
    headers: values.Headers = {}
    hosts: tuple[values.Host, ...] = ()
    allow_private: values.Flag = False
    repair: Literal["ask", "auto"] = "ask"
    format: Literal["", "auto"] = ""
    fetch: Literal["plain", "browser"] = "plain"
    inbox: values.Folder = ""
    details: Details | None = None
    mailbox: Mailbox | None = None
    rules: AnyRules
    or_rules: tuple[AnyRules, ...] = ()

    @property
    def all_rules(self) -> tuple[AnyRules, ...]:
        """`rules`, then the ones to try where a page is not the one that they know."""
        return (self.rules, *self.or_rules)

    @model_validator(mode="before")
    @classmethod
    def _auto_needs_no_rules(cls, table: Any) -> Any:
        """`format = "auto"` stands for rules that are yet to be learnt."""
        if isinstance(table, dict) and table.get("format") == "auto" and "rules" not in table:
            return {**table, "rules": {"kind": "auto"}}
        return table

    @field_validator("rules")
    @classmethod
    def _auto_has_no_rules(cls, rules: Any, info: ValidationInfo) -> Any:
        if info.data.get("format") == "auto" and rules.kind != "auto":
            raise ValueError('are given, but `format = "auto"` means that they are learnt: leave out one of the two')
        return rules

    def addresses(self) -> tuple[str, ...]:
        """What to fetch, in order and each once: `url` (once for every one of `names`), then `also`."""
        return tuple(dict.fromkeys([*self._filled(self.url), *self.also]))

    def alternatives(self, address: str) -> tuple[str, ...]:
        """What to try in order when one of `addresses()` fails: `instead`, filled with the same name."""
        for name in self.names or ("",):
            if self.url.replace("{name}", name) == address:
                return tuple(template.replace("{name}", name) for template in self.instead)
        return ()

    def _filled(self, template: str) -> list[str]:
        return [template.replace("{name}", name) for name in self.names] if self.names else [template]

    # Checks of two keys hang on the later field, not on the model, so that they run even if a third key is wrong.

    @field_validator("names")
    @classmethod
    def _names_have_a_place(cls, names: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if twice := repeated(names):
            raise ValueError(f'holds "{twice[0]}" twice')
        if (url := info.data.get("url")) is None:
            return names
        if "{name}" in url and not names:
            raise ValueError("is missing or empty, but `url` holds {name}: list what to put there")
        if names and "{name}" not in url:
            raise ValueError("is given, but `url` does not hold {name}: show there where each name belongs")
        return names

    @field_validator("instead")
    @classmethod
    def _instead_has_names(cls, instead: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if info.data.get("names") == () and any("{name}" in template for template in instead):
            raise ValueError("holds {name}, but there are no `names` to put there")
        return instead

    @field_validator("mailbox")
    @classmethod
    def _mail_is_never_complete(cls, mailbox: Mailbox | None, info: ValidationInfo) -> Mailbox | None:
        if mailbox is not None and info.data.get("complete"):
            raise ValueError("holds only what has arrived lately: say `complete = false`")
        return mailbox

    @field_validator("disciplines")
    @classmethod
    def _disciplines_are_known(cls, slugs: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        return _canonical(slugs, info.context)

    @field_validator("labels")
    @classmethod
    def _labels_name_known_disciplines(
        cls, labels: dict[str, tuple[str, ...]], info: ValidationInfo
    ) -> dict[str, tuple[str, ...]]:
        _canonical((slug for slugs in labels.values() for slug in slugs), info.context)
        return {label: _canonical(slugs, info.context) for label, slugs in labels.items()}


class LeaveOutRules(_Table):
    """The table [leave_out]: calls that are not shown."""

    hosts: tuple[values.Host, ...] = ()
    venues: tuple[values.Wording, ...] = ()
    publishers: tuple[values.Wording, ...] = ()

    def told(self) -> LeaveOut:
        """The same as a filter of calls."""
        return LeaveOut(self.hosts, self.venues, self.publishers)


class OwnDiscipline(_Table):
    """One table [[discipline]]: a discipline of the operator's own, or other words for one that is shipped."""

    slug: values.Slug
    name: Annotated[values.Line, Field(max_length=100)] = ""
    field: Annotated[str, Field(max_length=64)] = ""
    words: tuple[values.Term, ...] = ()
    venues: tuple[Annotated[values.Line, Field(min_length=2)], ...] = ()
    formerly: tuple[values.Slug, ...] = ()

    def told(self) -> Own:
        """The same as the room of disciplines takes it."""
        return Own(**self.model_dump())


class Config(_Table):
    """The whole of sources.toml."""

    settings: Settings = Settings()
    sources: tuple[Source, ...] = ()
    disciplines: tuple[OwnDiscipline, ...] = ()
    leave_out: LeaveOutRules = LeaveOutRules()
    overrides: Overrides = Overrides()

    def own_disciplines(self) -> tuple[Own, ...]:
        """What the operator says of disciplines, for `disciplines.adopt`."""
        return tuple(one.told() for one in self.disciplines)

    def find(self, source_id: str) -> Source | None:
        """The source of that id, enabled or not."""
        return next((source for source in self.sources if source.id == source_id), None)

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Config:
        if twice := repeated(source.id for source in self.sources):
            raise ValueError(f"several sources have the id {twice[0]}")
        return self


def repeated(words: Iterable[Any]) -> list[Any]:
    """What occurs more than once, each named once, in order."""
    return [word for word, times in Counter(words).items() if times > 1]


def _canonical(slugs: Iterable[str], context: Any) -> tuple[str, ...]:
    """The lasting slugs of disciplines, each once. Raises ValueError that names every unknown one.

    `context` is the taxonomy of the file, None where a table is checked alone.
    """
    taxonomy = context if isinstance(context, Taxonomy) else Taxonomy()
    found = {slug: taxonomy.canonical_slug(slug) for slug in slugs}
    if unknown := [slug for slug, canonical in found.items() if canonical is None]:
        known = [discipline.slug for discipline in taxonomy.ordered]
        hints = (f"`{slug[:80]}`{values.closest(slug, known)}" for slug in unknown)
        raise ValueError(f"holds what is no discipline: {' '.join(hints)}")
    return tuple(dict.fromkeys(canonical for canonical in found.values() if canonical is not None))
