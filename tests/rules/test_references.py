"""References can be said over the phone and typed back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.scheduling.rules.references import COUNT, as_typed, reference

numbers = st.integers(0, COUNT - 1)


def test_a_million_bookings_leave_almost_all_references_free():
    assert COUNT > 40_000_000
    assert reference(0) == "BBB-0000"
    assert reference(COUNT - 1) == "ZZZ-9999"


@given(numbers, numbers)
def test_every_number_has_a_reference_of_its_own(one: int, other: int):
    assert (reference(one) == reference(other)) == (one == other)


@given(numbers, st.sampled_from(["{0}-{1}", "{0} {1}", "{0}{1}", " {0} - {1} "]), st.booleans())
def test_a_reference_is_understood_however_it_is_typed(number: int, form: str, lower: bool):
    kept = reference(number)
    typed = form.format(*kept.split("-"))
    assert as_typed(typed.lower() if lower else typed) == kept


def test_letters_that_look_like_digits_are_read_as_digits():
    assert as_typed("ktp o1il") == "KTP-0111"


@pytest.mark.parametrize("typed", ["", "KTP", "KTP-482", "KTP-48261", "AEI-1234", "1234-KTP", "KTP-٤٨٢٦", "KTP-482\0"])
def test_what_is_no_reference_is_nothing(typed: str):
    assert as_typed(typed) is None


@given(st.text(max_size=20))
def test_no_text_breaks_the_reader(text: str):
    kept = as_typed(text)
    assert kept is None or as_typed(kept) == kept
