"""Folders that are watched for pages which a person saved: what lies there, and where it goes when it was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cfpfeeds.addresses import bare_host, host_of
from cfpfeeds.config import Source
from cfpfeeds.errors import FetchError, UsageError
from cfpfeeds.fetch import challenge, kind_of_wall, page_from_file
from cfpfeeds.model import Page

READ, REFUSED = "read", "refused"
_SETTLED = timedelta(seconds=3)
"""A file that was changed more lately may still be written to."""

_UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".tmp")
_PICTURES = ("_files", "_fichiers", "-Dateien", "_archivos", "_arquivos")
_NO_PAGES = frozenset({".css", ".js", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".ico", ".woff", ".woff2"})


def saved_page_of(source: Source, path: Path, now: datetime) -> Page:
    """A saved page as one of `source`: its own address counts if it is one of the source's hosts.

    Raises UsageError, FetchError and ExtractError as `page_from_file` does, and FetchError for a wall that was saved in
    place of the page.
    """
    page = page_from_file(path, now=now)
    if wall := challenge(page.media_type, page.body):
        reason = f"what was saved is a {wall}; save the page again once it shows its content"
        raise FetchError(str(path), reason, cause=kind_of_wall(wall))
    hosts = {host_of(url) for url in (*source.addresses(), source.homepage)} | {
        bare_host(host) for host in source.hosts
    }
    if page.url and host_of(page.url) in hosts:
        return page
    address = source.addresses()[0]
    return replace(page, url=address, final_url=address)


def saved_files(paths: Sequence[Path]) -> list[Path]:
    """The files meant by what was typed: a folder stands for the pages in it, if it is not that of a single page."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir() and not path.name.endswith(_PICTURES) and (inside := _pages_in(path)):
            found += inside
        else:
            found.append(path)
    return found


def waiting(folder: Path, now: datetime) -> list[Path]:
    """The pages that lie in a watched folder and are no longer written to, oldest first. A missing folder is empty."""
    ready = []
    for path in _pages_in(folder):
        try:
            changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        except OSError:
            continue  # taken away between two looks
        if now - changed >= _SETTLED:
            ready.append((changed, path))
    return [path for _, path in sorted(ready)]


def put_away(path: Path, reason: str = "") -> Path:
    """Move a page, with the folder of its pictures, to those that were read, or to those refused for a reason.

    Raises UsageError where the folder cannot be written to.
    """
    place = path.parent / (REFUSED if reason else READ)
    try:
        place.mkdir(exist_ok=True)
        target = _free(place / path.name)
        path.rename(target)
        for end in _PICTURES:
            pictures = path.with_name(path.stem + end)
            if pictures.is_dir():
                pictures.rename(_free(place / pictures.name))
        if reason:
            target.with_name(f"{target.name}.txt").write_text(f"{reason}\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be moved to {place}: {error.strerror or error}") from error
    return target


def _pages_in(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.is_file() and _is_page(path))
    except OSError:
        return []


def _is_page(path: Path) -> bool:
    name = path.name.lower()
    return not name.startswith((".", "~")) and not name.endswith(_UNFINISHED) and path.suffix.lower() not in _NO_PAGES


def _free(path: Path) -> Path:
    """The path itself, or with a number if something lies there: nothing that a person saved is overwritten."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free
