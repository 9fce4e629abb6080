"""Shape `auto`: the rules of this page are learnt when it is first polled, and kept from then on."""

from __future__ import annotations

from typing import Literal

from cfpfeeds.extract.base import Rules, unrecognised
from cfpfeeds.model import Extraction, Page


class AutoRules(Rules):
    """Rules of the shape `auto`: none, until they have been learnt."""

    kind: Literal["auto"] = "auto"


def extract(page: Page, rules: AutoRules) -> Extraction:
    """Nothing: whoever reads a page learns its rules first."""
    return unrecognised(f"the rules of {page.url} have not been learnt yet; poll it, or type `cfpfeeds add` for it")
