"""The folder of a build: what earlier builds wrote in it, files put in their place whole, what is no longer served.

Two lists stand in the folder itself. `.cfpfeeds-build.json` names the files of the last whole build. While one is at
work, `.cfpfeeds-build.begun` names each file before it is written, so that one that is killed leaves nothing behind
that the next does not know of.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from cfpfeeds.errors import UsageError

_MANIFEST = ".cfpfeeds-build.json"
_BEGUN = ".cfpfeeds-build.begun"
_PART = ".cfpfeeds-build.part"


class BuiltFolder:
    """The files of one build: `names` are those it has, `written` counts those that differed from what was there."""

    def __init__(self, folder: Path, before: Iterable[str], begun: int) -> None:
        self._folder, self._begun = folder, begun
        self.before = tuple(before)
        self.names: set[str] = set()
        self.written = 0

    def put(self, name: str, content: bytes) -> None:
        """Write a file whole or not at all, and only where its bytes differ from what is there."""
        self.names.add(name)
        target = self._folder / name
        if _holds(target, content):
            return
        os.write(self._begun, f"{name}\n".encode())
        _put(target, content)
        self.written += 1

    def put_with_twins(self, name: str, content: bytes, twins: Sequence[tuple[str, Callable[[bytes], bytes]]]) -> None:
        """Write a file and its compressed twins: for each the suffix of its name, and what compresses.

        The twins come first: where the file itself is what it should be, they are its own, and nothing is compressed.
        """
        if _holds(self._folder / name, content) and all((self._folder / f"{name}{end}").exists() for end, _ in twins):
            self.names.update(name + end for end in ("", *(end for end, _ in twins)))
            return
        for end, pack in twins:
            self.put(name + end, pack(content))
        self.put(name, content)

    def remove_rest(self) -> int:
        """Take away what an earlier build wrote and this one did not; how many files that were."""
        gone = sorted({name for name in self.before if name not in self.names and _is_inside(name)})
        for name in gone:
            (self._folder / name).unlink(missing_ok=True)
        return len(gone)


@contextmanager
def built_folder(folder: Path) -> Iterator[BuiltFolder]:
    """The folder for one build, made where there is none; its list of files is written when the block has ended well.

    Raises UsageError when the folder holds something else or cannot be written.
    """
    before = [*_manifest(folder), *_begun(folder)]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        log = os.open(folder / _BEGUN, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        try:
            _sweep(folder, before)
            building = BuiltFolder(folder, before, log)
            yield building
        finally:
            os.close(log)
        listed = json.dumps(sorted(building.names)).encode()
        if not _holds(folder / _MANIFEST, listed):
            _put(folder / _MANIFEST, listed)
        (folder / _BEGUN).unlink()
    except OSError as error:
        raise UsageError(f"{error.filename or folder} cannot be written: {error.strerror or error}") from error


def _manifest(folder: Path) -> list[str]:
    """What an earlier build wrote. A folder that holds anything but a build is refused: files would be overwritten."""
    try:
        return [str(name) for name in json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))]
    except FileNotFoundError:
        if folder.is_dir() and any(folder.iterdir()) and not (folder / _BEGUN).is_file():
            raise UsageError(f"{folder} is not empty and no earlier build: name a new folder") from None
        return []
    except OSError as error:
        raise UsageError(f"{folder} cannot be built into: {error.strerror or error}") from error
    except ValueError as error:
        raise UsageError(f"{folder / _MANIFEST} is damaged ({error}): name a new folder") from error


def _begun(folder: Path) -> list[str]:
    """What a build that did not end was about to write; a last line that was cut short was never acted upon."""
    try:
        return (folder / _BEGUN).read_text(encoding="utf-8", errors="replace").split("\n")[:-1]
    except OSError:
        return []


def _sweep(folder: Path, before: Iterable[str]) -> None:
    """Take away the file that a killed build was writing; beside which of its files it lies is not known."""
    for place in {(folder / name).parent for name in before if _is_inside(name)} | {folder}:
        (place / _PART).unlink(missing_ok=True)


def _is_inside(name: str) -> bool:
    return ".." not in Path(name).parts and not Path(name).is_absolute()


def _holds(target: Path, content: bytes) -> bool:
    try:
        return target.stat().st_size == len(content) and target.read_bytes() == content
    except (FileNotFoundError, NotADirectoryError):
        return False


def _put(target: Path, content: bytes) -> None:
    """Write a file by renaming, readable for everybody."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(_PART)
    try:
        part.write_bytes(content)
        part.chmod(0o644)
        os.replace(part, target)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink()
        raise
