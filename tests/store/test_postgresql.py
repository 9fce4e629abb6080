"""PostgreSQL beside SQLite: the same calls and bytes after the same polls, one poller, one writer, clear words."""

from __future__ import annotations

import subprocess
import sys
import threading
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from cfpfeeds.errors import StoreError
from cfpfeeds.model import Call, Change, Document, OutcomeKind, Page, Plan, Validators
from cfpfeeds.poll import poll_source
from cfpfeeds.publish import publish
from cfpfeeds.store import Store, open_store, poller_lock
from cfpfeeds.store.opening import engine_for
from tests.builders import a_listing, a_source, minter
from tests.fakes import NOW, FakeFetcher
from tests.store.postgres import a_server, programs
from tests.web.samples import a_site

PRESS, OTHER = a_source(), a_source(id="other", name="Other", url="https://other.example/calls.json", authority="list")
LIFE = (
    ({"title": "Ageing and care"}, {"title": "Nursing in \N{SNOWMAN} homes", "due": "15 March 2027"}),
    ({"title": "Ageing and care", "due": "2027-04-01"}, {"title": "Nursing in \N{SNOWMAN} homes"}),
    ({"title": "Ageing & Care"}, {"title": "A third", "link": "https://press.example/" + "l" * 900}),
)
Told = tuple[tuple[Call, ...], tuple[Change, ...], list[Document | None]]


def lived(store: Store) -> Told:
    """Three days of two sources, each day published."""
    mint = minter()
    for day, calls in enumerate(LIFE):
        now = NOW + timedelta(days=day)
        for source in (PRESS, OTHER):
            fetcher = FakeFetcher({source.url: a_listing(*calls)})
            poll_source(source, store, fetcher, now=now, mint=mint, every=timedelta(hours=12))
        publish(store, a_site(), now=now)
    paths = sorted(store.document_inputs())
    return store.calls(), store.recent_changes(99), [store.document(path) for path in paths]


def test_the_same_polls_end_in_the_same_calls_changes_and_bytes(sqlite: str, postgresql: str) -> None:
    with closing(open_store(sqlite)) as one, closing(open_store(postgresql)) as other:
        expected = lived(one)
        assert len(expected[0]) == 3
        assert lived(other) == expected


def test_a_second_poller_is_turned_away_until_the_first_is_done(postgresql: str) -> None:
    with poller_lock(postgresql) as mine:
        assert mine
        with poller_lock(postgresql) as also_mine:
            assert not also_mine
    with poller_lock(postgresql) as mine:
        assert mine


def test_the_lock_of_a_killed_poller_is_free(postgresql: str) -> None:
    holding = f"""
import time
from cfpfeeds.store import poller_lock
with poller_lock({postgresql!r}) as mine:
    print(mine, flush=True)
    time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", holding], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        assert other.stdout.readline().strip() == "True"
        with poller_lock(postgresql) as mine:
            assert not mine
        other.kill()
    assert any(_is_free(postgresql) for _ in range(50))  # the server notices a moment later


def _is_free(url: str) -> bool:
    threading.Event().wait(0.1)
    with poller_lock(url) as mine:
        return mine


def test_who_writes_second_sees_what_the_first_has_written(postgresql: str) -> None:
    """Two polls of one new call at once: the second must find it, and may not mint a second id."""
    mint, begin = minter(), threading.Barrier(2)

    def poll(source_id: str) -> None:
        source = a_source(id=source_id, url=f"https://{source_id}.example/calls.json")
        with closing(open_store(postgresql)) as store:
            begin.wait(10)
            poll_source(source, store, FakeFetcher({source.url: a_listing({})}), now=NOW, mint=mint, every=timedelta(1))

    open_store(postgresql).close()
    both = [threading.Thread(target=poll, args=(name,)) for name in ("one", "two")]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join(20)
    with closing(open_store(postgresql)) as store:
        assert len(store.calls()) == 1
        assert len(store.sightings_of(store.calls()[0].id)) == 2


def test_a_reader_sees_one_moment(postgresql: str) -> None:
    store = open_store(postgresql)
    store.set_meta("a", "before")
    with store._read() as connection:
        question = sa.text("select value from meta where name = 'a'")
        first = connection.scalar(question)
        store.set_meta("a", "after")
        assert (first, connection.scalar(question)) == ("before", "before")
    assert store.meta("a") == "after"


def test_a_reader_cannot_write(postgresql: str) -> None:
    store = open_store(postgresql)
    with pytest.raises(sa.exc.DBAPIError, match="read-only"), store._engine.begin() as connection:
        connection.exec_driver_sql("delete from calls")


def test_whatever_length_a_stranger_chooses_is_kept(postgresql: str) -> None:
    far = "https://press.example/" + "a" * 1900
    page = Page(far, far * 3, 200, "t" * 999, b"<p>", NOW, "c" * 999, Validators("e" * 9999, "m" * 999))
    with closing(open_store(postgresql)) as store:
        fetcher = FakeFetcher(
            {PRESS.url: a_listing({"title": "T" * 3000, "venue": "V" * 3000, "link": far + "b" * 9999})}
        )
        assert (
            poll_source(PRESS, store, fetcher, now=NOW, mint=minter(), every=timedelta(1)).kind is OutcomeKind.UPDATED
        )
        store.apply(Plan(), store.states()["press"], store.outcomes()["press"], pages=[page])
        assert store.pages("press") == {far: page}
        assert len(store.calls()) == 1


def test_a_server_that_is_gone_is_one_line_for_the_operator_and_no_password(tmp_path: Path) -> None:
    found = programs()
    if found is None:
        pytest.skip("PostgreSQL is not installed")
    with a_server(found) as url:
        store = open_store(url.replace("cfpfeeds@", "cfpfeeds:secret@"))
    with pytest.raises(StoreError, match=r"database postgresql\+psycopg://cfpfeeds:\*\*\*@") as told:
        store.calls()
    assert "\n" not in str(told.value)
    assert "secret" not in str(told.value)
    with pytest.raises(StoreError, match="database"):
        open_store(url)


def test_what_was_in_hand_when_the_server_fell_is_undone(postgresql: str) -> None:
    store = open_store(postgresql)
    store.set_meta("a", "before")

    def fall() -> None:
        with store._write() as connection:
            connection.exec_driver_sql("update meta set value = 'after' where name = 'a'")
            number = connection.scalar(sa.text("select pg_backend_pid()"))
            with engine_for(postgresql).execution_options(locks=True).begin() as other:
                other.exec_driver_sql(f"select pg_terminate_backend({number})")
            connection.exec_driver_sql("select 1")

    with pytest.raises(StoreError):
        fall()
    assert store.meta("a") == "before"  # on a fresh connection, by itself


def test_without_its_driver_the_mend_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"pip install 'cfpfeeds\[postgres\]'"):
        engine_for("postgresql://h/d")
