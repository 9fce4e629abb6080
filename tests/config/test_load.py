"""What an operator is told about a sources.toml, and what a right one means."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpfeeds.config import Config, Settings, Source, default_path, load
from cfpfeeds.config.load import parse
from cfpfeeds.config.values import duration
from cfpfeeds.disciplines import canonical_slug
from cfpfeeds.errors import ConfigError

SOURCE = """
[[source]]
id = "press"
name = "Example Press"
url = "https://press.example/calls"
"""
RULES = 'rules.kind = "feed"\n'


def problems_of(text: str) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as caught:
        parse(text)
    return caught.value.problems


def all_problems_of(text: str) -> tuple[str, ...]:
    """Like `problems_of`, but the text may be right as well."""
    try:
        parse(text)
    except ConfigError as error:
        return error.problems
    return ()


def a_source(lines: str = "", head: str = SOURCE) -> str:
    return head + lines + "\n" + RULES


def test_reads_settings_and_sources() -> None:
    config = parse(
        '[settings]\nevery = "30m"\ncontact = "a@b.example"\n' + a_source('gap = "2s"\nhosts = ["CDN.example"]')
    )
    assert config.settings.every == timedelta(minutes=30)
    assert config.settings.keep_past_days == 90
    source = config.sources[0]
    assert (source.id, source.gap, source.hosts, source.enabled) == (
        "press",
        timedelta(seconds=2),
        ("cdn.example",),
        True,
    )
    assert config.find("press") is source
    assert config.find("other") is None


def test_disciplines_are_known_by_slug_or_alias() -> None:
    lines = 'disciplines = ["nursing", "materials-science"]\nlabels."Caring Sciences" = ["nursing"]'
    source = parse(a_source(lines)).sources[0]
    assert source.disciplines == ("nursing", canonical_slug("materials-science"))
    assert source.labels == {"Caring Sciences": ("nursing",)}


def test_unknown_disciplines_are_all_named_with_the_nearest_known() -> None:
    problems = problems_of(a_source('disciplines = ["nursin", "xyzzy"]\nlabels.Care = ["nursng"]'))
    assert problems == (
        'source "press": `disciplines` holds what is no discipline: `nursin`; did you mean `nursing`? `xyzzy`.',
        'source "press": `labels` holds what is no discipline: `nursng`; did you mean `nursing`?',
    )


def test_an_empty_file_lists_no_source() -> None:
    assert parse("") == Config()


def test_tells_all_problems_of_the_file_at_once() -> None:
    problems = problems_of(
        "[settings]\nkeep_past_days = 3\n[[sources]]\n" + a_source('enabled = "yes"\ncountry = "gb"')
    )
    assert len(problems) == 4


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        pytest.param("hompage = ''", 'source "press": `hompage` is unknown; did you mean `homepage`?', id="misspelt"),
        pytest.param(
            "marker = 'li'", 'source "press": `marker` is unknown; did you mean `rules.marker`?', id="key-of-the-rules"
        ),
        pytest.param(
            "rules.markr = 'li'", 'source "press": `rules.markr` is unknown; did you mean `marker`?', id="in-the-rules"
        ),
        pytest.param(
            "every = 5",
            'source "press": `every` must be a duration such as "40s", "30m", "12h" or "2d".',
            id="duration",
        ),
        pytest.param("every = '5s'", 'source "press": `every` must be between "5m" and "31d".', id="too-often"),
        pytest.param(
            "max_pages = '3'",
            'source "press": `max_pages` must be a whole number without quotes, not "3".',
            id="number",
        ),
        pytest.param(
            "max_pages = true",
            'source "press": `max_pages` must be a whole number without quotes, not true.',
            id="no-bool",
        ),
        pytest.param("max_pages = 0", 'source "press": `max_pages` must be at least 1, not 0.', id="too-small"),
        pytest.param(
            "complete = 1", 'source "press": `complete` must be true or false, without quotes, not 1.', id="flag"
        ),
        pytest.param("names = 'a'", 'source "press": `names` must be a list, like ["one", "two"], not "a".', id="list"),
        pytest.param(
            "also = [1]", 'source "press": `also.1` must be text in quotes, like "text", not 1.', id="item-of-a-list"
        ),
        pytest.param(
            "zone = 'Europe/Berln'",
            'source "press": `zone` must be "AoE", "UTC", an offset like "UTC-08:00" or an IANA name like'
            ' "Europe/Berlin"; did you mean `Europe/Berlin`?',
            id="zone",
        ),
        pytest.param(
            "authority = 'lists'",
            'source "press": `authority` must be one of publisher, list, crawler, not "lists"; did you mean `list`?',
            id="one-of",
        ),
        pytest.param("format = 'html'", 'source "press": `format` must be one of auto, not "html".', id="or-nothing"),
        pytest.param(
            "headers.User-Agent = 'M'",
            'source "press": `headers` must not set User-Agent: cfpfeeds sets it itself.',
            id="agent",
        ),
        pytest.param(
            'headers.X = "a\\nb"',
            'source "press": `headers` gives X a value that does not fit into an HTTP header.',
            id="header-injection",
        ),
        pytest.param(
            "hosts = ['https://a.example/']",
            'source "press": `hosts.1` must be a host name such as "www.example.org", not "https://a.example/".',
            id="host",
        ),
        pytest.param(
            "names = ['a']",
            'source "press": `names` is given, but `url` does not hold {name}: show there where each name belongs.',
            id="names-without-place",
        ),
        pytest.param(
            "instead = ['https://a.example/{name}']",
            'source "press": `instead` holds {name}, but there are no `names` to put there.',
            id="instead-without-names",
        ),
        pytest.param(
            "homepage = 'www.press.example'",
            'source "press": `homepage` must be an address that begins with "https://" or "http://".',
            id="homepage",
        ),
        pytest.param(
            "note = 2024-01-01",
            'source "press": `note` must be text in quotes, like "text", not a date or time.',
            id="date-for-text",
        ),
    ],
)
def test_names_source_and_key_and_mend(lines: str, sentence: str) -> None:
    assert sentence in problems_of(a_source(lines.replace("'", '"') if "\\" not in lines else lines))


@pytest.mark.parametrize(
    ("text", "part"),
    [
        pytest.param('[settings]\ntitel = "x"', "settings: `titel` is unknown; did you mean `title`?", id="misspelt"),
        pytest.param('[settings]\nbase_url = "https://a.example/"', "`base_url` must not end with a slash", id="slash"),
        pytest.param('[settings]\nbase_url = "/calls"', "`base_url` must be an address that begins", id="relative"),
        pytest.param('[settings]\nbase_url = "https://a.example?x"', "without query and fragment", id="query"),
        pytest.param('[settings]\nmistakes = "me"', "`mistakes` must be an e-mail address", id="mistakes"),
        pytest.param(
            '[settings]\nmistakes = "https://t.example/?t={who}"', "{title}, {body}, {page}", id="mistakes-placeholder"
        ),
        pytest.param('[settings]\ncontact = "me"', "`contact` must be an e-mail address or", id="contact"),
        pytest.param('[settings]\ncontact = "a@b.example\\r\\nX: y"', "`contact` must be", id="contact-injection"),
        pytest.param('[settings]\ndatabase = "calls.db"', "`database` must be a database address", id="database"),
        pytest.param('[settings]\nlanguage = "tlh"', "there are en, de, fr, es, zh", id="language"),
        pytest.param('[settings]\nlanguages = ["xx"]', '`languages.1` holds "xx"', id="languages"),
        pytest.param("[settings]\nkeep_past_days = 89", "must be at least 90, not 89", id="retention"),
        pytest.param("settings = 3", "settings: must be a table of its own, not 3.", id="settings-no-table"),
        pytest.param("source = 3", "begin it with a line [[source]]", id="source-no-table"),
        pytest.param("[source]\nid = 'a'", "begin it with a line [[source]]", id="single-brackets"),
        pytest.param("a = ", "line 1", id="syntax"),
        pytest.param("\n\nx = 1\nx = 2", "line 4", id="key-twice"),
        pytest.param("x = " + "9" * 5000, "not valid TOML", id="endless-number"),
        pytest.param("x = " + "[" * 100_000, "nested too deeply", id="endless-brackets"),
    ],
)
def test_refuses(text: str, part: str) -> None:
    assert part in "\n".join(problems_of(text))


def test_a_pattern_that_python_itself_chokes_on() -> None:
    rules = 'rules.kind = "feed"\nrules.venue = {on = "{a}", match = "a{99999999999999}"}'
    [problem] = problems_of(SOURCE + rules)
    assert 'source "press"' in problem
    assert "too large" in problem


def test_a_source_without_id_is_named_by_its_place() -> None:
    problems = problems_of(a_source() + '[[source]]\nname = "B"\nurl = "https://b.example/"\n' + RULES)
    assert problems == ("source number 2, which has no id: `id` is missing.",)


def test_two_sources_with_one_id() -> None:
    assert problems_of(a_source() + a_source()) == (
        'source "press": `id` is used by sources number 1 and 2; each source needs its own.',
    )


def test_placeholder_without_names_is_told_beside_another_mistake() -> None:
    head = SOURCE.replace("/calls", "/{name}")
    assert problems_of(a_source("max_pages = 0", head)) == (
        'source "press": `names` is missing or empty, but `url` holds {name}: list what to put there.',
        'source "press": `max_pages` must be at least 1, not 0.',
    )


@pytest.mark.parametrize(
    ("url", "part"),
    [
        pytest.param("ftp://a.example/", 'begins with "https://"', id="scheme"),
        pytest.param("file:///etc/passwd", 'begins with "https://"', id="file"),
        pytest.param("https:///calls", 'begins with "https://"', id="no-host"),
        pytest.param("https://a.example:port/", "no address that can be read", id="port"),
        pytest.param("https://[::1/", "no address that can be read", id="brackets"),
        pytest.param("https://me:word@a.example/", "no place for secrets", id="password"),
        pytest.param("https://a.example/a b", "without blanks", id="blank"),
        pytest.param("https://a.example/{nam}", "holds {nam}, but only {name}", id="placeholder"),
    ],
)
def test_refuses_addresses(url: str, part: str) -> None:
    [problem] = problems_of(a_source(head=SOURCE.replace("https://press.example/calls", url)))
    assert problem.startswith('source "press": `url` ')
    assert part in problem


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        pytest.param(
            "", "`rules` is missing: say in [source.rules] which shape the page has (kind = article, ", id="none"
        ),
        pytest.param('rules.marker = "h1"', "`rules` has no `kind`: say in [source.rules] which shape", id="no-kind"),
        pytest.param(
            'rules.kind = "card"', '`rules` has the unknown kind "card"; did you mean `cards`?', id="misspelt"
        ),
        pytest.param(
            'rules.kind = "xyzzy"', '`rules` has the unknown kind "xyzzy"; known are article, auto, cards', id="unknown"
        ),
        pytest.param(
            'rules.kind = "feed"\nrules.venue = 3',
            '`rules.venue` must be text in quotes, like "text", not 3.',
            id="text",
        ),
        pytest.param(
            'rules.kind = "feed"\nrules.venue = {on = "{a}"}', "`rules.venue.match` is missing.", id="table-for-text"
        ),
        pytest.param('rules.kind = "feed"\nrules.marker = 3', "`rules.marker` must be text in quotes", id="type"),
    ],
)
def test_rules_are_checked_by_their_shape(rules: str, sentence: str) -> None:
    [problem] = problems_of(SOURCE + rules)
    assert sentence in problem


@pytest.mark.parametrize(
    ("text", "span"),
    [
        pytest.param("90s", timedelta(seconds=90), id="seconds"),
        pytest.param("0.5s", timedelta(milliseconds=500), id="fraction"),
        pytest.param("30m", timedelta(minutes=30), id="minutes"),
        pytest.param("1h30m", timedelta(minutes=90), id="two-units"),
        pytest.param("1h 30m", timedelta(minutes=90), id="with-a-blank"),
        pytest.param("2d", timedelta(days=2), id="days"),
        pytest.param("1w", timedelta(days=7), id="weeks"),
    ],
)
def test_reads_durations(text: str, span: timedelta) -> None:
    assert duration(text) == span


@pytest.mark.parametrize("text", ["", "5", "m", "-5m", "5 minutes", "1.h", ".5h", "1,5h", "٣m", "9999999d"])
def test_refuses_durations(text: str) -> None:
    with pytest.raises(ValueError, match="must be a duration"):
        duration(text)


def test_addresses_fill_in_every_name() -> None:
    lines = 'names = ["a", "b"]\nalso = ["https://x.example/"]\ninstead = ["https://old.example/{name}"]'
    source = parse(a_source(lines, SOURCE.replace("/calls", "/{name}"))).sources[0]
    assert source.addresses() == ("https://press.example/a", "https://press.example/b", "https://x.example/")
    assert source.alternatives("https://press.example/b") == ("https://old.example/b",)
    assert source.alternatives("https://x.example/") == ()


def test_instead_of_a_single_address() -> None:
    source = parse(a_source('instead = ["https://old.example/calls"]')).sources[0]
    assert source.alternatives("https://press.example/calls") == ("https://old.example/calls",)


@pytest.mark.parametrize(
    ("content", "part"),
    [
        pytest.param(b'[settings]\ntitle = "\xe9"', "is not written in UTF-8 (line 2)", id="latin-1"),
        pytest.param(b'[settings]\ntitel = "x"', "sources.toml: settings: `titel` is unknown", id="problem"),
        pytest.param(None, "cannot be read: No such file", id="missing"),
    ],
)
def test_a_problem_names_the_file(tmp_path: Path, content: bytes | None, part: str) -> None:
    path = tmp_path / "sources.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigError, match=r"sources\.toml") as caught:
        load(path)
    assert part in str(caught.value)
    assert caught.value.exit_status == 2


def test_reads_a_file_with_byte_order_mark_and_crlf(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_bytes(b'\xef\xbb\xbf[settings]\r\ntitle = "Calls"\r\n')
    assert load(path).settings.title == "Calls"


def test_the_chosen_file_is_taken_before_the_one_here_and_the_shipped_one(tmp_path: Path) -> None:
    shipped = default_path({}, tmp_path)
    assert shipped.name == "sources.toml"
    assert tmp_path not in shipped.parents
    here = tmp_path / "sources.toml"
    here.touch()
    assert default_path({}, tmp_path) == here
    assert default_path({"CFPFEEDS_CONFIG": "mine.toml"}, tmp_path) == tmp_path / "mine.toml"
    assert default_path({"CFPFEEDS_CONFIG": "/etc/cfp.toml"}, tmp_path) == Path("/etc/cfp.toml")


_KEYS = st.sampled_from([*Source.model_fields, *Settings.model_fields, "kind", "marker", "rules.kind", "deadine"])
_VALUES = st.sampled_from(
    ['""', '"{name}"', '"https://a.example/{name}"', '"feed"', '"12h"', '"a\\u0000b"', '"AoE"', '"../../etc/passwd"']
) | st.sampled_from(
    ["[]", '["a"]', "{}", '{a=["b"]}', '[["a"]]', "[1]", "1", "true", "1979-05-27", "nan", "-1", '"9999999d"']
)
_LINES = st.tuples(_KEYS, _VALUES).map(" = ".join)
_HEADS = st.sampled_from(["[settings]", "[[source]]", "[source.rules]", "[[source.rules]]", "[source]", "x = 1"])


@given(st.lists(st.one_of(_LINES, _HEADS, st.text(max_size=20)), max_size=12).map("\n".join))
def test_any_text_is_a_config_or_a_config_error(text: str) -> None:
    assert all(problem.endswith((".", "?")) for problem in all_problems_of(text))


@given(st.dictionaries(_KEYS, _VALUES, max_size=8))
def test_any_source_is_read_or_named_by_its_id(lines: dict[str, str]) -> None:
    body = "".join(f"{key} = {value}\n" for key, value in lines.items() if key not in ("id", "rules"))
    problems = all_problems_of('[[source]]\nid = "this-one"\n' + body)
    assert problems
    assert all('source "this-one": `' in problem for problem in problems)
