"""Decompression in small bites, so that a body which swells a thousandfold is noticed before it fills the memory."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

GZIP_MAGIC = b"\x1f\x8b\x08"
_BITE = 65_536
_GZIP, _ZLIB, _RAW = 16 + zlib.MAX_WBITS, zlib.MAX_WBITS, -zlib.MAX_WBITS


class UnpackError(Exception):
    """The bytes are not what their encoding says, or end too early."""


def unpacked(chunks: Iterable[bytes], encodings: str) -> Iterator[bytes]:
    """The bytes behind a Content-Encoding of gzip and deflate, at most twice (RFC 9110 8.4), in bites of 64 KB.

    Raises UnpackError for any other encoding: we never ask for one.
    """
    names = [name.strip().lower() for name in encodings.split(",")]
    wanted = [name for name in names if name not in ("", "identity")]
    if len(wanted) > 2:
        raise UnpackError("the body is packed more than twice")
    for name in reversed(wanted):
        if name in ("gzip", "x-gzip"):
            chunks = _inflated(chunks, _GZIP)
        elif name == "deflate":
            chunks = _deflated(chunks)
        else:
            raise UnpackError(f"the body is packed with {name[:40]!r}, which was not asked for")
    return iter(chunks)


def gunzipped(body: bytes, limit: int) -> bytes | None:
    """The content of a gzip file, or None if it is larger than `limit` bytes. Raises UnpackError."""
    out = bytearray()
    for bite in _inflated([body], _GZIP):
        out += bite
        if len(out) > limit:
            return None
    return bytes(out)


def _deflated(chunks: Iterable[bytes]) -> Iterator[bytes]:
    # "deflate" means zlib (RFC 9110 8.4.1.2), yet some servers send it without zlib's two bytes in front.
    rest = iter(chunks)
    head = b""
    while len(head) < 2 and (chunk := next(rest, None)) is not None:
        head += chunk
    wrapped = len(head) >= 2 and head[0] & 0x0F == 8 and int.from_bytes(head[:2], "big") % 31 == 0
    return _inflated(_chain(head, rest), _ZLIB if wrapped else _RAW)


def _chain(head: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield head
    yield from rest


def _inflated(chunks: Iterable[bytes], window: int) -> Iterator[bytes]:
    engine, begun = zlib.decompressobj(window), False
    try:
        for chunk in chunks:
            begun = begun or bool(chunk)
            while chunk:
                yield engine.decompress(chunk, _BITE)
                chunk = engine.unconsumed_tail
                if engine.eof:
                    chunk = engine.unused_data
                    if not chunk.startswith(b"\x1f\x8b"):
                        break  # padding after the end
                    engine = zlib.decompressobj(window)  # gzip files may be joined (RFC 1952 2.2)
        while bite := engine.decompress(b"", _BITE):
            yield bite
    except zlib.error as error:
        raise UnpackError("the body is not what its encoding says") from error
    if begun and not engine.eof:
        raise UnpackError("the packed body ends too early")
