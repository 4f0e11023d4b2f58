"""Phones and addresses in one form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.scheduling.errors import Invalid
from console.scheduling.rules.contacts import email, folded, phone, zone_of_phone


@pytest.mark.parametrize("typed", ["+573005550100", "+57 (300) 555-0100", "0057 300 555 0100", "tel:+57-300-555-0100"])
def test_a_phone_is_stored_as_e164(typed: str):
    assert phone(typed) == "+573005550100"


def test_a_national_number_needs_a_region():
    assert phone("300 555 0100", "CO") == "+573005550100"
    with pytest.raises(Invalid):
        phone("300 555 0100")


@pytest.mark.parametrize("typed", ["", "12345", "+1", "call me", "+57300555010012345", "\0", "+57 300 555 01oo\ud800"])
def test_what_is_no_phone_is_refused(typed: str):
    with pytest.raises(Invalid) as refused:
        phone(typed)
    assert refused.value.problems[0].field == "guest_phone"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" jane@guests.test ", "jane@guests.test"),
        ("Jane.Doe+calls@EXAMPLE.com", "Jane.Doe+calls@example.com"),
        ("ada@intranet.local", "ada@intranet.local"),
        ("josé@exämple.com", "josé@exämple.com"),
    ],
)
def test_an_address_is_kept_as_it_is_written_to(typed: str, kept: str):
    assert email(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["", "jane", "jane@", "jane@localhost", "a b@c.test", "a@b..test", "a@b.test\r\nBcc: x@y.test", "a\0@b.test"],
)
def test_what_is_no_address_is_refused(typed: str):
    with pytest.raises(Invalid) as refused:
        email(typed)
    assert refused.value.problems[0].field == "guest_email"


def test_case_makes_no_second_person():
    assert folded(email("JANE@Guests.Test")) == folded(email("jane@guests.test"))


@given(st.text(max_size=40))
def test_no_text_breaks_the_readers(text: str):
    for read in (phone, email):
        try:
            kept = read(text)
        except Invalid:
            continue
        assert read(kept) == kept


def test_a_number_tells_its_zone_when_there_is_only_one():
    assert zone_of_phone("+573005550100") == "America/Bogota"
    assert zone_of_phone("+34600000000") is None
