"""PDF files from strangers: read by another program under limits of time and memory, never in this process.

What comes back is words with their places (`model.PDF_LAYOUT`), from which `extract` puts the text together.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from cfpfeeds.errors import ExtractError
from cfpfeeds.fetch import media
from cfpfeeds.model import PDF_LAYOUT, Page

_WORKER = Path(__file__).with_name("pdf_worker.py")
_PDF = "application/pdf"
_MAGIC = b"%PDF-"
_JUNK = 1024
"""Bytes that readers allow in front of a PDF file."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: `seconds` of time, `memory` and `output` in bytes."""

    seconds: int = 20
    memory: int = 1_000_000_000
    output: int = 50_000_000


_REASONS = {
    "encrypted": "this PDF is encrypted and asks for a password; save it without one",
    "broken": "this PDF is broken: its structure cannot be read",
    "memory": "this PDF needs more than {memory:.0f} MB to be read",
    "time": "this PDF takes longer than {seconds} s to be read",
    "crash": "this PDF breaks its reader, or needs more than {memory:.0f} MB",
    "empty": "this PDF has no page",
    "scan": "this PDF holds no text, only pictures of it (a scan?); text recognition would have to come first",
}


def with_text(page: Page, limits: Limits = Limits()) -> Page:
    """The page as it is; for a PDF file its words and their places as JSON, under the media type PDF_LAYOUT.

    Raises ExtractError, saying why, for a PDF that is encrypted, broken, scanned, or too much for `limits`.
    """
    if not _is_pdf(page):
        kind = media.sniffed(page.body) if page.media_type == _PDF else page.media_type
        return replace(page, media_type=kind)
    at = page.body.find(_MAGIC, 0, _JUNK)
    return replace(page, body=_words(page.url, page.body[at:], limits), media_type=PDF_LAYOUT, charset="utf-8")


def _is_pdf(page: Page) -> bool:
    if page.body.lstrip().startswith(_MAGIC):
        return True
    return page.media_type == _PDF and _MAGIC in page.body[:_JUNK]


def _words(url: str, body: bytes, limits: Limits) -> bytes:
    written = _run(url, body, limits)
    try:
        found = json.loads(written)
    except ValueError as error:
        raise _refused(url, "crash", limits) from error
    if "error" in found:
        raise _refused(url, found["error"], limits)
    if not found["sheets"]:
        raise _refused(url, "empty", limits)
    if not any(sheet["words"] for sheet in found["sheets"]):
        raise _refused(url, "broken" if any("broken" in sheet for sheet in found["sheets"]) else "scan", limits)
    return written


def _run(url: str, body: bytes, limits: Limits) -> bytes:
    """What the worker writes. It writes into a file, whose size the system limits, not into our memory."""
    command = [sys.executable, "-I", str(_WORKER), *map(str, (limits.seconds, limits.memory, limits.output))]
    with tempfile.TemporaryFile() as out:
        try:
            done = subprocess.run(
                command, input=body, stdout=out, stderr=subprocess.DEVNULL, timeout=limits.seconds, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise _refused(url, "time", limits) from error
        if done.returncode:
            too_long = -done.returncode in (getattr(signal, "SIGXCPU", 0), getattr(signal, "SIGKILL", 0))
            raise _refused(url, "time" if too_long else "crash", limits)
        out.seek(0)
        return out.read(limits.output + 1)


def _refused(url: str, name: str, limits: Limits) -> ExtractError:
    reason = _REASONS.get(name, _REASONS["crash"])
    return ExtractError(url, reason.format(memory=limits.memory / 1e6, seconds=limits.seconds))
