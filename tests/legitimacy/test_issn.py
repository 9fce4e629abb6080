"""A printed ISSN is read where it is called one, and known for wrong by its check digit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpfeeds.issn import is_possible, issns_in


@pytest.mark.parametrize("issn", ["0360-5442", "1361-9209", "1420-3049", "2434-561X", "0000-0000"])
def test_a_right_one_is_possible(issn: str) -> None:
    assert is_possible(issn)


@pytest.mark.parametrize("issn", ["0360-5443", "1361-9290", "2434-5610", "0360-544X"])
def test_a_wrong_digit_or_two_swapped_are_noticed(issn: str) -> None:
    assert not is_possible(issn)


@given(st.text("0123456789", min_size=7, max_size=7))
def test_of_eleven_last_characters_exactly_one_fits(seven: str) -> None:
    fitting = [last for last in "0123456789X" if is_possible(f"{seven[:4]}-{seven[4:]}{last}")]
    assert len(fitting) == 1


@pytest.mark.parametrize(
    ("field", "prose", "found"),
    [
        pytest.param("0360-5442", "", ("0360-5442",), id="field"),
        pytest.param("03605442", "", ("0360-5442",), id="without-hyphen"),
        pytest.param("2434-561x", "", ("2434-561X",), id="small-x"),
        pytest.param("ISSN 0360–5442 (print), 1361-9209", "", ("0360-5442", "1361-9209"), id="two"),
        pytest.param("", "Energy (ISSN 0360-5442)", ("0360-5442",), id="in-a-venue"),
        pytest.param("", "eISSN: 1361-9209", ("1361-9209",), id="electronic"),
        pytest.param("0360-5442", "Energy, ISSN 0360-5442", ("0360-5442",), id="each-once"),
        pytest.param("", "Conference 2024-2026", (), id="years-are-none"),
        pytest.param("", "Energy 0360-5442", (), id="not-called-so"),
        pytest.param("call 555-0360-5442-1", "", (), id="part-of-something-longer"),
    ],
)
def test_only_what_is_called_so_is_read(field: str, prose: str, found: tuple[str, ...]) -> None:
    assert issns_in(field, prose) == found


@given(st.text(max_size=40), st.text(max_size=40))
def test_whatever_is_read_can_be_checked(field: str, prose: str) -> None:
    for issn in issns_in(field, prose):
        assert is_possible(issn) in (True, False)
