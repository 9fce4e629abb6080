"""What `pybabel extract` cannot read by itself: the names of the shipped disciplines, which stand in a table."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, BinaryIO

Message = tuple[int, str, tuple[str, str], list[str]]


def names_of_disciplines(
    table: BinaryIO, keywords: Collection[str], comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[Message]:
    """Every name of a discipline and of a field of taxonomy.tsv, in the context "discipline": an extraction method."""
    lines = [line.decode("utf-8").rstrip("\n") for line in table]
    rows = [(number, line.split("\t")) for number, line in enumerate(lines, 1) if line and not line.startswith("#")]
    for number, (_, name, _, field_name, *_) in rows[1:]:
        yield number, "pgettext", ("discipline", name), []
        yield number, "pgettext", ("discipline", field_name), []
