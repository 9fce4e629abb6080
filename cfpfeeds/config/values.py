"""The spelling of single values in sources.toml: each check answers the value or raises ValueError naming the mend."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Sequence
from datetime import timedelta
from difflib import get_close_matches
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field

from cfpfeeds.disciplines import problem_with_term
from cfpfeeds.languages import LANGUAGES
from cfpfeeds.model import AOE, zone_info
from cfpfeeds.text import fold

_DURATION = re.compile(r"(?:\d{1,6}(?:\.\d{1,3})?[smhdw])+", re.ASCII)
_DURATION_PART = re.compile(r"([\d.]+)([smhdw])", re.ASCII)
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}")
_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_DATABASE = re.compile(r"[a-z][a-z0-9]*(?:\+[a-z0-9_]+)?://\S*")
_SHORTEST_NAME = 3
_PLACEHOLDER = re.compile(r"\{[^{}]*\}?|\}")
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
# What the fetcher itself is answerable for: who we are, which host is asked, what is asked of a cache.
_OWN_HEADERS = {
    "user-agent",
    "host",
    "connection",
    "content-length",
    "transfer-encoding",
    "accept-encoding",
    "range",
    "if-none-match",
    "if-modified-since",
}


def closest(word: str, known: Sequence[str], cutoff: float = 0.6) -> str:
    """The end of a sentence, "; did you mean `deadline`?", or "" when nothing of `known` resembles `word`."""
    near = get_close_matches(word.lower()[:100], known, n=1, cutoff=cutoff)
    return f"; did you mean `{near[0]}`?" if near else ""


def duration(value: Any) -> timedelta:
    """The time span that "0.5s", "30m", "12h", "2d", "1w" or "1h30m" names."""
    if isinstance(value, timedelta):
        return value
    if not isinstance(value, str) or not _DURATION.fullmatch(value.replace(" ", "")):
        raise ValueError('must be a duration such as "40s", "30m", "12h" or "2d"')
    parts = _DURATION_PART.findall(value.replace(" ", ""))
    return sum((timedelta(**{_UNITS[unit]: float(number)}) for number, unit in parts), timedelta())


def between(low: str, high: str) -> AfterValidator:
    """A check that a duration lies between two, both included, each spelt as in the file."""

    def check(value: timedelta) -> timedelta:
        if not duration(low) <= value <= duration(high):
            raise ValueError(f'must be between "{low}" and "{high}"')
        return value

    return AfterValidator(check)


def address(value: str) -> str:
    """An absolute http or https address; `{name}` may stand in it."""
    if re.search(r"[\s\x00-\x1f\x7f\\<>\"]", value):
        raise ValueError("must be an address without blanks, quotes or angle brackets")
    try:
        parts = urlsplit(value.replace("{name}", "name"))
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise ValueError("is no address that can be read") from error
    if parts.scheme not in ("http", "https") or not host:
        raise ValueError('must be an address that begins with "https://" or "http://"')
    if "@" in parts.netloc:
        raise ValueError("must not hold a user name or password; the file is no place for secrets")
    if strange := [part for part in _PLACEHOLDER.findall(value) if part != "{name}"]:
        raise ValueError(f"holds {strange[0]}, but only {{name}} is filled in (write braces as %7B and %7D)")
    return value


def plain_address(value: str) -> str:
    """An address in which nothing is to be filled in."""
    if "{name}" in value:
        raise ValueError("must be a whole address; {name} is filled in only in `url` and `instead`")
    return address(value)


def address_or_none(value: str) -> str:
    return plain_address(value) if value else ""


def base_address(value: str) -> str:
    """A public address that paths are appended to: absolute, no slash at its end, nothing after the path."""
    if not value:
        return ""
    parts = urlsplit(plain_address(value))
    if "?" in value or "#" in value or parts.query:
        raise ValueError("must be an address without query and fragment")
    if value.endswith("/"):
        raise ValueError("must not end with a slash")
    return value


def contact(value: str) -> str:
    """How a host's owner reaches the operator: an e-mail or https address, fit for an HTTP header."""
    if not value or (len(value) <= 254 and _EMAIL.fullmatch(value)):
        return value
    if value.startswith("https://") and value.isascii() and "(" not in value and ")" not in value:
        return plain_address(value)
    raise ValueError('must be an e-mail address or an address that begins with "https://"')


def mail(value: str) -> str:
    """An e-mail address, or nothing."""
    if value and not _EMAIL.fullmatch(value):
        raise ValueError('must be an e-mail address such as "you@example.edu"')
    return value


def mail_server(value: str) -> str:
    """Where mail is handed in: smtp://host:port, or smtps://host:port for TLS from the first byte."""
    parts = urlsplit(value)
    try:
        named = parts.scheme in ("smtp", "smtps") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        named = False
    if not named or parts.path.strip("/") or parts.query:
        raise ValueError('must be an address such as "smtp://localhost:25" or "smtps://mail.example.edu:465"')
    if "@" in parts.netloc:
        raise ValueError("must not hold a password; it is taken from CFPFEEDS_MAIL_PASSWORD, the name from `mail_user`")
    return value


