"""Every page, as the server gives it and as the static build writes it, is HTML and CSS without an error.

The judge is the Nu HTML checker (the one behind validator.w3.org), which needs Java.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from cfpfeeds.building import build
from cfpfeeds.config import Settings
from tests.pages.surfaces import BOXES, CONFIG_OF_SURFACES, SURFACES, Service, a_service_of_every_state, expected_status
from tests.required import from_npm, missing
from tests.web.samples import a_service

_PATIENCE_S = 300
_FRAGMENTS = {"fragment": "/nursing/fragment", "fragment-empty": "/chemistry/fragment"}
_AROUND = (
    '<!doctype html>\n<html lang="en"><head><title>A guide</title></head><body><h1>A guide</h1>\n{}</body></html>\n'
)


def checked(folder: Path) -> list[str]:
    """What the checker holds against the pages, style sheets and pictures in `folder`: file, line and words."""
    jar = from_npm("vnu-jar/build/dist/vnu.jar")
    java = shutil.which("java") or missing("Java")
    kinds = ("--also-check-css", "--also-check-svg", "--skip-non-html")
    argv = [java, "-Xmx512m", "-jar", str(jar), "--format", "json", "--exit-zero-always", *kinds, str(folder)]
    done = subprocess.run(argv, capture_output=True, text=True, timeout=_PATIENCE_S, check=True)
    messages: list[dict[str, Any]] = json.loads(done.stderr)["messages"]
    return sorted({_told(message, folder) for message in messages if message["type"] != "info"})


def _told(message: dict[str, Any], folder: Path) -> str:
    where = message.get("url", "").removeprefix(folder.as_uri()).removeprefix(f"file:{folder}")
    return f"{where}:{message.get('lastLine', 0)}: {message['message']} ({message.get('extract', '').strip()[:100]})"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return a_service_of_every_state(tmp_path_factory.mktemp("data"))


def test_pages_in_every_state_are_valid(service: Service, tmp_path: Path) -> None:
    for name, path in {**SURFACES, **BOXES, **_FRAGMENTS}.items():
        answer = service.client.get(path)
        assert answer.status_code == expected_status(name), path
        text = answer.get_data(as_text=True)
        whole = _AROUND.format(text) if name in _FRAGMENTS else text
        (tmp_path / f"{name}.html").write_text(whole, encoding="utf-8")
    first = a_service(tmp_path)
    for name, path in {"first-home": "/", "first-list": "/nursing/", "first-journals": "/journal/"}.items():
        (tmp_path / f"{name}.html").write_bytes(first.client.get(path).data)
    assert checked(tmp_path) == []


def test_the_static_build_is_valid(service: Service, tmp_path: Path) -> None:
    config = CONFIG_OF_SURFACES.model_copy(update={"settings": Settings(languages=("en", "de"))})
    build(service.store, config, service.site, tmp_path / "site", service.clock)
    assert checked(tmp_path / "site") == []


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        pytest.param("page.html", _AROUND.format("<ul><p>No</p></ul>"), "“p” not allowed", id="html"),
        pytest.param("sheet.css", "a { colour: red; }", "colour", id="css"),
    ],
)
def test_a_mistake_would_be_noticed(tmp_path: Path, name: str, text: str, said: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert any(said in told for told in checked(tmp_path)), checked(tmp_path)
