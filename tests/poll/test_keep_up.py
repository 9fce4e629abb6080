"""Overrides and new matching rules reach what is stored without waiting for a poll that brings news."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from cfpfeeds.merge import keys_of
from cfpfeeds.model import Fix, Overrides
from cfpfeeds.poll import keep_up, poll_source
from cfpfeeds.store import Store
from cfpfeeds.store.rows import dump
from tests.builders import a_listing, a_source, a_store, minter
from tests.fakes import NOW, FakeFetcher

DAY = timedelta(days=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Two sources, each with a call of its own."""
    opened = a_store(tmp_path)
    mint = minter()
    for source_id, title in (("press", "Ageing at home"), ("hub", "Night shifts in hospitals")):
        url = f"https://{source_id}.example/calls.json"
        listing = a_listing({"title": title, "link": f"https://{source_id}.example/1"})
        source = a_source(id=source_id, url=url)
        poll_source(source, opened, FakeFetcher({url: listing}), now=NOW, mint=mint, every=DAY)
    yield opened
    opened.close()


def kept_up(store: Store, overrides: Overrides = Overrides(), day: int = 1) -> bool:  # noqa: B008 - frozen
    return keep_up(store, overrides, now=NOW + day * DAY, mint=minter())


def test_nothing_is_written_when_nothing_has_changed(store: Store) -> None:
    assert kept_up(store)
    version = store.version()
    assert not kept_up(store)
    assert store.version() == version


def test_calls_that_an_operator_calls_the_same_are_merged_and_given_back(store: Store) -> None:
    before = store.calls()
    assert kept_up(store, Overrides(same=(("call2", "call1"),)))
    assert ([call.id for call in store.calls()], store.resolve("call2")) == (["call1"], "call1")
    assert kept_up(store)
    assert [(c.id, c.title, c.published_at) for c in store.calls()] == [(c.id, c.title, c.published_at) for c in before]
    assert store.resolve("call2") == "call2"


def test_a_fix_ends_by_itself(store: Store) -> None:
    fix = Fix("call1", "title", "Ageing well", "a typing error", (NOW + DAY).date())
    overrides = Overrides(fixes=(fix,))
    assert kept_up(store, overrides, day=1)
    assert {call.title for call in store.calls()} == {"Ageing well", "Night shifts in hospitals"}
    assert kept_up(store, overrides, day=2)
    assert {call.title for call in store.calls()} == {"Ageing at home", "Night shifts in hospitals"}
    assert not kept_up(store, overrides, day=3)


def test_a_hidden_call_is_gone_from_the_lists(store: Store) -> None:
    kept_up(store, Overrides(hidden=("call1",)))
    assert [call.id for call in store.calls()] == ["call2"]


def test_a_database_of_an_older_release_is_keyed_and_grouped_anew(store: Store) -> None:
    [twin] = store.sightings_of("call2")
    [mine] = store.sightings_of("call1")
    like = replace(mine, source_id="hub", key=twin.key, call_id="call2", founded="")
    store.rekey(lambda _: ("old",))
    with store._write() as connection:
        connection.exec_driver_sql("UPDATE sightings SET body = ? WHERE call_id = 'call2'", (dump(like),))
    assert kept_up(store)
    assert [call.id for call in store.calls()] == ["call1"]
    assert {s.source_id for s in store.known("none", keys_of(mine)).sightings} == {"press", "hub"}
