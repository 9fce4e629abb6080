"""An empty database on each kind of server that the store works with."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from cfpfeeds.store.opening import engine_for
from tests.store.postgres import a_server, programs


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a PostgreSQL server, one for all tests."""
    found = programs()
    if found is None:
        assert os.environ.get("CFPFEEDS_CLIENTS") != "required", "PostgreSQL is not installed"
        pytest.skip("PostgreSQL is not installed")
    with a_server(found) as url:
        yield url


@pytest.fixture
def postgresql(server: str) -> str:
    """The address of a database without tables on that server."""
    schema = f"s{secrets.token_hex(6)}"
    engine = engine_for(server)
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(sa.schema.CreateSchema(schema))
    engine.dispose()
    return f"{server}&options=-csearch_path%3D{schema}"


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/data/calls.sqlite"


@pytest.fixture(autouse=True)
def _hang_up() -> Iterator[None]:
    """Connections that a test left open are closed after it, as the end of a process would."""
    used: set[Engine] = set()

    def noted(connection: sa.Connection) -> None:
        used.add(connection.engine)

    sa.event.listen(Engine, "engine_connect", noted)
    yield
    sa.event.remove(Engine, "engine_connect", noted)
    for engine in used:
        engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """A database of either kind: what is promised of one is promised of both."""
    address: str = request.getfixturevalue(request.param)
    return address
