"""A deadline as it is known, and as it is printed."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cfpfeeds.model.words import Guess, Kind, State

AOE = "AoE"
"""Anywhere on Earth: UTC-12, IANA name Etc/GMT+12 (the sign is turned round there)."""

_LAST_ZONE_ON_EARTH = timezone(timedelta(hours=-12), AOE)
_OFFSET = re.compile(r"UTC([+-])(\d\d):(\d\d)")


def zone_info(zone: str) -> timezone | ZoneInfo | None:
    """The tzinfo of a zone as `Deadline.zone` spells it: "AoE", "UTC", "UTC-08:00" or an IANA name; else None."""
    if zone == AOE:
        return _LAST_ZONE_ON_EARTH
    if zone == "UTC":
        return UTC
    if match := _OFFSET.fullmatch(zone):
        sign = -1 if match[1] == "-" else 1
        return timezone(sign * timedelta(hours=int(match[2]), minutes=int(match[3])), zone)
    try:
        return ZoneInfo(zone) if zone else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


@dataclass(frozen=True, slots=True)
class Deadline:
    """One date of one call, with the words it was read from.

    `date` None means that the words name no day ("TBD", "early 2029"): they are shown, no event is made.
    `time` is wall-clock time in `zone`; 24:00 and midnight are stored as 23:59 of the named day.
    `zone` is "" when none is printed: none is invented. `round` and `track` are as printed, "" if none.
    """

    kind: Kind
    date: dt.date | None  # spelt so, since the field hides the type's own name
    time: dt.time | None = None
    zone: str = ""
    round: str = ""
    track: str = ""
    state: State = State.ACTIVE
    text: str = ""
    guesses: tuple[Guess, ...] = ()

    @property
    def moment(self) -> datetime | None:
        """The instant in UTC, when day, time and zone are all known."""
        tz = zone_info(self.zone)
        if self.date is None or self.time is None or tz is None:
            return None
        try:
            return datetime.combine(self.date, self.time, tz).astimezone(UTC)
        except OverflowError:
            return None

    @property
    def tentative(self) -> bool:
        """Whether the day itself is a guess, or contradicts what stands beside it."""
        return Guess.YEAR in self.guesses or Guess.WEEKDAY in self.guesses

    @property
    def closes_at(self) -> datetime | None:
        """The last instant, in UTC, at which the deadline has not passed everywhere; None without a day."""
        if self.date is None:
            return None
        if (moment := self.moment) is not None:
            return moment
        tz = zone_info(self.zone) or _LAST_ZONE_ON_EARTH
        at = self.time or time(23, 59, 59)
        try:
            return datetime.combine(self.date, at, tz).astimezone(UTC)
        except OverflowError:
            return datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class DeadlineText:
    """One printed phrase in which a deadline may stand, as an extractor found it.

    `label` is what the page prints for it (field name, column title, term, heading). `zone` is a zone printed
    elsewhere for it. `kind` is set only where the source's own field fixes the stage. `prose` True means running text
    that may well hold no deadline; False means a field that is there to hold one. Struck-out words stand as
    ~~words~~ in `text`. `days` are (words of `text`, day in ISO 8601) as the markup gives them: they complete what is
    printed and never contradict it. `unprinted` True: the day stands in the page's data alone, and counts only where
    the page prints none of its stage.
    """

    text: str
    label: str = ""
    zone: str = ""
    kind: Kind | None = None
    round: str = ""
    track: str = ""
    prose: bool = False
    days: tuple[tuple[str, str], ...] = ()
    unprinted: bool = False