def mistakes(value: str) -> str:
    """Where readers report a mistake: an e-mail address, or an https one with {title}, {body} and {page} to fill in."""
    if not value or (len(value) <= 254 and _EMAIL.fullmatch(value)):
        return value
    bare = value.replace("{title}", "").replace("{body}", "").replace("{page}", "")
    if not value.startswith("https://") or "{" in bare or "}" in bare:
        raise ValueError(
            'must be an e-mail address, or one that begins with "https://" and may hold {title}, {body}, {page}'
        )
    plain_address(bare)
    return value


def host(value: str) -> str:
    """A host name in lower case, without scheme, port or path."""
    name = value.lower()
    if len(name) > 253 or not _HOST.fullmatch(name):
        raise ValueError(f'must be a host name such as "www.example.org", not "{value[:80]}"')
    return name


def zone(value: str) -> str:
    """A zone that `model.zone_info` knows: "AoE", "UTC", "UTC-08:00" or an IANA name."""
    if not value or zone_info(value) is not None:
        return value
    hint = closest(value, [AOE, *sorted(zoneinfo.available_timezones())])
    raise ValueError(f'must be "AoE", "UTC", an offset like "UTC-08:00" or an IANA name like "Europe/Berlin"{hint}')


def database(value: str) -> str:
    if value and not _DATABASE.fullmatch(value):
        raise ValueError('must be a database address such as "sqlite:////var/lib/cfpfeeds/calls.db"')
    return value


def folder(value: str) -> str:
    """A folder on this machine, as typed; "~" is the home of whoever runs cfpfeeds."""
    if "\0" in value or value != value.strip():
        raise ValueError('must be the path of a folder such as "inbox/sage"')
    return value


def printable(value: str) -> str:
    if not value.isprintable():
        raise ValueError("must be one line without control characters")
    return value


def term(value: str) -> str:
    """A word or phrase that speaks for a discipline, as in the shipped lexicon."""
    if problem := problem_with_term(value):
        raise ValueError(f'holds "{value[:80]}", which {problem}')
    return value


def page_language(value: str) -> str:
    """The code of a language that there is a catalogue of."""
    if value not in LANGUAGES:
        raise ValueError(f'holds "{value[:80]}", for which there is no translation; there are {", ".join(LANGUAGES)}')
    return value


def wording(value: str) -> str:
    """A name to be compared by its words."""
    if len(fold(value).replace(" ", "")) < _SHORTEST_NAME:
        raise ValueError(f'holds "{value[:80]}": a name needs {_SHORTEST_NAME} letters and more, or it fits too much')
    return value


def named(value: str) -> str:
    """A name to put into `url`."""
    if not value or re.search(r"[\s{}\x00-\x1f\x7f\\<>\"]", value):
        raise ValueError("must fit into an address: not empty, no blanks, no braces")
    return value


def headers(value: dict[str, str]) -> dict[str, str]:
    """Extra request headers; those that say who we are cannot be replaced."""
    for name, text in value.items():
        if not _TOKEN.fullmatch(name):
            raise ValueError(f'holds "{name[:80]}", which cannot be the name of an HTTP header')
        if name.lower() in _OWN_HEADERS:
            raise ValueError(f"must not set {name}: cfpfeeds sets it itself")
        if not text.isascii() or not text.isprintable() or text != text.strip():
            raise ValueError(f"gives {name} a value that does not fit into an HTTP header")
    return value


Duration = Annotated[timedelta, BeforeValidator(duration)]
Address = Annotated[str, AfterValidator(address)]
PlainAddress = Annotated[str, AfterValidator(plain_address)]
AddressOrNone = Annotated[str, AfterValidator(address_or_none)]
BaseAddress = Annotated[str, AfterValidator(base_address)]
Mistakes = Annotated[str, AfterValidator(mistakes)]
Contact = Annotated[str, AfterValidator(contact)]
Mail = Annotated[str, AfterValidator(mail)]
MailServer = Annotated[str, AfterValidator(mail_server)]
Host = Annotated[str, AfterValidator(host)]
Zone = Annotated[str, AfterValidator(zone)]
DatabaseUrl = Annotated[str, AfterValidator(database)]
HostOrNone = Annotated[str, AfterValidator(lambda value: host(value) if value else "")]
Ascii = Annotated[str, Field(max_length=500, pattern=r"^[\x20-\x7e]*$")]
Folder = Annotated[str, Field(max_length=1000), AfterValidator(folder)]
Line = Annotated[str, Field(max_length=500), AfterValidator(printable)]
Name = Annotated[str, AfterValidator(named)]
Wording = Annotated[str, Field(max_length=300), AfterValidator(printable), AfterValidator(wording)]
Term = Annotated[str, Field(max_length=100), AfterValidator(term)]
Headers = Annotated[dict[str, str], AfterValidator(headers)]
Slug = Annotated[str, Field(max_length=64, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Language = Annotated[str, Field(pattern=r"^([a-z]{2,3}(-[A-Za-z0-9]{2,8})*)?$", max_length=35)]
PageLanguage = Annotated[str, AfterValidator(page_language)]
Country = Annotated[str, Field(pattern=r"^([A-Z]{2})?$")]
Count = Annotated[int, Field(strict=True)]
Flag = Annotated[bool, Field(strict=True)]
