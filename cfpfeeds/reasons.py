"""How `cfpfeeds why` shows the evidence for a call, in a terminal or as JSON. No decision is taken here."""

from __future__ import annotations

import json
from typing import Any

from rich.console import Console
from rich.markup import escape

from cfpfeeds.merge import ENOUGH, Explanation, Tie
from cfpfeeds.model import Sighting


def why(console: Console, found: Explanation) -> None:
    """A call, each of its sightings with what ties it to the others, and what was kept apart from it."""

    def line(text: str) -> None:
        console.print(escape(text), highlight=False, soft_wrap=True)

    call = found.call
    line(f"{call.id}  {call.title}" + (f"  ({call.venue})" if call.venue else ""))
    for said in found.overrides:
        line(f"  operator: {said}")
    for tie in found.ties:
        line(f"  {_named(tie.sighting)}")
        line(f"      {_evidence(tie)}")
    if found.strangers:
        line("Looked alike and kept apart:")
    for tie in found.strangers:
        line(f"  {tie.sighting.call_id}  {_named(tie.sighting)}")
        line(f"      {_evidence(tie)}")


def why_json(found: Explanation) -> str:
    """The same as one JSON object."""
    return json.dumps(
        {
            "id": found.call.id,
            "title": found.call.title,
            "overrides": list(found.overrides),
            "sightings": [_tie_json(tie) for tie in found.ties],
            "apart": [{"call": tie.sighting.call_id, **_tie_json(tie)} for tie in found.strangers],
        },
        ensure_ascii=False,
    )


def _tie_json(tie: Tie) -> dict[str, Any]:
    first = tie.sighting.first_seen
    return {
        "sighting": "/".join(tie.sighting.id),
        "title": tie.sighting.title,
        "first_seen": first.date().isoformat() if first else None,
        "with": "/".join(tie.other.id) if tie.other else None,
        "points": tie.points,
        "reasons": list(tie.reasons),
        "veto": tie.veto or None,
    }


def _named(sighting: Sighting) -> str:
    seen = f", seen {sighting.first_seen:%Y-%m-%d}" if sighting.first_seen else ""
    gone = f", gone since {sighting.missing_since:%Y-%m-%d}" if sighting.missing_since else ""
    return f'{"/".join(sighting.id)} "{sighting.title}"{seen}{gone}'


def _evidence(tie: Tie) -> str:
    if tie.other is None:
        return "the only sighting"
    other = "/".join(tie.other.id)
    if tie.veto:
        return "; ".join((f"{tie.veto} ({other})", *tie.reasons))
    return f"{tie.points} points of {ENOUGH} with {other}: {', '.join(tie.reasons) or 'nothing in common'}"
