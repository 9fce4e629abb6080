"""The finished events that a poller keeps: those in use, and few besides, however many calls have come and gone."""

from __future__ import annotations

import pytest

from cfpfeeds.jobs import Fragments


def published(fragments: Fragments, *keys: str) -> None:
    """A publication that needs these events, as the calendar does it."""
    for key in keys:
        if key not in fragments:
            fragments[key] = key.encode()
        assert fragments[key] == key.encode()
    fragments.settle()


@pytest.mark.parametrize("spare", [0, 3])
def test_what_was_used_is_kept_and_of_the_rest_a_few(spare: int) -> None:
    fragments = Fragments(spare)
    for day in range(50):
        listed = [f"event {number}" for number in range(day, day + 10)]
        published(fragments, *listed)
        assert set(listed) <= set(fragments)
        assert len(fragments) <= 10 + spare


def test_what_was_used_last_is_what_is_kept_besides() -> None:
    fragments = Fragments(1)
    published(fragments, "first", "second")
    published(fragments, "third", "first")
    published(fragments, "fourth")
    assert set(fragments) == {"first", "fourth"}


def test_a_publication_without_a_calendar_forgets_nothing() -> None:
    fragments = Fragments(0)
    published(fragments, "first", "second")
    published(fragments)
    assert set(fragments) == {"first", "second"}
