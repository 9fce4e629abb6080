"""Bring the catalogues up to date with what the program says: run after words of a page have changed.

    python scripts/catalogues.py            # extract, and merge into every language
    python scripts/catalogues.py --add it   # begin a new language

What is new has an empty translation, which the tests ask for; what is no longer said is taken out.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
CATALOGUES = ROOT / "cfpfeeds" / "languages" / "catalogues"
DOMAIN = "cfpfeeds"
_WIDTH = 120


def extracted() -> Catalog:
    """Everything that the program says and a catalogue must hold, by the mappings in pyproject.toml."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "cfpfeeds.pot"
        options = ["--no-location", "--omit-header", "--sort-by-file"]
        where = ["--mapping-file", str(ROOT / "pyproject.toml"), "--output-file", str(made), str(ROOT / "cfpfeeds")]
        CommandLineInterface().run(["pybabel", "-q", "extract", *options, *where])
        with made.open("rb") as written:
            return read_po(written)


def merged(code: str, template: Catalog) -> bytes:
    """The catalogue of a language with everything that the template holds, and nothing else."""
    kept = CATALOGUES / code / "LC_MESSAGES" / f"{DOMAIN}.po"
    catalogue = Catalog(locale=code, domain=DOMAIN)
    if kept.exists():
        with kept.open("rb") as written:
            catalogue = read_po(written, locale=code, domain=DOMAIN)
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    out = BytesIO()
    write_po(out, catalogue, width=_WIDTH, omit_header=True, no_location=True)
    header = f"# The words of cfpfeeds: {code}. How to work on them: docs/translating.md.\n"
    plural = f'"Plural-Forms: {catalogue.plural_forms}\\n"\n'
    typed = '"Content-Type: text/plain; charset=utf-8\\n"\n'
    return f'{header}msgid ""\nmsgstr ""\n"Language: {code}\\n"\n{typed}{plural}\n'.encode() + out.getvalue()


def main() -> int:
    """Write what has changed; the codes of the languages that have words to translate are told."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--add", metavar="CODE", help="begin a new language")
    chosen = parser.parse_args()
    template = extracted()
    codes = {folder.parent.name for folder in CATALOGUES.glob("*/LC_MESSAGES")} | (
        {chosen.add} if chosen.add else set()
    )
    for code in sorted(codes):
        target = CATALOGUES / code / "LC_MESSAGES" / f"{DOMAIN}.po"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(merged(code, template))
        with target.open("rb") as written:
            left = sum(not all(_forms(message.string)) for message in read_po(written, locale=code) if message.id)
        print(f"{code}: {len(template)} sentences, {left} to translate")
    return 0


def _forms(string: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string)


if __name__ == "__main__":
    sys.exit(main())
