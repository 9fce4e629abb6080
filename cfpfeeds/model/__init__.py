"""The nouns that cross rooms: frozen values, no behaviour beyond what follows from their own fields.

Times are aware and in UTC, dates are plain calendar days, an absent text is "" and an absent value is None.
A field on a call touches: model, normalise, merge.compose, store, render and web.
"""

from __future__ import annotations

from cfpfeeds.model.calls import GONE_AFTER, Call, Caution, Change, Conflict, Entry, Former, Reading, Sighting
from cfpfeeds.model.deadlines import AOE, Deadline, DeadlineText, zone_info
from cfpfeeds.model.pages import PDF_LAYOUT, Extraction, NotModified, Page, Problem, RawCall, Validators
from cfpfeeds.model.polls import Doubt, Fix, Habits, HubState, Known, Outcome, Overrides, Pending, Plan, SourceState
from cfpfeeds.model.published import Discipline, Document, EventChoices, Feed, Shape, Site
from cfpfeeds.model.words import Authority, CallKind, Cause, ChangeKind, Guess, Kind, OutcomeKind, State, Status

__all__ = [
    "AOE",
    "GONE_AFTER",
    "PDF_LAYOUT",
    "Authority",
    "Call",
    "CallKind",
    "Cause",
    "Caution",
    "Change",
    "ChangeKind",
    "Conflict",
    "Deadline",
    "DeadlineText",
    "Discipline",
    "Document",
    "Doubt",
    "Entry",
    "EventChoices",
    "Extraction",
    "Feed",
    "Fix",
    "Former",
    "Guess",
    "Habits",
    "HubState",
    "Kind",
    "Known",
    "NotModified",
    "Outcome",
    "OutcomeKind",
    "Overrides",
    "Page",
    "Pending",
    "Plan",
    "Problem",
    "RawCall",
    "Reading",
    "Shape",
    "Sighting",
    "Site",
    "SourceState",
    "State",
    "Status",
    "Validators",
    "zone_info",
]
