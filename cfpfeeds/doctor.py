"""Is everything in order for a long run: what `cfpfeeds doctor` looks at, one finding after the other."""

from __future__ import annotations

import os
import shutil
import socket
import stat
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from urllib.parse import urlsplit

from cfpfeeds import __version__
from cfpfeeds.config import Config, load
from cfpfeeds.errors import ConfigError, StoreError
from cfpfeeds.fetch import is_loopback
from cfpfeeds.health import Level, assess, hub_words
from cfpfeeds.store import Store, open_store, poller_lock
from cfpfeeds.store.keeping import checked, file_of

_LITTLE_ROOM, _TOO_LITTLE = 1_000_000_000, 100_000_000
_NOT_BEFORE = 2026
_CLOCK_ERROR = timedelta(minutes=10)
_LIBRARIES = ("httpx", "selectolax", "lxml", "sqlalchemy", "flask", "granian", "icalendar", "feedgen")


class Grade(StrEnum):
    """How bad a finding is: WARN can wait, BAD cannot."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it is, and what to do about it."""

    what: str
    grade: Grade
    words: str


def examine(
    config_path: Path, database: Callable[[Config], str], now: datetime, *, offline: bool = False
) -> Iterator[Finding]:
    """Every finding, as soon as it is known. `database` gives the address for a configuration."""
    yield _versions()
    try:
        config = load(config_path)
    except ConfigError as error:
        for problem in error.problems:
            yield Finding("configuration", Grade.BAD, problem)
        return
    yield from _configuration(config_path, config)
    url = database(config)
    yield from _disk(url)
    yield from _database(url, config, now)
    if offline:
        yield Finding("network", Grade.OK, "not looked at (--offline)")
    else:
        yield from _network(config)


def _versions() -> Finding:
    named = []
    for library in _LIBRARIES:
        try:
            named.append(f"{library} {version(library)}")
        except PackageNotFoundError:
            return Finding("version", Grade.BAD, f"{library} is not installed: install cfpfeeds anew")
    python = ".".join(str(part) for part in sys.version_info[:3])
    return Finding("version", Grade.OK, f"cfpfeeds {__version__}, Python {python}, {', '.join(named)}")


def _configuration(path: Path, config: Config) -> Iterator[Finding]:
    enabled = sum(source.enabled for source in config.sources)
    grade = Grade.OK if enabled else Grade.BAD
    yield Finding("configuration", grade, f"{path}: {enabled} of {len(config.sources)} sources are switched on")
    if not config.settings.contact:
        yield Finding("configuration", Grade.WARN, "no `contact`: a host that minds being polled cannot write to you")
    if not config.settings.base_url:
        yield Finding("configuration", Grade.WARN, "no `base_url`: feeds link to the address that `serve` listens on")
    if problem := in_clear(config.settings.base_url):
        yield Finding("configuration", Grade.WARN, problem)
    if not (config.settings.mail_to or config.settings.webhook):
        yield Finding("configuration", Grade.WARN, "neither `mail_to` nor `webhook`: nobody hears of ill sources")
    if _writable_by_all(path):
        yield Finding("permissions", Grade.BAD, f"{path} may be written by everybody: chmod o-w {path}")


def in_clear(base_url: str) -> str:
    """What follows from a public address without TLS, "" where nothing does (E2)."""
    parts = urlsplit(base_url)
    if parts.scheme != "http" or is_loopback(parts.hostname or ""):
        return ""
    return "`base_url` begins with http://: pages that are https show no frame and run no script from there"


