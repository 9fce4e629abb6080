"""A PostgreSQL server of our own: a new cluster in a folder, on a socket in it, ended with the tests."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

_UNPRIVILEGED = "postgres"
"""The server refuses to run as root; Debian's package makes this user."""


def programs() -> Path | None:
    """The folder of initdb and pg_ctl of the newest PostgreSQL there is, None without one."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if debian:
        return debian[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@contextmanager
def a_server(bin_folder: Path) -> Iterator[str]:
    """The address of an empty database, `postgresql://...`, for as long as the block lasts."""
    # Not pytest's own folder: the path of a socket may have 107 bytes, and the other user must be let in.
    folder = Path(tempfile.mkdtemp(prefix="cfpfeeds-pg-"))
    user = _given_away(folder)
    data, log = folder / "data", folder / "log"
    try:
        _run(user, bin_folder / "initdb", "-D", data, "-U", "cfpfeeds", "-A", "trust", "-E", "UTF8", "--no-sync")
        quiet = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off -c max_connections=30"
        _run(user, bin_folder / "pg_ctl", "-D", data, "-l", log, "-w", "-t", "30", "-o", quiet, "start")
        try:
            yield f"postgresql://cfpfeeds@/postgres?host={quote(str(folder))}"
        finally:
            _run(user, bin_folder / "pg_ctl", "-D", data, "-w", "-t", "30", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _given_away(folder: Path) -> str:
    """The user who runs the server: this one, or for root the unprivileged one, who is given the folder."""
    if os.geteuid() != 0:
        return ""
    other = pwd.getpwnam(_UNPRIVILEGED)
    os.chown(folder, other.pw_uid, other.pw_gid)
    folder.chmod(0o755)
    return _UNPRIVILEGED


def _run(user: str, *command: object) -> None:
    # The output goes to a file: the server would hold a pipe open, and so keep us waiting for ever.
    with tempfile.TemporaryFile("w+") as said:
        ended = subprocess.run(
            [str(word) for word in command], user=user or None, cwd="/", stdout=said, stderr=said, timeout=60
        )
        said.seek(0)
        assert ended.returncode == 0, said.read()
