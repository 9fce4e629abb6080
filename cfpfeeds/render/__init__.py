"""Calls to bytes: feeds, calendars and lists of feeds. Pure functions; the same values always give the same bytes."""

from __future__ import annotations

from cfpfeeds.render.formats import CHANGE_FORMATS, FORMATS, Format

__all__ = ["CHANGE_FORMATS", "FORMATS", "Format"]
