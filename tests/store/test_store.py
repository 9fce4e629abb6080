"""The store keeps what it is given, whole, in one transaction, and says in words why it cannot."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
import sqlalchemy as sa

from cfpfeeds.errors import StoreError
from cfpfeeds.merge.group import LARGEST_BLOCK
from cfpfeeds.model import (
    AOE,
    GONE_AFTER,
    Call,
    CallKind,
    Change,
    ChangeKind,
    Conflict,
    Deadline,
    Document,
    Entry,
    Former,
    Guess,
    Kind,
    Known,
    Outcome,
    OutcomeKind,
    Page,
    Plan,
    Problem,
    Sighting,
    SourceState,
    Validators,
)
from cfpfeeds.store import Look, Store, open_store, without_password
from cfpfeeds.store.finding import CROWD
from cfpfeeds.store.opening import engine_for
from cfpfeeds.store.rows import current_until
from cfpfeeds.store.tables import metadata

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
DEADLINE = Deadline(
    Kind.SUBMISSION, date(2027, 1, 15), time(23, 59), AOE, "2", "main", text="15 January", guesses=(Guess.YEAR,)
)
ENTRY = Entry("submission", DEADLINE, "lists", 1, NOW, NOW, (Former(date(2027, 1, 1), None, "", NOW, "lists"),))
CALL = Call(
    "c1", "Ageing & care", "Journal of Care", "https://j.example/c1", NOW, NOW, CallKind.SPECIAL_ISSUE,
    entries=(ENTRY,), disciplines=("nursing", "sociology"), source_ids=("lists",),
    conflicts=(Conflict("title", "Aging and care", "other", NOW),),
)  # fmt: skip
SIGHTING = Sighting("lists", "k1", "Ageing & care", deadlines=(DEADLINE,), call_id="c1", first_seen=NOW, changed_at=NOW)
STATE = SourceState("lists", NOW, NOW, NOW, usual_count=1, digest="d")
OUTCOME = Outcome("lists", OutcomeKind.UPDATED, "1 new", NOW, 1, 1, 0, (Problem("row 3", "no title"),), 0.5)
CHANGE = Change("c1", NOW, ChangeKind.NEW, source_id="lists")


def keys_of(sighting: Sighting) -> tuple[str, ...]:
    return (f"t|{sighting.title}",)


def filled(url: str, **more: object) -> Store:
    store = open_store(url)
    plan = replace(Plan((SIGHTING,), (CALL,), (CHANGE,)), **more)
    store.apply(plan, STATE, OUTCOME, keys_of=keys_of)
    return store


def changed(url: str, *statements: str) -> None:
    """What another program, or an older release, does to a database."""
    engine = engine_for(url).execution_options(writes=True)
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


def test_gives_back_every_field_of_what_was_stored(url: str) -> None:
    store = filled(url)
    assert store.call("c1") == CALL
    assert store.sightings_of("c1") == (SIGHTING,)
    assert store.changes_of("c1") == (CHANGE,) == store.recent_changes(5)
    assert store.states() == {"lists": STATE}
    assert store.outcomes() == {"lists": OUTCOME}


def test_known_finds_calls_of_the_source_and_calls_that_share_a_key(url: str) -> None:
    store = filled(url)
    assert store.known("lists", ()).calls == (CALL,)
    assert store.known("another", ["t|Ageing & care"]).sightings == (SIGHTING,)
    assert store.known("another", ["t|something else"]).calls == ()


def test_a_call_is_found_under_each_of_its_disciplines_and_one_without_under_unclassified(url: str) -> None:
    store = filled(url, calls=(CALL, replace(CALL, id="c2", disciplines=())))
    assert [c.id for c in store.calls(["nursing"])] == ["c1"]
    assert [c.id for c in store.calls(["sociology", "nursing"])] == ["c1"]
    assert [c.id for c in store.calls(["unclassified"])] == ["c2"]
    assert [c.id for c in store.calls()] == ["c1", "c2"]


def test_a_merged_call_answers_under_the_older_id_with_its_history(url: str) -> None:
    store = filled(url, calls=(CALL, replace(CALL, id="c2")), changes=(replace(CHANGE, call_id="c2"),))
    store.apply(Plan(aliases=(("c2", "c1"),)), STATE, OUTCOME)
    assert (store.resolve("c2"), store.resolve("c1"), store.call("c2")) == ("c1", "c1", None)
    assert store.changes_of("c1") == (CHANGE,)
    assert [c.id for c in store.calls(["nursing"])] == ["c1"]


def test_pages_come_back_byte_for_byte_and_are_kept_when_a_poll_brings_none(url: str) -> None:
    page = Page(
        "https://j.example/",
        "https://j.example/x",
        200,
        "text/html",
        b"\x00<html>",
        NOW,
        "utf-8",
        Validators('"e"', "m"),
    )
    store = open_store(url)
    store.apply(Plan(), STATE, OUTCOME, pages=[page])
    store.apply(Plan(), STATE, OUTCOME)
    assert store.pages("lists") == {page.url: page}


def test_documents_are_replaced_with_the_digest_of_their_inputs(url: str) -> None:
    store = open_store(url)
    document = Document("/all/calls.rss", "application/rss+xml", b"<rss/>", b"z", 'W/"1"', NOW)
    store.put_documents([(document, "a")])
    store.put_documents([(replace(document, body=b"<rss />"), "b")])
    found = store.document("/all/calls.rss")
    assert found is not None
    assert found.body == b"<rss />"
    assert store.document_inputs() == {"/all/calls.rss": "b"}
    assert store.document("/nothing") is None


def test_version_rises_with_each_write_and_only_then(url: str) -> None:
    store = filled(url)
    first = store.version()
    store.calls()
    assert store.version() == first
    store.set_meta("a", "b")
    assert store.version() == first + 1
    assert store.meta("a") == "b"


def test_a_write_that_fails_half_way_leaves_nothing_behind(url: str) -> None:
    store = filled(url)
    broken = replace(CALL, id="c9", title="\ud800")  # a lone surrogate cannot be stored
    with pytest.raises((UnicodeEncodeError, ValueError)):
        store.apply(Plan(sightings=(replace(SIGHTING, key="k9", call_id="c9"),), calls=(broken,)), STATE, OUTCOME)
    assert store.sightings_of("c9") == ()


def test_only_the_newest_outcomes_of_a_source_are_kept(url: str) -> None:
    store = open_store(url)
    for number in range(205):
        store.apply(Plan(), STATE, replace(OUTCOME, calls=number))
    with engine_for(url).begin() as connection:
        assert connection.scalar(sa.text("select count(*) from outcomes")) == 200
    assert store.outcomes()["lists"].calls == 204


def test_the_migrations_build_exactly_the_declared_tables(url: str) -> None:
    open_store(url).close()
    found = sa.inspect(engine_for(url))
    names = set(found.get_table_names()) - {"alembic_version"}
    assert names == set(metadata.tables)
    for name, table in metadata.tables.items():
        assert [c["name"] for c in found.get_columns(name)] == [c.name for c in table.columns], name
        assert {i["name"] for i in found.get_indexes(name)} == {i.name for i in table.indexes}, name


def test_opening_twice_keeps_the_data(url: str) -> None:
    filled(url).close()
    assert open_store(url).call("c1") == CALL


def test_a_reader_is_served_while_a_writer_holds_the_database(url: str) -> None:
    store = filled(url)
    done = []
    with store._write():
        reader = threading.Thread(target=lambda: done.append(store.call("c1")))
        reader.start()
        reader.join(5)
    assert done == [CALL]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"this is a letter, not a database " * 100, "no SQLite database", id="another-file"),
    ],
)
def test_a_file_that_is_no_database_is_named_with_its_mend(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "calls.sqlite"
    path.write_bytes(content)
    with pytest.raises(StoreError, match=said):
        open_store(f"sqlite:///{path}")


def test_a_damaged_record_is_a_store_error_not_a_traceback(url: str) -> None:
    filled(url).close()
    changed(url, "update calls set body = '{'")
    with pytest.raises(StoreError, match="damaged Call"):
        open_store(url).calls()


def test_a_database_of_a_newer_release_is_refused_untouched(url: str) -> None:
    filled(url).close()
    changed(url, "update alembic_version set version_num = '9999'")
    with pytest.raises(StoreError, match="newer cfpfeeds"):
        open_store(url)


@pytest.mark.parametrize("address", ["nonsense", "oracle+nothing://x", "sqlite:////proc/none/x.sqlite"])
def test_an_address_that_cannot_be_opened_is_one_clear_line(address: str) -> None:
    with pytest.raises(StoreError, match="database"):
        open_store(address)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        pytest.param("postgresql://me:secret@host/calls", "postgresql://me:***@host/calls", id="of-a-server"),
        pytest.param(
            "postgresql://me:sec:r@t@host:5432/c?x=a@b", "postgresql://me:***@host:5432/c?x=a@b", id="odd-one"
        ),
        pytest.param("postgresql://me@host/calls", "postgresql://me@host/calls", id="none"),
        pytest.param("sqlite:////data/a@b:c@d.sqlite", "sqlite:////data/a@b:c@d.sqlite", id="a-file"),
        pytest.param("postgresq://:secret@host:x/c", "postgresq://:***@host:x/c", id="no-address-at-all"),
    ],
)
def test_no_password_is_shown(address: str, shown: str) -> None:
    assert without_password(address) == shown


def test_an_address_that_cannot_be_opened_is_told_without_its_password() -> None:
    with pytest.raises(StoreError, match=r"me:\*\*\*@host") as raised:
        open_store("postgresq://me:secret@host/calls")
    assert "secret" not in str(raised.value)


def test_a_merged_call_is_kept_and_given_back_with_its_own_history(url: str) -> None:
    second, news = replace(CALL, id="c2", title="Second"), replace(CHANGE, call_id="c2", new="second")
    store = filled(url, calls=(CALL, second), changes=(CHANGE, news))
    store.apply(Plan(aliases=(("c2", "c1"),)), STATE, OUTCOME)
    assert store.known("lists", ()).retired == (second,)
    assert store.changes_of("c1") == (CHANGE, replace(news, call_id="c1"))
    store.apply(Plan(calls=(second,)), STATE, OUTCOME)
    assert (store.resolve("c2"), store.call("c2"), store.changes_of("c2")) == ("c2", second, (news,))
    assert store.changes_of("c1") == (CHANGE,)
    assert store.known("lists", ()).retired == ()


def test_a_redirect_leads_past_a_call_that_was_merged_later(url: str) -> None:
    store = filled(url, calls=(CALL, replace(CALL, id="c2"), replace(CALL, id="c3")))
    store.apply(Plan(aliases=(("c3", "c2"),)), STATE, OUTCOME)
    store.apply(Plan(aliases=(("c2", "c1"),)), STATE, OUTCOME)
    assert (store.resolve("c3"), store.resolve("c2")) == ("c1", "c1")
    assert [call.id for call in store.known("lists", ()).retired] == ["c2", "c3"]


def test_a_key_that_very_many_share_fetches_nothing_and_is_named(url: str) -> None:
    crowd = [replace(SIGHTING, key=f"k{n}", call_id=f"c{n}") for n in range(CROWD + 1)]
    store = filled(url, sightings=tuple(crowd), calls=(CALL,))
    found = store.known("another", [f"t|{SIGHTING.title}"])
    assert (found.sightings, found.crowded) == ((), {f"t|{SIGHTING.title}"})


def test_calls_are_looked_up_by_ids_of_now_and_before_and_by_their_sightings(url: str) -> None:
    store = filled(url, calls=(CALL, replace(CALL, id="c2")))
    store.apply(Plan(aliases=(("c2", "c1"),)), STATE, OUTCOME)
    seen: list[Known] = []

    def decide(look: Look) -> Plan:
        seen.extend(look((), [name]) for name in ("c1", "c2", f"lists/{SIGHTING.key}", "c9", "lists/none"))
        return Plan()

    store.revise(decide, keys_of=keys_of, told={"matching": "7"})
    assert [[call.id for call in known.calls] for known in seen] == [["c1"], ["c1"], ["c1"], [], []]
    assert store.meta("matching") == "7"
    assert store.unknown_names(["c1", "c2", f"lists/{SIGHTING.key}", "c9", "lists/none"]) == ("c9", "lists/none")


def test_a_hidden_call_is_listed_nowhere_but_not_lost(url: str) -> None:
    store = filled(url, calls=(replace(CALL, hidden=True),))
    assert (store.calls(), store.calls(["nursing"])) == ((), ())
    assert store.call("c1") is not None


def test_reading_again_takes_over_what_is_unchanged(url: str) -> None:
    store = filled(url, calls=(CALL, replace(CALL, id="c2"), replace(CALL, id="c3", hidden=True)))
    first = store.calls_again({})
    store.apply(Plan(calls=(replace(CALL, id="c2", title="Another title"),)), STATE, OUTCOME)
    again = store.calls_again(first)
    assert [call_id for call_id, (_, call) in again.items() if not call.hidden] == [call.id for call in store.calls()]
    assert again["c1"][1] is first["c1"][1]
    assert again["c2"][1].title == "Another title"
    assert again["c3"][1].hidden


def test_match_keys_are_made_anew_for_every_sighting(url: str) -> None:
    store = filled(url)
    store.rekey(lambda sighting: (f"new|{sighting.title}",))
    assert store.known("another", [f"new|{SIGHTING.title}"]).sightings == (SIGHTING,)
    assert store.known("another", [f"t|{SIGHTING.title}"]).sightings == ()


def test_a_database_of_the_first_release_is_brought_up_to_date_with_its_redirects(url: str) -> None:
    store = filled(url, calls=(CALL, replace(CALL, id="c2")))
    store.apply(Plan(aliases=(("c2", "c1"),)), STATE, OUTCOME)
    store.close()
    changed(
        url,
        "DROP INDEX aliases_by_new_id",
        "ALTER TABLE aliases DROP COLUMN body",
        "DROP INDEX sightings_by_currency",
        "ALTER TABLE sightings DROP COLUMN current_until",
        "DROP TABLE pings",
        "ALTER TABLE documents DROP COLUMN brotli",
        "UPDATE alembic_version SET version_num = '0001'",
    )
    again = open_store(url)
    assert (again.resolve("c2"), again.known("lists", ()).retired) == ("c1", ())


LISTINGS = {
    "dated": SIGHTING,
    "of two stages": replace(SIGHTING, deadlines=(DEADLINE, replace(DEADLINE, date=date(2027, 6, 1)))),
    "with an event": replace(SIGHTING, deadlines=(DEADLINE, Deadline(Kind.EVENT_START, date(2027, 9, 1)))),
    "undated": replace(SIGHTING, deadlines=()),
    "missing": replace(SIGHTING, misses=GONE_AFTER - 1, missing_since=NOW),
    "given up": replace(SIGHTING, misses=GONE_AFTER, missing_since=NOW),
}
"""One source's sightings of all sorts, by key."""

