"""Codes of an authenticator app: RFC 6238's own examples, a window of three steps, and none twice."""

import base64
from datetime import UTC, datetime

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyotp.hotp import HOTP

from console.scheduling.rules.one_time_codes import STEP_SECONDS, accepted_step, address

SECRET = base64.b32encode(b"12345678901234567890").decode()
"""The secret of RFC 6238, appendix B."""
INSTANTS = st.integers(1_000_000, 4_000_000_000)


def at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def code_of(step: int) -> str:
    return HOTP(SECRET).at(step)


@pytest.mark.parametrize(
    ("seconds", "eight_digits"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_the_examples_of_the_standard_are_accepted(seconds: int, eight_digits: str):
    """The standard shows eight digits; six are the last of them."""
    assert accepted_step(SECRET, eight_digits[-6:], at(seconds)) == seconds // STEP_SECONDS


@given(INSTANTS, st.integers(-5, 5))
def test_a_code_is_accepted_within_one_step_of_its_own(seconds: int, away: int):
    here = seconds // STEP_SECONDS
    near = {code_of(here + step) for step in (-1, 0, 1)}
    accepted = accepted_step(SECRET, code_of(here + away), at(seconds))
    assert (accepted is not None) == (code_of(here + away) in near)
    assert abs(away) > 1 or accepted is not None


@given(INSTANTS, st.integers(-1, 1), st.integers(-3, 3))
def test_no_step_is_accepted_at_or_before_the_last_one(seconds: int, away: int, last: int):
    here = seconds // STEP_SECONDS
    accepted = accepted_step(SECRET, code_of(here + away), at(seconds), here + last)
    assert accepted is None or accepted > here + last
    if away > last:
        assert accepted is not None


@given(st.text())
def test_any_other_text_is_no_code(typed: str):
    if typed not in {code_of(step) for step in (1, 2, 3)}:
        assert accepted_step(SECRET, typed, at(60)) is None


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "\ud800" * 6, "١٢٣٤٥٦", "94287082"])
def test_what_is_not_six_digits_is_no_code(typed: str):
    assert accepted_step(SECRET, typed, at(59)) is None


def test_the_address_names_the_account_and_the_product():
    parsed = pyotp.parse_uri(address(SECRET, "ada@agents.test"))
    assert (parsed.secret, parsed.name, parsed.issuer) == (SECRET, "ada@agents.test", "Callboard")
