"""`cfpfeeds merge FILE.jsonl` as it is typed: records in, clusters out, every odd line named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cfpfeeds import cli

EVENT = {"title": "ICGA", "full_name": "Conference on Garden Acoustics", "year": 2027, "deadline": "2027-03-01 23:59"}
EVENT |= {"source": "one", "place": "Bergen", "date": "July 5-9, 2027"}


def merged(tmp_path: Path, capsys: pytest.CaptureFixture[str], *records: dict[str, Any]) -> dict[str, str]:
    file = tmp_path / "records.jsonl"
    file.write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        cli.main(["merge", str(file)])
    assert not ended.value.code
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return {line["record_id"]: line["cluster_id"] for line in lines}


def test_every_record_comes_back_with_the_smallest_id_of_its_cluster(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = {**EVENT, "source": "two", "title": "ICGA 2027", "deadline": "2027-03-02T11:59:59Z", "timezone": "UTC"}
    poster = {**EVENT, "source": "two", "title": "(Poster) ICGA"}
    found = merged(tmp_path, capsys, {"id": "b", **EVENT}, {"id": "a", **other}, {"id": "c", **poster})
    assert found == {"b": "a", "a": "a", "c": "c"}


def test_the_programs_own_field_names_are_read_as_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = {
        "title": "Growing old in small towns",
        "venue": "Journal of Care",
        "kind": "special_issue",
        "url": "https://press.example/1",
        "deadlines": [{"kind": "submission", "date": "2027-03-01", "time": "23:59", "zone": "AoE", "round": None}],
    }
    listed = {"title": own["title"], "journal": "Journal of Care", "deadline": "2027-03-01", "kind": "special-issue"}
    assert merged(tmp_path, capsys, {"id": "1", **own}, {"id": "2", **listed}) == {"1": "1", "2": "1"}


def test_rounds_in_one_record_make_it_the_whole_edition(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rounds = [{"deadline": "2026-10-01", "label": "Round 1"}, {"deadline": "2027-03-01", "label": "Round 2"}]
    whole = {**EVENT, "id": "whole", "source": "two", "rounds": rounds}
    first = {**EVENT, "id": "first", "deadline": "2026-10-01", "round_label": "Round 1"}
    second = {**EVENT, "id": "second", "round_label": "Round 2"}
    assert merged(tmp_path, capsys, whole, first, second) == {"whole": "whole", "first": "first", "second": "second"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("{", ":1:", id="no-json"),
        pytest.param('{"id": "a"}', "title", id="no-title"),
        pytest.param('{"id": "a", "title": "X", "first_seen": "soon"}', "soon", id="a-day-that-is-none"),
        pytest.param('[1]', ":1:", id="no-object"),
        pytest.param('{"id": "a", "title": "X", "deadlines": [{"date": "May", "kind": "feast"}]}', "feast", id="kind"),
        pytest.param('{"id": "a", "title": "X"}\n\n{"id": "a", "title": "Y"}', ":3: the id 'a' stands", id="id-twice"),
        pytest.param('{"id": "a", "title": "X", "rounds": 3}', ":1:", id="rounds-that-are-no-list"),
    ],
)  # fmt: skip
def test_an_odd_line_is_named_and_nothing_is_printed(
    text: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "odd.jsonl"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        cli.main(["merge", str(file)])
    said = capsys.readouterr()
    assert (ended.value.code, said.out) == (2, "")
    assert words in said.err
    assert len(said.err.splitlines()) == 1


def test_a_file_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["merge", str(tmp_path / "none.jsonl")])
    assert ended.value.code == 2
    assert "none.jsonl cannot be read" in capsys.readouterr().err
