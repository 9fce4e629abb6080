"""Calendars as the package `ical` reads them (Home Assistant), which refuses what RFC 5545 does not allow."""

from __future__ import annotations

import datetime
import json
import sys
from pathlib import Path

from ical.calendar_stream import IcsCalendarStream


def told(moment: datetime.date | datetime.datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def events(path: str) -> list[dict[str, object]]:
    calendar = IcsCalendarStream.calendar_from_ics(Path(path).read_bytes().decode())
    return [
        {
            "uid": one.uid,
            "summary": one.summary,
            "start": told(one.dtstart),
            "end": told(one.dtend),
            "sequence": one.sequence,
            "status": one.status.value,
            "alarms": len(one.alarm),
        }
        for one in calendar.events
    ]


json.dump([events(path) for path in sys.argv[1:]], sys.stdout)
