"""`cfpfeeds classify` as it is typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.test_cli import Run, run

__all__ = ["run"]


def a_file(folder: Path, *lines: object) -> Path:
    path = folder / "calls.jsonl"
    path.write_text("\n".join(x if isinstance(x, str) else json.dumps(x) for x in lines) + "\n", encoding="utf-8")
    return path


def a_config(folder: Path, text: str = "") -> None:
    (folder / "sources.toml").write_text(text or "[settings]\n", encoding="utf-8")


def test_each_line_is_answered_with_its_id_disciplines_and_confidence(run: Run, tmp_path: Path) -> None:
    a_config(tmp_path)
    path = a_file(
        tmp_path,
        {"id": "a", "title": "Wound care by nurses", "venue": "MIS Quarterly"},
        "",
        {"id": 7, "title": "Untold"},
        {"title": "Untold", "labels": ["Law"], "summary": None},
    )
    ended = run("classify", str(path))
    assert ended.status == 0
    assert [(line["id"], line["disciplines"][:1]) for line in ended.lines] == [
        ("a", ["information-systems"]),
        (7, []),
        (4, ["law"]),
    ]
    assert all(set(line) == {"id", "disciplines", "confidence"} for line in ended.lines)
    assert ended.lines[1]["confidence"] == 0


def test_explain_adds_what_was_heard(run: Run, tmp_path: Path) -> None:
    a_config(tmp_path)
    ended = run("classify", str(a_file(tmp_path, {"id": "a", "title": "Roman law"})), "--explain")
    why = ended.lines[0]["why"]
    assert why[0]["evidence"] == "words of the title"
    assert "law" in why[0]["words"]
    assert why[0]["weights"]["law"] > 0


def test_a_source_lends_its_labels_and_what_is_fixed(run: Run, tmp_path: Path) -> None:
    source = '[[source]]\nid = "{0}"\nname = "{0}"\nurl = "https://{0}.example/"\nrules.kind = "feed"\n'
    a_config(
        tmp_path,
        source.format("one") + 'labels = { "Care" = ["nursing"] }\n' + source.format("two") + 'disciplines = ["law"]\n',
    )
    path = a_file(tmp_path, {"id": "a", "title": "Untold", "labels": ["care"]})
    assert run("classify", str(path), "--source", "one").lines[0]["disciplines"] == ["nursing"]
    assert run("classify", str(path), "--source", "two").lines[0]["disciplines"] == ["law"]
    assert run("classify", str(path), "--source", "three").status == 2


def test_a_whole_field_stands_only_when_asked_for(run: Run, tmp_path: Path) -> None:
    a_config(tmp_path)
    path = a_file(tmp_path, {"id": "a", "title": "Untold", "labels": ["Computer Science"]})
    assert run("classify", str(path)).lines[0]["disciplines"] == []
    assert run("classify", str(path), "--fields").lines[0]["disciplines"] == ["computer-science"]


@pytest.mark.parametrize(
    ("line", "word"),
    [
        pytest.param("{", "not a line of JSON", id="no-json"),
        pytest.param("[]", "must be an object", id="no-object"),
        pytest.param('{"id": 1, "title": 5}', "`title` must be text", id="number-for-a-title"),
        pytest.param('{"id": 1, "labels": "law"}', "`labels` must be a list", id="text-for-labels"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(run: Run, tmp_path: Path, line: str, word: str) -> None:
    a_config(tmp_path)
    path = a_file(tmp_path, line)
    ended = run("classify", str(path))
    assert ended.status == 2
    ended.complains_once(f"{path.name}:1", word)


def test_a_missing_file_is_one_clear_line(run: Run, tmp_path: Path) -> None:
    a_config(tmp_path)
    ended = run("classify", "nowhere.jsonl")
    assert ended.status == 2
    ended.complains_once("nowhere.jsonl cannot be read")
