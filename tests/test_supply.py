"""What is installed in a deployment is locked, and nothing secret lies in the repository."""

from __future__ import annotations

import json
import re
import runpy
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
_LINE = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)(?: ;[^\\]*)? \\\n((?:    --hash=\S+(?: \\)?\n)+)", re.MULTILINE)
_SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b"
    r"|\bxox[abprs]-[0-9A-Za-z-]{20,}|\bsk-[A-Za-z0-9]{32,}\b|\bAIza[0-9A-Za-z_-]{35}\b"
    r"|\beyJ[A-Za-z0-9_-]{20,}\.eyJ[A-Za-z0-9_-]{20,}\."
)


def locked() -> dict[str, str]:
    """Every locked package that has at least one hash, with its version."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return {canonicalize_name(name): version for name, version, _ in _LINE.findall(text)}


def test_every_package_of_the_lock_has_hashes() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    named = re.findall(r"^([A-Za-z0-9._-]+)==", text, re.MULTILINE)
    assert len(named) > 30
    assert {canonicalize_name(name) for name in named} == locked().keys()


def test_the_lock_holds_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    versions = locked()
    for asked in map(Requirement, project["dependencies"]):
        version = versions.get(canonicalize_name(asked.name))
        assert version is not None, f"{asked.name} is not locked: run .ci/lock"
        assert asked.specifier.contains(version), f"{asked} is locked as {version}: run .ci/lock"


@pytest.mark.skipif(shutil.which("git") is None or not (ROOT / ".git").exists(), reason="no checkout")
def test_no_tracked_file_holds_a_secret() -> None:
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    names = [name.decode() for name in tracked.split(b"\0") if name]
    found = [name for name in names if _SECRETS.search((ROOT / name).read_bytes().decode("utf-8", "replace"))]
    assert len(names) > 100
    assert found == []


@pytest.mark.parametrize(
    "secret", ["-----BEGIN RSA PRIVATE " + "KEY-----", "AKIA" + "ABCDEFGHIJKLMNOP", "ghp_" + "a" * 36]
)
def test_a_secret_would_be_noticed(secret: str) -> None:
    assert _SECRETS.search(f"key = '{secret}'")


def test_every_library_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *(line for extra in project["optional-dependencies"].values() for line in extra)]
    named = {Requirement(line).name.lower() for line in asked}
    table = (ROOT / "docs" / "adr" / "0002-libraries.md").read_text(encoding="utf-8")
    rows = [name for row in re.findall(r"^\| ([a-z0-9, -]+) \|", table, re.MULTILINE) for name in row.split(", ")]
    assert sorted(named) == sorted(set(rows) - {"library"})
    assert len(rows) == len(set(rows))


def test_dependencies_stand_in_order() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for lines in (project["dependencies"], *project["optional-dependencies"].values()):
        names = [Requirement(line).name.lower() for line in lines]
        assert names == sorted(names)


def test_programs_from_npm_are_locked_by_hash_without_an_address_and_run_nothing_when_installed() -> None:
    lock = json.loads((ROOT / "tests" / "package-lock.json").read_text(encoding="utf-8"))
    asked = json.loads((ROOT / "tests" / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert {f"node_modules/{name}" for name in asked} <= packages.keys()
    for package in packages.values():
        assert package["integrity"].startswith("sha512-")
        assert package.get("resolved", "https://registry.npmjs.org/").startswith("https://registry.npmjs.org/")
    assert "ignore-scripts=true" in (ROOT / "tests" / ".npmrc").read_text(encoding="utf-8").splitlines()


def test_every_decision_has_a_number_of_its_own() -> None:
    files = sorted(path.name for path in (ROOT / "docs" / "adr").glob("*.md"))
    assert [int(name[:4]) for name in files] == list(range(1, len(files) + 1))
    for name in files:
        title = (ROOT / "docs" / "adr" / name).read_text(encoding="utf-8").partition("\n")[0]
        assert title.startswith(f"# {int(name[:4])}. "), name


_KNOWN, _UNKNOWN = {"name": "a", "version": "1", "vulns": []}, {"name": "b", "version": "2", "skip_reason": "not found"}
_FLAWED = {"name": "c", "version": "3", "vulns": [{"id": "PYSEC-2026-1"}]}


@pytest.mark.parametrize(
    ("packages", "said", "status", "words"),
    [
        pytest.param([_KNOWN], "", 0, "audit passed: nothing is known against 1 packages", id="clean"),
        pytest.param([_KNOWN, _UNKNOWN], "", 0, "1 packages; it does not know b", id="one-is-unknown"),
        pytest.param([_UNKNOWN], "", 0, "audit skipped: the advisory service answered about none of the 1", id="none"),
        pytest.param([_KNOWN, _FLAWED], "", 1, "c 3: PYSEC-2026-1", id="flawed"),
        pytest.param(None, "Max retries exceeded with url", 0, "cannot be reached", id="no-network"),
        pytest.param(None, "hashes do not match", 1, "hashes do not match", id="another-fault"),
        pytest.param(None, "", 1, "wrote nothing", id="silence"),
    ],
)
def test_an_audit_that_asked_about_nothing_is_no_pass(
    packages: list[dict[str, object]] | None, said: str, status: int, words: str
) -> None:
    verdict = runpy.run_path(str(ROOT / ".ci" / "audited.py"))["verdict"]
    found = "" if packages is None else json.dumps({"dependencies": packages})
    assert verdict(found, said)[0] == status
    assert words in verdict(found, said)[1]
