"""Pydantic's errors as sentences: which source, which key, what is wrong, what was probably meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from cfpfeeds.config.values import closest

_WANTED = {
    "string_type": 'must be text in quotes, like "text"',
    "int_type": "must be a whole number without quotes",
    "int_from_float": "must be a whole number",
    "int_parsing": "must be a whole number without quotes",
    "float_type": "must be a number without quotes",
    "float_parsing": "must be a number without quotes",
    "bool_type": "must be true or false, without quotes",
    "bool_parsing": "must be true or false, without quotes",
    "tuple_type": 'must be a list, like ["one", "two"]',
    "list_type": 'must be a list, like ["one", "two"]',
    "set_type": 'must be a list, like ["one", "two"]',
    "dict_type": "must be a table of its own",
    "model_type": "must be a table of its own",
    "model_attributes_type": "must be a table of its own",
    "none_required": "must be left out",
}
_LIKE_AN_ID = 'must be lower-case letters and digits, joined by single hyphens, like "plos-one"'
_PATTERNS = {
    "slug": _LIKE_AN_ID,
    "formerly": _LIKE_AN_ID,
    "id": _LIKE_AN_ID,
    "language": 'must be a language code such as "en" or "pt-BR"',
    "country": 'must be a country code of two capital letters, such as "GB"',
}

Location = Sequence[int | str]


def thing(raw: Mapping[str, Any], number: int) -> str:
    """How a source is called in a sentence: by its id, else by its place in the file."""
    source_id = raw.get("id")
    if isinstance(source_id, str) and source_id.strip():
        return f'source "{source_id[:80]}"'
    return f"source number {number}, which has no id"


def sentences(error: ValidationError, model: type[BaseModel], raw: Any, where: str) -> list[str]:
    """One sentence for each problem that `model` has with `raw`; `where` begins them all."""
    found: dict[str, None] = {}
    for key, one in _without_other_readings([(_dotted(one, raw), one) for one in error.errors(include_url=False)]):
        found[f"{where}: {f'`{key[:200]}` ' if key else ''}{_complaint(one, model, key)}"] = None
    return [text if text.endswith(("?", ".")) else f"{text}." for text in found]


def _without_other_readings(errors: list[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    """A value that may be text or a table fails as both: only the reading that was meant is worth a sentence."""
    keys = [key for key, _ in errors]
    for key, one in errors:
        is_table = isinstance(one["input"], dict)
        if one["type"] == "string_type" and is_table and any(other.startswith(f"{key}.") for other in keys):
            continue
        if one["type"] == "model_type" and not is_table and keys.count(key) > 1:
            continue
        yield key, one


def _dotted(error: Any, raw: Any) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in _key(error, raw))


def _key(error: Any, raw: Any) -> Iterator[int | str]:
    """The parts of the location that stand in the file: pydantic adds the tags of unions and names of validators."""
    at, location = raw, error["loc"]
    for number, part in enumerate(location, start=1):
        last = number == len(location)
        if (isinstance(at, dict) and part in at) or (isinstance(at, list) and isinstance(part, int) and part < len(at)):
            at = at[part]
            yield part
        elif last and isinstance(at, dict) and (error["type"] == "missing" or part in _defaulted(error)):
            yield part


def _defaulted(error: Any) -> Location:
    # A check of a key that was left out (`validate_default`) is located at a key that the file does not hold.
    return error["loc"] if error["type"] in ("value_error", "assertion_error") else ()


def _complaint(error: Any, model: type[BaseModel], key: str) -> str:
    kind, context = error["type"], error.get("ctx", {})
    last = key.rpartition(".")[2]
    if kind == "missing":
        return "is missing" + (_say_the_shape(model) if key == "rules" else "")
    if kind == "extra_forbidden":
        known = _known_keys(model, error["loc"][:-1])
        return f"is unknown{closest(last, known) or _misplaced(last, error, model) or _among(known)}"
    if kind == "union_tag_not_found":
        return f"has no `kind`{_say_the_shape(model)}"
    if kind == "union_tag_invalid":
        shapes = _shapes(model)
        return f"has the unknown kind {_shown(context['tag'])}{closest(str(context['tag']), shapes) or _among(shapes)}"
    if kind in ("enum", "literal_error"):
        known = [word for told in context["expected"].replace(" or ", ", ").split(", ") if (word := told.strip("'"))]
        return f"must be one of {', '.join(known)}, not {_shown(error['input'])}{closest(str(error['input']), known)}"
    if kind == "string_pattern_mismatch":
        named = next((part for part in reversed(key.split(".")) if not part.isdigit()), last)
        return f"{_PATTERNS.get(named, 'is not spelt as it must be')}, not {_shown(error['input'])}"
    return _plain_complaint(kind, context, error)


def _plain_complaint(kind: str, context: Mapping[str, Any], error: Any) -> str:
    shown = _shown(error["input"])
    if kind in _WANTED:
        return f"{_WANTED[kind]}, not {shown}"
    if kind == "greater_than_equal":
        return f"must be at least {context['ge']}, not {shown}"
    if kind == "less_than_equal":
        return f"must be at most {context['le']}, not {shown}"
    if kind == "string_too_short":
        return "must not be empty"
    if kind == "string_too_long":
        return f"is longer than {context['max_length']} characters"
    if kind in ("value_error", "assertion_error"):
        return str(context["error"])
    return f"is wrong: {error['msg']}"


def _shown(value: Any) -> str:
    """The value as the file spells it, shortened; for a list or table only what it is."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value[:60]}{"…" if len(value) > 60 else ""}"'
    if isinstance(value, float) or (isinstance(value, int) and abs(value) < 10**30):
        return str(value)
    return {list: "a list", dict: "a table", int: "a huge number"}.get(type(value), "a date or time")


def _misplaced(key: str, error: Any, model: type[BaseModel]) -> str:
    # A key of the rules, written above the line [source.rules], is the commonest slip after a misspelling.
    if len(error["loc"]) != 1 or "rules" not in model.model_fields:
        return ""
    return closest(f"rules.{key}", [f"rules.{name}" for name in _known_keys(model, ["rules"])], 0.8)


def _among(known: Sequence[str]) -> str:
    return f"; known are {', '.join(known)}" if known else ""


def _say_the_shape(model: type[BaseModel]) -> str:
    return f": say in [source.rules] which shape the page has (kind = {', '.join(_shapes(model))})"


def _shapes(model: type[BaseModel]) -> list[str]:
    return sorted(_tag(rules) for rules in _models_in(model.model_fields["rules"].annotation))


def _known_keys(model: type[BaseModel], location: Location) -> list[str]:
    """The keys that the table at `location` may hold, in the order of the models."""
    models = [model]
    for part in location:
        if narrowed := [one for one in models if _tag(one) == part]:
            models = narrowed
            continue
        fields = [one.model_fields[part] for one in models if part in one.model_fields]
        if fields:
            models = [inner for found in fields for inner in _models_in(found.annotation)]
    return list(dict.fromkeys(found.alias or name for one in models for name, found in one.model_fields.items()))


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models_in(part)]


def _tag(model: type[BaseModel]) -> str:
    kind = model.model_fields.get("kind")
    return kind.default if kind is not None and isinstance(kind.default, str) else ""
