"""What one record of a candidate says, as far as scoring goes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Told:
    """One record. `good`: its title may be one of a call; `dated`: something is due; `called`: it calls itself a call.

    `crowd` is the number of days of one stage, `others` that of further links with titles, `size` that of characters.
    """

    title: str
    good: bool
    dated: bool
    rolling: bool
    url: str
    called: bool
    published: bool
    crowd: int
    others: int
    size: int
    asking: bool = False
    over: bool = False
