"""doctor, backup and restore as they are typed."""

from __future__ import annotations

from pathlib import Path

from tests.builders import a_listing
from tests.commands.mirror import Answer, a_mirror, a_table, place, started, written
from tests.test_hub import a_hub


def run(folder: Path, *argv: str) -> tuple[int, str]:
    process = started(folder, *argv)
    out, err = process.communicate(timeout=60)
    assert "Traceback" not in err
    return process.returncode, out + err


def test_a_database_is_copied_lost_restored_and_found_sound(tmp_path: Path) -> None:
    written(tmp_path, a_table())
    database = ("--database", str(tmp_path / "calls.sqlite"))
    with a_mirror({place(): Answer(a_listing({"title": "Light in old paintings"}))}) as mirror:
        assert run(tmp_path, "poll", "--mirror", mirror.url, *database)[0] == 0
    status, said = run(tmp_path, "backup", "copy.sqlite", *database)
    assert (status, "checked" in said) == (0, True)
    (tmp_path / "calls.sqlite").write_bytes(b"lost")
    status, said = run(tmp_path, "doctor", "--offline", *database)
    assert (status, "no sound database" in said) == (1, True)
    status, said = run(tmp_path, "restore", "copy.sqlite", *database)
    assert (status, "before-restore-1" in said) == (0, True)
    status, said = run(tmp_path, "doctor", "--offline", *database)
    assert (status, "sound, 1 calls" in said) == (0, True)


def test_a_hub_is_told_when_one_asks_for_it_and_what_it_does_not_take_waits(tmp_path: Path) -> None:
    database = ("--database", str(tmp_path / "calls.sqlite"))
    written(tmp_path, "", a_table())
    status, said = run(tmp_path, "announce", *database)
    assert (status, said) == (2, "cfpfeeds: no `hub` is named in [settings]\n")
    with a_hub() as hub:
        written(tmp_path, f'[settings]\nhub = "{hub.url}"\nhub_allow_private = true\n', a_table())
        for due in ("2027-03-01", "2027-04-01"):
            with a_mirror({place(): Answer(a_listing({"title": "Light in old paintings", "due": due}))}) as mirror:
                assert run(tmp_path, "poll", "--mirror", mirror.url, *database)[0] == 0
        assert hub.heard == []  # what is built or uploaded afterwards must be there before the hub looks
        hub.says.append((503, {}))
        status, said = run(tmp_path, "announce", *database)
        assert (status, "answered 503" in said, ": told of 0 feeds" in said) == (1, True, True)
        hub.says.append((503, {}))
        status, said = run(tmp_path, "announce", *database)
        assert (status, len(hub.heard)) == (1, 1)  # left alone for a minute


def test_what_cannot_be_copied_or_restored_is_one_clear_line(tmp_path: Path) -> None:
    written(tmp_path, a_table())
    for argv in (("backup", "copy.sqlite"), ("restore", "copy.sqlite")):
        status, said = run(tmp_path, *argv, "--database", str(tmp_path / "calls.sqlite"))
        assert status == 1
        assert len(said.splitlines()) == 1


def test_a_list_that_looks_wrong_is_taken_only_when_a_person_says_which(tmp_path: Path) -> None:
    written(tmp_path, a_table())
    database = ("--database", str(tmp_path / "calls.sqlite"))
    answers = {place(): Answer(a_listing(*({} for _ in range(12))))}
    with a_mirror(answers) as mirror:
        poll = ("poll", "--mirror", mirror.url, *database)
        assert run(tmp_path, *poll)[0] == 0
        mirror.answers[place()] = Answer(a_listing({}, {}))
        status, said = run(tmp_path, *poll)
        assert (status, "suspicious" in said) == (1, True)
        assert run(tmp_path, *poll, "--believe")[0] == 2
        assert run(tmp_path, *poll, "press", "--believe")[0] == 0