UNTIL = {
    "dated": "2027-01-15",
    "of two stages": "2027-06-01",
    "with an event": "2027-01-15",
    "undated": "2027-11-24",
    "missing": "2027-01-15",
    "given up": "",
}


def of_all_sorts(url: str) -> Store:
    return filled(url, sightings=tuple(replace(one, key=key) for key, one in LISTINGS.items()))


@pytest.mark.parametrize(
    ("since", "listed", "missing"),
    [
        pytest.param(None, (), {"given up"}, id="where-absence-counts-all-but-those-given-up"),
        pytest.param(None, ("given up",), set(), id="and-those-that-are-listed-again"),
        pytest.param(date(2027, 1, 15), (), {"given up"}, id="on-the-last-day"),
        pytest.param(
            date(2027, 1, 16), (), {"dated", "with an event", "missing", "given up"}, id="what-was-over-by-then"
        ),
        pytest.param(date(2027, 11, 25), ("dated",), set(LISTINGS) - {"dated"}, id="over-but-listed-now"),
    ],
)
def test_a_poll_is_given_what_may_matter_of_its_source(
    url: str, since: date | None, listed: tuple[str, ...], missing: set[str]
) -> None:
    store = of_all_sorts(url)
    assert {one.key for one in store.listing("lists", listed, since)} == set(LISTINGS) - missing
    assert store.listing("another", listed, since) == ()
    assert (store.known("lists", (), listed, since).calls == ()) == (missing == set(LISTINGS))


def test_a_migrated_database_knows_what_may_matter_as_a_new_one_does(url: str) -> None:
    of_all_sorts(url).close()
    changed(
        url,
        "DROP INDEX sightings_by_currency",
        "ALTER TABLE sightings DROP COLUMN current_until",
        "INSERT INTO sightings VALUES ('lists', 'damaged', 'c1', '{')",
        "UPDATE alembic_version SET version_num = '0005'",
    )
    open_store(url).close()
    with engine_for(url).begin() as connection:
        found = dict(connection.execute(sa.text("SELECT key, current_until FROM sightings")).all())
    assert found == {**UNTIL, "damaged": "9999-12-31"}
    assert {key: current_until(one) for key, one in LISTINGS.items()} == UNTIL


def test_what_is_crowded_for_the_store_is_no_key_for_the_matcher() -> None:
    assert CROWD == LARGEST_BLOCK
