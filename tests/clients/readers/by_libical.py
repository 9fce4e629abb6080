"""Calendars as libical reads them (GNOME, KDE): files in argv, one JSON list of lists of events out."""

from __future__ import annotations

import ctypes
import ctypes.util
import json
import sys
from collections.abc import Iterator
from pathlib import Path


class Time(ctypes.Structure):
    """`struct icaltimetype`."""

    _fields_ = [
        *((name, ctypes.c_int) for name in ("year", "month", "day", "hour", "minute", "second", "is_date", "is_dst")),
        ("zone", ctypes.c_void_p),
    ]

    def __str__(self) -> str:
        day = f"{self.year:04}-{self.month:02}-{self.day:02}"
        if self.is_date:
            return day
        return f"{day}T{self.hour:02}:{self.minute:02}:{self.second:02}{'Z' if self.zone else ''}"


ICAL = ctypes.CDLL(ctypes.util.find_library("ical") or "libical.so.3")


def function(name: str, result: object, *arguments: object) -> ctypes._CFuncPtr:  # type: ignore[name-defined]
    found = getattr(ICAL, name)
    found.restype, found.argtypes = result, arguments
    return found


WHOLE, TEXT = ctypes.c_void_p, ctypes.c_char_p
kind_of = function("icalcomponent_string_to_kind", ctypes.c_int, TEXT)
parse = function("icalparser_parse_string", WHOLE, TEXT)
errors = function("icalcomponent_count_errors", ctypes.c_int, WHOLE)
first = function("icalcomponent_get_first_component", WHOLE, WHOLE, ctypes.c_int)
following = function("icalcomponent_get_next_component", WHOLE, WHOLE, ctypes.c_int)
uid = function("icalcomponent_get_uid", TEXT, WHOLE)
summary = function("icalcomponent_get_summary", TEXT, WHOLE)
sequence = function("icalcomponent_get_sequence", ctypes.c_int, WHOLE)
status = function("icalcomponent_get_status", ctypes.c_int, WHOLE)
status_name = function("icalproperty_status_to_string", TEXT, ctypes.c_int)
start = function("icalcomponent_get_dtstart", Time, WHOLE)
end = function("icalcomponent_get_dtend", Time, WHOLE)


def components(whole: int, name: bytes) -> Iterator[int]:
    kind = kind_of(name)
    found = first(whole, kind)
    while found:
        yield found
        found = following(whole, kind)


def events(path: str) -> list[dict[str, object]]:
    whole = parse(Path(path).read_bytes())
    if not whole or errors(whole):
        raise SystemExit(f"{path}: {errors(whole) if whole else 'all'} errors")
    return [
        {
            "uid": uid(one).decode(),
            "summary": summary(one).decode(),
            "start": str(start(one)),
            "end": str(end(one)),
            "sequence": sequence(one),
            "status": status_name(status(one)).decode(),
            "alarms": sum(1 for _ in components(one, b"VALARM")),
        }
        for one in list(components(whole, b"VEVENT"))
    ]


json.dump([events(path) for path in sys.argv[1:]], sys.stdout)