def _disk(url: str) -> Iterator[Finding]:
    path = file_of(url)
    if path is None:
        return
    folder = next(parent for parent in (path.parent, *path.parents) if os.path.isdir(parent))
    free = shutil.disk_usage(folder).free
    grade = Grade.BAD if free < _TOO_LITTLE else Grade.WARN if free < _LITTLE_ROOM else Grade.OK
    yield Finding("disk", grade, f"{free / 1e9:.1f} GB free in {folder}")
    if not os.access(folder, os.W_OK | os.X_OK):
        yield Finding("permissions", Grade.BAD, f"{folder} may not be written by this user")
    if _is_there(path):
        if _writable_by_all(path):
            yield Finding("permissions", Grade.BAD, f"{path} may be written by everybody: chmod o-w {path}")
        elif not os.access(path, os.W_OK):
            yield Finding("permissions", Grade.BAD, f"{path} may not be written by this user")
        else:
            yield Finding("permissions", Grade.OK, f"{path} may be written by its owner's processes alone")


def _database(url: str, config: Config, now: datetime) -> Iterator[Finding]:
    path = file_of(url)
    if path is not None and not _is_there(path):
        yield Finding("database", Grade.OK, f"{path} does not exist yet; the first poll makes it")
        yield _clock(now, None)
        return
    try:
        if path is not None:
            checked(path)
        store = open_store(url)
        try:
            states, polls = store.states(), store.recent_outcomes(1)
            calls = len(store.calls())
            hub = _hub(store, config.settings.hub)
        finally:
            store.close()
        with poller_lock(url) as free:
            poller = "no poller runs" if free else "a poller is at work"
    except StoreError as error:
        yield Finding("database", Grade.BAD, str(error))
        return
    yield Finding("database", Grade.OK, f"sound, {calls:,} calls; {poller}")
    yield from hub
    yield _clock(now, max((s.last_attempt for s in states.values() if s.last_attempt), default=None))
    healths = [
        assess(s.id, s.name, enabled=s.enabled, state=states.get(s.id), polls=polls.get(s.id, ()))
        for s in config.sources
    ]
    for health in healths:
        if health.level is Level.ILL:
            yield Finding("source", Grade.WARN, f"{health.name}: {health.words}")


def _hub(store: Store, url: str) -> list[Finding]:
    if not url:
        return []
    state = store.hub_state(url)
    grade = Grade.WARN if state.failures or state.said else Grade.OK
    return [Finding("hub", grade, hub_words(state, len(store.pings())))]


def _clock(now: datetime, last_poll: datetime | None) -> Finding:
    if now.year < _NOT_BEFORE:
        return Finding("clock", Grade.BAD, f"it says {now:%Y-%m-%d}, which is before this release: set it")
    if last_poll is not None and last_poll > now + _CLOCK_ERROR:
        words = f"it says {now:%Y-%m-%d %H:%M} UTC, yet the last poll was at {last_poll:%Y-%m-%d %H:%M}: it jumped back"
        return Finding("clock", Grade.BAD, words)
    return Finding("clock", Grade.OK, f"{now:%Y-%m-%d %H:%M} UTC")


def _network(config: Config) -> Iterator[Finding]:
    """Whether the names of the hosts resolve; no host is bothered with a request."""
    hosts = sorted({urlsplit(s.url).hostname or "" for s in config.sources if s.enabled})
    with ThreadPoolExecutor(max_workers=8) as pool:
        lost = [host for host, found in zip(hosts, pool.map(_resolves, hosts), strict=True) if not found]
    if lost and len(lost) == len(hosts):
        yield Finding("network", Grade.BAD, "no host's name resolves: is this machine connected, is DNS right?")
    elif lost:
        yield Finding("network", Grade.WARN, f"names that do not resolve: {', '.join(lost[:10])}")
    else:
        yield Finding("network", Grade.OK, f"the names of all {len(hosts)} hosts resolve")


def _resolves(host: str) -> bool:
    try:
        return bool(socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM))
    except (OSError, UnicodeError):
        return False


def _is_there(path: Path) -> bool:
    """False also where one may not look."""
    return os.path.exists(path)


def _writable_by_all(path: Path) -> bool:
    try:
        return bool(path.stat().st_mode & stat.S_IWOTH)
    except OSError:
        return False
