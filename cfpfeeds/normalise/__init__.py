"""One raw call, strings as printed, becomes one sighting, or a problem that says why not."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from urllib.parse import urljoin

from cfpfeeds import deadlines, disciplines
from cfpfeeds.addresses import comparable, tidy
from cfpfeeds.issn import issns_in
from cfpfeeds.model import Authority, CallKind, Deadline, DeadlineText, Kind, Problem, RawCall, Reading, Sighting
from cfpfeeds.normalise import evidence
from cfpfeeds.normalise.fields import edition_of, is_due, kind_of, language_of, posted_on, status_of
from cfpfeeds.normalise.refusals import why_no_call, why_no_title
from cfpfeeds.normalise.titles import deadlines_in, is_general, undecorated
from cfpfeeds.text import clean_line, fold, plain_line, shorten

_SUMMARY_LIMIT = 600
_CLASSIFIED = 20_000
"""Characters of a summary that its disciplines are read from: the longest honest call has them all before."""
_TITLE_LIMIT = 400
_PRINTED_LIMIT = 1000
_NAME_LIMIT = 200
_KEY_LIMIT = 200
_WARNING_LIMIT = 300
_MARKS = dict.fromkeys(map(ord, "®™℠"))


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of every call of one page before it is read: the source's settings and the day of the fetch.

    `fetched_on` stands in for the posting date where none is printed. `venue` and `zone` are defaults, `zone` only for
    fields that hold nothing but a deadline. `disciplines` are fixed by the operator; `labels` maps a printed label to
    slugs. A call posted before `oldest` with nothing due any more comes back as a Problem.
    """

    source_id: str
    page_url: str
    fetched_on: date
    language: str = ""
    country: str = ""
    venue: str = ""
    zone: str = ""
    kind: CallKind | None = None
    authority: Authority = Authority.PUBLISHER
    disciplines: tuple[str, ...] = ()
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    oldest: date | None = None


def normalise(raw: RawCall, context: Context) -> Sighting | Problem:
    """The cleaned view of one printed call, or why it is none.

    `Sighting.key` names the call within its source as long as title, venue and address stay; merge gives lasting
    identity, so a new key (a new title) costs nothing but a match. Never raises on odd input.
    """
    printed = shorten(plain_line(raw.title), _PRINTED_LIMIT)
    alone = not raw.deadlines and not raw.summary
    if reason := why_no_title(printed, alone=alone) or _not_a_call(printed, raw.url):
        return _problem(raw, context, reason)
    sighting = _sighting(raw, context, printed)
    if _too_old(sighting, context):
        return _problem(raw, context, f"posted {sighting.posted}, which is too old, and nothing is due any more")
    return sighting


def read_deadlines(raw: RawCall, context: Context) -> Reading:
    """What the printed phrases of a call say of its deadlines, with the odd ones named in `problems`."""
    language, posted, revised = _language(raw, context), _posted(raw, context), _revised(raw, context)
    read = partial(deadlines.read, _phrases(raw, context), language=language, country=context.country)
    reading = read(posted=posted or revised or context.fetched_on)
    if evidence.is_evergreen(posted, revised):
        reading = evidence.agreed(reading, read(posted=revised))
    return evidence.with_unprinted(reading, raw.deadlines)


def explain_deadlines(raw: RawCall, context: Context) -> tuple[deadlines.Explained, ...]:
    """How each printed date of a call was understood, and by which words."""
    return deadlines.explain(_phrases(raw, context), language=_language(raw, context), country=context.country)


