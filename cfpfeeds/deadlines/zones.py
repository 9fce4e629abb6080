"""How people spell a time zone, and which zone that is in the spelling of `Deadline.zone`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cfpfeeds.deadlines.scan import Atom, atoms, fold, settle
from cfpfeeds.model import AOE, zone_info

UNCLEAR = "?"
"""A zone is printed, but not which one of several."""

# Sure wherever they stand in capitals beside a time. Where clocks change, the letters of one half of the year are
# printed all year round ("EST" in July), so they name the place and not the offset.
_LETTERS: Mapping[str, str] = {
    "utc": "UTC", "gmt": "UTC", "z": "UTC", "aoe": AOE,
    "cet": "Europe/Berlin", "cest": "Europe/Berlin", "mez": "Europe/Berlin", "mesz": "Europe/Berlin",
    "eet": "Europe/Athens", "eest": "Europe/Athens", "wet": "Europe/Lisbon", "west": "Europe/Lisbon",
    "msk": "Europe/Moscow", "trt": "Europe/Istanbul",
    "et": "America/New_York", "est": "America/New_York", "edt": "America/New_York",
    "ct": "America/Chicago", "cdt": "America/Chicago",
    "mt": "America/Denver", "mst": "America/Denver", "mdt": "America/Denver",
    "pt": "America/Los_Angeles", "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles",
    "akst": "America/Anchorage", "akdt": "America/Anchorage", "hst": "Pacific/Honolulu",
    "jst": "Asia/Tokyo", "kst": "Asia/Seoul", "hkt": "Asia/Hong_Kong", "sgt": "Asia/Singapore",
    "wib": "Asia/Jakarta", "pkt": "Asia/Karachi", "brt": "America/Sao_Paulo", "art": "America/Argentina/Buenos_Aires",
    "nzst": "Pacific/Auckland", "nzdt": "Pacific/Auckland", "nzt": "Pacific/Auckland",
    "aest": "Australia/Sydney", "aedt": "Australia/Sydney", "aet": "Australia/Sydney", "awst": "Australia/Perth",
    "acst": "Australia/Adelaide", "acdt": "Australia/Adelaide", "sast": "Africa/Johannesburg", "eat": "Africa/Nairobi",
}  # fmt: skip

# The same letters in several parts of the world: only the country tells.
_BY_COUNTRY: Mapping[str, Mapping[str, str]] = {
    "ist": {"IN": "Asia/Kolkata", "IL": "Asia/Jerusalem", "IE": "Europe/Dublin"},
    "bst": {"GB": "Europe/London", "BD": "Asia/Dhaka"},
    "cst": {"US": "America/Chicago", "CN": "Asia/Shanghai", "TW": "Asia/Taipei", "MX": "America/Mexico_City"},
    "ast": {"CA": "America/Halifax", "SA": "Asia/Riyadh", "PR": "America/Puerto_Rico"},
    "adt": {"CA": "America/Halifax"},
    "gst": {"AE": "Asia/Dubai"},
    "sst": {"SG": "Asia/Singapore"},
    "est": {"AU": "Australia/Sydney"},
    "edt": {"AU": "Australia/Sydney"},
    "pst": {"PH": "Asia/Manila"},
    "mst": {"MY": "Asia/Kuala_Lumpur"},
    "wst": {"AU": "Australia/Perth"},
}

_WORDS: Mapping[str, str] = {
    "anywhere on earth": AOE, "anywhere on the earth": AOE, "any where on earth": AOE, "anywhere in the world": AOE,
    "anywhere in earth": AOE, "anywhere on planet earth": AOE, "everywhere on earth": AOE, "a.o.e": AOE,
    "anytime on earth": AOE, "anywhere-on-earth": AOE, "partout sur terre": AOE, "n'importe où sur terre": AOE,
    "en cualquier lugar de la tierra": AOE, "cualquier lugar del mundo": AOE, "em qualquer lugar da terra": AOE,
    "greenwich mean time": "UTC", "coordinated universal time": "UTC", "universal time": "UTC",
    "central european time": "Europe/Berlin", "central european summer time": "Europe/Berlin",
    "eastern european time": "Europe/Athens", "eastern time": "America/New_York",
    "eastern standard time": "America/New_York", "eastern daylight time": "America/New_York",
    "us eastern time": "America/New_York", "us eastern": "America/New_York", "new york time": "America/New_York",
    "central time": "America/Chicago", "central daylight time": "America/Chicago", "us central": "America/Chicago",
    "mountain time": "America/Denver", "mountain standard time": "America/Denver",
    "pacific time": "America/Los_Angeles", "pacific standard time": "America/Los_Angeles",
    "pacific daylight time": "America/Los_Angeles", "us pacific": "America/Los_Angeles",
    "hawaii time": "Pacific/Honolulu", "hawaii standard time": "Pacific/Honolulu",
    "japan standard time": "Asia/Tokyo", "japan time": "Asia/Tokyo", "tokyo time": "Asia/Tokyo",
    "korea standard time": "Asia/Seoul", "korean time": "Asia/Seoul", "seoul time": "Asia/Seoul",
    "china standard time": "Asia/Shanghai", "beijing time": "Asia/Shanghai", "hong kong time": "Asia/Hong_Kong",
    "singapore time": "Asia/Singapore", "taipei time": "Asia/Taipei", "taiwan time": "Asia/Taipei",
    "indian standard time": "Asia/Kolkata", "india standard time": "Asia/Kolkata", "indian time": "Asia/Kolkata",
    "irish standard time": "Europe/Dublin", "dublin time": "Europe/Dublin", "israel time": "Asia/Jerusalem",
    "israel standard time": "Asia/Jerusalem", "british summer time": "Europe/London", "uk time": "Europe/London",
    "london time": "Europe/London", "british time": "Europe/London", "moscow time": "Europe/Moscow",
    "kyiv time": "Europe/Kyiv", "kiev time": "Europe/Kyiv", "istanbul time": "Europe/Istanbul",
    "turkish time": "Europe/Istanbul", "brasilia time": "America/Sao_Paulo", "brt time": "America/Sao_Paulo",
    "berlin time": "Europe/Berlin", "rome time": "Europe/Rome", "italian time": "Europe/Rome",
    "madrid time": "Europe/Madrid", "spanish time": "Europe/Madrid", "vienna time": "Europe/Vienna",
    "zurich time": "Europe/Zurich", "brussels time": "Europe/Brussels", "amsterdam time": "Europe/Amsterdam",
    "warsaw time": "Europe/Warsaw", "paris time": "Europe/Paris", "french time": "Europe/Paris",
    "sydney time": "Australia/Sydney", "melbourne time": "Australia/Melbourne", "lisbon time": "Europe/Lisbon",
    "mitteleuropäische zeit": "Europe/Berlin", "mitteleuropäischer zeit": "Europe/Berlin",
    "mitteleuropäische sommerzeit": "Europe/Berlin", "mitteleuropäischer sommerzeit": "Europe/Berlin",
    "heure de paris": "Europe/Paris", "heure paris": "Europe/Paris", "heures de paris": "Europe/Paris",
    "heure française": "Europe/Paris", "heure de bruxelles": "Europe/Brussels", "heure de genève": "Europe/Zurich",
    "heure de montréal": "America/Toronto", "heure de l'est": "America/Toronto", "heure gmt": "UTC",
    "hora peninsular": "Europe/Madrid", "hora española": "Europe/Madrid", "hora de madrid": "Europe/Madrid",
    "hora de españa": "Europe/Madrid", "hora de méxico": "America/Mexico_City", "hora de chile": "America/Santiago",
    "hora de colombia": "America/Bogota", "hora de lima": "America/Lima", "hora de perú": "America/Lima",
    "hora de ciudad de méxico": "America/Mexico_City", "hora del centro de méxico": "America/Mexico_City",
    "tiempo del centro de méxico": "America/Mexico_City", "hora de bogotá": "America/Bogota",
    "hora de santiago": "America/Santiago", "hora de buenos aires": "America/Argentina/Buenos_Aires",
    "hora de argentina": "America/Argentina/Buenos_Aires", "hora argentina": "America/Argentina/Buenos_Aires",
    "hora de brasília": "America/Sao_Paulo", "horário de brasília": "America/Sao_Paulo",
    "horário oficial de brasília": "America/Sao_Paulo", "hora de lisboa": "Europe/Lisbon",
    "ora italiana": "Europe/Rome", "ora di roma": "Europe/Rome", "московское время": "Europe/Moscow",
    "по московскому времени": "Europe/Moscow", "московского времени": "Europe/Moscow",
    "за київським часом": "Europe/Kyiv", "київський час": "Europe/Kyiv", "türkiye saati": "Europe/Istanbul",
    "ώρα ελλάδας": "Europe/Athens", "waktu indonesia barat": "Asia/Jakarta",
}  # fmt: skip

_IN_RUNS: Mapping[str, str] = {
    "北京时间": "Asia/Shanghai", "北京時間": "Asia/Shanghai", "中国标准时间": "Asia/Shanghai", "日本時間": "Asia/Tokyo",
    "日本標準時": "Asia/Tokyo", "한국시간": "Asia/Seoul", "한국표준시": "Asia/Seoul", "台北時間": "Asia/Taipei",
    "臺灣時間": "Asia/Taipei", "台灣時間": "Asia/Taipei", "香港時間": "Asia/Hong_Kong", "地球任意地点": AOE,
    "世界协调时": "UTC", "协调世界时": "UTC",
}  # fmt: skip

_IANA = re.compile(
    r"[A-Z][A-Za-z]{1,20}/[A-Z][A-Za-z_]{1,30}(?:-[A-Z][A-Za-z]{1,20})?(?:/[A-Z][A-Za-z_]{1,30})?(?:[+-]\d{1,2})?"
)
_OFFSET_FIELD = re.compile(r"(?:UTC|GMT|Z)?\s*([+-])\s*(\d{1,2})(?::?(\d\d))?", re.IGNORECASE)
_POSIX_FIELD = re.compile(r"Etc/(?:GMT|UTC)(?:([+-])(\d{1,2}))?", re.IGNORECASE)
_LARGEST_OFFSET_H = 14
_WORDS_BY_FIRST: dict[str, list[tuple[tuple[str, ...], str]]] = {}
for _words, _zone in _WORDS.items():
    _parts = tuple(atom.text for atom in atoms(settle(_words)))
    _WORDS_BY_FIRST.setdefault(_parts[0], []).append((_parts, _zone))
for _rows in _WORDS_BY_FIRST.values():
    _rows.sort(key=lambda row: -len(row[0]))
_SURE_ANYWHERE = frozenset({"utc", "gmt", "aoe", "cet", "cest", "mesz"})


def zone_of_field(printed: str, country: str = "") -> str:
    """The zone that a whole field names ("UTC-12", "PT", "Etc/GMT+8"), UNCLEAR, or "" for an empty one."""
    printed = settle(printed).replace("\u2212", "-").strip().strip("()[]")
    if not printed:
        return ""
    if match := _POSIX_FIELD.fullmatch(printed):
        # POSIX turns the sign round: Etc/GMT+8 lies west of Greenwich.
        sign = {"+": "-", "-": "+"}.get(match[1] or "", "+")
        return offset_zone(sign, int(match[2] or 0), 0)
    if match := _OFFSET_FIELD.fullmatch(printed):
        return offset_zone(match[1], int(match[2]), int(match[3] or 0))
    if "/" in printed and _IANA.fullmatch(printed):
        return printed if zone_info(printed) else UNCLEAR
    parts = atoms(printed)
    zone, _ = zone_words_at(parts, 0) if parts else ("", 0)
    return zone or zone_of_letters(fold(printed), country) or UNCLEAR


def offset_zone(sign: str, hours: int, minutes: int) -> str:
    """The spelling of a fixed offset: "UTC", "AoE" for twelve hours behind, "UTC+05:30"; UNCLEAR for none on Earth."""
    if hours > _LARGEST_OFFSET_H or minutes >= 60:
        return UNCLEAR
    if not hours and not minutes:
        return "UTC"
    if (sign, hours, minutes) == ("-", 12, 0):
        return AOE
    return f"UTC{sign}{hours:02}:{minutes:02}"


def zone_of_letters(folded: str, country: str = "") -> str:
    """The zone of a folded abbreviation, UNCLEAR where it means several and the country does not tell, "" for none."""
    regional = _BY_COUNTRY.get(folded, {})
    if country.upper() in regional:
        return regional[country.upper()]
    return _LETTERS.get(folded) or (UNCLEAR if regional else "")


def zone_words_at(row: list[Atom], i: int) -> tuple[str, int]:
    """The zone whose words stand at `i` ("anywhere on Earth", "heure de Paris") and the index after them; ("", i)."""
    for words, zone in _WORDS_BY_FIRST.get(row[i].text, ()):
        if all(i + n < len(row) and row[i + n].text == word for n, word in enumerate(words)):
            return zone, i + len(words)
    return "", i


def zone_in_run(run: str) -> tuple[str, int, int] | None:
    """The zone named in a run of Chinese, Japanese or Korean, with its place, or None."""
    for words, zone in _IN_RUNS.items():
        if (at := run.find(words)) >= 0:
            return zone, at, at + len(words)
    return None


def iana_at(settled: str, start: int) -> tuple[str, int]:
    """The IANA name printed at `start` and where it ends, or ("", start)."""
    match = _IANA.match(settled, start)
    if match is None:
        return "", start
    zone = zone_of_field(match[0])
    return ("", start) if zone == UNCLEAR else (zone, match.end())


def is_sure(folded: str) -> bool:
    """Whether the letters name a zone even away from a time and in small letters."""
    return folded in _SURE_ANYWHERE
