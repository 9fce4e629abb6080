"""The OpenAPI document of the JSON interface. Its parameters are those of personal subscriptions: docs/addresses.md."""

from __future__ import annotations

from typing import Any

from cfpfeeds import __version__, disciplines
from cfpfeeds.model import CallKind, Kind, Site, State, Status
from cfpfeeds.store import UNCLASSIFIED
from cfpfeeds.web.selection import MOST_CHARACTERS, MOST_VALUES

_PROBLEM = "application/problem+json"
_TEXT: dict[str, Any] = {"type": "string"}
_MAYBE: dict[str, Any] = {"type": ["string", "null"]}
_MOMENT: dict[str, Any] = {"type": ["string", "null"], "format": "date-time"}
_DAY: dict[str, Any] = {"type": ["string", "null"], "format": "date"}
_WORDS: dict[str, Any] = {
    "type": "string",
    "minLength": 1,
    "maxLength": MOST_CHARACTERS,
    "pattern": r"^[\p{L}\p{M}\p{N}\p{P}\p{S} ]+$",
}
_SINCE: dict[str, Any] = {
    "anyOf": [{"type": "string", "format": "date-time"}, {"type": "string", "format": "date"}],
}
_DAYS = r"^([1-9][0-9]?|[1-6][0-9]{2}|7[0-2][0-9]|730)d$"


def _names(values: Any) -> dict[str, Any]:
    return {"type": "string", "enum": [str(value) for value in values]}


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _array(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": of}


def _several(of: dict[str, Any]) -> dict[str, Any]:
    return {**_array(of), "maxItems": MOST_VALUES}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _schemas() -> dict[str, Any]:
    source = _object(id=_TEXT, name=_TEXT)
    deadline = _object(
        slot=_TEXT,
        kind=_names(Kind),
        date=_DAY,
        time=_MAYBE,
        zone=_MAYBE,
        moment=_MOMENT,
        state=_names(State),
        round=_TEXT,
        track=_TEXT,
        certainty=_names(["printed", "inferred"]),
        guesses=_array(_TEXT),
        text={"type": "string", "description": "The words that it was read from"},
        source=_TEXT,
        was=_array(_DAY),
        sequence={"type": "integer"},
    )
    call = _object(
        id=_TEXT,
        title=_TEXT,
        status=_names(Status),
        kind=_names(CallKind),
        venue=_MAYBE,
        event=_MAYBE,
        place=_MAYBE,
        acronym=_MAYBE,
        year={"type": ["integer", "null"]},
        language=_MAYBE,
        disciplines=_array(_TEXT),
        summary=_MAYBE,
        url=_MAYBE,
        page=_TEXT,
        calendar=_TEXT,
        published_at=_MOMENT,
        updated_at=_MOMENT,
        closes_at=_MOMENT,
        sources=_array(source),
        deadlines=_array(_ref("Deadline")),
        conflicts=_array(_object(field=_TEXT, value=_TEXT, source=_TEXT, seen_at=_MOMENT)),
    )
    change = _object(at=_MOMENT, kind=_TEXT, field=_MAYBE, old=_MAYBE, new=_MAYBE, source=_MAYBE)
    date = _object(kind=_names(Kind), date=_DAY, state=_names(State), text=_TEXT)
    sighting = _object(
        source=source,
        authority=_TEXT,
        title=_TEXT,
        url=_MAYBE,
        dates=_array(date),
        first_seen=_MOMENT,
        changed_at=_MOMENT,
        missing_since=_MOMENT,
    )
    more = _object(sightings=_array(sighting), changes=_array(change))
    return {
        "Deadline": deadline,
        "Call": call,
        "WholeCall": {"allOf": [_ref("Call"), more]},
        "Calls": _object(total={"type": "integer"}, items=_array(_ref("Call")), next=_MAYBE),
        "Problem": _object(status={"type": "integer"}, title=_TEXT, detail=_TEXT),
    }


def _parameters() -> list[dict[str, Any]]:
    slugs = [*(found.slug for found in disciplines.all_disciplines()), UNCLASSIFIED]

    def one(name: str, schema: dict[str, Any], told: str) -> dict[str, Any]:
        return {"name": name, "in": "query", "schema": schema, "description": told}

    def optional(name: str, schema: dict[str, Any], told: str) -> dict[str, Any]:
        return {**one(name, schema, told), "allowEmptyValue": True}  # as forms send what was not filled in

    language = {"type": "string", "pattern": "^[a-z]{2,3}$"}
    return [
        optional("discipline", _several(_names(slugs)), "Any of these"),
        optional("q", _several(_WORDS), 'Words, "phrases" and -exclusions; any of the lines'),
        optional("venue", _several(_WORDS), "Whole words of a venue's name; any of these"),
        optional("source", _several(_WORDS), "The id of a source or words of its name; any of these"),
        optional("kind", _several(_names(CallKind)), "What the papers are for; any of these"),
        optional("stage", _several(_names(Kind)), "Only calls with a date of one of these stages"),
        optional("language", _several(language), "Of the call; unknown ones are always among them"),
        optional("only", _names(["abstract"]), "Only calls that ask for an abstract first"),
        optional("within", {"type": "string", "pattern": _DAYS}, "Due within so many days"),
        one("status", {**_names(["open", "closed", "all"]), "default": "open"}, "As of now"),
        optional("updated_since", _SINCE, "Changed at or after this moment; a day begins in UTC"),
        one("limit", {"type": "integer", "minimum": 1, "maximum": 200, "default": 50}, "Calls a page"),
        optional("cursor", _TEXT, "From `next` of the page before; it stays valid while calls are added"),
    ]


def openapi(site: Site) -> dict[str, Any]:
    """The document (OpenAPI 3.1)."""

    def answer(schema: str, told: str, media_type: str = "application/json") -> dict[str, Any]:
        return {"description": told, "content": {media_type: {"schema": _ref(schema)}}}

    def refused(told: str) -> dict[str, Any]:
        return {"description": told, "content": {"text/plain": {"schema": _TEXT}}}

    wrong = answer("Problem", "What was asked for cannot be given", _PROBLEM)
    usual = {
        "304": {"description": "What `If-None-Match` or `If-Modified-Since` names is still what there is"},
        "414": refused("The address is longer than 4,000 bytes"),
        "429": refused("Too many requests from one address: `Retry-After` says when to ask again"),
        "503": answer("Problem", "The store cannot be read; `Retry-After` says when to ask again", _PROBLEM),
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{site.title}: calls for papers as data",
            "version": __version__,
            "description": "Read only, without a key, open to scripts of other sites. Newest published first.",
        },
        "servers": [{"url": site.base_url}],
        "paths": {
            "/api/calls": {
                "get": {
                    "operationId": "listCalls",
                    "summary": "Calls by selection, a page at a time",
                    "parameters": _parameters(),
                    "responses": {"200": answer("Calls", "A page of calls"), "400": wrong, **usual},
                }
            },
            "/api/calls/{id}": {
                "get": {
                    "operationId": "getCall",
                    "summary": "One call with evidence, sightings and history",
                    "parameters": [{"name": "id", "in": "path", "required": True, "schema": _TEXT}],
                    "responses": {
                        "200": answer("WholeCall", "The call"),
                        "301": {"description": "It was found to be the same call as another, which answers"},
                        "404": wrong,
                        **usual,
                    },
                }
            },
        },
        "components": {"schemas": _schemas()},
    }