def _sighting(raw: RawCall, context: Context, printed: str) -> Sighting:
    title, venue, url = (
        shorten(undecorated(printed), _TITLE_LIMIT),
        _name(raw.venue) or _name(context.venue),
        _url(raw, context),
    )
    reading = read_deadlines(raw, context)
    labels = tuple(dict.fromkeys(filter(None, map(_name, raw.labels))))
    kind = raw.kind or kind_of(printed, context.kind, event=raw.event, acronym=raw.acronym)
    summary = plain_line(raw.summary)
    acronym, year = edition_of(raw.acronym, raw.year, title, kind)
    found = disciplines.classify(
        title="" if is_general(title) else title,
        venue=venue,
        labels=labels,
        fixed=context.disciplines,
        mapping=context.labels,
        summary=summary[:_CLASSIFIED],
        acronym=acronym,
    )
    return Sighting(
        source_id=context.source_id,
        key=_key(raw, title, venue, url),
        title=title,
        venue=venue,
        url=url,
        deadlines=_with_words(reading, raw),
        disciplines=found,
        labels=labels,
        summary=shorten(summary, _SUMMARY_LIMIT),
        status=status_of(printed, clean_line(raw.status_text), reading),
        kind=kind,
        language=_language(raw, context),
        acronym=acronym,
        year=year,
        event=_name(raw.event),
        place=_name(raw.place),
        posted=_posted(raw, context),
        authority=context.authority,
        where=clean_line(raw.where),
        warning=shorten(plain_line(raw.warning), _WARNING_LIMIT),
        issns=issns_in(clean_line(raw.issn), plain_line(raw.venue)),
    )


def _too_old(sighting: Sighting, context: Context) -> bool:
    if context.oldest is None or sighting.posted is None or sighting.posted >= context.oldest:
        return False
    return not any(is_due(d) and d.date and d.date >= context.fetched_on for d in sighting.deadlines)


def _language(raw: RawCall, context: Context) -> str:
    return language_of(raw.language) or language_of(context.language)


def _posted(raw: RawCall, context: Context) -> date | None:
    return posted_on(raw.posted, context.fetched_on, _language(raw, context), context.country)


def _revised(raw: RawCall, context: Context) -> date | None:
    return posted_on(raw.revised, context.fetched_on, _language(raw, context), context.country)


def _url(raw: RawCall, context: Context) -> str:
    try:
        return tidy(urljoin(context.page_url, clean_line(raw.url))) or tidy(context.page_url)
    except ValueError:  # urljoin on a bracket that is never closed
        return tidy(context.page_url)


def _problem(raw: RawCall, context: Context, reason: str) -> Problem:
    record = clean_line(raw.where) or clean_line(raw.url) or shorten(clean_line(raw.title), 80) or context.page_url
    return Problem(where=f"{context.source_id}: {record}", message=reason)


def _not_a_call(printed: str, url: str) -> str:
    reason = why_no_call(printed, url)
    return f"not a call for papers: {reason} ({shorten(printed, 80)!r})" if reason else ""


def _name(printed: str) -> str:
    """A name without the signs of registered and claimed marks, which publishers set behind their journals."""
    return shorten(clean_line(plain_line(printed).translate(_MARKS)), _NAME_LIMIT)


def _key(raw: RawCall, title: str, venue: str, url: str) -> str:
    """The source's own id, else a digest of title, venue and address: one address may hold many calls."""
    key, year = clean_line(raw.key), clean_line(raw.year)
    if key and len(key) <= _KEY_LIMIT:
        # Lists reuse an id for every edition of a series.
        return f"{key}|{year}" if year and year not in key else key
    told = "|".join((key, fold(title) or title, fold(venue), comparable(url), year))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _phrases(raw: RawCall, context: Context) -> tuple[DeadlineText, ...]:
    parts = [
        replace(part, zone=context.zone) if context.zone and not part.zone and not part.prose else part
        for part in evidence.completed(raw.deadlines, _language(raw, context), context.country)
    ]
    title = shorten(plain_line(raw.title), _PRINTED_LIMIT)
    parts += [DeadlineText(phrase, prose=phrase == title) for phrase in deadlines_in(title)]
    return tuple(parts)


def _with_words(reading: Reading, raw: RawCall) -> tuple[Deadline, ...]:
    """The deadlines read; where a field names no day at all ("until early 2029"), its words, without a date."""
    if reading.deadlines:
        return reading.deadlines
    words = [clean_line(part.text) for part in raw.deadlines if not part.prose and not part.unprinted]
    said = [word for word in words if any(character.isalpha() for character in word)]
    return tuple(Deadline(Kind.SUBMISSION, None, text=shorten(word, _NAME_LIMIT)) for word in said[:1])
