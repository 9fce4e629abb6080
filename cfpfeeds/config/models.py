"""The tables of sources.toml as values. Every key is described in docs/sources.md, which a test compares with this."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from cfpfeeds import disciplines
from cfpfeeds.config import values
from cfpfeeds.extract import AnyRules
from cfpfeeds.model import Authority, CallKind

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
    language: Annotated[values.Language, Field(min_length=2)] = "en"


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
    max_pages: Annotated[values.Count, Field(ge=1, le=1000)] = 20
    max_bytes: Annotated[values.Count, Field(ge=1000, le=200_000_000)] = 8_000_000
    gap: Annotated[values.Duration, values.between(_NO_WAIT, "10m")] = timedelta(seconds=1)
    timeout: Annotated[values.Duration, values.between("1s", "10m")] = timedelta(seconds=40)
    headers: values.Headers = {}
    hosts: tuple[values.Host, ...] = ()
    allow_private: values.Flag = False
    rules: AnyRules

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

    @field_validator("disciplines")
    @classmethod
    def _disciplines_are_known(cls, slugs: tuple[str, ...]) -> tuple[str, ...]:
        return _canonical(slugs)

    @field_validator("labels")
    @classmethod
    def _labels_name_known_disciplines(cls, labels: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        _canonical(slug for slugs in labels.values() for slug in slugs)
        return {label: _canonical(slugs) for label, slugs in labels.items()}


class Config(_Table):
    """The whole of sources.toml."""

    settings: Settings = Settings()
    sources: tuple[Source, ...] = ()

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


def _canonical(slugs: Iterable[str]) -> tuple[str, ...]:
    """The lasting slugs of disciplines, each once. Raises ValueError that names every unknown one."""
    found = {slug: disciplines.canonical_slug(slug) for slug in slugs}
    if unknown := [slug for slug, canonical in found.items() if canonical is None]:
        known = [discipline.slug for discipline in disciplines.all_disciplines()]
        hints = (f"`{slug[:80]}`{values.closest(slug, known)}" for slug in unknown)
        raise ValueError(f"holds what is no discipline: {' '.join(hints)}")
    return tuple(dict.fromkeys(canonical for canonical in found.values() if canonical is not None))
